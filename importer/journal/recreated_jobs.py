"""Jobs that were deleted in the target and created again: results from before name them by the ids that they had.

Where the target gives ids of its own, each new job of a row has another one, and so has the row in each of its results.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from importer.journal import queries
from importer.journal.entries import moment_of
from importer.journal.queries import ReadConnection
from importer.records import STATUSES, SentBefore, Status


def find_recreated(
    connection: ReadConnection, run: int, job_ids: Collection[str], before: Mapping[str, SentBefore]
) -> dict[str, SentBefore]:
    """The latest job of rows whose jobs were created again since, by the id that this run gives the row; and the job of
    those that have the id that the target gave it. `before` is how earlier runs left the jobs under these ids
    themselves.
    """
    latest = _LatestJobs()
    with connection.refuse_damage():
        for job_id, number, given, content, status, finished, at in connection.stream(queries.TRIES_OF_RENAMED, (run,)):
            known = STATUSES[status] if status else None
            other = given if given != job_id else ""
            latest.add(job_id, SentBefore(number, other, content, known, bool(finished), moment_of(at)))
    rows = Counter(map(latest.find_first, job_ids))
    attempts = ((job_id, latest.find(job_id)) for job_id in job_ids if rows[latest.find_first(job_id)] == 1)
    later = ((job_id, one) for job_id, one in attempts if one and _is_later(one, job_id, before.get(job_id)))
    return {job_id: replace(one, job_id=one.job_id or job_id) for job_id, one in later}


def find_confirmed(
    connection: ReadConnection, identity: str, before: Mapping[str, SentBefore]
) -> dict[str, SentBefore]:
    """Of the jobs of `before` with an unknown outcome those that a later run has found under the id that an answer
    named, where the sheet has the id under which they were sent.
    """
    named = {one.job_id: job_id for job_id, one in before.items() if one.status is Status.UNKNOWN}
    named = {theirs: job_id for theirs, job_id in named.items() if theirs != job_id}
    found: dict[str, int] = dict(connection.query_ids(queries.LAST_FOUND, named, identity)) if named else {}
    later = ((named[theirs], run) for theirs, run in found.items() if run > before[named[theirs]].run)
    return {job_id: replace(before[job_id], run=run, status=Status.EXISTS, finished=True) for job_id, run in later}


def _is_later(attempt: SentBefore, job_id: str, known: SentBefore | None) -> bool:
    """True where the row has had another job since; or where the target gave its job this id, and no more is known."""
    if known is None and attempt.job_id == job_id and attempt.status is Status.CREATED:
        return True
    run, has = (known.run, known.job_id) if known else (0, job_id)
    return attempt.run > run and attempt.job_id not in {job_id, has}


class _LatestJobs:
    """The jobs of one row have ids that follow from one another: what one was sent under, another was given."""

    def __init__(self) -> None:
        self._earlier: dict[str, str] = {}
        self._latest: dict[str, SentBefore] = {}

    def add(self, job_id: str, attempt: SentBefore) -> None:
        first, given = self.find_first(job_id), self.find_first(attempt.job_id)
        if given != first and attempt.status is Status.CREATED:
            self._earlier[given] = first
        self._latest[first] = attempt

    def find(self, job_id: str) -> SentBefore | None:
        return self._latest.get(self.find_first(job_id))

    def find_first(self, job_id: str) -> str:
        while job_id in self._earlier:
            job_id = self._earlier[job_id]
        return job_id
