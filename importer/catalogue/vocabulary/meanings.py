"""What a heading means: the fields that the notions of its words fit, in any language."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from importer.catalogue.vocabulary.words import LANGUAGES, UNKNOWN, Notions, load_lexicon, words_of_heading

_ITSELF = ("order", "notification")  # the work order, which any heading may name besides: 'Work order status'
_LONGEST = 60  # letters of a heading; what is longer is a sentence
_PARTLY = 20  # how much weaker a meaning is that leaves a word of the heading out


@dataclass(frozen=True)
class Meaning:
    """A field that a heading may mean. `is_sure` where nothing else is usual; `rank` 0 is the strongest."""

    field: str
    is_sure: bool
    rank: int


@cache
def meanings_of(heading: str) -> tuple[Meaning, ...]:
    """The fields that a heading may mean, the likeliest first; at most one of them is sure."""
    words = words_of_heading(heading) if len(heading) <= _LONGEST else ()
    readings = [reading for language in LANGUAGES for reading in load_lexicon(language).readings(words)]
    found = [(reading.bent, meanings) for reading in readings if (meanings := _list_meanings(reading.notions))]
    least_bent = min((bent for bent, _ in found), default=0)
    best: dict[str, Meaning] = {}
    for one in (meaning for bent, meanings in found if bent == least_bent for meaning in meanings):
        if one.field not in best or _order(one) < _order(best[one.field]):
            best[one.field] = one
    ordered = sorted(best.values(), key=_order)
    if not ordered and "/" in heading:
        parts = (one for part in heading.split("/") for one in meanings_of(part) if one.is_sure)
        return tuple(dict.fromkeys(Meaning(one.field, False, one.rank + _PARTLY) for one in parts))
    if sum(one.is_sure for one in ordered) > 1:  # it means one field in one language, another in another
        ordered = [Meaning(one.field, False, one.rank) for one in ordered]
    return tuple(ordered)


@cache
def is_understood(heading: str) -> bool:
    """Whether a language has all words of a heading, whatever they mean together."""
    words = words_of_heading(heading) if len(heading) <= _LONGEST else ()
    readings = (reading for language in LANGUAGES for reading in load_lexicon(language).readings(words))
    return any(r.notions and not any(notion.startswith(UNKNOWN) for notion in r.notions) for r in readings)


def _order(meaning: Meaning) -> tuple[bool, int, str]:
    return not meaning.is_sure, meaning.rank, meaning.field


def _list_meanings(notions: Notions) -> tuple[Meaning, ...]:
    patterns = _list_patterns()
    for words in (notions, *(notions - {itself} for itself in _ITSELF if itself in notions)):
        if words and (found := patterns.get(words)):
            return found
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
