"""The durable record of every run and row: what was meant to be sent, that it went, and what came of it.

tables.py   the file and its tables
writer.py   the one thread that writes, and commits whatever waits together
entries.py  what stands in it

Nothing secret and no cell of the sheet is in it: of a row only its place, its job id and a hash of what it says.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from importer.journal.entries import (
    JournalRow,
    JournalRun,
    LastAnswer,
    Planned,
    SentBefore,
    problems_to_json,
    row_of,
    run_of,
    sent_before_of,
)
from importer.journal.writer import Row, Writer
from importer.records import Batch, Outcome
from importer.settings import Target

if TYPE_CHECKING:
    from concurrent.futures import Future

UNDER_WAY = "under way"

_INTEND = "INSERT INTO rows (run, row, job_id, content, level) VALUES (?, ?, ?, ?, ?)"
_SENDING = "UPDATE rows SET state = 'sending', sent_at = ? WHERE run = ? AND row = ?"
_SETTLE = """
    UPDATE rows SET state = 'settled', given_id = ?, attempts = ?, last_answer = ?, status = ?, problems = ?,
        sent_at = ?, finished_at = ?
    WHERE run = ? AND row = ?"""
_SENT_BEFORE = """
    SELECT earlier.job_id, earlier.run, coalesce(nullif(earlier.given_id, ''), earlier.job_id), earlier.content,
        earlier.status, runs.finished IS NOT NULL
    FROM rows AS ours
    JOIN rows AS earlier ON earlier.job_id = ours.job_id AND earlier.run < ours.run
    JOIN runs ON runs.run = earlier.run
    WHERE ours.run = ? AND earlier.sent_at IS NOT NULL
        AND runs.identity = (SELECT identity FROM runs WHERE run = ours.run)
    ORDER BY earlier.run"""
_ROWS = """
    SELECT row, job_id, content, level, state, attempts, last_answer, given_id, status, problems, sent_at
    FROM rows WHERE run = ? ORDER BY row"""
_RUNS = "SELECT run, started, finished, file, sheet, target, identity, state, options FROM runs ORDER BY run"


class Journal:
    """The journal at `path`, for any number of threads; what a call promises is on the disk when it has returned, or
    when its future is done.

    Every call raises JournalError where the file cannot be used, then nothing of that call is in it. Close it, or
    use it as a context.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = Writer(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is being written and close the file."""
        self._writer.close()

    def begin_run(self, batch: Batch, target: Target, options: Mapping[str, object] | None = None) -> int:
        """Open a run of this sheet to this target; give its number."""
        sheet = batch.sheet
        words = (str(sheet.path.absolute()), sheet.name, target.name, target.identity)
        told = (text.encode("utf-8", "replace").decode() for text in words)
        statement = """
            INSERT INTO runs (started, file, sheet, target, identity, state, options)
            VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING run"""
        return _number(self._writer.ask(statement, (_now(), *told, UNDER_WAY, json.dumps(options or {})))[0][0])

    def intend(self, run: int, jobs: Iterable[Planned]) -> None:
        """Put all that a run is going to send on disk, before the first of it is sent."""
        self._writer.put(_INTEND, [(run, job.row, job.job_id, job.content, job.level) for job in jobs]).result()

    def sending(self, run: int, rows: Iterable[int]) -> None:
        """Say that these rows are about to be sent: from here on they may have reached the target."""
        at = _now()
        self._writer.put(_SENDING, [(at, run, row) for row in rows]).result()

    def settle(self, run: int, outcome: Outcome, last: LastAnswer) -> "Future[list[Row]]":
        """Record what became of a row. The future is done when it is on disk."""
        sent_at = outcome.sent_at.isoformat() if outcome.sent_at else None
        told = json.dumps({"status": last.status, "text": last.text})
        problems = problems_to_json(outcome.problems) if outcome.problems else "[]"
        values = (outcome.job_id, last.attempts, told, outcome.status.value, problems, sent_at, _now())
        return self._writer.put(_SETTLE, [(*values, run, outcome.row)])

    def end_run(self, run: int, state: str) -> None:
        """Close a run, with a word for how it ended."""
        self._writer.put("UPDATE runs SET finished = ?, state = ? WHERE run = ?", [(_now(), state, run)]).result()

    def sent_before(self, run: int) -> dict[str, SentBefore]:
        """How earlier runs to the same target left the jobs of this one, by job id; the latest try counts."""
        return {str(job): sent_before_of(*rest) for job, *rest in self._writer.ask(_SENT_BEFORE, (run,))}

    def rows(self, run: int) -> tuple[JournalRow, ...]:
        """The rows of a run as they stand on disk, in the order of the sheet."""
        return tuple(row_of(*values) for values in self._writer.ask(_ROWS, (run,)))

    def runs(self) -> tuple[JournalRun, ...]:
        """All runs, the oldest first."""
        return tuple(run_of(*values) for values in self._writer.ask(_RUNS))


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _number(value: object) -> int:
    assert isinstance(value, int)  # noqa: S101 - an INTEGER column
    return value
