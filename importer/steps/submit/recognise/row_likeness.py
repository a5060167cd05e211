"""Which rows say nearly what rows of earlier runs say: by the words that are rare, both in the sheet and in those runs.

What stands in many rows tells nothing of one: neither the words of a template nor a code. Two rows are alike where they
have a rare word in common, or two that seldom stand side by side, and where most of what distinguishes them, in the
cells that both have filled in, is the same. Other numbers of the customer, and in another sheet other days, are other
jobs.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from importer.catalogue import REFERENCE, fold_value, is_placeholder, to_canonical_text
from importer.journal import SheetTexts
from importer.steps.submit.recognise.word_table import MOST_COLUMNS, WordTable, words_of

LIKE = 2 / 3  # of what distinguishes two rows is the same
LIKE_IN_ITS_SHEET = 1 / 2
KEYS = ("id", REFERENCE, "customer_reference")

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)(?:t.*)?|(\d\d?)[./-](\d\d?)[./-](\d{4})")

_NOUGHTS = re.compile(r"(?<![0-9.,])0+(?=[0-9])|[.,]0+$")  # 007 and 7, 1001.0 and 1001

RowTexts = Sequence[str]


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A row of the sheet, and the place of the earlier row that it is like in those that were compared."""

    row: int
    earlier: int


class ComparedRow(NamedTuple):  # there are many
    """An earlier row with its sheet. It `is_open` to be the same where no row of the sheet has its job already; it
    `is_here` where it stood in the sheet that is run now, or in one that this is a copy of.
    """

    sheet: SheetTexts
    texts: RowTexts
    is_open: bool
    is_here: bool


def match_columns(then: SheetTexts, now: SheetTexts) -> Mapping[int, int]:
    """The places of the columns that are the same in both, there by here: by heading, else by the field they fill."""
    headings = {_to_bare(heading): position for position, heading in reversed(list(enumerate(then.headings)))}
    matched: dict[int, int] = {}
    for position, heading in enumerate(now.headings):
        other = headings.pop(_to_bare(heading), None)
        if other is not None:
            matched[position] = other
    used = set(matched.values())
    for name, position in now.fields.items():
        other = then.fields.get(name)
        if other is not None and position not in matched and other not in used:
            matched[position] = other
            used.add(other)
    return matched


