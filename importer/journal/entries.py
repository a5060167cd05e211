"""What stands in the journal: runs and rows, each with a seal, so that damage is seen and never believed."""

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from importer.errors import ExitCode
from importer.files import resolve_links
from importer.journal.problems import decode_problems
from importer.journal.tables import SqlRow
from importer.languages import _
from importer.records import STATUSES, LastResponse, Outcome, Status


class RowState(StrEnum):
    """How far a row has come. From `sending` on it may have reached the target."""

    PLANNED = "planned"
    SENDING = "sending"
    SETTLED = "settled"


class RunState(StrEnum):
    """How a run stands."""

    UNDER_WAY = "under way"  # or cut off: see whether its process lives
    FINISHED = "finished"  # every sound row was tried
    STOPPED = "stopped"
    INTERRUPTED = "interrupted"


_EXITS = {int(code): code for code in ExitCode}


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of a run as it stands on disk. `outcome` is None until it is settled; times are UTC."""

    row: int
    job_id: str
    content: str
    level: int
    state: RowState
    last: LastResponse
    outcome: Outcome | None
    sent_at: datetime | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class JournalRun:
    """A run as it stands on disk; times are UTC, `finished` and `exit_code` are None where it has not ended.

    `counts` are its rows by status, as far as they are settled; `options` is what was asked. `pid` is the process that
    ran it, for `user` of this computer.
    """

    run: int
    started: datetime
    finished: datetime | None
    file: str
    sheet: str
    target: str
    identity: str
    state: RunState
    options: Mapping[str, object]
    file_hash: str = ""
    user: str = ""
    pid: int = 0
    exit_code: ExitCode | None = None
    results: str = ""
    counts: Mapping[Status, int] | None = None
    continued_by: int | None = None

    @property
    def is_complete(self) -> bool:
        """True where nothing is left to be sent or settled."""
        return self.exit_code in {ExitCode.ALL_WELL, ExitCode.SOME_FAILED, ExitCode.NOT_STARTED}


class PreviousRow(NamedTuple):  # there are many
    """A row of an earlier run whose job is in the target, or may be; that `is_open` where nobody knows."""

    job_id: str
    run: int
    row: int
    file: str
    sheet: str
    id_from: str
    given_id: str = ""
    is_open: bool = False

    @property
    def id_there(self) -> str:
        """The id that the job has in the target, as far as is known."""
        return self.given_id or self.job_id


@dataclass(frozen=True, slots=True, eq=False)
class SheetTexts:
    """A sheet as texts: its headings, the place of the column that fills each field, and its rows."""

    headings: Sequence[str]
    fields: Mapping[str, int]
    rows: Mapping[int, Sequence[str]]


@dataclass(frozen=True)
class LastRun:
    """The last run of a sheet: the job id of each of its rows, in its order, '' where a row had none, and a hash of
    what the row said, whether its codes could be looked up or not.

    `open_rows` are those whose jobs a corrected row may be about, since they had no id and no reference of their own:
    with an unknown outcome, and, where that run was cut off, those it created. `created_rows` are the others
    whose jobs it made or found, which the user has been told. The `asked_rows` have the id of one that they resemble.
    It `is_latest` where no other run was begun since, of whatever sheet.
    """

    run: JournalRun
    ids: Mapping[int, str]
    contents: Mapping[int, str]
    open_rows: frozenset[int]
    created_rows: frozenset[int] = frozenset()
    asked_rows: frozenset[int] = frozenset()
    is_latest: bool = True

    @property
    def ids_without_job(self) -> frozenset[str]:
        """The ids of the rows without a name of their own whose jobs it did not make, find or leave open."""
        known = self.open_rows | self.created_rows | self.asked_rows
        return frozenset(job_id for row, job_id in self.ids.items() if row not in known)

    @property
    def known_ids(self) -> frozenset[str]:
        """The ids that its rows were given, without those of other rows that they only resemble."""
        return frozenset(job_id for row, job_id in self.ids.items() if row not in self.asked_rows) - {""}


def seal_of(*words: object) -> int:
    """A number that other words would not have, but by a chance of one in four milliards."""
    return zlib.crc32("\x1f".join(map(str, words)).encode("utf-8", "surrogatepass"))


def run_seal_of(started: str, *request: str) -> int:
    """The seal of a run: of when it was started, its file, sheet, target, identity, options and the file's hash."""
    return seal_of(started, *request)


