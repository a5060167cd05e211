"""The addresses of cells: letters of columns, corners of areas, and how far a worksheet of Excel reaches."""

import re
from functools import cache

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_LETTERS = re.compile(r"([A-Z]+)")


def letter_of(number: int) -> str:
    """The letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def corners(area: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of 'A1:B7', 'A1', '$A$1' or 'A:B' (rows 0 where not given)."""
    first, _, last = area.replace("$", "").partition(":")
    return (*_place(first), *_place(last or first))


def _place(address: str) -> tuple[int, int]:
    letters = _LETTERS.match(address)
    name = letters[1] if letters else ""
    row = address[len(name) :]
    return column_number(name), int(row) if row.isdecimal() else 0
