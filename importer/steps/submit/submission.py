"""Sound rows are planned, and sent: the two calls that the other modules of this room serve."""

import gc
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from functools import cache, partial
from itertools import groupby
from time import monotonic
from uuid import UUID

from importer.jobs_api import JobsApi
from importer.journal import PreviousRuns, find_run_of_results
from importer.languages import _
from importer.problem import NOT_LOOKED_UP, STATUS_WITHOUT_ID
from importer.records import IN_TARGET, MADE_VERSION, Batch, IdFrom, Observer, Outcome, PlannedJob, SentBefore, Status
from importer.settings import SendPolicy
from importer.steps.submit.context import RunLog, SendContext, make_outcomes_of_claimed, tell_if_unrecorded
from importer.steps.submit.existing_jobs import look_up_jobs
from importer.steps.submit.lookalike_jobs import JobsAlike, is_known
from importer.steps.submit.lookup import JobLookup
from importer.steps.submit.lookup_result import IdHandling
from importer.steps.submit.parents import ParentOutcomes, Parents
from importer.steps.submit.plan import Decide, apply_reserved_ids, assign_ids, order_jobs
from importer.steps.submit.recognise import (
    NO_RERUN,
    RerunRows,
    find_rows_in_place,
    hold_rows_of_results,
    recognise_rows,
)
from importer.steps.submit.stop_on_rejections import Rejections
from importer.steps.submit.throttle import StopSignal, Throttle
from importer.steps.submit.workers import WorkerPool


def plan_jobs(
    batch: Batch,
    identity: str,
    previous_runs: PreviousRuns | None = None,
    rerun: RerunRows = NO_RERUN,
    *,
    decide: Decide | None = None,
) -> tuple[PlannedJob, ...]:
    """Plan the sound rows of a batch for the target of this identity: ids, payloads, and parents before children.

    Rows of a results workbook keep the ids of `rerun`; with the `previous_runs`, before the run is begun, other rows
    that were corrected since an earlier run keep the ids they had then. `decide` says what becomes of rows that
    resemble earlier ones: they have an obstacle that asks.
    """
    with _pause_collecting():
        jobs = _identify_jobs(batch, identity, previous_runs, rerun)
    resembling = {job.row: job for job in jobs if job.new_id}
    if resembling and decide:
        decided = {job.row: job for job in decide(list(resembling.values()))}
        jobs = tuple(decided.get(job.row, job) for job in jobs)
    jobs = apply_reserved_ids(jobs, previous_runs, identity)
    with _pause_collecting():
        return order_jobs(jobs, Parents(batch, {job.row: job.job_id for job in jobs}))


def _identify_jobs(
    batch: Batch, identity: str, previous_runs: PreviousRuns | None, rerun: RerunRows
) -> tuple[PlannedJob, ...]:
    if previous_runs is None:
        return tuple(assign_ids(batch, [identity], rerun))
    known = partial(previous_runs.select_sent_ids, identity=identity) if previous_runs.has_sent_to(identity) else None
    jobs = tuple(assign_ids(batch, previous_runs.list_identities(identity), rerun, known))
    jobs = recognise_rows(jobs, batch, previous_runs, identity)
    return hold_rows_of_results(jobs, batch, previous_runs, identity)


