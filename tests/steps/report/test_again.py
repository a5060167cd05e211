"""Results of results: what an earlier run added is replaced, never stacked."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

import importer
from importer.records import ImportResult
from importer.steps.report import write_results
from tests.steps.report.finished_runs import BOUNDS
from tests.steps.report.parts import relations_hold, rewritten
from tests.steps.report.rich_workbooks import ROWS, by_openpyxl, by_xlsxwriter

pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension is not supported")
MAKERS = pytest.mark.parametrize("maker", [by_xlsxwriter, by_openpyxl])


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def first_round(tmp_path: Path, maker: object) -> ImportResult:
    path = maker(tmp_path / "jobs.xlsx")  # type: ignore[operator]
    return importer.check_sheet(path, results=tmp_path / "first.xlsx")


def again(result: ImportResult, path: Path, place: Path) -> Workbook:
    """The results of the same rows, read from an earlier workbook of results, without any problem."""
    sheet = replace(result.batch.sheet, path=path, file_state=None)
    batch = replace(result.batch, sheet=sheet, problems=())
    outcomes = tuple(replace(outcome, status=importer.Status.CREATED) for outcome in result.outcomes)
    later = result.started.replace(year=2100)
    write_results(replace(result, batch=batch, outcomes=outcomes, started=later, run=15), place, bounds=BOUNDS)
    relations_hold(place)
    return openpyxl.load_workbook(place)


@pytest.mark.thorough(but=1)
@MAKERS
def test_colours_notes_columns_and_sheets_are_replaced(tmp_path: Path, maker: object) -> None:
    result = first_round(tmp_path, maker)
    before = openpyxl.load_workbook(tmp_path / "jobs.xlsx")
    book = again(result, tmp_path / "first.xlsx", tmp_path / "second.xlsx")
    after = book["Jobs"]
    for row in before["Jobs"].iter_rows(max_row=len(ROWS) + 1, max_col=6):
        for cell in row:
            same = after[cell.coordinate]
            for what in ("value", "number_format", "font", "border", "fill", "alignment", "protection"):
                assert repr(getattr(same, what)) == repr(getattr(cell, what)), (cell.coordinate, what)
            assert (same.comment and same.comment.text) == (cell.comment and cell.comment.text), cell.coordinate
    headings = [cell.value for cell in after[1]]
    assert headings.count("Status") == headings.count("Job id") == 1
    assert {cell.value for cell in after[2]} >= {"created", 15}
    assert len(book.sheetnames) == len(before.sheetnames) + 2


@pytest.mark.thorough(but=1)
@MAKERS
def test_what_openpyxl_saves_in_between_is_still_known(tmp_path: Path, maker: object) -> None:
    result = first_round(tmp_path, maker)
    workbook = openpyxl.load_workbook(tmp_path / "first.xlsx")
    workbook["Jobs"]["C4"].value = "Open"
    workbook.save(tmp_path / "corrected.xlsx")
    book = again(result, tmp_path / "corrected.xlsx", tmp_path / "second.xlsx")
    after = book["Jobs"]
    assert [
        cell.coordinate for row in after.iter_rows(max_col=6) for cell in row if cell.fill.start_color.rgb == "FFFFC7CE"
    ] == []
    assert not [cell for row in after for cell in row if cell.comment and "importer:" in cell.comment.text]
    assert [cell.value for cell in after[1]].count("Status") == 1
    assert len([name for name in book.sheetnames if name.startswith("Problems")]) == 1


def test_a_date_typed_into_a_coloured_cell_stays_a_date(tmp_path: Path) -> None:
    """Excel gives a cell without a format that of what is typed into it; without it a day is a number such as 46384."""
    result = first_round(tmp_path, by_openpyxl)
    workbook = openpyxl.load_workbook(tmp_path / "first.xlsx")
    sheet = workbook["Jobs"]
    coloured = [c for r in sheet.iter_rows(max_col=6) for c in r if c.fill.start_color.rgb == "FFFFC7CE"]
    cell = next(cell for cell in coloured if cell.number_format == "General")
    cell.value = datetime(2026, 12, 28)  # noqa: DTZ001 - a cell has no zone
    workbook.save(tmp_path / "corrected.xlsx")
    after = again(result, tmp_path / "corrected.xlsx", tmp_path / "second.xlsx")["Jobs"][cell.coordinate]
    assert after.is_date
    assert after.fill.start_color.rgb != "FFFFC7CE"


@pytest.mark.parametrize("lost", ["dropped", "dangling"])
@pytest.mark.thorough(but=1)
def test_colours_go_even_where_a_program_has_lost_what_was_before(tmp_path: Path, lost: str) -> None:
    result = first_round(tmp_path, by_xlsxwriter)

    def without_names(styles: str) -> str:
        if lost == "dangling":
            return re.sub(r'xfId="[1-9]\d*"(?! hidden)', 'xfId="77"', styles)
        return re.sub(r'<cellStyle name="importer[^>]*/>', "", re.sub(r'xfId="[1-9]\d*"', 'xfId="0"', styles))

    again(result, rewritten(tmp_path / "first.xlsx", "xl/styles.xml", without_names), tmp_path / "second.xlsx")
    before, after = (openpyxl.load_workbook(tmp_path / f"{name}.xlsx")["Jobs"] for name in ("jobs", "second"))
    for row in range(1, len(ROWS) + 2):
        for letter in "ABCDE":
            cell, same = before[f"{letter}{row}"], after[f"{letter}{row}"]
            assert repr(same.font) == repr(cell.font)
            assert repr(same.fill) == repr(cell.fill), cell.coordinate


def test_a_column_that_the_user_put_among_ours_stays(tmp_path: Path) -> None:
    result = first_round(tmp_path, by_openpyxl)
    workbook = openpyxl.load_workbook(tmp_path / "first.xlsx")
    sheet = workbook["Jobs"]
    sheet.move_range("I1:L9", cols=1)
    sheet["I1"].value, sheet["I2"].value = "My remark", "mine"
    workbook.defined_names["importer_added"].attr_text = "'Jobs'!$G$1:$M$1"  # as Excel moves it along
    workbook.save(tmp_path / "corrected.xlsx")
    known = result.batch.sheet
    added = [
        (7, "Status"),
        (8, "Job id"),
        (9, "My remark"),
        *((n, h) for n, h in zip(range(10, 14), ("Problem", "What to do", "Sent at", "Run"), strict=True)),
    ]
    cells = known.cells.copy()
    for number, heading in added:
        cells.insert(len(cells.columns), f"{heading}{number}", "x", allow_duplicates=True)
    wider = replace(
        known,
        headings=[*known.headings, *(h for _, h in added)],
        columns=(*known.columns, *(n for n, _ in added)),
        cells=cells,
    )
    after = again(
        replace(result, batch=replace(result.batch, sheet=wider)), tmp_path / "corrected.xlsx", tmp_path / "second.xlsx"
    )["Jobs"]
    headings = [cell.value for cell in after[1]]
    assert (headings.count("Status"), headings.count("Run"), headings.count("My remark")) == (1, 1, 1)
    assert after["I2"].value == "mine"
