"""Cells of ours: a value, its form and its look, and the text of the worksheet that they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from importer.catalogue import ExcelValue
from importer.problem import Severity
from importer.steps.report.added import Look
from importer.steps.report.text import workbook_text
from importer.steps.report.values import Form, form_of
from importer.workbook_parts import (
    DAY,
    GENERAL,
    MINUTE,
    SECOND,
    TEXT,
    WHOLE,
    CellFormat,
    Styles,
    blank_cell,
    number_cell,
    text_cell,
    value_cell,
)

COLOURS = {  # fill and letters of Excel's own cell styles of these names
    Look.PLAIN: ("", ""),
    Look.GOOD: ("C6EFCE", "006100"),
    Look.NEUTRAL: ("FFEB9C", "9C5700"),
    Look.BAD: ("FFC7CE", "9C0006"),
}
LOOK_OF_MARK = {Severity.ERROR: Look.BAD, Severity.WARNING: Look.NEUTRAL}
LINK_COLOUR = "0563C1"
ADDED_HEADING_FILL = "DDEBF7"
TITLE_SIZE = 16

LINE = 15.0  # points, as Excel's own rows
MOST_LINES = 20

_FILLED = 1.1  # letters on a line for each unit of width: most are narrower than a digit
_FORMATS = {
    Form.TEXT: TEXT,
    Form.GENERAL: GENERAL,
    Form.WHOLE: WHOLE,
    Form.DAY: DAY,
    Form.MINUTE: MINUTE,
    Form.SECOND: SECOND,
}


class Style(NamedTuple):
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


class Shown(NamedTuple):
    """A cell of ours: text or a whole number, how it looks, and the place in the workbook that it leads to."""

    value: str | int
    style: Style = Style()
    place: str = ""


@dataclass(frozen=True)
class Tailor:
    """Makes the cells of one workbook; each look is put together once."""

    styles: Styles
    prefix: str = ""

    def shown(self, address: str, cell: Shown) -> str:
        """A cell of ours. Text in it is never read as a formula, an error or a number."""
        if isinstance(cell.value, int):
            return number_cell(address, self.number_of(cell.style), cell.value, self.prefix)
        if not cell.value:
            return blank_cell(address, self.number_of(cell.style), self.prefix)
        return text_cell(address, self.number_of(cell.style), workbook_text(cell.value), self.prefix)

    def typed(self, address: str, value: ExcelValue, look: Look = Look.PLAIN) -> str:
        """A cell with a value of the user's."""
        form = form_of(value)
        style = self._numbers.get((form, look)) or self._number_of_form(form, look)
        if isinstance(value, str):
            return text_cell(address, style, workbook_text(value)) if value else blank_cell(address, style)
        return value_cell(address, style, value)

    def number_of(self, style: Style) -> int:
        """The number of a look in this workbook."""
        if style not in self._looks:
            fill, letters = COLOURS[style.look]
            self._looks[style] = self.styles.own(
                CellFormat(
                    number_format=_FORMATS[style.form],
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
        return self._looks[style]

    def _number_of_form(self, form: Form, look: Look) -> int:
        self._numbers[form, look] = self.number_of(Style(form, look))
        return self._numbers[form, look]

    @cached_property
    def _looks(self) -> dict[Style, int]:
        return {}

    @cached_property
    def _numbers(self) -> dict[tuple[Form, Look], int]:
        return {}


def height_of(texts: Iterable[tuple[str, float]]) -> float:
    """The height of a row with wrapped texts, each given with the width of its column; 0 where one line does.

    Excel finds this height by itself, LibreOffice and viewers do not.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    return LINE * min(lines, MOST_LINES) if lines > 1 else 0


def _lines(text: str, width: float) -> int:
    return sum(1 + int(len(line) / (width * _FILLED)) for line in text.split("\n"))
