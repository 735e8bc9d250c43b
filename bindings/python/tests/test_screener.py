"""Screening one name, and what an answer says."""

from __future__ import annotations

import copy
import datetime
import pickle
import threading
from typing import TYPE_CHECKING

import pytest
import sanctions_screen
from sanctions_screen import (
    Case,
    Error,
    InvalidQueryError,
    InvalidSettingError,
    LimitExceededError,
    ListWarning,
    MalformedError,
    Screener,
    SnapshotError,
    UnknownEntityError,
    UnreadableError,
    compare,
)

if TYPE_CHECKING:
    from pathlib import Path

PERSONS = """id,kind,name,aliases,birth_date,country,identifiers
17,person,"IVANOV, Pyotr Sergeyevich",Pyotr Ivanov,1961-03-09,Russia,passport:AB1234567
18,person,"PETROV, Ivan",,,,
"""


@pytest.fixture
def watchlist(tmp_path: Path) -> Path:
    """A list of a bank's own."""
    file = tmp_path / "watchlist.csv"
    file.write_text(PERSONS, encoding="utf-8")
    return file


def test_the_score_is_the_sum_of_the_points(screener: Screener) -> None:
    """For hits, for what is no hit, and for names alone."""
    explanations = [hit.explanation for hit in screener.screen("Hikvison Digital Tech", threshold=0.2)]
    explanations.append(screener.why("Wuhan Sensor", "hikvision"))
    explanations.append(compare("Wuhan Global Sensor Technology", "Wuhan Tongsheng Technology"))
    assert len(explanations) == 3
    for explanation in explanations:
        assert sum(line.points for line in explanation.lines) == round(explanation.score * 10_000)


def test_parts_stand_where_they_say(screener: Screener) -> None:
    """In characters, though the names are not Latin."""
    explanation = screener.screen("«大连机床集团» 有限责任公司")[0].explanation
    parts = [part for line in explanation.lines for part in line.query]
    assert parts
    assert all(explanation.query[part.start : part.end] == part.text for part in parts)


def test_what_is_known_beside_the_name_counts(watchlist: Path) -> None:
    """Each as a line of its own, or as a hit by itself."""
    screener = Screener.from_paths([watchlist])
    name = "Pyotr Ivanov"
    plain = screener.screen(name)[0].score
    assert screener.screen(name, born="1990")[0].score < plain
    assert screener.screen(name, born=datetime.date(1990, 1, 1)) == screener.screen(name, born="1990-01-01")
    assert screener.screen(name, kind="person", country="RU", born="1961")[0].entity.birth_dates == ("1961-03-09",)
    assert [line.detail for line in screener.why(name, "17", born="1990").lines][-1] == "birth-date"
    for identifiers in (["passport:AB1234567"], "AB 1234567", [("passport", "AB1234567")], [(None, "AB1234567")]):
        assert [hit.entity.id for hit in screener.screen("John Smith", identifiers=identifiers)] == ["17"], identifiers


def test_settings_are_those_of_the_screener_unless_given(screener: Screener) -> None:
    """A threshold for a call, or for a screener."""
    name = "Hikvison Digital Tech"
    strict = screener.with_settings(threshold=0.95, weak_aliases="ignored")
    assert (strict.threshold, strict.weak_aliases) == (0.95, "ignored")
    assert strict.screen(name) == screener.screen(name, threshold=0.95) == []
    assert strict.screen(name, threshold=0.75) == screener.screen(name) != []


def test_lists_say_where_they_come_from(watchlist: Path, tmp_path: Path) -> None:
    """Id, digest, files; and what is no list in the folder is said."""
    (tmp_path / "readme.txt").write_text("no list", encoding="utf-8")
    with pytest.warns(ListWarning, match=r"readme\.txt is not read as a list"):
        screener = Screener.from_paths(tmp_path)
    (version,) = screener.lists
    assert (version.id, version.entities, version.names, version.format) == ("watchlist", 2, 3, "own-csv")
    assert [(file.name, file.bytes) for file in version.files] == [(watchlist.name, len(PERSONS))]
    assert version.sha256 == version.files[0].sha256
    ((path, reason),) = screener.skipped
    assert path.name == "readme.txt"
    assert reason


def test_a_record_that_cannot_be_read_is_an_error_unless_chosen(tmp_path: Path) -> None:
    """And then it is said."""
    file = tmp_path / "broken.csv"
    file.write_text(PERSONS + "19,person,,,,,\n", encoding="utf-8")
    with pytest.raises(MalformedError, match=r"broken\.csv") as raised:
        Screener.from_paths(file)
    assert (raised.value.file, raised.value.line) == ("broken.csv", 4)
    with pytest.warns(ListWarning, match="1 records or parts"):
        screener = Screener.from_paths(file, lenient=True)
    (problem,) = screener.lists[0].left_out
    assert (problem.severity, problem.line) == ("record-left-out", 4)


def test_a_mapping_names_the_columns(tmp_path: Path) -> None:
    """A file of mappings, or a folder of them."""
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "theirs.csv").write_text("Nr,Bezeichnung\n1,Acme Waffen GmbH\n", encoding="utf-8")
    mappings = tmp_path / "mappings"
    mappings.mkdir()
    with pytest.raises(InvalidSettingError, match="holds no mapping"):
        Screener.from_paths(tmp_path / "lists", mappings=mappings)
    (mappings / "theirs.toml").write_text(
        'recognise.columns = ["Nr", "Bezeichnung"]\n[list]\nid = "theirs"\npublisher = "Example"\n'
        '[fields]\nid = "Nr"\nname = "Bezeichnung"\n',
        encoding="utf-8",
    )
    screener = Screener.from_paths(tmp_path / "lists", mappings=mappings)
    assert screener.screen("ACME WAFFEN")[0].list == "theirs"


