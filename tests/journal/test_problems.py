"""A problem comes out of the journal as it went in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.journal.problems import decode_problem, decode_problems, encode_problem, encode_problems
from importer.problem import CODES, Problem

TEXTS = st.text(max_size=8)
NAMES = st.lists(TEXTS, max_size=3).map(tuple)
PROBLEMS = st.builds(
    Problem,
    st.sampled_from(list(CODES.values())),
    st.none() | st.integers(1, 1_048_576),
    TEXTS,
    TEXTS,
    column=TEXTS,
    heading=TEXTS,
    value=TEXTS,
    fields=NAMES,
    also=NAMES,
)


@given(st.lists(PROBLEMS, max_size=3))
def test_whatever_it_says(problems: list[Problem]) -> None:
    assert [decode_problem(encode_problem(problem)) for problem in problems] == problems
    assert decode_problems(encode_problems(problems)) == tuple(problems)


@pytest.mark.parametrize("text", ["{}", '{"code": 1}', "[]", '{"code": 601, "fields": "x", "also": []}'])
def test_what_is_none_is_refused(text: str) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AssertionError)):
        decode_problem(text)
