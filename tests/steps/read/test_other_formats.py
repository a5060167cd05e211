"""Workbooks of other formats, each made by hand, byte by byte."""

import struct
from pathlib import Path

import pytest

from importer.errors import SheetError
from importer.problem import DIGITS_LOST, EXCEL_ERROR, NOT_A_SHEET, UNSAFE_FILE, WORKBOOK_LOCKED
from importer.steps.read import read_sheet
from importer.steps.read.grid import Grid
from tests.steps.read.in_process import grid_in, texts_in
from tests.steps.read.other_formats import (
    XLS_ROWS,
    XLSB_ROWS,
    label,
    number,
    ods,
    ole,
    placed,
    record,
    row_start,
    styles_of_xls,
    styles_of_xlsb,
    text_cell,
    wide,
    xls,
    xlsb,
)


def seen(grid: Grid) -> dict[int, list[str]]:
    return {row: texts for row, *texts in grid.cells.itertuples(name=None)}


def errors(grid: Grid) -> list[tuple[int | None, int, object]]:
    assert {note.code for note in grid.notes} <= {EXCEL_ERROR}
    return [(note.row, note.column, note.values["value"]) for note in grid.notes]


def test_an_xls_is_read_with_its_errors_and_hidden_rows(tmp_path: Path) -> None:
    grid = grid_in(xls(tmp_path / "a.xls", XLS_ROWS))
    assert (grid.name, grid.columns, grid.hidden_rows) == ("Jobs", (1, 2), frozenset({3}))
    assert seen(grid) == {
        1: ["Name", "Sequence"],
        2: ["Boiler", "42"],
        3: ["Hidden", "#N/A"],
        4: ["", "TRUE"],
        5: ["", "#REF!"],
    }
    assert errors(grid) == [(3, 2, "#N/A"), (5, 2, "#REF!")]


def test_an_xls_is_read_whatever_its_name_and_in_a_process_of_its_own(tmp_path: Path) -> None:
    sheet = read_sheet(xls(tmp_path / "a.csv", label(0, 0, "Name") + label(1, 0, "Boiler")))
    assert (sheet.headings, sheet.rows) == (["Name"], 1)


def test_numbers_of_an_xls_are_shown_with_the_zeros_of_their_format_and_lost_digits_told(tmp_path: Path) -> None:
    rows = (
        label(0, 0, "Code") + record(0x203, struct.pack("<HHHd", 1, 0, 1, 123))
        + record(0xBD, struct.pack("<HHHiHiH", 2, 0, 1, 7 << 2 | 2, 0, 8 << 2 | 2, 1))
        + record(0x27E, struct.pack("<HHHi", 3, 0, 2, 42 << 2 | 2)) + number(4, 0, 1_234_567_890_123_456)
    )  # fmt: skip
    grid = grid_in(xls(tmp_path / "a.xls", rows, styles=styles_of_xls("00000", '"P-"0000')))
    assert seen(grid) == {
        1: ["Code", ""],
        2: ["00123", ""],
        3: ["00007", "8"],
        4: ["P-0042", ""],
        5: ["1234567890123456", ""],
    }
    assert [(note.row, note.column, note.code) for note in grid.notes] == [(5, 1, DIGITS_LOST)]


def test_the_text_of_a_formula_in_an_xls_is_whole_however_long(tmp_path: Path) -> None:
    """X5: a record holds 8,224 bytes, and the rest is in further ones, in letters of one byte or two."""
    given = record(0x06, struct.pack("<HHH8s", 1, 0, 0, bytes(6) + b"\xff\xff") + bytes(8))
    first, second, third = "a" * 8_221, "é€" * 2_000, "z" * 700
    head = struct.pack("<HB", len(first + second + third), 0) + first.encode("latin-1")
    rest = record(0x3C, b"\1" + second.encode("utf-16-le")) + record(0x3C, b"\0" + third.encode())
    rows = label(0, 0, "Name") + given + record(0x207, head) + rest + label(2, 0, "after")
    grid = grid_in(xls(tmp_path / "a.xls", rows))
    assert seen(grid) == {1: ["Name"], 2: [first + second + third], 3: ["after"]}


