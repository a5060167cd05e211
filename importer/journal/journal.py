"""The journal as the rest of the program uses it: a run is begun, rows are meant, sent and settled, the run ends."""

import getpass
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from importer.errors import ExitCode
from importer.journal import queries
from importer.journal.entries import JournalRow, RowState, RunState, path_keys_of, run_seal_of, seal_of, to_storable
from importer.journal.file import make_unusable_error
from importer.journal.previous_runs import PreviousRuns
from importer.journal.problems import encode_problem, encode_problems
from importer.journal.run_lock import hold_locks, name_content_lock, name_file_lock
from importer.journal.saved_sheet import SavedSheet, saved_sheet_of
from importer.journal.tables import IDENTITIES, SqlRow
from importer.journal.writer import Writer, wait_for
from importer.languages import Translated
from importer.records import Batch, LastResponse, Outcome, PlannedJob, Status
from importer.settings import Target

if TYPE_CHECKING:
    from importer.journal.writer import OnCommit

_BEGIN = """
    INSERT INTO runs (started, file, sheet, target, identity, state, options, file_hash, user, pid, kept, meaning,
        seal)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING run"""
_CONTINUE = f"""
    UPDATE runs SET continued_by = :run
    WHERE run < :run AND continued_by IS NULL AND identity IN {IDENTITIES.format(":identity")}
        AND (file = :file OR file_hash = :file_hash)
        AND (exit IS NULL OR exit NOT IN (0, 4))"""  # noqa: S608 - of our own words
_INVALID = f"""
    INSERT INTO rows (run, row, job_id, content, level, state, given_id, status, finished_at, seal, outcome_seal)
    VALUES (?, ?, '', '', 0, '{RowState.SETTLED}', ?, ?, ?, ?, ?)"""  # noqa: S608
_INTEND = "INSERT INTO rows (run, row, job_id, content, level, id_from, seal) VALUES (?, ?, ?, ?, ?, ?, ?)"
_SENDING = f"""
    UPDATE rows SET state = '{RowState.SENDING}', sent_at = ?, outcome_seal = ?
    WHERE run = ? AND row = ?"""  # noqa: S608
_SETTLE = f"""
    UPDATE rows SET state = '{RowState.SETTLED}', given_id = ?, status = ?, problems = ?, last_answer = ?, attempts = ?,
        sent_at = ?, finished_at = ?, outcome_seal = ?
    WHERE run = ? AND row = ?"""  # noqa: S608
_SAME_TARGET = "INSERT OR IGNORE INTO same_targets (identity, earlier) VALUES (?, ?)"
_FORGET = "DELETE FROM written_files WHERE path IN (?, ?) AND content <> ?"
_WRITTEN = "INSERT OR IGNORE INTO written_files (path, content) VALUES (?, ?)"
_END = "UPDATE runs SET finished = ?, state = ?, exit = ?, results = ?, counts = ? WHERE run = ?"


