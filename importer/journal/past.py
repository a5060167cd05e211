"""What stands in the journal: runs, their rows, and how earlier runs left the jobs of a sheet."""

import json
import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from importer.errors import NoSuchRun
from importer.journal.claims import file_claim, is_claimed
from importer.journal.entries import (
    IdFrom,
    JournalRow,
    JournalRun,
    SentBefore,
    counts_of,
    outcome_seal_of,
    row_of,
    run_of,
    sent_before_of,
)
from importer.journal.file import damaged, reading, unusable
from importer.journal.kept_sheet import sheet_of
from importer.journal.problems import problem_from_json
from importer.journal.writer import Row
from importer.problem import NO_SUCH_RUN, Problem
from importer.records import MappedColumn, Sheet, Status

_RUNS = """
    SELECT run, started, finished, file, sheet, target, identity, state, options, file_hash, user, pid, exit, results,
        counts, continued_by
    FROM runs ORDER BY run"""
_RUN = _RUNS.replace("ORDER BY run", "WHERE run = ?")
_ROWS = """
    SELECT row, job_id, content, level, state, attempts, last_answer, given_id, status, problems, sent_at, finished_at,
        seal, outcome_seal
    FROM rows WHERE run = ? ORDER BY row"""
_TRIES = """
    SELECT earlier.job_id, earlier.run, earlier.content, runs.finished IS NOT NULL,
        earlier.row, earlier.given_id, earlier.status, earlier.problems, earlier.last_answer, earlier.attempts,
        earlier.outcome_seal
    FROM rows AS ours
    JOIN rows AS earlier ON earlier.job_id = ours.job_id AND earlier.run {before} ours.run
    JOIN runs ON runs.run = earlier.run
    WHERE ours.run = ? AND ours.job_id <> '' AND earlier.sent_at IS NOT NULL
        AND runs.identity = (SELECT identity FROM runs WHERE run = ours.run)
    ORDER BY earlier.run"""
_LATEST = "SELECT max(run) FROM runs WHERE file = ? AND sheet = ? AND identity = ?"
_WITHOUT_NAME = "SELECT row, job_id, content FROM rows WHERE run = ? AND id_from IN (?, ?)"
_GIVEN = """
    SELECT DISTINCT content, job_id FROM rows JOIN runs USING (run)
    WHERE id_from = 'earlier run' AND identity = ? ORDER BY run"""
_SETTLED = "SELECT status, count(*) FROM rows WHERE run = ? AND state = 'settled' GROUP BY status"


@dataclass(frozen=True, slots=True)
class LeftJob:
    """A job that the last run of a file left, of a row that had neither an id nor a reference of its own.

    `status` is None or `unknown` where the outcome is open.
    """

    row: int
    job_id: str
    content: str
    status: Status | None


