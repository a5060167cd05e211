"""Rows struck through or filled with a colour of their own: what a person sees, told."""

import numpy as np
import pandas as pd

from importer.problem import FILL_APART, STRUCK_INCLUDED, STRUCK_LEFT_OUT, Code
from importer.records import CellNote
from importer.settings import Options
from importer.steps.read.grid import Grid
from importer.steps.read.layout.hidden import describe_rows

_SHOWN = 6
_USUAL = 0.2  # share of the rows from which a colour is one of a pattern, such as every second row
_MOST = 3  # a colour is apart on fewer than one row in three, where most others colour alike
_FEW_ROWS = 4


def leave_struck_out(grid: Grid, cells: pd.DataFrame, options: Options) -> tuple[pd.DataFrame, tuple[CellNote, ...]]:
    """The rows without those struck through, where these are to be left out, and what there is to say of them."""
    struck = cells.index.isin(list(grid.struck_rows)) if grid.struck_rows else np.zeros(0, dtype=bool)
    if not struck.any():
        return cells, ()
    note = _make_note(STRUCK_LEFT_OUT if options.skip_struck else STRUCK_INCLUDED, cells.index[struck])
    return (cells[~struck] if options.skip_struck else cells), (note,)


def note_fills(grid: Grid, rows: pd.Index) -> tuple[CellNote, ...]:
    """Tell the few rows that have another colour than all the others."""
    if not grid.row_fills or len(rows) < _FEW_ROWS:
        return ()
    fills = np.array([grid.row_fills.get(int(row), 0) for row in rows])
    apart = _find_apart(fills)
    return (_make_note(FILL_APART, rows[apart]),) if apart.any() else ()


def _find_apart(fills: np.ndarray) -> np.ndarray:
    colours, where, counts = np.unique(fills, return_inverse=True, return_counts=True)
    few = counts < _USUAL * len(fills)
    if counts[~few].sum() < (1 - 2 * _USUAL) * len(fills):
        few[:] = False
    if counts.max() * 2 > len(fills):
        few |= (counts * _MOST < len(fills)) & ~np.array([_is_regular(fills == colour) for colour in colours])
    return (few & (colours > 0))[where]


def _is_regular(filled: np.ndarray) -> bool:
    """True for every second row, every third, and so on, from the first to the last."""
    places = np.flatnonzero(filled)
    steps = np.unique(np.diff(places))
    return len(steps) == 1 and places[0] < steps[0] and places[-1] + steps[0] >= len(filled)


def _make_note(code: Code, rows: pd.Index) -> CellNote:
    return CellNote(None, 0, code, describe_rows(rows, _SHOWN))
