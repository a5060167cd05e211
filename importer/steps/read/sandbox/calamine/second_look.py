"""What calamine (0.9) does not say of a worksheet: Excel errors (it gives a blank), hidden rows, number formats."""

from collections.abc import Callable
from dataclasses import dataclass, field

from importer.steps.read.sandbox.number_formats import Pattern

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


@dataclass
class SecondLook:
    """Rows and columns are counted from 1.

    `errors` has the error of a cell, `shown` the text of one that shows another than its value, and `digits` the
    pattern of one whose number is shown in so many digits (00123).
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    digits: dict[tuple[int, int], Pattern] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    filtered: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)


Look = Callable[[str, int], SecondLook]  # at a worksheet, by its name and by its place among all sheets
