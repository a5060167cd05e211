"""A worksheet, piece by piece: as fast as its XML allows, and element by element where it is written oddly."""

import re
from collections.abc import Callable, Iterator
from typing import IO

import numpy as np
import pyarrow as pa

from importer.languages import N_, _
from importer.steps.read.sandbox.cells import KINDS, CellKind, Cells, Piece
from importer.steps.read.sandbox.xlsx.conditional_formats import SPACES, ConditionalFormat, ExtensionRules, FormatRules
from importer.steps.read.sandbox.xlsx.plain_cells import read_plain_piece
from importer.steps.read.sandbox.xlsx.shared_strings import StruckRuns
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.steps.read.sandbox.xlsx.xml_pieces import PIECE, NotSplittable, RepeatedElement, SplitPart, begin_cutting
from importer.workbook_parts.addresses import LAST_COLUMN, LAST_ROW, to_column_number
from importer.workbook_parts.refusal import Refusal, make_damage_refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader

_ROWS = RepeatedElement("row", ("worksheet", "sheetData"))
_CELLS_AT_ONCE = 50_000
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,7})", re.ASCII)  # LibreOffice takes $F$2 and f2 too
_NO_HEIGHT = re.compile(r"0(?:\.0*)?")
_TRUE = frozenset({"1", "true"})


class ExactSheet:
    """A worksheet of any XML, element by element: its rows, its merged ranges, its filter; twenty times slower."""

    def __init__(self, *, after_row: int = 0) -> None:
        self.merged: list[str] = []
        self.filtered = False
        self._reader = XmlReader(self._start, self._end, self._take_text, spaces=SPACES)
        self._row, self._column = after_row, 0
        self._texts: list[str] | None = None  # what text now belongs to: a value, a formula; None for nothing of ours
        self._aside = 0  # inside how many elements whose text is not the cell's
        self._in_rows = False
        self._runs = StruckRuns()
        self.formats: list[ConditionalFormat] = []
        self._rules = FormatRules(self.formats), ExtensionRules(self.formats)
        self._starts = {
            "sheetData": self._start_rows,
            "row": self._start_row,
            "c": self._start_cell,
            "v": self._start_value,
            "is": self._start_inline,
            "t": self._start_text,
            "f": self._start_formula,
            "rPh": self._start_aside,
            "extLst": self._start_aside,
            "mergeCell": self._merge,
            "filterColumn": self._note_filter,
            "sheetPr": self._note_properties,
        }
        self._value: list[str] = []  # what stands before the first cell is never taken
        self._formula: list[str] = []
        self._valued = self._has_formula = self._is_inline = False
        self._clear()

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Read on. Raises a Refusal where it is damaged."""
        self._reader.feed(piece, last=last)

    def take(self) -> Piece:
        """What was read since the last time."""
        columns = list(zip(*self._cells, strict=True)) or [()] * 7
        rows, places, kinds, styles, values, valued, struck = columns
        cells = Cells(
            np.array(rows, np.int32),
            np.array(places, np.int32),
            np.array(kinds, np.uint8),
            np.array(styles, np.int32),
            pa.array(values, TEXT),
            np.array(valued, bool),
            np.array(struck, bool),
        )
        piece = Piece(cells, np.array(self._rows, np.int32), np.array(self._hidden, np.int32))
        self._clear()
        return piece

    @property
    def waiting(self) -> int:
        """How many cells can be taken."""
        return len(self._cells)

    def _clear(self) -> None:
        self._rows: list[int] = []
        self._hidden: list[int] = []
        self._cells: list[tuple[int, int, int, int, str, bool, bool]] = []

    def _start(self, name: str, attributes: Attributes) -> None:
        self._runs.start(name, attributes)
        if not self._in_rows:
            self._rules[self._aside > 0].start(name, attributes)
        action = self._starts.get(name)
        if action is not None:
            action(attributes)

    def _end(self, name: str) -> None:
        if not self._in_rows:
            self._rules[self._aside > 0].end(name)
        if name == "sheetData":
            self._in_rows = False
        elif name == "c" and self._in_rows:
            self._finish_cell()
        elif name in {"v", "t", "f"}:
            self._texts = None
        elif name in {"rPh", "extLst"}:
            self._aside -= 1

    def _take_text(self, text: str) -> None:
        if self._texts is not None:
            self._texts.append(text)
            self._runs.take(text)
        elif not self._in_rows:
            self._rules[self._aside > 0].take(text)

    def _start_rows(self, _: Attributes) -> None:
        self._in_rows = True

    def _start_row(self, attributes: Attributes) -> None:
        number = attributes.get("r", "").strip()
        self._row = self._row + 1 if not number else _read_whole(number, N_('it has the invalid row number "{text}"'))
        if not 1 <= self._row <= LAST_ROW:
            reason = _("it has a row {row}, but Excel's last row is {last}")
            raise make_damage_refusal(reason.format(row=self._row, last=LAST_ROW))
        self._column = 0
        self._rows.append(self._row)
        if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("ht", "")):
            self._hidden.append(self._row)

    def _start_cell(self, attributes: Attributes) -> None:
        self._column = self._column_of(attributes["r"]) if attributes.get("r") else self._column + 1
        if self._column > LAST_COLUMN:
            raise make_damage_refusal(N_("it has a cell to the right of Excel's last column"))
        kind = KINDS.get(attributes.get("t") or "n")
        if kind is None:
            raise make_damage_refusal(_('it has a cell of an unknown type, "{kind}"').format(kind=attributes["t"]))
        if kind is CellKind.ERROR and "vm" in attributes:
            kind = CellKind.LINKED
        style = attributes.get("s", "").strip() or "0"
        self._kind, self._style = kind, _read_whole(style, N_('it has the invalid style "{text}"'))
        self._value, self._formula = [], []
        self._valued = self._has_formula = self._is_inline = False
        self._runs.clear()

    def _column_of(self, address: str) -> int:
        found = _PLACE.fullmatch(address)
        if found is None or int(found[2]) != self._row:
            reason = _('its row {row} has a cell with the invalid address "{place}"')
            raise make_damage_refusal(reason.format(row=self._row, place=address))
        return to_column_number(found[1].upper())

    def _start_value(self, attributes: Attributes) -> None:
        if self._in_rows and not self._is_inline:
            self._start_text(attributes)

    def _start_text(self, _: Attributes) -> None:
        if self._in_rows and not self._aside:
            self._valued, self._texts = True, self._value

    def _start_inline(self, _: Attributes) -> None:
        """A text of the cell's own, which alone counts, wherever a value stands too."""
        if self._in_rows and not self._aside:
            self._value, self._is_inline = [], True

    def _start_formula(self, _: Attributes) -> None:
        if self._in_rows and not self._aside:
            self._has_formula, self._texts = True, self._formula

    def _start_aside(self, _: Attributes) -> None:
        self._aside += 1

    def _finish_cell(self) -> None:
        value, where = "".join(self._value), (self._row, self._column, self._kind, self._style)
        if self._valued and (value or self._kind is CellKind.TEXT):
            self._cells.append((*where, value, True, self._is_inline and self._runs.all_struck))
        elif self._has_formula:
            self._cells.append((*where, "=" + "".join(self._formula), False, False))

    def _merge(self, attributes: Attributes) -> None:
        self.merged.append(attributes.get("ref", ""))

    def _note_filter(self, _: Attributes) -> None:
        self.filtered = True

    def _note_properties(self, attributes: Attributes) -> None:
        self.filtered = self.filtered or attributes.get("filterMode") in _TRUE


