"""Rows of a CSV with more or fewer cells than there are headings."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from importer.problem import RAGGED_ROW, SHORT_ROW, Code
from importer.records import CellNote
from importer.steps.read.grid import Grid
from importer.steps.read.layout.headings import TopRow
from importer.steps.read.layout.rows import VISIBLE, find_matching

_SELDOM = 0.25  # of the rows: more, and leaving out blank cells at the end is how this file is written
_BLOCK = 16


def note_widths(grid: Grid, headings: Sequence[TopRow], below: int, *, without: Collection[int]) -> Iterator[CellNote]:
    """Tell the rows from the place `below` on that have something beyond the headings, or lack cells.

    A row lacks cells where that is seldom, or where other rows write out their blank ends. Excel itself leaves these
    out in 16 rows at a time (Microsoft, 'Column delimiters are missing in an Excel spreadsheet that is saved as
    text'), so that is no problem. Rows in `without` have their problem already.
    """
    if not grid.counts:
        return
    expected = max(grid.counts[row.position] for row in headings)
    counts = np.array(grid.counts)
    checked = np.arange(len(counts)) >= below
    if without:
        checked &= ~grid.cells.index.isin(list(without))
    yield from _make_notes(grid, RAGGED_ROW, checked & _find_overfull(grid, expected), expected)
    short = checked & (counts < expected) & ~_find_left_out_by_excel(counts)
    if _has_blank_ends(grid, counts == expected, expected) or short.sum() <= _SELDOM * checked.sum():
        yield from _make_notes(grid, SHORT_ROW, short, expected)


def _make_notes(grid: Grid, code: Code, rows: np.ndarray, expected: int) -> Iterator[CellNote]:
    for position in np.flatnonzero(rows).tolist():
        values = {"found": grid.counts[position], "expected": expected}
        yield CellNote(int(grid.cells.index[position]), 0, code, values)


def _find_overfull(grid: Grid, expected: int) -> np.ndarray:
    """Where something stands beyond the headings."""
    found = np.zeros(len(grid.cells), dtype=bool)
    for position, number in enumerate(grid.columns):
        if number > expected:
            found |= find_matching(grid.cells.iloc[:, position], VISIBLE)
    return found


def _find_left_out_by_excel(counts: np.ndarray) -> np.ndarray:
    starts = np.arange(0, len(counts), _BLOCK)
    sizes = np.diff(np.append(starts, len(counts)))
    alike = (np.minimum.reduceat(counts, starts) == np.maximum.reduceat(counts, starts)) & (sizes > 1)
    return np.repeat(alike, sizes)


def _has_blank_ends(grid: Grid, whole: np.ndarray, expected: int) -> bool:
    """Whether a row as wide as the headings writes out its last cell although it is blank."""
    if expected == 1 or expected not in grid.columns:
        return expected > 1 and bool(whole.any())
    last = grid.cells.iloc[:, grid.columns.index(expected)]
    return bool((whole & (last == "").to_numpy(dtype=bool)).any())
