"""N9, N17: Ctrl-C during a run is no error, has one next step, and what goes on with it counts as the same import."""

import signal
import sys
from pathlib import Path

import openpyxl
import pytest

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import importer
from tests.runs.under_way import LONG, settings_of, sheet_with, while_sending
from tests.terminal import Terminal

ROWS = 200


def test_n9_n17_ctrl_c_is_no_error_and_resume_counts_the_rows_of_before_as_created(
    tmp_path: Path, practice: PracticeServer
) -> None:
    path = sheet_with(ROWS, tmp_path / "many.csv")
    with while_sending(practice, tmp_path, "run", path, "--workers", "2") as process:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=LONG)
    text = " ".join((out + err).split())
    assert process.returncode == 130
    assert "error 801" not in text
    assert set(_suggested(text)) == {"importer resume 1"}
    made = practice.store.count("Jobs")
    assert 0 < made < ROWS

    said = importer("resume", "--json", state=tmp_path, **settings_of(practice))
    assert (said.status, said.object["counts"]["created"]) == (0, ROWS)
    book = openpyxl.load_workbook(said.object["results"])
    headings, *rows = next(sheet for sheet in book.worksheets if sheet["A1"].value == "Project code").values
    status, when = headings.index("Status", len(headings) - 7), headings.index("Sent at")
    assert {row[status] for row in rows} == {"created"}
    assert all(row[when] for row in rows), "those of the first part have their time too"
    again = importer("run", path, "--json", state=tmp_path, **settings_of(practice))
    assert again.object["counts"]["already exists"] == ROWS, "created once, and then there"


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize("verb", ["run", "retry"])
def test_an_answer_of_no_changes_nothing(tmp_path: Path, practice: PracticeServer, verb: str) -> None:
    sheet_with(2, tmp_path / "jobs.csv")
    login = settings_of(practice)
    assert importer("run", "jobs.csv", state=tmp_path, cwd=str(tmp_path), **login).status == 0
    results = tmp_path / "jobs.results.xlsx"
    before, runs = results.read_bytes(), importer("runs", state=tmp_path).out
    settings = {f"IMPORTER_{name.upper()}": value for name, value in login.items()}
    file = "jobs.csv" if verb == "run" else results.name
    failed_only = tmp_path / "failed.xlsx"
    words = (verb, file, "--workers", "2", "--failed-only", failed_only)
    with Terminal(*words, state=tmp_path, settings=settings, cwd=tmp_path) as terminal:
        terminal.answer(b"[y/n]", "n")
        assert terminal.end() == 5
    shown = " ".join(terminal.shown.decode().partition("[y/n]")[2].split())
    assert f"You answered no, so nothing was sent. Next: 'importer {verb} {file} --workers 2'." in shown, shown
    assert "not in the target" not in shown
    assert "not sent" not in shown
    assert results.read_bytes() == before
    assert importer("runs", state=tmp_path).out == runs
    assert {one.name for one in tmp_path.iterdir() if one.suffix == ".xlsx"} == {results.name}


def _suggested(text: str) -> list[str]:
    return [piece.split("'")[0] for piece in text.split("'") if piece.startswith("importer ")]


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of this kind is only there on POSIX")
def test_an_answer_of_no_to_the_second_of_all_sheets_counts_none_of_its_rows_as_missing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("May", "June"):
        sheet = book.create_sheet(name)
        sheet.append(list(GOOD))
        sheet.append(list((GOOD | {"Name": name}).values()))
    book.remove(book.worksheets[0])
    book.save(tmp_path / "jobs.xlsx")
    words = ("run", "jobs.xlsx", "--sheet", "all", "--target", "practice")
    with Terminal(*words, state=tmp_path / "state", cwd=tmp_path) as terminal:
        terminal.answer(b"[y/n]", "y")
        terminal.answer(b"[y/n]", "n")
        assert terminal.end() == 5
    last = " ".join(terminal.shown.decode().split())
    assert 'In the target: 1 row of 2 sheets. Not sent: "June". Next: follow the advice for these sheets above' in last
    assert "Not in the target" not in last
