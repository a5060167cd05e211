"""The language of what users read: each sentence is English in the program, and has its translation in a catalogue.

The catalogues are `<language>/LC_MESSAGES/importer.po`, which translators edit, and `.mo`, which is loaded; the command
`python -m tests.translations` brings them up to date. Problem codes, status words and JSON are English everywhere.
"""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from gettext import NullTranslations, translation
from pathlib import Path
from typing import Literal, get_args

from importer.languages.translated import Translated, english_of, put_together

LanguageCode = Literal["en", "nl", "fr", "de"]
FOLDER = Path(__file__).parent
DOMAIN = "importer"
PROPERTY = "importer language"  # of a workbook that is made from a template
ENGLISH: LanguageCode = "en"
FIRST_GROUPED = 1_000
_KNOWN = frozenset(get_args(LanguageCode))
_THOUSANDS = {"en": ",", "nl": ".", "fr": "\N{NARROW NO-BREAK SPACE}", "de": "."}
_QUOTES = {"de": ("\N{DOUBLE LOW-9 QUOTATION MARK}", "\N{LEFT DOUBLE QUOTATION MARK}"), "fr": ("« ", " »")}
_VARIABLES = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides


class _Current:
    """The language at work. `chosen` is that of a new document, also where sentences are to be English."""

    sentences: LanguageCode = ENGLISH
    chosen: LanguageCode = ENGLISH
    is_fixed = True  # a sheet cannot change it
    catalogue = NullTranslations()


def use_language(asked: str | None = None, *, english_sentences: bool = False) -> None:
    """Write in the language that is asked for, or in the system's until a sheet says otherwise.

    `english_sentences` leaves it at the choice for new documents: a program reads the sentences. Until this is called,
    everything is English.
    """
    _Current.chosen = language_of(asked or "") or find_system_language()
    _write_in(ENGLISH if english_sentences else _Current.chosen)
    _Current.is_fixed = english_sentences or asked is not None


def use_language_of_sheet(properties: Mapping[str, str]) -> None:
    """Write in the language that the properties of a workbook name, its template's, unless another was asked for."""
    if not _Current.is_fixed and (found := language_of(properties.get(PROPERTY, ""))):
        _write_in(found)


def _write_in(code: LanguageCode) -> None:
    """Load the catalogue at once: the process that copies a workbook may open no file later."""
    _Current.sentences = code
    _Current.catalogue = NullTranslations() if code == ENGLISH else translation(DOMAIN, FOLDER, [code])


def get_chosen_language() -> LanguageCode:
    """The language of a new document."""
    return _Current.chosen


def get_current_language() -> LanguageCode:
    """The language of sentences."""
    return _Current.sentences


def find_system_language(environment: Mapping[str, str] = os.environ) -> LanguageCode:
    """The language of this computer's user; English where there is no catalogue for it."""
    given = next((value for name in _VARIABLES if (value := environment.get(name))), "")
    if not given and sys.platform == "win32":
        given = _find_windows_language()
    return next((code for locale in given.split(":") if (code := language_of(locale))), ENGLISH)


def language_of(locale: str) -> LanguageCode | None:
    """The language of a locale such as 'nl_BE.UTF-8' or 'nl'; None where there is no catalogue for it."""
    code = locale.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return code if code in _KNOWN else None  # type: ignore[return-value]  # it is one of them


def _find_windows_language() -> str:
    if sys.platform != "win32":
        return ""
    import ctypes  # noqa: PLC0415 - only Windows needs it
    import locale  # noqa: PLC0415

    return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")


def _(sentence: str) -> str:
    """The sentence in the current language."""
    if not sentence or _Current.sentences == ENGLISH or isinstance(sentence, Translated):
        return sentence
    return Translated(_Current.catalogue.gettext(sentence), sentence)


def list_translations(sentence: str) -> list[str]:
    """The sentence in each language."""
    others = sorted(_KNOWN - {ENGLISH})
    return [sentence, *(translation(DOMAIN, FOLDER, [code]).gettext(sentence) for code in others if sentence)]


def N_(sentence: str) -> str:  # noqa: N802 - the usual name
    """Mark a sentence for the catalogues; it is translated where it is used."""
    return sentence


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a sentence that fits the count, in the current language."""
    form = _Current.catalogue.ngettext(one, many, count)
    return form if _Current.sentences == ENGLISH else Translated(form, one if count == 1 else many)


def group_thousands(number: int) -> str:
    """A whole number with its thousands apart, as the current language writes them."""
    english = f"{number:,}"
    if _Current.sentences == ENGLISH or number < FIRST_GROUPED:
        return english
    return Translated(english.replace(",", _THOUSANDS[_Current.sentences]), english)


def quote_name(text: str) -> str:
    """A word of the user's in the quotes of the current language."""
    before, behind = _QUOTES.get(_Current.sentences, ('"', '"'))
    english = f'"{text}"'
    return english if _Current.sentences not in _QUOTES else Translated(f"{before}{text}{behind}", english)


def quote_names(texts: Iterable[str], between: str = ", ") -> str:
    """Words of the user's, each in the quotes of the current language."""
    return put_together(*map(quote_name, texts), by=lambda *quoted: between.join(quoted))


def name_column(letter: str, heading: str) -> str:
    """A column by its letter and heading: 'C ("Name")'."""
    return put_together(quote_name(heading), by=lambda quoted: f"{letter} ({quoted})")


def append_more(shown: str, more: int) -> str:
    """What is shown of many, and how many there are besides: 'A2, B3 and 7 more'."""
    return _("{shown} and {count} more").format(shown=shown, count=group_thousands(more)) if more > 0 else shown


def quote_few(texts: Sequence[str], most: int) -> str:
    """The first words of the user's, each in quotes, and how many there are besides."""
    return append_more(quote_names(texts[:most]), len(texts) - most)


def restore_text(text: str, english: str) -> str:
    """A text of an earlier run, which was not in English: in English where that is the language now."""
    return english if _Current.sentences == ENGLISH else Translated(text, english)
