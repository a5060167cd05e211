"""Cells as text of a worksheet part. Text is always inline, so that nothing is ever read as a formula."""

from datetime import date, datetime

from importer.workbook_parts.markup import escape_text as escaped

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
# The day before 1, from March 1900 on: before, Excel counts a day that never was
FIRST_SERIAL_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - the days of Excel have no zone
_SECONDS = 86_400

Value = str | bool | int | float | date | datetime


def render_text_cell(address: str, style: int, words: str, prefix: str = "") -> str:
    """A cell with text; the text is what a cell can hold (see written_text.py), not yet escaped for XML."""
    p = prefix
    return (
        f'<{p}c r="{address}" s="{style}" t="inlineStr"><{p}is><{p}t xml:space="preserve">{escaped(words)}'
        f"</{p}t></{p}is></{p}c>"
    )


def render_number_cell(address: str, style: int, number: float, prefix: str = "") -> str:
    """A cell with a number."""
    return f'<{prefix}c r="{address}" s="{style}"><{prefix}v>{number!r}</{prefix}v></{prefix}c>'


def render_blank_cell(address: str, style: int, prefix: str = "") -> str:
    """A cell with nothing but a look."""
    return f'<{prefix}c r="{address}" s="{style}"/>'


def render_value_cell(address: str, style: int, value: bool | float | date) -> str:
    """A cell with a value that is no text."""
    if isinstance(value, bool):
        return f'<c r="{address}" s="{style}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, date):
        return render_number_cell(address, style, serial_of(value))
    return render_number_cell(address, style, value)


def serial_of(moment: date) -> float:
    """The number by which Excel keeps a day or a moment (from March 1900 on)."""
    whole = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    since = whole - FIRST_SERIAL_DAY
    return since.days if not since.seconds else since.days + since.seconds / _SECONDS
