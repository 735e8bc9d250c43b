"""The front door: lists in, a screener out, hits for every name."""

from __future__ import annotations

import datetime
import json
import math
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from sanctions_screen import _native
from sanctions_screen.errors import InvalidSettingError, UnknownEntityError
from sanctions_screen.evaluation import evaluate
from sanctions_screen.hit import Explanation, Hits, explanation_of, hits_of
from sanctions_screen.hit_table import HitTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sanctions_screen.entity import Kind
    from sanctions_screen.evaluation import Case, Evaluation

__all__ = ["ListVersion", "ListWarning", "Problem", "Screener", "SourceFile", "WeakAliases", "compare", "screen"]

WeakAliases = Literal["full", "reduced", "ignored"]
Path_: TypeAlias = "str | PathLike[str]"
Identifiers: TypeAlias = "str | Iterable[str | tuple[str | None, str]]"
# What is known beside a name, and the columns that hold it, as the Rust part takes them.
Known: TypeAlias = "tuple[str | None, str | None, str | None, list[str | tuple[str | None, str]]]"
Columns: TypeAlias = "tuple[str | None, str | None, str | None, str | None, list[str]]"


class ListWarning(UserWarning):
    """Something of the lists was left out, by the caller's choice."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a list was read from."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a loader could not read or found odd."""

    severity: Literal["warning", "part-left-out", "record-left-out"]
    file: str
    line: int | None
    record: int | None
    element: str | None
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class ListVersion:
    """Which list, in which version: what an answer rests on."""

    id: str
    publisher: str
    date: str | None
    sha256: str
    entities: int
    names: int
    format: str | None
    files: tuple[SourceFile, ...]
    problems: tuple[Problem, ...]

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """The records and parts that could not be read and were left out."""
        return tuple(problem for problem in self.problems if problem.severity != "warning")


