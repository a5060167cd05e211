"""The ids that rows were given because somebody corrected them, or said that they are the same job as another; and
those that are reserved for rows of which no job was created.
"""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid5

from importer.journal import queries
from importer.journal.entries import JournalRun, run_of, to_storable
from importer.journal.forgotten import ForgottenJobs
from importer.journal.queries import ReadConnection
from importer.records import Status

_RESERVED = UUID("0d5c1a3e-2f7b-5b7e-8a53-7d2f5c0e9b41")  # ours; the ids of invalid rows are made within it


def make_reserved_id(row: int, run: JournalRun) -> str:
    """The id that the job of an invalid row will have, in whatever copy of the results it is corrected."""
    return str(uuid5(_RESERVED, f"{run.identity}\n{run.started.isoformat()}\n{row}"))


class ReusedIds:
    """Reads them. Every call raises JournalError where the journal cannot be read, or is not as it was written."""

    def __init__(self, connection: ReadConnection, forgotten: ForgottenJobs) -> None:
        self._connection, self._forgotten = connection, forgotten

    def find_by_content(self, identity: str, contents: Iterable[str]) -> dict[str, list[str]]:
        """The ids that corrected rows which say one of `contents` have kept of earlier runs to this target, by that."""
        given = self._forgotten.find_given_ids(contents, self._connection.list_identities(identity))
        for content, job_id, _run in self._connection.query(queries.GIVEN, (identity,)):
            given.setdefault(content, []).append(job_id)
        return {content: list(dict.fromkeys(ids)) for content, ids in given.items()}

    def find_in_unrelated_runs(self, identity: str, related: frozenset[int]) -> frozenset[str]:
        """The ids that corrected rows have kept in runs to this target, and in none that is `related`."""
        runs: dict[str, set[int]] = {}
        for _content, job_id, run in self._connection.query(queries.GIVEN, (identity,)):
            runs.setdefault(job_id, set()).add(run)
        return frozenset(job_id for job_id, theirs in runs.items() if not theirs & related)

    def count_alike(self, job_ids: Iterable[str], identity: str, related: frozenset[int]) -> Counter[tuple[str, str]]:
        """How many rows of one sheet that say the same had one job, by its id and what they say; where it is one, or
        none, it is not told. Of the runs that are `related`, and those that were erased, the one with the most counts.
        """
        asked = list(job_ids)
        found = self._forgotten.count_alike(asked, self._connection.list_identities(identity))
        for job_id, content, run, count in self._connection.query_ids(queries.ALIKE, asked, identity):
            if run in related:
                found[job_id, content] = max(found[job_id, content], count)
        return found

    def list_reserved(self, file: Path, sheet: str, identity: str) -> tuple[JournalRun, dict[int, str]] | None:
        """The last run of a sheet to this target, and the ids of those of its rows of which it created no job, also
        where an older run had reserved them. None where there is no such run.
        """
        names = tuple(map(to_storable, (identity, str(file.absolute()), sheet)))
        ((number,),) = self._connection.query(queries.LAST_OF_SHEET, names)
        if number is None:
            return None
        with self._connection.refuse_damage():
            (run,) = (run_of(values) for values in self._connection.query(queries.RUN, (number,)))
        rows = self._connection.query(queries.NOT_CREATED, (number,))
        invalid = Status.INVALID.value
        ids = {row: job_id or make_reserved_id(row, run) for row, job_id, status in rows if job_id or status == invalid}
        unsent = [ids[row] for row, _, status in rows if row in ids and status == Status.NOT_SENT.value]
        there = {job_id for (job_id,) in self._connection.query_ids(queries.IDS_THERE, unsent, identity)}
        deleted = {row for row, _, status in rows if status == Status.NOT_SENT.value and ids.get(row) in there}
        return run, {row: job_id for row, job_id in ids.items() if row not in deleted}
