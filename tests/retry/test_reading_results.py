"""A results workbook is read as the sheet that it was made of; what was added is kept beside its rows."""

import csv
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from importer.records import RESULTS_HEADINGS
from importer.steps.read import read_sheet
from tests.retry.results_of import Company, edited, results_in, sorted_by
from tests.workbooks import workbook


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A sheet with a heading of its own that is one of ours, and a row that cannot be sent."""
    return workbook(
        tmp_path,
        *(
            {"Reference": name, "Project code": "P-1001", "Job type code": "MAINT", "Status": status, "Name": "Boiler"}
            for name, status in {"A": "Open", "B": "Opn", "C": "Waiting"}.items()
        ),
    )


@pytest.fixture
def results(sheet: Path, company: Company) -> Path:
    return results_in(company.run(sheet))


def statuses(path: Path) -> dict[str, str]:
    read = read_sheet(path)
    assert read.previous_results is not None
    assert list(read.previous_results.cells.columns) == list(RESULTS_HEADINGS)
    return dict(zip(read.cells["Reference"], read.previous_results.cells["Status"], strict=True))


AS_RUN = {"A": "created", "B": "invalid", "C": "created"}


@pytest.mark.thorough
def test_what_was_read_is_read_again(sheet: Path, results: Path) -> None:
    first, again = read_sheet(sheet), read_sheet(results)
    assert (again.headings, again.columns, again.heading_row) == (first.headings, first.columns, first.heading_row)
    assert again.cells.equals(first.cells)
    assert again.notes == first.notes
    assert first.previous_results is None
    assert statuses(results) == AS_RUN


def test_sorted_rows_take_what_was_added_along(results: Path) -> None:
    edited(results, lambda sheet: sorted_by(sheet, 1, reverse=True))
    assert list(read_sheet(results).cells["Reference"]) == ["C", "B", "A"]
    assert statuses(results) == AS_RUN


def test_a_row_that_was_emptied_is_no_row(results: Path) -> None:
    def empty(sheet: Worksheet) -> None:
        for column in range(1, 6):
            sheet.cell(3, column).value = None

    assert list(read_sheet(edited(results, empty)).cells.index) == [2, 4]


def test_a_row_that_was_added_carries_nothing(results: Path) -> None:
    def add(sheet: Worksheet) -> None:
        for column, text in enumerate([cell.value for cell in sheet[2]][:5], start=1):
            sheet.cell(9, column).value = "D" if text == "A" else text

    assert statuses(edited(results, add)) == AS_RUN | {"D": ""}


def test_without_the_mark_the_headings_tell(results: Path) -> None:
    book = openpyxl.load_workbook(results)
    del book.defined_names["importer_added"]
    book.save(results)
    book.close()
    assert statuses(results) == AS_RUN


def test_results_as_csv_are_read_too(sheet: Path, company: Company, tmp_path: Path) -> None:
    results = results_in(company.run(sheet, tmp_path / "jobs.results.csv"))
    assert statuses(results) == AS_RUN


def test_a_sheet_whose_headings_are_like_ours_is_no_results(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["Name", "Status", "Problem", "Job id"], ["Boiler", "Open", "Leaks", ""]])
    read = read_sheet(path)
    assert (read.previous_results, read.headings) == (None, ["Name", "Status", "Problem", "Job id"])


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("name", ["R&D", "Jan's <jobs>"])
def test_results_of_results_have_our_columns_once_whatever_the_sheet_is_called(
    name: str, sheet: Path, company: Company
) -> None:
    book = openpyxl.load_workbook(sheet)
    book.worksheets[0].title = name
    book.save(sheet)
    again = results_in(company.run(results_in(company.run(sheet))))
    headings = [cell.value for cell in openpyxl.load_workbook(again)[name][1]]
    assert [headings.count(heading) for heading in ("Job id", "Problem", "Run")] == [1, 1, 1]
