"""Text as a workbook can hold it: nothing lost that Excel can keep, and nothing that damages the file."""

import re

from importer.workbook_parts.addresses import LONGEST_TEXT
from importer.workbook_parts.markup import escape_text as escaped

CUT = "…"  # the last character of a text that was cut off
_HARMLESS = re.compile("[ -%'-;=?-^`-~]*")  # printable ASCII but for & < > and _
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def to_workbook_text(text: str) -> str:
    """The text as it is written into a cell: what XML cannot carry as _xHHHH_, which Excel reads as the character.

    Text that looks like such an escape is itself escaped, half a surrogate pair becomes U+FFFD, and what no cell
    can hold is cut off, with … as its last character.
    """
    return _UNSAFE.sub(_escape, cut_text(text))


def escape_cell_text(text: str) -> str:
    """The text as it stands in a cell of a worksheet part: as `to_workbook_text` gives it, with & < > as entities."""
    if len(text) <= LONGEST_TEXT and _HARMLESS.fullmatch(text):
        return text  # as nearly all of what we say, at a quarter of the time
    return escaped(to_workbook_text(text))


def _escape(match: re.Match[str]) -> str:
    letter = match[0]
    return "\ufffd" if "\ud800" <= letter <= "\udfff" else f"_x{ord(letter):04X}_"


def is_cut(text: str) -> bool:
    """True where a cell cannot hold the whole text."""
    return len(text) * 2 > LONGEST_TEXT and _count_units(text) > LONGEST_TEXT


def was_cut(text: str) -> bool:
    """True for a text as `to_workbook_text` leaves one that is too long."""
    return text.endswith(CUT) and _count_units(text) in {LONGEST_TEXT - 1, LONGEST_TEXT}


def cut_text(text: str, most: int = LONGEST_TEXT) -> str:
    """As much of the text as fits into so many UTF-16 units, with … at its end where something is missing."""
    if len(text) * 2 <= most or _count_units(text) <= most:
        return text
    whole = text.encode("utf-16-le", "surrogatepass")[: (most - len(CUT)) * 2]
    return whole.decode("utf-16-le", "ignore") + CUT


def _count_units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
