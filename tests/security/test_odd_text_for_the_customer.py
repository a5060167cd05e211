"""S9: `--failed-only`, a template and exported codes take whatever stands in a cell, or in the lists of a target."""

import json
import sqlite3
from pathlib import Path

import openpyxl
import pytest

from importer.steps.read import read_sheet
from tests.builders import good
from tests.command import importer

ODD = "a\x01b\x0bc\x1f _x0041_ \ufffe =1+1"
LONG = "x" * 40_000


def test_the_file_of_the_rows_to_correct_takes_any_text(tmp_path: Path) -> None:
    rows = [
        good(Name="One", Due_date=f"soon {ODD}", Description=ODD, Reference=f"R{ODD}"),
        good(Name="Two", Due_date="soon", Description=LONG),
        good(Name=ODD, Status_code=ODD),
    ]
    headings = list(dict.fromkeys(name for row in rows for name in row))
    lines = [headings, *([row.get(name, "") for name in headings] for row in rows)]
    text = "\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    (tmp_path / "jobs.csv").write_text(text, encoding="utf-8", newline="")
    place = tmp_path / "wrong.xlsx"
    words = ("run", tmp_path / "jobs.csv", "--target", "practice", "--yes", "--failed-only", place)
    said = importer(*words, state=tmp_path / "state")
    assert said.status == 4, said.err
    read = read_sheet(place, sheet="Jobs")
    assert read.cells["Description"].tolist()[0] == ODD
    assert len(read.cells["Description"].tolist()[1]) == 32_767
    book = openpyxl.load_workbook(place)
    comments = [cell.comment.text for row in book["Jobs"].iter_rows(min_row=2) for cell in row if cell.comment]
    assert any("A cell cannot hold this whole text" in comment for comment in comments)
    assert not [cell for row in book["Jobs"].iter_rows() for cell in row if cell.data_type == "f"]
    book.close()


def test_half_a_character_in_a_cell_costs_no_file(tmp_path: Path) -> None:
    content = json.dumps("x").encode()[1:-1] + b"\xed\xa0\x80"
    heading, row = (",".join(part) for part in (good(Due_date="soon").keys(), good(Due_date="soon").values()))
    text = f"{heading},Description\n{row},".encode() + content + b"\n"
    (tmp_path / "jobs.csv").write_bytes(text)
    place = tmp_path / "wrong.xlsx"
    words = ("run", tmp_path / "jobs.csv", "--target", "practice", "--yes", "--failed-only", place)
    assert importer(*words, state=tmp_path / "state").status == 4
    assert place.exists()


@pytest.mark.thorough
def test_codes_of_a_target_can_be_any_text(tmp_path: Path) -> None:
    state = tmp_path / "state"
    importer("codes", "--target", "practice", state=state)
    with sqlite3.connect(state / "practice.sqlite") as store:
        for seq, body in store.execute("SELECT seq, body FROM entity WHERE list = 'Project'").fetchall():
            odd = json.dumps(json.loads(body) | {"name": f"{ODD}\ud800"})
            store.execute("UPDATE entity SET body = ? WHERE seq = ?", (odd, seq))
    store.close()
    for words in (
        ("codes", "--target", "practice", "--refresh", "--export", tmp_path / "codes.xlsx"),
        ("codes", "--target", "practice", "--export", tmp_path / "codes.csv"),
        ("template", tmp_path / "new.xlsx", "--target", "practice"),
    ):
        said = importer(*words, state=state)
        assert said.status == 0, said.err
    for name in ("codes.xlsx", "new.xlsx"):
        openpyxl.load_workbook(tmp_path / name).close()
