"""The pattern that whole columns are asked for words of programs passes over none of them."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.catalogue import is_placeholder
from importer.steps.map import program_words
from importer.steps.map.program_words import LIKE_A_WORD, is_empty_word, is_error_word

ERRORS = sorted({word for words in program_words._ERRORS.values() for word in words.split()})
LOADING = [word + dots for word in program_words._WHILE_LOADING for dots in ("...", "…")]
OTHERS = ["###", "########", "Err:502", "Fehler: 508", "#¡REF!", "¿#N/A"]


@pytest.mark.parametrize("text", [*ERRORS, *LOADING, *OTHERS])
def test_no_error_word_is_passed_over(text: str) -> None:
    assert is_error_word(text)
    assert passes(text)
    assert passes(f"  {text} ")


@pytest.mark.parametrize("word", sorted(program_words._EMPTY_WORDS))
def test_no_word_for_empty_is_passed_over(word: str) -> None:
    for text in (word, word.upper(), word.title(), f" {word}\t"):
        assert is_empty_word(text.strip())
        assert passes(text)


@pytest.mark.parametrize(
    "text", ["depot17@example.com", "WO-2026-000017", "Nullmann", "Erring", "Loading dock", "none of it"]
)
def test_other_texts_are_not_looked_at_one_by_one(text: str) -> None:
    assert not passes(text)


def passes(text: str) -> bool:
    found: bool = pc.match_substring_regex(pa.array([text], pa.large_string()), LIKE_A_WORD)[0].as_py()
    return found


@pytest.mark.parametrize("text", ["n/a", "TBD", "?", "000", "0", "geen", "k. A.", "—"])
def test_what_stands_instead_of_a_reference_is_known(text: str) -> None:
    assert is_placeholder(text)


@pytest.mark.parametrize("text", ["NA-1", "0001", "x1", "10", "TBD 7"])
def test_a_number_other_than_zero_is_a_reference(text: str) -> None:
    assert not is_placeholder(text)


@given(st.text("xX?-_0 /.#", max_size=6), st.sampled_from("123456789"), st.text("xX?-_0nNaA !", max_size=6))
def test_whatever_has_a_digit_other_than_zero_is_a_reference(before: str, digit: str, after: str) -> None:
    assert not is_placeholder(before + digit + after)


@given(st.sampled_from(["none", "no ref", "WO-", "n/a ", "volgt", "VOID-", "keine Angabe "]), st.integers(1))
def test_words_for_none_with_a_number_are_a_reference(words: str, number: int) -> None:
    assert not is_placeholder(f"{words}{number}")
    assert not is_placeholder(f"{number}{words}")


@pytest.mark.parametrize("text", ["#NV", "#N/B", "#ZAHL!", "#WERT!", "#REF!", "#NOM?"])
def test_an_error_of_excel_is_no_reference(text: str) -> None:
    assert is_placeholder(text)
