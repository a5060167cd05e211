"""Dates that stand for none, and dates of years that no job has: told, and never changed on the way."""

import re
from collections.abc import Collection, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import DATE
from importer.frames import ask_each_distinct, ask_each_once, list_distinct
from importer.problem import EMPTY_WORD, FAR_YEAR, NO_DATE
from importer.records import CellNote
from importer.steps.map.column import ParsedColumn, RawColumn

_FIRST_YEAR, _LAST_YEAR = "1971", "2098"  # of those that jobs have
# .NET, SQL Server (datetime, smalldatetime), Excel and Lotus, Delphi and Access, Windows, Unix, the API itself, SAP
_FOR_NONE = frozenset({
    "0001-01-01", "0001-01-02", "1601-01-01", "1753-01-01", "1899-12-30", "1899-12-31", "1900-01-01", "1900-01-02",
    "1904-01-01", "1970-01-01", "1980-01-01", "2079-06-06", "2099-12-31", "2999-12-31", "9999-12-31",
    "9999-12-30", "9999-01-01",
})  # fmt: skip
_YEARS_FOR_NONE = frozenset(day[:4] for day in _FOR_NONE)
_ZEROS = re.compile(r"(?=[.\-/ :TZ]*+0)[0.\-/ :TZ]*+")  # MySQL's 0000-00-00 00:00:00, SAP's 00.00.0000
_DAY_0_OF_1900 = re.compile(r"1900[-./]0?1[-./]00?|0?1[-./]00?[-./]1900|00?[-./]0?1[-./]1900")  # Excel's number 0
_WHOLE_MINUTES = "1970"  # from here on the offset of nearly every zone can be written
_YEAR, _DAY = len("2026"), len("2026-12-31")
_MIDNIGHT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T00:00(?::00(?:\.0+)?)?"


def judge_far_days(column: RawColumn, values: pd.Series) -> ParsedColumn:
    """The dates without those that the user says are none, and a note for each day that may stand for none.

    The midnight of such a day is sent as the day alone: long ago zones had seconds, which would change the time.
    """
    odd = ask_each_distinct(values, _are_odd)
    if not odd.any():
        return ParsedColumn(values)
    dates = values[odd]
    dates = dates[dates.str.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")]
    days = dates.str.slice(0, _DAY)
    days = days[days.isin([day for day in list_distinct(days) if DATE.to_canonical(day)])]
    empty = {day[:_DAY] for word in column.options.empty if (day := DATE.to_canonical(word))}
    changed = values.copy()
    changed[days.index[days.isin(list(empty))]] = ""
    far = days[~days.isin(list(empty)) & (days.isin(list(_FOR_NONE)) | _is_far(days))]
    midnights = far.index[values[far.index].str.fullmatch(_MIDNIGHT) & (far < _WHOLE_MINUTES)]
    changed[midnights] = days[midnights]
    return ParsedColumn(changed, tuple(_note_far_days(column, far)))


def note_zero_dates(column: RawColumn, unread: pd.Series, misfits: Collection[str]) -> Iterator[CellNote]:
    """Tell once the zeros that databases write for no date; each is an error as well, since it is no day."""
    for text in misfits:
        if _ZEROS.fullmatch(text.strip()) or _DAY_0_OF_1900.match(text.strip()):
            yield column.note(
                EMPTY_WORD, word=text.strip(), cells=column.describe_cells(unread.index[unread == text].tolist())
            )


def _are_odd(dates: pa.LargeStringArray) -> npt.NDArray[np.bool_]:
    return ask_each_once(pc.utf8_slice_codeunits(dates, 0, _YEAR), _is_odd)


def _is_odd(year: str) -> bool:
    return year in _YEARS_FOR_NONE or (year.isdecimal() and not _FIRST_YEAR <= year <= _LAST_YEAR)


def _is_far(days: pd.Series) -> pd.Series:
    years = days.str.slice(0, _YEAR)
    return (years < _FIRST_YEAR) | (years > _LAST_YEAR)


def _note_far_days(column: RawColumn, far: pd.Series) -> Iterator[CellNote]:
    for_none = far.isin(list(_FOR_NONE))
    groups = [(NO_DATE, far[far == day]) for day in list_distinct(far[for_none])] + [(FAR_YEAR, far[~for_none])]
    for code, days in groups:
        if len(days):
            shown, reading = str(column.cells[days.index[0]]), str(days.iloc[0])
            yield column.note(code, shown=shown, reading=reading, cells=column.describe_cells(days.index.tolist()))
