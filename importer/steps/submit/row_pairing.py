"""Rows of a sheet and rows of its last run that are one row, changed: by what stands in them, never by their number.

A row with an id or a reference of its own is known by that, and one that says what it said before by what it says;
what follows is about the others. Of the last run of the sheet there are jobs left whose row says something else now;
in the sheet there are rows that are new. Where such a job and such a row are alike, they may be one.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from rapidfuzz import fuzz

from importer.records import PlannedJob, Sheet

CHANGED_OF = 4  # one filled cell in so many may have been changed, and one in any case
MOST_PAIRS = 200_000  # compared each with each; beyond, only those that stand near each other
NEAR = 20  # rows
ENOUGH_CELLS = 3  # that say the same, where others are in one of the sheets only

CellsByHeading = Mapping[tuple[str, int], str]
_FIRST, _LAST = "first", "last"


@dataclass(frozen=True, slots=True)
class RowPair:
    """An earlier row and a present one that may be the same; whether each is the only one between the same others."""

    then: int
    now: int
    is_only_one: bool


def pair_unchanged(then: Mapping[int, str], now: Mapping[int, str]) -> dict[int, int]:
    """Rows of then that still say the same, each with its row of now, by the hash of what each says.

    That is to the letter: unlike the id that is made of it, it does not depend on whether codes could be looked up.
    """
    waiting: dict[str, deque[int]] = {}
    for row, content in now.items():
        waiting.setdefault(content, deque()).append(row)
    return {row: rows.popleft() for row, content in then.items() if (rows := waiting.get(content))}


def find_given(
    jobs: Sequence[PlannedJob], given: Mapping[str, Sequence[str]], *, used: AbstractSet[str], known: AbstractSet[str]
) -> Iterator[tuple[int, str]]:
    """Rows that say what a corrected row said in an earlier run, with the id that it was given; of several that say the
    same those whose ids are not `known`, and of these the last ones. An id that is `used` by a row is its own.
    """
    alike: dict[str, list[PlannedJob]] = {}
    for job in jobs:
        if job.content in given and job.job_id not in given[job.content]:
            alike.setdefault(job.content, []).append(job)
    for content, same in alike.items():
        new = [job for job in same if job.job_id not in known] or same
        ids = [job_id for job_id in given[content] if job_id not in used][-len(new) :]
        yield from ((job.row, job_id) for job, job_id in zip(new[len(new) - len(ids) :], ids, strict=True))


class SheetRows:
    """The rows of a sheet with the ids of their jobs: what stands in a row, and between which others it stands."""

    def __init__(self, sheet: Sheet, ids: Mapping[int, str]) -> None:
        self._sheet = sheet
        seen: Counter[str] = Counter()
        self.headings = [(heading, _count(seen, heading)) for heading in sheet.headings]
        self._ids = {int(str(row)): ids.get(int(str(row)), "") for row in sheet.cells.index}

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._ids.values()) - {""}

    def cells_of(self, row: int) -> CellsByHeading:
        """What stands in the row, by heading."""
        return {heading: text for heading, text in zip(self.headings, self._texts[row], strict=True) if text}

    @cached_property
    def _texts(self) -> dict[int, tuple[str, ...]]:
        """All rows at once: of a sheet that took the place of another nearly all are asked for."""
        cells = self._sheet.cells
        columns = (cells.iloc[:, place].to_numpy().tolist() for place in range(cells.shape[1]))
        return dict(zip(self._ids, zip(*columns, strict=True), strict=True))

    def find_neighbours(self, shared: frozenset[str]) -> dict[int, tuple[str, str]]:
        """For each row the nearest ones before and behind it that both sheets have."""
        before = dict(self._find_nearest(list(self._ids), shared, _FIRST))
        behind = dict(self._find_nearest(list(reversed(self._ids)), shared, _LAST))
        return {row: (before[row], behind[row]) for row in self._ids}

    def count_others(self, shared: frozenset[str]) -> Counter[tuple[str, str]]:
        """How many rows that only this sheet has stand between the same ones."""
        around = self.find_neighbours(shared)
        return Counter(around[row] for row, job_id in self._ids.items() if job_id not in shared)

    def _find_nearest(self, rows: Sequence[int], shared: frozenset[str], nearest: str) -> Iterator[tuple[int, str]]:
        for row in rows:
            yield row, nearest
            nearest = self._ids[row] if self._ids[row] in shared else nearest


def _count(seen: "Counter[str]", heading: str) -> int:
    seen[heading] += 1
    return seen[heading]


class RowPairing:
    """Finds which rows of then and now may be one row, changed."""

    def __init__(self, then: SheetRows, now: SheetRows) -> None:
        self._then, self._now = then, now
        shared = then.ids & now.ids
        self._neighbours_then, self._neighbours_now = then.find_neighbours(shared), now.find_neighbours(shared)
        self._others_then, self._others_now = then.count_others(shared), now.count_others(shared)

    def match(self, left: Sequence[int], fresh: Sequence[int]) -> Iterator[RowPair]:
        """Pairs of an old row and a new one, the likest first; each row is in one pair at most."""
        old, new = (
            {row: rows.cells_of(row) for row in some} for rows, some in ((self._then, left), (self._now, fresh))
        )
        for one, other in self._pair_under_shared_headings(old, new):
            del old[one], new[other]
            yield self._make_pair(one, other)
        scored = []
        old_cells, new_cells = ({row: frozenset(cells.items()) for row, cells in some.items()} for some in (old, new))
        for one, other in self._find_candidates(list(old), list(new)):
            filled = max(len(old_cells[one]), len(new_cells[other]))
            changed = filled - len(old_cells[one] & new_cells[other])
            if changed <= max(1, filled // CHANGED_OF):
                likeness = fuzz.ratio(_to_text(old[one]), _to_text(new[other]))
                scored.append((changed, -likeness, -self._count_common_neighbours(one, other), one, other))
        taken_old, taken_new = set(), set()
        for *_, one, other in sorted(scored):
            if one not in taken_old and other not in taken_new:
                taken_old.add(one)
                taken_new.add(other)
                yield self._make_pair(one, other)

    def _make_pair(self, one: int, other: int) -> RowPair:
        around, around_now = self._neighbours_then[one], self._neighbours_now[other]
        alone = self._others_then[around] == self._others_now[around_now] == 1
        return RowPair(one, other, alone and around == around_now and self._count_common_neighbours(one, other) > 0)

    def _pair_under_shared_headings(
        self, old: Mapping[int, CellsByHeading], new: Mapping[int, CellsByHeading]
    ) -> list[tuple[int, int]]:
        """Rows that say the same under the headings that both sheets have, where there are others."""
        if set(self._then.headings) == set(self._now.headings):
            return []
        shared = set(self._then.headings) & set(self._now.headings)
        waiting: dict[frozenset[tuple[tuple[str, int], str]], list[int]] = {}
        for row, cells in old.items():
            waiting.setdefault(_select_under(cells, shared), []).append(row)
        pairs = []
        for row, cells in new.items():
            under_shared = _select_under(cells, shared)
            if len(under_shared) >= ENOUGH_CELLS and waiting.get(under_shared):
                pairs.append((waiting[under_shared].pop(0), row))
        return pairs

    def _find_candidates(self, left: Sequence[int], fresh: Sequence[int]) -> Iterator[tuple[int, int]]:
        if len(left) * len(fresh) <= MOST_PAIRS:
            yield from product(left, fresh)
            return
        here, there = _group_by_gap(left, self._neighbours_then), _group_by_gap(fresh, self._neighbours_now)
        for gap, group in here.items():
            others = there.get(gap, ())
            for place, one in enumerate(group):
                yield from ((one, other) for other in others[max(0, place - NEAR) : place + NEAR + 1])

    def _count_common_neighbours(self, one: int, other: int) -> int:
        """How many neighbours two rows have in common; the ends of the sheets count only beside a row."""
        same = [a for a, b in zip(self._neighbours_then[one], self._neighbours_now[other], strict=True) if a == b]
        return len(same) if set(same) - {_FIRST, _LAST} else 0


def _select_under(cells: CellsByHeading, headings: set[tuple[str, int]]) -> frozenset[tuple[tuple[str, int], str]]:
    return frozenset((heading, text) for heading, text in cells.items() if heading in headings)


def _group_by_gap(rows: Sequence[int], neighbours: Mapping[int, tuple[str, str]]) -> dict[str, list[int]]:
    """The rows that stand behind the same other, together and in their order."""
    gaps: dict[str, list[int]] = {}
    for row in sorted(rows):
        gaps.setdefault(neighbours[row][0], []).append(row)
    return gaps


def _to_text(cells: CellsByHeading) -> str:
    return "\n".join(cells[heading] for heading in sorted(cells))