class Screener:
    """Lists made ready for screening. It never changes: any number of threads may use it at once.

    Make one with :meth:`bundled`, :meth:`from_paths` or :meth:`from_snapshot`.

    >>> from sanctions_screen import Screener
    >>> screener = Screener.bundled()
    >>> screener
    Screener(bundled: 428 entities, threshold 0.7500)
    >>> screener.screen("Hikvison Digital Tech", country="China")[0].score
    0.89...
    """

    __slots__ = ("native",)

    def __init__(self, native: _native.Screener) -> None:
        """Wrap what the class methods make."""
        if not isinstance(native, _native.Screener):
            message = "a Screener is made by Screener.bundled(), from_paths(...) or from_snapshot(...)"
            raise TypeError(message)
        self.native = native

    @classmethod
    def bundled(cls, *, threshold: float | None = None, weak_aliases: WeakAliases | None = None) -> Screener:
        """Screen against the list that comes with the package: to try it, and no substitute for the official lists."""
        return cls(_native.Screener.bundled()).with_settings(threshold=threshold, weak_aliases=weak_aliases)

    @classmethod
    def from_paths(
        cls,
        paths: Path_ | Sequence[Path_],
        *,
        mappings: Path_ | Sequence[Path_] = (),
        lenient: bool = False,
        threshold: float | None = None,
        weak_aliases: WeakAliases | None = None,
    ) -> Screener:
        r"""Read list files, as published or of your own, and folders of them.

        ``mappings`` are files that name the columns of lists of your own, or folders of such files. A record that
        cannot be read makes its list an error; ``lenient`` leaves it out instead. What was left out, and files of a
        folder that are no list, come as a :class:`ListWarning` and stand in :attr:`lists` and :attr:`skipped`.

        >>> import pathlib, tempfile
        >>> from sanctions_screen import Screener
        >>> file = pathlib.Path(tempfile.mkdtemp(), "watchlist.csv")
        >>> _ = file.write_text("id,kind,name,aliases\n7,organization,Acme Arms Ltd,Acme Weapons\n")
        >>> Screener.from_paths(file).screen("ACME ARMS LIMITED")
        [Hit(0.99..., 'Acme Arms Ltd', watchlist:7)]
        """
        files = [file for path in _paths(mappings) for file in _mapping_files(path)]
        native = _native.Screener.from_paths(_paths(paths), files, lenient)
        screener = cls(native).with_settings(threshold=threshold, weak_aliases=weak_aliases)
        for version in screener.lists:
            if version.left_out:
                left_out = (
                    f"list {version.id}: {len(version.left_out)} records or parts could not be read and were left out"
                )
                warnings.warn(left_out, ListWarning, stacklevel=2)
        for path, reason in screener.skipped:
            warnings.warn(f"{path} is not read as a list: {reason}", ListWarning, stacklevel=2)
        return screener

    @classmethod
    def from_snapshot(
        cls, path: Path_, *, threshold: float | None = None, weak_aliases: WeakAliases | None = None
    ) -> Screener:
        """Read what :meth:`write_snapshot` wrote, in a small part of the time that it takes to read the lists."""
        return cls(_native.Screener.from_snapshot(Path(path))).with_settings(
            threshold=threshold, weak_aliases=weak_aliases
        )

    def write_snapshot(self, path: Path_) -> None:
        """Write the lists, made ready, to a file, which is replaced whole or not at all.

        It is read only by the build of the package that wrote it, and holds no settings.

        >>> import pathlib, tempfile
        >>> from sanctions_screen import Screener
        >>> file = pathlib.Path(tempfile.mkdtemp(), "bundled.snapshot")
        >>> screener = Screener.bundled()
        >>> screener.write_snapshot(file)
        >>> Screener.from_snapshot(file).screen("Hikvison Optics") == screener.screen("Hikvison Optics")
        True
        """
        self.native.write_snapshot(Path(path))

    def with_settings(self, *, threshold: float | None = None, weak_aliases: WeakAliases | None = None) -> Screener:
        """Give the same lists under other settings; nothing is indexed again.

        ``threshold`` is the least score of a hit. ``weak_aliases`` says what an alias counts for that its publisher
        calls weak: ``full``, ``reduced`` (five hundredths less; the default) or ``ignored``.
        """
        return Screener(self.native.with_settings(threshold, weak_aliases))

    @property
    def threshold(self) -> float:
        """The least score of a hit."""
        return self.native.threshold

    @property
    def weak_aliases(self) -> WeakAliases:
        """What a weak alias counts for."""
        policy: WeakAliases = json.loads(self.native.weak_aliases)
        return policy

    @property
    def lists(self) -> tuple[ListVersion, ...]:
        """Which lists, in which versions.

        >>> from sanctions_screen import Screener
        >>> version = Screener.bundled().lists[0]
        >>> version.id, version.publisher, version.entities, len(version.sha256)
        ('bundled', 'sanctions-screen', 428, 64)
        """
        return tuple(
            ListVersion(
                **{
                    **version,
                    "files": tuple(SourceFile(**file) for file in version["files"]),
                    "problems": tuple(_problem(**problem) for problem in version["problems"]),
                }
            )
            for version in json.loads(self.native.list_versions())
        )

    @property
    def skipped(self) -> tuple[tuple[Path, str], ...]:
        """Files of the folders given that are no list, each with the reason."""
        return tuple(self.native.skipped)

    def screen(
        self,
        name: str,
        *,
        kind: Kind | None = None,
        country: str | None = None,
        born: str | datetime.date | None = None,
        identifiers: Identifiers = (),
        threshold: float | None = None,
    ) -> Hits:
        """Screen a name: the hits at or above the threshold, best first.

        ``country`` is a code or a name, ``born`` a date or a text of which a part may be unknown (``1961-03-09``,
        ``1961``, ``~1961``, ``1960/1962``), an identifier a text (``"imo:9187629"``, ``"9187629"``) or a pair of its
        kind (or ``None``) and its value. What is absent says nothing.

        >>> from sanctions_screen import Screener
        >>> Screener.bundled().screen("大连机床集团有限责任公司", kind="organization")[0].entity.primary_name
        'General Technology Group Dalian Machine Tool Co., Ltd.'
        """
        return hits_of(json.loads(self.native.screen(name, _known(kind, country, born, identifiers), threshold)))

    def screen_many(
        self,
        data: object,
        *,
        name: str | None = None,
        kind: str | None = None,
        country: str | None = None,
        born: str | None = None,
        identifiers: str | Sequence[str] = (),
        threshold: float | None = None,
        threads: int | None = None,
    ) -> HitTable:
        """Screen many names, on all cores (or so many ``threads``), while other Python threads run on.

        ``data`` is a list, an iterator or a one-dimensional array of names, or anything that gives Arrow data: an array
        or a column of names, a table, data frame or stream of record batches (pyarrow, polars, pandas, DuckDB, ...). Of
        a table, ``name``, ``kind``, ``country``, ``born`` and ``identifiers`` say which *columns* hold what; the name
        is in the column ``name``, or in the only one, unless said otherwise. The answers are those of :meth:`screen`,
        in the order of the data.

        >>> from sanctions_screen import Screener
        >>> Screener.bundled().screen_many(["Hikvison Digital Tech", "Acme Bakery GmbH", None])
        HitTable(3 names, 1 hit, 1 not screened)
        """
        if not any(hasattr(data, capsule) for capsule in ("__arrow_c_array__", "__arrow_c_stream__")):
            data = _names(data)
        columns = (name, kind, country, born, [identifiers] if isinstance(identifiers, str) else list(identifiers))
        return HitTable(*self.native.screen_many(data, columns, threshold, threads))

    def why(
        self,
        name: str,
        entity: str,
        *,
        list: str | None = None,  # noqa: A002 - the word of the field
        kind: Kind | None = None,
        country: str | None = None,
        born: str | datetime.date | None = None,
        identifiers: Identifiers = (),
    ) -> Explanation:
        """Say what an entity scores for a name, whether or not it is a hit, and what was missing.

        ``entity`` is its id, on ``list`` or on the first list that has it.

        >>> from sanctions_screen import Screener
        >>> why = Screener.bundled().why("Wuhan Global Sensor Technology", "hikvision")
        >>> why
        Explanation(0.0..., 'Wuhan Global Sensor Technology' / ...)
        >>> sorted({line.says for line in why.lines if line.points < 0})
        ['another legal form, and more differs', 'contradicts', 'too little shared']
        """
        answer = self.native.why(name, entity, list, _known(kind, country, born, identifiers))
        if answer is None:
            message = (
                f"no list holds an entity of the id {entity!r}"
                if list is None
                else (f"the list {list!r} holds no entity of the id {entity!r}, or there is no such list")
            )
            raise UnknownEntityError(message, entity=entity, list=list)
        return explanation_of(json.loads(answer))

    @staticmethod
    def compare(a: str, b: str, *, kind: Kind | None = None) -> Explanation:
        """Compare two names without a list; the same as :func:`sanctions_screen.compare`."""
        return compare(a, b, kind=kind)

    def evaluate(self, cases: str | PathLike[str] | Iterable[Case], *, threshold: float | None = None) -> Evaluation:
        """Measure on labelled cases, with these lists; see :func:`sanctions_screen.evaluate`."""
        return evaluate(cases, self, threshold=threshold)

    def __repr__(self) -> str:
        """Give the lists and the threshold."""
        lists = ", ".join(f"{version.id}: {version.entities} entities" for version in self.lists)
        return f"Screener({lists}, threshold {self.threshold:.4f})"


