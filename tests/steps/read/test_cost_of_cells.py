"""What reading costs follows the cells, not the columns or the worksheets that they are in (W6)."""

from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pytest

from importer.steps.read.sandbox.xlsx import reader
from importer.steps.read.sandbox.xlsx.worksheet import _ROWS
from importer.steps.read.sandbox.xlsx.xml_pieces import cut
from tests.steps.read.in_process import grid_in

COLUMNS = 400


def test_worksheets_that_are_alike_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for number in range(40):
        book.create_sheet(f"Blank {number}")
    jobs = book.create_sheet("Jobs")
    jobs.append(["Name", "Project code"])
    jobs.append(["Boiler", "P-1"])
    book.save(tmp_path / "a.xlsx")
    look = Mock(wraps=reader._first_rows)
    monkeypatch.setattr(reader, "_first_rows", look)
    assert grid_in(tmp_path / "a.xlsx").name == "Jobs"
    assert look.call_count <= 4  # the first, which is in front; a blank one; that of the jobs


def test_pieces_of_wide_rows_are_larger(tmp_path: Path) -> None:
    row = b"".join(b'<c r="%s"><v>1</v></c>' % (b"A" * 40) for _ in range(COLUMNS))
    rows = b"".join(b'<row r="%d">%s</row>' % (number, row) for number in range(1, 400))
    path = tmp_path / "sheet.xml"
    path.write_bytes(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    with path.open("rb") as file:
        sizes = [piece.count(b"<row ") for piece in cut(file, _ROWS).pieces(1 << 20)]
    assert sum(sizes) == 399
    assert sizes[1] > 1.5 * sizes[0]
