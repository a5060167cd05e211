"""The workers of a run: what they take is noted on disk first, what they bring back is noted before it is given."""

import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import chain, groupby
from queue import Empty, SimpleQueue
from time import monotonic
from typing import Self, TypeVar

from importer.errors import JournalError
from importer.languages import _
from importer.problem import NO_ANSWER
from importer.records import LastResponse, Outcome, PlannedJob, Status
from importer.steps.submit.context import RunLog, SendContext, make_outcome_of_skipped
from importer.steps.submit.lookup_result import IdHandling, Undecided
from importer.steps.submit.sender import JobSender

MOST_TAKEN = 8  # jobs that a worker notes as being sent in one go
LISTEN_SECONDS = 1.0  # Windows, Python 3.11 to 3.13: Ctrl-C is heard only between waits, never during one
RESERVED_FILES = 16  # open beside the connections: the journal, what the results are written with
DECIDED_ALONE = 3  # of the rows that had to wait; each may show what the target does with ids
SECONDS_TO_DECIDE = 5.0  # after a stop; a row that is left is looked up by the next run

Task = TypeVar("Task")
Result = TypeVar("Result")
Family = list[PlannedJob]  # jobs that go one after the other


def limit_workers(wanted: int) -> int:
    """So many workers, or fewer where the system lets this program have too few files open: each has a connection."""
    if sys.platform == "win32":
        return wanted
    import resource  # noqa: PLC0415 - Windows has none

    most, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if most == resource.RLIM_INFINITY else max(1, min(wanted, most - RESERVED_FILES))


@dataclass(frozen=True, slots=True)
class _Refused:
    """What is to be told of a row that was refused, unless its job is there all the same."""

    outcome: Outcome


