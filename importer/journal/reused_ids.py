"""The ids that rows were given because somebody corrected them, or said that they are the same job as another."""

from collections import Counter
from collections.abc import Iterable

from importer.journal import queries
from importer.journal.forgotten import ForgottenJobs
from importer.journal.queries import ReadConnection


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
