import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.masking import shape_of


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("", ""),
        ("A-123", "A-999"),
        ("WO-2026-017", "AA-9999-999"),
        ("2026-12-31 09:00", "9999-99-99 99:99"),
        ("Anna Peeters", "11 letters"),
        ("O'Brien-De Smet", "12 letters"),
        ("Ångström", "8 letters"),
        ("anna@acme.be", "aaaa@aaaa.aa"),
        ("soon?", "aaaa?"),
        ("12 Rue de l'Église", "99 Aaa aa a'Aaaaaa"),
        ("x" * 214, "214 characters"),
        ("1\u00a02\t3", "9 9 9"),
        ("5 €", "9 ?"),
    ],
)
def test_a_text_has_a_shape(text: str, shape: str) -> None:
    assert shape_of(text) == shape


@given(st.text())
def test_nothing_of_what_a_text_says_is_in_its_shape(text: str) -> None:
    shape = shape_of(text)
    assert re.fullmatch(r"\d+ (letters|characters)|[Aa9 !-/:-@\[-`{-~]*", shape)
