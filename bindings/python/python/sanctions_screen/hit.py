"""Hits, and why: plain values that can be compared, kept and pickled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from sanctions_screen import _html
from sanctions_screen.entity import Entity, NameType, entity_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Explanation", "Hit", "Hits", "Line", "Part", "Reason"]

Reason = Literal[
    "match",
    "contradicted",
    "left-out",
    "little-shared",
    "order",
    "equal",
    "cut-off",
    "not-equal",
    "weak-alias",
    "attribute",
    "limit",
]


@dataclass(frozen=True, slots=True)
class Part:
    """Words of a name, and where they stand in it: ``name[start:end]``."""

    text: str
    start: int
    end: int
    role: str
    """What the words are: name, legal-form, industry, place, number, initial, title, ..."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation."""

    reason: Reason
    detail: str | None
    """Of a match the kind of evidence (``typo``, ``transliteration``, ...), of an attribute which one."""
    says: str
    """Reason and detail in words."""
    query: tuple[Part, ...]
    listed: tuple[Part, ...]
    points: int
    """The share of the score, in ten-thousandths."""

    def __str__(self) -> str:
        """Give points, words of the query, words of the list, and what they are to each other."""
        words = " ~ ".join(" ".join(part.text for part in side) for side in (self.query, self.listed) if side)
        return f"{self.points / 10_000:+.4f}  {words}{'  ' if words else ''}({self.says})"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why two names score what they score. The points of the lines add up to the score exactly.

    >>> import sanctions_screen
    >>> comparison = sanctions_screen.compare("Hikvison", "HIKVISION")
    >>> comparison
    Explanation(0.95..., 'Hikvison' / 'HIKVISION')
    >>> print(comparison)
    +0.95...  Hikvison ~ HIKVISION  (sounds alike)
    +0.95...  score
    >>> sum(line.points for line in comparison.lines) == round(comparison.score * 10_000)
    True
    """

    score: float
    query: str
    listed: str
    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        """Give the score and both names."""
        return f"Explanation({self.score:.4f}, {self.query!r} / {self.listed!r})"

    def __str__(self) -> str:
        """Give every line, and the sum below."""
        return "\n".join([*map(str, self.lines), f"{self.score:+.4f}  score"])

    def _repr_html_(self) -> str:
        return _html.explanation(self)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity at or above the threshold, and by which of its names.

    >>> import sanctions_screen
    >>> hit = sanctions_screen.screen("Hikvison Digital Tech")[0]
    >>> hit
    Hit(0.88..., 'HANGZHOU HIKVISION DIGITAL TECHNOLOGY', bundled:hikvision, designated by BIS, OFAC, DoW, FCC)
    >>> hit.entity.primary_name
    'Hangzhou Hikvision Digital Technology Co., Ltd.'
    """

    score: float
    """From 0 to 1, with four decimals; the same as in Rust, to the last digit."""
    list: str
    """The id of the list."""
    entity: Entity
    matched_name: str
    name_type: NameType
    designated_by: tuple[str, ...]
    """Each authority once. Empty: publicly named, or on a list that names no authority."""
    explanation: Explanation

    def __repr__(self) -> str:
        """Give score, matched name, list and id, and who designated the entity."""
        by = f", designated by {', '.join(self.designated_by)}" if self.designated_by else ""
        return f"Hit({self.score:.4f}, {self.matched_name!r}, {self.list}:{self.entity.id}{by})"

    def _repr_html_(self) -> str:
        return _html.hit(self)


class Hits(list[Hit]):
    """The hits of a name, best first: a list that a notebook shows with the aligned words marked."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return _html.hits(self)


def hits_of(data: Iterable[Mapping[str, Any]]) -> Hits:
    """Make hits of their JSON form."""
    return Hits(
        Hit(
            score=hit["score"],
            list=hit["list"],
            entity=entity_of(hit["entity"]),
            matched_name=hit["matched_name"],
            name_type=hit["name_type"],
            designated_by=tuple(hit["designated_by"]),
            explanation=explanation_of(hit["explanation"]),
        )
        for hit in data
    )


def explanation_of(data: Mapping[str, Any]) -> Explanation:
    """Make an explanation of its JSON form."""
    query, listed = data["query"], data["listed"]
    return Explanation(
        score=data["score"],
        query=query,
        listed=listed,
        lines=tuple(
            Line(
                *_reason(line["reason"]),
                line["says"],
                _parts(query, line.get("query", ())),
                _parts(listed, line.get("listed", ())),
                line["points"],
            )
            for line in data["lines"]
        ),
    )


def _reason(data: Any) -> tuple[Reason, str | None]:  # noqa: ANN401 - a text, or a text under a text
    if isinstance(data, str):
        return data, None  # type: ignore[return-value]
    ((reason, detail),) = data.items()
    return reason, detail


def _parts(name: str, data: Iterable[Mapping[str, Any]]) -> tuple[Part, ...]:
    """Make parts, whose places are counted in bytes in Rust and in characters here."""
    encoded = name.encode()

    def characters(place: int) -> int:
        return len(encoded[:place].decode(errors="ignore"))

    return tuple(Part(part["text"], characters(part["start"]), characters(part["end"]), part["class"]) for part in data)
