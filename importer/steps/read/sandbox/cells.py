"""The cells of a piece of a worksheet, whichever way they were found, and how they become blocks of rows of text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import N_, _
from importer.problem import TOO_LARGE_TO_READ, Code
from importer.workbook_parts.addresses import LAST_COLUMN
from importer.workbook_parts.refusal import Refusal, make_damage_refusal

_MOST_PLACES = 200_000_000  # of a worksheet: a million rows of 200 columns
_MOST_AT_ONCE = 1 << 22  # places of a block, blank ones too


class CellKind(IntEnum):
    """What the text of a cell's value is ([ECMA-376] 18.18.11, ST_CellType)."""

    NUMBER = 0
    SHARED = 1
    TRUTH = 2
    ERROR = 3
    TEXT = 4
    DATE = 5
    LINKED = 6  # an error that stands for more than a cell can hold


KINDS = {
    "n": CellKind.NUMBER,
    "s": CellKind.SHARED,
    "b": CellKind.TRUTH,
    "e": CellKind.ERROR,
    "str": CellKind.TEXT,
    "inlineStr": CellKind.TEXT,
    "d": CellKind.DATE,
}


@dataclass(frozen=True)
class Cells:
    """Cells with something in them. All are as long as each other; rows and columns are counted from 1.

    `values` is the text of the value, entities resolved; where `valued` is False there is a formula without a result,
    and it is that formula, with its equals sign. `struck` says which texts are struck through themselves, None where
    none is.
    """

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    styles: npt.NDArray[np.int32]
    values: pa.Array
    valued: npt.NDArray[np.bool_]
    struck: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Piece:
    """What a piece of a worksheet has: its cells, the numbers of all its rows in their order, those that are hidden."""

    cells: Cells
    rows: npt.NDArray[np.int32]
    hidden: npt.NDArray[np.int32]


@dataclass(frozen=True)
class Note:
    """What text cannot say of one cell; `values` fill the sentence of `code`."""

    row: int
    column: int
    code: Code
    values: Mapping[str, str]


@dataclass(frozen=True)
class Block:
    """Some rows that have something in them: their numbers, and the texts of one of `columns` after the other, ''
    where blank.

    `visible` are the columns in which more than white space is, `size` is the bytes of all texts. `formats` has the
    number of each cell's number format, 0 for none, of those columns where a cell is shown otherwise than its text.
    """

    rows: npt.NDArray[np.int32]
    columns: tuple[int, ...]
    texts: pa.Array
    visible: frozenset[int]
    size: int
    formats: Mapping[int, npt.NDArray[np.int16]] = field(default_factory=dict)

    def list_first_rows(self, most: int) -> list[list[str]]:
        """The texts of the first rows, row by row."""
        height = len(self.rows)
        columns = [self.texts.slice(position * height, min(most, height)) for position in range(len(self.columns))]
        return list(map(list, zip(*(column.to_pylist() for column in columns), strict=True)))


@dataclass(frozen=True)
class CellPositions:
    """Where cells go: the rows and columns that there are, and the number of each cell's row and column among them."""

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.intp]
    row_of: npt.NDArray[np.int64]
    column_of: npt.NDArray[np.int64]
    visible: frozenset[int]


def blocks_of(
    rows: npt.NDArray[np.int32],
    columns: npt.NDArray[np.int32],
    texts: pa.Array,
    formats: npt.NDArray[np.int16] | None = None,
) -> Iterator[Block]:
    """Give the rows in which more is than white space; no block is larger than memory allows.

    `formats` has the number of each cell's number format, 0 for one that does not matter; None where none does.
    """
    seen = ~_find_blank(texts)
    if not seen.any():
        return
    visible = frozenset(np.flatnonzero(np.bincount(columns[seen])).tolist())
    if not seen.all():
        with_text = np.isin(rows, rows[seen])
        rows, columns, texts = rows[with_text], columns[with_text], texts.filter(pa.array(with_text))
        formats = None if formats is None else formats[with_text]
    used, row_of = _number_rows(rows)
    in_use = np.bincount(columns, minlength=LAST_COLUMN + 1) > 0
    number = np.cumsum(in_use) - 1
    places = CellPositions(used, np.flatnonzero(in_use), row_of, number[columns], visible)
    refuse_too_many(len(places.rows), len(places.columns))
    step = max(1, _MOST_AT_ONCE // len(places.columns))
    blank = pa.concat_arrays([texts, pa.array([""], texts.type)])
    for first in range(0, len(used), step):
        yield _make_block(places, blank, first, min(first + step, len(used)), formats)


def _number_rows(rows: npt.NDArray[np.int32]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.intp]]:
    """Give the rows that there are, in order, and the number of each cell's among them."""
    steps = np.diff(rows)
    if (steps < 0).any():
        return np.unique(rows, return_inverse=True)
    begins = np.concatenate([[True], steps > 0])
    return rows[begins], np.cumsum(begins) - 1


def refuse_too_many(rows: int, columns: int) -> None:
    """Raise a Refusal where so many rows of so many columns would fill the memory with blanks."""
    if rows * columns > _MOST_PLACES:
        reason = _("{rows} rows of {columns} columns").format(rows=rows, columns=columns)
        raise Refusal(TOO_LARGE_TO_READ, reason=reason)


def _find_blank(texts: pa.Array) -> npt.NDArray[np.bool_]:
    found = pc.or_(pc.equal(pc.binary_length(texts), 0), pc.utf8_is_space(texts))
    blank: npt.NDArray[np.bool_] = found.to_numpy(zero_copy_only=False)
    return blank


def _make_block(
    layout: CellPositions, texts: pa.Array, first: int, last: int, formats: npt.NDArray[np.int16] | None
) -> Block:
    """Lay out the rows from `first` to before `last`; the last of `texts` is the blank one."""
    height = last - first
    inside = np.flatnonzero((layout.row_of >= first) & (layout.row_of < last))
    places = layout.column_of[inside] * height + layout.row_of[inside] - first
    order = np.full(len(layout.columns) * height, len(texts) - 1, np.int64)
    order[places] = inside
    if (order < len(texts) - 1).sum() < len(inside):
        raise make_damage_refusal(N_("it has two cells with the same address"))
    whole = texts.take(pa.array(order))
    found: dict[int, npt.NDArray[np.int16]] = {}
    if formats is not None:
        by_place = np.zeros(len(order), np.int16)
        by_place[places] = formats[inside]
        by_column = by_place.reshape(-1, height)
        found = {int(layout.columns[at]): by_column[at] for at in np.flatnonzero(by_column.any(axis=1))}
    return Block(layout.rows[first:last], tuple(layout.columns.tolist()), whole, layout.visible, whole.nbytes, found)
