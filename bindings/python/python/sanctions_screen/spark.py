"""Screens a column of a Spark data frame, on all executors, with the answers of one machine.

``docs/SPARK.md`` says when that is worth it, and how an update of the lists reaches the cluster.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark import SparkFiles
from pyspark.sql.types import ArrayType, BooleanType, DoubleType, IntegerType, StringType, StructField, StructType

from sanctions_screen.screener import Screener

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from pyspark.sql import DataFrame

__all__ = ["HIT_FIELDS", "screen_dataframe"]

HIT_FIELDS = StructType(
    [
        StructField("rank", IntegerType()),
        StructField("score", DoubleType()),
        StructField("list", StringType()),
        StructField("entity", StringType()),
        StructField("entity_name", StringType()),
        StructField("entity_kind", StringType()),
        StructField("matched_name", StringType()),
        StructField("name_type", StringType()),
        StructField("designated_by", ArrayType(StringType())),
        StructField("screened", BooleanType(), nullable=False),
        StructField("problem", StringType()),
    ]
)
"""The columns that a hit adds; :class:`sanctions_screen.HitTable` says what each is."""


def screen_dataframe(
    df: DataFrame,
    column: str,
    snapshot: str | PathLike[str],
    *,
    kind: str | None = None,
    country: str | None = None,
    born: str | None = None,
    identifiers: Sequence[str] = (),
    threshold: float | None = None,
    keep: Sequence[str] | None = None,
) -> DataFrame:
    """Screen the names in ``column``: a data frame with a row for each hit, lazily, as Spark does everything.

    ``snapshot`` is a file that :meth:`sanctions_screen.Screener.write_snapshot` wrote, on the driver. Spark brings it
    to each node once, and each Python worker loads it once. A row of the result has the columns of the data frame (or
    those of ``keep``) and then :data:`HIT_FIELDS`. As in :class:`sanctions_screen.HitTable`, a row with ``screened``
    false is a name that could not be screened, and none is passed over in silence.

    The package must be installed on the executors, in the same version. ``threshold`` is that of the snapshot unless
    given.
    """
    kept = list(df.columns if keep is None else keep)
    taken = sorted(set(kept) & set(HIT_FIELDS.names))
    if taken:
        message = f"the hits need the names {', '.join(taken)}: rename these columns, or leave them out of `keep`"
        raise ValueError(message)
    missing = {column, *kept, *filter(None, (kind, country, born)), *identifiers} - set(df.columns)
    if missing:
        message = f"there is no column {', '.join(sorted(missing))}; the data frame has: {', '.join(df.columns)}"
        raise KeyError(message)
    file = _ship(df, Path(snapshot))

    def screened(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        screener = _screener(file)
        for batch in batches:
            # Spark gives each core a task of its own.
            hits = pa.table(
                screener.screen_many(
                    batch,
                    name=column,
                    kind=kind,
                    country=country,
                    born=born,
                    identifiers=identifiers,
                    threshold=threshold,
                    threads=1,
                )
            )
            rows = pa.table(batch).select(kept).take(hits["row"])
            for field in HIT_FIELDS.names:
                rows = rows.append_column(field, hits[field])
            yield from rows.to_batches()

    return df.mapInArrow(screened, StructType([df.schema[name] for name in kept] + HIT_FIELDS.fields))


def _ship(df: DataFrame, snapshot: Path) -> str:
    """Have Spark bring the snapshot to every node; the name that it has there.

    The name tells the content: Spark refuses another file under a name it has brought already, and workers keep what
    they have loaded by its name.
    """
    with snapshot.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    shipped = _folder() / f"{digest}.sanctions-screen"
    if not shipped.exists():
        partial = shipped.with_suffix(".partial")
        shutil.copyfile(snapshot, partial)
        partial.rename(shipped)
    df.sparkSession.sparkContext.addFile(str(shipped))
    return shipped.name


@cache
def _folder() -> Path:
    """Where the snapshots lie that executors fetch from the driver, for as long as it runs."""
    folder = tempfile.mkdtemp(prefix="sanctions-screen-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


@cache
def _screener(file: str) -> Screener:
    """Load the snapshot on the first batch of a worker process, which then screens many."""
    return Screener.from_snapshot(SparkFiles.get(file))
