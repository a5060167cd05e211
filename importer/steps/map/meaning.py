"""What a column was found to mean."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from importer.catalogue.field import Field
from importer.catalogue.find import field_named
from importer.catalogue.wording import words_for
from importer.problem import Code
from importer.records import CellNote, MappedColumn, Options, Sheet

Cells = Iterator[tuple[int, str]]  # row, text


@dataclass(frozen=True)
class Meaning:
    """The values of a column in canonical text, what is wrong with it or its cells, and how it was understood.

    A value that is not understood stays as typed.
    """

    values: pd.Series
    notes: tuple[CellNote, ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """A column about to be understood: where it stands in `sheet`, the field that it fills, its cells (text, '' where
    blank), and what the user has decided.
    """

    sheet: Sheet
    mapped: MappedColumn
    cells: pd.Series
    options: Options

    @property
    def field(self) -> Field:
        """The field that the column fills."""
        return field_named(self.mapped.field)

    @property
    def number(self) -> int:
        """The Excel column, counted from 1."""
        return self.sheet.columns[self.mapped.place]

    def unread(self, plain: str) -> pd.Series:
        """The cells that have something in them and are not of the pattern (RE2) `plain`."""
        cells = self.cells
        return cells[(cells != "") & ~cells.str.fullmatch(plain)]

    def replaced(self, unread: pd.Series, values: Mapping[str, str]) -> pd.Series:
        """All cells, the `unread` ones among them with the value of what was typed; what has none stays."""
        if all(text == value for text, value in values.items()):
            return self.cells
        column = self.cells.copy()
        column[unread.index] = [values.get(text, text) for text in unread.to_numpy(dtype=object)]
        return column

    def note(self, code: Code, row: int | None = None, **values: object) -> CellNote:
        """Something to be told of the cell in `row`, or of the whole column."""
        return CellNote(row, self.number, code, values)

    def not_of_its_kind(self, row: int) -> CellNote:
        """Told of a cell that is not what the field takes."""
        code = self.field.kind.wrong
        assert code is not None  # noqa: S101 - only text can be anything, and it is never asked
        return self.note(code, row, **words_for(code, (self.field.name,), {}))

    def remark(self, text: str) -> str:
        """`text`, said of this column."""
        return f"Column {self.mapped.letter}: {text}"


def cells_of(column: pd.Series, texts: Collection[str]) -> Cells:
    """The cells that hold one of `texts`, as (row, text). (pandas' isin takes a second where there are many texts.)"""
    if not texts:
        return
    for row, text in zip(column.index, column.to_numpy(dtype=object), strict=True):
        if text in texts:
            yield int(row), text
