"""The options that a mapping file may hold, each checked."""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from importer.records import Options


def checked_option(options: Options, name: str, value: object) -> Options:
    """The options with one more. Raises ValueError with a sentence where its value cannot be right."""
    wanted = int if name == "heading_row" else str
    if type(value) is not wanted:
        raise ValueError(f"{name} must be {'a row number' if wanted is int else 'text in quotes'}.")
    wrong = _CHECKS[name](value)
    if wrong:
        raise ValueError(f'{name} is "{value}", but {wrong}.')
    change: dict[str, Any] = {name: value}
    return replace(options, **change)


def _order(value: object) -> str:
    return "" if value in {"dmy", "mdy", "ymd"} else 'must be "dmy", "mdy" or "ymd"'


def _decimal(value: object) -> str:
    return "" if value in {".", ","} else 'must be "." or ","'


def _delimiter(value: object) -> str:
    sign = str(value)
    return "" if sign and not set(sign) & {'"', "\r", "\n"} else 'must be a sign, such as ";" or "tab"'


def _encoding(value: object) -> str:
    try:
        codecs.lookup(str(value))
    except (LookupError, ValueError):  # ValueError: a NUL in the name
        return 'is no known encoding; write it like "cp1252"'
    return ""


def _row(value: object) -> str:
    return "" if isinstance(value, int) and value > 0 else "rows are counted from 1"


def _sheet(value: object) -> str:
    return "" if value else "must be the name of a worksheet"


def _zone(value: object) -> str:
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return 'is no known time zone; write it like "Europe/Brussels"'
    return ""


_CHECKS: Mapping[str, Callable[[object], str]] = {
    "date_order": _order,
    "decimal": _decimal,
    "delimiter": _delimiter,
    "encoding": _encoding,
    "heading_row": _row,
    "sheet": _sheet,
    "timezone": _zone,
}
