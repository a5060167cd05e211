from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.catalogue import DATE
from importer.steps.map.artefacts import _is_unseen
from importer.steps.validate import validate_rows
from tests.builders import good, judged
from tests.examples import examples
from tests.steps.map.columns import found, mapped, values

DUE = "Due date"
NUMERIC = {  # order: styles with a whole year
    "dmy": ["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%d/%m/%Y %H:%M"],
    "mdy": ["%m-%d-%Y", "%m/%d/%Y", "%m/%d/%Y %I:%M %p"],
}
PLAIN = ["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y", "%A %d %B %Y"]
FAR = {(None, 437), (None, 438)}  # told of days long ago, which are read all the same
DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))
ORDERLESS = st.builds(  # day and month could be each other
    lambda year, both: date(year, *both),
    st.integers(1950, 2049),
    st.lists(st.integers(1, 12), min_size=2, max_size=2, unique=True),
)


def test_one_value_that_fits_one_order_decides_for_the_column() -> None:
    batch = mapped(DUE, "03-04-2026", "31-12-2026", "")
    assert values(batch) == ["2026-04-03", "2026-12-31", ""]
    assert batch.remarks == ("Column A: dates read day first, as in 31-12-2026",)
    assert batch.problems == ()
    assert values(mapped(DUE, "03/04/2026", "12/31/2026")) == ["2026-03-04", "2026-12-31"]


def test_where_both_orders_fit_every_value_each_cell_that_could_be_two_days_is_asked_about_and_no_other() -> None:
    batch = mapped(DUE, "03/04/2026", "05/06/2026 9:00", "2026-01-31", "07/07/2026")
    first, second = batch.problems
    assert [(p.row, p.column, p.code.number) for p in batch.problems] == [(2, "A", 430), (3, "A", 430)]
    assert first.message.startswith('"03/04/2026" can be 3 April 2026 or 4 March 2026: it is not clear which')
    assert first.message.endswith(" The other dates of its column are from 31 January 2026 to 7 July 2026.")
    assert first.advice.startswith("Retype it as 2026-04-03 or 2026-03-04, or add the order of all")
    assert "--date-order dmy if it is 3 April 2026 or --date-order mdy if it is 4 March 2026" in first.advice
    assert "Retype it as 2026-06-05 09:00:00 or 2026-05-06 09:00:00" in second.advice
    assert batch.invalid_rows == {2, 3}
    assert values(batch) == ["03/04/2026", "05/06/2026 9:00", "2026-01-31", "2026-07-07"]


@pytest.mark.parametrize("others", [("2027-01-13", "2027-01-29"), ("13 jan 2027",), ("2027-02-01",) * 3])
def test_certain_dates_beside_it_are_told_and_decide_nothing(others: tuple[str, ...]) -> None:
    batch = mapped(DUE, "12/01/2027", *others)
    assert found(batch) == [(2, 430)]
    several = len({DATE.to_canonical(text) for text in others}) > 1
    beside = " The other dates of its column are " if several else " The only clear date in its column is "
    assert beside in batch.problems[0].message
    assert values(batch)[1:] == [DATE.to_canonical(text) or "2027-01-13" for text in others]


def test_an_answer_typed_into_the_cell_or_said_once_is_enough() -> None:
    assert mapped(DUE, "2027-01-12", "2027-01-13").problems == ()
    assert mapped(DUE, "12/01/2027", "2027-01-13", date_order="dmy").problems == ()


def test_the_user_decides() -> None:
    assert values(mapped(DUE, "03/04/2026", date_order="dmy")) == ["2026-04-03"]
    assert values(mapped(DUE, "03/04/2026", date_order="mdy")) == ["2026-03-04"]
    assert values(mapped(DUE, "26-04-03", date_order="ymd")) == ["2026-04-03"]


def test_what_does_not_fit_the_order_that_the_user_chose_is_no_date_and_iso_is_always_right() -> None:
    batch = mapped(DUE, "12/31/2026", "2026-12-31", "31 dec 2026", date_order="dmy")
    assert found(batch) == [(2, 405)]
    assert values(batch) == ["12/31/2026", "2026-12-31", "2026-12-31"]


def test_a_column_whose_values_read_the_same_in_both_orders_asks_nothing() -> None:
    batch = mapped(DUE, "01/01/2026", "2/2/2026", "3 april 2026")
    assert (values(batch), batch.problems, batch.remarks) == (["2026-01-01", "2026-02-02", "2026-04-03"], (), ())


def test_what_is_no_date_in_any_order_does_not_keep_the_others_from_being_read() -> None:
    batch = mapped(DUE, "31/12/2026", "soon", "99/99/2026")
    assert values(batch) == ["2026-12-31", "soon", "99/99/2026"]
    assert found(batch) == [(3, 405), (4, 405)]


def test_two_orders_in_one_column_are_told_and_only_what_could_be_both_is_held() -> None:
    batch = mapped(DUE, "13/01/2026", "14/01/2026", "01/13/2026", "03/04/2026")
    assert found(batch) == [(None, 431), (5, 430)]
    assert '"13/01/2026" can only be read day first and "01/13/2026" can only be read month first' in (
        batch.problems[0].message
    )
    assert values(batch)[:3] == ["2026-01-13", "2026-01-14", "2026-01-13"]
    assert batch.invalid_rows == {5}


