"""How long work takes, as people of seven languages write it."""

import pytest

from importer.catalogue import get_field
from importer.mapping import days_of, list_likely_units, minutes_of, unit_of
from importer.mapping.times_of_day import is_time_of_day


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1h", "60"),
        ("1h30", "90"),
        ("1 h 30 min", "90"),
        ("1u30", "90"),
        ("1,5 h", "90"),
        ("1.5 hours", "90"),
        ("2 Std. 15 Min.", "135"),
        ("2 heures et 5 minutes", "125"),
        ("0,33 uur", "20"),
        ("90 min", "90"),
        ("90min", "90"),
        ("45'", "45"),
        ("1:30", "90"),
        ("01:30", "90"),
        ("05:00:00", "300"),
        ("30:05:00", "1805"),
        ("0:44:59.9996", "45"),
        ("PT1H30M", "90"),
        ("P1DT2H", "1560"),
        ("2 horas", "120"),
        ("3 ore", "180"),
        *((text, "90") for text in ("1:30 h", "1:30 uur", "1 u 30", "1½ h", "1 ½ uur", "1 1/2 h", "90'", "1h30m")),
        *(("½ uur", "30"), ("1/2 h", "30"), ("3/4 Std.", "45"), ("0:30h", "30"), ("2¼ Stunden", "135")),
    ],
)
def test_a_length_of_time_is_read_in_minutes(text: str, minutes: str) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text",
    [
        *("", "h", "90", "1,5", "1:75", "P", "PT", "tomorrow", "8:30 - 9:00", "30 30", "-1:00", "'", "½"),
        *("1:75 h", "1/2/2026", "3/2026 h", "10/2 h", "1/3 h", "1d", "2 days"),
    ],
)
def test_what_is_none_or_has_no_unit_is_left_to_others(text: str) -> None:
    assert minutes_of(text) is None


def test_a_bare_number_is_of_hours_where_that_is_said() -> None:
    assert minutes_of("1,5", "hours") == "90"
    assert minutes_of("2", "hours") == "120"
    assert minutes_of("30 min", "hours") == "30"


def test_a_bare_number_is_of_seconds_where_that_is_said() -> None:
    assert minutes_of("5400", "seconds") == "90"
    assert minutes_of("1h30", "seconds") == "90"


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Hours", "hours"),
        ("Duration (h)", "hours"),
        ("Arbeitsstunden", "hours"),
        ("Werkuren", "hours"),
        ("Duración horas", "hours"),
        ("Duration (minutes)", "minutes"),
        ("Durée", ""),
        ("Theme", ""),
        ("Administration", ""),
        ("Administration hours", "hours"),
        ("Arbeitsminuten", "minutes"),
        ("Est. min.", "minutes"),
        ("Hours / minutes", ""),
        ("Duration (seconds)", "seconds"),
        ("Dauer in Sekunden", "seconds"),
    ],
)
def test_a_heading_names_the_unit(heading: str, unit: str) -> None:
    assert unit_of(heading) == unit


@pytest.mark.parametrize(
    ("text", "days"),
    [
        *((text, "1") for text in ("1d", "1 day", "1 Tag", "1 dag", "1 jour", "1 día", "1 dia", "1 giorno")),
        *(("2 days", "2"), ("2 Tage", "2"), ("0,5 dagen", "0.5"), ("1½ Tage", "1.5"), ("½ jour", "0.5")),
    ],
)
def test_days_are_told_and_not_read(text: str, days: str) -> None:
    assert str(days_of(text)) == days
    assert minutes_of(text) is None


@pytest.mark.parametrize("text", ["P1D", "1 h", "1", "day", "1 December", "2026-01-01"])
def test_what_is_no_number_of_days(text: str) -> None:
    assert days_of(text) is None


@pytest.mark.parametrize("values", [["8:30 uur", "11:00 uur"], ["9:00 Uhr", "14:30 Uhr"], ["10:00 h", "15:30 h"]])
def test_times_of_the_clock_are_no_lengths_of_time(values: list[str]) -> None:
    field = get_field("estimated_time")
    assert is_time_of_day(field, "Tijd", values)
    assert not is_time_of_day(field, "Duration", values)


@pytest.mark.parametrize(
    ("values", "units"),
    [
        (["1u30", "45 min", "2 uur", "3"], ("hours", "minutes")),
        (["3", "0:45", "1 dag"], ("hours", "minutes")),
        (["1h30", "5400", "900"], ("seconds", "minutes")),
        (["1h30", "90"], ()),
        (["1h30", "45 min"], ()),
        (["3", "unknown"], ()),
        (["0", "1h30"], ()),
    ],
)
def test_numbers_without_a_unit_among_lengths_with_one_may_be_in_another(values: list[str], units: object) -> None:
    assert list_likely_units(values) == units
