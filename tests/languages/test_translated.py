"""A sentence in another language knows its English, whatever it is filled with."""

import copy
from collections.abc import Iterator

import pytest

from importer.catalogue import get_field, heading_of, join_words, spell_count
from importer.journal.problems import decode_problem, encode_problem
from importer.languages import Translated, append_more, use_language
from importer.problem import MISSING_COLUMN, TWIN_ROW, suggest_word
from tests.builders import judged


@pytest.fixture(autouse=True)
def _in_german() -> Iterator[None]:
    use_language("de")
    yield
    use_language("en")


def english(text: str) -> str:
    assert isinstance(text, Translated)
    assert text != text.english
    return text.english


def test_what_is_put_together_of_sentences_is_english_too() -> None:
    assert english(spell_count(1_234, "row")) == "1,234 rows"
    assert english(join_words(["a", "b", "c"])) == "a, b and c"
    assert english(append_more("A1", 1_000)) == "A1 and 1,000 more"
    assert english("x" + suggest_word("Opne", ["Open"])) == 'x Did you mean "Open"?'
    assert english(heading_of(get_field("project_reference_back_office"))) == "Project code"
    for made in (copy.deepcopy, copy.copy):
        assert english(made(spell_count(2, "row"))) == "2 rows"


def test_a_problem_is_kept_in_both_and_read_in_the_language_at_work() -> None:
    batch = judged({"Job type code": "MAINT"})
    told = next(problem for problem in batch.problems if problem.code is MISSING_COLUMN)
    kept = encode_problem(told)
    assert decode_problem(kept) == told
    use_language("en")
    again = decode_problem(kept)
    assert (again.message, again.advice) == (
        MISSING_COLUMN.fill_sentence(heading=again.heading, name=told.field),
        MISSING_COLUMN.fill_advice(heading=again.heading, name=told.field),
    )
    assert decode_problem(encode_problem(again)) == again


def test_what_was_kept_before_there_was_english_beside_it_is_read_as_it_is() -> None:
    old = '{"code": 522, "row": 3, "message": "Wie Zeile 2.", "advice": "", "column": "", "heading": "", "value": "", '
    problem = decode_problem(old + '"fields": [], "also": []}')
    assert (problem.code, problem.message) == (TWIN_ROW, "Wie Zeile 2.")
