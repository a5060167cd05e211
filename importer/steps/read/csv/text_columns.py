"""Records become columns of text, some rows at a time so that memory stays flat."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importer.steps.read.csv.tolerant_reader import Record, RowProblem

MOST_COLUMNS = 1 << 15  # twice those of Excel
_TEXT = pa.large_string()  # what the str columns of pandas hold
_BLANK = pa.scalar("", _TEXT)  # made once, and not for each column
_ROWS_AT_ONCE = 1_000
_CELLS_AT_ONCE = 200_000


class TooManyColumnsError(Exception):
    """A row has more than MOST_COLUMNS cells."""

    def __init__(self, line: int, found: int) -> None:
        super().__init__(line, found)
        self.line, self.found = line, found


@dataclass
class _TextColumn:
    """The pieces of a column; `rows` is how many rows they have, blanks to come left aside."""

    pieces: list[pa.Array] = field(default_factory=list)
    rows: int = 0
    in_use: bool = False

    def add(self, pieces: Sequence[pa.Array], before: int) -> None:
        if before > self.rows:
            self.pieces.append(_make_blanks(before - self.rows))
        self.pieces.extend(pieces)
        self.rows = before + sum(map(len, pieces))
        self.in_use = self.in_use or any(map(_has_text, pieces))

    def combine(self, rows: int) -> pa.Array:
        if rows > self.rows:
            self.pieces.append(_make_blanks(rows - self.rows))
        joined = pa.chunked_array(self.pieces, _TEXT)
        self.pieces.clear()  # else both live until the last column is done
        return joined.combine_chunks()


@dataclass
class Columns:
    """The rows in which something is: the physical line and the number of cells of each, and the cells by column.

    A row that is wider than `width` counts as wide as its last cell with something in it. `first` are the first rows.
    """

    width: int
    lines: list[int] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)
    problems: dict[int, RowProblem] = field(default_factory=dict)  # by line
    first: list[list[str]] = field(default_factory=list)
    _columns: list[_TextColumn] = field(default_factory=list)

    def add_table(self, lines: np.ndarray, table: pa.Table) -> None:
        """Take rows of the usual width, none of them blank."""
        before = len(self.lines)
        self.lines.extend(lines.tolist())
        self.counts.extend([self.width] * len(lines))
        self._grow(self.width)
        for column, whole in zip(self._columns, table.columns, strict=False):
            column.add(whole.chunks, before)
        if len(self.first) < _ROWS_AT_ONCE:
            start = table.slice(0, _ROWS_AT_ONCE)
            self.first.extend(map(list, zip(*(column.to_pylist() for column in start.columns), strict=True)))

    def add(self, records: Iterable[Record]) -> "Columns":
        """Take every record in which something is."""
        rows: list[list[str]] = []
        most = 0
        for record in records:
            cells = record.cells
            if not (cells and cells[0].strip()) and not any(map(str.strip, cells)):
                continue
            if len(cells) > self.width:
                cells = _remove_blank_end(cells, self.width)
            if len(cells) > MOST_COLUMNS:
                raise TooManyColumnsError(record.line, len(cells))
            if record.problem:
                self.problems[record.line] = record.problem
            self.lines.append(record.line)
            self.counts.append(len(cells))
            rows.append(cells)
            most = max(most, len(cells))
            if len(rows) == _ROWS_AT_ONCE or len(rows) * most > _CELLS_AT_ONCE:
                self._keep(rows)
                rows, most = [], 0
        self._keep(rows)
        return self

    def _keep(self, rows: list[list[str]]) -> None:
        before = len(self.lines) - len(rows)
        if len(self.first) < _ROWS_AT_ONCE:
            self.first.extend(rows)
        by_column = list(zip_longest(*rows, fillvalue=""))
        self._grow(len(by_column))
        for column, cells in zip(self._columns, by_column, strict=False):
            column.add([pa.array(cells, _TEXT)], before)

    def _grow(self, width: int) -> None:
        self._columns.extend(_TextColumn() for _ in range(width - len(self._columns)))

    def take_texts(self, wide: int) -> dict[int, pa.Array]:
        """The columns in use among the first `wide`, by their Excel number; nothing is left here afterwards."""
        return {
            position: column.combine(len(self.lines))
            for position, column in enumerate(self._columns[:wide], start=1)
            if column.in_use
        }


def _remove_blank_end(cells: list[str], least: int) -> list[str]:
    end = len(cells)
    while end > least and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _has_text(cells: pa.Array) -> bool:
    if len(cells) > _ROWS_AT_ONCE and _has_text(cells.slice(0, _ROWS_AT_ONCE)):
        return True
    return bool(pc.any(pc.not_equal(pc.utf8_trim_whitespace(cells), _BLANK)).as_py())


def _make_blanks(rows: int) -> pa.Array:
    return pa.array([""] * rows, _TEXT)
