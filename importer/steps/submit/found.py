"""The target has a job that a row would make: whose is it, and what is to be said of the row?"""

from dataclasses import dataclass
from datetime import datetime

from importer.catalogue.find import field_named
from importer.jobs_api.refusals import clipped
from importer.problem import CHANGED_SINCE, DIFFERENT_JOB, DIFFERS_THERE, OTHER_ID, Code, Problem
from importer.records import Batch, Outcome, PlannedJob, SentBefore, Status
from importer.steps.submit.same_job import Difference, Job, differences
from importer.steps.submit.settle import id_of

THERE = (Status.CREATED, Status.EXISTS)
OPEN = (None, Status.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of a job when it is found.

    `before` is how the latest earlier try of ours ended, if there was one. This run may have `sent` it; a try of it
    may have `reached` the target without an answer that says so; and before that it may have been seen `absent`. It
    `may_be_renamed` where the target may have made it under an id of its own.
    """

    before: SentBefore | None = None
    sent: bool = False
    reached: bool = False
    absent: bool = False
    may_be_renamed: bool = False
    sent_at: datetime | None = None

    @property
    def is_ours(self) -> bool:
        """True where this run made the job, or an earlier one that could not say so."""
        cut_off = self.before is not None and self.before.status is Status.CREATED and not self.before.finished
        return self.reached or self.was_open or cut_off

    @property
    def status(self) -> Status:
        """Of a row whose job is there, and says what the row says."""
        return Status.CREATED if self.is_ours else Status.EXISTS

    @property
    def was_open(self) -> bool:
        """True where an earlier run of ours sent it, and could not tell what came of it."""
        return self.before is not None and self.before.status in OPEN

    def told_before(self, content: str) -> bool:
        """True where an earlier run has told the user that this very row is there: what differs since is not ours."""
        before = self.before
        return before is not None and before.status in THERE and before.finished and before.content == content

    def changed_since(self, content: str) -> bool:
        """True where an earlier run sent the row, or found it there, as it was before it was changed."""
        before = self.before
        return before is not None and before.status in (*OPEN, *THERE) and before.content != content


def outcome_of_found(job: PlannedJob, theirs: Job, standing: Standing, batch: Batch) -> Outcome:
    """What became of a row whose job the target has.

    Where it says something else than the row, it is ours only if nobody else can have made it: it was absent before we
    sent it, or the journal knows that we sent just this. Found beforehand it is there already, and a warning says
    what differs; found when our own was refused, the row is rejected. Nothing is overwritten in any case.
    """
    job_id = id_of(theirs) or job.job_id
    if standing.told_before(job.content):
        return Outcome(job.row, Status.EXISTS, job_id, (), standing.sent_at)
    renamed = () if standing.may_be_renamed else _other_own_id(job, job_id, batch)
    different = (*renamed, *differences(job.payload, theirs))
    status = standing.status
    problems: list[Problem] = []
    if different:
        status = _whose(job, standing)
        code = CHANGED_SINCE if standing.changed_since(job.content) else DIFFERS_THERE
        code = DIFFERENT_JOB if status is Status.REJECTED else code
        problems.append(_told(code, different, batch, job.row))
    if status is Status.REJECTED:
        return Outcome(job.row, status, job.job_id, tuple(problems), standing.sent_at)
    if status is Status.CREATED and job_id != job.job_id:
        problems.append(batch.problem(OTHER_ID, job.row, ("id",), sent=job.job_id, given=job_id))
    return Outcome(job.row, status, job_id, tuple(problems), standing.sent_at)


def _whose(job: PlannedJob, standing: Standing) -> Status:
    """Of a job that says something else than the row."""
    if standing.reached and standing.absent:
        return Status.CREATED
    if standing.sent:
        return Status.REJECTED
    ours = standing.is_ours and standing.before is not None and standing.before.content == job.content
    return Status.CREATED if ours else Status.EXISTS


def _other_own_id(job: PlannedJob, job_id: str, batch: Batch) -> tuple[Difference, ...]:
    """The id that the sheet itself gives, where the target has the job under another."""
    if job_id == job.job_id or "id" not in batch.values or batch.values["id"].get(job.row) != job.job_id:
        return ()
    return (Difference("id", job.job_id, job_id),)


def _told(code: Code, different: tuple[Difference, ...], batch: Batch, row: int) -> Problem:
    told = "; ".join(f'{_heading(d.field, batch)} ("{d.ours}" here, "{d.theirs}" there)' for d in different)
    told = f": {clipped(told)}" if code is CHANGED_SINCE else clipped(told)
    return batch.problem(code, row, tuple(d.field for d in different), differences=told)


def _heading(name: str, batch: Batch) -> str:
    column = batch.column_of(name)
    return column.heading if column else field_named(name).heading
