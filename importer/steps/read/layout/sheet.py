"""A grid becomes a sheet."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from importer.catalogue import find_field
from importer.errors import SheetError
from importer.languages import _, append_more, quote_name
from importer.problem import EMPTY_FILE, EMPTY_SHEET, GROUP_LINE, HEADING_ROW_BLANK, HEADINGS_FOUND
from importer.records import CellNote, Sheet
from importer.settings import Options
from importer.steps.read.grid import Grid
from importer.steps.read.layout.added import split_previous_results
from importer.steps.read.layout.format_rules import add_filled_rows, add_struck_rows
from importer.steps.read.layout.group_lines import note_group_lines
from importer.steps.read.layout.heading_groups import note_groups
from importer.steps.read.layout.headings import FindField, TopRow, find_heading_row, list_top_rows
from importer.steps.read.layout.hidden import find_hidden, note_hidden_rows, note_merged_cells
from importer.steps.read.layout.rows import (
    VISIBLE,
    TableRows,
    body_of,
    find_matching,
    note_repeated_headings,
)
from importer.steps.read.layout.strike_and_fill_notes import leave_struck_out, note_fills
from importer.steps.read.layout.totals_and_footers import note_totals_and_footers
from importer.steps.read.layout.two_rows import HeadingRows, join_heading_rows, note_units
from importer.steps.read.layout.widths import note_widths

_SHOWN = 5
_LONGEST = 40


def make_sheet(grid: Grid, path: Path, options: Options, *, find_field: FindField = find_field) -> Sheet:
    """Find the headings of a grid and give what stands below them, with notes of all that is not plain.

    `find_field` says which headings mean a field (a mapping knows more of them than the catalogue). The headings are
    looked for in the first rows; `options.heading_row` names them, and is then taken alone. Rows above them are told
    and left out; rows of totals, repeated headings and the rows of a second table stay, each with an error of its
    own; hidden rows stay, told, unless `options.skip_hidden`. Raises SheetError where there is nothing, or nothing in
    the row named.
    """
    grid, previous = split_previous_results(grid, path)
    grid, rules = add_struck_rows(add_filled_rows(grid))
    rows = list_top_rows(grid)
    if not rows:
        which = _('The sheet "{name}"').format(name=grid.name)
        raise SheetError(EMPTY_SHEET, path=path, which=which) if grid.name else SheetError(EMPTY_FILE, path=path)
    at, rows = _choose_rows(rows, grid, path, options, find_field)
    headings = join_heading_rows(rows, at, grid, find_field, alone=options.heading_row is not None)
    below, passed = _note_below(rows, headings, find_field)
    cells, hidden = _leave_hidden_out(grid, grid.cells.iloc[below:], options)
    cells, struck = leave_struck_out(grid, cells, options)
    body = body_of(cells)
    non_jobs = _note_non_jobs(body, headings, grid, find_field)
    with_problem = {note.row for note in (*grid.notes, *non_jobs) if note.column == 0 and note.row is not None}
    widths = note_widths(grid, (headings.first, headings.last), below, without=with_problem)
    groups = () if options.heading_row is not None else note_groups(rows, headings, grid)
    notes = (
        *_note_above(rows, headings),
        *headings.notes,
        *groups,
        *passed,
        *hidden,
        *struck,
        *rules,
        *non_jobs,
        *widths,
    )
    notes += note_fills(grid, body.cells.index[~body.cells.index.isin(list(with_problem | grid.struck_rows))])
    sheet = _make_sheet(grid, path, headings, body.cells, notes)
    return sheet if previous is None else replace(sheet, previous_results=previous.of_rows(sheet.cells.index))


def _note_non_jobs(body: TableRows, headings: HeadingRows, grid: Grid, find_field: FindField) -> tuple[CellNote, ...]:
    """Tell the rows that are no jobs: totals, headings again, a second table, lines above groups."""
    end, notes = note_repeated_headings(body, headings.texts, headings.number, find_field)
    notes += note_totals_and_footers(body, end, grid.totals_rows, {note.row for note in notes})
    with_problem = {note.row for note in (*grid.notes, *notes) if note.column == 0 and note.row is not None}
    return (*notes, *note_group_lines(body, headings.texts, grid.columns, find_field, with_problem))


def _choose_rows(
    rows: tuple[TopRow, ...], grid: Grid, path: Path, options: Options, find_field: FindField
) -> tuple[int, tuple[TopRow, ...]]:
    if options.heading_row is None:
        return find_heading_row(rows, find_field), rows
    rows = list_top_rows(grid, options.heading_row)
    if not rows or rows[0].number != options.heading_row:
        found = ", ".join(f"{row.number} ({_shorten_row(row)})" for row in list_top_rows(grid)[:_SHOWN])
        raise SheetError(HEADING_ROW_BLANK, path=path, wanted=options.heading_row, found=found)
    return 0, rows


def _shorten_row(row: TopRow) -> str:
    text = " ".join(next(filter(None, row.texts)).split())
    return quote_name(f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text)


def _note_above(rows: Sequence[TopRow], headings: HeadingRows) -> tuple[CellNote, ...]:
    above = [row for row in rows if row.position < headings.first.position]
    if not above:
        return ()
    shown = ", ".join(map(_shorten_row, above[:_SHOWN]))
    return (
        CellNote(
            headings.number,
            0,
            HEADINGS_FOUND,
            {"found": headings.number, "above": append_more(shown, len(above) - _SHOWN)},
        ),
    )


def _note_below(
    rows: Sequence[TopRow], headings: HeadingRows, find_field: FindField
) -> tuple[int, tuple[CellNote, ...]]:
    """Pass over the template's own notes, which say nothing new, and over a row of units, which is told."""
    below, notes = headings.last.position + 1, []
    for row in rows:
        if row.position != below:
            continue
        if _is_template_note(row, headings, find_field):
            below += 1
        elif note := note_units(row, headings.number):
            notes.append(note)
            below += 1
    return below, tuple(notes)


