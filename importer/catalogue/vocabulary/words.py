"""The notions that a heading names, language by language: phrases, plurals, abbreviations and compounds are understood.

A notion is what a word stands for, in any language: 'create' for created, opened, aangemaakt, Erfassung, apertura.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice, product
from pathlib import Path

from importer.catalogue.field import strip_accents

LANGUAGES = ("english", "dutch", "french", "german", "spanish", "portuguese", "italian")
UNKNOWN = "?"  # a word that a language does not have

Notions = frozenset[str]
Words = tuple[str, ...]

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # dueDate, WONumber
_WORD = re.compile(r"[^\W\d_]+|\d+")
_LONGEST = 4  # words of a phrase
_SHORTEST, _SHORTEST_LAST = 3, 2  # letters of a part of a compound; the last may be an abbreviation: nr, id
_JOINTS = ("", "s", "es", "n", "en", "e")  # between the parts: Auftrag-s-nummer
_ENDING = re.compile(r"(?<=\w{4})(?:as|os|es|en|er|s|n|e|a|o|i)$")
_MOST_READINGS = 32


@dataclass(frozen=True)
class WordReading:
    """The notions of a heading in a language, UNKNOWN and a number for each word that it does not have.

    `penalty` counts the words that are there with another ending only, then those that are unknown, then the English
    ones among others: in another language they may be something else.
    """

    notions: Notions
    penalty: tuple[int, int, int]


@dataclass(frozen=True)
class WordNotions:
    """The notions of a phrase, a word or a part of a compound: whether its ending is another one, and whether it is
    English in a heading of another language.
    """

    notions: Sequence[str]
    is_inflected: bool = False
    is_english: bool = False


def split_heading(heading: str) -> Words:
    """The words of a heading in lower case, without accents and signs: 'N° BT' is n, bt, 'createdOn' created, on."""
    text = _HUMP.sub(" ", heading.replace("#", " number ").replace("\N{DEGREE SIGN}", " "))
    return tuple(_WORD.findall(strip_accents(text).casefold()))


class Lexicon:
    """The words of one language, and of English where it has none."""

    def __init__(self, language: str) -> None:
        found = dict(_read_lines(language))
        self._little = frozenset(found.pop("little"))
        self._notions: dict[Words, set[str]] = {}
        for notion, phrases in found.items():
            for phrase in phrases:
                words = (phrase,) if " " not in phrase else self._drop_stop_words(tuple(phrase.split()))
                for spelling in (words, ("".join(words),)) if len(words) > 1 else (words,):
                    self._notions.setdefault(spelling, set()).add(notion)
        self._english = None if language == "english" else load_lexicon("english")

    @property
    def notions(self) -> frozenset[str]:
        """Every notion that it has a word for."""
        return frozenset().union(*self._notions.values())

    @property
    def phrases(self) -> frozenset[Words]:
        """Every word and phrase that it has."""
        return frozenset(self._notions)

    def notions_of(self, phrase: Words) -> Notions:
        """The notions of a phrase that is there to the letter."""
        return frozenset(self._notions[phrase])

    def find_readings(self, words: Words) -> Iterator[WordReading]:
        """What the words of a heading may name; one word may have several notions."""
        parts = list(self._find_parts(self._drop_stop_words(words)))
        penalty = (
            sum(part.is_inflected for part in parts),
            sum(part.notions == (UNKNOWN,) for part in parts),
            sum(part.is_english for part in parts),
        )
        for chosen in islice(product(*(part.notions for part in parts)), _MOST_READINGS):
            unknown = {f"{UNKNOWN}{number}" for number in range(chosen.count(UNKNOWN))}
            yield WordReading(frozenset(chosen) - {UNKNOWN} | unknown, penalty)

    def _drop_stop_words(self, words: Words) -> Words:
        return tuple(word for word in words if word not in self._little)

    def _find_parts(self, words: Words) -> Iterator[WordNotions]:
        at = 0
        while at < len(words):
            for length in range(min(_LONGEST, len(words) - at), 0, -1):
                if found := self.find_phrase(words[at : at + length]):
                    yield found
                    break
            else:
                length = 1
                yield from self.find_word(words[at])
            at += length

    def find_phrase(self, words: Words) -> WordNotions | None:
        """The notions of words that are there to the letter, also where they are written as one: e mail, email."""
        if found := self._notions.get(words) or self._notions.get(("".join(words),)):
            return WordNotions(sorted(found))
        english = self._english.find_phrase(words) if self._english else None
        return replace(english, is_english=True) if english else None

    def find_word(self, word: str) -> Sequence[WordNotions]:
        """The notions of a word that is not there to the letter, or of each of its parts."""
        stem = stem_of(word)
        if found := self._stems.get(stem) or self._notions.get((stem,)):
            return [WordNotions(sorted(found), is_inflected=True)]
        if parts := self._split_compound(word):
            return [WordNotions(sorted(part)) for part in parts]
        if self._english is None:
            return [WordNotions((UNKNOWN,))]
        return [replace(part, is_english=part.notions != (UNKNOWN,)) for part in self._english.find_word(word)]

    def _split_compound(self, word: str) -> list[Notions]:
        """The notions of the parts that the word is made of, the longest first; none where it is not made of any."""
        for end in range(len(word) - _SHORTEST_LAST, _SHORTEST - 1, -1):
            head = self._notions.get((word[:end],))
            for joint in _JOINTS if head else ():
                tail = word[end + len(joint) :]
                if len(tail) < _SHORTEST_LAST or word[end : end + len(joint)] != joint:
                    continue
                last = self._notions.get((tail,)) or self._stems.get(stem_of(tail))
                if head and (rest := [last] if last else self._split_compound(tail)):
                    return [head, *rest]
        return []

    @cached_property
    def _stems(self) -> Mapping[str, Notions]:
        found: dict[str, Notions] = {}
        for words, notions in self._notions.items():
            if len(words) == 1:
                found.setdefault(stem_of(words[0]), frozenset(notions))
        return found


@cache
def load_lexicon(language: str) -> Lexicon:
    """The words of one of LANGUAGES."""
    return Lexicon(language)


def _read_lines(language: str) -> Iterator[tuple[str, list[str]]]:
    text = Path(__file__).with_name("languages").joinpath(f"{language}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        notion, is_one, phrases = line.partition(" = ")
        if is_one and not line.startswith("#"):
            yield notion, phrases.split(", ")


def stem_of(word: str) -> str:
    """The word without the ending that tells number or gender; a short one has none to spare."""
    return _ENDING.sub("", word)
