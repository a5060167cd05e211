"""Workbooks of jobs for the cases, made by XlsxWriter; every test of a case makes its own file."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

import importer
from importer.steps.read import read_sheet
from tests.builders import GOOD, told

HEADINGS = [*GOOD, "Due date", "Reference", "Estimated time"]
TEXT_ROW = '<row r="{0}"><c r="A{0}" t="str"><v>{1}</v></c></row>'


def made(path: Path, fill: Callable[[Any, Any], object], **options: object) -> Path:
    """A workbook of XlsxWriter; `fill` gets the book and its sheet, whose first row holds the headings."""
    with xlsxwriter.Workbook(path, options) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, HEADINGS)
        fill(book, sheet)
    return path


def column(path: Path, heading: str) -> list[str]:
    """The cells below a heading, as they are read."""
    return list(read_sheet(path).cells[heading])


def written(path: Path, *texts: str) -> Path:
    """A workbook with nothing but names."""
    return made(path, lambda _, sheet: [sheet.write_string(row, 3, text) for row, text in enumerate(texts, 1)])


def write_job(sheet: Any, row: int, **values: object) -> None:
    """A good row, changed; a value that is a triple is written with that method of XlsxWriter and these arguments."""
    given = {**GOOD, **{name.replace("_", " "): value for name, value in values.items()}}
    for place, heading in enumerate(HEADINGS):
        value = given.get(heading, "")
        if isinstance(value, tuple):
            getattr(sheet, value[0])(row, place, *value[1:])
        elif isinstance(value, str):
            sheet.write_string(row, place, value)
        else:
            sheet.write(row, place, value)


def of_jobs(path: Path, *jobs: dict[str, Any]) -> Path:
    """A workbook of good rows, each changed as its dict says."""

    def fill(_: Any, sheet: Any) -> None:
        for row, job in enumerate(jobs, 1):
            write_job(sheet, row, **job)

    return made(path, fill)


def checked(path: Path, *jobs: dict[str, Any]) -> list[tuple[int | None, str, int]]:
    """The problems of such a workbook: row, field, number."""
    return told(importer.check_sheet(of_jobs(path, *jobs)).problems)
