"""Rows of a sheet and rows of its last run that are one row, changed: by what stands in them, never by their number.

A row with an id or a reference of its own is known by that, and one that says what it said before by what it says;
what follows is about the others. Of the last run of the sheet there are jobs left whose row says something else now;
in the sheet there are rows that are new. Where such a job and such a row are alike, they may be one.
"""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product

from rapidfuzz import fuzz

from importer.catalogue import find_field
from importer.journal import LastRun
from importer.records import MappedColumn, PlannedJob, Sheet
from importer.steps.submit.recognise.row_identity import PROJECT

CHANGED_OF = 4  # one filled cell in so many may have been changed, and one in any case
MOST_PAIRS = 200_000  # compared each with each; beyond, only those that stand near each other
NEAR = 20  # rows
_LONGEST_COMPARED = 2000  # letters of a row
CUSTOMER_KEYS = PROJECT | {"customer_reference"}
ENOUGH_CELLS = 3  # that say the same, where others are in one of the sheets only

CellsByHeading = Mapping[tuple[str, int], str]
_FIRST, _LAST = "first", "last"


@dataclass(frozen=True, slots=True)
class RowPair:
    """A row of a previous run and one of the sheet that may be the same.

    `is_only_one` says whether each is the only one between the same others; an end of a sheet is none of them.
    """

    previous_row: int
    row: int
    is_only_one: bool


def pair_unchanged(previous: Mapping[int, str], current: Mapping[int, str]) -> dict[int, int]:
    """Rows of the previous run that still say the same, each with its row of the sheet, by the hash of what each says.

    That is to the letter: unlike the id that is made of it, it does not depend on whether codes could be looked up.
    """
    waiting: dict[str, deque[int]] = {}
    for row, content in current.items():
        waiting.setdefault(content, deque()).append(row)
    return {row: rows.popleft() for row, content in previous.items() if (rows := waiting.get(content))}


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


