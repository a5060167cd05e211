"""What the workers of one run share."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.problem import CHANGED_SINCE, NO_ANSWER, NOT_SENT, Problem
from importer.records import Batch, Outcome, PlannedJob, SentBefore, Status
from importer.steps.submit.found import OPEN, THERE, Standing
from importer.steps.submit.settle import Lookout
from importer.steps.submit.stop import StopSign
from importer.steps.submit.traffic import Traffic


@dataclass(frozen=True, slots=True)
class RunLog:
    """The journal, and the run in it that is being sent."""

    journal: Journal
    run: int


@dataclass
class Trip:
    """One run to one target.

    `before` is how earlier runs left its jobs, by job id; `absent` are the rows whose jobs were looked for and are not
    there. `let_in` turns true once the target has accepted the login for a job. `remark` is told with the first
    outcome.
    """

    batch: Batch
    api: JobsApi
    before: Mapping[str, SentBefore]
    traffic: Traffic
    lookout: Lookout
    absent: set[int] = field(default_factory=set)
    let_in: bool = False
    remark: Problem | None = None

    def with_remark(self, outcome: Outcome) -> Outcome:
        """The outcome, with the remark where that has not been told yet."""
        remark, self.remark = self.remark, None
        return replace(outcome, problems=(*outcome.problems, remark)) if remark else outcome

    @property
    def stop(self) -> StopSign:
        """The sign that stops it."""
        return self.traffic.stop


_STOPPED = "this one was stopped before it could look it up"


def left(job: PlannedJob, trip: Trip, reason: str = "", *, open_because: str = _STOPPED) -> Outcome:
    """The outcome of a job that the run did not come to: what an earlier run left of it stands, else it is not sent."""
    before = trip.before.get(job.job_id)
    if before is None or before.status not in (*OPEN, *THERE):
        return not_sent(job, trip, reason)
    if before.status in OPEN:
        why = f"an earlier run sent it, and {open_because}"
        return Outcome(job.row, Status.UNKNOWN, job.job_id, (trip.batch.problem(NO_ANSWER, job.row, (), reason=why),))
    if before.content != job.content:
        changed = trip.batch.problem(CHANGED_SINCE, job.row, (), differences="")
        return Outcome(job.row, Status.EXISTS, before.job_id, (changed,))
    return Outcome(job.row, Standing(before).status, before.job_id)


def not_sent(job: PlannedJob, trip: Trip, reason: str = "") -> Outcome:
    """The outcome of a job that certainly was not taken in."""
    problem = trip.batch.problem(NOT_SENT, job.row, (), reason=reason or trip.stop.reason)
    return Outcome(job.row, Status.NOT_SENT, job.job_id, (problem,))
