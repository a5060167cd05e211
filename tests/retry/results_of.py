"""Results of a real run, and what people do to them in a spreadsheet program."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.command import importer

ADDED = ["Status", "Job id", "Problem", "What to do", "Sent at", "Run"]


def results_of(sheet: Path, state: Path, name: str = "") -> Path:
    """Run a sheet on the practice server and give the workbook that comes back."""
    place = sheet.with_name(name or f"{sheet.stem}.results.xlsx")
    said = importer("run", sheet, "--target", "practice", "--yes", "--results", place, state=state)
    assert said.status in {0, 4}, said.err
    return place


def edited(path: Path, change: Callable[[Worksheet], None]) -> Path:
    """Change the sheet of jobs as openpyxl does."""
    book = openpyxl.load_workbook(path)
    change(book["Jobs"])
    book.save(path)
    book.close()
    return path


def sorted_by(sheet: Worksheet, column: int, *, reverse: bool = False) -> None:
    """Sort the rows below the headings with all that stands in them, as Excel does."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[column - 1]), reverse=reverse)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
