"""N9, N17: Ctrl-C during a run is no error, has one next step, and what goes on with it counts as the same import."""

import signal
from pathlib import Path

import openpyxl

from importer.practice.server import PracticeServer
from tests.command import importer
from tests.runs.under_way import LONG, settings_of, sheet_with, while_sending

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


def _suggested(text: str) -> list[str]:
    return [piece.split("'")[0] for piece in text.split("'") if piece.startswith("importer ")]
