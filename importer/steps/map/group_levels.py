"""Groups within groups, as reports of regions and their plants have them: where what a line says ends."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np
import pandas as pd

from importer.steps.map.grouped_rows import GroupLine

Graph = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class GroupValues:
    """What the lines of one level say of the rows below them: a value by its row, until the next of them, or until one
    of the rows `ends`, where a group begins of which the smaller ones have no line yet.
    """

    values: Mapping[int, str]
    ends: frozenset[int] = frozenset()

    def find_above(self, index: pd.Index, *, beyond_ends: bool = False) -> pd.Series:
        """For each row what was said last above it, '' where that is nothing, or has ended."""
        by_row = dict(self.values) if beyond_ends else {**dict.fromkeys(self.ends, ""), **self.values}
        rows = np.array(sorted(by_row), dtype="int64")
        values = np.array(["", *(by_row[row] for row in rows.tolist())], dtype=object)
        return pd.Series(values[np.searchsorted(rows, index.to_numpy(), side="right")], index=index, dtype="str")


def find_group_values(lines: Sequence[GroupLine], own: Sequence[GroupLine], jobs: pd.Index) -> GroupValues:
    """What `own` of all `lines` say; of lines of several levels those of the smallest groups.

    It ends at each other line but those of groups within its own. Where nothing shows which of two levels is within
    the other, each ends the other: a value that is lacking is told, that of another group would be believed.
    """
    levels = _Levels(lines, jobs)
    kinds = {line.kind for line in own}
    smallest = {kind for kind in kinds if not levels.find_smaller({kind}) & kinds}
    within = levels.find_smaller(smallest) if smallest else frozenset()
    ends = (line.row for line in lines if line.kind not in smallest | within)
    return GroupValues({line.row: line.value for line in own if line.kind in smallest}, frozenset(ends))


class _Levels:
    """Which kinds of lines stand above groups within the groups of others.

    A group is within that of a line right above its own, without a job between them, if such lines begin earlier in
    the sheet, too, and no further right: below a group without jobs stands a line that is not of a group within it.
    Where that says nothing, the groups of lines further right are within the others.
    """

    def __init__(self, lines: Sequence[GroupLine], jobs: pd.Index) -> None:
        begins: dict[str, int] = {}
        self._columns: dict[str, set[int]] = defaultdict(set)
        for line in lines:
            begins.setdefault(line.kind, line.row)
            self._columns[line.kind].add(line.column)
        self._below: dict[str, set[str]] = defaultdict(set)
        self._above: dict[str, set[str]] = defaultdict(set)
        for larger, smaller in _find_neighbours(lines, jobs):
            is_further = min(self._columns[larger]) > min(self._columns[smaller])
            if begins[larger] < begins[smaller] and not is_further:
                self._below[larger].add(smaller)
                self._above[smaller].add(larger)

    def find_smaller(self, kinds: Collection[str]) -> frozenset[str]:
        """The kinds whose groups are within those of these kinds."""
        below, above = _reach(self._below, kinds), _reach(self._above, kinds)
        right = max(max(self._columns[kind]) for kind in kinds)
        further = {kind for kind, columns in self._columns.items() if min(columns) > right}
        return frozenset((below | (further - above)) - set(kinds))


def _find_neighbours(lines: Sequence[GroupLine], jobs: pd.Index) -> Iterator[tuple[str, str]]:
    """The kinds of each two lines that stand together, without a job between them."""
    before = np.searchsorted(np.sort(jobs.to_numpy()), [line.row for line in lines]).tolist()
    for _, together in groupby(zip(before, lines, strict=True), key=lambda pair: pair[0]):
        yield from pairwise(line.kind for _, line in together)


def _reach(graph: Graph, begins: Collection[str]) -> set[str]:
    found: set[str] = set()
    following = list(begins)
    while following:
        new = set(graph.get(following.pop(), ())) - found
        found |= new
        following += new
    return found
