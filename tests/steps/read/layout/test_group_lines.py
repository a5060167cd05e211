"""Lines above groups of rows: what is one, and what is a job with little in it."""

import pytest

from importer.problem import GROUP_LINE
from importer.records import Sheet
from tests.steps.read.grids import HEADINGS, JOB, grid_of, laid_out, noted

WITHOUT_PROJECT = ("", *JOB[1:])


def lines(sheet: Sheet) -> list[tuple[int | None, object, object]]:
    return [(note.row, note.values["label"], note.values["group"]) for note in sheet.notes if note.code is GROUP_LINE]


@pytest.mark.parametrize(
    ("text", "label", "value"),
    [("Project code: P-1001", "Project code", "P-1001"), ("PROJECT : P-1001 (12)", "PROJECT", "P-1001"),
     ("Projectcode = P-1001 [3 rijen]", "Projectcode", "P-1001"),
     ("Job type: MAINT: yearly", "Job type", "MAINT: yearly"), ("Project code:", "Project code", "")],
)  # fmt: skip
def test_a_line_that_names_a_field_is_told_with_its_value_even_alone(text: str, label: str, value: str) -> None:
    assert lines(laid_out(grid_of(HEADINGS, WITHOUT_PROJECT, (text,), WITHOUT_PROJECT))) == [(3, label, value)]


def test_a_line_is_told_once_also_where_it_is_merged_over_all_columns() -> None:
    rows = (("Project code: P-1001",), WITHOUT_PROJECT)
    assert noted(laid_out(grid_of(HEADINGS, *rows, *rows, merged=("A2:E2", "A4:E4")))) == [(2, 0, 185), (4, 0, 185)]


def test_lines_of_two_levels_are_told_each_with_its_name() -> None:
    rows = (("Region: North",), ("Project code: P-1001",), WITHOUT_PROJECT, ("Region: South",), WITHOUT_PROJECT)
    assert lines(laid_out(grid_of(HEADINGS, *rows))) == [
        (2, "Region", "North"),
        (3, "Project code", "P-1001"),
        (5, "Region", "South"),
    ]


@pytest.mark.parametrize("others", [(), (WITHOUT_PROJECT,)])
def test_a_line_above_a_job_with_little_in_it_is_one(others: tuple[tuple[str, ...], ...]) -> None:
    first = (("Project code: P-1001",), *[WITHOUT_PROJECT] * 3)
    sheet = laid_out(grid_of(HEADINGS, *first, ("Project code: P-1002",), ("", "MAINT", "", "Repair pump"), *others))
    assert lines(sheet) == [(2, "Project code", "P-1001"), (6, "Project code", "P-1002")]


@pytest.mark.parametrize("total", ["P-1001 Total", "P-1001 Totaal", "P-1001 Ergebnis", "P-1001 Count", "Total P-1001"])
def test_the_subtotals_of_excel_are_totals_and_no_lines(total: str) -> None:
    group = (("P-1001",), WITHOUT_PROJECT, WITHOUT_PROJECT, (total, "", "", "", "180"))
    numbers = [number for _, _, number in noted(laid_out(grid_of(HEADINGS, *group, *group)))]
    assert numbers == [189, 189, 185, 185]


@pytest.mark.parametrize(
    "rows",
    [
        [JOB, ("P-1002",), JOB, ("P-1003",), JOB],  # jobs that somebody has still to fill in
        [("P-1001",), JOB, JOB],
        [("", "", "", "Repair pump"), JOB, ("", "", "", "Repair lamp"), JOB],  # what every job needs, alone
        [WITHOUT_PROJECT, ("Project code: P-1001",)],  # nothing below it
        [JOB, ("", "", "", "12:30 check: see note"), JOB],
        [("P-1001", "MAINT"), ("P-1002", "MAINT"), ("P-1003", "MAINT")],
    ],
)
def test_a_job_with_little_in_it_is_no_such_line(rows: list[tuple[str, ...]]) -> None:
    assert lines(laid_out(grid_of(HEADINGS, *rows))) == []
