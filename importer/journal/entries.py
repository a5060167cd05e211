"""What stands in the journal: runs, rows, and the problems that answers brought."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from importer.problem import CODES, Problem
from importer.records import Outcome, Status


class RowState(StrEnum):
    """How far a row has come. From `sending` on it may have reached the target."""

    PLANNED = "planned"
    SENDING = "sending"
    SETTLED = "settled"


_STATUSES = {status.value: status for status in Status}


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


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What came back last, after so many tries: the HTTP status, 0 where nothing came, and what was said, shortened."""

    status: int = 0
    text: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class SentBefore:
    """How the latest try of an earlier run left a job. `status` is None where it was cut off and the outcome is open.

    `job_id` is the id that it has in the target, as far as is known. `finished` says whether that run came to its
    end, and so told the user.
    """

    run: int
    job_id: str
    content: str
    status: Status | None
    finished: bool


@dataclass(frozen=True, slots=True)
class JournalRow:
    """A row of a run as it stands on disk. `outcome` is None until it is settled; its problems carry no cell texts."""

    row: int
    job_id: str
    content: str
    level: int
    state: RowState
    last: LastAnswer
    outcome: Outcome | None


@dataclass(frozen=True, slots=True)
class JournalRun:
    """A run as it stands on disk; times are UTC, `finished` is None while it is under way or where it was cut off."""

    run: int
    started: datetime
    finished: datetime | None
    file: str
    sheet: str
    target: str
    identity: str
    state: str
    options: Mapping[str, object]


def problems_to_json(problems: Iterable[Problem]) -> str:
    """Problems as JSON, without the text of the cell: that stays in the user's sheet."""
    return json.dumps([{**asdict(problem), "code": problem.code.number, "value": ""} for problem in problems])


def problems_from_json(text: str) -> tuple[Problem, ...]:
    """Make the problems again."""
    return tuple(_problem(**entry) for entry in json.loads(text))


def _problem(*, code: int, fields: list[str], also: list[str], row: int, message: str, **words: str) -> Problem:
    return Problem(CODES[code], row, message, fields=tuple(fields), also=tuple(also), **words)


def sent_before_of(*columns: object) -> SentBefore:
    """Make the record of a try, of its columns in this order."""
    run, job_id, content, status, finished = columns
    return SentBefore(int(str(run)), str(job_id), str(content), _STATUSES.get(str(status)), bool(finished))


def row_of(*columns: object) -> JournalRow:
    """Make the record of a row, of its columns in this order."""
    row, job_id, content, level, state, attempts, last_answer, given_id, status, problems, sent_at = columns
    told = json.loads(str(last_answer))
    outcome = None
    if status:
        known = problems_from_json(str(problems))
        outcome = Outcome(int(str(row)), _STATUSES[str(status)], str(given_id), known, _moment(sent_at))
    last = LastAnswer(told.get("status", 0), told.get("text", ""), int(str(attempts)))
    place = int(str(row)), str(job_id), str(content), int(str(level))
    return JournalRow(*place, RowState(str(state)), last, outcome)


def run_of(*columns: object) -> JournalRun:
    """Make the record of a run, of its columns in this order."""
    run, started, finished, file, sheet, target, identity, state, options = columns
    begun, ended = datetime.fromisoformat(str(started)), _moment(finished)
    place = str(file), str(sheet), str(target), str(identity)
    return JournalRun(int(str(run)), begun, ended, *place, str(state), json.loads(str(options)))


def _moment(column: object) -> datetime | None:
    return datetime.fromisoformat(str(column)) if column else None
