"""Which rows have something rare in common: what the table finds is what a plain reading of the rule finds."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from importer.steps.submit.recognise.word_table import MOST_COMPARED, RARE, WordTable, words_of
from tests.examples import examples

Rows = list[tuple[str, str]]

WORDS = (
    "boiler",
    "Pump",
    "lift.",
    "12",
    "14",
    "a",
    "F\u0151utca",
    "\u200bleaks",
    "n\x00l",
    "\x1cx",
    "\u00a0",
    "(b)",
    "y.\x1cZ",
    "12;14:",
    "",
)
cells = st.lists(st.sampled_from(WORDS), max_size=4).map(" ".join)
sides = st.lists(st.tuples(cells, cells), min_size=1, max_size=7)
some = st.sets(st.integers(0, 6))


def find_plainly(first: Rows, second: Rows, fresh: list[int], open_: list[int]) -> list[tuple[int, int]]:
    """The pairs, those of each row by how much that is rare they have in common."""
    places: dict[object, tuple[list[int], list[int]]] = {}
    for side, rows in enumerate((first, second)):
        for number, row in enumerate(rows):
            words = [word for cell in row for word in words_of(cell.replace("\x00", " ").replace("\x01", " "))]
            for key in {*words, *pairwise(words)}:
                places.setdefault(key, ([], []))[side].append(number)
    limits = [min(RARE, len(rows) - 1) if len(rows) > 1 else 1 for rows in (first, second)]
    often: Counter[tuple[int, int]] = Counter()
    for found in places.values():
        if all(0 < len(rows) <= limit for rows, limit in zip(found, limits, strict=True)):
            often.update((one, other) for one in found[0] for other in found[1] if one in fresh and other in open_)
    best = []
    for ours_is in range(len(first)):
        ours = sorted((-count, pair) for pair, count in often.items() if pair[0] == ours_is)
        best += [pair for _, pair in ours[:MOST_COMPARED]]
    return best


def find_by_table(first: Rows, second: Rows, fresh: list[int], open_: list[int]) -> list[tuple[int, int]]:
    pairs = WordTable(first, second).find_near(fresh, open_)
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True))


@given(first=sides, second=sides, fresh=some, open_=some)
@settings(max_examples=examples(600), deadline=None)
def test_the_table_finds_what_a_plain_reading_finds(
    first: Rows, second: Rows, fresh: set[int], open_: set[int]
) -> None:
    asked = sorted(fresh & {*range(len(first))}), sorted(open_ & {*range(len(second))})
    assert find_by_table(first, second, *asked) == find_plainly(first, second, *asked)


@pytest.mark.parametrize("seed", range(3))
def test_so_it_does_for_many_rows(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - drawn again alike
    words = [f"w{number}" for number in range(300)]
    first, second = ([(" ".join(chance.choices(words, k=5)), chance.choice(words)) for _ in range(200)] for _ in "ab")
    fresh, open_ = list(range(0, 200, 2)), list(range(0, 200, 3))
    found = find_plainly(first, second, fresh, open_)
    assert len(found) > 20
    assert find_by_table(first, second, fresh, open_) == found
