"""Which rows say nearly what rows of earlier runs say: by the words that are rare, both in the sheet and in those runs.

What stands in many rows tells nothing of one: neither the words of a template nor a code. Two rows are alike where they
have a rare word in common, or two that seldom stand side by side, and where most of what distinguishes them, in the
cells that both have filled in, is the same. Other numbers of the customer, and in another sheet other days, are other
jobs.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, pairwise
from math import log

from importer.catalogue import canonical_text
from importer.journal import EarlierSheet

RARE = 3  # rows that have a word, on either side
LIKE = 2 / 3  # of what distinguishes two rows is the same
LIKE_IN_ITS_SHEET = 1 / 2
MOST_COMPARED = 5  # rows that one row is compared with
KEYS = ("id", "reference_back_office", "customer_reference")

_SIGNS = str.maketrans(dict.fromkeys(',;!?()[]{}"<>|*\u201c\u201d\u201e\u00ab\u00bb', " "))
_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:t.*)?|(\d\d?)[./-](\d\d?)[./-](\d{4})")

Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class LikeRow:
    """A row of the sheet, and the place of the earlier row that it is like in those that were compared."""

    row: int
    earlier: int


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """An earlier row with its sheet. It `is_open` to be the same where no row of the sheet has its job already; it
    `is_here` where it stood in the sheet that is run now.
    """

    sheet: EarlierSheet
    texts: Texts
    is_open: bool
    is_here: bool


def words_of(texts: Texts) -> list[str]:
    """The words of a row in their order, without upper case and the signs around them."""
    line = " ".join(texts)
    if not line.isascii():
        line = canonical_text(line)
    return f"{line} ".casefold().translate(_SIGNS).replace(". ", " ").replace(": ", " ").split()


def matching_columns(then: EarlierSheet, now: EarlierSheet) -> list[tuple[int, int]]:
    """The places of the columns that are the same in both: by their heading, else by the field that they fill."""
    headings = {_bare(heading): place for place, heading in reversed(list(enumerate(now.headings)))}
    matched = {}
    for place, heading in enumerate(then.headings):
        if (other := headings.get(_bare(heading))) is not None and other not in matched.values():
            matched[place] = other
    for name, place in then.fields.items():
        other = now.fields.get(name)
        if other is not None and place not in matched and other not in matched.values():
            matched[place] = other
    return list(matched.items())


class RowLikeness:
    """The rows of a sheet beside those of earlier runs."""

    def __init__(self, now: EarlierSheet, earlier: Sequence[ComparedRow]) -> None:
        self._now, self._earlier = now, earlier
        self._rows = len(now.rows) + len(earlier)
        self._here = Counter(chain.from_iterable(_keys(texts) for texts in now.rows.values()))
        self._there = Counter(chain.from_iterable(_keys(one.texts) for one in earlier))
        self._columns: dict[int, list[tuple[int, int]]] = {}

    def match(self, fresh: Iterable[int]) -> Iterator[LikeRow]:
        """The pairs that are alike, the likest first; each row is in one pair at most."""
        found = sorted(self._scored(fresh), key=lambda pair: (-pair[0], pair[1], -pair[2]))
        rows, taken = set[int](), set[int]()
        for _share, row, place in found:
            if row not in rows and place not in taken:
                rows.add(row)
                taken.add(place)
                yield LikeRow(row, place)

    def differing(self, row: int, place: int) -> Iterator[tuple[str, str, str]]:
        """What differs in the columns that both have: the heading, and what stands there and here."""
        one, texts = self._earlier[place], self._now.rows[row]
        for then, now in self._columns_of(one.sheet):
            if one.texts[then] != texts[now]:
                yield self._now.headings[now], one.texts[then], texts[now]

    def _scored(self, fresh: Iterable[int]) -> Iterator[tuple[float, int, int]]:
        shared_keys = self._index()
        for row in fresh:
            texts = self._now.rows[row]
            near = Counter(chain.from_iterable(shared_keys.get(key, ()) for key in _keys(texts)))
            for place, _count in near.most_common(MOST_COMPARED):
                one = self._earlier[place]
                share = self._share(texts, one)
                if share >= (LIKE_IN_ITS_SHEET if one.is_here else LIKE):
                    yield share, row, place

    def _index(self) -> Mapping[str, list[int]]:
        """The open earlier rows by what is rare in them, and in the sheet, too."""
        here, there = self._here, self._there
        rare = {key for key in here.keys() & there.keys() if here[key] <= RARE and there[key] <= RARE}
        index: dict[str, list[int]] = {}
        for place, one in enumerate(self._earlier if rare else ()):
            if one.is_open:
                for key in rare.intersection(_keys(one.texts)):
                    index.setdefault(key, []).append(place)
        return index

    def _share(self, texts: Texts, one: ComparedRow) -> float:
        """How much of what distinguishes the two rows is the same, from 0 to 1."""
        if self._have_other_keys(texts, one):
            return 0
        both = [(one.texts[then], texts[now]) for then, now in self._columns_of(one.sheet)]
        both = [(then, now) for then, now in both if then and now]
        then, now = (set(words_of(some)) for some in zip(*both, strict=True)) if both else (set[str](), set[str]())
        if not one.is_here and _are_on_other_days(then, now):
            return 0
        shared = sum(map(self._weight, then & now))
        return shared / (shared + sum(map(self._weight, then ^ now))) if shared else 0

    def _have_other_keys(self, texts: Texts, one: ComparedRow) -> bool:
        places = ((one.sheet.fields.get(name), self._now.fields.get(name)) for name in KEYS)
        keys = [(one.texts[then], texts[now]) for then, now in places if then is not None and now is not None]
        return any(then and now and canonical_text(then) != canonical_text(now) for then, now in keys)

    def _columns_of(self, sheet: EarlierSheet) -> list[tuple[int, int]]:
        if id(sheet) not in self._columns:
            self._columns[id(sheet)] = matching_columns(sheet, self._now)
        return self._columns[id(sheet)]

    def _weight(self, word: str) -> float:
        return log((self._rows + 1) / max(2, self._here[word] + self._there[word]))


def _keys(texts: Texts) -> set[str]:
    """The words of a row, and each two that stand side by side."""
    words = words_of(texts)
    return {*words, *map(" ".join, pairwise(words))}


def _bare(heading: str) -> str:
    return canonical_text(heading).casefold()


def _are_on_other_days(then: set[str], now: set[str]) -> bool:
    """True where both name days, and none of one is near one of the other: a zone may move a time by a day."""
    days, others = set(chain.from_iterable(map(_days, then))), set(chain.from_iterable(map(_days, now)))
    near = {day + timedelta(days=distance) for day in days for distance in (-1, 0, 1)}
    return bool(days and others) and not near & others


def _days(word: str) -> Iterator[date]:
    """The days that a word may mean; two where it does not say which of its numbers is the month."""
    found = _DAY.fullmatch(word)
    if not found:
        return
    year, month, day = map(int, found.groups()[:3] if found[1] else (found[6], found[5], found[4]))
    for one, other in {(month, day), (day, month)} if not found[1] else {(month, day)}:
        try:
            yield date(year, one, other)
        except ValueError:
            continue
