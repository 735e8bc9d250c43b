"""Many names, as Arrow data of any library, with the answers of one name at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from sanctions_screen import Error, Screener

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

NAMES = [
    "Hikvison Digital Tech",
    None,
    "Acme Bakery GmbH",
    "大连机床集团有限责任公司",
    "--",
    "",
    "Wuhan Global Sensor Technology",
    "iRay Technology",
    "Hikvison Digital Tech",
]


def rows(hits: object) -> list[dict[str, Any]]:
    """The rows of a table of hits."""
    found: list[dict[str, Any]] = pa.table(hits).to_pylist()
    return found


@pytest.fixture(scope="module")
def expected(screener: Screener) -> list[dict[str, Any]]:
    """What `screen` answers for each name, as rows."""
    expected: list[dict[str, Any]] = []
    for row, name in enumerate(NAMES):
        try:
            hits = screener.screen(name or "")
        except Error as error:
            problem = str(error) if name is not None else "there is no name; leave the row out or find it"
            nothing = dict.fromkeys(pa.table(screener.screen_many(["--"])).column_names)
            expected.append({**nothing, "row": row, "name": name, "screened": False, "problem": problem})
            continue
        expected.extend(
            {
                "row": row,
                "name": name,
                "rank": rank,
                "score": hit.score,
                "list": hit.list,
                "entity": hit.entity.id,
                "entity_name": hit.entity.primary_name,
                "entity_kind": hit.entity.kind,
                "matched_name": hit.matched_name,
                "name_type": hit.name_type,
                "designated_by": list(hit.designated_by),
                "screened": True,
                "problem": None,
            }
            for rank, hit in enumerate(hits, start=1)
        )
    return expected


def dictionary() -> pa.Array:
    """Names of which each is held once."""
    return pa.array(NAMES).dictionary_encode()


DATA: dict[str, Callable[[], object]] = {
    "list": lambda: NAMES,
    "pyarrow string": lambda: pa.array(NAMES, pa.string()),
    "pyarrow large string": lambda: pa.array(NAMES, pa.large_string()),
    "pyarrow string view": lambda: pa.array(NAMES, pa.string_view()),
    "pyarrow dictionary": dictionary,
    "pyarrow slice": lambda: pa.array(["x", *NAMES, "y"]).slice(1, len(NAMES)),
    "pyarrow chunks": lambda: pa.chunked_array([NAMES[:2], [], NAMES[2:]], pa.string()),
    "pyarrow record batch": lambda: pa.record_batch({"name": NAMES, "id": range(len(NAMES))}),
    "pyarrow table": lambda: pa.table({"id": range(len(NAMES)), "name": NAMES}),
    "pyarrow table of one column": lambda: pa.table({"customer": NAMES}),
    "pyarrow stream": lambda: pa.table({"name": NAMES}).to_reader(max_chunksize=2),
    "polars series": lambda: pl.Series(NAMES),
    "polars categories": lambda: pl.Series(NAMES, dtype=pl.Categorical),
    "polars frame": lambda: pl.DataFrame({"name": NAMES, "id": range(len(NAMES))}),
    "pandas frame": lambda: pd.DataFrame({"name": NAMES}),
    "pandas series": lambda: pd.Series(NAMES, dtype="str"),
    "duckdb relation": lambda: duckdb.sql("SELECT unnest($names) AS name", params={"names": NAMES}),
}


@pytest.mark.parametrize("data", DATA.values(), ids=DATA.keys())
def test_answers_are_those_of_one_name_at_a_time(
    screener: Screener, expected: list[dict[str, Any]], data: Callable[[], object]
) -> None:
    """Whatever library and layout the names come from."""
    hits = screener.screen_many(data())
    assert rows(hits) == expected
    assert (hits.names, hits.not_screened) == (len(NAMES), 3)
    assert hits.hits == sum(row["screened"] for row in expected) > 3


def test_libraries_take_the_hits(screener: Screener, expected: list[dict[str, Any]]) -> None:
    """Without a word of Arrow in the caller's program."""
    hits = screener.screen_many(NAMES)
    assert pl.DataFrame(hits).to_dicts() == expected
    assert pd.DataFrame.from_arrow(hits)["score"].count() == hits.hits
    with duckdb.connect() as connection:
        connection.register("found", pa.table(hits))
        counted = connection.sql("SELECT count(DISTINCT row) FROM found WHERE screened").fetchall()
    assert counted == [(len({row["row"] for row in expected if row["screened"]}),)]


def test_the_answers_do_not_depend_on_threads_or_batches(screener: Screener) -> None:
    """Many batches of many sizes, on one thread and on several."""
    names = pa.chunked_array([pa.array(NAMES * length, pa.string()) for length in (1, 0, 300, 7, 150)])
    alone = pa.table(screener.screen_many(names, threads=1))
    assert pa.table(screener.screen_many(names, threads=5)).equals(alone)
    assert pa.table(screener.screen_many(names.combine_chunks())).combine_chunks().equals(alone.combine_chunks())
    assert alone["row"].to_pylist() == sorted(alone["row"].to_pylist())


