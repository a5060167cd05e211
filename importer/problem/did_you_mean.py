"""What was probably meant by a word that is not known."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

_LIKE_ENOUGH = 60  # of 100


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """' Did you mean "acme"?' for the known word most like `word`, '' where none is like it."""
    found = process.extractOne(word, list(known), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=_LIKE_ENOUGH)
    return f' Did you mean "{found[0]}"?' if found else ""


def did_you_mean_or_all(word: str, known: Iterable[str]) -> str:
    """As did_you_mean; where nothing is like `word`, all that there is."""
    known = list(known)
    return did_you_mean(word, known) or f" There is: {', '.join(known)}."