@contextmanager
def _pause_collecting() -> Iterator[None]:
    """Let Python not look for cycles among the objects of many rows, of which none is one: that takes a third of the
    time in which they are made.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def submit_rows(
    batch: Batch,
    jobs: Sequence[PlannedJob],
    api: JobsApi,
    log: RunLog,
    *,
    policy: SendPolicy,
    observer: Observer = Observer(),
) -> Generator[Outcome, None, None]:
    """Send planned jobs as the policy says; give one outcome for each, as they come.

    All jobs are in the journal before the first is sent, and each outcome before it is given. Those that the target
    has already are found first and not sent. Once the observer stops the run, what is in flight is finished and the
    rest is `not sent`; so it is where the target cannot be used any more, or refuses too much. Raises JournalError
    where the journal cannot be used; nothing has been sent then.
    """
    claimed = log.journal.record_planned(log.run, jobs)
    throttle = Throttle(policy, StopSignal(observer.stop))
    context = _make_context(batch, jobs, api, log, throttle, policy)
    context.claimed = claimed
    rejections = Rejections(policy, throttle, observer.go_on)
    with WorkerPool(context, log) as pool:
        parents = ParentOutcomes(jobs, context)
        alike = _make_jobs_alike(context, pool, log, observer)
        existing = _find_existing(jobs, context, pool, alike, observer) if policy.look_first else {}
        existing |= make_outcomes_of_claimed(jobs, context, existing)
        existing = {**_hold_nameless(jobs, context, log), **existing}
        for _depth, level in groupby(jobs, key=lambda job: job.level):
            known = [(job, existing.get(job.row) or parents.outcome_of(job)) for job in level]
            for outcome in pool.record([outcome for _job, outcome in known if outcome]):
                parents.record(outcome)
                yield outcome
            unknown = [parents.set_parent_id(job) for job, outcome in known if not outcome]
            for outcome in _deliver_level(unknown, pool, alike, rejections):
                parents.record(outcome)
                rejections.record(outcome)
                yield outcome


def _make_context(
    batch: Batch, jobs: Sequence[PlannedJob], api: JobsApi, log: RunLog, throttle: Throttle, policy: SendPolicy
) -> SendContext:
    previous_runs = log.journal.previous_runs
    before = {**_read_reported(batch, jobs), **previous_runs.find_sent_before(log.run)}
    context = SendContext(batch, api, policy, before, throttle, JobLookup(api, throttle, policy))
    context.record_ids(jobs)
    context.list_earlier_ids = cache(partial(_list_earlier_ids, jobs, log))
    identities = previous_runs.list_identities(previous_runs.find_run(log.run).identity)
    context.find_rows_in_place = cache(partial(find_rows_in_place, batch, identities))
    context.lookup.learn_from(context.before)
    return context


def _hold_nameless(jobs: Sequence[PlannedJob], context: SendContext, log: RunLog) -> dict[int, Outcome]:
    """The rows that results tell of as sent, but not as which job: unknown, so that the next results tell it, too."""
    previous = context.batch.sheet.previous_results
    if previous is None or context.policy.new_rows:
        return {}
    if previous.target not in {"", log.journal.previous_runs.find_run(log.run).identity}:
        return {}
    made = [job for job in jobs if job.id_from in (IdFrom.CONTENT, IdFrom.REFERENCE) and job.obstacle is None]
    held = [job.row for job in made if job.row in previous.nameless and not is_known(job, context)]
    problems = {row: context.batch.make_problem(STATUS_WITHOUT_ID, row, ()) for row in held}
    return {row: Outcome(row, Status.UNKNOWN, "", (problem,)) for row, problem in problems.items()}


def _make_jobs_alike(context: SendContext, pool: WorkerPool, log: RunLog, observer: Observer) -> JobsAlike:
    previous_runs = log.journal.previous_runs
    identity = previous_runs.find_run(log.run).identity

    def list_known() -> frozenset[str]:
        return frozenset(row.id_there for row in previous_runs.list_rows_there(identity, -1))

    return JobsAlike(
        context,
        pool.map,
        list_known,
        observer,
        partial(previous_runs.find_created_id, identity),
        suspects_corrected=_is_from_elsewhere(context.batch, log),
    )


def _is_from_elsewhere(batch: Batch, log: RunLog) -> bool:
    """True of results of another computer, where the target is seen to give ids of its own: no id there is ours."""
    previous = batch.sheet.previous_results
    if previous is None or batch.column_of("id"):
        return False
    given = any(
        status in IN_TARGET and UUID(job_id).version != MADE_VERSION for status, job_id in previous.jobs.values()
    )
    run = find_run_of_results(previous, log.journal.previous_runs) if given else None
    return given and (run is None or run.run == log.run)


def _deliver_level(
    jobs: Sequence[PlannedJob], pool: WorkerPool, alike: JobsAlike, rejections: Rejections
) -> Iterator[Outcome]:
    """Send these jobs; the others are looked for once more when the first has shown how the target writes names."""
    first, rest = alike.choose_first(jobs)
    yield from pool.deliver(first, rejections.record)
    same = {job.content for job in first}  # what is open of these may be there, and is no job of others
    held = alike.hold([job for job in rest if job.content not in same]) if first else {}
    yield from pool.record(list(held.values()))
    yield from pool.deliver([job for job in rest if job.row not in held], rejections.record)


def _list_earlier_ids(jobs: Sequence[PlannedJob], log: RunLog) -> frozenset[str]:
    """The ids of jobs that are known to be in the target for other rows than these."""
    previous_runs, ours = log.journal.previous_runs, {job_id for job in jobs for job_id in (job.job_id, job.older_id)}
    rows = previous_runs.list_rows_there(previous_runs.find_run(log.run).identity, -1)
    return frozenset(row.id_there for row in rows if not row.is_open and row.job_id not in ours)


def _read_reported(batch: Batch, jobs: Sequence[PlannedJob]) -> dict[str, SentBefore]:
    """What a results workbook says of its rows. It counts on any computer, where the journal knows nothing of them."""
    previous = batch.sheet.previous_results
    if previous is None:
        return {}
    again = [job for job in jobs if job.id_from is IdFrom.PREVIOUS and not job.is_reserved]
    carried = {job.row: job.job_id for job in again if job.row in previous.jobs}
    seen = previous.deleted | previous.copied | previous.retyped  # of these another status says what came of it
    answered = {job.job_id for job in again if previous.held.get(job.row) == job.job_id}  # somebody has said so
    return {job_id: SentBefore(0, job_id, "", Status.EXISTS, finished=True) for job_id in answered} | {
        job_id: SentBefore(
            0,
            job_id,
            "",
            Status.EXISTS if row in seen else previous.jobs[row][0],
            finished=True,
            is_deleted=row in previous.deleted,
        )
        for row, job_id in carried.items()
    }


def _find_existing(
    jobs: Sequence[PlannedJob], context: SendContext, pool: WorkerPool, alike: JobsAlike, observer: Observer
) -> dict[int, Outcome]:
    """What becomes of the rows whose jobs are there. Where it could not be asked, the first other outcome says so."""
    free = [job for job in jobs if job.obstacle is None or job.id_from is IdFrom.PREVIOUS]
    begun = monotonic()
    existing = look_up_jobs(free, context, pool.map, partial(observer.progress, "Looking up"))
    context.absent, context.asked_at = existing.absent, begun
    if existing.displaced:
        row, other = next(iter(existing.displaced.items()))
        why = _(
            "the job beside row {row} in these results belongs to row {other}: undo the sort, or sort all "
            "columns together, including Status and Job id"
        )
        context.stop.set(why.format(row=row, other=other))
    if existing.unsure and not context.stop.is_set:
        context.remark = context.batch.make_problem(NOT_LOOKED_UP, None, (), reason=existing.unsure)
        unseen = {job.row for job in free if job.job_id not in context.before} - existing.absent - existing.there.keys()
        if unseen and context.lookup.ids is not IdHandling.ACCEPTED and not observer.send_unlooked(existing.unsure):
            why = _("the target does not say which jobs it already has ({reason}); '--no-look' sends the rows anyway")
            context.stop.set(why.format(reason=existing.unsure))
    left = [job for job in free if job.row not in existing.there and job.row not in context.claimed]
    found = {job.row: job for job in free if job.row in existing.there and job.row not in context.claimed}
    remarked = {row: tell_if_unrecorded(job, existing.there[row], context) for row, job in found.items()}
    return {**existing.there, **remarked, **alike.hold(left)}