def test_an_xls_with_a_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(xls(tmp_path / "a.xls", XLS_ROWS, password=b"\1\0\1\0\1\0" + bytes(48)))
    assert caught.value.code is WORKBOOK_LOCKED
    assert "with a password" in caught.value.message


def test_an_office_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(ole(tmp_path / "a.xls", "WordDocument", b""))
    assert "an Office file, but not a workbook" in caught.value.message


@pytest.mark.parametrize("first", ["0900040002001000", "0902060000001000", "0904060000001000"])
def test_a_worksheet_older_than_excel_5_is_called_so(tmp_path: Path, first: str) -> None:
    (tmp_path / "a.xls").write_bytes(bytes.fromhex(first) + bytes(99))
    with pytest.raises(SheetError) as caught:
        read_sheet(tmp_path / "a.xls")
    assert "Excel 4 or older" in caught.value.message


def test_an_xlsb_is_read_with_its_errors_and_hidden_rows(tmp_path: Path) -> None:
    grid = grid_in(xlsb(tmp_path / "a.xlsb"))
    assert (grid.name, grid.columns, grid.hidden_rows) == ("Jobs", (1, 2), frozenset({3}))
    assert seen(grid) == {1: ["Name", "Sequence"], 2: ["Boiler", "42"], 3: ["Hidden", "#N/A"], 5: ["", "#REF!"]} | {
        6: ["00123", "P-0042"]
    }
    assert errors(grid) == [(3, 2, "#N/A"), (5, 2, "#REF!")]
    assert [(area.first_row, area.first_column, area.last_row, area.last_column) for area in grid.merged] == [
        (1, 4, 2, 4)
    ]


def test_an_ods_is_read_with_its_errors_and_filtered_rows(tmp_path: Path) -> None:
    grid = grid_in(ods(tmp_path / "a.ods"))
    assert (grid.name, grid.columns, grid.hidden_rows, grid.filtered) == ("Jobs", (1, 2, 3), frozenset({3}), True)
    assert seen(grid) == {
        1: ["Name", "Sequence", ""],
        2: ["Boiler", "42", ""],
        3: ["Hidden", "#N/A", ""],
        6: ["", "", "late"],
    }
    assert errors(grid) == [(3, 2, "#N/A")]


@pytest.mark.parametrize(
    ("attributes", "shown", "text"),
    [
        ('office:value-type="float" office:value="123"', "00123", "00123"),
        ('office:value-type="float" office:value="7"', "P-0007", "P-0007"),
        ('office:value-type="float" office:value="4"', "00-04", "00-04"),
        ('office:value-type="float" office:value="123"', "0,123", "123"),
        ('office:value-type="float" office:value="0"', "0", "0"),
        ('office:value-type="float" office:value="1" table:formula="of:=TRUE()"', "TRUE", "TRUE"),
        ('office:value-type="boolean" office:boolean-value="false"', "FALSE", "FALSE"),
        ('office:value-type="time" office:time-value="PT36H05M00S"', "36:05", "36:05:00"),
        ('office:value-type="time" office:time-value="PT09H30M00S"', "09:30", "09:30:00"),
        ('office:value-type="date" office:date-value="2026-12-31"', "31/12/26", "2026-12-31"),
        ('office:value-type="date" office:date-value="2026-12-31T09:30:00"', "31/12/26", "2026-12-31T09:30:00"),
        ('office:value-type="percentage" office:value="0.25"', "25%", "0.25"),
        ('office:value-type="currency" office:currency="EUR" office:value="9.5"', "€ 9,50", "9.5"),
    ],
)
def test_a_value_of_an_ods_is_what_is_seen(tmp_path: Path, attributes: str, shown: str, text: str) -> None:
    cell = f"<table:table-cell {attributes}><text:p>{shown}</text:p></table:table-cell>"
    rows = f"<table:table-row>{text_cell('Name')}</table:table-row><table:table-row>{cell}</table:table-row>"
    assert seen(grid_in(ods(tmp_path / "a.ods", rows=rows)))[2] == [text]


def test_an_opendocument_file_that_is_no_sheet_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(ods(tmp_path / "a.ods", kind="text"))
    assert "an OpenDocument text" in caught.value.message


