"""Cells of ours: a value, its number format and its highlight, and the text of the worksheet that they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from importer.catalogue import ExcelValue, NumberFormat, number_format_of
from importer.problem import Severity
from importer.records import Status
from importer.workbook_parts import (
    DAY,
    GENERAL,
    MINUTE,
    SECOND,
    TEXT,
    WHOLE,
    CellFormat,
    Colours,
    Styles,
    render_blank_cell,
    render_number_cell,
    render_text_cell,
    render_value_cell,
    to_workbook_text,
)


class Highlight(Enum):
    """How a cell stands out: as in Excel's own cell style of this name, or not at all."""

    PLAIN = "plain"
    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


COLOURS = {  # of Excel's own cell styles of these names
    Highlight.PLAIN: Colours("", ""),
    Highlight.GOOD: Colours("C6EFCE", "006100"),
    Highlight.NEUTRAL: Colours("FFEB9C", "9C5700"),
    Highlight.BAD: Colours("FFC7CE", "9C0006"),
}
HIGHLIGHT_OF_STATUS = {
    Status.CREATED: Highlight.GOOD,
    Status.EXISTS: Highlight.GOOD,
    Status.INVALID: Highlight.BAD,
    Status.REJECTED: Highlight.BAD,
    Status.CONFLICT: Highlight.BAD,
    Status.UNKNOWN: Highlight.NEUTRAL,
    Status.BLOCKED: Highlight.BAD,
    Status.LEFT_OUT: Highlight.PLAIN,
    Status.NOT_SENT: Highlight.NEUTRAL,
}
HIGHLIGHT_OF = {Severity.ERROR: Highlight.BAD, Severity.WARNING: Highlight.NEUTRAL}
LINK_COLOUR = "0563C1"
ADDED_HEADING_FILL = "DDEBF7"
TITLE_SIZE = 16

LINE = 15.0  # points, as Excel's own rows
MOST_LINES = 20

_FILLED = 1.1  # letters on a line for each unit of width: most are narrower than a digit
_FORMATS = {
    NumberFormat.TEXT: TEXT,
    NumberFormat.GENERAL: GENERAL,
    NumberFormat.WHOLE: WHOLE,
    NumberFormat.DAY: DAY,
    NumberFormat.MINUTE: MINUTE,
    NumberFormat.SECOND: SECOND,
}


class Style(NamedTuple):
    """How a cell looks. `wrapped` text goes over several lines, `title` is the large heading of a page, `indented`
    keeps text clear of a number before it, `left` puts a number at the left.
    """

    number_format: NumberFormat = NumberFormat.TEXT
    highlight: Highlight = Highlight.PLAIN
    bold: bool = False
    wrapped: bool = False
    indented: bool = False
    left: bool = False
    added: bool = False
    link: bool = False
    title: bool = False


class StyledCell(NamedTuple):
    """A cell of ours: text or a whole number, and how it looks."""

    value: str | int
    style: Style = Style()


@dataclass(frozen=True)
class CellWriter:
    """Writes the cells of one workbook as text of its parts; each style is put together once."""

    styles: Styles
    prefix: str = ""

    def render_cell(self, address: str, cell: StyledCell) -> str:
        """A cell of ours. Text in it is never read as a formula, an error or a number."""
        number = self.find_style_number(cell.style)
        if isinstance(cell.value, int):
            return render_number_cell(address, number, cell.value, self.prefix)
        if not cell.value:
            return render_blank_cell(address, number, self.prefix)
        return render_text_cell(address, number, to_workbook_text(cell.value), self.prefix)

    def render_user_cell(self, address: str, value: ExcelValue, highlight: Highlight = Highlight.PLAIN) -> str:
        """A cell with a value of the user's."""
        shown = number_format_of(value)
        style = self._user_styles.get((shown, highlight)) or self._add_user_style(shown, highlight)
        if isinstance(value, str):
            return (
                render_text_cell(address, style, to_workbook_text(value))
                if value
                else render_blank_cell(address, style)
            )
        return render_value_cell(address, style, value)

    def find_style_number(self, style: Style) -> int:
        """The number of a style in this workbook."""
        if style not in self._styles:
            fill, letters = COLOURS[style.highlight]
            self._styles[style] = self.styles.add_own(
                CellFormat(
                    number_format=_FORMATS[style.number_format],
                    fill=ADDED_HEADING_FILL if style.added else fill,
                    colour=LINK_COLOUR if style.link else letters,
                    bold=style.bold or style.title,
                    underlined=style.link,
                    size=TITLE_SIZE if style.title else 0,
                    wrapped=style.wrapped,
                    indented=style.indented,
                    left=style.left,
                )
            )
        return self._styles[style]

    def _add_user_style(self, shown: NumberFormat, highlight: Highlight) -> int:
        self._user_styles[shown, highlight] = self.find_style_number(Style(shown, highlight))
        return self._user_styles[shown, highlight]

    @cached_property
    def _styles(self) -> dict[Style, int]:
        return {}

    @cached_property
    def _user_styles(self) -> dict[tuple[NumberFormat, Highlight], int]:
        return {}


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row with wrapped texts, each given with the width of its column; 0 where one line does.

    Excel finds this height by itself, LibreOffice and viewers do not.
    """
    lines = max((_count_lines(text, width) for text, width in texts), default=1)
    return LINE * min(lines, MOST_LINES) if lines > 1 else 0


def _count_lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) / (width * _FILLED)) for line in text.split("\n"))