class RowLikeness:
    """The rows of a sheet beside those of earlier runs."""

    def __init__(self, now: SheetTexts, earlier: Sequence[ComparedRow]) -> None:
        self._now, self._earlier = now, earlier
        sheets = {id(one.sheet): one.sheet for one in earlier}
        self._columns = {key: match_columns(sheet, now) for key, sheet in sheets.items()}
        self._places = sorted(set(chain.from_iterable(self._columns.values())))[:MOST_COLUMNS]

    def match(self, fresh: Sequence[int]) -> Iterator[SimilarRow]:
        """The pairs that are alike, the likest first; each row is in one pair at most."""
        rows, taken = set[int](), set[int]()
        for row, position in self._find_likest(fresh) if self._places else ():
            if row not in rows and position not in taken and self.can_be_the_same(row, position):
                rows.add(row)
                taken.add(position)
                yield SimilarRow(row, position)

    def find_differing(self, row: int, position: int) -> Iterator[tuple[str, str, str]]:
        """What differs in the columns that both have: the heading, and what stands there and here."""
        for now, one, other in self._pair_cells(self._now.rows[row], self._earlier[position]):
            if one != other:
                yield self._now.headings[now], one, other

    def _find_likest(self, fresh: Sequence[int]) -> Iterator[tuple[int, int]]:
        numbers = {row: number for number, row in enumerate(self._now.rows)}
        now = map(_make_getter(self._places), self._now.rows.values())
        table = WordTable(list(self._fold_keys(now)), list(self._fold_keys(self._list_previous_texts())))
        open_ = [position for position, one in enumerate(self._earlier) if one.is_open]
        pairs = table.find_near([numbers[row] for row in fresh], open_)
        shares = table.measure_shares(pairs)
        enough = np.array([LIKE_IN_ITS_SHEET if one.is_here else LIKE for one in self._earlier])
        alike = np.flatnonzero(shares >= enough[pairs.second])
        alike = alike[np.argsort(-shares[alike], kind="stable")]
        rows = list(self._now.rows)
        for ours, theirs in zip(pairs.first[alike].tolist(), pairs.second[alike].tolist(), strict=True):
            yield rows[ours], theirs

    def _fold_keys(self, rows: Iterable[RowTexts]) -> Iterator[RowTexts]:
        """The rows with the numbers of the customer in one spelling: that is the same word then."""
        keys = {self._now.fields.get(name) for name in KEYS}
        at = [number for number, position in enumerate(self._places) if position in keys]
        for texts in rows:
            if at:
                folded = list(texts)
                for number in at:
                    folded[number] = _fold_key(texts[number])
                yield folded
            else:
                yield texts

    def _list_previous_texts(self) -> Iterator[RowTexts]:
        """What stands in the earlier rows, in the columns of the sheet now."""
        places = {key: [same.get(position, -1) for position in self._places] for key, same in self._columns.items()}
        getters = {key: _make_getter(some) for key, some in places.items()}
        short = {key for key, some in places.items() if -1 in some}
        for one in self._earlier:
            key = id(one.sheet)
            yield getters[key]([*one.texts, ""] if key in short else one.texts)

    def _pair_cells(self, texts: RowTexts, earlier: ComparedRow) -> Iterator[tuple[int, str, str]]:
        for now, then in self._columns[id(earlier.sheet)].items():
            yield now, earlier.texts[then], texts[now]

    def can_be_the_same(self, row: int, position: int) -> bool:
        """False where a number of the customer, or in another sheet the day, shows that they are two."""
        texts, earlier = self._now.rows[row], self._earlier[position]
        places = ((earlier.sheet.fields.get(name), self._now.fields.get(name)) for name in KEYS)
        cells = [(earlier.texts[then], texts[now]) for then, now in places if then is not None and now is not None]
        keys = [(_fold_key(then), _fold_key(now)) for then, now in cells]
        if any(then and now and then != now for then, now in keys):
            return False
        return earlier.is_here or not self._are_on_other_days(texts, earlier)

    def _are_on_other_days(self, texts: RowTexts, earlier: ComparedRow) -> bool:
        """True where both name days, and none of one is near one of the other: a zone may move a time by a day."""
        both = [(then, now) for _, then, now in self._pair_cells(texts, earlier) if then and now]
        if not any(_find_days(then) for then, now in both if then != now):
            return False
        days, others = (set(chain.from_iterable(map(_find_days, some))) for some in zip(*both, strict=True))
        near = {day + distance for day in days for distance in (-1, 0, 1)}
        return bool(days and others) and not near & others


def _make_getter(places: Sequence[int]) -> Callable[[RowTexts], RowTexts]:
    first, *others = places
    get: Callable[[RowTexts], RowTexts] = itemgetter(first, *others)
    return get if others else lambda texts: (texts[first],)


def _fold_key(text: str) -> str:
    """A number of the customer without what Excel or a typist takes off it; '' for what stands there without one."""
    return "" if is_placeholder(text) else _NOUGHTS.sub("", fold_value(text))


def _to_bare(heading: str) -> str:
    return to_canonical_text(heading).casefold()


def _find_days(text: str) -> list[int]:
    """The days that are named in a text, counted; two where it does not say which number is the month."""
    return list(chain.from_iterable(map(_days_of, words_of(text)))) if _DAY.search(text) else []


def _days_of(word: str) -> Iterator[int]:
    found = _DAY.fullmatch(word)
    if not found:
        return
    year, month, day = map(int, found.groups()[:3] if found[1] else (found[6], found[5], found[4]))
    for one, other in {(month, day), (month, day) if found[1] else (day, month)}:
        try:
            yield date(year, one, other).toordinal()
        except ValueError:
            continue
