"""The words of many rows as numbers: which row and column has which, how rare they are, and how alike two rows are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import to_normal_form

RARE = 3  # rows of either side that have a word, or two words side by side
MOST_COMPARED = 3  # rows that one row is compared with
MOST_COLUMNS = 60

Int64Array = np.ndarray[tuple[int], np.dtype[np.int64]]
Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]
Shares = np.ndarray[tuple[int], np.dtype[np.float64]]

_CELL, _ROW = "\x00", "\x01"
_SIGNS = ',;!?()[]{}"<>|*\u201c\u201d\u201e\u00ab\u00bb'
_ASCII_SIGNS = "".join(filter(str.isascii, _SIGNS))
_ASCII = bytes.maketrans(  # what is white to a text and not to bytes becomes a tab
    f"{ascii_uppercase}{_ASCII_SIGNS}\x1c\x1d\x1e\x1f".encode(),
    f"{ascii_lowercase}{' ' * len(_ASCII_SIGNS)}\t\t\t\t".encode(),
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_PAIRS = 2**40  # more pairs of words than this share their numbers: compared in vain, no more


def words_of(text: str) -> list[str]:
    """The words of a text in their order, without upper case and the signs around them."""
    if not text.isascii():
        text = to_normal_form("NFC", text)
        for sign in _INVISIBLE:
            text = text.replace(sign, "")
    text = f"{text} ".casefold()
    for sign in _SIGNS:
        text = text.replace(sign, " ")
    return text.replace(". ", " ").replace(": ", " ").split()


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of the first and of the second side, by their numbers, that are compared."""

    first: Int64Array
    second: Int64Array


