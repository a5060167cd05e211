"""What was probably meant by a word that is not known."""

from collections.abc import Callable, Iterable

from importer.languages import _

LONGEST_COMPARED = 200  # letters: to compare takes the square of them, and hears no Ctrl-C meanwhile
_LIKE_ENOUGH = 60  # of 100


def find_nearest(
    word: str, known: Iterable[str], *, fold: Callable[[str], str] = str.casefold, like_enough: int = _LIKE_ENOUGH
) -> str:
    """The known word most like `word`, '' where none is like it; `fold` takes away what does not count.

    Longer texts than any word are like none.
    """
    if len(word) > LONGEST_COMPARED:
        return ""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - no help page waits for it

    short = [one for one in known if len(one) <= LONGEST_COMPARED]
    found = process.extractOne(word, short, scorer=fuzz.ratio, processor=fold, score_cutoff=like_enough)
    return str(found[0]) if found else ""


def suggest_word(
    word: str, known: Iterable[str], *, fold: Callable[[str], str] = str.casefold, like_enough: int = _LIKE_ENOUGH
) -> str:
    """' Did you mean "acme"?' for the known word most like `word`, '' where none is like it."""
    found = find_nearest(word, known, fold=fold, like_enough=like_enough)
    return _(' Did you mean "{found}"?').format(found=found) if found else ""


def suggest_word_or_all(word: str, known: Iterable[str]) -> str:
    """As suggest_word; where nothing is like `word`, all that there is."""
    known = list(known)
    return suggest_word(word, known) or _(" There is: {known}.").format(known=", ".join(known))