class WorksheetRows:
    """The rows of one worksheet, and when all are read: its merged ranges, and whether a filter is at work."""

    def __init__(self, opened: Callable[[], IO[bytes]]) -> None:
        self._opened = opened
        self._around = ExactSheet()

    @property
    def merged(self) -> list[str]:
        """The merged ranges, as 'A1:B2'."""
        return self._around.merged

    @property
    def formats(self) -> list[ConditionalFormat]:
        """The conditional formats."""
        return self._around.formats

    @property
    def filtered(self) -> bool:
        """Whether a filter hides rows."""
        return self._around.filtered

    def read_pieces(self, size: int = PIECE) -> Iterator[Piece]:
        """Give the rows in the order of the file. Raises Refusal; NotSplittable where `read_pieces_exactly` has to."""
        with self._opened() as file:
            cutting = begin_cutting(file, _ROWS)
            after = 0
            for text in cutting.cut_pieces(size):
                piece = read_plain_piece(cutting.remove_prefix(text)) or _read_exactly(cutting, text, after)
                after = int(piece.rows[-1]) if len(piece.rows) else after
                yield piece
        self._around = ExactSheet()
        self._around.feed(cutting.head + cutting.tail, last=True)
        if len(self._around.take().rows):
            raise NotSplittable  # rows behind the rows

    def read_pieces_exactly(self) -> Iterator[Piece]:
        """Give the rows of any worksheet, slowly. Raises a Refusal where it is damaged."""
        self._around = ExactSheet()
        with self._opened() as file:
            while text := file.read(PIECE):
                self._around.feed(text)
                if self._around.waiting > _CELLS_AT_ONCE:
                    yield self._around.take()
        self._around.feed(b"", last=True)
        yield self._around.take()


def _read_exactly(cutting: SplitPart, text: bytes, after: int) -> Piece:
    sheet = ExactSheet(after_row=after)
    try:
        sheet.feed(cutting.head + text + cutting.ending, last=True)
    except Refusal as found:
        raise NotSplittable from found  # damaged, or cut at the wrong place: reading it from the start tells which
    return sheet.take()


def _read_whole(text: str, sentence: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10:  # noqa: PLR2004 - fits 64 bits
        raise make_damage_refusal(_(sentence).format(text=text))
    return int(text)


def _is_zero(height: str) -> bool:
    return _NO_HEIGHT.fullmatch(height) is not None
