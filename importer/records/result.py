"""A finished run or check."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from importer.errors import ExitCode
from importer.problem import Problem
from importer.records.batch import Batch, sort_problems
from importer.records.outcome import IN_TARGET, NOT_WANTED, TO_CORRECT, Outcome, Status


@dataclass(frozen=True)
class ImportResult:
    """A finished run or check: every row of the sheet exactly once, in its order, and what there is to say.

    `stopped` is '' where every sound row was tried, else the reason in a sentence. `results` is where the results are;
    `results_remark` says why they are not where they should be, '' where they are; `changed_results` are those of
    before that somebody has changed since, so that they stayed. Times are UTC. `arguments` are the
    options that were given, as they are typed on the command line, `asked` is all that was asked,
    as the journal has it. `identity` is that of the target, '' where nothing
    was sent; `address` is where it is, '' for the practice server. Of all worksheets that were to be read it is
    `one_of_all`, and `sheets_left` were not read any more. Where it is `declined`, somebody answered no when asked
    whether to send; `run` is then the one that was to be resumed. Of the rows `corrected` no job
    was created here, and their jobs are in the target: they were corrected in results of this sheet, or sent later.
    `created_before` is how many of the jobs that already exist each earlier run created.
    """

    batch: Batch
    outcomes: tuple[Outcome, ...]
    target: str
    started: datetime
    finished: datetime
    results: Path | None = None
    results_remark: str = ""
    changed_results: Path | None = None
    run: int | None = None
    stopped: str = ""
    interrupted: bool = False
    checked_only: bool = False
    arguments: tuple[str, ...] = ()
    asked: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""
    address: str = ""
    one_of_all: str = ""
    sheets_left: tuple[str, ...] = ()
    declined: bool = False
    corrected: frozenset[int] = frozenset()
    created_before: Mapping[int, int] = field(default_factory=dict)

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends; the gravest of what happened."""
        counts = self.counts
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if counts[Status.UNKNOWN]:
            return ExitCode.OPEN
        if counts[Status.NOT_SENT] > self.held and not self.checked_only:
            return ExitCode.STOPPED
        if any(counts[status] for status in TO_CORRECT) or self.held:
            return ExitCode.SOME_FAILED
        return ExitCode.NOT_STARTED if self.has_no_row_left else ExitCode.ALL_WELL

    @property
    def has_no_row_left(self) -> bool:
        """True where every row of the sheet is left out, so that there was nothing to send."""
        return self.rows > 0 and all(outcome.status in NOT_WANTED for outcome in self.outcomes)

    @property
    def held(self) -> int:
        """The rows that were not sent because only somebody can say what they are."""
        return sum(outcome.is_held for outcome in self.outcomes)

    @property
    def undecided(self) -> int:
        """The rows that are held, and whose job may be in the target: only somebody can say whether it is theirs."""
        return sum(outcome.is_undecided and outcome.row not in self.corrected for outcome in self.outcomes)

    @property
    def rows(self) -> int:
        """The rows of the sheet that have something in them."""
        return self.batch.sheet.rows

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, of the check and of the answers, in the order of the sheet."""
        answers = tuple(problem for outcome in self.outcomes for problem in outcome.problems)
        return sort_problems((*self.batch.problems, *answers), self.batch.columns)

    @property
    def counts(self) -> dict[Status, int]:
        """The rows by status, every status named; they add up to `rows`."""
        found = Counter(outcome.status for outcome in self.outcomes)
        return {status: found[status] for status in Status}

    @property
    def jobs(self) -> dict[int, str]:
        """Row to job id, of the rows whose job is in the target."""
        return {outcome.row: outcome.job_id for outcome in self.outcomes if outcome.status in IN_TARGET}
