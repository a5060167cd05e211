from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.steps.validate import validate_rows
from tests.builders import good, judged
from tests.examples import examples
from tests.steps.map.columns import found, mapped, values

MINUTES, LATITUDE = "Estimated time", "Latitude"


@pytest.mark.parametrize(
    "text", ["1,234,567", "1.234.567", "1 234 567", "1'234'567", "1’234’567", "1\u00a0234\u202f567"]
)
def test_signs_between_thousands_are_left_out_where_they_are_one_and_the_same(text: str) -> None:
    batch = mapped(MINUTES, text)
    same = len(set(text) - set("1234567")) == 1
    assert values(batch) == (["1234567"] if same else [text])
    assert found(batch) == ([] if same else [(2, 403)])


@pytest.mark.parametrize(
    ("texts", "expected", "remark"),
    [
        (["51,05", "4"], ["51.05", "4"], "numbers read with a decimal comma, as in 51,05"),
        (["51.05", "4"], ["51.05", "4"], None),
        (["51,0543", "-3,5"], ["51.0543", "-3.5"], "numbers read with a decimal comma, as in 51,0543"),
        (["51,054"], ["51.054"], "numbers read with a decimal comma, as in 51,054"),  # 51054 is no latitude
        (["51.054"], ["51.054"], None),
        ([",5", "5,"], ["0.5", "5"], "numbers read with a decimal comma, as in ,5"),
        (["1E1"], ["10"], None),
    ],
)
def test_the_decimal_sign_is_decided_by_all_values(texts: list[str], expected: list[str], remark: str | None) -> None:
    batch = mapped(LATITUDE, *texts)
    assert (values(batch), batch.problems) == (expected, ())
    assert batch.remarks == ((f"Column A: {remark}",) if remark else ())


def test_one_value_decides_for_the_column() -> None:
    assert values(mapped(MINUTES, "1.234", "1.234.567")) == ["1234", "1234567"]
    assert values(mapped(MINUTES, "1,234", "1,234,567")) == ["1234", "1234567"]
    assert values(mapped(MINUTES, "1,234", "1 234,0")) == ["1,234", "1234"]


@pytest.mark.parametrize("text", ["1,234", "1.234", "-12.345"])
def test_where_both_signs_fit_every_value_the_user_is_asked_and_every_row_is_held(text: str) -> None:
    batch = mapped(MINUTES, text, "90")
    assert found(batch) == [(None, 440)]
    assert "--decimal point" in batch.problems[0].advice
    assert "--decimal comma" in batch.problems[0].advice
    assert batch.invalid_rows == {2, 3}


def test_the_question_shows_the_users_own_values_both_ways() -> None:
    [problem] = mapped(MINUTES, "1,234", "5,678").problems
    assert '"1,234" is 1234 or a number between 1 and 2; "5,678" is 5678 or' in problem.message
    assert problem.advice.startswith(
        "Set it for all numbers in the sheet: --decimal point if it is 1234 or --decimal comma if"
    )


def test_the_user_decides() -> None:
    assert values(mapped(MINUTES, "1,234", decimal=".")) == ["1234"]
    assert values(mapped(MINUTES, "1.234", decimal=",")) == ["1234"]
    assert found(validate_rows(mapped(MINUTES, "1,234", decimal=",")))[-1:] == [(2, 403)]
    assert found(mapped(LATITUDE, "51.05", "51,05", decimal=",", csv=True)) == [(2, 404)]


def test_two_decimal_signs_in_a_csv_are_told() -> None:
    batch = mapped(LATITUDE, "51,05", "51,06", "51.0543", csv=True)
    assert found(batch) == [(None, 441), (4, 404)]
    assert '"51,05" only fits a decimal comma and "51.0543" only fits a decimal point' in batch.problems[0].message


def test_number_cells_of_a_workbook_come_with_a_point_whatever_sign_the_text_has() -> None:
    batch = mapped(LATITUDE, "51,05", "51.0543")
    assert (values(batch), batch.problems) == (["51.05", "51.0543"], ())
    assert values(mapped(LATITUDE, "51,05", "51.0543", decimal=",")) == ["51.05", "51.0543"]


def test_number_cells_do_not_settle_a_question_that_the_text_leaves_open() -> None:
    assert found(mapped(MINUTES, "1,5", "2.5", "3,456"))[0] == (None, 441)


def test_blank_cells_are_empty() -> None:
    assert values(mapped(MINUTES, "\u00a0", "1 234")) == ["", "1234"]


@pytest.mark.parametrize("text", ["12-", "€ 5", "5 kg", "5%", "(5)", "1,23,456", "1,2345.6", "12 34", "--5", ".", ","])
@pytest.mark.thorough(but=2)
def test_what_is_not_certainly_a_number_is_none(text: str) -> None:
    batch = mapped(MINUTES, text)
    assert values(batch) == [text]
    assert (2, 403) in found(validate_rows(batch))


def test_each_fault_of_an_undecided_column_is_told_once() -> None:
    batch = judged(good(Estimated_time="1,234"), good(Estimated_time="long", Name="b"))
    assert found(batch) == [(None, 440), (3, 403)]
    assert "for example 90" in batch.problems[1].advice


def test_codes_are_no_numbers() -> None:
    batch = mapped("Reference", "1E5", "1,234", "007", "1.234.567")
    assert (values(batch), batch.remarks) == (["1E5", "1,234", "007", "1.234.567"], ())


def test_a_fraction_is_no_whole_number_with_either_sign() -> None:
    for text in ("1,5", "1.5", "1.234,5", "1,234.5"):
        assert found(validate_rows(mapped(MINUTES, text)))[-1:] == [(2, 403)]


def grouped(number: int, sign: str) -> str:
    return f"{number:,}".replace(",", sign)


@settings(deadline=None, max_examples=examples(60))
@given(
    numbers=st.lists(st.integers(-(10**9), 10**9), max_size=8),
    sign=st.sampled_from([",", ".", " ", "'", "\u00a0"]),
    csv=st.booleans(),
)
def test_whole_numbers_in_one_style_come_back_where_one_of_them_fits_nothing_else(
    numbers: list[int], sign: str, *, csv: bool
) -> None:
    proven = [*numbers, 1_234_567]
    assert values(mapped(MINUTES, *(grouped(n, sign) for n in proven), csv=csv)) == [str(n) for n in proven]


@settings(deadline=None, max_examples=examples(60))
@given(numbers=st.lists(st.decimals(-90, 90, places=6), min_size=1, max_size=8), sign=st.sampled_from([",", "."]))
def test_decimals_keep_their_value_with_either_sign(numbers: list[Decimal], sign: str) -> None:
    batch = mapped(LATITUDE, *(f"{number:f}".replace(".", sign) for number in numbers), csv=True)
    assert [Decimal(value) for value in values(batch)] == numbers
    assert batch.problems == ()


@settings(deadline=None, max_examples=examples(60))
@given(numbers=st.lists(st.integers(1000, 999_999), min_size=1, max_size=8), sign=st.sampled_from([",", "."]))
def test_numbers_that_fit_both_signs_are_always_asked_about(numbers: list[int], sign: str) -> None:
    assert found(mapped(MINUTES, *(grouped(n, sign) for n in numbers), "90")) == [(None, 440)]
