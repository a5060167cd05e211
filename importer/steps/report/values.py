"""How the value of a cell is shown."""

from datetime import datetime
from enum import Enum

from importer.catalogue import ExcelValue


class Form(Enum):
    """How a cell shows its value: as text, or by one of Excel's number formats."""

    TEXT = "@"  # a code like 00123 stays text, also when somebody types over it
    GENERAL = "General"
    WHOLE = "0"
    DAY = "yyyy-mm-dd"
    MINUTE = "yyyy-mm-dd hh:mm"
    SECOND = "yyyy-mm-dd hh:mm:ss"


_LONGEST_AS_TEXT = 255  # Excel can show ### for more in a cell that is formatted as text


def form_of(value: ExcelValue) -> Form:
    """The number format that shows all of a value."""
    match value:
        case str():
            return Form.TEXT if len(value) <= _LONGEST_AS_TEXT else Form.GENERAL
        case bool() | float():
            return Form.GENERAL
        case int():
            return Form.WHOLE
        case datetime():
            return Form.SECOND if value.second else Form.MINUTE
    return Form.DAY
