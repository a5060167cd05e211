"""Rows become a frame of text, column by column, some rows at a time so that memory stays flat."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

import pandas as pd
import pyarrow as pa

from importer.steps.read.to_text import TEXT, Cell, to_text

Row = tuple[int, Sequence[Cell]]  # the row number as in Excel, and the cells from the first column kept onwards

_AT_ONCE = 1_000  # rows: few enough to stay in the processor's cache


@dataclass(frozen=True)
class Headings:
    """The heading row: its number, and the text of its cells, '' where nothing is to be seen."""

    row: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """What is below the headings: columns with neither heading nor cells are left out.

    `places` are the columns kept, counted from 0; `headings` and the columns of `cells` go with them.
    """

    places: tuple[int, ...]
    headings: list[str]
    cells: pd.DataFrame


def is_blank(cells: Sequence[Cell]) -> bool:
    """True where nothing but white space is."""
    first = next(filter(None, cells), "")
    if not isinstance(first, str) or first.strip():
        return False  # nearly every row ends here, so 0 and FALSE may take the longer way
    return cells.count("") == len(cells) or all(isinstance(cell, str) and not cell.strip() for cell in cells)


def filled(rows: Iterable[Row]) -> Iterator[Row]:
    """Leave out the rows in which nothing but white space is."""
    return ((number, cells) for number, cells in rows if not is_blank(cells))


def first_headings(rows: Iterator[Row]) -> Headings | None:
    """Take the first of the rows that are not blank: it holds the headings. None where there is none."""
    for number, cells in rows:
        return Headings(number, tuple(text if text.strip() else "" for text in to_text(cells).to_pylist()))
    return None


def table_of(headings: Headings, rows: Iterable[Row]) -> Table:
    """Make a table of the rows below the headings, each as wide as these."""
    numbers: list[int] = []
    columns: list[list[pa.Array]] = [[] for _ in headings.texts]
    in_use = [text != "" for text in headings.texts]
    coming = iter(rows)
    while some := list(islice(coming, _AT_ONCE)):
        numbers.extend(number for number, _ in some)
        for place, column in enumerate(zip(*(cells for _, cells in some), strict=True)):
            in_use[place] = in_use[place] or not is_blank(column)
            columns[place].append(to_text(column))
    places = tuple(place for place, used in enumerate(in_use) if used)
    joined = {place: _joined(columns[place]) for place in places}
    frame = pd.DataFrame(joined, index=pd.Index(numbers, dtype="int64"))
    names = [headings.texts[place] for place in places]
    frame.columns = pd.Index(names, dtype="str")
    return Table(places, names, frame)


def frame_of(rows: Iterable[Row]) -> tuple[tuple[int, ...], pd.DataFrame]:
    """Make a frame of rows of one width: the places of the columns with a cell, counted from 0, and the text.

    Its columns are 0, 1, 2 …, its index the row numbers.
    """
    coming = iter(rows)
    first = next(coming, None)
    if first is None:
        return (), pd.DataFrame(index=pd.Index([], dtype="int64"))
    nameless = Headings(0, ("",) * len(first[1]))
    table = table_of(nameless, chain([first], coming))
    table.cells.columns = pd.RangeIndex(len(table.places))
    return table.places, table.cells


def _joined(pieces: list[pa.Array]) -> pd.api.extensions.ExtensionArray:
    whole = pa.chunked_array(pieces, TEXT).combine_chunks()
    pieces.clear()  # else both live until the last column is done
    column: pd.api.extensions.ExtensionArray = whole.to_pandas().array
    return column