def test_each_fault_of_an_undecided_column_is_told_once() -> None:
    batch = judged(good(Due_date="03/04/2026"), good(Due_date="soon", Name="b"))
    assert found(batch) == [(2, 430), (3, 405)]


def test_years_of_two_digits_are_a_warning_that_shows_the_century() -> None:
    batch = mapped(DUE, "31-12-26", "1-2-26")
    assert values(batch) == ["2026-12-31", "2026-02-01"]
    [problem] = batch.problems
    assert (problem.row, problem.code.number, problem.is_error) == (None, 432, False)
    assert 'read as 1950 to 2049: "31-12-26" is read as 31 December 2026' in problem.message


def test_a_year_of_two_digits_in_front_is_asked_about_where_it_is_likelier_and_sure_where_nothing_else_fits() -> None:
    batch = mapped(DUE, "26-01-13", "26-01-31", "26-02-28")
    assert found(batch) == [(2, 430), (3, 430), (4, 430)]
    assert "26 January 2013 or 13 January 2026" in batch.problems[0].message
    assert values(mapped(DUE, "99-12-31", "98-01-02")) == ["1999-12-31", "1998-01-02"]


@pytest.mark.parametrize(
    ("text", "reading"),
    [("46022", "2025-12-31"), ("46022.375", "2025-12-31 09:00:00"), (" 46022,5 ", "2025-12-31 12:")],
)
def test_the_number_of_excel_for_a_date_is_named_and_not_converted(text: str, reading: str) -> None:
    batch = mapped(DUE, text)
    assert (values(batch), found(batch)) == ([text], [(2, 433)])
    assert reading in batch.problems[0].message
    assert found(validate_rows(batch)).count((2, 405)) == 0


@pytest.mark.parametrize("text", ["2026", "1", "311226", "46022.5.5", "4602212"])
def test_other_numbers_are_no_dates(text: str) -> None:
    assert found(mapped(DUE, text)) == [(2, 405)]


def test_a_weekday_that_does_not_fit_is_told() -> None:
    assert found(mapped(DUE, "Monday 31-12-2026", "Thursday 31-12-2026")) == [(2, 434)]


def test_a_field_that_is_never_sent_is_never_asked_about() -> None:
    assert mapped("Modified", "03/04/2026").problems == ()


def test_blank_cells_are_empty() -> None:
    assert values(mapped(DUE, " \u00a0", "31-12-2026")) == ["", "2026-12-31"]


@settings(deadline=None, max_examples=examples(60))
@given(
    style=st.sampled_from([(order, style) for order, styles in NUMERIC.items() for style in styles]),
    moments=st.lists(st.builds(datetime.combine, DAYS, st.times()), max_size=8),
    proof=DAYS.filter(lambda day: day.day > 12),
)
def test_dates_in_one_style_come_back_where_one_of_them_fits_no_other_order(
    style: tuple[str, str], moments: list[datetime], proof: date
) -> None:
    proven = [*moments, datetime.combine(proof, datetime.min.time())]
    batch = mapped(DUE, *(moment.strftime(style[1]) for moment in proven), timezone="UTC")
    assert [value[:10] for value in values(batch)] == [moment.date().isoformat() for moment in proven]
    assert set(found(batch)) <= FAR
    if "%M" in style[1]:
        assert [value[10:] for value in values(batch)] == [_time_sent(moment) for moment in proven]


def _time_sent(moment: datetime) -> str:
    """The midnight of a day long ago stands for the day."""
    time = moment.strftime("T%H:%M:00+00:00")
    return "" if moment.year < 1970 and time.startswith("T00:00") else time


@settings(deadline=None, max_examples=examples(60))
@given(style=st.sampled_from(PLAIN), days=st.lists(DAYS, min_size=1, max_size=8))
def test_dates_in_a_plain_style_come_back_whatever_they_are(style: str, days: list[date]) -> None:
    batch = mapped(DUE, *(day.strftime(style) for day in days))
    assert values(batch) == [day.isoformat() for day in days]
    assert set(found(batch)) <= FAR


@settings(deadline=None, max_examples=examples(60))
@given(
    style=st.sampled_from(["%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d/%m/%y"]),
    days=st.lists(ORDERLESS, min_size=1, max_size=8),
)
def test_dates_that_fit_both_orders_are_always_asked_about(style: str, days: list[date]) -> None:
    batch = mapped(DUE, *(day.strftime(style) for day in days))
    assert found(batch) == [(row, 430) for row in range(2, len(days) + 2)]


@settings(deadline=None, max_examples=examples(60))
@given(
    texts=st.lists(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}[-/. ][0-9a-z]{1,4}[-/. ][0-9:]{1,5}"), min_size=1)
)
def test_any_text_at_all_is_read_or_stays_as_it_is(texts: list[str]) -> None:
    batch = mapped(DUE, *texts)
    told = {problem.row for problem in batch.problems if problem.is_error}
    for row, (text, value) in enumerate(zip(texts, values(batch), strict=True), start=2):
        assert value in {text, *_without_invisible(text)} or not (told & {None, row})


def _without_invisible(text: str) -> set[str]:
    """The text without the signs that nobody sees, as it is then told."""
    return {"".join(sign for sign in text if not _is_unseen(sign))}