class Journal:
    """The journal at `path`, for any number of threads; what a call promises is on the disk when it has returned, or
    has told so.

    Every call raises JournalError where the file cannot be used, then nothing of that call is in it. Close it, or
    use it as a context. `previous_runs` tells what stands in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._writer = Writer(path)
        self.previous_runs = PreviousRuns(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Finish what is being written and close the file."""
        self.previous_runs.close()
        self._writer.close()

    def record_target(self, target: Target) -> None:
        """Record by which identities the journal knows this target from before, so that its jobs are found again."""
        known = (identity for identity in self.previous_runs.list_identities() if target.is_known_as(identity))
        pairs = [(target.identity, identity) for identity in known if identity != target.identity]
        if pairs:
            wait_for(self._writer.put(_SAME_TARGET, pairs))

    @contextmanager
    def lock_run(self, file: Path, file_hash: str, identity: str) -> Iterator[None]:
        """See that no other run of this file, or of a copy of it to the same target, is under way meanwhile.

        Raises RunUnderWay where one is. What a process held that was killed is free.
        """
        with ExitStack() as held:
            try:
                held.enter_context(
                    hold_locks(self.path.parent, name_file_lock(file), name_content_lock(file_hash, identity))
                )
            except OSError as error:
                raise make_unusable_error(self.path, error) from error
            yield

    def begin_run(
        self,
        batch: Batch,
        target: Target,
        options: Mapping[str, object] | None = None,
        *,
        file_hash: str = "",
        reserved: Mapping[int, str] | None = None,
    ) -> int:
        """Open a run of this sheet to this target, with all that was read and found; give its number.

        Of its invalid rows those with an id that an earlier run has `reserved` for them keep it.

        Runs of the same file to the same target that did not come to their end are noted as continued by this one.
        """
        sheet = batch.sheet
        words = (str(sheet.path.absolute()), sheet.name, target.name, target.identity)
        file, name, target_name, identity = map(to_storable, words)
        known = (file, name, target_name, identity, RunState.UNDER_WAY.value, json.dumps(options or {}), file_hash)
        saved, meaning = saved_sheet_of(sheet), _meaning_of(batch)

        def begin(connection: sqlite3.Connection) -> list[SqlRow]:
            number = _save_sheet(connection, saved)
            started = _read_clock()
            seal = run_seal_of(started, file, name, target_name, identity, known[5], file_hash)
            values = (started, *known, _find_user(), os.getpid(), number, meaning, seal)
            ((run,),) = connection.execute(_BEGIN, values).fetchall()
            names = {"run": run, "identity": identity, "file": file, "file_hash": file_hash or None}
            connection.execute(_CONTINUE, names)
            problems = ((run, position, p.row, encode_problem(p)) for position, p in enumerate(batch.problems))
            connection.executemany("INSERT INTO problems (run, place, row, problem) VALUES (?, ?, ?, ?)", problems)
            connection.executemany(_INVALID, _list_invalid(run, batch, reserved or {}))
            return [(run,)]

        return int(self._writer.run_together(begin)[0][0])

    def record_planned(self, run: int, jobs: Iterable[PlannedJob]) -> dict[int, int]:
        """Put all that a run is going to send on disk, before the first of it is sent. Give the rows whose jobs another
        run has planned that is under way now, each with its number: of two that plan a job, the first has it.
        """
        rows = [(run, job.row, job.job_id, job.content, job.level, job.id_from.value, _seal_of(job)) for job in jobs]

        def plan(connection: sqlite3.Connection) -> list[SqlRow]:
            connection.executemany(_INTEND, rows)
            return connection.execute(queries.CLAIMED, (run,)).fetchall()

        claimed = self._writer.run_together(plan)
        runs = {other for _row, other, is_settled in claimed if not is_settled}
        ended = {other for other in runs if not self.previous_runs.is_under_way(self.previous_runs.find_run(other))}
        return {row: other for row, other, is_settled in claimed if is_settled or other not in ended}

    def mark_sending(self, run: int, rows: Iterable[int]) -> None:
        """Say that these rows are about to be sent: from here on they may have reached the target."""
        at = _read_clock()
        sealed = [(at, seal_of(row, "", "", "[]", "{}", 0, at, None), run, row) for row in rows]
        wait_for(self._writer.put(_SENDING, sealed))

    def record_outcome(self, run: int, outcome: Outcome, last: LastResponse, on_commit: "OnCommit") -> None:
        """Record what became of a row, within a moment. `on_commit` is called when it is on disk, or with the error."""
        self._writer.note(_SETTLE, _settled_row_of(run, outcome, last), on_commit)

    def finish_outcomes(self) -> None:
        """Wait until all outcomes that were recorded are on disk, or their errors told."""
        self._writer.run_together(lambda _connection: [])

    def end_run(
        self,
        run: int,
        state: RunState = RunState.FINISHED,
        exit_code: ExitCode | None = None,
        *,
        results: Path | None = None,
        counts: Mapping[Status, int] | None = None,
    ) -> None:
        """Close a run: how it ended, where its results are, and its rows by status."""
        rows = json.dumps({status.value: count for status, count in counts.items() if count}) if counts else ""
        results_path = to_storable(str(results.absolute())) if results else ""
        code = None if exit_code is None else int(exit_code)
        wait_for(self._writer.put(_END, [(_read_clock(), state.value, code, results_path, rows, run)]))

    def record_file(self, path: Path, content: str, *, replaces: str) -> None:
        """Record that a file with this SHA-256 is about to be put at `path`, in place of one with that of `replaces`.

        Whichever of the two lies there after a crash is known.
        """
        folder_key, named = path_keys_of(path)

        def record(connection: sqlite3.Connection) -> list[SqlRow]:
            connection.execute(_FORGET, (folder_key, named, replaces))
            return connection.execute(_WRITTEN, (folder_key, content)).fetchall()

        self._writer.run_together(record)

    def read_rows(self, run: int) -> tuple[JournalRow, ...]:
        """The rows of a run as they stand on disk, in the order of the sheet."""
        return tuple(self.previous_runs.read_rows(run))


