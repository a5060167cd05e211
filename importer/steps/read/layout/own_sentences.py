"""Is a text one that importer has written, as a problem or as what to do about it, in any of its languages?"""

from collections.abc import Iterable
from functools import cache
from itertools import islice
from string import Formatter

from importer.languages import list_translations
from importer.problem import CODES

_LETTERS = 24  # a sentence with fewer of its own, between what is filled in, could be of anybody
_LOOKED_AT = 200  # texts of a column


def has_own_sentence(texts: Iterable[str]) -> bool:
    """True where one of these texts has a line that says what one of our sentences says."""
    seen = islice(dict.fromkeys(filter(None, texts)), _LOOKED_AT)
    return any(_has_in_order(line, parts) for text in seen for line in text.split("\n") for parts in _list_parts())


@cache
def _list_parts() -> tuple[tuple[str, ...], ...]:
    """Of each sentence what stands between the words that are filled in."""
    english = {text for code in CODES.values() for text in (code.sentence, code.advice)}
    sentences = {text for sentence in english for text in list_translations(sentence)}
    parts = (tuple(literal for literal, *_ in Formatter().parse(text) if literal) for text in sentences)
    return tuple(each for each in parts if sum(map(len, each)) >= _LETTERS)


def _has_in_order(line: str, parts: tuple[str, ...]) -> bool:
    at = 0
    for part in parts:
        found = line.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
