from dataclasses import replace

from importer.settings import Options
from tests.steps.read.grids import HEADINGS, JOB, grid_of, laid_out, noted, said


def test_hidden_rows_are_included_and_told() -> None:
    sheet = laid_out(grid_of(HEADINGS, *[JOB] * 6, hidden=(3, 4, 99)))
    assert (sheet.rows, noted(sheet)) == (6, [(None, 0, 168)])
    told = "2 rows that are hidden are included (rows 3, 4). Add --skip-hidden to leave out what is hidden."
    assert said(sheet.notes[0]) == told


def test_hidden_rows_are_left_out_where_asked_and_told() -> None:
    sheet = laid_out(grid_of(HEADINGS, JOB, JOB, hidden=(3,)), Options(skip_hidden=True))
    assert list(sheet.cells.index) == [2]
    assert said(sheet.notes[0]).startswith("1 row that is hidden is left out because of --skip-hidden (row 3).")


def test_rows_that_a_filter_hides_are_called_so() -> None:
    grid = replace(grid_of(HEADINGS, *[JOB] * 7, hidden=(2, 3, 4, 5, 6)), filtered=True)
    assert "5 rows that a filter hides are included (rows 2, 3, 4, 5 and 1 more)" in said(laid_out(grid).notes[0])


def test_hidden_rows_without_anything_in_them_are_not_worth_a_word() -> None:
    assert laid_out(grid_of(HEADINGS, JOB, (), JOB, hidden=(3,))).notes == ()


def test_a_cell_covered_by_a_merge_is_told_with_its_range() -> None:
    grid = grid_of(HEADINGS, JOB, ("", *JOB[1:]), ("", *JOB[1:]), merged=("A2:A4",))
    sheet = laid_out(grid)
    assert noted(sheet) == [(3, 1, 170), (4, 1, 170)]
    assert said(sheet.notes[0]).startswith("The cell is empty because A2:A4 is merged: its value applies to A2 only.")
    assert sheet.cells.iloc[1, 0] == ""


def test_merges_above_the_headings_or_over_nothing_are_not_worth_a_word() -> None:
    grid = grid_of(("Title",), HEADINGS, JOB, merged=("A1:E1", "A3:A5", "G3:H3"))
    assert noted(laid_out(grid)) == [(2, 0, 160)]


def test_a_merge_over_very_many_rows_is_told_within_reason() -> None:
    grid = grid_of(HEADINGS, JOB, *[("", *JOB[1:])] * 6_000, merged=("A2:A6002", "B2:B3"))
    notes = laid_out(grid).notes
    assert (len(notes), notes[-1].code.number) == (5_001, 171)
    assert "from row 5003 on" in said(notes[-1])


def test_a_merge_of_blank_cells_is_not_worth_a_word() -> None:
    assert laid_out(grid_of(HEADINGS, JOB, ("", *JOB[1:]), ("", *JOB[1:]), merged=("A3:A4",))).notes == ()


def test_a_value_that_stands_beneath_a_merge_is_not_called_blank() -> None:
    assert laid_out(grid_of(HEADINGS, JOB, JOB, merged=("A2:A3",))).notes == ()
