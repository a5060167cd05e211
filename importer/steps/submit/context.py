"""What the workers of one run share, and the outcome of a job that they do not send."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic

from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.languages import N_, _
from importer.problem import CHANGED_SINCE, JOB_DELETED, NO_ANSWER, NO_RECORD_OF_JOB, NOT_SENT, Problem
from importer.records import IN_TARGET, Batch, IdFrom, Outcome, PlannedJob, SentBefore, Status
from importer.settings import SendPolicy
from importer.steps.submit.altered_jobs import NamedRows
from importer.steps.submit.job_match import OPEN, SendHistory
from importer.steps.submit.lookup import JobLookup
from importer.steps.submit.throttle import StopSignal, Throttle

_STOPPED = N_("this run stopped before it looked up the job")


@dataclass(frozen=True, slots=True)
class RunLog:
    """The journal, and the run in it that is being sent."""

    journal: Journal
    run: int


@dataclass
class SendContext:
    """One run to one target.

    `before` is how earlier runs left its jobs, by job id; `absent` are the rows whose jobs were looked for and are not
    there, `asked_at` is when that began, and `began` when the run did, as monotonic time. Of `claimed` rows other runs
    that are under way have the jobs, which have these numbers.
    `rows_by_id` has the row that an id is of, planned or seen to be that of its job; `rows_by_named_id` the row whose
    answer has named an id, which may be another row's; `list_earlier_ids` gives the ids of the jobs of other rows of
    earlier runs, which may be very many; `rows` has them by their names. `find_rows_in_place` gives the rows of results
    whose ids follow from what they say. `login_accepted` turns true once the target has accepted the login for a job.
    `remark` goes with the first outcome.
    """

    batch: Batch
    api: JobsApi
    policy: SendPolicy
    before: Mapping[str, SentBefore]
    throttle: Throttle
    lookup: JobLookup
    absent: set[int] = field(default_factory=set)
    claimed: Mapping[int, int] = field(default_factory=dict)
    asked_at: float = 0.0
    began: float = field(default_factory=monotonic)
    rows_by_id: dict[str, int] = field(default_factory=dict)
    rows_by_named_id: dict[str, int] = field(default_factory=dict)
    list_earlier_ids: Callable[[], Collection[str]] = frozenset
    rows: NamedRows = field(default_factory=NamedRows)
    find_rows_in_place: Callable[[], Collection[int]] = frozenset
    login_accepted: bool = False
    remark: Problem | None = None

    def add_remark(self, outcome: Outcome) -> Outcome:
        """The outcome, with the remark where no other has it yet."""
        remark, self.remark = self.remark, None
        return replace(outcome, problems=(*outcome.problems, remark)) if remark else outcome

    def may_be_of(self, job_id: str, row: int) -> bool:
        """True where this id, which the answer to this row names, is not known to be of another row, nor was named in
        the answer to another, of which it may be, before.
        """
        if job_id not in self.rows_by_id and not self.is_of_another(job_id, row):
            return self.rows_by_named_id.setdefault(job_id, row) == row
        return self.rows_by_id.get(job_id) == row

    def resolve_named_id(self, job_id: str, row: int, *, is_its: bool) -> None:
        """Note whether the job that is seen under the id that the answer to this row named is its job."""
        if is_its:
            self.rows_by_id[job_id] = row
        elif self.rows_by_named_id.get(job_id) == row:
            del self.rows_by_named_id[job_id]

    def is_only_named(self, job_id: str, job: PlannedJob) -> bool:
        """True where an earlier run has this id of a job from an answer that proved nothing: it may be of another row.

        The journal has it beside the id that we gave; results have it in its place, where it is neither of ours nor
        the sheet's.
        """
        before = self.before.get(job.job_id)
        if before is None or before.status not in OPEN or before.job_id != job_id:
            return False
        if job.job_id != job_id:
            return True
        ids = self.batch.values.get("id")
        is_of_results = job.id_from is IdFrom.PREVIOUS and not job.has_made_id
        return is_of_results and (ids is None or ids[job.row] != job_id)

    def record_ids(self, jobs: Sequence[PlannedJob]) -> None:
        """Take the ids of these jobs, those that targets gave them too, for those of their rows."""
        for job in jobs:
            seen = self.before[job.job_id].job_id if job.job_id in self.before else job.job_id
            if not self.is_only_named(seen, job):
                self.rows_by_id[seen] = job.row
        self.rows_by_id.update((job.job_id, job.row) for job in jobs)
        self.rows = NamedRows(jobs)

    def is_of_another(self, job_id: str, row: int) -> bool:
        """True where this id is known to be of another row; that an answer named it is no proof."""
        known = self.rows_by_id.get(job_id)
        return job_id in self.list_earlier_ids() if known is None else known != row

    @property
    def stop(self) -> StopSignal:
        """The signal that stops it."""
        return self.throttle.stop


def make_outcome_of_skipped(
    job: PlannedJob, context: SendContext, reason: str = "", *, open_because: str = _STOPPED
) -> Outcome:
    """The outcome of a job that the run did not come to: what an earlier run left of it stands, else it is not sent."""
    before = context.before.get(job.job_id)
    if before is None or before.status not in (*OPEN, *IN_TARGET):
        return make_outcome_of_unsent(job, context, reason)
    if before.is_deleted:
        return make_outcome_of_deleted(job, context)
    if before.status in OPEN:
        why = _("an earlier run sent it, and {open_because}").format(open_because=_(open_because))
        problem = context.batch.make_problem(NO_ANSWER, job.row, (), reason=why)
        named = before.job_id if context.is_only_named(before.job_id, job) else job.job_id
        return Outcome(job.row, Status.UNKNOWN, named, (problem,))
    if before.content not in {"", job.content}:
        changed = context.batch.make_problem(CHANGED_SINCE, job.row, (), differences="")
        return Outcome(job.row, Status.EXISTS, before.job_id, (changed,))
    return Outcome(job.row, SendHistory(before).status, before.job_id, sent_at=SendHistory(before).when)


def make_outcome_of_unsent(job: PlannedJob, context: SendContext, reason: str = "") -> Outcome:
    """The outcome of a job that certainly was not taken in."""
    problem = context.batch.make_problem(NOT_SENT, job.row, (), reason=reason or context.stop.reason)
    return Outcome(job.row, Status.NOT_SENT, job.job_id, (problem,))


def tell_if_unrecorded(job: PlannedJob, found: Outcome, context: SendContext) -> Outcome:
    """The outcome of a row whose job was found, with a warning where its content alone says that it is its job, and no
    run of this computer has had that.
    """
    before = context.before.get(job.job_id)
    is_recorded = before is not None and before.status in (*OPEN, *IN_TARGET)
    if found.status is not Status.EXISTS or job.id_from is not IdFrom.CONTENT or is_recorded:
        return found
    problem = context.batch.make_problem(NO_RECORD_OF_JOB, job.row, (), job_id=found.job_id)
    return replace(found, problems=(*found.problems, problem))


def make_outcomes_of_claimed(
    jobs: Sequence[PlannedJob], context: SendContext, existing: Mapping[int, Outcome]
) -> dict[int, Outcome]:
    """The outcomes, by row, of jobs that other runs send, which are under way; the target shows the `existing`."""
    outcomes = {}
    for job in jobs:
        if job.row not in context.claimed or job.obstacle is not None:
            continue
        if (found := existing.get(job.row)) and found.status in IN_TARGET:
            outcomes[job.row] = replace(found, status=Status.EXISTS, sent_at=None)
            continue
        why = _("run {run}, which is under way, is sending it").format(run=context.claimed[job.row])
        problem = context.batch.make_problem(NO_ANSWER, job.row, (), reason=why)
        outcomes[job.row] = Outcome(job.row, Status.UNKNOWN, job.job_id, (problem,))
    return outcomes


def make_outcome_of_deleted(job: PlannedJob, context: SendContext) -> Outcome:
    """The outcome of a row whose job an earlier run saw, and which is not there any more."""
    before = context.before.get(job.job_id)
    gone = before.job_id if before else job.job_id
    problem = context.batch.make_problem(JOB_DELETED, job.row, (), job_id=gone)
    return Outcome(job.row, Status.NOT_SENT, gone, (problem,))
