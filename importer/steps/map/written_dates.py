"""A date as people write it: the days that it can be, and the time behind it."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from importer.catalogue import DATE, to_normal_form
from importer.settings import Options, list_choices
from importer.steps.map.column_convention import Readings
from importer.steps.map.month_names import MONTHS, WEEKDAYS

ORDERS = list_choices(Options, "date_order")
FIRST_OF_THIS_CENTURY = 50  # years of two digits: 00 to 49 are 20.., 50 to 99 are 19.., as Windows reads them
SHORT, LONG = 2, 4  # digits of a year

_GAP = r"\ ?([-/.\ ])\ ?"
_NUMBERS = re.compile(rf"([0-9]{{1,4}}){_GAP}([0-9]{{1,2}})\ ?\2\ ?([0-9]{{1,4}})\.?", re.VERBOSE)
_IN_ONE = re.compile(r"((?:19|20|21)[0-9]{2})([0-9]{2})([0-9]{2})")
_WITHIN = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{4}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2})"
    r"(?:(?:,? |T)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?(?![0-9])"
)
SEVERAL = 3
_NAMED = re.compile(r"[0-9a-zà-ÿ.,/'º -]+")
_WORD = re.compile(r"[0-9]+|[a-zà-ÿ]+")
_WEEKDAY = re.compile(r"([a-zà-ÿ]+)(?:-feira)?(?:\. ?|, ?|\., ?| )(.+)")
_BETWEEN = frozenset({"st", "nd", "rd", "th", "er", "e", "ste", "of", "the", "de", "del", "den", "der", "le"})
_DAY_AND_TIME = re.compile(
    r"(?P<day>.*[0-9.])(?:,? |t)"
    r"(?P<time>(?:om |à |um |at )?[0-9]{1,2}[:uh][0-9]{2}.*|(?<=[0-9]{4} )[0-9]{1,2}\.[0-9]{2}(?![0-9.]).*)"
)
_TIME = re.compile(
    r"""(?:om\ |à\ |um\ |at\ )?
    (?P<hour>[0-9]{1,2})[:uh.](?P<minute>[0-5][0-9])(?::(?P<second>[0-5][0-9])(?P<fraction>\.[0-9]{1,7})?)?
    (?:\ ?(?P<half>[ap])\.?m\.?)?(?:\ (?:uur|uhr|h))?
    \ ?(?P<zone>z|utc|gmt|[+-][0-9]{2}(?::?[0-9]{2})?)?""",
    re.VERBOSE,
)


@dataclass(frozen=True, eq=False)
class WrittenDay:
    """The ISO days that a date can be, by order of day, month and year; the same for all where that is certain.

    `short_year`: its year has two digits. `wrong_weekday`: it names a weekday that it is not, in no order.
    """

    text: str
    readings: Readings
    short_year: bool = False
    wrong_weekday: bool = False


class WrittenDate(NamedTuple):
    """A day, and the time behind it as canonical text: '' or like 'T09:00:00', with its zone where it has one."""

    day: WrittenDay
    time: str

    def read_in_order(self, order: str) -> str | None:
        """The date as ISO text, None where it is none in this order."""
        day = self.day.readings.get(order)
        return None if day is None else day + self.time


def read_date(text: str) -> WrittenDate:
    """Everything that `text` can be as a date; a text that is no date has a day without readings."""
    iso = DATE.to_canonical(text)
    if iso is not None:
        return WrittenDate(_make_certain(iso[:10]), iso[10:])
    plain = " ".join((text if text.isascii() else to_normal_form("NFC", text)).split()).lower()
    first, _, rest = plain.partition(" ")
    day = _read_day(first)
    if day.readings:  # so that days and times are each looked at once
        time = _read_time(rest)
    else:
        found = _DAY_AND_TIME.fullmatch(plain)
        day, time = (_read_day(found["day"]), _read_time(found["time"])) if found else (_read_day(plain), "")
    return WrittenDate(day if time is not None else WrittenDay(text, {}), time or "")


def find_dates(texts: Collection[str]) -> dict[str, str]:
    """The only date in each of these texts, none of which is a date itself; {} where that is not certain.

    All have to have one, there have to be several, and what stands around it has no letters ("8%"), or the same in all.
    """
    found = {text: _WITHIN.findall(text) for text in texts}
    if len(found) < SEVERAL or not all(len(dates) == 1 and read_date(*dates).day.readings for dates in found.values()):
        return {}
    around = {re.sub(r"[0-9\s]+", " ", _WITHIN.sub("", text)).strip() for text in found}
    is_plain = len(around) == 1 or not any(letter.isalpha() for text in around for letter in text)
    return {text: dates[0] for text, dates in found.items()} if is_plain else {}


@lru_cache(maxsize=20_000)
def _make_certain(day: str) -> WrittenDay:
    return WrittenDay(day, dict.fromkeys(ORDERS, day))


@lru_cache(maxsize=100_000)
def _read_time(text: str) -> str | None:
    """The time as canonical text, '' for no text, None where it is no time."""
    found = _TIME.fullmatch(text)
    if not found:
        return None if text else ""
    hour = int(found["hour"])
    if found["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - a clock of twelve hours
            return None
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    if hour > 23:  # noqa: PLR2004 - a day has twenty-four
        return None
    zone = (found["zone"] or "").upper().replace("UTC", "Z").replace("GMT", "Z")
    if zone.startswith("-") and not (found["second"] or found["half"]):
        return None  # 09:00-10:00 is rather a stretch of time
    time = f"T{hour:02}:{found['minute']}:{found['second'] or '00'}{found['fraction'] or ''}{zone}"
    if not zone:
        return time
    spelled = DATE.to_canonical("2000-01-01" + time)
    return None if spelled is None else spelled[len("2000-01-01") :]


@lru_cache(maxsize=20_000)
def _read_day(text: str) -> WrittenDay:
    day = _read_without_weekday(text)
    if day.readings:
        return day
    found = _WEEKDAY.fullmatch(text)
    if not found or found[1] not in WEEKDAYS:
        return day
    day = _read_without_weekday(found[2])
    fitting = {o: iso for o, iso in day.readings.items() if date.fromisoformat(iso).weekday() == WEEKDAYS[found[1]]}
    return WrittenDay(text, fitting, day.short_year, wrong_weekday=bool(day.readings and not fitting))


def _read_without_weekday(text: str) -> WrittenDay:
    for kind in (_read_in_numbers, _read_with_a_name):
        parts = kind(text)
        if parts:
            return _read(text, parts)
    return WrittenDay(text, {})


Parts = Callable[[str], tuple[str, str, str]]  # order -> year, month, day as typed


def _read_in_numbers(text: str) -> Parts | None:
    found = _NUMBERS.fullmatch(text)
    if found is None:
        whole = _IN_ONE.fullmatch(text)
        return (lambda _order: (whole[1], whole[2], whole[3])) if whole else None
    first, middle, last = found[1], found[3], found[4]
    if len(first) == LONG:
        return lambda _order: (first, middle, last)
    ways = {"dmy": (last, middle, first), "mdy": (last, first, middle), "ymd": (first, middle, last)}
    return lambda order: ways[order]


def _read_with_a_name(text: str) -> Parts | None:
    if not _NAMED.fullmatch(text):
        return None
    words = [word for word in _WORD.findall(text) if word not in _BETWEEN]
    names = [MONTHS[word] for word in words if word in MONTHS]
    numbers = [word for word in words if word.isdecimal()]
    if (len(words), len(names), len(numbers)) != (3, 1, 2) or words[2] in MONTHS:
        return None
    month, (first, last) = str(names[0]), numbers
    if len(first) == LONG:
        return lambda _order: (first, month, last)
    year_first = words[1] in MONTHS and len(last) == SHORT
    return lambda order: (first, month, last) if order == "ymd" and year_first else (last, month, first)


def _read(text: str, parts: Parts) -> WrittenDay:
    readings = {order: iso for order in ORDERS if (iso := _to_iso(*parts(order)))}
    return WrittenDay(text, readings, short_year=all(len(number) <= SHORT for number in _numbers_of(text)))


def _numbers_of(text: str) -> Iterator[str]:
    return (word for word in _WORD.findall(text) if word.isdecimal())


def _to_iso(year: str, month: str, day: str) -> str:
    if len(year) not in {SHORT, LONG} or len(day) > SHORT:
        return ""
    full = int(year)
    if len(year) == SHORT:
        full += 2000 if full < FIRST_OF_THIS_CENTURY else 1900
    try:
        return date(full, int(month), int(day)).isoformat()
    except ValueError:
        return ""