class WordTable:
    """The words of two sides of rows with the same columns; the rows of the second are counted behind the first."""

    def __init__(self, first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> None:
        self._split, self._total = len(first), len(first) + len(second)
        codes = _number_words([*first, *second])
        ends = codes == 1
        row = np.cumsum(ends)
        width = len((first or second)[0]) if self._total else 1
        column = np.cumsum(codes == 0) - (width - 1) * row
        is_word = codes > 1
        self._word, self._row, self._column = codes[is_word], row[is_word], column[is_word]
        self._words = int(codes.max(initial=1)) + 1
        self._starts = np.searchsorted(self._row, np.arange(self._total + 1))
        self._seen = _list_distinct(self._row * self._words + self._word)
        often = np.bincount(self._seen % self._words, minlength=self._words)
        self._weight = np.log((self._total + 1) / np.maximum(2, often))
        self._filled = self._mark_filled_columns()

    def find_near(self, fresh: Sequence[int], open_: Sequence[int]) -> Pairs:
        """Pairs of a fresh row of the first side and an open one of the second that have something rare in common."""
        bits = self._total.bit_length()
        known = _list_distinct(np.concatenate([key << bits | row for key, row in self._list_keys()]))
        key, row = known >> bits, known & ((1 << bits) - 1)
        starts = np.flatnonzero(np.diff(key, prepend=-1))
        sizes = np.diff(starts, append=len(key))
        first = np.add.reduceat((row < self._split).astype(np.int64), starts) if len(starts) else sizes
        is_rare = _is_rare(first, self._split) & _is_rare(sizes - first, self._total - self._split)
        starts, first, second = starts[is_rare], first[is_rare], (sizes - first)[is_rare]
        found = [np.empty(0, dtype=np.int64)]
        here, there = self._mark_rows(fresh), self._mark_rows(np.asarray(open_, dtype=np.int64) + self._split)
        for i in range(RARE):
            for j in range(RARE):
                some = (first > i) & (second > j)
                ours, theirs = row[starts[some] + i], row[(starts + first)[some] + j]
                wanted = here[ours] & there[theirs]
                found.append(ours[wanted] << bits | theirs[wanted])
        every = np.sort(np.concatenate(found))
        at = np.flatnonzero(np.diff(every, prepend=-1))
        pairs, often = every[at], np.diff(at, append=len(every))
        ours, theirs = pairs >> bits, pairs & ((1 << bits) - 1)
        order = np.lexsort((-often, ours))
        ours, theirs = ours[order], theirs[order]
        rank = np.arange(len(ours)) - np.searchsorted(ours, ours)
        return Pairs(ours[rank < MOST_COMPARED], theirs[rank < MOST_COMPARED] - self._split)

    def measure_shares(self, pairs: Pairs) -> Shares:
        """How much of what distinguishes two rows is the same, from 0 to 1, in the cells that both have filled in."""
        second = pairs.second + self._split
        both = self._filled[pairs.first] & self._filled[second]
        ours, theirs = self._list_words(pairs.first, both), self._list_words(second, both)
        count = len(both)
        shared = self._sum_weights(np.intersect1d(ours, theirs, assume_unique=True), count)
        either = self._sum_weights(ours, count) + self._sum_weights(theirs, count) - shared
        return shared / np.maximum(either, 1e-9)

    def _mark_filled_columns(self) -> Int64Array:
        filled = np.zeros(self._total, dtype=np.int64)
        if len(self._row):
            starts = np.flatnonzero(np.diff(self._row, prepend=-1))
            filled[self._row[starts]] = np.bitwise_or.reduceat(1 << self._column, starts)
        return filled

    def _list_keys(self) -> Iterator[tuple[Int64Array, Int64Array]]:
        """Each word that is rare on both sides, and each two of a row that stand side by side, with their rows. Of two
        of which one is on one side only, nothing is in common.
        """
        word, row = self._seen % self._words, self._seen // self._words
        ends = np.searchsorted(row, self._split)
        first, second = (np.bincount(some, minlength=self._words) for some in (word[:ends], word[ends:]))
        is_rare = _is_rare(first, self._split) & _is_rare(second, self._total - self._split)
        yield word[is_rare[word]], row[is_rare[word]]
        is_shared = (first > 0) & (second > 0)
        shared = is_shared[self._word]
        side_by_side = np.flatnonzero(shared[1:] & shared[:-1] & (self._row[1:] == self._row[:-1]))
        two = (self._word[side_by_side] + 1) * self._words + self._word[side_by_side + 1]
        yield two % _PAIRS, self._row[side_by_side]

    def _mark_rows(self, rows: Sequence[int] | Int64Array) -> Flags:
        marks = np.zeros(self._total, dtype=np.bool_)
        marks[np.asarray(rows, dtype=np.int64)] = True
        return marks

    def _list_words(self, rows: Int64Array, columns: Int64Array) -> Int64Array:
        """The words in these columns of the row of each pair, as numbers that begin with the pair's."""
        lengths = self._starts[rows + 1] - self._starts[rows]
        pair = np.repeat(np.arange(len(rows)), lengths)
        at = np.arange(len(pair)) - np.repeat(np.cumsum(lengths) - lengths, lengths) + self._starts[rows][pair]
        counts = (columns[pair] >> self._column[at]) & 1 == 1
        return _list_distinct(pair[counts] * self._words + self._word[at][counts])

    def _sum_weights(self, words: Int64Array, pairs: int) -> Shares:
        weights = self._weight[words % self._words]
        return np.bincount(words // self._words, weights, minlength=pairs).astype(np.float64)


def _is_rare(often: Int64Array, rows: int) -> Flags:
    """What is in a few of so many rows, and of several not in all."""
    return (often > 0) & (often <= (min(RARE, rows - 1) if rows > 1 else 1))


def _list_distinct(numbers: Int64Array) -> Int64Array:
    """Each of these numbers once, in order: by sorting, since a hash of numbers that are nearly alike is slow, and so
    that what is nearly in order is done soon.
    """
    numbers = np.sort(numbers, kind="stable")
    return numbers[np.flatnonzero(np.diff(numbers, prepend=-1))]


def _number_words(rows: Sequence[Sequence[str]]) -> Int64Array:
    """All words as numbers: 0 for the end of a cell, 1 for that of a row, from 2 on one for each word."""
    between = f" {_CELL} "
    text = f" {_ROW} ".join(map(between.join, rows))
    if text.count(_CELL) + text.count(_ROW) != sum(map(len, rows)) - 1:
        return _number_words(list(map(list, map(_remove_signs, rows))))
    text = f"{_CELL} {_ROW} {text}"  # so that these are the first two
    split = _split_ascii(text) if text.isascii() else pa.array(words_of(text))
    codes: Int64Array = split.dictionary_encode().indices.to_numpy().astype(np.int64)
    return codes[2:]


def _split_ascii(text: str) -> pa.StringArray:
    """What `words_of` gives, in less time: no word becomes an object."""
    plain = f"{text} ".encode("ascii").translate(_ASCII).replace(b". ", b" ").replace(b": ", b" ").strip()
    whole = pa.array([plain], pa.large_binary()).cast(pa.large_string())
    return pc.ascii_split_whitespace(whole).flatten()


def _remove_signs(texts: Sequence[str]) -> Iterator[str]:
    return (text.replace(_CELL, " ").replace(_ROW, " ") for text in texts)