def screen(name: str) -> Hits:
    """Screen a name against the bundled list, which is made ready on the first call.

    >>> import sanctions_screen
    >>> sanctions_screen.screen("Acme Bakery GmbH")
    []
    """
    return _bundled().screen(name)


def compare(a: str, b: str, *, kind: Kind | None = None) -> Explanation:
    """Compare two names without a list, as names of this kind (or of whichever kind scores higher).

    >>> import sanctions_screen
    >>> same = sanctions_screen.compare("Oleg Deripaska", "DERIPASKA, Oleg", kind="person")
    >>> other = sanctions_screen.compare("Oleg Derevyanko", "DERIPASKA, Oleg", kind="person")
    >>> same.score > other.score
    True
    """
    return explanation_of(json.loads(_native.compare(a, b, kind)))


@cache
def _bundled() -> Screener:
    return Screener.bundled()


def _paths(paths: Path_ | Sequence[Path_]) -> list[Path]:
    return [Path(paths)] if isinstance(paths, (str, PathLike)) else [Path(path) for path in paths]


def _mapping_files(path: Path) -> list[Path]:
    """Give a mapping, or those of a folder, in the order of their names."""
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix in {".toml", ".json"})
    if not files:
        reason = "the folder holds no mapping (*.toml or *.json)"
        message = f"{path}: {reason}"
        raise InvalidSettingError(message, setting="mappings", value=str(path), reason=reason)
    return files


def _known(kind: Kind | None, country: str | None, born: str | datetime.date | None, identifiers: Identifiers) -> Known:
    day = born.isoformat()[:10] if isinstance(born, datetime.date) else born
    return kind, country, day, [identifiers] if isinstance(identifiers, str) else list(identifiers)


def _names(data: object) -> list[str | None]:
    """Give names in an order, with none where pandas has NaN. A table, a set or one name is no such thing."""
    if isinstance(data, (str, bytes)):
        message = "screen_many takes many names, such as a list of them; for one, use screen"
        raise TypeError(message)
    if not isinstance(data, (Sequence, Iterator)) and getattr(data, "ndim", None) != 1:
        message = f"{type(data).__name__} is no list of names, and gives no Arrow data as tables and data frames do"
        raise TypeError(message)
    names: list[str | None] = []
    for place, name in enumerate(cast("Iterable[object]", data)):
        if name is None or isinstance(name, str):
            names.append(name)
        elif isinstance(name, float) and math.isnan(name):
            names.append(None)
        else:
            message = f"the name at {place} is of the type {type(name).__name__}, not text"
            raise TypeError(message)
    return names


def _problem(position: dict[str, object], **problem: object) -> Problem:
    return Problem(**{"line": None, "record": None, "element": None, **position, **problem})  # type: ignore[arg-type]
