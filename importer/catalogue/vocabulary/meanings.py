"""What a heading means: the fields that the notions of its words fit, in any language."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from importer.catalogue.field import LONGEST_HEADING
from importer.catalogue.vocabulary.guesses import guess_words
from importer.catalogue.vocabulary.words import LANGUAGES, UNKNOWN, Notions, Words, load_lexicon, split_heading

_ITSELF = ("order", "notification")  # the work order, which any heading may name besides: 'Work order status'
_LENGTHS = frozenset({"duration", "hours", "minutes"})
_LONGEST = 60  # letters of a heading; what is longer is a sentence
_PARTLY = 20  # how much weaker a meaning is that leaves a word of the heading out
_GUESSED = 10  # and one of words that are guessed
_BETWEEN = re.compile(r"[/|()\[\]\n]|\s[-\N{EN DASH}]\s")  # the parts of a heading


@dataclass(frozen=True)
class Meaning:
    """A field that a heading may mean. `is_sure` where nothing else is usual; `rank` 0 is the strongest."""

    field: str
    is_sure: bool
    rank: int


RatedMeanings = tuple[tuple[int, int, int], tuple[Meaning, ...]]  # the penalty of a reading, and its meanings


@cache
def meanings_of(heading: str) -> tuple[Meaning, ...]:
    """The fields that a heading may mean, the likeliest first; at most one of them is sure."""
    words = split_heading(heading) if len(heading) <= _LONGEST else ()
    found = [one for language in LANGUAGES for one in _find_rated_meanings(words, language)]
    least = min((penalty for penalty, _ in found), default=None)
    ordered = _find_best(meaning for penalty, meanings in found if penalty == least for meaning in meanings)
    if not ordered:
        return tuple(_find_meanings_of_parts(heading))
    if sum(one.is_sure for one in ordered) > 1:  # it means one field in one language, another in another
        return tuple(Meaning(one.field, False, one.rank) for one in ordered)
    return ordered


def likely_meanings_of(heading: str) -> tuple[Meaning, ...]:
    """The same, and what the heading would mean with likely words in the place of those that no language has."""
    found = meanings_of(heading)
    if len(heading) > _LONGEST or is_understood(heading) or any(one.is_sure for one in found):
        return found
    return _find_best((*found, *_guess_meanings(split_heading(heading))))


def _find_best(meanings: Iterable[Meaning]) -> tuple[Meaning, ...]:
    """Each field once, the likeliest first."""
    best: dict[str, Meaning] = {}
    for one in meanings:
        if one.field not in best or _sort_key_of(one) < _sort_key_of(best[one.field]):
            best[one.field] = one
    return tuple(sorted(best.values(), key=_sort_key_of))


def _find_meanings_of_parts(heading: str) -> Iterator[Meaning]:
    """What the parts of a heading mean that is written twice, in other words or languages: sure of what all mean."""
    pieces = _BETWEEN.split(heading) if len(heading) <= LONGEST_HEADING else ()
    parts = [part for part in pieces if part.strip()]
    found = [{one.field: one for one in meanings_of(part) if one.is_sure} for part in parts] if len(parts) > 1 else []
    for field in dict.fromkeys(field for meanings in found for field in meanings):
        of_parts = [meanings[field] for meanings in found if field in meanings]
        is_sure = len(of_parts) == len(parts)
        yield Meaning(field, is_sure, of_parts[0].rank + (0 if is_sure else _PARTLY))


def _find_rated_meanings(words: Words, language: str) -> Iterator[RatedMeanings]:
    for reading in load_lexicon(language).find_readings(words):
        if meanings := _list_meanings(reading.notions):
            yield reading.penalty, meanings


def _guess_meanings(words: Words) -> Iterator[Meaning]:
    for language in LANGUAGES:
        guessed = guess_words(words, language)
        for __, meanings in _find_rated_meanings(guessed, language) if guessed != words else ():
            for one in meanings:
                yield Meaning(one.field, False, one.rank + _GUESSED * (1 if one.is_sure else 2))


@cache
def is_understood(heading: str) -> bool:
    """Whether a language has all words of a heading, whatever they mean together."""
    words = split_heading(heading) if len(heading) <= _LONGEST else ()
    readings = (reading for language in LANGUAGES for reading in load_lexicon(language).find_readings(words))
    return any(r.notions and not any(notion.startswith(UNKNOWN) for notion in r.notions) for r in readings)


@cache
def is_length_of_time(heading: str) -> bool:
    """Whether a heading says how long something takes and cannot say when: 'Dauer', 'Planned hours', not 'Heure'."""
    best = _find_best_notions(split_heading(heading) if len(heading) <= _LONGEST else ())
    return bool(best) and all(notions & _LENGTHS for notions in best)


@cache
def is_clock_heading(heading: str) -> bool:
    """Whether a heading may say at what time of a day something is: 'Ora inizio', 'Uhrzeit'."""
    words = split_heading(heading) if len(heading) <= _LONGEST else ()
    return any("time" in notions for word in words for notions in _find_best_notions((word,)))


def _find_best_notions(words: Words) -> list[Notions]:
    readings = [one for language in LANGUAGES for one in load_lexicon(language).find_readings(words)]
    least = min((one.penalty for one in readings), default=None)
    return [one.notions for one in readings if one.penalty == least]


def _sort_key_of(meaning: Meaning) -> tuple[bool, int, str]:
    return not meaning.is_sure, meaning.rank, meaning.field


def _list_meanings(notions: Notions) -> tuple[Meaning, ...]:
    patterns = _list_patterns()
    ways = (notions, *(notions - {itself} for itself in _ITSELF if itself in notions))
    found = [meanings for words in ways if words and (meanings := patterns.get(words))]
    if found:
        return next((meanings for meanings in found if any(one.is_sure for one in meanings)), found[0])
    known = frozenset(notion for notion in notions if not notion.startswith(UNKNOWN))
    if len(notions) == len(known) + 1 and len(known) > 1:
        return tuple(Meaning(one.field, False, one.rank + _PARTLY) for one in patterns.get(known, ()) if one.is_sure)
    return ()


@cache
def _list_patterns() -> Mapping[Notions, tuple[Meaning, ...]]:
    """The fields of each set of notions."""
    declared = tomllib.loads(Path(__file__).with_name("fields.toml").read_text(encoding="utf-8"))
    found: dict[Notions, dict[str, Meaning]] = {}
    for certainty in ("sure", "likely"):
        for field, groups in declared[certainty].items():
            for rank, group in enumerate(groups):
                for notions in _expand(group):
                    found.setdefault(notions, {}).setdefault(field, Meaning(field, certainty == "sure", rank))
    return {notions: tuple(fields.values()) for notions, fields in found.items()}


def _expand(group: str) -> Iterator[Notions]:
    """The sets of notions of a line: 'order? title/name' is title, name, order title and order name."""
    for pattern in group.split(", "):
        choices = [[*part.rstrip("?").split("/"), *([""] if part.endswith("?") else [])] for part in pattern.split()]
        for chosen in product(*choices):
            yield frozenset(chosen) - {""}
