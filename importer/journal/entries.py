"""What stands in the journal: runs and rows, each with a seal, so that damage is seen and never believed."""

import json
import os
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from importer.errors import ExitCode
from importer.journal.problems import problems_from_json
from importer.records import IdFrom, LastAnswer, Outcome, SentBefore, Status


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


_STATUSES = {status.value: status for status in Status}
_EXITS = {int(code): code for code in ExitCode}


class Planned(Protocol):
    """A row that is going to be sent, with the id that its job will have."""

    @property
    def row(self) -> int: ...
    @property
    def job_id(self) -> str: ...
    @property
    def content(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def id_from(self) -> IdFrom: ...


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of a run as it stands on disk. `outcome` is None until it is settled; times are UTC."""

    row: int
    job_id: str
    content: str
    level: int
    state: RowState
    last: LastAnswer
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
        return self.exit_code in {ExitCode.ALL_WELL, ExitCode.SOME_FAILED}


def seal_of(*words: object) -> int:
    """A number that other words would not have, but by a chance of one in four milliards."""
    return zlib.crc32("\x1f".join(map(str, words)).encode("utf-8", "surrogatepass"))


def storable(text: str) -> str:
    """The text as SQLite takes it. A name on disk need not be text: what is none becomes a question mark."""
    return text.encode("utf-8", "replace").decode()


def path_key(path: Path) -> str:
    """The name of a file as the journal has it, however it was typed."""
    return storable(os.path.normcase(path.parent.resolve() / path.name))


def refuse_broken_seals(*columns: object) -> None:
    """Raise ValueError where a row, of its columns in the order of `row_of`, is not what was written."""
    row, job_id, content, level, id_from, _state, *ended, seal, outcome_seal = columns
    if seal is not None and seal != seal_of(row, job_id, content, level, id_from):
        raise ValueError(f"row {row} is not what was written")
    if outcome_seal is not None and outcome_seal != seal_of(row, *ended):
        raise ValueError(f"the outcome of row {row} is not what was written")


def row_of(*columns: object) -> JournalRow:
    """Make the record of a row, of its columns in this order. Raises ValueError where it is not what was written."""
    refuse_broken_seals(*columns)
    row, job_id, content, level, _id_from, state, given_id, status, problems, last_answer, attempts, *times = columns
    sent_at, finished_at = times[:2]
    told = json.loads(str(last_answer))
    outcome = None
    if status:
        known = problems_from_json(str(problems))
        outcome = Outcome(int(str(row)), _STATUSES[str(status)], str(given_id), known, moment(sent_at))
    last = LastAnswer(told.get("status", 0), told.get("text", ""), int(str(attempts)))
    place = int(str(row)), str(job_id), str(content), int(str(level))
    return JournalRow(*place, RowState(str(state)), last, outcome, moment(sent_at), moment(finished_at))


def sent_before_of(*columns: object) -> SentBefore:
    """Make the record of a try, of its columns in this order."""
    run, job_id, content, status, finished = columns
    known = _STATUSES[str(status)] if status else None
    return SentBefore(int(str(run)), str(job_id), str(content), known, bool(finished))


def run_of(*columns: object) -> JournalRun:
    """Make the record of a run, of its columns in this order. Raises ValueError where it is not what was written."""
    run, started, finished, file, sheet, target, identity, state, options, *rest = columns
    file_hash, user, pid, code, results, counts, continued_by = rest
    return JournalRun(
        run=int(str(run)),
        started=datetime.fromisoformat(str(started)),
        finished=moment(finished),
        file=str(file),
        sheet=str(sheet),
        target=str(target),
        identity=str(identity),
        state=RunState(str(state)),
        options=json.loads(str(options)),
        file_hash=str(file_hash),
        user=str(user),
        pid=int(str(pid)),
        exit_code=None if code is None else _EXITS[int(str(code))],
        results=str(results),
        counts=counts_of(json.loads(str(counts)).items()) if counts else None,
        continued_by=None if continued_by is None else int(str(continued_by)),
    )


def counts_of(pairs: object) -> dict[Status, int]:
    """Rows by status, every status named."""
    found = {_STATUSES[str(word)]: int(count) for word, count in pairs}  # type: ignore[attr-defined]  # pairs
    return {status: found.get(status, 0) for status in Status}


def moment(column: object) -> datetime | None:
    """A time of a column, None where there is none."""
    return datetime.fromisoformat(str(column)) if column else None
