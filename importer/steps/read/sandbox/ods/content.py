"""content.xml: the tables, rows and cells of an .ods, however its elements are laid out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

import numpy as np
import pyarrow as pa

from importer.languages import N_, _, group_thousands
from importer.problem import TOO_LARGE_TO_READ
from importer.steps.read.sandbox.cells import Cells, Piece
from importer.steps.read.sandbox.ods.cell import OFFICE, TABLE, TEXT, OdsValue, Paragraphs, value_of
from importer.steps.read.sandbox.ods.formats import NumberFormats
from importer.steps.read.sandbox.ods.written_rules import CALCEXT, OdsRules
from importer.steps.read.to_text import TEXT as TEXTS
from importer.workbook_parts.addresses import LAST_COLUMN, LAST_ROW, LONGEST_TEXT
from importer.workbook_parts.refusal import Refusal, make_damage_refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader, read_whole_number

_AT_ONCE = 1 << 18  # bytes
_MOST_REPEATED = 2_000_000  # cells, and rows, that are read and do not stand in the file: each costs as one that does
_MOST_ROWS_REPEATED = 20_000
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_NOT_SHOWN = frozenset({f"{TEXT}note", f"{TEXT}ruby-text"})
_EXACT = {f"{TEXT}s": " ", f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_PARAGRAPHS = frozenset({f"{TEXT}p", f"{TEXT}h"})
_BODY = f"{OFFICE}body"
_TABLE, _ROW = f"{TABLE}table", f"{TABLE}table-row"
_IN_ROWS = (f"{TABLE}table-row", f"{TABLE}table-header", f"{TABLE}table-column")
_ROWS_REPEATED, _COLUMNS_REPEATED = f"{TABLE}number-rows-repeated", f"{TABLE}number-columns-repeated"
_ROWS_SPANNED, _COLUMNS_SPANNED = f"{TABLE}number-rows-spanned", f"{TABLE}number-columns-spanned"
_STYLE, _DEFAULT_STYLE = f"{TABLE}style-name", f"{TABLE}default-cell-style-name"
_DISPLAYED = frozenset({"visible", ""})


@dataclass
class Table:
    """A table of the document; `rows` are those found with something in them."""

    name: str
    visible: bool = True
    filtered: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    rows: int = 0


@dataclass
class _OdsRow:
    """Where a row stands and how often, and its cells: column, style, value."""

    number: int
    repeated: int = 1
    style: str = ""
    hidden: bool = False
    column: int = 1
    cells: list[tuple[int, int, OdsValue]] = field(default_factory=list)


class OdsContent:
    """Reads the tables of content.xml; the cells of those that are wanted are taken after each piece of it.

    `only` is the place of the one table that is wanted, `most_rows` how many rows of each table.
    """

    def __init__(self, *, only: int | None = None, most_rows: int = LAST_ROW) -> None:
        self.tables: list[Table] = []
        self.kind = ""
        self.formats = NumberFormats()
        self.rules = OdsRules()
        self.styles: dict[str, int] = {"": 0}
        self._only, self._most_rows = only, most_rows
        self._path: list[str] = []
        self._in_body = False
        self._passed_over = 0  # how deep inside something that no cell shows
        self._depth_of_table = 0
        self._columns: list[str] = []  # the style of each column
        self._cell: Attributes | None = None
        self._paragraphs = Paragraphs()
        self._spaces = 0  # of the cell, that are counted there and do not stand there
        self._repeated = self._rows_repeated = 0
        self._row = _OdsRow(1)
        self._found: list[tuple[int, int, int, int, OdsValue]] = []  # table, row, column, style, value
        self._hidden: list[int] = []
        self._reader = XmlReader(self._start, self._end, self._take_text, spaces=None)

    def read_pieces(self, file: IO[bytes]) -> Iterator[list[tuple[int, int, int, int, OdsValue]]]:
        """Read on, and give what was found. Raises a Refusal where it is damaged."""
        while piece := file.read(_AT_ONCE):
            self._reader.feed(piece)
            yield self._take()
        self._reader.feed(b"", last=True)
        yield self._take()

    def take_hidden(self) -> list[int]:
        """The rows found hidden since it was asked last."""
        found, self._hidden = self._hidden, []
        return found

    def _take(self) -> list[tuple[int, int, int, int, OdsValue]]:
        found, self._found = self._found, []
        return found

    def _pass_over_table(self) -> None:
        del self._path[self._depth_of_table :]
        self._reader.pass_over(_TABLE)

    def _start(self, name: str, attributes: Attributes) -> None:
        self._path.append(name)
        if self._passed_over:
            self._passed_over += 1
        elif self._cell is not None:
            self._start_in_cell(name, attributes)
        elif self._depth_of_table:
            self._start_in_table(name, attributes)
        elif name == _TABLE:
            if len(self._path) > 1 and self._path[-2] == f"{OFFICE}spreadsheet":
                self._start_table(attributes)
        elif len(self._path) > 1 and self._path[-2] == _BODY:
            self.kind = name.removeprefix(OFFICE)
        elif name == _BODY:
            self._in_body = True
        elif not self._in_body:
            self.formats.start(name, attributes)

    def _start_table(self, attributes: Attributes) -> None:
        style = attributes.get(_STYLE, "")
        shown = style not in self.formats.hidden_tables and attributes.get(f"{TABLE}display") != "false"
        self.tables.append(Table(attributes.get(f"{TABLE}name", ""), shown))
        self._depth_of_table, self._row, self._columns = len(self._path), _OdsRow(1), []
        if self._only not in {None, len(self.tables) - 1}:
            self._pass_over_table()

    def _start_in_table(self, name: str, attributes: Attributes) -> None:
        if name in _CELLS:
            self._cell, self._spaces = attributes, 0
        elif name == _ROW:
            visibility = attributes.get(f"{TABLE}visibility", "visible")
            number, repeated = self._row.number, _count(attributes, _ROWS_REPEATED, LAST_ROW)
            style = attributes.get(_DEFAULT_STYLE, "")
            self._row = _OdsRow(number, repeated, style, hidden=visibility not in _DISPLAYED)
            self.tables[-1].filtered |= visibility == "filter"
        elif name == f"{TABLE}table-column":
            count = _count(attributes, _COLUMNS_REPEATED, LAST_COLUMN - len(self._columns))
            self._columns.extend([attributes.get(_DEFAULT_STYLE, "")] * count)
        elif name.startswith(CALCEXT):
            self.rules.start(name, attributes)
        elif not name.startswith(_IN_ROWS):
            self._passed_over = 1  # shapes, forms, sources

    def _start_in_cell(self, name: str, attributes: Attributes) -> None:
        if name in _EXACT:
            self._paragraphs.add(_EXACT[name] * self._count_spaces(attributes), exact=True)
        elif not name.startswith(TEXT) or name in _NOT_SHOWN:
            self._passed_over = 1  # a comment, a picture, another table

    def _count_spaces(self, attributes: Attributes) -> int:
        """How many spaces an element stands for. Raises a Refusal where those of its cell are more than a cell holds.

        A text that stands in the file may be longer: other programs take it.
        """
        count = min(read_whole_number(attributes, f"{TEXT}c", 1), LONGEST_TEXT + 2)
        self._spaces += max(count - 1, 0)
        if self._spaces > LONGEST_TEXT:
            reason = _("it repeats spaces in a cell more than {count} times")
            raise Refusal(TOO_LARGE_TO_READ, reason=reason.format(count=group_thousands(LONGEST_TEXT)))
        return count

    def _take_text(self, text: str) -> None:
        if self._cell is not None:
            if not self._passed_over and self._path[-1] not in _CELLS:
                self._paragraphs.add(text)
        elif not self._depth_of_table:
            self.formats.take(text)

    def _end(self, name: str) -> None:
        self._path.pop()
        if self._passed_over:
            self._passed_over -= 1
        elif name in _CELLS and self._cell is not None:
            self._end_cell(self._cell)
            self._cell = None
        elif self._cell is not None:
            if name in _PARAGRAPHS:
                self._paragraphs.finish_paragraph()
        elif name == _ROW and self._depth_of_table:
            self._end_row()
        elif name == _TABLE and len(self._path) + 1 == self._depth_of_table:
            self._depth_of_table = 0
        elif not self._depth_of_table:
            self._in_body &= name != _BODY
            self.formats.end(name)

    def _end_cell(self, attributes: Attributes) -> None:
        calculated, shown, row = self._paragraphs.has_lines, self._paragraphs.take(), self._row
        if not attributes and not shown:
            row.column += 1
            return
        repeated = _count(attributes, _COLUMNS_REPEATED, LAST_COLUMN)
        if _ROWS_SPANNED in attributes or _COLUMNS_SPANNED in attributes:
            down, right = (_count(attributes, name, LAST_ROW) for name in (_ROWS_SPANNED, _COLUMNS_SPANNED))
            merged = (row.number, row.column, row.number + down - 1, row.column + right - 1)
            self.tables[-1].merged.append(merged)
        value = value_of(attributes, shown, calculated=calculated)
        if value is not None:
            for column in range(row.column, row.column + repeated):
                name = attributes.get(_STYLE) or row.style or self._get_column_style(column)
                row.cells.append((column, self.styles.setdefault(name, len(self.styles)), value))
        row.column += repeated

    def _get_column_style(self, column: int) -> str:
        return self._columns[column - 1] if column <= len(self._columns) else ""

    def _end_row(self) -> None:
        row, last = self._row, self._row.number + self._row.repeated
        if row.cells:
            if row.cells[-1][0] > LAST_COLUMN or last - 1 > LAST_ROW:
                raise make_damage_refusal(N_("it has a cell beyond Excel's last row or column"))
            table = len(self.tables) - 1
            wanted = min(row.repeated, self._most_rows)
            self._repeat(wanted - 1, len(row.cells))
            for number in range(row.number, row.number + wanted):
                self._found.extend((table, number, *cell) for cell in row.cells)
            self.tables[-1].rows += wanted
        if row.hidden and row.repeated < LAST_ROW // 2 and last - 1 <= LAST_ROW:
            self._hidden.extend(range(row.number, last))
        self._row = _OdsRow(last)
        if self.tables[-1].rows >= self._most_rows:
            self._pass_over_table()

    def _repeat(self, rows: int, cells: int) -> None:
        """Count rows that do not stand in the file. Raises a Refusal where they are more than anybody fills in."""
        self._rows_repeated += rows if self._only is not None else 0
        self._repeated += rows * cells
        if self._rows_repeated > _MOST_ROWS_REPEATED:
            reason = _("it repeats filled rows more than {count} times")
            raise Refusal(TOO_LARGE_TO_READ, reason=reason.format(count=group_thousands(_MOST_ROWS_REPEATED)))
        if self._repeated > _MOST_REPEATED:
            reason = _("it repeats its cells more than {count} times")
            raise Refusal(TOO_LARGE_TO_READ, reason=reason.format(count=group_thousands(_MOST_REPEATED)))


def piece_of(placed: list[tuple[int, int, int, int, OdsValue]], hidden: list[int]) -> Piece:
    """The cells as those of any worksheet; `hidden` are the rows that are not shown."""
    rows, columns, styles = (np.array([each[position] for each in placed], np.int32) for position in (1, 2, 3))
    values = [each[4] for each in placed]
    cells = Cells(
        rows,
        columns,
        np.array([value.kind for value in values], np.uint8),
        styles,
        pa.array([value.text for value in values], TEXTS),
        np.array([value.valued for value in values], bool),
    )
    return Piece(cells, np.zeros(0, np.int32), np.array(hidden, np.int32))


def _count(attributes: Attributes, name: str, most: int) -> int:
    return max(1, min(read_whole_number(attributes, name, 1), most)) if name in attributes else 1