class Past:
    """Reads a journal, also while others write.

    Every call raises JournalError where it cannot be read, or is not as it was written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = reading(path)
        self._one_at_a_time = threading.Lock()

    def close(self) -> None:
        """Give the file back."""
        self._connection.close()

    def runs(self) -> tuple[JournalRun, ...]:
        """All runs, the oldest first."""
        with self._believed():
            return tuple(run_of(*values) for values in self._ask(_RUNS))

    def run(self, number: int) -> JournalRun:
        """The run of this number. Raises NoSuchRun."""
        with self._believed():
            for values in self._ask(_RUN, (number,)):
                return run_of(*values)
        raise NoSuchRun(NO_SUCH_RUN, run=number, reason="the journal has none of this number")

    def is_under_way(self, run: JournalRun) -> bool:
        """True while the process of this run is at it; False where it has ended, or was cut off."""
        return run.exit_code is None and is_claimed(self._path.parent, file_claim(Path(run.file)), run.pid)

    def rows(self, run: int) -> tuple[JournalRow, ...]:
        """The rows of a run as they stand on disk, in the order of the sheet."""
        with self._believed():
            found = self._ask(_ROWS, (run,))
            return tuple(row_of(*values) for values in found)

    def counts(self, run: JournalRun) -> dict[Status, int]:
        """The rows of a run by status; of one that has not ended, those that are settled."""
        if run.counts is not None:
            return dict(run.counts)
        with self._believed():
            return counts_of(self._ask(_SETTLED, (run.run,)))

    def problems(self, run: int) -> tuple[Problem, ...]:
        """What the check of a run found, in the order of the sheet."""
        with self._believed():
            found = self._ask("SELECT problem FROM problems WHERE run = ? ORDER BY place", (run,))
            return tuple(problem_from_json(str(problem)) for (problem,) in found)

    def sheet(self, run: JournalRun) -> Sheet:
        """The sheet as that run read it. Raises NoSuchRun where it was not kept: by the first version."""
        statement = "SELECT described, kept FROM sheets WHERE kept = (SELECT kept FROM runs WHERE run = ?)"
        for described, kept in self._ask(statement, (run.run,)):
            parts = self._ask("SELECT texts FROM sheet_parts WHERE kept = ? ORDER BY part", (kept,))
            with self._believed():
                return sheet_of(Path(run.file), str(described), [bytes(part) for (part,) in parts])  # type: ignore[call-overload]  # a BLOB
        raise NoSuchRun(NO_SUCH_RUN, run=run.run, reason="an older importer ran it, which did not keep the sheet")

    def meaning(self, run: int) -> tuple[tuple[MappedColumn, ...], tuple[str, ...]]:
        """Which column of the sheet filled which field, and the remarks on how it was understood."""
        ((text,),) = self._ask("SELECT meaning FROM runs WHERE run = ?", (run,))
        with self._believed():
            known = json.loads(str(text) or '{"columns": [], "remarks": []}')
            return tuple(MappedColumn(*column) for column in known["columns"]), tuple(known["remarks"])

    def sent_before(self, run: int) -> dict[str, SentBefore]:
        """How earlier runs to the same target left the jobs of this one, by job id; the latest try counts."""
        return self._tries(run, "<")

    def left(self, file: Path, sheet: str, identity: str) -> tuple[int | None, tuple[LeftJob, ...]]:
        """The last run of this sheet to this target, and the jobs it left that a corrected row may be about.

        Those are the jobs whose outcome is open; where that run did not come to its end, also those it created.
        """
        words = str(file.absolute()).encode("utf-8", "replace").decode(), sheet, identity
        ((found,),) = self._ask(_LATEST, words)
        if found is None:
            return None, ()
        last = self.run(int(str(found)))
        counting = {None, Status.UNKNOWN} if last.is_complete else {None, Status.UNKNOWN, Status.CREATED}
        tries = self._tries(last.run, "<=")
        rows = self._ask(_WITHOUT_NAME, (last.run, IdFrom.CONTENT.value, IdFrom.EARLIER.value))
        jobs = ((int(str(row)), str(job_id), str(content)) for row, job_id, content in rows)
        return last.run, tuple(
            LeftJob(*job, tried.status) for job in jobs if (tried := tries.get(job[1])) and tried.status in counting
        )

    def given_ids(self, identity: str) -> dict[str, list[str]]:
        """The ids that corrected rows have kept of earlier runs to this target, by what the row says now."""
        given: dict[str, list[str]] = {}
        for content, job_id in self._ask(_GIVEN, (identity,)):
            given.setdefault(str(content), []).append(str(job_id))
        return given

    def _tries(self, run: int, before: str) -> dict[str, SentBefore]:
        found: dict[str, SentBefore] = {}
        with self._believed():
            for job_id, number, content, finished, *outcome, seal in self._ask(_TRIES.format(before=before), (run,)):
                if seal is not None and seal != outcome_seal_of(*outcome):
                    raise ValueError(f"the outcome of row {outcome[0]} of run {number} is not what was written")
                given, status = outcome[1] or job_id, outcome[2]
                found[str(job_id)] = sent_before_of(number, given, content, status, finished)
        return found

    def _ask(self, statement: str, values: Row = ()) -> list[Row]:
        try:
            with self._one_at_a_time:
                return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise unusable(self._path, error) from error

    @contextmanager
    def _believed(self) -> Iterator[None]:
        """What cannot have been written is damage."""
        try:
            yield
        except (ValueError, KeyError, TypeError, AssertionError, zlib.error) as error:
            raise damaged(self._path, str(error)) from error
