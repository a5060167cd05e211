"""What became of the rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from importer.errors import ExitCode
from importer.problem import Problem
from importer.records.batch import Batch, in_sheet_order


class Status(StrEnum):
    """What became of a row: a closed list. `meaning` is what the README says of it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Status":
        status = str.__new__(cls, word)
        status._value_ = word
        status.meaning = meaning
        return status

    CREATED = "created", "the job is in the target, made by this row"
    EXISTS = "already exists", "the job was there before; nothing was sent again or overwritten"
    INVALID = "invalid", "something in the row is wrong; it was never sent"
    REJECTED = "rejected", "the target said no; its reason stands beside the row"
    UNKNOWN = "unknown", "sent, but whether it was created is open; it is looked up before any further try"
    BLOCKED = "blocked", "not sent, because the job that it belongs to was not created"
    NOT_SENT = "not sent", "sound, but the run stopped before it was sent (or only a check was asked)"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `job_id` is the id given to it, whether or not it was created; `sent_at` is UTC."""

    row: int
    status: Status
    job_id: str = ""
    problems: tuple[Problem, ...] = ()
    sent_at: datetime | None = None


@dataclass(frozen=True)
class ImportResult:
    """A finished run or check: every row of the sheet exactly once, in its order, and what there is to say.

    `stopped` is '' where every sound row was tried, else the reason in a sentence. `results` is where the results are;
    `results_remark` says why they are not where they should be, '' where they are. Times are UTC. `said` are the
    options that were given, as they are typed on the command line. `identity` is that of the target, '' where nothing
    was sent.
    """

    batch: Batch
    outcomes: tuple[Outcome, ...]
    target: str
    started: datetime
    finished: datetime
    results: Path | None = None
    results_remark: str = ""
    run: int | None = None
    stopped: str = ""
    interrupted: bool = False
    checked_only: bool = False
    said: tuple[str, ...] = ()
    identity: str = ""

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends; the gravest of what happened."""
        counts = self.counts
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if counts[Status.UNKNOWN]:
            return ExitCode.OPEN
        if counts[Status.NOT_SENT] and not self.checked_only:
            return ExitCode.STOPPED
        if counts[Status.INVALID] + counts[Status.REJECTED] + counts[Status.BLOCKED]:
            return ExitCode.SOME_FAILED
        return ExitCode.ALL_WELL

    @property
    def rows(self) -> int:
        """The rows of the sheet that have something in them."""
        return self.batch.sheet.rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, of the check and of the answers, in the order of the sheet."""
        answers = tuple(problem for outcome in self.outcomes for problem in outcome.problems)
        return in_sheet_order((*self.batch.problems, *answers), self.batch.columns)

    @property
    def counts(self) -> dict[Status, int]:
        """The rows by status, every status named; they add up to `rows`."""
        found = Counter(outcome.status for outcome in self.outcomes)
        return {status: found[status] for status in Status}

    @property
    def jobs(self) -> dict[int, str]:
        """Row to job id, of the rows whose job is in the target."""
        there = {Status.CREATED, Status.EXISTS}
        return {outcome.row: outcome.job_id for outcome in self.outcomes if outcome.status in there}
