from datetime import date

import pytest

from importer.steps.map.month_names import MONTHS, WEEKDAYS
from importer.steps.map.written_dates import ORDERS, read_date


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-31",
        "2026/12/31",
        "2026.12.31",
        "20261231",
        "31 December 2026",
        "31 DEC 2026",
        "31-dec-2026",
        "31dec2026",
        "December 31, 2026",
        "Dec. 31st, 2026",
        "the 31st of December 2026",
        "2026 december 31",
        "31 decembre 2026",
        "31 décembre 2026",
        "31 de\u0301c. 2026",
        "31. Dezember 2026",
        "31.Dez.2026",
        "den 31. Dez 2026",
        "31\u00a0december\u00a02026",
        "do 31 dec. 2026",
        "donderdag 31 december 2026",
        "Thu, 31 Dec 2026",
        "Thursday 2026-12-31",
        "jeudi 31 décembre 2026",
        "le 31 décembre 2026",
        "Donnerstag, den 31. Dezember 2026",
        "31 de diciembre de 2026",
        "jueves, 31 de diciembre del 2026",
        "31 dic 2026",
        "31 de dezembro de 2026",
        "quinta-feira, 31 de dezembro de 2026",
        "qui 31 dez 2026",
        "31 dicembre 2026",
        "giovedì 31 dicembre 2026",
    ],
)
def test_a_day_is_the_same_in_every_order_where_month_and_year_are_plain(text: str) -> None:
    written = read_date(text)
    assert [written.read_in_order(order) for order in ORDERS] == ["2026-12-31"] * 3
    assert written.time == ""


@pytest.mark.parametrize(
    ("text", "dmy", "mdy"),
    [
        ("03-04-2026", "2026-04-03", "2026-03-04"),
        ("3/4/2026", "2026-04-03", "2026-03-04"),
        ("3.4.2026.", "2026-04-03", "2026-03-04"),
        ("3 4 2026", "2026-04-03", "2026-03-04"),
        ("3 . 4 . 2026", "2026-04-03", "2026-03-04"),
        ("31/12/2026", "2026-12-31", None),
        ("12/31/2026", None, "2026-12-31"),
        ("03/04/26", "2026-04-03", "2026-03-04"),
        ("Do. 31.12.2026", "2026-12-31", None),
        ("vr 03/04/2026", "2026-04-03", None),  # 4 March 2026 is a Wednesday
        ("mar 03/02/2026", "2026-02-03", None),  # mardi, not March
    ],
)
def test_a_day_in_numbers_is_another_in_another_order(text: str, dmy: str | None, mdy: str | None) -> None:
    written = read_date(text)
    assert (written.read_in_order("dmy"), written.read_in_order("mdy")) == (dmy, mdy)


@pytest.mark.parametrize(
    ("time", "canonical"),
    [
        (" 09:00", "T09:00:00"),
        (" 9:05:07", "T09:05:07"),
        ("T09:05", "T09:05:00"),
        (", 9:05", "T09:05:00"),
        (" 9:05:07.25", "T09:05:07.25"),
        (" 9u30", "T09:30:00"),
        (" 9.30", "T09:30:00"),
        (" 9.30 Uhr", "T09:30:00"),
        (" 9h30", "T09:30:00"),
        (" à 14h05", "T14:05:00"),
        (" om 9:30 uur", "T09:30:00"),
        (" um 9:30 Uhr", "T09:30:00"),
        (" 12:30 am", "T00:30:00"),
        (" 12:30 p.m.", "T12:30:00"),
        (" 9:30PM", "T21:30:00"),
        (" 09:00Z", "T09:00:00Z"),
        (" 09:00 UTC", "T09:00:00Z"),
        (" 09:00 +02:00", "T09:00:00+02:00"),
        (" 9:00:00 AM -05:00", "T09:00:00-05:00"),
    ],
)
def test_a_time_may_stand_behind_a_day(time: str, canonical: str) -> None:
    for day in ("31-12-2026", "31 dec 2026", "do 31/12/2026"):
        assert read_date(day + time).read_in_order("dmy") == "2026-12-31" + canonical


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "31-02-2026",
        "2026-02-30",
        "31/12-2026",
        "31-12-026",
        "12/2026",
        "dec 2026",
        "31 foo 2026",
        "31 dec",
        "32 dec 2026",
        "31-12-2026 25:00",
        "31-12-2026 9:60",
        "31-12-2026 13:00 pm",
        "31-12-2026 0:30 am",
        "31-12-2026 9",
        "31-12-2026 09:00-10:00",  # a stretch of time, not a zone
        "31-12-2026 09:00 CET",
        "31-12-2026 or later",
        "19991301",
        "46022",
        "09:00",
        "٣١-١٢-٢٠٢٦",
        "31 dec 2026 dec",
    ],
)
def test_anything_else_is_no_date_in_any_order(text: str) -> None:
    assert [read_date(text).read_in_order(order) for order in ORDERS] == [None] * 3


@pytest.mark.parametrize(("year", "full"), [("00", 2000), ("26", 2026), ("49", 2049), ("50", 1950), ("99", 1999)])
def test_years_of_two_digits_are_those_from_1950_to_2049(year: str, full: int) -> None:
    for text in (f"31-12-{year}", f"31 dec {year}", f"dec 31, {year}"):
        written = read_date(text)
        assert written.day.short_year
        assert written.read_in_order("dmy") == f"{full}-12-31"


def test_a_weekday_that_the_day_is_not_is_noticed() -> None:
    assert read_date("Monday 31 December 2026").day.wrong_weekday
    assert not read_date("Thursday 31 December 2026").day.wrong_weekday


@pytest.mark.parametrize(("word", "month"), list(MONTHS.items()))
def test_every_name_of_a_month_is_read(word: str, month: int) -> None:
    for text in (f"9 {word} 2026", f"9-{word.upper()}.-2026", f"{word.title()} 9, 2026"):
        assert read_date(text).read_in_order("ymd") == f"2026-{month:02}-09"


@pytest.mark.parametrize(("word", "weekday"), list(WEEKDAYS.items()))
def test_every_name_of_a_weekday_is_tolerated(word: str, weekday: int) -> None:
    day = date(2026, 11, 2 + weekday)  # 2 November 2026 is a Monday
    for text in (f"{word} {day}", f"{word}. {day.day}.11.2026", f"{word.title()}, {day.day} nov 2026"):
        assert read_date(text).read_in_order("dmy") == day.isoformat()
