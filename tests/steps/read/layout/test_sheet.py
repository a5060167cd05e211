from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.catalogue.fields_by_heading import get_field
from importer.errors import SheetError
from importer.problem import EXCEL_ERROR
from importer.records import CellNote
from importer.settings import Options
from tests.examples import examples
from tests.steps.read.grids import HEADINGS, JOB, grid_of, laid_out, noted, said


def test_a_simple_sheet_comes_out_as_it_stands() -> None:
    sheet = laid_out(grid_of(HEADINGS, JOB, (), JOB))
    assert (sheet.heading_row, sheet.headings, sheet.columns) == (1, list(HEADINGS), (1, 2, 3, 4, 5))
    assert list(sheet.cells.index) == [2, 4]
    assert list(sheet.cells.loc[4]) == list(JOB)
    assert (sheet.name, sheet.notes) == ("Jobs", ())
    assert [str(axis.dtype) for axis in (sheet.cells.columns, sheet.cells.index)] == ["str", "int64"]


def test_headings_below_titles_and_blank_rows_are_found_and_told() -> None:
    grid = grid_of(("Work orders of March 2026",), (), ("Made by", "J. Doe"), HEADINGS, JOB)
    sheet = laid_out(grid)
    assert (sheet.heading_row, list(sheet.cells.index)) == (4, [5])
    [note] = sheet.notes
    assert (note.row, note.code.number) == (4, 160)
    assert 'in row 4, so the rows above them are not read as jobs: "Work orders of March 2026", "Made by"' in said(note)


def test_blank_rows_alone_above_the_headings_are_not_worth_a_word() -> None:
    assert laid_out(grid_of((), (), HEADINGS, JOB)).notes == ()


def test_headings_that_nobody_knows_are_found_by_their_shape() -> None:
    grid = grid_of(
        ("Werkbonnen maart",),
        ("Klant:", "Acme"),
        ("Omschr.", "Klantnr", "Uren", "Op"),
        ("a", "1", "2", "3"),
        ("b", "4"),
    )
    assert laid_out(grid).heading_row == 3


def test_a_wide_row_of_words_above_numbers_is_preferred_to_a_narrower_one() -> None:
    grid = grid_of(
        ("Klant", "Acme", "Gent"), ("Soort", "Werk", "Uren", "Ploeg"), ("a", "b", "1", "2"), ("c", "d", "3", "4")
    )
    assert laid_out(grid).heading_row == 2


def test_one_known_word_in_a_title_does_not_make_it_the_headings() -> None:
    assert laid_out(grid_of(("Summary",), ("Soort", "Werk"), ("a", "b"), ("c", "d"))).heading_row == 2


def test_one_column_has_its_heading_in_the_first_row() -> None:
    assert laid_out(grid_of(("Omschrijving",), ("a",), ("b",))).heading_row == 1


def test_headings_that_a_mapping_knows_count_as_known() -> None:
    mine = {"Soort": get_field("job_type_code"), "Werk": get_field("name")}
    grid = grid_of(("Lijst", "van", "alles"), ("Soort", "Werk", ""), ("a", "b", "c"))
    assert laid_out(grid).heading_row == 1
    assert laid_out(grid, find_field=mine.get).heading_row == 2


def test_the_heading_row_can_be_said_and_is_then_taken_alone() -> None:
    sheet = laid_out(grid_of(("Project", "Work"), HEADINGS, JOB, JOB), Options(heading_row=1))
    assert (sheet.heading_row, sheet.headings[:2], list(sheet.cells.index)) == (1, ["Project", "Work"], [2, 3, 4])


def test_a_heading_row_beyond_the_first_thirty_can_be_said() -> None:
    grid = grid_of(*[("note",)] * 80, HEADINGS, JOB)
    sheet = laid_out(grid, Options(heading_row=81))
    assert (sheet.heading_row, list(sheet.cells.index)) == (81, [82])


def test_a_blank_heading_row_is_refused_and_the_filled_ones_named() -> None:
    with pytest.raises(SheetError, match=r'Row 2 of jobs.xlsx is blank.*: 1 \("Project code"\), 3 \("P-1001"\)'):
        laid_out(grid_of(HEADINGS, (), JOB), Options(heading_row=2))


@pytest.mark.parametrize(("name", "number"), [("Jobs", 114), ("", 103)])
def test_nothing_at_all_is_refused(name: str, number: int) -> None:
    with pytest.raises(SheetError) as stopped:
        laid_out(grid_of(name=name))
    assert stopped.value.code.number == number


def test_headings_only_give_no_rows() -> None:
    assert laid_out(grid_of(HEADINGS)).rows == 0


def test_a_column_with_values_but_no_heading_is_kept() -> None:
    sheet = laid_out(grid_of((*HEADINGS, "", ""), (*JOB, "", "x")))
    assert (sheet.headings[-1], sheet.columns[-1], sheet.cells.shape) == ("", 7, (1, 6))


def test_white_space_alone_is_no_row_no_column_and_no_heading() -> None:
    sheet = laid_out(grid_of((*HEADINGS, " "), (*JOB, "\xa0"), ("\xa0", "", " \t")))
    assert (sheet.headings, list(sheet.cells.index)) == (list(HEADINGS), [2])


def test_a_row_that_begins_with_white_space_is_still_a_row() -> None:
    assert list(laid_out(grid_of(HEADINGS, (" ", *JOB[1:]))).cells.index) == [2]


def test_notes_of_the_template_never_count_as_rows() -> None:
    notes = tuple(get_field(n).description for n in ("project_reference_back_office", "job_type_code"))
    sheet = laid_out(grid_of(HEADINGS, notes, JOB))
    assert (list(sheet.cells.index), sheet.notes) == ([3], ())


def test_a_row_of_units_is_told_and_no_job() -> None:
    sheet = laid_out(grid_of(HEADINGS, ("(code)", "text", "", "", "min"), JOB))
    assert list(sheet.cells.index) == [3]
    assert "Row 2 gives units or formats ((code), text, min)" in said(sheet.notes[0])


def test_a_note_of_a_row_that_is_not_read_is_left_out() -> None:
    def note(row: int | None) -> CellNote:
        return CellNote(row, 1, EXCEL_ERROR, {"value": "#N/A"})

    grid = replace(grid_of(("Title",), HEADINGS, JOB), notes=(note(1), note(2), note(3), note(None)))
    assert [row for row, _, number in noted(laid_out(grid)) if number == 411] == [2, 3, None]


cell = st.sampled_from(["", " ", "Total", "12", "Name", "Project code", "x", "a b", "2026-12-31", "\xa0", "min"])


@pytest.mark.thorough
@settings(deadline=None, max_examples=examples(200))
@given(st.lists(st.lists(cell, max_size=5).map(tuple), max_size=12), st.booleans())
def test_every_row_is_read_or_told(rows: list[tuple[str, ...]], skip: bool) -> None:
    grid = grid_of(*rows, hidden=(2, 3))
    visible = [number for number, row in enumerate(rows, 1) if any(text.strip() for text in row)]
    if not visible:
        return
    sheet = laid_out(grid, Options(skip_hidden=skip))
    left_out = set(visible) - set(sheet.cells.index) - {sheet.heading_row}
    told = {code for _, _, code in noted(sheet)}
    for row in left_out:
        above = row < sheet.heading_row and bool(told & {160, 162, 163})
        hidden = skip and row in {2, 3} and 169 in told
        assert above or hidden or (row > sheet.heading_row and 164 in told), row
    assert isinstance(sheet.cells.columns, pd.Index)
    assert len(sheet.headings) == len(sheet.columns) == sheet.cells.shape[1]
