"""The languages of the template: one file each, with its words for every phrase and every field."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from importer.catalogue.field import Field
from importer.languages import ENGLISH, LanguageCode, Translated, get_current_language


@dataclass(frozen=True)
class FieldWords:
    """What a field is called in a language, and what it is."""

    heading: str
    description: str


@dataclass(frozen=True)
class Message:
    """What Excel says of a cell that does not fit: a title (32 letters at most) and a text (255)."""

    title: str
    text: str


@dataclass(frozen=True)
class KindWords:
    """What is said of a column of a kind: what fits, and what Excel says of what does not."""

    fits: str
    message: Message  # {range}


@dataclass(frozen=True)
class Phrases:
    """The phrases of the template; words in braces are filled in and are the same in every language."""

    required: str
    one_required: str  # {options}
    at_most: str  # {limit}
    between: str  # {low} {high}
    at_least: str  # {low}
    kinds: Mapping[str, KindWords]  # by the `words` of an ExcelColumn
    an_email: str
    from_list: str  # {sheet}
    for_example: str  # {example}
    too_long: Message  # {limit}
    not_an_email: Message  # {limit}
    not_a_status: Message
    not_in_list: Message  # {date} {target}
    guide_title: str
    guide_steps: tuple[str, ...]  # {jobs} {lists} {rows} {target}
    guide_columns: tuple[str, str, str, str]  # the column, worked example, what fits, what it is
    example_title: str
    stamp: str  # {version} {date}
    stamp_target: str  # {version} {date} {target}
    list_code: str
    list_name: str
    no_lists: str


@dataclass(frozen=True)
class Language:
    """One language: its code as in ISO 639, its own name, and its words. `fields` goes by the name of the field."""

    code: str
    name: str
    phrases: Phrases
    fields: Mapping[str, FieldWords] = field(default_factory=dict)


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
    plain: dict[str, Any] = {name: _read_phrase(value) for name, value in phrases.items()}
    return Language(code, words["name"], Phrases(kinds=kinds, **plain), fields)


def _read_phrase(value: str | list[str] | dict[str, str]) -> str | tuple[str, ...] | Message:
    if isinstance(value, str):
        return value
    return tuple(value) if isinstance(value, list) else Message(**value)


LANGUAGES: Mapping[str, Language] = {code: read_language(code) for code in _FILES}


def heading_of(field: Field) -> str:
    """The heading of a field in the current language, by which a sheet can have it too."""
    heading = words_of(field, LANGUAGES[get_current_language()]).heading
    return heading if get_current_language() == ENGLISH else Translated(heading, field.heading)
