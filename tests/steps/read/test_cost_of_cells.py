"""What reading costs follows the cells, not the columns or the worksheets that they are in (W6)."""

from collections.abc import Collection, Iterator
from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pyarrow as pa
import pytest
import xlsxwriter

from importer.steps.read import read_sheet
from importer.steps.read.sandbox import sheet_summaries
from importer.steps.read.sandbox.sheet_summaries import SheetGlance
from importer.steps.read.sandbox.xlsx import reader
from importer.steps.read.sandbox.xlsx.active_formulas import FormulaSearch
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.small_sheets import SmallSheets
from importer.steps.read.sandbox.xlsx.worksheet import _ROWS
from importer.steps.read.sandbox.xlsx.xml_pieces import begin_cutting
from tests.benchmarks.small_file import cpu
from tests.processor import allowed, seconds_of
from tests.steps.read.in_process import grid_in
from tests.steps.read.raw_workbooks import packed, parts_of, relationships, worksheet

COLUMNS = 400
Doubt = type("Doubt", (), {})  # only reading tells


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


def test_many_worksheets_are_glanced_at_and_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sheet is chosen, and the same is said of the others, as where all are read."""
    book = openpyxl.Workbook()
    for number in range(60):
        book.create_sheet(f"Note {number}").append([f"Call {number}", number, "Name" if number == 7 else "x"])
    for number in range(70):
        sheet = book.create_sheet(f"Jobs {number}")
        sheet.sheet_state = "hidden" if number % 10 == 9 else "visible"
        for row in (["List"], [], ["Name", "Project\u00a0code *", "Status code"], ["Boiler", number, True], ["Pump"]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    looks = [Mock(wraps=getattr(reader, name)) for name in ("_read_first_rows", "_read_row_numbers")]
    for name, look in zip(("_read_first_rows", "_read_row_numbers"), looks, strict=True):
        monkeypatch.setattr(reader, name, look)
    found = grid_in(tmp_path / "a.xlsx")
    assert [look.call_count for look in looks] == [0, 0]
    monkeypatch.setattr(sheet_summaries, "_MANY", 1_000)
    every = grid_in(tmp_path / "a.xlsx")
    assert [look.call_count > 60 for look in looks] == [True, True]
    assert (found.name, found.notes) == (every.name, every.notes)
    assert found.name == "Jobs 0"
    assert [note.values["rows"] for note in found.notes if "rows" in note.values] == ["124 rows", "14 rows"]


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (b'<c r="A1" t="s"><v>1</v></c>', ["Name"]),
        (b'<c r="A1" t="s" s="4"><v>0</v></c><c r="B1" s="4"/>', ["Boiler"]),
        (b'<c r="A1"><v>1</v></c><c r="B1" t="b"><v>1</v></c>', ["1", "TRUE"]),
        (b'<c r="A1" t="str"><f>A2</f><v>Name</v></c>', ["Name"]),
        (b'<c r="A1" t="inlineStr"><is><t>Name</t></is></c>', ["Name"]),
        (b'<c r="A1" t="inlineStr"><is><t xml:space="preserve"> Name</t></is></c>', [" Name"]),
        (b'<c r="A1" t="inlineStr"><is><t> </t></is></c>', None),
        (b"<c r='A1' t='s'><v>1</v></c>", Doubt),
        (b'<c r="A1" t = "s"><v>1</v></c>', Doubt),
        (b'<c r="A1" t="s"><v> 1</v></c>', Doubt),
        (b'<c r="A1" t="s"><v>9</v></c>', Doubt),
        (b'<c r="A1" t="s"><v>0</v>', Doubt),
        (b'<c r="A2" t="s"><v>0</v></c>', Doubt),
        (b'<c t="s"><v>0</v></c>', Doubt),
        (b'<c r="A1"><v>1</v></c><c r="A1"><v>1</v></c>', Doubt),
        (b'<c r="A1"><f>A2</f></c>', Doubt),
        (b'<c r="A1" t="str"><f>A2</f><v></v></c>', Doubt),
        (b'<c r="A1" t="str"><v>Na_x006D_e</v></c>', Doubt),
        (b'<c r="A1" t="s"><!-- 0 --><v>1</v></c>', Doubt),
        (b'<c r="A1" t="inlineStr"><is><t>N&#97;me</t></is></c>', Doubt),
        (b'<c r="A1" t="inlineStr"><is><r><t>Na</t></r><r><t>me</t></r></is></c>', Doubt),
        (b'<x:c xmlns:x="x" r="A1" t="s"><x:v>1</x:v></x:c>', Doubt),
    ],
)
def test_only_what_is_plainly_written_is_seen_at_a_glance(written: bytes, seen: list[str] | type | None) -> None:
    glance = _glance_at(b'<worksheet><sheetData><row r="1" spans="1:2">' + written + b"</row></sheetData></worksheet>")
    assert (Doubt if glance is None else glance.first_rows) == (seen if seen is Doubt else [(1, seen)] if seen else [])


@pytest.mark.parametrize(
    "written",
    [
        b'<worksheet><sheetData><row r="2"/><row r="1"/></sheetData></worksheet>',
        b'<worksheet><sheetData><row r="1"/></sheetData><row r="2"/></worksheet>',
        b'<worksheet><sheetData><row r="1"/></sheetData><unclosed></worksheet>',
        b'<worksheet><sheetData><row r="1">text</row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"/></sheetData></worksheet>'.encode("utf-16"),
        b"<worksheet><sheetData>" + b" " * 60_000 + b"x</sheetData></worksheet>",
    ],
)
def test_a_sheet_that_is_damaged_or_oddly_written_is_read(written: bytes) -> None:
    assert _glance_at(written) is None


def test_where_numbers_are_headings_every_sheet_is_read() -> None:
    written = b'<worksheet><sheetData><row r="1"/></sheetData></worksheet>'
    assert _glance_at(written) == SheetGlance([], [])
    assert _glance_at(written, known={"name", "2026"}) is None


def _glance_at(written: bytes, known: Collection[str] = ("name",)) -> SheetGlance | None:
    package = Mock(**{"find_entry.return_value.file_size": len(written), "read_part.return_value": written})
    context = WorkbookContext(pa.array(["Boiler", "Name"], pa.large_string()))
    return SmallSheets(package, context, known, FormulaSearch()).look_at("sheet1.xml")


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