def to_storable(text: str) -> str:
    """The text as SQLite takes it. A name on disk need not be text: what is none becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def path_keys_of(path: Path) -> tuple[str, str]:
    """What the journal knows a file by, however it was typed: a hash of its name, and what earlier versions had."""
    name = to_storable(os.path.normcase(resolve_links(path.parent) / path.name))
    return hash_path(name), name


def hash_path(name: str) -> str:
    """The name of a file, of which nothing is to be read in the journal."""
    return hashlib.sha256(name.encode()).hexdigest()


def refuse_broken_seals(columns: SqlRow) -> None:
    """Raise ValueError where a row, of its columns in the order of `row_of`, is not what was written."""
    row, job_id, content, level, id_from, _state, *outcome, seal, outcome_seal = columns
    if seal is not None and seal != seal_of(row, job_id, content, level, id_from):
        raise ValueError(_("row {row} differs from what importer wrote").format(row=row))
    if outcome_seal is not None and outcome_seal != seal_of(row, *outcome):
        raise ValueError(_("the outcome of row {row} differs from what importer wrote").format(row=row))


def row_of(columns: SqlRow) -> JournalRow:
    """Make the record of a row, of its columns in this order. Raises ValueError where it is not what was written."""
    refuse_broken_seals(columns)
    row, job_id, content, level, _, state, *outcome_columns = columns[:-2]
    given_id, status, problems, answer, attempts, sent_at, finished_at = outcome_columns
    outcome = None
    if status:
        outcome = Outcome(row, STATUSES[status], given_id, decode_problems(problems), moment_of(sent_at))
    known = json.loads(answer)
    last = LastResponse(known.get("status", 0), known.get("text", ""), int(attempts))
    return JournalRow(
        row=int(row),
        job_id=job_id,
        content=content,
        level=int(level),
        state=RowState(state),
        last=last,
        outcome=outcome,
        sent_at=moment_of(sent_at),
        answered_at=moment_of(finished_at),
    )


def run_of(columns: SqlRow) -> JournalRun:
    """Make the record of a run, of its columns in this order. Raises ValueError where it is not what was written."""
    run, started, finished, file, sheet, target, identity, state, options, *ending = columns
    file_hash, user, pid, code, results, counts, continued_by, seal = ending
    if seal is not None and seal != run_seal_of(started, file, sheet, target, identity, options, file_hash):
        raise ValueError(_("run {run} differs from what importer wrote").format(run=run))
    return JournalRun(
        run=run,
        started=datetime.fromisoformat(started),
        finished=moment_of(finished),
        file=file,
        sheet=sheet,
        target=target,
        identity=identity,
        state=RunState(state),
        options=json.loads(options),
        file_hash=file_hash,
        user=user,
        pid=pid,
        exit_code=None if code is None else _EXITS[code],
        results=results,
        counts=counts_of(json.loads(counts).items()) if counts else None,
        continued_by=continued_by,
    )


def counts_of(pairs: Iterable[Any]) -> dict[Status, int]:
    """Rows by status, every status named."""
    found = {STATUSES[word]: int(count) for word, count in pairs}
    return {status: found.get(status, 0) for status in Status}


def moment_of(column: str | None) -> datetime | None:
    """A time of a column, None where there is none."""
    return datetime.fromisoformat(column) if column else None


def find_continued(run: int, runs: Sequence[JournalRun]) -> frozenset[int]:
    """The runs that somebody interrupted, or that were cut off, and that a run goes on with, directly or not."""
    found = {run}
    for known in reversed(runs):
        if known.continued_by in found and (known.state is RunState.INTERRUPTED or known.finished is None):
            found.add(known.run)
    return frozenset(found - {run})