def group_fewer(last: LastRun, jobs: Sequence[PlannedJob]) -> dict[str, list[str]]:
    """What several rows of the last run said and fewer say now, with the ids that those rows had."""
    ids: dict[str, list[str]] = {}
    for row, content in last.contents.items():
        if row not in last.asked_rows:
            ids.setdefault(content, []).append(last.ids[row])
    now = Counter(job.content for job in jobs)
    return {content: some for content, some in ids.items() if len(some) > now[content] > 0}


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
        columns = (cells.iloc[:, position].to_numpy().tolist() for position in range(cells.shape[1]))
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
    """Finds which row of a previous run and which of the sheet may be one row, changed."""

    def __init__(self, previous: SheetRows, current: SheetRows) -> None:
        self._previous, self._current = previous, current
        shared = previous.ids & current.ids
        self._previous_neighbours = previous.find_neighbours(shared)
        self._current_neighbours = current.find_neighbours(shared)
        self._previous_others, self._current_others = previous.count_others(shared), current.count_others(shared)

    def match(self, previous_rows: Sequence[int], rows: Sequence[int]) -> Iterator[RowPair]:
        """Pairs of a previous row and one of the sheet, the likest first; each row is in one pair at most."""
        old, new = (
            {row: sheet.cells_of(row) for row in some}
            for sheet, some in ((self._previous, previous_rows), (self._current, rows))
        )
        for old_row, new_row in self._pair_under_shared_headings(old, new):
            del old[old_row], new[new_row]
            yield self._make_pair(old_row, new_row)
        scored = []
        old_cells, new_cells = ({row: frozenset(cells.items()) for row, cells in some.items()} for some in (old, new))
        old_text, new_text = cache(lambda row: _to_text(old[row])), cache(lambda row: _to_text(new[row]))
        for old_row, new_row in self._find_candidates(list(old), list(new)):
            filled = max(len(old_cells[old_row]), len(new_cells[new_row]))
            changed = filled - len(old_cells[old_row] & new_cells[new_row])
            if changed <= max(1, filled // CHANGED_OF):
                likeness = fuzz.ratio(old_text(old_row), new_text(new_row))
                scored.append((changed, -likeness, -self._count_common_neighbours(old_row, new_row), old_row, new_row))
        taken_old, taken_new = set(), set()
        for *_, old_row, new_row in sorted(scored):
            if old_row not in taken_old and new_row not in taken_new:
                taken_old.add(old_row)
                taken_new.add(new_row)
                yield self._make_pair(old_row, new_row)

    def _make_pair(self, old_row: int, new_row: int) -> RowPair:
        before, after = self._previous_neighbours[old_row], self._current_neighbours[new_row]
        alone = self._previous_others[before] == self._current_others[after] == 1
        return RowPair(old_row, new_row, alone and before == after and not {_FIRST, _LAST} & set(before))

    def _pair_under_shared_headings(
        self, old: Mapping[int, CellsByHeading], new: Mapping[int, CellsByHeading]
    ) -> list[tuple[int, int]]:
        """Rows that say the same under the headings that both sheets have, where there are others."""
        if set(self._previous.headings) == set(self._current.headings):
            return []
        shared = set(self._previous.headings) & set(self._current.headings)
        waiting: dict[frozenset[tuple[tuple[str, int], str]], list[int]] = {}
        for row, cells in old.items():
            waiting.setdefault(_select_under(cells, shared), []).append(row)
        pairs = []
        for row, cells in new.items():
            under_shared = _select_under(cells, shared)
            if len(under_shared) >= ENOUGH_CELLS and waiting.get(under_shared):
                pairs.append((waiting[under_shared].pop(0), row))
        return pairs

    def _find_candidates(self, previous_rows: Sequence[int], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
        if len(previous_rows) * len(rows) <= MOST_PAIRS:
            yield from product(previous_rows, rows)
            return
        current = _group_by_gap(rows, self._current_neighbours)
        for gap, group in _group_by_gap(previous_rows, self._previous_neighbours).items():
            others = current.get(gap, ())
            for position, old_row in enumerate(group):
                yield from ((old_row, new_row) for new_row in others[max(0, position - NEAR) : position + NEAR + 1])

    def _count_common_neighbours(self, old_row: int, new_row: int) -> int:
        """How many neighbours two rows have in common; the ends of the sheets count only beside a row."""
        pairs = zip(self._previous_neighbours[old_row], self._current_neighbours[new_row], strict=True)
        same = [previous for previous, current in pairs if previous == current]
        return len(same) if set(same) - {_FIRST, _LAST} else 0


def find_pairs_by_place(then: Mapping[int, str], now: Mapping[int, str]) -> Iterator[tuple[int, int]]:
    """The rows that stand between two rows that both sheets have, or at an end beside one: as many then as now."""
    shared = frozenset(then.values()) & frozenset(now.values()) - {""}
    theirs, ours = _find_gaps(then, shared), _find_gaps(now, shared)
    for gap, rows in theirs.items():
        if any(gap) and len(rows) == len(ours.get(gap, ())):
            yield from zip(rows, ours[gap], strict=True)


def _find_gaps(ids: Mapping[int, str], shared: AbstractSet[str]) -> dict[tuple[str, str], list[int]]:
    """The rows between each two of the shared ones, by the ids of these; '' is an end of the sheet."""
    gaps: dict[tuple[str, str], list[int]] = {}
    before, between = "", list[int]()
    for row, job_id in [*ids.items(), (0, "")]:
        if job_id in shared or row == 0:
            if between:
                gaps[before, job_id if row else ""] = between
            before, between = job_id, []
        else:
            between.append(row)
    return gaps


def has_other_key(
    then: CellsByHeading,
    now: CellsByHeading,
    columns: Sequence[MappedColumn],
    *,
    keys: AbstractSet[str] = CUSTOMER_KEYS,
) -> bool:
    """True where one of the keys, mostly the customer's number or the project, is another, also under another heading:
    it may well be another job.
    """
    fields = {column.heading: column.field for column in columns}
    found: dict[str, set[str]] = {}
    for (heading, _), text in (*then.items(), *now.items()):
        known = find_field(heading)
        name = fields.get(heading) or (known.name if known else "")
        if name in keys:
            found.setdefault(name, set()).add(text)
    return any(len(texts) > 1 for texts in found.values())


def _select_under(cells: CellsByHeading, headings: set[tuple[str, int]]) -> frozenset[tuple[tuple[str, int], str]]:
    return frozenset((heading, text) for heading, text in cells.items() if heading in headings)


def _group_by_gap(rows: Sequence[int], neighbours: Mapping[int, tuple[str, str]]) -> dict[str, list[int]]:
    """The rows that stand behind the same other, together and in their order."""
    gaps: dict[str, list[int]] = {}
    for row in sorted(rows):
        gaps.setdefault(neighbours[row][0], []).append(row)
    return gaps


def _to_text(cells: CellsByHeading) -> str:
    """The beginning of what stands in a row, for a comparison that takes the square of its length."""
    return "\n".join(cells[heading] for heading in sorted(cells))[:_LONGEST_COMPARED]