def test_an_ods_with_a_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(ods(tmp_path / "a.xlsx", manifest="<manifest:encryption-data/>"))
    assert caught.value.code is NOT_A_SHEET
    assert "with a password" in caught.value.message


def test_a_document_type_in_an_ods_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetError) as caught:
        read_sheet(ods(tmp_path / "a.ods", doctype="<!DOCTYPE a SYSTEM 'file:///etc/passwd'>"))
    assert caught.value.code is UNSAFE_FILE


RK = {"a whole number": 46096 << 2 | 2, "hundredths": 4609600 << 2 | 3, "half of a double": 0x40E68200}


@pytest.mark.parametrize("written", RK)
def test_a_short_number_in_a_date_format_is_a_date(tmp_path: Path, written: str) -> None:
    """X3."""
    cell = record(0x27E, struct.pack("<HHHI", 1, 1, 1, RK[written]))
    many = record(0xBD, struct.pack("<HHHIHIH", 2, 1, 1, RK[written], 1, RK[written], 2))
    rows = label(0, 0, "Name") + label(0, 1, "Due date") + label(0, 2, "Start") + label(1, 0, "Pump") + cell + many
    read = texts_in(xls(tmp_path / "jobs.xls", rows, styles=styles_of_xls("yyyy-mm-dd")))
    assert {read["B2"], read["B3"], read["C3"]} == {"2026-03-15"}


@pytest.mark.parametrize(
    ("code", "value", "text"),
    [
        ("dd/mm/yyyy", -3.0, "-3"), ("yyyy-mm-dd", 0.25, "0.25"), ('"WO-"0', 17.0, "WO-17"),
        ("(###) ###-####", 5551234567.0, "(555) 123-4567"), ('[=0]"";dd/mm/yyyy', 46096.0, "2026-03-15"),
        ("[h]:mm", 1.5, "36:00:00"),
    ],
)  # fmt: skip
def test_a_number_is_shown_as_in_any_workbook(tmp_path: Path, code: str, value: float, text: str) -> None:
    """X7."""
    cell = record(0x203, struct.pack("<HHHd", 1, 1, 1, value))
    rows = label(0, 0, "Name") + label(0, 1, "Reference") + label(1, 0, "Pump") + cell
    path = xls(tmp_path / "jobs.xls", rows, styles=styles_of_xls(code))
    assert texts_in(path)["B2"] == text
    assert [note.code.number for note in grid_in(path).notes] == ([421] if value < 1 else [])


@pytest.mark.parametrize("code", ["[h]:mm:ss", "yyyy-mm-dd", "hh:mm"])
@pytest.mark.parametrize("value", [2e9, -2e9, 1e300])
def test_a_date_or_time_beyond_what_can_be_is_told_of_its_cell_alone(tmp_path: Path, code: str, value: float) -> None:
    """X8."""
    cell = record(0x203, struct.pack("<HHHd", 1, 1, 1, value))
    rows = label(0, 0, "Name") + label(0, 1, "Time") + label(1, 0, "Pump") + cell + label(2, 0, "Lamp")
    of_xls = xls(tmp_path / "jobs.xls", rows, styles=styles_of_xls(code))
    pairs = [
        row_start(0), (6, placed(0, wide("Name"))), (6, placed(1, wide("Time"))), row_start(1),
        (6, placed(0, wide("Pump"))), (5, struct.pack("<IId", 1, 2, value)), row_start(2), (6, placed(0, wide("Lamp"))),
    ]  # fmt: skip
    for path in (of_xls, xlsb(tmp_path / "jobs.xlsb", pairs, code=code)):
        texts = texts_in(path)
        assert (texts["A2"], texts["A3"]) == ("Pump", "Lamp")
        told = [note.code.number for note in grid_in(path).notes]
        assert told == ([] if code == "[h]:mm:ss" else [421])


