"""Cells become rows and columns of text."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.problem import TOO_LARGE_TO_READ
from importer.workbook_parts import LAST_COLUMN, Refusal, damage

_MOST_PLACES = 200_000_000  # of a worksheet: a million rows of 200 columns
_MOST_AT_ONCE = 1 << 22  # places of a block, blank ones too


@dataclass(frozen=True)
class Block:
    """Some rows that have something in them: their numbers, and the text of each of `columns`, '' where blank.

    `visible` are the columns in which more than white space is.
    """

    rows: npt.NDArray[np.int32]
    columns: tuple[int, ...]
    texts: tuple[pa.Array, ...]
    visible: frozenset[int]


@dataclass(frozen=True)
class Placed:
    """Where cells go: the rows and columns that there are, and the number of each cell's row and column among them."""

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.intp]
    row_of: npt.NDArray[np.int64]
    column_of: npt.NDArray[np.int64]
    visible: frozenset[int]


def blocks_of(rows: npt.NDArray[np.int32], columns: npt.NDArray[np.int32], texts: pa.Array) -> Iterator[Block]:
    """Give the rows in which more is than white space; no block is larger than memory allows."""
    seen = ~_blank(texts)
    if not seen.any():
        return
    visible = frozenset(np.flatnonzero(np.bincount(columns[seen])).tolist())
    if not seen.all():
        kept = np.isin(rows, rows[seen])
        rows, columns, texts = rows[kept], columns[kept], texts.filter(pa.array(kept))
    used, row_of = _numbered(rows)
    in_use = np.bincount(columns, minlength=LAST_COLUMN + 1) > 0
    number = np.cumsum(in_use) - 1
    placed = Placed(used, np.flatnonzero(in_use), row_of, number[columns], visible)
    refuse_too_many(len(placed.rows), len(placed.columns))
    step = max(1, _MOST_AT_ONCE // len(placed.columns))
    blank = pa.concat_arrays([texts, pa.array([""], texts.type)])
    for first in range(0, len(used), step):
        yield _block(placed, blank, first, min(first + step, len(used)))


def _numbered(rows: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Give the rows that there are, in order, and the number of each cell's among them."""
    steps = np.diff(rows)
    if (steps < 0).any():
        return np.unique(rows, return_inverse=True)
    begins = np.concatenate([[True], steps > 0])
    return rows[begins], np.cumsum(begins) - 1


def refuse_too_many(rows: int, columns: int) -> None:
    """Raise a Refusal where so many rows of so many columns would fill the memory with blanks."""
    if rows * columns > _MOST_PLACES:
        raise Refusal(TOO_LARGE_TO_READ, reason=f"{rows} rows of {columns} columns")


def _blank(texts: pa.Array) -> npt.NDArray[np.bool_]:
    found = pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts))
    blank: npt.NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return blank


def _block(placed: Placed, texts: pa.Array, first: int, last: int) -> Block:
    """Lay out the rows from `first` to before `last`; the last of `texts` is the blank one."""
    height = last - first
    inside = np.flatnonzero((placed.row_of >= first) & (placed.row_of < last))
    places = placed.column_of[inside] * height + placed.row_of[inside] - first
    order = np.full(len(placed.columns) * height, len(texts) - 1, np.int64)
    order[places] = inside
    if (order < len(texts) - 1).sum() < len(inside):
        raise damage("it has two cells in one place")
    whole = texts.take(pa.array(order))
    pieces = tuple(whole.slice(column * height, height) for column in range(len(placed.columns)))
    return Block(placed.rows[first:last], tuple(placed.columns.tolist()), pieces, placed.visible)
