"""What columns say about one another, whatever their headings: coordinates, a city by its zip, days after others."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

import pandas as pd

from importer.languages import _, quote_name
from importer.mapping.evidence import MOST, sample_of

_DEGREES = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3,}")
_NUMBERS = re.compile(r"([0-9]{1,4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,4})(?:[ T].*)?")
_NORTH, _EAST = "db_address_latitude_decimal", "db_address_longitude_decimal"
_CITY, _ZIP, _STREET, _DUE = "db_address_city", "db_address_zip", "db_address_street", "due_date"
_EARLIER = ("date_reported_by_company", "date_create")
_POLE, _LAST_MONTH, _YEAR = 90, 12, 1000
_ROWS = 200
_ABBREVIATION = 5  # letters

FoundColumns = Iterator[tuple[str, int, str]]  # a field, the position of its column, and in a few words why


def find_fields_by_neighbours(
    headings: Mapping[int, str], cells: pd.DataFrame, fields: Mapping[str, int]
) -> FoundColumns:
    """The fields that columns may fill because of the others; `headings` are those of the unknown columns, by position,
    `fields` the places of those that are known.
    """
    if not {_NORTH, _EAST} & fields.keys():
        yield from _find_coordinates(headings, cells)
    if _CITY not in fields and {_ZIP, _STREET} <= fields.keys():
        yield from _find_city(headings, cells, fields[_ZIP])
    earlier = next((name for name in _EARLIER if name in fields), None)
    if earlier and _DUE not in fields:
        yield from _find_due_date(headings, cells, fields[earlier])


def _find_coordinates(headings: Mapping[int, str], cells: pd.DataFrame) -> FoundColumns:
    for first, second in zip(headings, list(headings)[1:], strict=False):
        pair = [sample_of(cells.iloc[:, position]) for position in (first, second)]
        if second == first + 1 and all(values and all(map(_DEGREES.fullmatch, values)) for values in pair):
            largest = [max(abs(float(value.replace(",", "."))) for value in values) for values in pair]
            north, east = (second, first) if largest[0] > _POLE else (first, second)
            if min(largest) <= _POLE and max(largest) <= 2 * _POLE:
                yield _NORTH, north, _("latitude and longitude pairs")
                yield _EAST, east, _("latitude and longitude pairs")
                return


def _find_city(headings: Mapping[int, str], cells: pd.DataFrame, position: int) -> FoundColumns:
    for beside in (position + 1, position - 1):
        is_short = len(headings.get(beside, "")) <= _ABBREVIATION  # a whole word would be known, or says something else
        values = sample_of(cells.iloc[:, beside]) if beside in headings and is_short else []
        if values and all(value[:1].isalpha() and not any(map(str.isdigit, value)) for value in values):
            yield _CITY, beside, _("beside the zip code")
            return


def _find_due_date(headings: Mapping[int, str], cells: pd.DataFrame, position: int) -> FoundColumns:
    before = _list_days(cells.iloc[:_ROWS, position])
    for other, heading in headings.items():
        days = _list_days(cells.iloc[:_ROWS, other])
        both = [(one, two) for one, two in zip(before, days, strict=True) if one and two]
        written = int((cells.iloc[:_ROWS, other].str.strip() != "").sum())
        if both and len(both) >= MOST * written and sum(two > one for one, two in both) >= MOST * len(both):
            reason = _("its dates are later than in column {letter}")
            yield _DUE, other, reason.format(letter=quote_name(str(cells.columns[position]))) if heading else ""
            return


def _list_days(column: pd.Series) -> list[date | None]:
    """The day of each cell, in the order that most of the column allows."""
    found = [_NUMBERS.fullmatch(text.strip()) for text in column]
    numbers = [tuple(map(int, one.groups())) if one else None for one in found]
    month_first = any(one and one[0] <= _LAST_MONTH < one[1] for one in numbers)
    return [_to_day(one, month_first=month_first) if one else None for one in numbers]


def _to_day(numbers: tuple[int, ...], *, month_first: bool) -> date | None:
    first, second, third = numbers
    year, month, day = (third, first, second) if month_first else (third, second, first)
    if first >= _YEAR:
        year, month, day = first, second, third
    try:
        return date(year, month, day)
    except ValueError:
        return None
