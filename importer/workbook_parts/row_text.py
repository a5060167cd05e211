"""One row of a worksheet as text: its number, its cells, and what it looks like with cells added or restyled."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from importer.languages import N_, _
from importer.workbook_parts.addresses import letter_of, to_column_number
from importer.workbook_parts.markup import set_attributes
from importer.workbook_parts.refusal import NotPatchable

_NUMBER = re.compile(rb"""\sr=["'](\d+)["']""")
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,3})\d+["']""")
STYLE = re.compile(rb"""\ss=["'](\d+)["']""")
_SPANS = re.compile(rb"""\sspans=["'](\d+):(\d+)["']""")
_OWN_HEIGHT = re.compile(rb"""\scustomHeight=["'](?:1|true)["']""")
_HEIGHT = re.compile(rb"""\sht=["'](\d+(?:\.\d+)?)["']""")
_UNKNOWN = N_("row {row} of the sheet has unknown content")


@dataclass(frozen=True)
class RowTags:
    """The tags of rows and cells, as the worksheet writes them."""

    prefix: str

    @cached_property
    def row(self) -> bytes:
        """How the start tag of a row begins."""
        return f"<{self.prefix}row".encode()

    @cached_property
    def row_end(self) -> bytes:
        """The end tag of a row."""
        return f"</{self.prefix}row>".encode()

    @cached_property
    def cell(self) -> bytes:
        """How the start tag of a cell begins, where it has attributes."""
        return f"<{self.prefix}c ".encode()

    @cached_property
    def cells(self) -> re.Pattern[bytes]:
        """A whole cell: its attributes, and what is in it."""
        p = re.escape(self.prefix).encode()
        return re.compile(rb"<%sc((?:\s[^>]*?)?)(?:/>|>(.*?)</%sc>)" % (p, p), re.DOTALL)

    @cached_property
    def last_cell(self) -> re.Pattern[bytes]:
        """The start of a plain cell with something in it: its column and its row."""
        p = re.escape(self.prefix).encode()
        return re.compile(rb'<%sc r="([A-Z]{1,3})(\d+)"[^>]*(?<!/)>(?!</)' % p)

    def are_plain(self, rows: bytes) -> bool:
        """Whether all cells of these rows have their address in front."""
        return rows.count(self.cell[:-1]) == rows.count(self.cell + b"r=")


class RowText(NamedTuple):
    """A row: its number, its start tag (open, not shut), and the text of its cells."""

    number: int
    tag: bytes
    cells: bytes


class CellText(NamedTuple):
    """A cell: its column, its style, whether something is in it, and its text."""

    column: int
    style: int
    is_blank: bool
    text: bytes

    def restyle(self, style: int) -> bytes:
        """The cell with another style."""
        if style == self.style:
            return self.text
        end = self.text.index(b">") + 1
        return set_attributes(self.text[:end], {"s": str(style)}) + self.text[end:]


def find_rows(piece: bytes, tags: RowTags) -> Iterator[RowText]:
    """The rows of a piece that holds whole ones, in the order of the file; the number is 0 where a row has none."""
    for chunk in piece.split(tags.row_end):
        begin = chunk.rfind(tags.row)
        if begin < 0:
            continue  # the white space behind the last row
        position = chunk.find(tags.row)
        while position < begin:  # rows without cells stand before it
            end = _find_tag_end(chunk, position)
            if end > begin:  # one tag begins inside another
                raise _make_not_by_excel()
            yield _make_row(chunk[position:end], b"")
            position = chunk.find(tags.row, end)
        end = _find_tag_end(chunk, begin)
        yield _make_row(chunk[begin:end], chunk[end:])


def _make_not_by_excel() -> NotPatchable:
    return NotPatchable(N_("a row of the sheet is not written as Excel writes it"))


def _find_tag_end(chunk: bytes, begin: int) -> int:
    end = chunk.find(b">", begin)
    if end < 0:
        raise _make_not_by_excel()
    return end + 1


def _make_row(tag: bytes, cells: bytes) -> RowText:
    found = _NUMBER.search(tag)
    number = int(found[1]) if found else 0
    return RowText(number, tag[:-2].rstrip() + b">" if tag.endswith(b"/>") else tag, cells)


def find_cells(row: RowText, tags: RowTags) -> Iterator[CellText]:
    """The cells of a row; one without an address stands behind the one before it."""
    column = end = 0
    for found in tags.cells.finditer(row.cells):
        if row.cells[end : found.start()].strip():
            raise NotPatchable(_(_UNKNOWN).format(row=row.number))
        address, style = _ADDRESS.search(found[1]), STYLE.search(found[1])
        column = to_column_number(address[1].decode()) if address else column + 1
        whole = found[0] if address else _set_address(found[0], row.number, column)
        yield CellText(column, int(style[1]) if style else 0, not found[2], whole)
        end = found.end()
    if row.cells[end:].strip():
        raise NotPatchable(_(_UNKNOWN).format(row=row.number))


def _set_address(cell: bytes, row: int, column: int) -> bytes:
    end = cell.index(b">") + 1
    return set_attributes(cell[:end], {"r": f"{letter_of(column)}{row}"}) + cell[end:]


def find_last_column(row: RowText, tags: RowTags) -> tuple[int, int]:
    """The last column of a row with something in it, and the last with a cell at all; 0 where there is none."""
    begin = row.cells.rfind(tags.cell)
    if begin < 0:
        return 0, 0
    end = row.cells.find(b">", begin)
    address = _ADDRESS.search(row.cells, begin, end + 1)
    if address and row.cells[end - 1 : end] != b"/" and not row.cells.startswith(b"</", end + 1):
        column = to_column_number(address[1].decode())
        return column, column
    cells = list(find_cells(row, tags))
    return max((cell.column for cell in cells if not cell.is_blank), default=0), cells[-1].column


def widen(tag: bytes, last: int) -> bytes:
    """The start tag of a row whose cells now go to column `last`."""
    spans = _SPANS.search(tag)
    if spans is None or int(spans[2]) >= last:
        return tag
    return b'%s spans="%s:%d"%s' % (tag[: spans.start()], spans[1], last, tag[spans.end() :])


def set_height(tag: bytes, needed: float, *, forget: bool = False) -> bytes:
    """The start tag of a row that is high enough; a height that the user has set stays.

    Other heights are what a program has worked out, and works out again when something is typed into the row; with
    `forget` they count for nothing, so that a row that was made higher before can shrink again.
    """
    if not (needed or forget) or _OWN_HEIGHT.search(tag):
        return tag
    found = None if forget else _HEIGHT.search(tag)
    known = float(found[1]) if found else 0.0
    if needed <= known and not forget:
        return tag
    return set_attributes(tag, {"ht": f"{needed:g}" if needed else None})


def style_of(tag: bytes) -> int | None:
    """The style that the start tag of a cell names, or that of a row for its new cells."""
    found = STYLE.search(tag)
    return int(found[1]) if found else None
