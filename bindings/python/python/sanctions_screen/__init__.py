"""Screens the names of counterparties against sanctions lists.

Lists in, a :class:`Screener` out; a name in, hits out: which entity could be meant, who listed it, by which of its
names, with what score, and why. The engine is the Rust library of the same name, and the answers are the same to the
last digit.

>>> import sanctions_screen
>>> for hit in sanctions_screen.screen("Hikvison Digital Tech"):
...     print(hit.score, hit.entity.primary_name, hit.designated_by)
0.88... Hangzhou Hikvision Digital Technology Co., Ltd. ('BIS', 'OFAC', 'DoW', 'FCC')
>>> sanctions_screen.screen("Acme Bakery GmbH")
[]
"""

from __future__ import annotations

from sanctions_screen._native import ALGORITHM, __version__
from sanctions_screen.entity import (
    Address,
    Country,
    Designation,
    Entity,
    Identifier,
    Kind,
    Name,
    NameType,
    Remark,
)
from sanctions_screen.errors import (
    EmptyError,
    Error,
    InvalidQueryError,
    InvalidSettingError,
    LimitExceededError,
    MalformedError,
    SnapshotError,
    UnknownEntityError,
    UnknownFormatError,
    UnreadableError,
)
from sanctions_screen.evaluation import Case, Counts, Evaluation, Failure, evaluate
from sanctions_screen.hit import Explanation, Hit, Hits, Line, Part, Reason
from sanctions_screen.hit_table import HitTable
from sanctions_screen.screener import (
    ListVersion,
    ListWarning,
    Problem,
    Screener,
    SourceFile,
    WeakAliases,
    compare,
    screen,
)

__all__ = [
    "ALGORITHM",
    "Address",
    "Case",
    "Country",
    "Counts",
    "Designation",
    "EmptyError",
    "Entity",
    "Error",
    "Evaluation",
    "Explanation",
    "Failure",
    "Hit",
    "HitTable",
    "Hits",
    "Identifier",
    "InvalidQueryError",
    "InvalidSettingError",
    "Kind",
    "LimitExceededError",
    "Line",
    "ListVersion",
    "ListWarning",
    "MalformedError",
    "Name",
    "NameType",
    "Part",
    "Problem",
    "Reason",
    "Remark",
    "Screener",
    "SnapshotError",
    "SourceFile",
    "UnknownEntityError",
    "UnknownFormatError",
    "UnreadableError",
    "WeakAliases",
    "__version__",
    "compare",
    "evaluate",
    "screen",
]
