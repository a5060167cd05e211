"""The languages of the template: one file each, with its words for every phrase and every field."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from importer.catalogue.field import Field
from importer.catalogue.languages.phrases import FieldWords, KindWords, Language, Message, Phrases

LanguageCode = Literal["en", "nl", "fr", "de"]
_FILES: Mapping[LanguageCode, str] = {"en": "english", "nl": "dutch", "fr": "french", "de": "german"}


def words_of(field: Field, language: Language) -> FieldWords:
    """What the field is called in a language, and what it is."""
    return language.fields.get(field.name) or FieldWords(field.heading, field.description)


def headings_of(field: Field) -> tuple[str, ...]:
    """The field's heading in every language but English; an embedded entity, which has no column, has none."""
    return tuple(words.heading for language in LANGUAGES.values() if (words := language.fields.get(field.name)))


def read_language(code: LanguageCode) -> Language:
    """Read a language from its file. A phrase that is missing, or that there is not, is an error."""
    text = Path(__file__).with_name(f"{_FILES[code]}.toml").read_text(encoding="utf-8")
    words = tomllib.loads(text)
    phrases = words["phrases"]
    kinds = {name: KindWords(kind["fits"], Message(**kind["message"])) for name, kind in phrases.pop("kinds").items()}
    fields = {name: FieldWords(**field) for name, field in words.get("fields", {}).items()}
    plain: dict[str, Any] = {name: _phrase(value) for name, value in phrases.items()}
    return Language(code, words["name"], Phrases(kinds=kinds, **plain), fields)


def _phrase(value: str | list[str] | dict[str, str]) -> str | tuple[str, ...] | Message:
    if isinstance(value, str):
        return value
    return tuple(value) if isinstance(value, list) else Message(**value)


LANGUAGES: Mapping[str, Language] = {code: read_language(code) for code in _FILES}
