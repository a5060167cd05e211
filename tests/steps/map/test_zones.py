import os
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.errors import SettingsError
from importer.steps.map.zones import THIS_COMPUTER, add_zone, name_of, zone_of
from tests.examples import examples
from tests.steps.map.columns import found, mapped, values

DUE = "Due date"
ZONES = st.sampled_from(sorted(available_timezones()))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    yield monkeypatch
    monkeypatch.undo()
    time.tzset()


def test_local_times_get_the_zone_and_days_none() -> None:
    batch = mapped(DUE, "2026-12-31 09:00", "2026-07-01T09:00:00.5", "2026-12-31", "2026-12-31T00:00:00")
    assert values(batch) == [
        "2026-12-31T09:00:00+01:00",
        "2026-07-01T09:00:00.5+02:00",
        "2026-12-31",
        "2026-12-31T00:00:00+01:00",
    ]
    (remark,) = batch.remarks
    assert remark == "Column A: a time such as 2026-12-31 09:00 is read as the time in Europe/Brussels."


OF_THIS_COMPUTER = {
    "Europe/Brussels": "Europe/Brussels, the time zone of this computer. For another, add it, as in --timezone "
    "America/New_York.",
    "UTC": "UTC, the time zone of this computer, one or two hours behind Brussels. For another time zone, add it, as "
    "in --timezone Europe/Brussels.",
}


@pytest.mark.parametrize(("zone", "said"), OF_THIS_COMPUTER.items())
def test_the_zone_of_this_computer_is_said_with_what_to_type_for_another(
    clock: pytest.MonkeyPatch, zone: str, said: str
) -> None:
    """In so few words that who reads a run to its end sees the good news behind it."""
    clock.setenv("TZ", zone)
    time.tzset()
    (remark,) = mapped(DUE, "2026-12-31 09:00", timezone=None).remarks
    assert remark == f"Column A: times such as 2026-12-31 09:00 are read as {said}"
    assert len(remark) < 190


def test_a_time_with_its_own_zone_keeps_it() -> None:
    batch = mapped(DUE, "2026-12-31T09:00:00Z", "2026-12-31 09:00:00-05:00", "31-12-2026 09:00 +05:30")
    assert values(batch) == ["2026-12-31T09:00:00Z", "2026-12-31T09:00:00-05:00", "2026-12-31T09:00:00+05:30"]
    assert not any("time" in remark for remark in batch.remarks)


def test_a_time_that_the_clocks_skip_is_told() -> None:
    batch = mapped(DUE, "29-03-2026 02:30", "29-03-2026 03:00", "29-03-2026 01:59:59")
    assert found(batch) == [(2, 435)]
    assert batch.problems[0].message == (
        'The time "29-03-2026 02:30" does not exist in Europe/Brussels: the clocks skip it when they go forward.'
    )
    assert values(batch)[1:] == ["2026-03-29T03:00:00+02:00", "2026-03-29T01:59:59+01:00"]


def test_a_time_that_the_clocks_show_twice_is_told_with_both_readings() -> None:
    batch = mapped(DUE, "2026-10-25 02:30", "2026-10-25 03:00", "2026-10-25 01:59:59")
    assert found(batch) == [(2, 436)]
    assert "2026-10-25T02:30:00+02:00 and 2026-10-25T02:30:00+01:00" in batch.problems[0].message
    assert values(batch)[1:] == ["2026-10-25T03:00:00+01:00", "2026-10-25T01:59:59+02:00"]


def test_days_of_half_an_hour_more_or_less_are_known_too() -> None:
    batch = mapped(DUE, "2026-10-04 02:15", "2026-10-04 02:45", timezone="Australia/Lord_Howe")
    assert (found(batch), values(batch)[1]) == ([(2, 435)], "2026-10-04T02:45:00+11:00")


def test_an_unknown_zone_is_refused_with_the_nearest() -> None:
    with pytest.raises(SettingsError) as stopped:
        mapped(DUE, "2026-12-31", timezone="Europe/Brusels")
    assert stopped.value.advice == "Did you mean Europe/Brussels?"
    for name in ("", "../../etc/passwd", "Europe", "/etc/localtime", "\0"):
        with pytest.raises(SettingsError):
            zone_of(name)


