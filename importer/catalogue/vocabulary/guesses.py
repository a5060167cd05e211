"""Words of a heading that no language has, taken for one that it has: cut short, without vowels, or misspelt."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import repeat

from importer.catalogue.vocabulary.words import UNKNOWN, Notions, Words, load_lexicon, stem_of

_SHORTEST_CUT = 4  # letters: 'notific', 'descr'
_SHORTEST_SKELETON = 3  # letters: 'nmbr'
_SHORTEST_MISSPELT, _LONG = 7, 11  # letters: shorter words are too much alike; in a long one two may be wrong
_NEARLY, _FAMILY = 0.75, 4  # of the words that begin so; and how many there are at least
_VOWELS = "aeiouy"


@cache
def guess_words(words: Words, language: str) -> Words:
    """The words of a heading in which each unknown one is the known one that it is likeliest to be."""
    return tuple(_guess(word, language) or word for word in words)


def _guess(word: str, language: str) -> str:
    known = _find_known(language)
    if word in known or load_lexicon(language).find_word(word)[0].notions != (UNKNOWN,):
        return ""
    if head := _find_head(list(_find_cut(word, known))):
        return head
    for candidates in (_find_cut(word, known), _find_without_vowels(word, known), _find_misspelt(word, known)):
        found = list(candidates)
        if found and len({known[one] for one in found}) == 1:
            return found[0]
    return ""


def _find_cut(word: str, known: Mapping[str, Notions]) -> Iterator[str]:
    return (one for one in known if len(word) >= _SHORTEST_CUT and one.startswith(word))


def _find_head(words: Sequence[str]) -> str:
    """The word with which nearly all others begin, as Auftrag does Auftragsart and Auftraggeber; '' where none is."""
    heads = (
        one for one in sorted(words, key=len) if sum(map(str.startswith, words, repeat(one))) >= _NEARLY * len(words)
    )
    return next(heads, "") if len(words) >= _FAMILY else ""


def _find_without_vowels(word: str, known: Mapping[str, Notions]) -> Iterator[str]:
    if len(word) >= _SHORTEST_SKELETON and not set(word) & set(_VOWELS):
        yield from (one for one in known if one[0] == word[0] and _consonants_of(one) == word)


def _find_misspelt(word: str, known: Mapping[str, Notions]) -> Iterator[str]:
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - most sheets have no such word

    most = 2 if len(word) >= _LONG else 1
    if len(word) >= _SHORTEST_MISSPELT:
        near = (one for one in known if abs(len(one) - len(word)) <= most and stem_of(one) != stem_of(word))
        yield from (one for one in near if OSA.distance(word, one, score_cutoff=most) <= most)


@cache
def _consonants_of(word: str) -> str:
    return "".join(letter for letter in word if letter not in _VOWELS)


@cache
def _find_known(language: str) -> Mapping[str, Notions]:
    """The notions of each single word of a language."""
    words = load_lexicon(language)
    return {phrase[0]: words.notions_of(phrase) for phrase in words.phrases if len(phrase) == 1 and phrase[0]}
