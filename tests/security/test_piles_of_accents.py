"""S5, W4, S6: a letter with accents without end, in a sheet or in an answer, costs no more than another."""

import re
from pathlib import Path
from unicodedata import normalize

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.catalogue import (
    fold_spelling,
    is_placeholder,
    strip_accents,
    to_canonical_text,
    to_normal_form,
)
from importer.catalogue.spellings import spell_boolean
from importer.steps.map.written_dates import read_date
from importer.steps.submit.differences import fold_code
from importer.steps.submit.recognise.word_table import words_of
from tests.builders import good
from tests.command import importer_measured
from tests.processor import allowed, seconds_of
from tests.structure import modules_of

MANY = 100_000
PILE = "a" + "\u0301" * MANY + "\u0316" * MANY


@pytest.mark.parametrize(
    "read",
    [
        to_canonical_text,
        is_placeholder,
        strip_accents,
        fold_spelling.__wrapped__,
        spell_boolean,
        read_date,
        words_of,
        lambda text: fold_code("code", text),
    ],
)
def test_it_is_read_in_little_time(read: object) -> None:
    assert callable(read)
    assert seconds_of(lambda: read(PILE)) < allowed(0.3)


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("place", ["a cell", "a heading", "many cells"])
def test_a_sheet_with_it_is_checked_in_little_time(place: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    pile = "a" + "\u0301" * 15_000 + "\u0316" * 15_000  # a cell of Excel has at most 32,767 letters
    page.append([*good(), pile if place == "a heading" else "Description"])
    for _ in range(50 if place == "many cells" else 1):
        page.append([*good().values(), "x" if place == "a heading" else pile])
    book.save(tmp_path / "jobs.xlsx")
    said = importer_measured("check", tmp_path / "jobs.xlsx", "--target", "practice", state=tmp_path / "state")
    assert said.status in {0, 4}, said.err
    assert said.seconds < allowed(4)


@given(st.text(alphabet="aé\u0301\u0316\u0344 가\u1100", max_size=40), st.sampled_from(("NFC", "NFKD")))
def test_other_text_has_its_normal_form(text: str, form: str) -> None:
    assert to_normal_form(form, text) == normalize(form, text)  # type: ignore[arg-type]


@pytest.mark.parametrize("marks", [200, 201])
def test_two_hundred_accents_are_as_many_as_a_letter_has(marks: int) -> None:
    text = "b" * 300 + "a" + "\u0301\u0316" * (marks // 2) + "\u0316" * (marks % 2)
    assert (to_normal_form("NFC", text) == text) is (marks > 200)


def test_nothing_else_asks_python_for_a_normal_form() -> None:
    asking = re.compile(
        r"unicodedata import [^\n]*\bnormalize\b|unicodedata import \([^)]*\bnormalize\b|unicodedata\.normalize"
    )
    assert {module.name for module in modules_of().values() if asking.search(module.text)} == {"catalogue.canonical"}
