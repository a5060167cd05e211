"""The columns that an earlier run added to a results workbook: taken off, and kept beside the rows."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from importer.catalogue import remove_guard
from importer.records import RESULTS_COLUMNS, RESULTS_HEADINGS, PreviousResults, results_heading_of
from importer.steps.read.grid import Grid
from importer.steps.read.layout.added_in_part import choose_ours, find_added_in_part, refuse_without_jobs
from importer.steps.read.layout.headings import HEADINGS_WITHIN
from importer.workbook_parts import ADDED_NAME, TARGET_NAME, find_sheet_named, to_column_number

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?[0-9]{1,7})?")
_ENOUGH = tuple(column.heading for column in RESULTS_COLUMNS if column.identifies)


def split_previous_results(grid: Grid, path: Path) -> tuple[Grid, PreviousResults | None]:
    """Take our columns off a grid, and the rows in which nothing else is; give what they said, by row.

    That is None for a sheet that is no results. Our columns are those of the mark in the workbook that still have our
    headings; without a mark (it was written as CSV, or saved so) those whose headings stand side by side as we write
    them, or some of them, and the apostrophes that keep formulas out of a CSV are taken off its cells. Raises
    SheetError where ours do not say any more which rows have a job.
    """
    area = _meaning_of(ADDED_NAME, grid)
    area = area if find_sheet_named(area) == grid.name else ""
    heading_row, places = _find_marked(grid, area) if area else _find_by_headings(grid)
    if not places:
        return grid, None
    if not area:  # written as CSV
        grid = replace(grid, cells=grid.cells.apply(_remove_guards))
    places = choose_ours(grid, path, heading_row, places)
    refuse_without_jobs(grid, path, heading_row, places)
    others = [position for position in range(len(grid.columns)) if position not in places]
    cells = grid.cells.iloc[:, others]
    seen = (cells.apply(lambda column: column.str.strip()) != "").any(axis=1)
    texts = _texts_of(grid, places, heading_row).loc[seen & (grid.cells.index > heading_row)]
    cells = cells[seen]
    cells.columns = pd.RangeIndex(len(others))
    counts = tuple(count for count, stays in zip(grid.counts, seen, strict=True) if stays) if grid.counts else ()
    target = _meaning_of(TARGET_NAME, grid).strip('"').replace('""', '"') if area else ""
    added = {grid.columns[position] for position in places}
    return (
        replace(
            grid,
            columns=tuple(grid.columns[position] for position in others),
            cells=cells,
            notes=tuple(note for note in grid.notes if note.column not in added),
            hidden_rows=grid.hidden_rows & frozenset(cells.index),
            counts=counts,
        ),
        PreviousResults(texts, target),
    )


def _remove_guards(column: pd.Series) -> pd.Series:
    guarded = column.str.contains("'", regex=False)
    return column.mask(guarded, column[guarded].map(remove_guard)) if guarded.any() else column


def _meaning_of(mark: str, grid: Grid) -> str:
    return next((meaning for name, meaning in grid.names if name == mark), "")


def _texts_of(grid: Grid, places: Sequence[int], heading_row: int) -> pd.DataFrame:
    headings = grid.cells.loc[heading_row]
    by_heading = {results_heading_of(str(headings.iloc[position])): grid.cells.iloc[:, position] for position in places}
    blank = pd.Series("", index=grid.cells.index, dtype="str")
    return pd.DataFrame({heading: by_heading.get(heading, blank) for heading in RESULTS_HEADINGS})


def _find_marked(grid: Grid, area: str) -> tuple[int, list[int]]:
    """The columns of the mark that are still headed as we headed them: a user may have put others among them."""
    found = _AREA.fullmatch(area.rpartition("!")[2])
    row = int(found[2]) if found else 0
    if not found or row not in grid.cells.index:
        return _find_by_headings(grid)
    first, last = to_column_number(found[1]), to_column_number(found[3] or found[1])
    headings = grid.cells.loc[row]
    places = [
        position
        for position, column in enumerate(grid.columns)
        if first <= column <= last and results_heading_of(str(headings.iloc[position]))
    ]
    return (row, places) if places else _find_by_headings(grid)


def _find_by_headings(grid: Grid) -> tuple[int, list[int]]:
    first = grid.cells.iloc[:HEADINGS_WITHIN, :1]
    for row, texts in zip(first.index, grid.first_texts.tolist(), strict=False):
        headings = [results_heading_of(text) for text in texts]
        if _ENOUGH[0] not in headings:
            continue
        for position in range(len(headings) - len(_ENOUGH) + 1):
            if tuple(headings[position : position + len(_ENOUGH)]) == _ENOUGH:
                places = range(position, len(headings))
                return int(row), [at for at in places if headings[at]]
    return find_added_in_part(grid)