def test_a_snapshot_answers_as_the_lists_do(watchlist: Path, tmp_path: Path) -> None:
    """With their provenance; what is none, or is damaged, is refused."""
    file = tmp_path / "lists.snapshot"
    screener = Screener.from_paths(watchlist)
    screener.write_snapshot(file)
    again = Screener.from_snapshot(file, threshold=0.4)
    assert again.lists == screener.lists
    assert again.screen("Piotr Iwanow") == screener.screen("Piotr Iwanow", threshold=0.4) != []
    for damaged, reason in ((b"no snapshot", "no snapshot"), (file.read_bytes()[:-10], "cut off")):
        file.write_bytes(damaged)
        with pytest.raises(SnapshotError, match=r"lists\.snapshot") as raised:
            Screener.from_snapshot(file)
        assert reason in raised.value.reason
    with pytest.raises(UnreadableError):
        Screener.from_snapshot(tmp_path / "missing.snapshot")
    with pytest.raises(UnreadableError):
        screener.write_snapshot(tmp_path / "missing" / "lists.snapshot")


def test_errors_have_the_text_and_the_fields_of_rust(screener: Screener, tmp_path: Path) -> None:
    """Each is an error of this package and of the kind that Python programmers catch."""
    with pytest.raises(InvalidQueryError, match=r'the name " -- " cannot be screened') as query:
        screener.screen(" -- ")
    assert isinstance(query.value, ValueError)
    assert query.value.name == " -- "
    with pytest.raises(LimitExceededError) as limit:
        screener.screen("a" * 10_000)
    assert limit.value.actual == 10_000
    with pytest.raises(UnreadableError) as missing:
        Screener.from_paths(tmp_path / "missing.csv")
    assert isinstance(missing.value, OSError)
    assert missing.value.path == str(tmp_path / "missing.csv")
    with pytest.raises(UnknownEntityError, match="no list holds an entity") as unknown:
        screener.why("Hikvision", "nobody")
    assert (unknown.value.entity, unknown.value.list) == ("nobody", None)
    for settings in ({"kind": "ship"}, {"country": "Atlantis"}, {"born": "9.3.1961"}, {"threshold": 1.5}):
        with pytest.raises(InvalidSettingError) as setting:
            screener.screen("Hikvision", **settings)
        assert [setting.value.setting] == list(settings)
    copied = pickle.loads(pickle.dumps(query.value))
    assert (type(copied), str(copied), copied.name) == (InvalidQueryError, str(query.value), " -- ")
    assert isinstance(copied, Error)


def test_a_screener_is_made_of_lists_or_a_snapshot() -> None:
    """What a constructor is taken for is told, not found out later."""
    with pytest.raises(TypeError, match="from_paths"):
        Screener("lists/")  # type: ignore[arg-type]


def test_hits_are_plain_values(screener: Screener) -> None:
    """They are compared, copied and pickled without the screener."""
    hits = screener.screen("Hikvison Digital Tech")
    for same in (pickle.loads(pickle.dumps(hits)), copy.deepcopy(hits), screener.screen("Hikvison Digital Tech")):
        assert same == hits
        assert type(same) is type(hits)
    assert len({*hits, *screener.screen("Hikvison Digital Tech")}) == len(hits)


def test_notebooks_show_the_aligned_words_marked(tmp_path: Path) -> None:
    """And nothing of a name becomes part of the page."""
    file = tmp_path / "own.csv"
    file.write_text('id,kind,name\n1,organization,"Hikvision <b>Optics</b> & Co"\n', encoding="utf-8")
    page = Screener.from_paths(file).screen("Hikvison <b>Optics</b> & Co")._repr_html_()
    assert ">Hikvison</mark>" in page
    assert ">Hikvision</mark>" in page
    assert "sounds alike" in page
    assert "&lt;" in page
    assert "<b>Optics" not in page
    assert Screener.from_paths(file).screen("Acme Bakery")._repr_html_() == "<p>no hit</p>"


def test_threads_share_a_screener(screener: Screener) -> None:
    """Without a lock, and with equal answers."""
    expected = screener.screen("Hikvison Digital Tech")
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(screener.screen("Hikvison Digital Tech"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_cases_are_evaluated_with_the_lists(screener: Screener, tmp_path: Path) -> None:
    """From a file as well, whose mistakes are told with their line."""
    cases = [Case("1", "Hikvison", {"id": "hikvision"}, expected=True), Case("2", "Acme Bakery", None, expected=False)]
    assert screener.evaluate(cases).f1 == 1.0
    assert screener.evaluate(cases, threshold=1.0).missed == 1
    assert screener.with_settings(threshold=1.0).evaluate(cases).errors[0].listed == {"id": "hikvision"}
    file = tmp_path / "cases.jsonl"
    file.write_text('\n{"id":"1"}\n', encoding="utf-8")
    with pytest.raises(MalformedError) as raised:
        screener.evaluate(file)
    assert raised.value.line == 2


def test_everything_that_is_offered_is_there() -> None:
    """So that a star import and the documentation agree."""
    assert all(hasattr(sanctions_screen, name) for name in sanctions_screen.__all__)
