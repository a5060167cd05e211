"""Hidden rows and merged cells: what a person does not see, told."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from importer.catalogue import spell_count
from importer.languages import _, append_more, ngettext
from importer.problem import HIDDEN_INCLUDED, HIDDEN_LEFT_OUT, MERGED_CELL, MERGED_MORE, MERGED_VALUE
from importer.records import CellNote
from importer.steps.read.grid import Grid, MergedCells
from importer.workbook_parts import letter_of

_MOST_CELLS = 5_000  # covered cells that are told one by one
_SHOWN = 4


def find_hidden(grid: Grid, rows: pd.Index) -> np.ndarray:
    """Where a row is hidden."""
    return np.isin(rows.to_numpy(), np.fromiter(grid.hidden_rows, dtype=np.int64, count=len(grid.hidden_rows)))


def describe_rows(numbers: Sequence[int] | np.ndarray | pd.Index, most: int) -> dict[str, object]:
    """How many rows there are, and which: `most` of them by their numbers."""
    shown = append_more(", ".join(map(str, numbers[:most])), len(numbers) - most)
    return {
        "rows": len(numbers),
        "count": spell_count(len(numbers), "row"),
        "are": "is" if len(numbers) == 1 else "are",
        "which": ngettext("row {rows}", "rows {rows}", len(numbers)).format(rows=shown),
    }


def note_hidden_rows(grid: Grid, numbers: np.ndarray, *, left_out: bool) -> CellNote:
    """Tell how many hidden rows are among those read, or left out, and which."""
    why = _("a filter hides") if grid.filtered else ngettext("is hidden", "are hidden", len(numbers))
    words = {**describe_rows(numbers, _SHOWN), "why": why}
    return CellNote(None, 0, HIDDEN_LEFT_OUT if left_out else HIDDEN_INCLUDED, words)


def note_merged_cells(grid: Grid, cells: pd.DataFrame, columns: tuple[int, ...]) -> tuple[CellNote, ...]:
    """Tell each cell below the headings that is blank because a merge with something in it covers it, and each that has
    a value all the same, which Excel does not show (xlsxwriter leaves what was written before the merge).
    """
    rows = cells.index.to_numpy()
    notes: list[CellNote] = []
    areas = sorted(grid.merged, key=lambda area: area.first_row)
    begins = np.searchsorted(rows, [area.first_row for area in areas]).tolist()
    ends = np.searchsorted(rows, [area.last_row + 1 for area in areas]).tolist()
    for area, first, last in zip(areas, begins, ends, strict=True):
        left, right = bisect_left(columns, area.first_column), bisect_left(columns, area.last_column + 1)
        if first >= last or left >= right:
            continue
        words = {"area": _address_of(area), "first": f"{letter_of(area.first_column)}{area.first_row}"}
        below = cells.iloc[first : min(last, first + _MOST_CELLS + 2), left:right]
        for row, column, text in _find_covered(area, below, columns[left:right]):
            if len(notes) == _MOST_CELLS:
                return (*notes, CellNote(None, 0, MERGED_MORE, {"count": len(notes), "begins": row}))
            code, found = (MERGED_VALUE, {"found": text}) if text else (MERGED_CELL, {})
            notes.append(CellNote(row, column, code, words | found))
    return tuple(notes)


def _find_covered(area: MergedCells, cells: pd.DataFrame, columns: tuple[int, ...]) -> Iterator[tuple[int, int, str]]:
    """The covered cells that do not have what the first one shows, with what they have: '' for nothing."""
    texts = cells.to_numpy(dtype=object)
    begins_here = (cells.index[0], columns[0]) == (area.first_row, area.first_column)
    shown = texts[0, 0].strip() if begins_here else None
    for number, row in zip(cells.index.tolist(), texts, strict=True):
        for column, text in zip(columns, row, strict=True):
            if text.strip() != shown and (number, column) != (area.first_row, area.first_column):
                yield number, column, text


def _address_of(area: MergedCells) -> str:
    first = f"{letter_of(area.first_column)}{area.first_row}"
    return f"{first}:{letter_of(area.last_column)}{area.last_row}"
