"""A row that was corrected keeps the id that it was given, as long as its job may be in the target.

A row with an id or a reference of its own is known by that, and one that says what it said before by what it says;
what follows is about the others. Of the last run of the sheet there are jobs left whose row says something else now;
in the sheet there are rows that are new. Such a job and such a row belong together where they are alike: by what
stands in them, never by their number.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from rapidfuzz import fuzz

from importer.journal import PreviousRuns
from importer.records import IdFrom, PlannedJob, Sheet

CHANGED_OF = 4  # one filled cell in so many may have been changed, and one in any case
MOST_PAIRS = 200_000  # compared each with each; beyond, only those that stand near each other
NEAR = 20  # rows

_FIXED = frozenset({IdFrom.ID, IdFrom.EARLIER})  # by the sheet itself, or by the results it was made of

Cells = Mapping[tuple[str, int], str]
_FIRST, _LAST = "first", "last"


def keep_ids_of_corrected_rows(
    jobs: Sequence[PlannedJob], sheet: Sheet, previous_runs: PreviousRuns, identity: str
) -> tuple[PlannedJob, ...]:
    """The jobs of a sheet, in its order; the corrected rows among them with the ids that they were given before."""
    kept_ids = dict(_given(jobs, previous_runs.given_ids(identity, {job.content for job in jobs})))
    now = {job.row: kept_ids.get(job.row, job.job_id) for job in jobs}
    last = previous_runs.last_run_of(sheet.path, sheet.name, identity)
    used = set(now.values())
    left = sorted(row for row in last.open_rows if last.ids[row] not in used) if last else []
    if last and left:
        known = set(last.ids.values())
        fresh = [job.row for job in jobs if now[job.row] not in known and _may_be_another(job)]
        pairing = RowPairing(SheetRows(previous_runs.sheet(last.run), last.ids), SheetRows(sheet, now))
        kept_ids.update({row: last.ids[old] for old, row in pairing.match(left, fresh)})
    return tuple(
        replace(job, job_id=kept_ids[job.row], id_from=IdFrom.EARLIER) if job.row in kept_ids else job for job in jobs
    )


def _given(jobs: Sequence[PlannedJob], given: Mapping[str, Sequence[str]]) -> Iterator[tuple[int, str]]:
    """Rows that say what a corrected row said in an earlier run; of several that say the same the last ones."""
    if not given:
        return
    alike: dict[str, list[PlannedJob]] = {}
    for job in jobs:
        if job.content in given and _may_be_another(job):
            alike.setdefault(job.content, []).append(job)
    for content, same in alike.items():
        ids = given[content][-len(same) :]
        yield from ((job.row, job_id) for job, job_id in zip(same[-len(ids) :], ids, strict=True))


def _may_be_another(job: PlannedJob) -> bool:
    return job.id_from not in _FIXED and job.obstacle is None


class SheetRows:
    """The rows of a sheet with the ids of their jobs: what stands in a row, and between which others it stands."""

    def __init__(self, sheet: Sheet, ids: Mapping[int, str]) -> None:
        self._sheet = sheet
        seen: Counter[str] = Counter()
        self._headings = [(heading, _count(seen, heading)) for heading in sheet.headings]
        self._ids = {int(str(row)): ids.get(int(str(row)), "") for row in sheet.cells.index}

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(self._ids.values()) - {""}

    def cells(self, row: int) -> Cells:
        """What stands in the row, by heading."""
        texts = list(self._sheet.cells.loc[row])
        return {heading: text for heading, text in zip(self._headings, texts, strict=True) if text}

    def neighbours(self, shared: frozenset[str]) -> dict[int, tuple[str, str]]:
        """For each row the nearest ones before and behind it that both sheets have."""
        before = dict(self._nearest(list(self._ids), shared, _FIRST))
        behind = dict(self._nearest(list(reversed(self._ids)), shared, _LAST))
        return {row: (before[row], behind[row]) for row in self._ids}

    def _nearest(self, rows: Sequence[int], shared: frozenset[str], nearest: str) -> Iterator[tuple[int, str]]:
        for row in rows:
            yield row, nearest
            nearest = self._ids[row] if self._ids[row] in shared else nearest


def _count(seen: "Counter[str]", heading: str) -> int:
    seen[heading] += 1
    return seen[heading]


class RowPairing:
    """Finds which rows of then and now are one row, changed."""

    def __init__(self, then: SheetRows, now: SheetRows) -> None:
        self._then, self._now = then, now
        shared = then.ids & now.ids
        self._neighbours_then, self._neighbours_now = then.neighbours(shared), now.neighbours(shared)

    def match(self, left: Sequence[int], fresh: Sequence[int]) -> Iterator[tuple[int, int]]:
        """RowPairing of an old row and a new one, the likest first; each row is in one pair at most."""
        old, new = ({row: rows.cells(row) for row in some} for rows, some in ((self._then, left), (self._now, fresh)))
        scored = []
        for one, other in self._candidates(left, fresh):
            filled = max(len(old[one]), len(new[other]))
            changed = filled - len(old[one].items() & new[other].items())
            if changed <= max(1, filled // CHANGED_OF):
                likeness = fuzz.ratio(_text(old[one]), _text(new[other]))
                scored.append((changed, -likeness, -self._common_neighbours(one, other), one, other))
        taken_old, taken_new = set(), set()
        for *_, one, other in sorted(scored):
            if one not in taken_old and other not in taken_new:
                taken_old.add(one)
                taken_new.add(other)
                yield one, other

    def _candidates(self, left: Sequence[int], fresh: Sequence[int]) -> Iterator[tuple[int, int]]:
        if len(left) * len(fresh) <= MOST_PAIRS:
            yield from product(left, fresh)
            return
        here, there = _by_gap(left, self._neighbours_then), _by_gap(fresh, self._neighbours_now)
        for gap, group in here.items():
            others = there.get(gap, ())
            for place, one in enumerate(group):
                yield from ((one, other) for other in others[max(0, place - NEAR) : place + NEAR + 1])

    def _common_neighbours(self, one: int, other: int) -> int:
        """How many neighbours two rows have in common."""
        return sum(a == b for a, b in zip(self._neighbours_then[one], self._neighbours_now[other], strict=True))


def _by_gap(rows: Sequence[int], neighbours: Mapping[int, tuple[str, str]]) -> dict[str, list[int]]:
    """The rows that stand behind the same other, together and in their order."""
    gaps: dict[str, list[int]] = {}
    for row in sorted(rows):
        gaps.setdefault(neighbours[row][0], []).append(row)
    return gaps


def _text(cells: Cells) -> str:
    return "\n".join(cells[heading] for heading in sorted(cells))
