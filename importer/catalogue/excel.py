"""What Excel does with a kind of value: how a cell holds it, and how a template prepares a column for it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from importer.catalogue.spellings import is_exact, spell_date, spell_decimal, spell_integer

ExcelValue = str | int | float | bool | date | datetime
Rule = Literal["whole", "decimal", "date", "textLength"]

LONGEST_AS_TEXT = 255  # letters; Excel can show ### for more in a cell that is formatted as text
LARGEST_WHOLE = 999_999_999_999_999  # the whole numbers that Excel keeps exactly
_EXACT_DIGITS = 15  # more, and Excel makes zeros of the rest
_DAY, _SECOND = len("2026-12-31"), len("2026-12-31T09:00:00")
_FIRST_DAY = "1900-03-01"  # before it, Excel counts a day that never was
_EPOCH = date(1899, 12, 30)  # what Excel counts days from since then


class NumberFormat(StrEnum):
    """How a cell shows its value, as Excel writes its formats."""

    TEXT = "@"  # a code like 00123 stays text, also when somebody types over it
    GENERAL = "General"
    WHOLE = "0"
    DAY = "yyyy-mm-dd"
    MINUTE = "yyyy-mm-dd hh:mm"
    SECOND = "yyyy-mm-dd hh:mm:ss"


def number_format_of(value: ExcelValue) -> NumberFormat:
    """The number format that shows all of a value."""
    if isinstance(value, str):
        return NumberFormat.TEXT if len(value) <= LONGEST_AS_TEXT else NumberFormat.GENERAL
    if isinstance(value, datetime):
        return NumberFormat.SECOND if value.second else NumberFormat.MINUTE
    if isinstance(value, date):
        return NumberFormat.DAY
    return NumberFormat.GENERAL if isinstance(value, bool | float) else NumberFormat.WHOLE


def to_excel_integer(text: str) -> ExcelValue:
    """A whole number as a cell holds it; the text itself where the cell would not keep every digit as typed."""
    return int(text) if spell_integer(text) == text and len(text.lstrip("-")) <= _EXACT_DIGITS else text


def to_excel_decimal(text: str) -> ExcelValue:
    """A number as a cell holds it; the text itself where the cell would not keep every digit as typed."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return float(text) if spell_decimal(text) == text and len(digits) <= _EXACT_DIGITS and is_exact(text) else text


def to_excel_date(text: str) -> ExcelValue:
    """A day, or a time of day without a zone, since a cell has none; a midnight that was typed stays as it was."""
    if spell_date(text) != text or text < _FIRST_DAY:
        return text
    if len(text) == _DAY:
        return date.fromisoformat(text)
    return text if len(text) != _SECOND or text.endswith("T00:00:00") else datetime.fromisoformat(text)


def to_excel_boolean(text: str) -> ExcelValue:
    """TRUE or FALSE."""
    word = text.casefold()
    return word == "true" if word in {"true", "false"} else text


@dataclass(frozen=True)
class ExcelColumn:
    """How a template prepares a column.

    `width` is the least in letters. `rule` is what Excel itself checks, between `low` and `high` (days count from 1900,
    text goes by its length). `words` names what a language says of such a cell (`Phrases.kinds`). The worked example
    fills the column where `in_example`.
    """

    number_format: NumberFormat = NumberFormat.TEXT
    width: int = 26
    at_left: bool = False
    may_wrap: bool = False
    rule: Rule | None = None
    low: int = 0
    high: int = 0
    words: str = ""
    in_example: bool = True


_DATES = ((date(1980, 1, 2) - _EPOCH).days, (date(2199, 12, 31) - _EPOCH).days)  # the API's 'no date' is 1980-01-01
_NUMBERS = (-LARGEST_WHOLE, LARGEST_WHOLE)
_BARE, _IN_BRACES = 32, 38
ID_COLUMN = ExcelColumn(width=38, rule="textLength", low=_BARE, high=_IN_BRACES, words="id", in_example=False)
TEXT_COLUMN = ExcelColumn(may_wrap=True)
CODE_COLUMN = ExcelColumn(width=18)
WHOLE_COLUMN = ExcelColumn(NumberFormat.GENERAL, 12, False, False, "whole", *_NUMBERS, "whole number")
NUMBER_COLUMN = ExcelColumn(NumberFormat.GENERAL, 12, False, False, "decimal", *_NUMBERS, "number")
DAY_COLUMN = ExcelColumn(NumberFormat.DAY, 14, True, False, "date", *_DATES, "date")
TIME_COLUMN = ExcelColumn(NumberFormat.MINUTE, 18, True, False, "date", *_DATES, "date and time")
