"""Rows that a conditional format strikes through or fills: its formula, asked of each row where it is a simple one."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import numpy as np

from importer.problem import STRUCK_BY_RULE
from importer.records import CellNote
from importer.steps.read.grid import Grid
from importer.steps.read.layout.formula_values import CellHasError, FormulaUnknown
from importer.steps.read.layout.formulas import Formula, read_formula
from importer.workbook_parts import corners_of

_MOST_COLUMNS = 60
_MOST_FOR_COLOURS = 200_000  # cells that are asked: a colour mostly says again what stands in a cell
_MOST_CELLS = 1_000_000  # that are asked, and areas and rows looked at; Excel itself takes long for more
_WORK_OF_A_CELL = 1000  # on average, counted as the parts of a formula times the letters that they read
_WORK_OF_A_PART, _WORK_OF_A_LETTER = 30, 60  # what a part takes that reads nothing, and a letter to be understood
_SHOWN = 3


def add_struck_rows(grid: Grid) -> tuple[Grid, tuple[CellNote, ...]]:
    """The grid with the rows that its conditional formats strike through, and what to tell of those not understood."""
    if not grid.struck_rules:
        return grid, ()
    asked, unknown = _FormulaRows(grid, _MOST_CELLS), []
    for areas, formula in grid.struck_rules:
        try:
            asked.ask(areas.split(), formula)
        except FormulaUnknown:
            unknown.append(formula)
    words = {"rules": "; ".join(dict.fromkeys(unknown[:_SHOWN]))}
    notes = (CellNote(None, 0, STRUCK_BY_RULE, words),) if unknown else ()
    return replace(grid, struck_rows=grid.struck_rows | asked.struck), notes


def add_filled_rows(grid: Grid) -> Grid:
    """The grid with the colours of the rows that its conditional formats fill from the first cell to the last.

    A rule that is not understood says nothing: what is overdue, or there twice, is no other job.
    """
    if not grid.filled_rules or not grid.columns:
        return grid
    asked, found = _FormulaRows(grid, _MOST_FOR_COLOURS), dict(grid.row_fills)
    before = max(found.values(), default=0)
    colours = {colour: before + number for number, (_, _, colour) in enumerate(grid.filled_rules, 1)}
    for areas, formula, colour in grid.filled_rules:
        with suppress(FormulaUnknown):
            if any(_is_across(area, grid.columns) for area in areas.split()):
                found |= dict.fromkeys(asked.find_whole_rows(areas.split(), formula), colours[colour])
    return replace(grid, row_fills=found)


def _is_across(area: str, columns: Sequence[int]) -> bool:
    left, _, right, _ = corners_of(area)
    return 0 < left <= columns[0] and columns[-1] <= right


class _FormulaRows:
    """The rows of a grid, of each of which formulas are asked; `struck` are those most of whose cells they strike."""

    def __init__(self, grid: Grid, most: int) -> None:
        self.struck: frozenset[int] = frozenset()
        self._columns, self._numbers = grid.columns, grid.cells.index.to_numpy()
        self._texts = grid.cells.to_numpy(dtype=object)
        self._rows = {number: at for at, number in enumerate(self._numbers.tolist())}
        self._places = {column: at for at, column in enumerate(grid.columns)}
        self._is_filled = self._texts != ""
        self._filled = self._is_filled.sum(axis=1)
        self._left, self._work_left, self._parts = most, most * _WORK_OF_A_CELL, 0

    def ask(self, areas: Sequence[str], text: str) -> None:
        """Ask a formula of these areas. Raises FormulaUnknown."""
        met = self._count_met(areas, text)
        self.struck |= {int(self._numbers[at]) for at, count in met.items() if 2 * count > self._filled[at]}

    def find_whole_rows(self, areas: Sequence[str], text: str) -> list[int]:
        """The rows of which all cells with something in them meet a formula. Raises FormulaUnknown."""
        met = self._count_met(areas, text)
        return [int(self._numbers[at]) for at, count in met.items() if 0 < self._filled[at] <= count]

    def _count_met(self, areas: Sequence[str], text: str) -> dict[int, int]:
        """How many cells of each row meet a formula."""
        self._work(_WORK_OF_A_LETTER * len(text))
        formula = read_formula(text)
        self._parts = formula.parts
        always = self._is_met(formula.ask, 0, 0) if formula.is_of_sheet else None
        corner = corners_of(areas[0]) if areas else (0, 0, 0, 0)
        if not all(corner):
            raise FormulaUnknown
        met: dict[int, int] = {}
        for left, top, right, bottom in map(corners_of, areas):
            self._count(1)
            places = [self._places[column] for column in self._columns if left <= column <= right][:_MOST_COLUMNS]
            for at in range(*np.searchsorted(self._numbers, (top, bottom + 1)).tolist()):
                moved = int(self._numbers[at]) - corner[1]
                filled = [position for position in places if self._is_filled[at, position]]
                asked = () if always is not None else filled[:1] if formula.is_of_row else filled
                self._count(max(1, len(asked)))
                hits = [self._is_met(formula.ask, moved, self._columns[position] - corner[0]) for position in asked]
                is_whole = always or (formula.is_of_row and any(hits))
                met[at] = met.get(at, 0) + (len(filled) if is_whole else sum(hits))
        return met

    def _count(self, cells: int) -> None:
        self._left -= cells
        if self._left < 0:
            raise FormulaUnknown

    def _work(self, amount: int) -> None:
        self._work_left -= amount
        if self._work_left < 0:
            raise FormulaUnknown

    def _is_met(self, formula: Formula, rows: int, columns: int) -> bool:
        self._work(self._parts * _WORK_OF_A_PART)
        try:
            found = formula(self._read_cell, rows, columns)
        except CellHasError:
            return False
        return bool(found) if isinstance(found, bool | float) else False

    def _read_cell(self, row: int, column: int) -> str:
        there = row in self._rows and column in self._places
        text = str(self._texts[self._rows[row], self._places[column]]) if there else ""
        self._work(self._parts * len(text))
        return text
