"""Conditional formats of the user's, which win over the colours of a cell: results come before them, and keep them."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.formatting.rule import FormulaRule, Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.worksheet import Worksheet

import importer
from tests.steps.report.parts import MAIN, parts, relations_hold, rewritten, tree

HEADINGS = ["Project code", "Job type code", "Status code", "Name", "Due date"]
ZEBRA = ("MOD(ROW(),2)=0", "1F3864"), ("MOD(ROW(),2)=1", "404040"), ('$C2="Opn"', "FFFFCC")
X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_IN_EXTENSION = (
    f'<extLst><ext xmlns:x14="{X14}" uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"><x14:cfRule '
    'type="expression" priority="1" id="{00000000-0000-0000-0000-000000000001}"><xm:f>TRUE</xm:f><x14:dxf><fill>'
    '<patternFill><bgColor rgb="FF1F3864"/></patternFill></fill></x14:dxf></x14:cfRule><xm:sqref>A1:Z40</xm:sqref>'
    "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
)


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def make_sheet(path: Path, *, zebra: bool = True) -> Path:
    """Twelve rows, a third of them with a wrong status, under formats that colour every cell."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Jobs"
    sheet.append([*HEADINGS, "Wishes"])
    for number in range(1, 13):
        sheet.append(["P-1001", "MAINT", "Open" if number % 3 else "Opn", f"Boiler {number}", "2026-12-31", "none"])
    for formula, fill in ZEBRA if zebra else ():
        dark = FormulaRule([formula], fill=PatternFill(bgColor=fill), font=Font(color="FFFFFF"))  # type: ignore[no-untyped-call]  # has none
        sheet.conditional_formatting.add("A1:Z40", dark)
    book.save(path)
    return path


def results_of(path: Path, results: Path) -> Worksheet:
    """The data sheet of the results of a check."""
    importer.check_sheet(path, results=results)
    relations_hold(results)
    return openpyxl.load_workbook(results)["Jobs"]


def coloured_cells(sheet: Worksheet) -> list[str]:
    """The cells that results coloured, and all that are in columns of results."""
    ours = {cell.column for cell in sheet[1] if cell.value in importer.records.RESULTS_HEADINGS}
    found = [cell for row in sheet.iter_rows() for cell in row if cell.column in ours or cell.fill.fill_type == "solid"]
    return [cell.coordinate for cell in found if cell.value is not None]


def rules_over(sheet: Worksheet, address: str) -> Iterator[Rule]:
    """The rules whose areas have this cell, the first in rank first; those that ask for a problem where there is."""
    problem = next(cell.column_letter for cell in sheet[1] if cell.value == "Problem")
    row = sheet[address].row
    rules = [rule for each in sheet.conditional_formatting if address in each.cells for rule in each.rules]
    for rule in sorted(rules, key=lambda rule: rule.priority):
        if f"${problem}" not in rule.formula[0] or sheet[f"{problem}{row}"].value:
            yield rule


def is_stop(rule: Rule) -> bool:
    """Whether a rule changes nothing, and keeps others from being asked."""
    return bool(rule.stopIfTrue) and rule.dxf in {None, DifferentialStyle()}


def formulas(sheet: Worksheet) -> list[str]:
    """What all rules ask, the first in rank first."""
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
    return [rule.formula[0] for rule in sorted(rules, key=lambda rule: rule.priority)]


def test_no_format_of_the_users_hides_what_is_coloured(tmp_path: Path) -> None:
    sheet = results_of(make_sheet(tmp_path / "jobs.xlsx"), tmp_path / "results.xlsx")
    coloured = coloured_cells(sheet)
    assert {"C4", "C13", "G1", "G4", "I13"} <= set(coloured)
    for address in coloured:
        assert is_stop(next(rules_over(sheet, address))), address
    assert not any(map(is_stop, rules_over(sheet, "C3")))
    assert not any(map(is_stop, rules_over(sheet, "A4")))
    assert formulas(sheet)[2:] == [formula for formula, _ in ZEBRA]


def test_rows_that_are_sorted_keep_their_colours(tmp_path: Path) -> None:
    """Excel moves the cells of a row when it sorts, and no conditional format."""
    sheet = results_of(make_sheet(tmp_path / "jobs.xlsx"), tmp_path / "results.xlsx")
    problem = next(cell.column for cell in sheet[1] if cell.value == "Problem")
    for row, other in ((2, 4), (3, 7)):
        sheet.cell(row, problem).value = sheet.cell(other, problem).value
        assert is_stop(next(rules_over(sheet, f"C{row}")))


def test_formats_that_hide_nothing_of_ours_are_left_alone(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "jobs.xlsx", zebra=False)
    assert formulas(results_of(path, tmp_path / "results.xlsx")) == []
    book = openpyxl.load_workbook(path)
    red = FormulaRule(["TRUE"], fill=PatternFill(bgColor="FF0000"))  # type: ignore[no-untyped-call]  # has none
    book["Jobs"].conditional_formatting.add("D2:E13", red)
    book.save(path)
    assert formulas(results_of(path, tmp_path / "results.xlsx")) == ["TRUE"]


def test_results_of_results_have_them_once(tmp_path: Path) -> None:
    first = results_of(make_sheet(tmp_path / "jobs.xlsx"), tmp_path / "results.xlsx")
    before = formulas(first)
    assert len(before) == len(ZEBRA) + 2
    for number, saved in ((2, False), (3, True)):
        place = tmp_path / "results.xlsx"
        if saved:
            openpyxl.load_workbook(place).save(place)
        book = tmp_path / f"results{number}.xlsx"
        again = results_of(place, book)
        assert formulas(again) == before
        assert [rule.priority for each in again.conditional_formatting for rule in each.rules][:2] == [1, 2]
        assert len(list(tree(book, "xl/styles.xml").find(f"{MAIN}dxfs") or ())) <= len(ZEBRA) + 1
        remarks = {problem.code for problem in importer.check_sheet(book).problems}
        assert remarks == {problem.code for problem in importer.check_sheet(tmp_path / "jobs.xlsx").problems}


@pytest.mark.filterwarnings("ignore:Conditional Formatting extension is not supported")
def test_formats_of_an_extension_come_behind_ours_too(tmp_path: Path) -> None:
    path = make_sheet(tmp_path / "jobs.xlsx", zebra=False)
    rewritten(path, "xl/worksheets/sheet1.xml", lambda text: text.replace("</worksheet>", _IN_EXTENSION))
    assert b"<dxfs" not in parts(path)["xl/styles.xml"]
    sheet = results_of(path, tmp_path / "results.xlsx")
    assert all(is_stop(next(rules_over(sheet, address))) for address in coloured_cells(sheet))
    text = parts(tmp_path / "results.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert 'type="expression" priority="3" id=' in text
    assert text.index("</sheetData>") < text.index("<conditionalFormatting") < text.index("<pageMargins")
