# ruff: noqa: DTZ001 - the times of Excel have no zone
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.steps.read.to_text import _SPELLING, CellContent, to_text
from tests.examples import examples


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (42.0, "42"),
        (-0.0, "0"),
        (0.3, "0.3"),
        (9668.89, "9668.89"),
        (1e-7, "0.0000001"),
        (1e15, "1000000000000000"),
        (12345678901234567000.0, "12345678901234567000"),
        (1e16 + 2, "10000000000000002"),
        (-1.5e20, "-150000000000000000000"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2026, 12, 31), "2026-12-31"),
        (date(1900, 1, 1), "1900-01-01"),
        (datetime(2026, 12, 31, 9), "2026-12-31T09:00:00"),
        (datetime(2026, 12, 31, 9, 0, 0, 250_000), "2026-12-31T09:00:00.25"),
        (datetime(9999, 12, 31, 23, 59, 59), "9999-12-31T23:59:59"),
        (time(9, 30), "09:30:00"),
        (time(9, 30, 15, 500_000), "09:30:15.5"),
        (timedelta(hours=30, minutes=5), "30:05:00"),
        (timedelta(hours=-3), "-3:00:00"),
        (timedelta(seconds=1, milliseconds=20), "0:00:01.02"),
        ("007", "007"),
        ("1E5", "1E5"),
        (" NA ", " NA "),
        ("", ""),
    ],
)
def test_a_cell_is_spelled_alone_and_among_others(cell: CellContent, text: str) -> None:
    assert to_text([cell]).to_pylist() == [text]
    assert to_text(["", cell]).to_pylist() == ["", text]


def test_true_and_one_differ_in_one_column() -> None:
    assert to_text([True, 1.0, 1]).to_pylist() == ["TRUE", "1", "1"]


def test_a_midnight_among_moments_is_a_day() -> None:
    assert to_text([datetime(2026, 1, 2, 3, 4), date(2026, 1, 3)]).to_pylist() == ["2026-01-02T03:04:00", "2026-01-03"]


NUMBERS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-(2**60), 2**60).map(float),
    st.decimals(-1_000_000, 1_000_000, places=2).map(float),
)
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(9999, 12, 31))


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=6))
def test_the_text_of_a_number_is_that_number_in_plain_digits(numbers: list[float]) -> None:
    texts = to_text(numbers).to_pylist()
    shown = [Decimal(repr(number) if abs(number) >= 1e15 else f"{number:.15g}") for number in numbers]  # by Excel
    assert not set("".join(texts)) - set("-.0123456789")
    assert [Decimal(text) for text in texts] == shown


@settings(max_examples=examples(150), deadline=None)
@given(st.one_of(*(st.lists(kind, min_size=1, max_size=6) for kind in (NUMBERS, MOMENTS, st.dates()))))
def test_a_column_of_one_type_is_spelled_as_its_cells_are(cells: list[CellContent]) -> None:
    assert to_text(cells).to_pylist() == [_SPELLING[type(cell)](cell) for cell in cells]
