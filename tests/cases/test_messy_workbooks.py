"""Cases 34 to 37 through the front door: errors, dates, codes, and what people do to sheets."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

import importer
from importer.steps.read import read_sheet
from tests.builders import told
from tests.cases.sheets import HEADINGS, checked, column, made, of_jobs, write_job
from tests.command import importer as command

NOON = datetime(2026, 12, 31, 12, 30)  # noqa: DTZ001 - the times of Excel have no zone


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?", "#NUM!", "#VALUE!", "#NULL!"])
def test_case_34_an_error_holds_its_row_with_its_name_also_where_nothing_is_needed(tmp_path: Path, error: str) -> None:
    cell = ("write_formula", "=B9", None, error)
    assert checked(tmp_path / "a.xlsx", {"Due_date": cell}, {"Name": cell}) == [(2, "due_date", 411), (3, "name", 411)]


def test_case_34_the_command_gives_the_name_of_the_error_and_its_cell(tmp_path: Path) -> None:
    path = of_jobs(tmp_path / "a.xlsx", {"Due_date": ("write_formula", "=B9", None, "#REF!")})
    said = command("check", path, state=tmp_path)
    assert said.status == 4
    assert "#REF!" in said.out + said.err
    assert "E2" in said.out + said.err


def test_case_34_a_formula_without_a_result_holds_its_row(tmp_path: Path) -> None:
    never = ("write_formula", "=TODAY()", None, "")
    assert checked(tmp_path / "a.xlsx", {"Due_date": never}, {"Name": never}) == [
        (2, "due_date", 412),
        (3, "name", 412),
    ]


@pytest.mark.parametrize("from_1904", [False, True])
def test_case_35_dates_by_the_system_of_the_workbook(tmp_path: Path, from_1904: bool) -> None:
    def fill(book: Any, sheet: Any) -> None:
        for row, (value, form) in enumerate(
            ((NOON, "d mmm yy hh:mm"), (NOON, "dd/mm/yyyy"), (time(9, 30), "hh:mm")), 1
        ):
            sheet.write_datetime(row, 4, value, book.add_format({"num_format": form}))

    path = made(tmp_path / "a.xlsx", fill, date_1904=from_1904)
    assert column(path, "Due date") == ["2026-12-31T12:30:00", "2026-12-31T12:30:00", "09:30:00"]


def test_case_35_a_day_that_never_was_and_a_date_among_numbers_hold_their_rows(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        write_job(sheet, 1, Due_date=("write_number", 60, day))
        write_job(sheet, 2, Estimated_time=("write_number", 46_387, day))
        write_job(sheet, 3, Due_date=("write_number", 0.5, book.add_format({"num_format": "hh:mm"})))
        write_job(sheet, 4, Due_date="04/03/2026")

    problems = told(importer.check_sheet(made(tmp_path / "a.xlsx", fill)).problems)
    expected = [(2, "due_date", 421), (3, "estimated_time", 403), (4, "due_date", 405), (5, "due_date", 430)]
    assert problems == expected, "day or month is asked for, never guessed"


def test_case_36_codes_are_as_they_are_shown_and_lost_digits_hold_the_row(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        write_job(sheet, 1, Reference=("write_number", 123, book.add_format({"num_format": "00000"})))
        for row, text in enumerate(("00123", "1E5", "NA", "TRUE", "1234567890123456"), 2):
            write_job(sheet, row, Reference=text)
        write_job(sheet, 7, Reference=("write_number", 1_234_567_890_123_456))
        write_job(sheet, 8, Reference=True)

    path = made(tmp_path / "a.xlsx", fill)
    codes = ["00123", "00123", "1E5", "NA", "TRUE", "1234567890123456", "1234567890123456", "TRUE"]
    assert column(path, "Reference") == codes
    assert (8, "reference_back_office", 422) in told(importer.check_sheet(path).problems)


def test_case_37_what_people_do_to_sheets_is_told(tmp_path: Path) -> None:
    """Titles, hidden sheets and rows, blank rows, merged cells, totals: read or told, in the rows of Excel."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        notes, sheet, old = (book.add_worksheet(name) for name in ("Notes", "Jobs", "Old"))
        notes.write(0, 0, "Some words")
        sheet.merge_range("A1:D1", "Jobs of March")
        for worksheet_, row in ((sheet, 2), (old, 0)):
            worksheet_.write_row(row, 0, HEADINGS)
            write_job(worksheet_, row + 1)
        old.hide()
        write_job(sheet, 6, Name="after blank rows")
        sheet.set_row(6, None, None, {"hidden": True})
        write_job(sheet, 7)
        sheet.merge_range("D8:D9", "for two", None)
        write_job(sheet, 8, Name="")
        sheet.write(9, 0, "Total")
        sheet.write(9, 6, 120)
    result = importer.check_sheet(tmp_path / "a.xlsx")
    assert (result.batch.sheet.name, list(result.batch.sheet.cells.index)) == ("Jobs", [4, 7, 8, 9, 10])
    assert {number for _, _, number in told(result.problems)} >= {125, 160, 168, 170, 189}


def test_case_37_a_filter_is_told_as_what_hides_rows(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        write_job(sheet, 1)
        write_job(sheet, 2)
        sheet.autofilter(0, 0, 2, len(HEADINGS) - 1)
        sheet.filter_column("A", "x == P-1001")
        sheet.set_row(2, None, None, {"hidden": True})

    (note,) = read_sheet(made(tmp_path / "a.xlsx", fill)).notes
    assert "a filter hides" in note.code.sentence.format(**note.values)


def test_case_37_groups_merged_above_the_headings_are_told(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Jobs")
        sheet.merge_range("A1:B1", "Where")
        sheet.merge_range("C1:E1", "What")
        sheet.write_row(1, 0, HEADINGS)
        write_job(sheet, 2)
    result = importer.check_sheet(tmp_path / "a.xlsx")
    assert (list(result.batch.sheet.headings), list(result.batch.sheet.cells.index)) == (HEADINGS, [3])
    assert 172 in {number for _, _, number in told(result.problems)}


def test_case_37_headings_in_two_merged_rows_are_read_together(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Jobs")
        for place, heading in enumerate(HEADINGS):
            sheet.merge_range(0, place, 1, place, heading)
        sheet.merge_range(0, len(HEADINGS), 0, len(HEADINGS) + 1, "Address")
        sheet.write_row(1, len(HEADINGS), ["Street", "City"])
        write_job(sheet, 2)
    read = importer.read_sheet(tmp_path / "a.xlsx")
    assert list(read.headings) == [*HEADINGS, "Address Street", "Address City"]
    assert (read.heading_row, list(read.cells.index), 162 in {note.code.number for note in read.notes}) == (
        2,
        [3],
        True,
    )


def test_case_37_headings_in_two_rows_that_differ_are_asked_about_before_anything_is_sent(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("Jobs")
        for row, cells in enumerate(
            [["Name", "Status", "Project"], ["Description", "Status code", "Project code"], ["a", "Open", "P-1001"]]
        ):
            sheet.write_row(row, 0, cells)
    said = command("run", tmp_path / "a.xlsx", "--target", "practice", "--json", state=tmp_path)
    assert (said.status, said.object["counts"]["created"]) == (4, 0)
    assert 163 in {problem["code"] for problem in said.object["problems"]}
