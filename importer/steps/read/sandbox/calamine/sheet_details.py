"""What the records of an .xls or .xlsb say of a worksheet beyond what calamine gives of it."""

import struct
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field

from importer.steps.read.sandbox.number_formats import Format
from importer.steps.read.sandbox.row_strikes_and_fills import FormatRule, Stylesheet
from importer.steps.read.to_text import CellContent

# [MS-XLS] 2.5.10 and [MS-XLSB] 2.5.97.2: the same numbers
ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


CellsByPlace = dict[int, CellContent]  # column to cell


@dataclass
class SheetDetails:
    """What calamine leaves out of a worksheet. Rows and columns are counted from 1.

    `codes` are number formats; `coded` has the number of the one by which a cell is shown otherwise than its text,
    counted from 1. `errors` has the error of a cell, `shown` the text of one that shows another than its value.
    `numbers` has the value and the style of each number whose format makes something else of it: a date, digits, text
    around; `texts` the style of each text that its format shows with more, or not at all. `stylesheet` is what styles
    make of a cell, `rules` the conditional formats; `styled_rows` and `styles` have the row and the style of each cell
    with something in it.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    numbers: dict[tuple[int, int], tuple[float, int]] = field(default_factory=dict)
    texts: dict[tuple[int, int], int] = field(default_factory=dict)
    formats: tuple[Format, ...] = ()
    codes: tuple[str, ...] = ()
    coded: dict[tuple[int, int], int] = field(default_factory=dict)
    from_1904: bool = False
    hidden: list[int] = field(default_factory=list)
    filtered: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    stylesheet: Stylesheet = field(default_factory=Stylesheet)
    rules: list[FormatRule] = field(default_factory=list)
    styled_rows: "array[int]" = field(default_factory=lambda: array("i"))
    styles: "array[int]" = field(default_factory=lambda: array("i"))

    def add_text(self, row: int, column: int, style: int) -> None:
        """Keep the style of a text that its format shows otherwise."""
        if style < len(self.formats) and self.formats[style].changes_texts:
            self.texts[row, column] = style

    def add_style(self, row: int, style: int) -> None:
        """Keep the style of a cell with something in it."""
        self.styled_rows.append(row)
        self.styles.append(style)

    def show_texts(self, cells: CellsByPlace, styles: Mapping[int, int]) -> None:
        """Put around the texts of a row what their formats put there, or in their place; `styles` are by column."""
        for column, style in styles.items():
            if text := cells.get(column):
                around = self.formats[style].around
                cells[column] = around[0] if len(around) == 1 else f"{around[0]}{text}{around[1]}"


def decode_short_number(bits: int) -> float:
    """The number of 30 bits that these stand for ([MS-XLS] 2.5.217): whole or half of a double, perhaps hundredths."""
    upper = bits & 0xFFFF_FFFC
    if bits & 2:
        number = float(upper - (1 << 32 if upper >> 31 else 0)) / 4
    else:
        number = float(struct.unpack("<d", struct.pack("<II", 0, upper))[0])
    return number / 100 if bits & 1 else number
