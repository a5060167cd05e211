"""Hidden rows and merged cells: what a person does not see, told."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from importer.problem import HIDDEN_INCLUDED, HIDDEN_LEFT_OUT, MERGED_CELL
from importer.records import CellNote, letter_of
from importer.steps.read.grid import Grid, MergedCells

_MOST_CELLS = 5_000  # covered cells that are told one by one; beyond, each merged range once
_SHOWN = 4


def hidden_among(grid: Grid, rows: pd.Index) -> np.ndarray:
    """Where a row is hidden."""
    return np.isin(rows.to_numpy(), np.fromiter(grid.hidden_rows, dtype=np.int64, count=len(grid.hidden_rows)))


def hidden_note(grid: Grid, numbers: np.ndarray, *, left_out: bool) -> CellNote:
    """Tell how many hidden rows are among those read, or left out, and which."""
    one = len(numbers) == 1
    shown = ", ".join(str(number) for number in numbers[:_SHOWN])
    more = f" and {len(numbers) - _SHOWN} more" if len(numbers) > _SHOWN else ""
    words = {
        "count": f"{len(numbers)} {'row' if one else 'rows'}",
        "why": "a filter hides" if grid.filtered else "is hidden" if one else "are hidden",
        "are": "is" if one else "are",
        "which": f"row{'' if one else 's'} {shown}{more}",
    }
    return CellNote(None, 0, HIDDEN_LEFT_OUT if left_out else HIDDEN_INCLUDED, words)


def merged_notes(grid: Grid, rows: pd.Index, columns: tuple[int, ...]) -> tuple[CellNote, ...]:
    """Tell each cell below the headings that is blank because a merge covers it."""
    numbers, letters = rows.to_numpy(), np.asarray(columns)
    notes: list[CellNote] = []
    for area in grid.merged:
        covered = _covered(area, numbers, letters)
        words = {"area": _address(area), "first": f"{letter_of(area.first_column)}{area.first_row}"}
        for cell in covered:
            notes.append(CellNote(*cell, MERGED_CELL, words))
            if len(notes) >= _MOST_CELLS:
                break
    return tuple(notes)


def _covered(area: MergedCells, numbers: np.ndarray, columns: np.ndarray) -> Iterator[tuple[int, int]]:
    first, last = np.searchsorted(numbers, [area.first_row, area.last_row + 1])
    left, right = np.searchsorted(columns, [area.first_column, area.last_column + 1])
    for row in numbers[first:last]:
        for column in columns[left:right]:
            if (row, column) != (area.first_row, area.first_column):
                yield int(row), int(column)


def _address(area: MergedCells) -> str:
    first = f"{letter_of(area.first_column)}{area.first_row}"
    return f"{first}:{letter_of(area.last_column)}{area.last_row}"
