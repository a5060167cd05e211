"""One line of a list of codes, and the search in it: case, accents and a slip of the pen are forgiven."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from importer.catalogue import Lookup, strip_accents
from importer.directory.list_entry import Entry, is_archived, is_usable, name_of, to_plain_text
from importer.languages import _

LIKE_ENOUGH = 75  # of 100, a word of the search against a word of the line
CODE_HEADINGS = ("List", "Code", "Stands for", "Id", "Remark")  # of a file of lists
ARCHIVED = "archived"
BEGINS, IN_A_WORD = 99.0, 90.0


@dataclass(frozen=True)
class CodeRow:
    """A code, what it stands for, its id, and why a new job cannot have it ('' where it can)."""

    code: str
    name: str
    id: str
    state: str = ""


def rows_of(lookup: Lookup, entries: Iterable[Entry]) -> tuple[CodeRow, ...]:
    """The lines of a list in the order of the alphabet; entries without a code are left out."""
    coded = [entry for entry in entries if entry.get(lookup.key)]
    shared = Counter(str(entry[lookup.key]) for entry in coded if not is_archived(entry))
    rows = [
        CodeRow(
            to_plain_text(str(e[lookup.key])),
            name_of(e),
            str(e.get("id", "")),
            _describe_state(lookup, e, shared[str(e[lookup.key])]),
        )
        for e in coded
    ]
    return tuple(sorted(rows, key=lambda row: (row.code.casefold(), row.code, row.name)))


def _describe_state(lookup: Lookup, entry: Entry, times: int) -> str:
    if is_archived(entry):
        return ARCHIVED
    if not is_usable(lookup.listing, entry):
        return _("not for new jobs")
    return _("shared by {times}: use the id").format(times=times) if times > 1 else ""


def search_rows(rows: Sequence[CodeRow], text: str) -> tuple[CodeRow, ...]:
    """The lines that have every word of `text`, or one like it, in code or name; the likest first."""
    wanted = _split_words(text)
    if not wanted:
        return tuple(rows)
    scored = [(score, at) for at, row in enumerate(rows) if (score := _score_row(wanted, row)) >= LIKE_ENOUGH]
    return tuple(rows[at] for _, at in sorted(scored, key=lambda pair: (-pair[0], pair[1])))


def _score_row(wanted: Sequence[str], row: CodeRow) -> float:
    """How alike, of 100; 0 where a word of the search is like none of the line."""
    there = [*_split_words(row.code), *_split_words(row.name), _to_plain(row.code)]
    scores = [max((_measure_likeness(word, other) for other in there), default=0.0) for word in wanted]
    return sum(scores) / len(scores) if min(scores) >= LIKE_ENOUGH else 0.0


def _measure_likeness(word: str, other: str) -> float:
    if word == other:
        return 100.0
    if word in other:
        return BEGINS if other.startswith(word) else IN_A_WORD
    if any(letter.isdigit() for letter in word):
        return 0.0  # another number is another thing, however alike
    likeness: float = fuzz.ratio(word, other)
    return min(likeness, IN_A_WORD - 1)


def _split_words(text: str) -> list[str]:
    return re.findall(r"\w+", _to_plain(text))


def _to_plain(text: str) -> str:
    return strip_accents(text).casefold()
