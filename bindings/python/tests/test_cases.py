"""The labelled cases of the project give the same hits, scores and reasons here as in Rust, to the last digit."""

from __future__ import annotations

import csv
import json
import subprocess
import tomllib
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from sanctions_screen import Case, Hit, Screener, evaluate

if TYPE_CHECKING:
    from pathlib import Path

# Low, so that many hits are compared, not only the expected ones.
THRESHOLD = 0.3


@pytest.fixture(scope="session")
def cases() -> list[dict[str, Any]]:
    """All files of fixtures/cases."""
    cases = []
    for file in sorted((ROOT / "fixtures" / "cases").glob("*.toml")):
        for number, case in enumerate(tomllib.loads(file.read_text(encoding="utf-8"))["case"], start=1):
            cases.append({"id": f"{file.stem}-{number}", **case})
    return cases


@pytest.fixture(scope="session")
def watchlist(cases: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A list of the listed names of all cases."""
    file = tmp_path_factory.mktemp("lists") / "cases.csv"
    kinds = {case["listed"]: case["kind"] for case in cases}
    with file.open("w", newline="", encoding="utf-8") as out:
        writer = csv.writer(out)
        writer.writerow(["id", "kind", "name"])
        writer.writerows([str(number), kind, name] for number, (name, kind) in enumerate(kinds.items()))
    return file


def test_rust_and_python_answer_alike(cases: list[dict[str, Any]], watchlist: Path, program: str) -> None:
    """Every hit of every case, with its explanation."""
    queries = sorted({case["query"] for case in cases})
    command = [
        program,
        "screen",
        "--list",
        watchlist,
        "--threshold",
        str(THRESHOLD),
        "--format",
        "json",
        "--",
        *queries,
    ]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout
    rust = {answer["query"]: answer["hits"] for answer in map(json.loads, printed.splitlines())}
    assert sorted(rust) == queries
    screener = Screener.from_paths(watchlist)
    hits = 0
    for query in queries:
        python = screener.screen(query, threshold=THRESHOLD)
        assert [as_printed(hit) for hit in python] == [as_compared(hit) for hit in rust[query]], query
        hits += len(python)
    assert hits > len(queries)


def test_cases_are_decided_as_labelled(cases: list[dict[str, Any]]) -> None:
    """Those that are not marked as open."""
    evaluation = evaluate(
        Case(case["id"], case["query"], case["listed"], case["alert"], case["kind"], case["id"].rsplit("-", 1)[0])
        for case in cases
    )
    open_cases = {case["id"] for case in cases if "open" in case}
    assert {failure.id for failure in evaluation.errors} <= open_cases
    assert len(evaluation.scores) == evaluation.cases == len(cases)
    assert sum(counts.matches for counts in evaluation.by_phenomenon.values()) == sum(case["alert"] for case in cases)


def as_printed(hit: Hit) -> dict[str, Any]:
    """A hit in the words of the command line."""
    return {
        "score": hit.score,
        "list": hit.list,
        "entity": hit.entity.id,
        "matched_name": hit.matched_name,
        "name_type": hit.name_type,
        "designated_by": list(hit.designated_by),
        "explanation": [
            {
                "reason": line.reason if line.detail is None else {line.reason: line.detail},
                "query": [part.text for part in line.query],
                "listed": [part.text for part in line.listed],
                "points": line.points,
            }
            for line in hit.explanation.lines
        ],
    }


def as_compared(hit: dict[str, Any]) -> dict[str, Any]:
    """What is compared of a hit that the command line printed."""
    lines = [
        {**line, **{side: [part["text"] for part in line.get(side, ())] for side in ("query", "listed")}}
        for line in hit["explanation"]
    ]
    return {**hit, "entity": hit["entity"]["id"], "explanation": lines}


def test_the_whole_record_of_the_list_comes_over(screener: Screener, program: str) -> None:
    """No field of an entity is lost on the way."""
    name = "Hangzhou Hikvision Digital Technology"
    printed = subprocess.run(
        [program, "screen", "--format", "json", name], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    rust = json.loads(printed)["hits"][0]["entity"]
    entity = asdict(screener.screen(name)[0].entity)
    assert {field for field, value in entity.items() if value} == set(rust)
    for field in ("id", "kind", "names", "designations", "identifiers", "remarks", "addresses"):
        assert given(entity[field]) == rust.get(field, [])


def given(value: Any) -> Any:  # noqa: ANN401 - as JSON is
    """A value without what the publisher does not say, which JSON leaves out."""
    if isinstance(value, dict):
        return {key: given(part) for key, part in value.items() if part}
    return [given(part) for part in value] if isinstance(value, tuple) else value
