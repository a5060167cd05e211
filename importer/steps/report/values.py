"""Text of the sheet -> the value of a cell: typed where its field has a type and nothing of the text is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from importer.catalogue.kinds import BOOLEAN, DATE, DECIMAL, INTEGER, Kind, is_exact

Value = str | int | float | bool | date | datetime


class Form(Enum):
    """How a cell shows its value: as text, or by one of Excel's number formats."""

    TEXT = "@"  # a code like 00123 stays text, also when somebody types over it
    GENERAL = "General"
    WHOLE = "0"
    DAY = "yyyy-mm-dd"
    MINUTE = "yyyy-mm-dd hh:mm"
    SECOND = "yyyy-mm-dd hh:mm:ss"


@dataclass(frozen=True, slots=True)
class Typed:
    """A value and how it is shown."""

    value: Value
    form: Form


_EXACT_DIGITS = 15  # more, and Excel makes zeros of the rest
_LONGEST_AS_TEXT = 255  # Excel can show ### for more in a cell that is formatted as text
_FIRST_DAY = "1900-03-01"  # before it, Excel counts a day that never was
_DAY, _SECOND = len("2026-12-31"), len("2026-12-31T09:00:00")


def typed_by(kind: Kind | None) -> Callable[[str], Typed]:
    """How the cells of a column are typed, given the kind of its field; None where it fills no field."""
    return _TYPED.get(kind, as_text) if kind else as_text


def stays_text(kind: Kind | None) -> bool:
    """True where every cell of such a column is text."""
    return kind not in _TYPED


def as_text(text: str) -> Typed:
    """The text itself."""
    return Typed(text, Form.TEXT if len(text) <= _LONGEST_AS_TEXT else Form.GENERAL)


def _integer(text: str) -> Typed:
    if _is_spelled(INTEGER, text) and len(text.lstrip("-")) <= _EXACT_DIGITS:
        return Typed(int(text), Form.WHOLE)
    return as_text(text)


def _decimal(text: str) -> Typed:
    digits = text.lstrip("-").replace(".", "").strip("0")
    if _is_spelled(DECIMAL, text) and len(digits) <= _EXACT_DIGITS and is_exact(text):
        return Typed(float(text), Form.GENERAL)
    return as_text(text)


def _date(text: str) -> Typed:
    """Times of day without a zone only, since a cell has none; a midnight that was typed stays as it was typed."""
    if not _is_spelled(DATE, text) or text < _FIRST_DAY:
        return as_text(text)
    if len(text) == _DAY:
        return Typed(date.fromisoformat(text), Form.DAY)
    if len(text) != _SECOND or text.endswith("T00:00:00"):
        return as_text(text)
    moment = datetime.fromisoformat(text)
    return Typed(moment, Form.SECOND if moment.second else Form.MINUTE)


def _boolean(text: str) -> Typed:
    word = text.casefold()
    return Typed(word == "true", Form.GENERAL) if word in {"true", "false"} else as_text(text)


def _is_spelled(kind: Kind, text: str) -> bool:
    return kind.canonical(text) == text


_TYPED = {INTEGER: _integer, DECIMAL: _decimal, DATE: _date, BOOLEAN: _boolean}
