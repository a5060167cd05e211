"""Columns of dates: the order of day, month and year is decided for the whole column; times get their zone.

Where the column leaves it open, only the cells that could be two days are held.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, tzinfo

import pandas as pd

from importer.catalogue import DATE, MONTHS, join_words, spell_moment
from importer.frames import list_distinct, match_cells
from importer.languages import N_, _
from importer.problem import (
    AMBIGUOUS_DATES,
    CONTRADICTING_DATES,
    DOUBLE_TIME,
    EXCEL_SERIAL,
    SHORT_YEARS,
    SKIPPED_TIME,
    WRONG_WEEKDAY,
)
from importer.records import CellNote
from importer.steps.map.column import NumberedCells, ParsedColumn, RawColumn, Wording, ask_reading, cells_of
from importer.steps.map.column_convention import Evidence, Readings, Verdict, decide
from importer.steps.map.far_days import judge_far_days, note_zero_dates
from importer.steps.map.written_dates import ORDERS, WrittenDate, WrittenDay, find_dates, read_date
from importer.steps.map.zones import add_zone, name_of, read_both_ways
from importer.workbook_parts import FIRST_SERIAL_DAY

DAY = len("2026-12-31")
SECONDS_OF_A_DAY = 86_400

_FIRST = {"dmy": N_("day first"), "mdy": N_("month first"), "ymd": N_("year first")}
_SERIAL = re.compile(r"([1-9][0-9]{4})(?:[.,]([0-9]+))?")

Written = Mapping[str, WrittenDate]


def parse_dates(column: RawColumn, zone: tzinfo) -> ParsedColumn:
    """The dates of a column as ISO text: days without a zone, times with theirs.

    `zone` is for times that have none of their own. What is certain is told as a remark; what is not is left as typed,
    with a note for the cell.
    """
    unread = column.find_unread(column.field.kind.pattern)
    written = {text: read_date(text) for text in list_distinct(unread)}
    within = find_dates([text for text, found in written.items() if not found.day.readings])
    written |= {text: read_date(only) for text, only in within.items()}
    days = {found.day.text: found.day for found in written.values() if found.day.readings}
    readings = {text: day.readings for text, day in days.items()}
    verdict = decide(readings, _list_orders(days.values()), column.options.date_order)
    conventions = (verdict.convention,) if verdict.evidence is Evidence.CLEAR else verdict.rivals
    dates = {text: _make_readings(found, conventions) for text, found in written.items()}
    misfits = dict.fromkeys(text for text, read in dates.items() if not read)
    certain = {text: iso for text, read in dates.items() if len(read) == 1 for iso in read}
    values = column.replace_unread(unread, certain)
    checked = judge_far_days(column, values)
    notes = (
        *_note_two_orders(column, verdict, readings),
        *_note_short_years(column, certain, written),
        *checked.notes,
        *note_zero_dates(column, unread, misfits),
        *_note_misfits(column, cells_of(unread, misfits), written),
        *_note_ambiguous_days(column, unread, dates, certain),
    )
    remarks = _remark_on_order(column, verdict.convention, written) if len(conventions) == 1 else ()
    remarks += _remark_on_within(column, within)
    return _add_zones(column, ParsedColumn(checked.values, notes, remarks), zone)


def find_open_days(texts: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The texts of a column that can be two days, each with the day where days stand first, and where months do."""
    plain = DATE.pattern
    column = pd.Series(list(texts), dtype="str").str.strip()
    written = {text: read_date(text) for text in column[(column != "") & ~match_cells(column, plain)]}
    days = {found.day.text: found.day for found in written.values() if found.day.readings}
    readings = {text: day.readings for text, day in days.items()}
    verdict = decide(readings, _list_orders(days.values()))
    if verdict.evidence is Evidence.CLEAR or not days:
        return {}
    both = {text: [found.read_in_order(order) for order in ("dmy", "mdy")] for text, found in written.items()}
    return {
        text: (_spell_day(one[:DAY]), _spell_day(other[:DAY]))
        for text, (one, other) in both.items()
        if one and other and one != other
    }


def _remark_on_within(column: RawColumn, within: Mapping[str, str]) -> tuple[str, ...]:
    """Said where cells have more than a date."""
    sentence = _('only the date of each cell is read, as in "{text}": {date}')
    first = next(iter(within.items()), None)
    return (column.remark(sentence.format(text=" ".join(first[0].split()), date=first[1])),) if first else ()


def _make_readings(date: WrittenDate, orders: Sequence[str]) -> Readings:
    """What a date can be, each with the first order in which it is that."""
    read: dict[str, str] = {}
    for order in orders:
        if (iso := date.read_in_order(order)) is not None:
            read.setdefault(iso, order)
    return read


def _note_two_orders(column: RawColumn, verdict: Verdict, readings: Mapping[str, Readings]) -> tuple[CellNote, ...]:
    return (ask_reading(column, verdict, readings, _WORDING),) if verdict.evidence is Evidence.CONTRADICTING else ()


