"""What a code, id or name of the sheet stands for in a list of the target."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from importer.catalogue import Listing, Lookup, fold_spelling, to_latin_letters
from importer.directory.list_entry import Entry, find_code_meant, is_contradicted, is_usable
from importer.problem import LONGEST_COMPARED

SUGGESTIONS = 3
LIKE_ENOUGH, CONTAINED = 55, 85  # of 100
_MOST_COMPARED = 5_000_000  # entries with texts: some 20 seconds
_MOST_STATUSES = 100  # that are told to whom has another


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
    if len(text) > LONGEST_COMPARED:
        return ()
    codes = [code for code in codes if len(code) <= LONGEST_COMPARED]
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


class CodeSuggestions:
    """The codes to use instead of one that is not there. So many are compared, and no more: then none is like it."""

    def __init__(self) -> None:
        self._left = _MOST_COMPARED
        self._codes: dict[tuple[Listing, str], list[str]] = {}

    def forget_codes(self) -> None:
        """Forget what the lists had: there is more in them."""
        self._codes.clear()

    def find(self, lookup: Lookup, text: str, entries: Collection[Entry]) -> tuple[str, ...]:
        """The code of these entries that means what the text does in another language, else those most like it."""
        self._left -= len(entries)
        if self._left < 0:
            return ()
        meant = find_code_meant(lookup, entries, text)
        if meant:
            return (meant,)
        similar = find_similar_codes(text, self._list(lookup.listing, lookup.key, entries))
        other = {str(entry.get(lookup.key)) for entry in entries if is_contradicted(lookup, entry, text)}
        return tuple(code for code in similar if code not in other)

    def list_statuses(self, entries: Collection[Entry]) -> tuple[str, ...]:
        """The statuses that a new job can have."""
        return tuple(self._list("JobStatus", "code", entries)[:_MOST_STATUSES])

    def _list(self, listing: Listing, key: str, entries: Collection[Entry]) -> list[str]:
        if (listing, key) not in self._codes:
            codes = {str(entry[key]) for entry in entries if entry.get(key) and is_usable(listing, entry)}
            self._codes[listing, key] = sorted(code for code in codes if len(code) <= LONGEST_COMPARED)
        return self._codes[listing, key]