def test_an_xlsb_without_dimension_is_read_from_its_records(tmp_path: Path) -> None:
    """X8."""
    more = [
        row_start(7), (7, placed(0, struct.pack("<I", 0))), (4, placed(1, b"\1")),
        row_start(9), (8, placed(0, wide("Given") + bytes(6))), (10, placed(1, b"\0" + bytes(6))),
        (9, placed(2, struct.pack("<d", 1.5) + bytes(6))),
    ]  # fmt: skip
    known = grid_in(xlsb(tmp_path / "a.xlsb", XLSB_ROWS + more))
    own = grid_in(xlsb(tmp_path / "b.xlsb", XLSB_ROWS + more, dimension=False))
    assert seen(own) == seen(known)
    assert seen(own)[10] == ["Given", "FALSE", "1.5"]
    assert (errors(own), own.merged, own.hidden_rows) == (errors(known), known.merged, known.hidden_rows)


def wide_label(row: int, column: int, text: str) -> bytes:
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


@pytest.mark.parametrize("encoding", [1252, 1251, 10000, 1200])
@pytest.mark.parametrize("count", [1, 200])
def test_texts_of_an_xls_are_unicode_whatever_it_says(tmp_path: Path, encoding: int, count: int) -> None:
    rows = wide_label(0, 0, "Name") + b"".join(wide_label(n, 0, f"Żółć {n}") for n in range(1, count + 1))
    said = record(0x42, struct.pack("<H", encoding))
    assert texts_in(xls(tmp_path / "a.xls", rows, styles=said)) == {
        "A1": "Name",
        **{f"A{n + 1}": f"Żółć {n}" for n in range(1, count + 1)},
    }


@pytest.mark.parametrize(("code", "value"), [("d-mmm", 46_000.0), ("h:mm", 0.5), ("0.00E+00", 1e12)])
def test_what_excel_took_for_something_else_in_an_xls_has_its_format(tmp_path: Path, code: str, value: float) -> None:
    rows = label(0, 0, "Name") + record(0x203, struct.pack("<HHHd", 1, 0, 1, value))
    grid = grid_in(xls(tmp_path / "a.xls", rows, styles=styles_of_xls(code)))
    assert dict(grid.formats.of_column(1)) == {2: code}


@pytest.mark.parametrize(
    ("code", "shown"), [('"P-"@', "P-123"), ('@" kg"', "123 kg"), ('0;0;0;"["@"]"', "[123]"), (";;;", ""), ("0", "123")]
)
def test_what_a_format_puts_around_a_text_is_there_in_any_workbook(tmp_path: Path, code: str, shown: str) -> None:
    """X4, X10."""
    rows = (
        label(0, 0, "Code")
        + record(0x204, struct.pack("<HHHHB", 1, 0, 1, 3, 0) + b"123")
        + record(0x06, struct.pack("<HHHBBBBBBHHIH", 2, 0, 1, 0, 0, 0, 0, 0, 0, 0xFFFF, 0, 0, 0))
        + record(0x207, struct.pack("<HB", 3, 0) + b"123") + label(3, 0, "last")
    )  # fmt: skip
    of_xls = grid_in(xls(tmp_path / "a.xls", rows, styles=styles_of_xls(code)))
    styled = struct.pack("<II", 0, 1)
    records = [
        row_start(0), (6, placed(0, wide("Code"))), row_start(1), (6, styled + wide("123")),
        row_start(2), (8, styled + wide("123") + bytes(6)), row_start(3), (62, styled + b"\0" + wide("123")),
        row_start(4), (6, placed(0, wide("last"))),
    ]  # fmt: skip
    of_xlsb = grid_in(xlsb(tmp_path / "a.xlsb", records, styles=styles_of_xlsb(code)))
    assert [texts for texts in seen(of_xls).values() if texts != [""]][1:-1] == [[shown]] * 2 * bool(shown)
    assert [texts for texts in seen(of_xlsb).values() if texts != [""]][1:-1] == [[shown]] * 3 * bool(shown)


@pytest.mark.parametrize("dimension", [True, False])
def test_a_text_in_several_fonts_in_an_xlsb_is_read(tmp_path: Path, dimension: bool) -> None:
    rich = (62, placed(1, b"\1" + wide("two fonts") + struct.pack("<IHHHH", 2, 0, 1, 4, 2)))
    rows = [row_start(0), (6, placed(0, wide("Name"))), (6, placed(1, wide("Ref"))), row_start(1), rich]
    assert texts_in(xlsb(tmp_path / "a.xlsb", rows, dimension=dimension))["B2"] == "two fonts"
