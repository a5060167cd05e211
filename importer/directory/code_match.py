"""What a code, id or name of the sheet stands for in a list of the target."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from importer.catalogue import fold_spelling, to_latin_letters
from importer.directory.list_entry import Entry

SUGGESTIONS = 3
LIKE_ENOUGH, CONTAINED = 55, 85  # of 100


@dataclass(frozen=True)
class CodeMatch:
    """What a code or id stands for.

    `entry` where it is one thing, `usable` unless a new job cannot have it; `archived` where only archived entries
    have the code, `candidates` where several have it; `suggestions` are codes to use instead. `read_as` is the code
    of the entry where the text is another spelling or the name of it; `named` the code of what has the text for its
    name, where names are not taken. `open` where the target does not show the list, or is not asked and the cache has
    too little of the list.
    """

    entry: Entry | None = None
    usable: bool = True
    archived: bool = False
    candidates: tuple[Entry, ...] = ()
    suggestions: tuple[str, ...] = ()
    read_as: str = ""
    named: str = ""
    open: bool = False


def find_similar_codes(text: str, codes: Sequence[str]) -> tuple[str, ...]:
    """The codes that are most like a text, for who mistyped one; none where all are too different.

    A few letters that a long name shares with a code say nothing: it has nearly all of them, or the code all of its.
    """
    found: dict[str, float] = {}
    for scorer, least in ((fuzz.WRatio, CONTAINED), (fuzz.ratio, LIKE_ENOUGH)):
        near = process.extract(
            *(to_latin_letters(text), codes),
            scorer=scorer,
            processor=fold_spelling,
            limit=SUGGESTIONS,
            score_cutoff=least,
        )
        for code, score, _ in near:
            found.setdefault(code, score)
    return tuple(sorted(found, key=lambda code: -found[code])[:SUGGESTIONS])