def test_nothing_to_screen_is_a_table_too(screener: Screener) -> None:
    """With all its columns."""
    schema = pa.table(screener.screen_many(NAMES)).schema
    nothings: list[object] = [
        [],
        pa.array([], pa.string()),
        pa.chunked_array([], pa.string()),
        pa.table({"name": pa.array([])}),
    ]
    for nothing in nothings:
        table = pa.table(screener.screen_many(nothing))
        assert table.num_rows == 0
        assert table.schema == schema


def test_columns_say_what_is_known_beside_the_name(screener: Screener) -> None:
    """As `screen` takes it; what cannot be used is said, and the name is screened all the same."""
    data = pa.table(
        {
            "customer": ["Hikvison Digital Tech", "Hikvison Digital Tech", "Hikvison Digital Tech"],
            "seat": ["China", "Atlantis", None],
            "what": ["organization", " ", "company"],
            "since": pa.array([None, None, None], pa.date32()),
            "number": ["registration:1", None, None],
        }
    )
    hits = screener.screen_many(data, name="customer", country="seat", kind="what", born="since", identifiers="number")
    found = [(row["row"], row["score"], row["problem"]) for row in rows(hits)]
    plain = screener.screen("Hikvison Digital Tech")[0].score
    known = screener.screen("Hikvison Digital Tech", country="CN", kind="organization")[0].score
    assert [(row, score) for row, score, _ in found if score] == [(0, known), (1, plain), (2, plain)]
    assert [row for row, score, _ in found if score is None] == [1, 2]
    assert [problem.split()[2] for *_, problem in found if problem] == ["country", "kind"]
    assert all(row["screened"] for row in rows(hits))
    assert hits.not_screened == 0


def test_a_day_is_a_date_of_birth(tmp_path: Path) -> None:
    """In Arrow's form as in text."""
    file = tmp_path / "own.csv"
    file.write_text("id,kind,name,birth_date\n1,person,Pyotr Ivanov,1961-03-09\n", encoding="utf-8")
    screener = Screener.from_paths(file)
    table = pa.table({"name": ["Pyotr Ivanov"], "text": ["1990-01-01"]})
    table = table.append_column("day", table["text"].cast(pa.date32()))
    by_text, by_day = (rows(screener.screen_many(table, born=column)) for column in ("text", "day"))
    assert by_text == by_day
    assert by_day[0]["score"] == screener.screen("Pyotr Ivanov", born="1990-01-01")[0].score < 1


def test_names_without_arrow_are_taken_in_their_order(screener: Screener, expected: list[dict[str, Any]]) -> None:
    """Also as pandas hands them out: NaN where there is none."""
    assert rows(screener.screen_many(name for name in NAMES)) == expected
    column = pd.Series(NAMES)
    assert rows(screener.screen_many(column.to_list())) == expected
    assert rows(screener.screen_many(column.to_numpy())) == expected


def test_data_that_cannot_be_used_is_refused_with_the_reason(screener: Screener) -> None:
    """Nothing is screened by guess."""
    with pytest.raises(TypeError, match="for one, use screen"):
        screener.screen_many("Hikvision")
    for no_names in ({"Hikvision"}, {"name": "Hikvision"}, 7, pl.LazyFrame({"name": NAMES})):
        with pytest.raises(TypeError, match="is no list of names"):
            screener.screen_many(no_names)
    with pytest.raises(TypeError, match="the name at 1 is of the type int, not text"):
        screener.screen_many(["Hikvision", 7])
    with pytest.raises(TypeError, match="holds Int64, not text"):
        screener.screen_many(pa.array([1, 2]))
    with pytest.raises(KeyError, match=r"there is no column .*name.*; the data has: a, b"):
        screener.screen_many(pa.table({"a": NAMES, "b": NAMES}))
    with pytest.raises(KeyError, match="is an array, not a table"):
        screener.screen_many(pa.array(NAMES), country="land")


def test_an_error_of_the_stream_is_an_error(screener: Screener) -> None:
    """Not a table that ends early."""
    schema = pa.schema([("name", pa.string())])

    def batches() -> Iterator[pa.RecordBatch]:
        yield pa.record_batch({"name": NAMES})
        message = "the source went away"
        raise OSError(message)

    with pytest.raises(ValueError, match="the source went away"):
        screener.screen_many(pa.RecordBatchReader.from_batches(schema, batches()))


def test_other_threads_run_meanwhile(screener: Screener) -> None:
    """The interpreter is not held while names are screened."""
    names = pa.array(["Hikvison Digital Tech Number One"] * 2_000)
    done = threading.Event()
    turns = 0

    def work() -> None:
        screener.screen_many(names, threads=1)
        done.set()

    thread = threading.Thread(target=work)
    thread.start()
    while not done.wait(0.001):
        turns += 1
    thread.join()
    assert turns > 0
