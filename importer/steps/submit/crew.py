"""The workers of a run: what they take is noted on disk first, what they bring back is noted before it is told."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from functools import partial
from itertools import chain, groupby
from queue import SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

from importer.errors import JournalError
from importer.problem import NO_ANSWER
from importer.records import LastAnswer, Outcome, PlannedJob, Status
from importer.steps.submit.deliver import Delivery
from importer.steps.submit.settle import Undecided
from importer.steps.submit.trip import RunLog, Trip, left

MOST_TAKEN = 8  # jobs that a worker notes as being sent in one go

Asked = TypeVar("Asked")
Told = TypeVar("Told")
Family = list[PlannedJob]  # jobs that go one after the other


class Crew:
    """So many workers as the policy says; each keeps its connection from one level to the next."""

    def __init__(self, trip: Trip, log: RunLog) -> None:
        self._trip = trip
        self._journal, self._run = log.journal, log.run
        self._workers = max(1, trip.traffic.policy.workers)
        self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="submit")
        self._taking = threading.Lock()
        self._at_work = 0
        self._undecided: list[Delivery] = []
        self._back: SimpleQueue[Outcome | BaseException] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._trip.stop.ask("the run was left")
        self._pool.shutdown()

    def each(self, task: Callable[[Asked], Told], questions: Sequence[Asked]) -> Iterator[Told]:
        """Do a task for each of these, several at a time; give what comes of them, in any order."""
        for done in as_completed([self._pool.submit(task, question) for question in questions]):
            yield done.result()

    def deliver(self, jobs: Sequence[PlannedJob]) -> Iterator[Outcome]:
        """Send these jobs, in about this order, and give what became of each as soon as that is on disk.

        Those of one family keep their order: the next goes when it is known what became of the one before.
        """
        waiting = deque(_families(jobs))
        self._at_work = min(self._workers, len(waiting))
        for _ in range(self._at_work):
            self._pool.submit(self._work, waiting).add_done_callback(self._ended)
        yield from self._returned(len(jobs))

    def note(self, outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
        """Give outcomes that are known without sending, once they are on disk."""
        for outcome in outcomes:
            self._settle(outcome, LastAnswer())
        yield from self._returned(len(outcomes))

    def _returned(self, count: int) -> Iterator[Outcome]:
        for _ in range(count):
            back = self._back.get()
            if isinstance(back, BaseException):
                raise back
            yield back

    def _work(self, waiting: deque[Family]) -> None:
        while jobs := self._take(waiting):
            for first in range(0, len(jobs), MOST_TAKEN):
                self._send(jobs[first : first + MOST_TAKEN])
        if self._is_last():
            self._decide()

    def _is_last(self) -> bool:
        with self._taking:
            self._at_work -= 1
            return not self._at_work

    def _decide(self) -> None:
        """What had to wait for the others is asked again."""
        undecided, self._undecided = self._undecided, []
        for delivery in undecided:
            delivery.waits = False
            self._bring(delivery)

    def _send(self, jobs: list[PlannedJob]) -> None:
        self._announce(jobs)
        for job in jobs:
            if self._trip.stop.up:
                self._settle(left(job, self._trip), LastAnswer())
            else:
                self._bring(Delivery(job, self._trip))

    def _bring(self, delivery: Delivery) -> None:
        try:
            self._settle(self._trip.with_remark(delivery.outcome()), delivery.last)
        except Undecided:
            self._undecided.append(delivery)

    def _take(self, waiting: deque[Family]) -> list[PlannedJob]:
        """A few at a time; singly towards the end, so that no worker is left with a heap."""
        with self._taking:
            few = max(1, min(MOST_TAKEN, len(waiting) // (2 * self._workers)))
            return list(chain.from_iterable(waiting.popleft() for _ in range(min(few, len(waiting)))))

    def _announce(self, jobs: list[PlannedJob]) -> None:
        if self._trip.stop.up:
            return
        try:
            self._journal.mark_sending(self._run, [job.row for job in jobs])
        except JournalError as error:
            self._trip.stop.ask(error.message)

    def _settle(self, outcome: Outcome, last: LastAnswer) -> None:
        recording = self._journal.record_outcome(self._run, outcome, last)
        recording.add_done_callback(partial(self._recorded, outcome))

    def _recorded(self, outcome: Outcome, recording: "Future[list[tuple[object, ...]]]") -> None:
        error = recording.exception()
        if not isinstance(error, JournalError):
            self._back.put(error or outcome)
            return
        self._trip.stop.ask(error.message)
        self._back.put(self._unrecorded(outcome, error) if outcome.sent_at else outcome)

    def _unrecorded(self, outcome: Outcome, error: JournalError) -> Outcome:
        """It was sent, and the journal cannot say what came of it: nor do we."""
        problem = self._trip.batch.problem(NO_ANSWER, outcome.row, (), reason=error.message.rstrip("."))
        return Outcome(outcome.row, Status.UNKNOWN, outcome.job_id, (problem,), outcome.sent_at)

    def _ended(self, work: "Future[None]") -> None:
        error = work.exception()
        if error is not None:
            self._back.put(error)


def _families(jobs: Sequence[PlannedJob]) -> Iterator[Family]:
    for family, members in groupby(jobs, key=lambda job: job.family):
        if family:
            yield list(members)
        else:
            yield from ([job] for job in members)
