# ruff: noqa: DTZ001 - the times of Excel have no zone
"""A day that Excel made of a code is told with the names of months and days of its format's language, or the user's."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.command import importer
from tests.test_number_formats import workbook

DAY = datetime(2026, 3, 2)


def shown(folder: Path, code: str, *words: str) -> str:
    said = importer("check", workbook(folder, "Customer reference", (DAY, code)), *words, state=folder / "state")
    return said.out.replace("\n", " ")


@pytest.mark.parametrize(
    ("language", "code", "text"),
    [
        ("nl", "d-mmm", '"2-mrt"'),
        ("fr", "mmm-yy", "« mars-26 »"),
        ("de", "mmm yy", "„Mrz 26“"),
        ("de", "ddd d/m", "„Mo 2/3“"),
        ("fr", "dddd d mmmm", "« lundi 2 mars »"),
        ("en", "d-mmm", '"2-Mar"'),
    ],
)
def test_the_names_are_those_of_the_language_that_is_spoken(
    tmp_path: Path, language: str, code: str, text: str
) -> None:
    assert text in shown(tmp_path, code, "--language", language)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("[$-413]d-mmm", "2-mrt"),
        ("[$-0C0C]mmmm yyyy", "mars 2026"),
        ("[$-C07]mmm yy", "Mrz 26"),
        ("[$-nl-BE]dddd d", "maandag 2"),
        ("[$-416]ddd d/m", "seg 2/3"),
        ("[$-C0A]dddd d", "lunes 2"),
        ("[$-10410]mmmm", "marzo"),
    ],
)
@pytest.mark.parametrize("words", [(), ("--language", "fr")], ids=["en", "fr"])
def test_a_language_that_the_format_names_comes_first(
    tmp_path: Path, code: str, text: str, words: tuple[str, ...]
) -> None:
    said = shown(tmp_path, code, *words)
    assert text in said, said


@pytest.mark.parametrize("code", ["[$-41D]d-mmm", "[$-F800]d-mmm", "[$-x-sysdate]d-mmm"])
def test_without_names_for_it_they_are_those_of_the_language_that_is_spoken(tmp_path: Path, code: str) -> None:
    assert "2-mrt" in shown(tmp_path, code, "--language", "nl")
