"""Sound rows -> jobs in the target, each exactly once; the journal knows of each before it goes and after it came back.

plan.py      what is to be sent: ids, bodies, order
job_ids.py   the id of each job, known beforehand
parents.py   parents before children
crew.py      the workers, and the journal
deliver.py   one job on its way
answers.py   what an answer means
settle.py    looking a job up where the outcome is open
same_job.py  is the job that is there ours?
stop.py      stopping and pausing all workers together
"""

import threading
from collections.abc import Iterator, Sequence
from itertools import groupby

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.problem import DOUBLE_ID, PARENT_NOT_CREATED, REPEATED_REFERENCE
from importer.records import Batch, Outcome, Status
from importer.steps.submit.crew import Crew
from importer.steps.submit.deliver import Trip, not_sent
from importer.steps.submit.parents import BY_ID, BY_REFERENCE, Parents
from importer.steps.submit.plan import PlannedJob, in_order, with_ids
from importer.steps.submit.settle import Lookout
from importer.steps.submit.stop import Gate, StopSign

_THERE = (Status.CREATED, Status.EXISTS)
_OF_THE_ROW = (DOUBLE_ID, REPEATED_REFERENCE)  # its own fault, not its parent's


def plan_jobs(batch: Batch, identity: str) -> tuple[PlannedJob, ...]:
    """Plan the sound rows of a batch for the target of this identity: ids, bodies, and parents before children."""
    jobs = tuple(with_ids(batch, identity))
    return in_order(jobs, Parents(batch, {job.row: job.job_id for job in jobs}))


def submit_rows(
    batch: Batch,
    jobs: Sequence[PlannedJob],
    api: JobsApi,
    journal: Journal,
    *,
    run: int,
    stop: threading.Event | None = None,
) -> Iterator[Outcome]:
    """Send planned jobs with as many workers as the patience of `api` says; give one outcome for each, as they come.

    All jobs are in the journal before the first is sent, and each outcome before it is given. Once `stop` is set,
    what is in flight is finished and the rest is `not sent`; so it is where the target cannot be used any more.
    Raises JournalError where the journal cannot be used; nothing has been sent then.
    """
    journal.intend(run, jobs)
    sign = StopSign(stop)
    trip = Trip(batch, api, journal.sent_before(run), sign, Gate(sign), Lookout(api, sign))
    became: dict[int, Status] = {}
    with Crew(trip, journal, run) as crew:
        for _, level in groupby(jobs, key=lambda job: job.level):
            known = [(job, _known(job, trip, became)) for job in level]
            for outcome in crew.note([outcome for _, outcome in known if outcome]):
                became[outcome.row] = outcome.status
                yield outcome
            for outcome in crew.deliver([job for job, outcome in known if not outcome]):
                became[outcome.row] = outcome.status
                yield outcome


def _known(job: PlannedJob, trip: Trip, became: dict[int, Status]) -> Outcome | None:
    """What becomes of a job that cannot be sent: its row has a fault, or its parent is not there."""
    if job.obstacle is not None:
        status = Status.INVALID if job.obstacle.code in _OF_THE_ROW else Status.BLOCKED
        return Outcome(job.row, status, job.job_id, (job.obstacle,))
    if job.parent is None or became.get(job.parent) in _THERE:
        return None
    if became.get(job.parent) is Status.NOT_SENT:
        return not_sent(job, trip)
    name = next((name for name in (BY_ID, BY_REFERENCE) if trip.batch.column_of(name)), BY_REFERENCE)
    problem = trip.batch.problem(PARENT_NOT_CREATED, job.row, (name,), parent=job.parent)
    return Outcome(job.row, Status.BLOCKED, job.job_id, (problem,))