class WorkerPool:
    """So many workers as the policy says; each keeps its connection from one level to the next."""

    def __init__(self, context: SendContext, log: RunLog) -> None:
        self._context = context
        self._log = log
        self._workers = max(1, context.policy.workers)
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="submit")
        self._lock = threading.Lock()
        self._at_work = 0
        self._undecided: list[JobSender] = []
        self._until = float("inf")  # a stopped run decides what is undecided
        self._results: SimpleQueue[Outcome | _Refused | BaseException] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._context.stop.set(_("the run was stopped at once"))
        (ending := threading.Thread(target=self._pool.shutdown, name="submit-end")).start()
        while ending.is_alive():
            ending.join(LISTEN_SECONDS)

    def map(self, function: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        """Do each of these tasks, several at a time; give what comes of them, in any order."""
        pending = {self._pool.submit(function, task) for task in tasks}
        while pending:
            finished, pending = wait(pending, LISTEN_SECONDS, FIRST_COMPLETED)
            for done in finished:
                yield done.result(0)

    def deliver(self, jobs: Sequence[PlannedJob], note_refusal: Callable[[Outcome], None]) -> Iterator[Outcome]:
        """Send these jobs, in about this order, and give what became of each as soon as that is on disk.

        What is refused is noted at once; what became of it is known once the target must show a job that is there.
        Those of one family keep their order: the next goes when it is known what became of the one before.
        """
        waiting = deque(_group_families(jobs))
        self._at_work = min(self._workers, len(waiting))
        for _turn in range(self._at_work):
            self._pool.submit(self._send_waiting, waiting).add_done_callback(self._report_crash)
        yield from self._take_results(len(jobs), note_refusal)

    def record(self, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
        """Give outcomes that are known without sending, once they are on disk."""
        for outcome in outcomes:
            self._record(outcome, LastResponse())
        yield from self._take_results(len(outcomes))

    def _take_results(
        self, count: int, note_refusal: Callable[[Outcome], None] = lambda _outcome: None
    ) -> Iterator[Outcome]:
        while count:
            result = self._wait_for_result()
            if isinstance(result, BaseException):
                raise result
            if isinstance(result, _Refused):
                note_refusal(result.outcome)
            else:
                count -= 1
                yield result

    def _wait_for_result(self) -> "Outcome | _Refused | BaseException":
        while True:
            with suppress(Empty):
                return self._results.get(timeout=LISTEN_SECONDS)

    def _send_waiting(self, waiting: deque[Family]) -> None:
        while jobs := self._take(waiting):
            for first in range(0, len(jobs), MOST_TAKEN):
                self._send(jobs[first : first + MOST_TAKEN])
        if self._is_last():
            self._decide()

    def _is_last(self) -> bool:
        with self._lock:
            self._at_work -= 1
            return not self._at_work

    def _decide(self) -> None:
        """Finish the jobs that had to wait for the others: the first alone, which may show what the target does with
        ids, then several at a time; once the run is stopped, those that there is time for.
        """
        waiting = deque(_group_undecided(self._undecided))
        self._undecided, self._until = [], float("inf")
        self._finish_outcomes()
        for _turn in range(DECIDED_ALONE):
            if self._context.lookup.ids is IdHandling.UNTRIED:
                self._decide_next(waiting)
        with suppress(RuntimeError):  # the pool is being closed, and takes nothing more: this worker does it all
            for _turn in range(min(self._workers, len(waiting)) - 1):
                self._pool.submit(self._decide_all, waiting).add_done_callback(self._report_crash)
        self._decide_all(waiting)

    def _decide_all(self, waiting: deque[list[JobSender]]) -> None:
        while self._decide_next(waiting):
            pass

    def _decide_next(self, waiting: deque[list[JobSender]]) -> bool:
        """Finish the next job or family; False where there is none."""
        with self._lock:
            family = waiting.popleft() if waiting else []
        for sender in family:
            if self._has_time:
                sender.may_defer = False
                self._finish(sender)
            else:
                self._record(sender.report_undecided(), sender.last)
        return bool(family)

    @property
    def _has_time(self) -> bool:
        if self._context.stop.is_set:
            with self._lock:
                self._until = min(self._until, monotonic() + self._seconds_to_decide)
        return monotonic() < self._until

    @property
    def _seconds_to_decide(self) -> float:
        """Long enough for the target to show what it has, unless the run is stopped at once."""
        lag = 0.0 if self._context.stop.is_at_once else self._context.policy.lag_seconds
        return SECONDS_TO_DECIDE + lag

    def _send(self, jobs: list[PlannedJob]) -> None:
        self._mark_sending(jobs)
        for job in jobs:
            if self._context.stop.is_set:
                self._record(make_outcome_of_skipped(job, self._context), LastResponse())
            else:
                self._finish(JobSender(job, self._context))

    def _finish(self, sender: JobSender) -> None:
        try:
            self._record(self._context.add_remark(sender.deliver()), sender.last)
        except Undecided:
            self._defer(sender)

    def _defer(self, sender: JobSender) -> None:
        """Note it as sent, as it may be once the others are done: the run may be killed then."""
        outcome = sender.report_undecided()
        noted = replace(outcome, sent_at=outcome.sent_at or datetime.now(UTC))
        self._undecided.append(sender)
        if sender.refusal:
            self._results.put(_Refused(sender.refusal))
        self._log.journal.record_outcome(self._log.run, noted, sender.last, self._stop_if_lost)

    def _stop_if_lost(self, error: Exception | None) -> None:
        if isinstance(error, JournalError):
            self._context.stop.set(error.message)

    def _finish_outcomes(self) -> None:
        try:
            self._log.journal.finish_outcomes()
        except JournalError as error:
            self._context.stop.set(error.message)

    def _take(self, waiting: deque[Family]) -> list[PlannedJob]:
        """A few at a time; singly towards the end, so that no worker is left with a heap."""
        with self._lock:
            few = max(1, min(MOST_TAKEN, len(waiting) // (2 * self._workers)))
            return list(chain.from_iterable(waiting.popleft() for _turn in range(min(few, len(waiting)))))

    def _mark_sending(self, jobs: list[PlannedJob]) -> None:
        if self._context.stop.is_set:
            return
        try:
            self._log.journal.mark_sending(self._log.run, [job.row for job in jobs])
        except JournalError as error:
            self._context.stop.set(error.message)

    def _record(self, outcome: Outcome, last: LastResponse) -> None:
        self._log.journal.record_outcome(self._log.run, outcome, last, partial(self._give, outcome))

    def _give(self, outcome: Outcome, error: Exception | None) -> None:
        if not isinstance(error, JournalError):
            self._results.put(error or outcome)
            return
        self._context.stop.set(error.message)
        self._results.put(self._report_unrecorded(outcome, error) if outcome.sent_at else outcome)

    def _report_unrecorded(self, outcome: Outcome, error: JournalError) -> Outcome:
        """It was sent, and the journal cannot say what came of it: nor do we."""
        problem = self._context.batch.make_problem(NO_ANSWER, outcome.row, (), reason=error.message.rstrip("."))
        return Outcome(outcome.row, Status.UNKNOWN, outcome.job_id, (problem,), outcome.sent_at)

    def _report_crash(self, future: "Future[None]") -> None:
        error = future.exception()
        if error is not None:
            self._results.put(error)


def _group_families(jobs: Sequence[PlannedJob]) -> Iterator[Family]:
    for family, members in groupby(jobs, key=lambda job: job.family):
        if family:
            yield list(members)
        else:
            yield from ([job] for job in members)


def _group_undecided(senders: Sequence[JobSender]) -> Iterator[list[JobSender]]:
    """Those of one family together, in their order."""
    families: dict[str, list[JobSender]] = {}
    for sender in senders:
        if sender.family:
            families.setdefault(sender.family, []).append(sender)
        else:
            yield [sender]
    yield from families.values()