def _is_template_note(row: TopRow, headings: HeadingRows, find_field: FindField) -> bool:
    """True where every cell is what the catalogue says of the field of its column."""
    return all(
        (field := find_field(heading)) is not None and text == field.description
        for heading, text in zip(headings.texts, row.texts, strict=True)
        if text
    )


def _make_sheet(
    grid: Grid, path: Path, headings: HeadingRows, cells: pd.DataFrame, notes: tuple[CellNote, ...]
) -> Sheet:
    places = [position for position, text in enumerate(headings.texts) if text or _is_in_use(cells.iloc[:, position])]
    columns = tuple(grid.columns[position] for position in places)
    names = [headings.texts[position] for position in places]
    filled = cells.iloc[:, places]
    filled.columns = pd.Index(names, dtype="str")
    no_jobs = {note.row for note in notes if note.code is GROUP_LINE}
    merged = note_merged_cells(grid, filled[~filled.index.isin(no_jobs)] if no_jobs else filled, columns)
    return Sheet(
        path=path,
        name=grid.name,
        heading_row=headings.number,
        headings=names,
        columns=columns,
        cells=filled,
        notes=(*_notes_of(grid, headings, filled.index), *notes, *merged),
        remarks=grid.remarks,
        names=grid.names,
        properties=grid.properties,
        formats=grid.formats,
    )


def _notes_of(grid: Grid, headings: HeadingRows, rows: pd.Index) -> tuple[CellNote, ...]:
    """The notes of reading, but those of rows that are neither headings nor read as jobs."""
    return tuple(note for note in grid.notes if note.row is None or note.row == headings.number or note.row in rows)


def _leave_hidden_out(grid: Grid, cells: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, tuple[CellNote, ...]]:
    hidden = find_hidden(grid, cells.index) if grid.hidden_rows else np.zeros(0, dtype=bool)
    if not hidden.any():
        return cells, ()
    note = note_hidden_rows(grid, cells.index.to_numpy()[hidden], left_out=options.skip_hidden)
    return (cells[~hidden] if options.skip_hidden else cells), (note,)


def _is_in_use(column: pd.Series) -> bool:
    return bool(find_matching(column, VISIBLE).any())
