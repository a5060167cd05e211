from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from importer.problem import EXCEL_ERROR, NEVER_CALCULATED
from importer.steps.read import read_sheet
from tests.steps.read.in_process import texts_in
from tests.steps.read.raw_workbooks import MAIN, packed, parts_of, worksheet


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!"])
def test_an_error_cell_is_no_blank(tmp_path: Path, error: str) -> None:
    book = xlsxwriter.Workbook(tmp_path / "jobs.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Due date"])
    sheet.write_row(1, 0, ["x"])
    sheet.write_formula(3, 1, "=1/0", None, error)
    book.close()
    read = read_sheet(tmp_path / "jobs.xlsx")
    assert read.cells.at[4, "Due date"] == error
    assert list(read.cells.index) == [2, 4], "a row of nothing but an error is a row"
    [note] = read.notes
    assert (note.row, note.column, note.code, note.values) == (4, 2, EXCEL_ERROR, {"value": error})


@pytest.mark.parametrize("errors", [("#REF!",), ("#N/A", "#DIV/0!"), ("#NAME?", "#NUM!", "#NULL!")])
def test_a_sheet_of_nothing_but_errors_is_not_empty(tmp_path: Path, errors: tuple[str, ...]) -> None:
    """X13."""
    book = openpyxl.Workbook()
    for _ in range(2):
        book.worksheets[0].append(errors)
    book.save(tmp_path / "jobs.xlsx")
    sheet = read_sheet(tmp_path / "jobs.xlsx")
    assert sheet.headings == list(errors)
    assert [note.code for note in sheet.notes].count(EXCEL_ERROR) == 2 * len(errors)


def test_a_formula_never_calculated_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Name", "Reference"])
    sheet.append(["x", "=A2&1"])
    book.save(tmp_path / "jobs.xlsx")
    book.close()
    [note] = read_sheet(tmp_path / "jobs.xlsx").notes
    assert (note.row, note.column, note.code) == (2, 2, NEVER_CALCULATED)


def test_a_calculated_formula_is_its_value(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "jobs.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Reference"])
    sheet.write_row(1, 0, ["x"])
    sheet.write_formula(1, 1, "=A2", None, "x")
    book.close()
    read = read_sheet(tmp_path / "jobs.xlsx")
    assert read.cells.at[2, "Reference"] == "x"
    assert read.notes == ()


@pytest.mark.parametrize(
    ("form", "number", "text"), [("00000", 123, "00123"), ('"P-"0000', 42, "P-0042"), ("000", 12345, "12345")]
)
def test_a_code_arrives_as_its_number_format_shows_it(tmp_path: Path, form: str, number: int, text: str) -> None:
    book = xlsxwriter.Workbook(tmp_path / "jobs.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Reference"])
    sheet.write_row(1, 0, ["x"])
    sheet.write_number(1, 1, number, book.add_format({"num_format": form}))
    sheet.write_row(2, 0, ["y", 123])
    book.close()
    assert list(read_sheet(tmp_path / "jobs.xlsx").cells["Reference"]) == [text, "123"]


@pytest.mark.parametrize("ours", [(14, "[$-409]mmmm;@"), (164, "#,##0"), (14, "0.00"), (165, "General")])
def test_a_format_of_a_rule_or_a_pivot_table_is_no_format_of_cells(tmp_path: Path, ours: tuple[int, str]) -> None:
    """X2."""
    number, code = ours
    escaped = '<numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    cells = '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
    rules = f'<dxfs><dxf><numFmt numFmtId="{number}" formatCode="{code}"/></dxf></dxfs>'
    rows = '<row r="1"><c r="A1" t="str"><v>Name</v></c></row><row r="2"><c r="A2" s="1"><v>46387</v></c>'
    rows += '<c r="B2" s="2"><v>46387</v></c></row>'
    sheet = f'<styleSheet xmlns="{MAIN}">{escaped}{cells}{rules}</styleSheet>'
    read = texts_in(packed(tmp_path / "jobs.xlsx", parts_of(worksheet(rows), styles=sheet)))
    assert (read["A2"], read["B2"]) == ("2026-12-31", "2026-12-31")