def _note_ambiguous_days(
    column: RawColumn, unread: pd.Series, dates: Mapping[str, Readings], certain: Mapping[str, str]
) -> Iterator[CellNote]:
    """The cells of which nobody can say which day they are, with both days and what the other cells suggest."""
    open_ones = {text: read for text, read in dates.items() if len(read) > 1}
    if not open_ones:
        return
    other_dates = _spell_span(column, {*certain.values(), *list_distinct(column.cells.drop(unread.index))})
    for row, text in cells_of(unread, open_ones.keys()):
        days = {_spell_day(iso[:DAY]): order for iso, order in open_ones[text].items()}
        options = [
            _("{way} if it is {day}").format(way=_WORDING.spell_option(order), day=day) for day, order in days.items()
        ]
        retyped = [iso.replace("T", " ") for iso in open_ones[text]]
        words = {
            "readings": join_words(list(days), "or"),
            "retyped": join_words(retyped, "or"),
            "ways": join_words(options, "or"),
        }
        yield column.note(AMBIGUOUS_DATES, row, beside=other_dates, **words)


def _spell_span(column: RawColumn, dates: Collection[str]) -> str:
    """A sentence on the dates of the column that are certain, '' where there are none; they decide nothing."""
    days = sorted(text[:DAY] for text in dates if column.field.kind.to_canonical(text))
    if not days:
        return ""
    first, last = _spell_day(days[0]), _spell_day(days[-1])
    if first == last:
        return _(" The only clear date in its column is {day}.").format(day=first)
    return _(" The other dates of its column are from {first} to {last}.").format(first=first, last=last)


def _list_orders(days: Collection[WrittenDay]) -> tuple[str, ...]:
    """Without the year in front, where it could only be one of two digits and nothing speaks for it.

    31-12-26 could be 26 December 1931 as well, but nobody means that; unless the numbers in front lie closer together
    than the last ones, as in 26-01-13, 26-01-31.
    """
    short = [day for day in days if day.short_year]
    others = [order for order in ORDERS[:-1] if all(order in day.readings for day in days)]
    if not short or not others:
        return ORDERS
    closer = "ymd" in short[0].readings and _measure_span(short, "ymd") < min(
        _measure_span(short, order) for order in others
    )
    return ORDERS if closer else ORDERS[:-1]


def _measure_span(days: Collection[WrittenDay], order: str) -> int:
    years = [int(day.readings[order][:4]) for day in days if order in day.readings]
    return max(years) - min(years)


def _spell_day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return _("{day} {month} {year}").format(day=day.day, month=_(MONTHS[day.month - 1]), year=f"{day.year:04}")


_WORDING = Wording(AMBIGUOUS_DATES, CONTRADICTING_DATES, "--date-order", N_("can only be read"), _FIRST, _spell_day)


def _remark_on_order(column: RawColumn, order: str, written: Written) -> tuple[str, ...]:
    """Said where another order would have given other dates, or none."""
    found = ""
    for text, day in written.items():
        readings = day.day.readings
        if order in readings and not readings.keys() >= set(ORDERS[:-1]):
            found = text
            break
        if not found and order in readings and len(set(readings.values())) > 1:
            found = text
    return (
        (column.remark(_("dates read {first}, as in {found}").format(first=_(_FIRST[order]), found=found)),)
        if found
        else ()
    )


def _note_short_years(column: RawColumn, certain: Mapping[str, str], written: Written) -> Iterator[CellNote]:
    for text, iso in certain.items():
        if written[text].day.short_year:
            yield column.note(SHORT_YEARS, shown=text, reading=_spell_day(iso[:DAY]))
            return


def _note_misfits(column: RawColumn, misfits: NumberedCells, written: Written) -> Iterator[CellNote]:
    for row, text in misfits:
        serial = _to_date_of_serial(text)
        if serial:
            yield column.note(EXCEL_SERIAL, row, reading=serial)
        elif written[text].day.wrong_weekday:
            yield column.note(WRONG_WEEKDAY, row)
        else:
            yield column.note_wrong_kind(row)


def _to_date_of_serial(text: str) -> str:
    """The date that an Excel number of today's size stands for, by the system of 1900; '' for other text."""
    found = _SERIAL.fullmatch(text.strip())
    if not found:
        return ""
    moment = FIRST_SERIAL_DAY + timedelta(days=int(found[1]))
    if not found[2]:
        return moment.date().isoformat()
    moment += timedelta(seconds=round(float(f"0.{found[2]}") * SECONDS_OF_A_DAY))
    return moment.isoformat(" ")


def _add_zones(column: RawColumn, parsed: ParsedColumn, zone: tzinfo) -> ParsedColumn:
    if not (parsed.values.str.len() > DAY).any():
        return parsed
    zoned = add_zone(parsed.values, zone)
    notes = tuple(_note_ambiguous_times(column, zoned.ambiguous, zone))
    example = spell_moment(zoned.example).partition(" (")[0] if zoned.example else ""
    return ParsedColumn(zoned.column, (*parsed.notes, *notes), parsed.remarks, example, zoned.with_own)


def _note_ambiguous_times(column: RawColumn, times: pd.Series, zone: tzinfo) -> Iterator[CellNote]:
    """Times that the clocks show twice, or never."""
    name, both = name_of(zone), {text: read_both_ways(text, zone) for text in list_distinct(times)}
    for row, text in cells_of(times, both.keys()):
        first, second = both[text]
        if not (first and second):
            yield column.note(SKIPPED_TIME, row, zone=name, reason=_("its offset at that time is not known"))
        elif datetime.fromisoformat(first) < datetime.fromisoformat(second):
            yield column.note(DOUBLE_TIME, row, zone=name, first=first, second=second)
        else:
            yield column.note(SKIPPED_TIME, row, zone=name, reason=_("the clocks skip it when they go forward"))
