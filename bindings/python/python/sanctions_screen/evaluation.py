"""Detection, precision and recall on labelled cases."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sanctions_screen import _native

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sanctions_screen.entity import Kind
    from sanctions_screen.screener import Screener

__all__ = ["Case", "Counts", "Evaluation", "Failure", "evaluate"]


@dataclass(frozen=True, slots=True)
class Case:
    """A labelled case."""

    id: str
    query: str
    listed: str | Mapping[str, str] | None
    """A name; ``{"id": ...}`` for an entity of the lists given; ``None`` where nothing at all may alert."""
    expected: bool
    """Whether it must alert."""
    kind: Kind = "unknown"
    phenomenon: str = ""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one phenomenon, or of all cases at a threshold."""

    matches: int
    non_matches: int
    detected: int
    detected_on_top: int
    false_positives: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that went wrong at the threshold."""

    id: str
    query: str
    listed: str | Mapping[str, str] | None
    expected: bool
    score: float


@dataclass(frozen=True, slots=True, repr=False)
class Evaluation:
    """What a screener did on labelled cases."""

    threshold: float
    cases: int
    detected: int
    detected_on_top: int
    missed: int
    false_positives: int
    precision: float
    recall: float
    f1: float
    by_phenomenon: Mapping[str, Counts]
    by_threshold: Mapping[float, Counts]
    errors: tuple[Failure, ...]
    scores: tuple[float, ...]
    """The score of every case, in their order."""

    def __repr__(self) -> str:
        """Give the figures that matter most."""
        return (
            f"Evaluation({self.cases} cases at {self.threshold:.4f}: missed {self.missed}, "
            f"false positives {self.false_positives}, F1 {self.f1:.4f})"
        )


def evaluate(
    cases: str | PathLike[str] | Iterable[Case],
    screener: Screener | None = None,
    *,
    threshold: float | None = None,
) -> Evaluation:
    """Measure on labelled cases: a file of JSON lines, or :class:`Case` values.

    The listed names of the cases are a list of their own, screened beside the lists of ``screener``, if one is given.

    >>> from sanctions_screen import Case, evaluate
    >>> evaluate([
    ...     Case("1", "Hikvison", "HIKVISION", expected=True, phenomenon="typo"),
    ...     Case("2", "Global Trading Company", "China Trading Company", expected=False),
    ... ])
    Evaluation(2 cases at 0.7500: missed 0, false positives 0, F1 1.0000)
    """
    if isinstance(cases, (str, PathLike)):
        file, lines = fspath(cases), Path(cases).read_text(encoding="utf-8")
    else:
        file, lines = "cases", "\n".join(json.dumps(asdict(case)) for case in cases)
    native = None if screener is None else screener.native
    data: dict[str, Any] = json.loads(_native.evaluate(file, lines, native, threshold))
    data["by_phenomenon"] = {name: Counts(**counts) for name, counts in data["by_phenomenon"].items()}
    data["by_threshold"] = {counts.pop("threshold"): Counts(**counts) for counts in data["by_threshold"]}
    data["errors"] = tuple(Failure(**failure) for failure in data["errors"])
    data["scores"] = tuple(data["scores"])
    return Evaluation(**data)
