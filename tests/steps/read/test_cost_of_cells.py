"""What reading costs follows the cells, not the columns or the worksheets that they are in (W6)."""

from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pyarrow as pa
import pytest

from importer.steps.read.sandbox import choose
from importer.steps.read.sandbox.xlsx import reader
from importer.steps.read.sandbox.xlsx.small_sheets import SmallSheets
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


def test_of_many_worksheets_only_those_are_read_that_can_have_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same sheet is chosen, and the same is said of the others, as where all are read."""
    book = openpyxl.Workbook()
    for number in range(60):
        book.create_sheet(f"Note {number}").append([f"Call {number}", number, "Name" if number == 7 else "x"])
    for name in ("Jobs", "More jobs", "Old jobs"):
        for row in (["Name", "Project\u00a0code *", "Status code"], ["Boiler", "P-1", name]):
            (book[name] if name in book.sheetnames else book.create_sheet(name)).append(row)
    book["Old jobs"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    look = Mock(wraps=reader._first_rows)
    monkeypatch.setattr(reader, "_first_rows", look)
    found = grid_in(tmp_path / "a.xlsx")
    assert look.call_count == 4  # those of jobs, and the note with a word that is a heading
    monkeypatch.setattr(choose, "_MANY", 1_000)
    every = grid_in(tmp_path / "a.xlsx")
    assert look.call_count > 60
    assert (found.name, found.notes) == (every.name, every.notes)
    assert found.name == "Jobs"


@pytest.mark.parametrize(
    ("written", "can_have"),
    [
        (b'<c r="A1" t="s"><v>1</v></c>', True),
        (b'<c r="A1" t="s" s="4"><v>0</v></c>', False),
        (b'<c r="A1"><v>1</v></c>', False),
        (b"<c r='A1' t='s'><v>1</v></c>", True),
        (b'<c r="A1" t = "s"><v>1</v></c>', True),
        (b'<c r="A1" t="s"><v>01</v></c>', True),
        (b'<c r="A1" t="s"><v> 1</v></c>', True),
        (b'<x:c xmlns:x="x" r="A1" t="s"><x:v>1</x:v></x:c>', True),
        (b'<c r="A1" t="inlineStr"><is><t>Name</t></is></c>', True),
        (b'<c r="A1" t="inlineStr"><is><t>Boiler</t></is></c>', False),
        (b'<c r="A1" t="inlineStr"><is><t xml:space="preserve"> Name</t></is></c>', True),
        (b'<c r="A1" t="inlineStr"><is><t>N&#97;me</t></is></c>', True),
        (b'<c r="A1" t="inlineStr"><is><r><t>Na</t></r><r><t>me</t></r></is></c>', True),
        (b'<c r="A1" t="str"><v>Name</v></c>', True),
        (b'<c r="A1" t="s"><!-- 0 --><v>1</v></c>', True),
        ('<c r="A1" t="s"><v>1</v></c>'.encode("utf-16"), True),
        (b'<c r="A1" t="s"><v>0</v>', True),
        (b'<c r="A1" t="s"><v>9</v></c>', True),
    ],
)
def test_only_what_is_plainly_written_is_said_to_have_no_heading(written: bytes, can_have: bool) -> None:
    package = Mock(**{"entry.return_value.file_size": len(written), "content.return_value": written})
    sheets = SmallSheets(package, pa.array(["Boiler", "Name"], pa.large_string()), {"name"})
    assert sheets.can_have_headings("sheet1.xml") is can_have


def test_pieces_of_wide_rows_are_larger(tmp_path: Path) -> None:
    row = b"".join(b'<c r="%s"><v>1</v></c>' % (b"A" * 40) for _ in range(COLUMNS))
    rows = b"".join(b'<row r="%d">%s</row>' % (number, row) for number in range(1, 400))
    path = tmp_path / "sheet.xml"
    path.write_bytes(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    with path.open("rb") as file:
        sizes = [piece.count(b"<row ") for piece in cut(file, _ROWS).pieces(1 << 20)]
    assert sum(sizes) == 399
    assert sizes[1] > 1.5 * sizes[0]
