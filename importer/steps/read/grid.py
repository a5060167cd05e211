"""A worksheet or CSV file as it stands, before anybody asks which of its rows holds the headings."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from importer.records import CellFormats, CellNote

FIRST_ROWS = 60  # enough to tell how wide the table is
_FAR = 1 << 30  # beyond any row
_MOST_TWICE = 10_000  # cells that may be in two merged areas, as programs other than Excel have written it


@dataclass(frozen=True)
class MergedCells:
    """A merged range; all four counted from 1 as in Excel, last ones included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class MergedOverlap(Exception):
    """Merged areas lie over one another so often that looking at each would take very long; in Excel none do."""


def find_merged_areas(
    corners: Sequence[Sequence[int]], rows: npt.NDArray[np.int64], columns: Sequence[int]
) -> tuple[MergedCells, ...]:
    """The merged areas over these rows and columns, which ascend. Raises MergedOverlap, and ValueError."""
    areas = [tuple(min(position, _FAR) for position in area) for area in dict.fromkeys(map(tuple, corners))]
    if min(map(min, areas), default=1) < 1:
        raise ValueError("merged cells that no sheet has")
    tops = np.searchsorted(rows, [area[0] for area in areas])
    bottoms = np.searchsorted(rows, [area[2] + 1 for area in areas])
    heights = np.maximum(bottoms - tops, 0).tolist()
    widths = [max(bisect_left(columns, area[3] + 1) - bisect_left(columns, area[1]), 0) for area in areas]
    cells = [height * width for height, width in zip(heights, widths, strict=True)]
    if sum(cells) > len(rows) * len(columns) + _MOST_TWICE:
        raise MergedOverlap
    return tuple(MergedCells(*area) for area in areas)


@dataclass(frozen=True)
class Grid:
    """Every row with something in it, as text.

    `cells` is a frame of `str`, '' where blank; its index is the Excel row (for CSV the physical line on which the
    row begins), ascending; its columns are 0, 1, 2 …, and `columns` gives the Excel column of each, counted from 1.
    Columns without any cell are left out. `notes` says what text cannot: of a cell, of a row (column 0), or of the
    whole file (row None); `remarks` how the file was understood. `counts` is how many cells each row has in a CSV,
    empty for a worksheet, where every row has them all. `names` is what the workbook's defined
    names stand for (those of one sheet last), `properties` those that its user may define.
    `row_fills` has a number for the colour of each row that has one; `struck_rules` are the areas and formulas of
    conditional formats that strike through, `filled_rules` of those that fill, with the colour; `totals_rows` are those
    that tables keep for totals.
    """

    name: str
    columns: tuple[int, ...]
    cells: pd.DataFrame
    notes: tuple[CellNote, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    filtered: bool = False
    struck_rows: frozenset[int] = frozenset()
    row_fills: Mapping[int, int] = field(default_factory=dict)
    struck_rules: tuple[tuple[str, str], ...] = ()
    filled_rules: tuple[tuple[str, str, str], ...] = ()
    totals_rows: frozenset[int] = frozenset()
    merged: tuple[MergedCells, ...] = ()
    remarks: tuple[str, ...] = ()
    counts: tuple[int, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    properties: Mapping[str, str] = field(default_factory=dict)
    formats: CellFormats = field(default_factory=CellFormats)

    @cached_property
    def first_texts(self) -> npt.NDArray[Any]:
        """The texts of the first rows."""
        return self.cells.iloc[:FIRST_ROWS].to_numpy(dtype=object)