def _settled_row_of(run: int, outcome: Outcome, last: LastResponse) -> SqlRow:
    sent_at = outcome.sent_at.isoformat() if outcome.sent_at else None
    answer = json.dumps({"status": last.status, "text": last.text})
    problems = encode_problems(outcome.problems) if outcome.problems else "[]"
    values = (outcome.job_id, outcome.status.value, problems, answer, last.attempts, sent_at, _read_clock())
    return (*values, seal_of(outcome.row, *values), run, outcome.row)


def _seal_of(job: PlannedJob) -> int:
    return seal_of(job.row, job.job_id, job.content, job.level, job.id_from.value)


def _meaning_of(batch: Batch) -> str:
    columns = [(column.field, column.position, column.letter, column.heading) for column in batch.columns]
    remarks = [[text, text.english] if isinstance(text, Translated) else text for text in batch.remarks]
    return json.dumps({"columns": columns, "remarks": remarks})


def _save_sheet(connection: sqlite3.Connection, sheet: SavedSheet) -> int:
    """The number under which the sheet is kept: once, however often it is run."""
    found = connection.execute("SELECT kept FROM sheets WHERE digest = ?", (sheet.digest,)).fetchall()
    if found:
        return int(found[0][0])
    statement = "INSERT INTO sheets (digest, described) VALUES (?, ?) RETURNING kept"
    ((sheet_id,),) = connection.execute(statement, (sheet.digest, sheet.described)).fetchall()
    parts = ((sheet_id, part, texts) for part, texts in enumerate(sheet.parts))
    connection.executemany("INSERT INTO sheet_parts (kept, part, texts) VALUES (?, ?, ?)", parts)
    return int(sheet_id)


def _list_invalid(run: int, batch: Batch, reserved: Mapping[int, str]) -> Iterator[SqlRow]:
    at = _read_clock()
    settled = dict.fromkeys(batch.invalid_rows & set(batch.values.index), Status.INVALID.value)
    settled |= dict.fromkeys(batch.left_out, Status.LEFT_OUT.value)
    reserved = reserved if batch.sheet.previous_results is None else {}  # results name them
    for row, word in sorted(settled.items()):
        job_id = reserved.get(row, "") if word == Status.INVALID else ""
        seals = seal_of(row, "", "", 0, ""), seal_of(row, job_id, word, "[]", "{}", 0, None, at)
        yield run, row, job_id, word, at, *seals


def _find_user() -> str:
    try:
        return to_storable(getpass.getuser())
    except (OSError, KeyError, ImportError):
        return ""  # a computer that has no name for its user


def _read_clock() -> str:
    return datetime.now(UTC).isoformat()
