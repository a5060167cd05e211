"""How Excel addresses cells: letters for columns, areas, the sheet in front, and where a worksheet ends."""

import re
from collections.abc import Sequence
from functools import cache

from importer.languages import append_more

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
LONGEST_TEXT = 32_767  # what a cell holds, counted in UTF-16 units
LONGEST_TITLE = 31  # letters in the name of a worksheet

# the names of a results workbook, hidden in it; Excel moves them along with what they point at
ADDED_NAME = "importer_added"  # the heading cells of the columns that results add
TARGET_NAME = "importer_target"  # the identity of the target that the jobs are in, as text
LIST_NAMES = "list_"  # the ranges of a template that hold the codes to choose from begin so
GUIDE_NAME = "importer_guide"  # the sheet of a template that explains its columns
SHEET_NAMES = {"Problems": "importer_problems", "Summary": "importer_summary"}

_PLACE = re.compile(r"([A-Z]{0,3})([0-9]{0,7})")


def letter_of(number: int) -> str:
    """The letter of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def first_cell_of(letter: str, rows: Sequence[int]) -> str:
    """The first of some cells of a column, and how many more there are: C3 and 4 more."""
    return append_more(f"{letter}{rows[0]}", len(rows) - 1)


@cache
def to_column_number(letters: str) -> int:
    """The number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def corners_of(area: str) -> tuple[int, int, int, int]:
    """First column, first row, last column, last row of 'A1:B7', 'A1', '$A$1' or 'A:B' (0 where not given)."""
    first, _, last = area.replace("$", "").partition(":")
    return (*_split_address(first), *_split_address(last or first))


def _split_address(address: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(address)
    return (to_column_number(found[1]), int(found[2] or 0)) if found else (0, 0)


def find_sheet_named(reference: str) -> str:
    """The sheet that a reference such as 'Our jobs'!$A$1 names, '' where it names none."""
    sheet, _, _ = reference.rpartition("!")
    return sheet[1:-1].replace("''", "'") if len(sheet) > 1 and sheet[0] == sheet[-1] == "'" else sheet


def quote_sheet(sheet: str) -> str:
    """The name of a sheet as it stands in a reference."""
    return "'" + sheet.replace("'", "''") + "'"
