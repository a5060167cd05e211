"""What cells and formulas hold as Excel sees it, of a sheet of which only the texts are known."""

import re
from math import isfinite

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")  # which is a number to Excel, unless it is a text in the sheet
_ERROR = re.compile(r"#(?:N/A|GETTING_DATA|[A-Z][A-Z0-9/]*[!?])")

FormulaValue = str | float | bool


class FormulaUnknown(Exception):
    """A formula that is not understood."""


class CellHasError(Exception):
    """What a formula gives where it has no value."""


def value_of(text: str) -> FormulaValue:
    """What a cell holds that shows this. Raises CellHasError."""
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    if _ERROR.fullmatch(text):
        raise CellHasError
    return number_of(text) if text[:1] in "+-.0123456789" and text else text


def number_of(text: str) -> FormulaValue:
    """The number that a text is, else the text."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if isfinite(number) else text


def refuse_day(day: FormulaValue, number: FormulaValue) -> None:
    """Raise FormulaUnknown where a day meets a number: all that is known of its own is that it is more than 0."""
    if isinstance(day, str) and _DAY.fullmatch(day) and isinstance(number, float) and number > 0:
        raise FormulaUnknown


def refuse_digits(text: FormulaValue, number: FormulaValue) -> None:
    """Raise FormulaUnknown where "120" meets 120: a cell that shows this may hold either, and only one is the same."""
    if isinstance(text, str) and isinstance(number, float) and isinstance(number_of(text), float):
        raise FormulaUnknown


def rank_value(value: FormulaValue) -> tuple[int, object]:
    """As Excel compares: numbers before texts before truths; a letter's case does not count."""
    if isinstance(value, bool):
        return 2, value
    return (1, value.casefold()) if isinstance(value, str) else (0, value)


def text_of(value: FormulaValue) -> str:
    """The value as a text, as Excel makes one of it."""
    return str(value).upper() if isinstance(value, bool) else f"{value:.15g}" if isinstance(value, float) else value


def truth_of(value: FormulaValue) -> bool:
    """The value as a condition. Raises FormulaUnknown for a text: Excel passes some over, and others are an error."""
    if isinstance(value, str):
        raise FormulaUnknown
    return bool(value)
