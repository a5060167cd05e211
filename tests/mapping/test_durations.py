"""How long work takes, as people of seven languages write it."""

import pytest

from importer.mapping import minutes_of, unit_of


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
    ],
)
def test_a_length_of_time_is_read_in_minutes(text: str, minutes: str) -> None:
    assert minutes_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "h", "90", "1,5", "1:75", "P", "PT", "tomorrow", "8:30 - 9:00", "30 30", "-1:00", "'"]
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
