"""Times of day get the zone in which they are meant; days never do."""

import os
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, available_timezones

import pandas as pd
import tzlocal

from importer.errors import SettingsError
from importer.frames import match_cells
from importer.languages import N_, _
from importer.problem import BAD_SETTING, LONGEST_COMPARED
from importer.settings import find_zone

LIKE_ENOUGH = 80  # of 100: below, three letters are like half of all names
THIS_COMPUTER = N_("the time zone of this computer")

_LOCAL = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?"
_DAY, _SECOND = len("2026-12-31"), len("2026-12-31T09:00:00")
_NAMES_OF_UTC = frozenset({"Etc/UTC", "Etc/UCT", "Etc/Universal", "Etc/Zulu", "UCT", "Universal", "Zulu"})
_UTC = "UTC"
_MINUTE = timedelta(minutes=1)


class LocalTimeZone(tzinfo):
    """The clock of this computer, where its zone has no name: TZ may be a rule."""

    def utcoffset(self, moment: datetime | None) -> timedelta | None:
        """What the system says, None where it cannot (Windows: before 1970)."""
        if moment is None:
            return None
        try:
            return moment.replace(tzinfo=None).astimezone().utcoffset()
        except (OSError, OverflowError, ValueError):
            return None

    def dst(self, _moment: datetime | None) -> None:
        """Not known."""

    def tzname(self, _moment: datetime | None) -> str:
        """What to call it."""
        return _(THIS_COMPUTER)


def zone_of(name: str | None) -> tzinfo:
    """The zone of this IANA name; that of this computer for None. Raises SettingsError where there is none."""
    if name is None:
        return find_zone(find_own_zone_name()) or LocalTimeZone()
    zone = find_zone(name)
    if zone is None:
        from rapidfuzz import process  # noqa: PLC0415 - few mistype a zone

        near = process.extractOne(name[:LONGEST_COMPARED], sorted(available_timezones()), score_cutoff=LIKE_ENOUGH)
        fix = _("Did you mean {near}?").format(near=near[0]) if near else _("Give a name such as Europe/Brussels.")
        raise SettingsError(BAD_SETTING, setting="--timezone", value=name, reason=_("there is no such zone"), fix=fix)
    return zone


def name_of(zone: tzinfo) -> str:
    """What to call a zone; UTC has a dozen names, of which people know one."""
    if not isinstance(zone, ZoneInfo):
        return _(THIS_COMPUTER)
    return _UTC if zone.key in _NAMES_OF_UTC else zone.key


def describe_zone(zone: tzinfo, columns: str, example: str, *, is_given: bool) -> str:
    """How times are read that say no zone, of these columns; and what to type for another, where none `is_given`."""
    words = {"columns": columns, "example": example, "zone": name_of(zone)}
    if is_given:
        return _("{columns}: a time such as {example} is read as the time in {zone}.").format(**words)
    if not isinstance(zone, ZoneInfo):
        sentence = _(
            "{columns}: times such as {example} are read as this computer's clock shows them. For another time zone, "
            "add it, as in --timezone Europe/Brussels."
        )
    elif name_of(zone) == _UTC:
        sentence = _(
            "{columns}: times such as {example} are read as {zone}, the time zone of this computer, one or two hours "
            "behind Brussels. For another time zone, add it, as in --timezone Europe/Brussels."
        )
    else:
        sentence = _(
            "{columns}: times such as {example} are read as {zone}, the time zone of this computer. For another, add "
            "it, as in --timezone America/New_York."
        )
    return sentence.format(**words)


def find_own_zone_name() -> str:
    """The name in TZ, else that of the system; '' where neither gives a name."""
    name = os.environ.get("TZ")
    if name is not None:
        return name.lstrip(":").rpartition("zoneinfo/")[2]
    try:
        return tzlocal.get_localzone_name() or ""
    except (LookupError, OSError):  # its settings contradict each other, or name a zone that does not exist
        return ""


@dataclass(frozen=True)
class ZonedColumn:
    """Canonical dates with a zone behind each local time: 2026-12-31T09:00:00+01:00.

    Days, times with a zone of their own and text that is no date are as they were; so are the `ambiguous` ones, local
    times that the clocks of the zone show twice or never. `example` is the first that got the zone, '' where none did;
    the times of the rows `with_own` had one.
    """

    column: pd.Series
    ambiguous: pd.Series
    example: str
    with_own: pd.Index


def add_zone(column: pd.Series, zone: tzinfo) -> ZonedColumn:
    """Put `zone` behind the local times of a column of canonical dates."""
    local = match_cells(column, _LOCAL)
    moments = column[local]
    own = column.index[~local & (column.str.len() > _DAY)]
    if moments.empty:
        return ZonedColumn(column, moments, "", own)
    numbers, distinct_moments = pd.factorize(moments)
    each = pd.Series(distinct_moments, dtype="str")
    zoned = each + _find_offsets(each, zone)
    changing = zoned == each
    if changing.any():
        zoned[changing] = [add_zone_at(text, zone) or text for text in each[changing]]
        changing = zoned == each
    result = column.copy()
    result[local] = zoned.array.take(numbers)
    got = zoned[~changing]
    example = "" if got.empty else str(got.iloc[0])
    return ZonedColumn(result, moments[changing.to_numpy(dtype=bool)[numbers]], example, own)


def _find_offsets(moments: pd.Series, zone: tzinfo) -> pd.Series:
    """The offset of each moment, '' on days on which it changes."""
    numbers, days = pd.factorize(moments.str.slice(0, _DAY))
    steady = pd.Series([_find_steady_offset(day, zone) for day in days], dtype="str")
    return steady.take(numbers).set_axis(moments.index)


def _find_steady_offset(day: str, zone: tzinfo) -> str:
    """No two changes of any zone are less than three days apart (all of tzdata 2026), so its ends tell of all of it."""
    ends = [datetime.fromisoformat(f"{day}T{time}") for time in ("00:00:00", "23:59:59")]
    offsets = {zone.utcoffset(moment.replace(fold=fold, tzinfo=zone)) for moment in ends for fold in (0, 1)}
    offset = offsets.pop()
    return "" if offsets or offset is None or offset % _MINUTE else _spell_offset(offset)


def _spell_offset(offset: timedelta) -> str:
    sign, minutes = ("-", -offset // _MINUTE) if offset < timedelta() else ("+", offset // _MINUTE)
    return f"{sign}{minutes // 60:02}:{minutes % 60:02}"


def add_zone_at(local: str, zone: tzinfo) -> str:
    """One local time with its zone; '' where the clocks show it twice or never."""
    first, second = read_both_ways(local, zone)
    return first if first == second else ""


def read_both_ways(local: str, zone: tzinfo) -> tuple[str, str]:
    """A local time with the offset of before and of after a change of the clocks; equal where there is no change.

    Both are '' where the zone cannot say.
    """
    return _add_offset(local, zone, 0), _add_offset(local, zone, 1)


def _add_offset(local: str, zone: tzinfo, fold: int) -> str:
    moment, fraction = datetime.fromisoformat(local[:_SECOND]).replace(fold=fold), local[_SECOND:]
    offset = zone.utcoffset(moment.replace(tzinfo=zone))
    if offset is None:
        return ""
    whole = -(-offset // _MINUTE) * _MINUTE  # long ago zones had seconds, which cannot be written: the same instant
    return f"{(moment + (whole - offset)).isoformat()}{fraction}{_spell_offset(whole)}"
