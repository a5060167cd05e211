"""The rows of a worksheet on their way from one workbook to the next, with cells added and restyled."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from importer.languages import _
from importer.workbook_parts.addresses import letter_of, to_column_number
from importer.workbook_parts.cell_text import render_blank_cell
from importer.workbook_parts.markup import set_attributes
from importer.workbook_parts.refusal import NotPatchable
from importer.workbook_parts.row_text import (
    STYLE,
    CellText,
    RowTags,
    RowText,
    find_cells,
    find_last_column,
    find_rows,
    set_height,
    style_of,
    widen,
)
from importer.workbook_parts.styles import Colours, Styles
from importer.workbook_parts.worksheet import Worksheet


@dataclass
class Extent:
    """How far the rows go: the last row, the last column with something in it, and the last with a cell at all.

    `is_plain` says that every cell has its address in front, as nearly all programs write it.
    """

    last_row: int = 0
    last_filled: int = 0
    last_cell: int = 0
    is_plain: bool = True


def extent_of(worksheet: Worksheet, *, without: frozenset[int] = frozenset()) -> Extent:
    """Look at all rows, the columns `without` left out. Raises NotPatchable where they are not in order."""
    extent = Extent()
    tags = None
    for piece in worksheet.read_rows():
        tags = tags or RowTags(worksheet.prefix)
        is_plain = not without and tags.are_plain(piece)
        extent.is_plain = extent.is_plain and is_plain
        if is_plain and _extend_at_once(piece, tags, extent):
            continue
        for row in find_rows(piece, tags):
            number = row.number or extent.last_row + 1
            if number <= extent.last_row:
                raise NotPatchable(_("its row {number} is out of order").format(number=number))
            extent.last_row = number
            filled, last = find_last_column(row, tags) if is_plain else _columns_of(row, tags, without)
            extent.last_filled = max(extent.last_filled, filled)
            extent.last_cell = max(extent.last_cell, last)
    return extent


def _extend_at_once(piece: bytes, tags: RowTags, extent: Extent) -> bool:
    """Let the extent reach over rows that all begin with their number, ascending, and end in a cell that is filled.

    False where one does not: then nothing is changed.
    """
    row_number = tags.row + b' r="%s"'
    number, letters = extent.last_row, set[bytes]()
    *rows, rest = piece.split(tags.row_end)
    for row in rows:
        last = tags.last_cell.match(row, max(row.rfind(tags.cell), 0))
        if last is None or not row.startswith(row_number % last[2]) or int(last[2]) <= number:
            return False
        number = int(last[2])
        letters.add(last[1])
    if rest:
        return False
    extent.last_row = number
    column = max((to_column_number(each.decode()) for each in letters), default=0)
    extent.last_filled, extent.last_cell = max(extent.last_filled, column), max(extent.last_cell, column)
    return True


def _columns_of(row: RowText, tags: RowTags, without: frozenset[int]) -> tuple[int, int]:
    cells = [cell for cell in find_cells(row, tags) if cell.column not in without]
    filled = max((cell.column for cell in cells if not cell.is_blank), default=0)
    return filled, max((cell.column for cell in cells), default=0)


@dataclass(frozen=True)
class Changes:
    """What becomes of the rows.

    `rows` are the numbers of the rows that get cells, ascending; `added` gives these cells as text. They stand from
    column `first` on, `width` columns; whatever else is in these columns goes, and what is in `emptied`. `fills` has
    the colours of each cell that is marked, by row and column; `get_column_style` what a new cell there looks like;
    `height` the points that the added cells of a row need, 0 where one line does. `is_plain` promises that all cells
    have their address in front and end before column `first`, so that ours can be put behind them unseen.
    """

    rows: Sequence[int]
    added: Callable[[int], str]
    first: int
    width: int
    fills: Mapping[int, Mapping[int, Colours]]
    height: Callable[[int], float] = lambda _: 0.0
    emptied: frozenset[int] = frozenset()
    get_column_style: Callable[[int], int] = lambda _: 0
    is_plain: bool = False


@dataclass
class Splice:
    """The rows of `worksheet` with `changes` made; new styles are added to `styles`."""

    worksheet: Worksheet
    changes: Changes
    styles: Styles
    _waiting: list[int] = field(default_factory=list)

    def render_pieces(self) -> Iterator[bytes]:
        """Give the text of the rows, piece by piece. Raises NotPatchable."""
        self._waiting = list(reversed(self.changes.rows))
        tags = None
        number = 0
        before = frozenset(b"%d" % style for style in self.styles.filled_before)
        for piece in self.worksheet.read_rows(known=True):
            tags = tags or RowTags(self.worksheet.prefix)
            out: list[bytes] = []
            whole = not self.changes.is_plain or bool(before and not before.isdisjoint(STYLE.findall(piece)))
            for row in find_rows(piece, tags):
                number = row.number or number + 1
                if self._waiting and self._waiting[-1] < number:
                    out += self._add_rows(number, tags)
                numbered = row if row.number else row._replace(number=number)
                out += self._change_row(numbered, tags, whole=whole)
            yield b"".join(out)
        yield b"".join(self._add_rows(None, RowTags(self.worksheet.prefix)))

    def _add_rows(self, before: int | None, tags: RowTags) -> Iterator[bytes]:
        """The rows that get cells and are not in the file."""
        while self._waiting and (before is None or self._waiting[-1] < before):
            number = self._waiting[-1]
            yield from self._change_row(RowText(number, b'%s r="%d">' % (tags.row, number), b""), tags, whole=False)

    def _change_row(self, row: RowText, tags: RowTags, *, whole: bool) -> tuple[bytes, ...]:
        """The row as it comes out; `whole` says that its cells must be looked at one by one."""
        changes, added, tag = self.changes, b"", row.tag
        if self._waiting and self._waiting[-1] == row.number:
            self._waiting.pop()
            added = changes.added(row.number).encode()
            tag = widen(tag, changes.first + changes.width - 1)
            tag = set_height(tag, changes.height(row.number), forget=bool(changes.emptied))
        cells = None if whole else self._fill_cells(row, tags)
        if cells is None:
            return tag, *self._rewrite_cells(RowText(row.number, tag, row.cells), tags, added), tags.row_end
        return tag, cells, added, tags.row_end

    def _fill_cells(self, row: RowText, tags: RowTags) -> bytes | None:
        """The cells of a row, those that are marked filled, where all of them are in the file."""
        cells = row.cells
        for column, fill in self.changes.fills.get(row.number, {}).items():
            begin = cells.find(b'%sr="%s%d"' % (tags.cell, letter_of(column).encode(), row.number))
            if begin < 0:
                return None
            end = cells.index(b">", begin) + 1
            style = self.styles.fill_style(style_of(cells[begin:end]) or 0, fill)
            cells = cells[:begin] + set_attributes(cells[begin:end], {"s": str(style)}) + cells[end:]
        return cells

    def _rewrite_cells(self, row: RowText, tags: RowTags, added: bytes) -> Iterator[bytes]:
        fills = self.changes.fills.get(row.number, {})
        ours = range(self.changes.first, self.changes.first + self.changes.width)
        cells = {cell.column: cell for cell in find_cells(row, tags)}
        texts: dict[int, bytes] = {}
        for column in cells.keys() | fills.keys():
            if column not in ours and column not in self.changes.emptied:
                texts[column] = self._style_cell(row, column, cells.get(column), fills.get(column))
        if added:
            texts[self.changes.first] = added
        for column in sorted(texts):
            yield texts[column]

    def _style_cell(self, row: RowText, column: int, cell: CellText | None, fill: Colours | None) -> bytes:
        if cell:
            return cell.restyle(self._choose_style(cell.style, fill))
        of_row = style_of(row.tag)
        style = self.changes.get_column_style(column) if of_row is None else of_row
        address = f"{letter_of(column)}{row.number}"
        return render_blank_cell(address, self._choose_style(style, fill), self.worksheet.prefix).encode()

    def _choose_style(self, style: int, fill: Colours | None) -> int:
        return self.styles.fill_style(style, fill) if fill else self.styles.restore_style(style)
