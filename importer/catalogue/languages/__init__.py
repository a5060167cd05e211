"""The languages of the template: one module each, with its words for every field and every phrase."""

from collections.abc import Mapping
from typing import Literal

from importer.catalogue.field import Field
from importer.catalogue.languages.dutch import DUTCH
from importer.catalogue.languages.english import ENGLISH
from importer.catalogue.languages.french import FRENCH
from importer.catalogue.languages.german import GERMAN
from importer.catalogue.languages.phrases import FieldWords, Language, Message, Phrases

__all__ = ["LANGUAGES", "FieldWords", "Language", "LanguageCode", "Message", "Phrases", "headings_of", "words_of"]

LanguageCode = Literal["en", "nl", "fr", "de"]
LANGUAGES: Mapping[str, Language] = {language.code: language for language in (ENGLISH, DUTCH, FRENCH, GERMAN)}


def words_of(field: Field, language: Language) -> FieldWords:
    """What the field is called in a language, and what it is."""
    return language.fields.get(field.name) or FieldWords(field.heading, field.description)


def headings_of(field: Field) -> tuple[str, ...]:
    """The field's heading in every language but English; an embedded entity, which has no column, has none."""
    return tuple(words.heading for language in LANGUAGES.values() if (words := language.fields.get(field.name)))
