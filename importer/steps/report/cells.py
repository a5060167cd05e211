"""Cells of the new workbook: a value, its form and its look, ready to be appended to a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.styles.cell_style import StyleArray
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from importer.steps.report.added import Look
from importer.steps.report.text import cut, workbook_text
from importer.steps.report.values import Form, Typed

COLOURS = {  # fill and letters of Excel's own cell styles of these names
    Look.GOOD: ("C6EFCE", "006100"),
    Look.NEUTRAL: ("FFEB9C", "9C5700"),
    Look.BAD: ("FFC7CE", "9C0006"),
}
LINK_COLOUR = "0563C1"
ADDED_HEADING_FILL = "DDEBF7"

LINE = 15.0  # points, as Excel's own rows
MOST_LINES = 20

_FILLED = 1.1  # letters on a line for each unit of width: most are narrower than a digit
_NOTE_UNITS = 2_000
_NOTE_WIDTH = 320  # pixels, as its height
_NOTE_LINE = 18
_NOTE_LETTERS = 46  # on one line


@dataclass(frozen=True, slots=True)
class Style:
    """How a cell is dressed. `wrapped` text goes over several lines, `title` is the large heading of a page, `indented`
    keeps text clear of a number before it, `left` puts a number at the left.
    """

    form: Form = Form.TEXT
    look: Look = Look.PLAIN
    bold: bool = False
    wrapped: bool = False
    indented: bool = False
    left: bool = False
    added: bool = False
    link: bool = False
    title: bool = False


@dataclass(frozen=True)
class Tailor:
    """Makes the cells of one sheet (one that is only written, row after row); each style is put together once."""

    sheet: Worksheet

    def typed(self, typed: Typed, look: Look = Look.PLAIN) -> Cell:
        """A cell with a value of the user's."""
        if isinstance(typed.value, str):
            return self.text(typed.value, Style(typed.form, look))
        cell = self._blank(Style(typed.form, look))
        cell.value = typed.value
        return cell

    def text(self, text: str, style: Style = Style()) -> Cell:
        """A cell with text that is never read as a formula, an error or a number."""
        cell = self._blank(style)
        if text:
            # Not by its setter, which makes a formula of '=1' and cuts escapes in two.
            cell._value = workbook_text(text)  # type: ignore[attr-defined]  # noqa: SLF001 - see above
            cell.data_type = "s"
        return cell

    def number(self, number: int, style: Style = Style(Form.WHOLE)) -> Cell:
        """A cell with a number of ours."""
        cell = self._blank(style)
        cell.value = number
        return cell

    def link(self, address: str, sheet: str) -> Cell:
        """A cell that shows an address and jumps to it."""
        cell = self.text(address, Style(Form.GENERAL, link=True))
        cell.hyperlink = Hyperlink(ref="", location=f"{quoted(sheet)}!{address}", display=address)
        return cell

    def _blank(self, style: Style) -> Cell:
        if style not in self._styles:
            self._styles[style] = self._sewn(style)
        return Cell(self.sheet, 1, 1, style_array=self._styles[style])

    @cached_property
    def _styles(self) -> dict[Style, StyleArray]:
        return {}

    def _sewn(self, style: Style) -> StyleArray:
        cell = Cell(self.sheet, 1, 1)
        fill, letters = COLOURS.get(style.look, (None, None))
        cell.number_format = style.form.value
        cell.alignment = Alignment(
            horizontal="left" if style.indented or style.left else None,
            vertical="top",
            wrap_text=style.wrapped,
            indent=int(style.indented),
        )
        cell.font = Font(
            name="Calibri",
            size=16 if style.title else 11,
            bold=style.bold or style.title,
            color=LINK_COLOUR if style.link else letters,
            underline="single" if style.link else None,
        )
        fill = ADDED_HEADING_FILL if style.added else fill
        if fill:
            cell.fill = PatternFill("solid", start_color=fill, end_color=fill)
        # One array for all cells of the style, instead of five look-ups a cell.
        sewn: StyleArray = cell._style  # type: ignore[attr-defined]  # noqa: SLF001 - see above
        return sewn


def set_height(sheet: Worksheet, row: int, texts: Iterable[tuple[str, int]]) -> None:
    """Make the row high enough for wrapped texts, each given with the width of its column.

    Excel finds this height by itself, LibreOffice and viewers do not.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    if lines > 1:
        sheet.row_dimensions[row].height = LINE * min(lines, MOST_LINES)


def _lines(text: str, width: int) -> int:
    return sum(1 + int(len(line) / (width * _FILLED)) for line in text.split("\n"))


def with_note(cell: Cell, text: str) -> Cell:
    """The cell with a note on it, sized for its text."""
    shown = cut(text, _NOTE_UNITS)
    lines = sum(1 + len(line) // _NOTE_LETTERS for line in shown.split("\n"))
    cell.comment = Comment(workbook_text(shown), "importer", height=_NOTE_LINE * (lines + 1), width=_NOTE_WIDTH)
    return cell


def quoted(sheet: str) -> str:
    """The name of a worksheet as it stands in an address."""
    return "'" + sheet.replace("'", "''") + "'"
