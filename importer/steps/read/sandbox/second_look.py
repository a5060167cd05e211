"""What calamine (0.9) does not say of a worksheet: it gives a blank for a cell with an Excel error, and every row."""

from dataclasses import dataclass, field

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
    """Rows and columns are counted from 1."""

    errors: list[tuple[int, int, str]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    filtered: bool = False
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
