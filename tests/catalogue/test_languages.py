"""Every language is complete, says the same, and means one field by each heading."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, fields

import pytest
from pydantic import TypeAdapter

from importer.catalogue.field import fold_spelling
from importer.catalogue.fields_by_heading import find_field
from importer.catalogue.job_fields import JOBS
from importer.catalogue.kinds import ENTITY, KINDS
from importer.catalogue.languages import LANGUAGES, Language, Message, Phrases, headings_of, words_of

COLUMNS = [field for field in JOBS if field.kind is not ENTITY]
OTHERS = [language for language in LANGUAGES.values() if language.code != "en"]
EXCEL_TITLE, EXCEL_TEXT = 32, 255  # what Excel takes in a message of a validation


def texts(phrases: Phrases) -> dict[str, str]:
    told: dict[str, str] = {}
    for member in fields(phrases):
        value = getattr(phrases, member.name)
        if isinstance(value, Mapping):
            for name, words in value.items():
                told |= numbered(f"{name} fits", words.fits) | numbered(f"{name} message", words.message)
        else:
            told |= numbered(member.name, value)
    return told


def numbered(name: str, value: str | Message | tuple[str, ...]) -> dict[str, str]:
    parts = (value.title, value.text) if isinstance(value, Message) else value
    return {f"{name} {at}": text for at, text in enumerate([parts] if isinstance(parts, str) else parts)}


def messages(phrases: Phrases) -> list[Message]:
    members = [getattr(phrases, member.name) for member in fields(phrases)]
    return [m for m in members if isinstance(m, Message)] + [words.message for words in phrases.kinds.values()]


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_every_phrase_of_a_language_has_its_type(language: Language) -> None:
    assert TypeAdapter(Language).validate_python(asdict(language)) == language


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_a_language_has_words_for_every_field_that_can_be_a_column_and_no_others(language: Language) -> None:
    assert list(language.fields) == [field.name for field in COLUMNS]
    for words in language.fields.values():
        assert words.heading == words.heading.strip() != ""
        assert words.description.endswith(".")


def test_no_heading_of_any_language_means_two_fields() -> None:
    meanings: dict[str, set[str]] = defaultdict(set)
    for field in JOBS:
        for spelling in (*field.spellings, *headings_of(field)):
            meanings[fold_spelling(spelling)].add(field.name)
    assert {heading: names for heading, names in meanings.items() if len(names) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_the_headings_of_a_language_are_known_with_and_without_the_mark_of_a_required_column(
    language: Language,
) -> None:
    for field in COLUMNS:
        heading = words_of(field, language).heading
        assert find_field(heading) is field
        assert find_field(f"{heading.upper()}*") is field


@pytest.mark.parametrize("language", OTHERS, ids=lambda language: language.code)
def test_a_phrase_is_translated_and_has_the_same_words_to_fill_in(language: Language) -> None:
    english, other = texts(LANGUAGES["en"].phrases), texts(language.phrases)
    assert list(other) == list(english)
    for name, text in english.items():
        assert re.findall(r"{\w+}", other[name]) == re.findall(r"{\w+}", text), name
        assert other[name] != text, name


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_message_fits_into_excel(language: Language) -> None:
    for message in messages(language.phrases):
        assert len(message.title) <= EXCEL_TITLE
        assert len(message.text) + 50 <= EXCEL_TEXT, "room for what is filled in"


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_a_language_has_words_for_each_kind_of_column_that_excel_checks(language: Language) -> None:
    columns = [column for kind in KINDS for column in (kind.column, kind.time_column) if column and column.rule]
    assert set(language.phrases.kinds) == {column.words for column in columns}


@pytest.mark.parametrize("language", LANGUAGES.values(), ids=lambda language: language.code)
def test_what_stands_on_the_other_sheets_is_no_heading_of_a_field(language: Language) -> None:
    phrases = language.phrases
    for text in (*phrases.guide_columns, phrases.list_code, phrases.list_name, phrases.guide_title):
        assert find_field(text) is None, text
