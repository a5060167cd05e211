"""Sound rows -> jobs in the target, each exactly once; the journal knows of each before it goes and after it came back.

plan.py        what is to be sent: ids, bodies, order
job_ids.py     the id of each job, known beforehand
kept_ids.py    the ids that corrected rows keep; pairs.py finds these rows
parents.py     parents before children
lineage.py     what became of parents, and so of their children
already.py     what the target has before anything is sent
crew.py        the workers, and the journal
trip.py        what they share
deliver.py     one job on its way
answers.py     what an answer means
settle.py      looking jobs up where something is open
found.py       a job that is there: whose is it?
same_job.py    is it the one that the row would make?
traffic.py     when a request may go; rate.py, limit.py and outage.py say how many
stop.py        stopping all workers together
rejections.py  a run whose rows are all rejected alike
"""

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby

from importer.jobs_api import JobsApi
from importer.journal import PreviousRuns
from importer.problem import NOT_LOOKED_UP
from importer.records import Batch, IdFrom, Observer, Outcome, PlannedJob
from importer.settings import SendPolicy
from importer.steps.submit.already import look_up
from importer.steps.submit.carried import NOTHING, Kept, carried_over
from importer.steps.submit.crew import Crew
from importer.steps.submit.kept_ids import with_kept_ids
from importer.steps.submit.lineage import Lineage
from importer.steps.submit.parents import Parents, without_circles
from importer.steps.submit.plan import in_order, with_ids
from importer.steps.submit.rejections import Rejections
from importer.steps.submit.settle import Lookout
from importer.steps.submit.stop import StopSign
from importer.steps.submit.traffic import Traffic
from importer.steps.submit.trip import RunLog, Trip

__all__ = ["RunLog", "carried_over", "plan_jobs", "submit_rows", "without_circles"]


def plan_jobs(
    batch: Batch, identity: str, previous_runs: PreviousRuns | None = None, kept: Kept = NOTHING
) -> tuple[PlannedJob, ...]:
    """Plan the sound rows of a batch for the target of this identity: ids, bodies, and parents before children.

    Rows of a results workbook have `kept` their ids; with the `previous_runs`, before the run is begun, other
    rows that were corrected since an earlier run keep the ids they had then.
    """
    jobs = tuple(with_ids(batch, identity, kept))
    if previous_runs is not None:
        jobs = with_kept_ids(jobs, batch.sheet, previous_runs, identity)
    return in_order(jobs, Parents(batch, {job.row: job.job_id for job in jobs}))


def submit_rows(
    batch: Batch,
    jobs: Sequence[PlannedJob],
    api: JobsApi,
    log: RunLog,
    *,
    policy: SendPolicy,
    observer: Observer = Observer(),
) -> Iterator[Outcome]:
    """Send planned jobs as the policy says; give one outcome for each, as they come.

    All jobs are in the journal before the first is sent, and each outcome before it is given. Those that the target
    has already are found first and not sent. Once the observer stops the run, what is in flight is finished and the
    rest is `not sent`; so it is where the target cannot be used any more, or refuses too much. Raises JournalError
    where the journal cannot be used; nothing has been sent then.
    """
    log.journal.record_planned(log.run, jobs)
    traffic = Traffic(policy, StopSign(observer.stop))
    trip = Trip(batch, api, log.journal.sent_before(log.run), traffic, Lookout(api, traffic))
    trip.lookout.learn(trip.before)
    rejections = Rejections(policy, traffic, observer.go_on)
    with Crew(trip, log) as crew:
        lines = Lineage(jobs, trip)
        there = _looked_up(jobs, trip, crew, observer) if policy.look_first else {}
        for _, level in groupby(jobs, key=lambda job: job.level):
            known = [(job, there.get(job.row) or lines.outcome_of(job)) for job in level]
            for outcome in crew.note([outcome for _, outcome in known if outcome]):
                lines.heed(outcome)
                yield outcome
            for outcome in crew.deliver([lines.adopted(job) for job, outcome in known if not outcome]):
                lines.heed(outcome)
                rejections.heed(outcome)
                yield outcome


def _looked_up(jobs: Sequence[PlannedJob], trip: Trip, crew: Crew, observer: Observer) -> dict[int, Outcome]:
    """What becomes of the rows whose jobs are there; that it could not be asked is told with the first other."""
    free = [job for job in jobs if job.obstacle is None or job.id_from is IdFrom.EARLIER]
    already = look_up(free, trip, crew.each, partial(observer.progress, "Looking up"))
    trip.absent = already.absent
    if already.unsure and not trip.stop.up:
        trip.remark = trip.batch.problem(NOT_LOOKED_UP, None, (), reason=already.unsure)
    return already.there
