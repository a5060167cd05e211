"""`importer runs`: listed, shown, and told again from the journal alone, by the real command."""

from pathlib import Path

import openpyxl
import pytest

import importer
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests import command
from tests.builders import good
from tests.workbooks import workbook

ROWS = (good(Reference="A"), good(Reference="B", Status_code="Nope"), good(Reference="C", Job_type_code="NIX"), good())


@pytest.fixture
def home(tmp_path: Path, practice: PracticeServer, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one run of jobs.xlsx in its journal."""
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path))
    importer.import_sheet(workbook(tmp_path, *ROWS), target=make_practice_target(practice.url, practice.password))
    return tmp_path


def test_runs_are_listed_and_shown(home: Path) -> None:
    listed = command.importer("runs", state=home)
    assert listed.status == 0
    assert "jobs.xlsx" in listed.out
    assert "2 created, 2 invalid" in listed.out
    shown = command.importer("runs", "show", "last", state=home)
    assert f"File: {home / 'jobs.xlsx'}\nSheet: Jobs" in shown.out
    for words in ("2, 5", "3-4", "practice", "importer run"):
        assert words in shown.out


def test_as_json_they_say_all_there_is(home: Path) -> None:
    (told,) = command.importer("runs", "--json", state=home).object
    assert told["counts"]["created"] == told["counts"]["invalid"] == 2
    assert (told["state"], told["exit_code"], told["target"]) == ("finished", 4, "practice")
    shown = command.importer("runs", "show", "1", "--json", state=home).object
    assert [row["status"] for row in shown["each_row"]] == ["created", "invalid", "invalid", "created"]
    first = shown["each_row"][0]
    assert (first["attempts"], first["last_answer"]["status"], first["state"]) == (1, 201, "settled")
    assert first["sent_at"] <= first["answered_at"]
    assert {problem["cell"] for problem in shown["problems"]} == {"C3", "B4"}


def test_results_are_written_again_though_the_sheet_is_gone(home: Path) -> None:
    before = cells(home / "jobs.results.xlsx")
    (home / "jobs.xlsx").unlink()
    (home / "jobs.results.xlsx").unlink()
    assert importer.write_results_again("last").results == home / "jobs.results.xlsx"
    assert cells(home / "jobs.results.xlsx") == before
    elsewhere = command.importer("runs", "results", "1", "--results", home / "again.xlsx", "--json", state=home)
    assert elsewhere.object["results"] == str(home / "again.xlsx")
    assert len(cells(home / "again.xlsx")) == len(before)


def cells(path: Path) -> list[tuple[object, ...]]:
    """What stands on the first sheet and in Problems."""
    book = openpyxl.load_workbook(path)
    sheets = book.worksheets[0], book["Problems"]
    book.close()
    return [tuple(row) for sheet in sheets for row in sheet.iter_rows(values_only=True)]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("runs", "show", "7"), "There is no run 7"),
        (("runs", "results", "jobs.xlsx"), "write its number, or 'last'"),
        (("resume",), "Every run has finished"),
        (("resume", "1"), "Run 1 has finished"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(home: Path, words: tuple[str, ...], said: str) -> None:
    refused = command.importer(*words, state=home)
    assert refused.status == 3
    assert said in refused.err
    assert "importer run" in refused.err


def test_without_a_run_it_says_how_to_make_one(tmp_path: Path) -> None:
    said = command.importer("runs", state=tmp_path)
    assert (said.status, "importer run jobs.xlsx --target practice" in said.out) == (0, True)
    assert command.importer("runs", "--json", state=tmp_path).object == []