def test_the_zone_of_this_computer_is_the_one_of_its_clock(clock: pytest.MonkeyPatch) -> None:
    clock.setenv("TZ", ":America/New_York")
    assert name_of(zone_of(None)) == "America/New_York"
    clock.setenv("TZ", "XYZ-3ABC,M3.5.0,M10.5.0/3")
    time.tzset()
    nameless = zone_of(None)
    assert name_of(nameless) == THIS_COMPUTER
    zoned = add_zone(pd.Series(["2026-01-01T09:00:00", "2026-07-01T09:00:00"], dtype="str"), nameless)
    assert list(zoned.column) == ["2026-01-01T09:00:00+03:00", "2026-07-01T09:00:00+04:00"]


def test_a_time_whose_offset_is_not_known_is_told(clock: pytest.MonkeyPatch) -> None:
    clock.setenv("TZ", "XYZ-3ABC,M3.5.0,M10.5.0/3")
    time.tzset()
    batch = mapped(DUE, "0001-01-01 00:30", "2026-01-01 00:00", timezone=None)
    assert found(batch) == [(None, 437), (2, 435)]
    assert f"in {THIS_COMPUTER}: its offset at that time is not known" in batch.problems[1].message


def test_without_tz_the_system_says(clock: pytest.MonkeyPatch) -> None:
    clock.delenv("TZ", raising=False)
    name = str(Path("/etc/localtime").resolve()).rpartition("zoneinfo/")[2]
    zone = zone_of(None)
    assert (zone.key if isinstance(zone, ZoneInfo) else name_of(zone)) in {name, THIS_COMPUTER}
    assert "TZ" not in os.environ


def test_a_system_without_a_link_to_its_zone_names_it_all_the_same(clock: pytest.MonkeyPatch) -> None:
    """Windows has names of its own, which tzlocal translates."""
    clock.delenv("TZ", raising=False)
    clock.setattr("tzlocal.get_localzone_name", lambda: "America/New_York")
    assert name_of(zone_of(None)) == "America/New_York"


def test_a_system_whose_settings_contradict_each_other_is_followed_by_its_clock(clock: pytest.MonkeyPatch) -> None:
    def contradict() -> str:
        raise ZoneInfoNotFoundError("Multiple conflicting time zone configurations found")

    clock.delenv("TZ", raising=False)
    clock.setattr("tzlocal.get_localzone_name", contradict)
    assert name_of(zone_of(None)) == THIS_COMPUTER


@settings(deadline=None, max_examples=examples(50))
@given(zone=ZONES, days=st.lists(st.dates(), min_size=1, max_size=5))
def test_a_day_is_the_same_day_in_every_zone(zone: str, days: list[date]) -> None:
    assert values(mapped(DUE, *map(str, days), timezone=zone)) == [str(day) for day in days]
    proven = [f"{day:%d-%m-}{day.year:04}" for day in [*days, date(2026, 12, 31)]]
    assert values(mapped(DUE, *proven, timezone=zone))[:-1] == [str(day) for day in days]


@settings(deadline=None, max_examples=examples(100))
@given(zone=ZONES, moment=st.datetimes())
def test_a_local_time_is_the_instant_that_python_makes_of_it(zone: str, moment: datetime) -> None:
    batch = mapped(DUE, moment.isoformat(), timezone=zone)
    local = [moment.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1)]
    if local[0].utcoffset() != local[1].utcoffset():
        assert found(batch) in ([(2, 435)], [(2, 436)])
    else:
        assert datetime.fromisoformat(values(batch)[0]) - local[0] == timedelta()


@pytest.mark.parametrize("name", ["Etc/UTC", "UTC", "Zulu"])
def test_utc_is_called_so_whatever_the_system_calls_it(name: str) -> None:
    assert name_of(zone_of(name)) == "UTC"
