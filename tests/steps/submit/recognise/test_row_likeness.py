"""Drawn sheets beside drawn earlier ones: none is asked about without a row that it is like; templates are not held."""

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.journal import SheetTexts
from importer.steps.submit.recognise.row_likeness import ComparedRow, RowLikeness
from tests.examples import examples

HEADINGS = ("Name", "Description", "Due date", "Customer reference")
FIELDS = {"name": 0, "description": 1, "date_until": 2, "customer_reference": 3}
WORDS = ("boiler", "pump", "lift", "cellar", "roof", "12", "14", "a", "Főutca", "\u200bleaks", "n\x00l", "")

Row = tuple[str, ...]

texts = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
days = st.sampled_from(("", "2026-10-01", "01/11/2026", "2026-11-01T10:00"))
rows = st.tuples(texts, texts, days, st.sampled_from(("", "", "C-1", "C-2")))
sheets = st.lists(rows, max_size=8)


def compared(
    then: Sequence[Row], now: Sequence[Row], *, is_open: Sequence[bool] = (), is_here: bool = False
) -> RowLikeness:
    sheet = SheetTexts(HEADINGS, FIELDS, dict(enumerate(then, start=2)))
    opened = [*is_open, *[True] * (len(then) - len(is_open))]
    earlier = [ComparedRow(sheet, row, one, is_here) for row, one in zip(then, opened, strict=True)]
    return RowLikeness(SheetTexts(HEADINGS, FIELDS, dict(enumerate(now, start=2))), earlier)


def said(row: Row) -> set[str]:
    return {word for cell in row for word in cell.replace("\u200b", "").replace("\x00", " ").split()}


@given(then=sheets, now=sheets, is_open=st.lists(st.booleans(), max_size=8), is_here=st.booleans())
@settings(max_examples=examples(400, 50), deadline=None)
def test_each_pair_is_of_rows_that_share_something_and_each_row_is_in_one_at_most(
    then: list[Row], now: list[Row], is_open: list[bool], is_here: bool
) -> None:
    is_open = is_open[: len(then)]
    likeness = compared(then, now, is_open=is_open, is_here=is_here)
    pairs = list(likeness.match(range(2, len(now) + 2)))
    assert len({pair.row for pair in pairs}) == len({pair.earlier for pair in pairs}) == len(pairs)
    for pair in pairs:
        one, other = now[pair.row - 2], then[pair.earlier]
        assert said(one) & said(other)
        assert not (one[3] and other[3]) or one[3] == other[3]
        assert pair.earlier >= len(is_open) or is_open[pair.earlier]


def test_what_a_row_is_like_does_not_depend_on_the_columns_order() -> None:
    then = [("Boiler in the cellar", "Leaks", "", ""), ("Roof", "Storm", "", "")]
    now = SheetTexts(HEADINGS[::-1], {}, {2: ("", "", "Leaks", "Boiler in the cellar again"), 3: ("", "", "x", "y")})
    sheet = SheetTexts(HEADINGS, FIELDS, dict(enumerate(then, start=2)))
    likeness = RowLikeness(now, [ComparedRow(sheet, row, is_open=True, is_here=False) for row in then])
    assert [(pair.row, pair.earlier) for pair in likeness.match([2, 3])] == [(2, 0)]
    assert list(likeness.find_differing(2, 0)) == [("Name", "Boiler in the cellar", "Boiler in the cellar again")]


def test_rows_of_which_nothing_tells_one_from_another_are_not_asked_about() -> None:
    alike = [("Boiler", "In the cellar", "", "")] * 3
    assert not list(compared(alike, alike).match([2, 3, 4]))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "0000-01-01"])
def test_a_day_at_an_end_of_the_calendar_is_a_day_like_others(day: str) -> None:
    then, now = [("Boiler in the cellar", "Leaks", day, "")], [("Boiler in the cellar", "Leaks", "2026-11-01", "")]
    assert len(list(compared(then, now).match([2]))) == (day == "0000-01-01")


STREETS = ("Main Street", "Church Road", "Park Lane", "Mill Hill", "High Street", "Station Road", "Green Lane")


def inspections(seed: int) -> tuple[list[Row], list[Row]]:
    """Two sheets of a template in which the address alone is another, and none is the same."""
    addresses = [f"{street} {number}" for street in STREETS for number in range(1, 151)]
    Random(seed).shuffle(addresses)  # noqa: S311 - drawn again alike
    rows: list[Row] = [
        (
            f"Yearly inspection of the heating, {address}",
            "Call the tenant first. The key is with the caretaker; see the contract for what belongs to it.",
            "",
            "",
        )
        for address in addresses
    ]
    return rows[:500], rows[500:1000]


@pytest.mark.parametrize("seed", range(5))
def test_of_500_inspections_that_differ_only_in_their_address_none_is_asked_about(seed: int) -> None:
    then, now = inspections(seed)
    assert not list(compared(then, now).match(range(2, 502)))


@pytest.mark.parametrize("seed", range(5))
def test_of_500_inspections_those_that_were_reworded_are_asked_about(seed: int) -> None:
    then, others = inspections(seed)
    now = [(f"{name}, soon", *rest) for name, *rest in then[:20]] + others[20:]
    asked = {pair.row: pair.earlier for pair in compared(then, now).match(range(2, 502))}
    assert asked == {number + 2: number for number in range(20)}
