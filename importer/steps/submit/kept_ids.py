"""A row that was corrected keeps the id that it was given, as long as its job may be in the target.

A row with an id or a reference of its own is known by that, and one that says what it said before by what it says;
what follows is about the others. Of the last run of the sheet there are jobs left whose row says something else now;
in the sheet there are rows that are new. Such a job and such a row belong together where they are alike (pairs.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from importer.journal import PreviousRuns
from importer.records import IdFrom, PlannedJob, Sheet
from importer.steps.submit.pairs import Pairs, SheetRows

_FIXED = frozenset({IdFrom.ID, IdFrom.EARLIER})  # by the sheet itself, or by the results it was made of


def with_kept_ids(
    jobs: Sequence[PlannedJob], sheet: Sheet, previous_runs: PreviousRuns, identity: str
) -> tuple[PlannedJob, ...]:
    """The jobs of a sheet, in its order; the corrected rows among them with the ids that they were given before."""
    kept = dict(_given(jobs, previous_runs.given_ids(identity)))
    now = {job.row: kept.get(job.row, job.job_id) for job in jobs}
    last = previous_runs.last_run_of(sheet.path, sheet.name, identity)
    used = set(now.values())
    left = sorted(row for row in last.left if last.ids[row] not in used) if last else []
    if last and left:
        known = set(last.ids.values())
        fresh = [job.row for job in jobs if now[job.row] not in known and _may_be_another(job)]
        pairs = Pairs(SheetRows(previous_runs.sheet(last.run), last.ids), SheetRows(sheet, now))
        kept.update({row: last.ids[old] for old, row in pairs.found(left, fresh)})
    return tuple(_with_id(job, kept[job.row]) if job.row in kept else job for job in jobs)


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


def _with_id(job: PlannedJob, job_id: str) -> PlannedJob:
    return replace(job, job_id=job_id, id_from=IdFrom.EARLIER)
