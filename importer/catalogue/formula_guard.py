"""Text in a CSV that a spreadsheet would take for a formula, whatever separator it is set to."""

import re

DELIMITERS = (",", ";", "\t", "|")  # of nearly all CSV files, the most usual first
_SEPARATORS = "".join(DELIMITERS) + "\r\n\v\f\x85\u2028\u2029"
_SIGNS = "=+\\-@＝＋－＠﹦﹢﹣﹫"
_BLANK = "\xa0\xad\u1680\u180e\u2000-\u200f\u202a-\u202f\u205f-\u206f\u3000\ufeff"  # of any width, and invisible signs
_SKIPPED = rf"\x00-\x08\x0e-\x1f\x7f {_BLANK}'\""  # a spreadsheet may drop these before it looks
_STARTS = rf"(?=[{_SKIPPED}]*[{_SIGNS}])"
_CELL = rf"(?:\A|(?<=[{_SEPARATORS}]))"
_NAMES_SIGN = "(?i:sep)="  # by which the first line of a file tells Excel another separator
_AT_START = rf"(?=[{_SKIPPED}]*(?:[\t\r\n]|{_NAMES_SIGN}))"
_UNGUARDED = re.compile(rf"{_CELL}{_STARTS}|\A{_AT_START}")
_GUARDED = re.compile(rf"{_CELL}'{_STARTS}|\A'{_AT_START}")
_FIRST_SIGN = re.compile(rf"[{_SKIPPED}{_SIGNS}\t\r\n]|{_NAMES_SIGN}")
_SEPARATOR = re.compile(f"[{_SEPARATORS}]")


def guard_formula(text: str) -> str:
    """The text with an apostrophe, as Excel itself marks text, wherever a cell with a formula could begin.

    That is at its start, and behind every separator and line end: a spreadsheet that is set to another separator, or
    that does not heed quotes, begins a cell there.
    """
    if text.isalnum() or not (_FIRST_SIGN.match(text) or _SEPARATOR.search(text)):
        return text  # as nearly all, at a tenth of the time
    return _UNGUARDED.sub("'", text)


def remove_guard(text: str) -> str:
    """The text that `guard_formula` was given."""
    return _GUARDED.sub("", text) if "'" in text else text
