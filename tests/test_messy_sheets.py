"""Sheets as people keep them, through the front door: told in the user's own rows, never silently changed."""

from pathlib import Path
from typing import Any

import xlsxwriter

import importer
from tests.builders import GOOD, told

HEADINGS = [*GOOD, "Due date", "Reference"]


def messy(folder: Path, rows: list[list[Any]], *, hidden: tuple[int, ...] = (), above: int = 0) -> Path:
    """A workbook with `above` title rows, the headings, and rows of values; a text beginning with = is a formula."""
    book = xlsxwriter.Workbook(folder / "jobs.xlsx")
    sheet = book.add_worksheet("Jobs")
    for number in range(above):
        sheet.write(number, 0, f"Jobs of the customer, part {number + 1}")
    sheet.write_row(above, 0, HEADINGS)
    for number, row in enumerate(rows, start=above + 1):
        for column, value in enumerate(row):
            if isinstance(value, str) and value.startswith("="):
                sheet.write_formula(number, column, "=1/0", None, value[1:])
            else:
                sheet.write(number, column, value)
    for hidden_row in hidden:
        sheet.set_row(hidden_row - 1, None, None, {"hidden": True})
    book.close()
    return folder / "jobs.xlsx"


def job(**changes: Any) -> list[Any]:
    return [{**GOOD, **{k.replace("_", " "): v for k, v in changes.items()}}.get(heading, "") for heading in HEADINGS]


def test_titles_above_the_headings_are_passed_over_and_told(tmp_path: Path) -> None:
    result = importer.check_sheet(messy(tmp_path, [job(Name=""), job()], above=3))
    assert result.rows == 2
    assert told(result.problems) == [(4, "", 160), (5, "name", 401)]


def test_the_heading_row_can_be_named(tmp_path: Path) -> None:
    path = messy(tmp_path, [job(), job(Name="x")], above=1)
    result = importer.check_sheet(path, options=importer.Options(heading_row=2))
    assert (result.rows, result.batch.sheet.heading_row) == (2, 2)


def test_an_error_cell_is_told_once_and_holds_its_row_also_where_nothing_is_needed(tmp_path: Path) -> None:
    result = importer.check_sheet(messy(tmp_path, [job(Due_date="=#N/A"), job(Name="=#REF!"), job(Name="z")]))
    assert told(result.problems) == [(2, "due_date", 411), (3, "name", 411)]
    assert result.batch.sound_rows == [4]


def test_hidden_rows_are_read_and_told_or_left_out_and_told(tmp_path: Path) -> None:
    path = messy(tmp_path, [job(Reference=f"R-{number}") for number in range(5)], hidden=(3, 4))
    read, left = importer.check_sheet(path), importer.check_sheet(path, options=importer.Options(skip_hidden=True))
    assert (read.rows, told(read.problems)) == (5, [(None, "", 168)])
    assert (left.rows, told(left.problems)) == (3, [(None, "", 169)])
    assert read.exit_code == left.exit_code == importer.ExitCode.ALL_WELL


def test_a_row_of_totals_is_told_and_nothing_else_is_said_of_it(tmp_path: Path) -> None:
    result = importer.check_sheet(messy(tmp_path, [job(Reference="a"), job(Reference="b"), ["Total", 2]]))
    assert told(result.problems) == [(4, "", 189)]
    assert result.batch.sound_rows == [2, 3]
