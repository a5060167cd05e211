"""What reading costs follows the cells, not the columns or the worksheets that they are in (W6)."""

from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter

from importer.steps.read import read_sheet
from importer.steps.read.sandbox import choose
from importer.steps.read.sandbox.xlsx import reader
from importer.steps.read.sandbox.xlsx.active_formulas import FormulaSearch
from importer.steps.read.sandbox.xlsx.small_sheets import SmallSheets
from importer.steps.read.sandbox.xlsx.worksheet import _ROWS
from importer.steps.read.sandbox.xlsx.xml_pieces import begin_cutting
from tests.benchmarks.small_file import cpu
from tests.processor import allowed, seconds_of
from tests.steps.read.in_process import grid_in
from tests.steps.read.raw_workbooks import packed, parts_of, relationships, worksheet

COLUMNS = 400


def test_worksheets_that_are_alike_are_looked_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = openpyxl.Workbook()
    for number in range(40):
        book.create_sheet(f"Blank {number}")
    jobs = book.create_sheet("Jobs")
    jobs.append(["Name", "Project code"])
    jobs.append(["Boiler", "P-1"])
    book.save(tmp_path / "a.xlsx")
    look = Mock(wraps=reader._read_first_rows)
    monkeypatch.setattr(reader, "_read_first_rows", look)
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
    look = Mock(wraps=reader._read_first_rows)
    monkeypatch.setattr(reader, "_read_first_rows", look)
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
    package = Mock(**{"find_entry.return_value.file_size": len(written), "read_part.return_value": written})
    sheets = SmallSheets(package, pa.array(["Boiler", "Name"], pa.large_string()), {"name"}, FormulaSearch())
    assert sheets.can_have_headings("sheet1.xml") is can_have


def test_pieces_of_wide_rows_are_larger(tmp_path: Path) -> None:
    row = b"".join(b'<c r="%s"><v>1</v></c>' % (b"A" * 40) for _ in range(COLUMNS))
    rows = b"".join(b'<row r="%d">%s</row>' % (number, row) for number in range(1, 400))
    path = tmp_path / "sheet.xml"
    path.write_bytes(b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>")
    with path.open("rb") as file:
        sizes = [piece.count(b"<row ") for piece in begin_cutting(file, _ROWS).cut_pieces(1 << 20)]
    assert sum(sizes) == 399
    assert sizes[1] > 1.5 * sizes[0]


INLINE = '<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>'


@pytest.mark.thorough
def test_ten_thousand_worksheets_that_all_differ_are_looked_through_in_a_second(tmp_path: Path) -> None:
    """Seven tenths of a second of CPU on the machine where it was written."""
    path = packed(tmp_path / "a.xlsx", dict(_parts_of_many(10_000, jobs=7_000)))
    assert seconds_of(lambda: grid_in(path)) < allowed(0.7)
    grid = grid_in(path)
    assert (grid.name, grid.cells.shape) == ("Sheet 7000", (2, 2))


def _parts_of_many(count: int, jobs: int) -> Iterator[tuple[str, str]]:
    parts = parts_of("")
    listed = "".join(f'<sheet name="Sheet {n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, count + 1))
    book = str(parts["xl/workbook.xml"])
    begin, _, rest = book.partition("<sheets>")
    yield from ((name, str(parts[name])) for name in ("[Content_Types].xml", "_rels/.rels"))
    yield "xl/workbook.xml", f"{begin}<sheets>{listed}</sheets>{rest.partition('</sheets>')[2]}"
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, count + 1)]
    yield "xl/_rels/workbook.xml.rels", relationships(*targets)
    for n in range(1, count + 1):
        texts = ("Name", "Project code") if n == jobs else (f"Call {n}", f"About {7 * n}")
        cells = "".join(INLINE.format(letter=at, row=1, text=text) for at, text in zip("AB", texts, strict=True))
        row = INLINE.format(letter="A", row=2, text=f"Leak {n}")
        yield f"xl/worksheets/sheet{n}.xml", worksheet(f'<row r="1">{cells}</row><row r="2">{row}</row>')


@pytest.mark.thorough
@pytest.mark.usefixtures("children_afresh")
def test_the_same_cells_cost_nearly_the_same_in_a_hundred_times_as_many_columns(tmp_path: Path) -> None:
    """Half as much again is allowed; before the texts of a block were sent in one piece it was 1.8 times."""
    tall, wide = (_shaped(tmp_path / f"{columns}.xlsx", 2_500_000, columns) for columns in (25, 2_500))
    turns = [[_seconds(path) for path in (tall, wide)] for _ in range(2)]
    of_tall, of_wide = (min(column) for column in zip(*turns, strict=True))
    assert of_wide <= 1.5 * of_tall


def _shaped(path: Path, cells: int, columns: int) -> Path:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, ["Name", "Project code", *(f"Column {number}" for number in range(2, columns))])
        for row in range(1, cells // columns + 1):
            sheet.write_row(
                row, 0, [f"text {row * columns + at}" if at % 3 else row * columns for at in range(columns)]
            )
    return path


def _seconds(path: Path) -> float:
    """Of CPU, in this process and the one that it starts."""
    before = cpu()
    read_sheet(path)
    return cpu() - before
