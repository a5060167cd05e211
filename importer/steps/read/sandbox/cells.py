"""The cells of a piece of a worksheet, whichever way they were found."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from importer.problem import Code


class Kind(IntEnum):
    """What the text of a cell's value is ([ECMA-376] 18.18.11, ST_CellType)."""

    NUMBER = 0
    SHARED = 1
    TRUTH = 2
    ERROR = 3
    TEXT = 4
    DATE = 5


KINDS = {
    "n": Kind.NUMBER,
    "s": Kind.SHARED,
    "b": Kind.TRUTH,
    "e": Kind.ERROR,
    "str": Kind.TEXT,
    "inlineStr": Kind.TEXT,
    "d": Kind.DATE,
}


@dataclass(frozen=True)
class Cells:
    """Cells with something in them. All are as long as each other; rows and columns are counted from 1.

    `values` is the text of the value, entities resolved; where `valued` is False there is a formula without a result,
    and it is that formula, with its equals sign.
    """

    rows: npt.NDArray[np.int32]
    columns: npt.NDArray[np.int32]
    kinds: npt.NDArray[np.uint8]
    styles: npt.NDArray[np.int32]
    values: pa.Array
    valued: npt.NDArray[np.bool_]


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
