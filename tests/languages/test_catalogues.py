"""The catalogues of sentences are complete, current and agree with the English ones."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message

from importer.languages import LanguageCode
from tests.translations import OTHERS, collected, compiled, po_of, read_catalogue, renewed, text_of

PLACEHOLDER = re.compile(r"\{[^}]*\}")
WORD_FORMS = {
    "{doing}",
    "{are}",
    "{hold}",
    "{must}",
    "{is}",
    "{has}",
}  # of English verbs: another language can do without them
TYPED = re.compile(r"(?<!\w)--[a-z][a-z-]+|'importer(?: [^']*)?'|IMPORTER_\w*")  # stays as it is typed
MADE_BY = "run python -m tests.translations, and translate what is new in importer/languages"

every_language = pytest.mark.parametrize("code", OTHERS)


def pairs(code: LanguageCode) -> Iterator[tuple[Message, str, str]]:
    """Each message of a catalogue with each of its forms in English and translated."""
    for message in read_catalogue(code):
        if isinstance(message.id, str):
            if message.id:
                yield message, message.id, str(message.string)
        else:
            yield from ((message, *both) for both in zip(message.id, message.string or (), strict=True))


@every_language
def test_no_sentence_lacks_its_translation(code: LanguageCode) -> None:
    missing = [english for message, english, ours in pairs(code) if not ours.strip() or message.fuzzy]
    assert not missing, MADE_BY


@every_language
def test_a_catalogue_has_the_sentences_of_the_program_and_no_others(code: LanguageCode) -> None:
    assert {str(m.id) for m in read_catalogue(code) if m.id} == {str(m.id) for m in collected() if m.id}, MADE_BY
    assert po_of(code).read_bytes() == text_of(renewed(code)), MADE_BY


@every_language
def test_what_is_loaded_is_what_translators_edit(code: LanguageCode) -> None:
    assert po_of(code).with_suffix(".mo").read_bytes() == compiled(read_catalogue(code)), MADE_BY


@every_language
def test_a_translation_has_the_same_words_to_fill_in(code: LanguageCode) -> None:
    for _, english, ours in pairs(code):
        wanted, found = (set(PLACEHOLDER.findall(text)) for text in (english, ours))
        assert found <= wanted, ours
        assert wanted - found <= WORD_FORMS, f"{english}\n{ours}"


@every_language
def test_what_is_typed_stays_as_it_is(code: LanguageCode) -> None:
    for _, english, ours in pairs(code):
        assert set(TYPED.findall(english)) == set(TYPED.findall(ours)), f"{english}\n{ours}"


@every_language
def test_a_translation_begins_and_ends_like_its_sentence(code: LanguageCode) -> None:
    """Sentences are put together: a space or a full stop that is lost would be seen."""
    for _, english, ours in pairs(code):
        assert english[:1].isspace() == ours[:1].isspace(), repr(ours)
        assert english[-1:].isspace() == ours[-1:].isspace(), repr(ours)
        assert english.rstrip().endswith((".", "?", ":")) == ours.rstrip().endswith((".", "?", ":")), repr(ours)


def test_no_sentence_groups_thousands_as_english_does() -> None:
    """group_thousands does it as the language asks."""
    assert not [str(message.id) for message in collected() if ":," in str(message.id)]
