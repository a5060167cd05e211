"""The target has a job that a row would make: whose is it, and what is to be said of the row?"""

from dataclasses import dataclass
from datetime import datetime

from importer.catalogue import JOBS, ZERO_GUID, get_field, heading_of, tell_apart
from importer.jobs_api import clip_text
from importer.languages import _
from importer.problem import (
    CHANGED_SINCE,
    CORRECTED_ELSEWHERE,
    DIFFERENT_JOB,
    DIFFERS_THERE,
    OTHER_ID,
    RETYPED_BESIDE_JOB,
    Code,
    Problem,
)
from importer.records import IN_TARGET, Batch, IdFrom, Outcome, PlannedJob, SentBefore, Status
from importer.steps.submit.differences import (
    Difference,
    Job,
    find_differences,
    id_of,
    is_of_another_row,
    is_of_another_sheet,
    is_other_job,
    is_retyped,
    is_rewritten,
)

OPEN = (None, Status.UNKNOWN)  # of these nobody knows whether the job is there
_OF_ONE_ROW = (IdFrom.CONTENT, IdFrom.PREVIOUS)


@dataclass(frozen=True, slots=True)
class SendHistory:
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
        return self.reached or self.was_open or (self.before is not None and self.before.is_made_by_this_import)

    @property
    def status(self) -> Status:
        """Of a row whose job is there, and says what the row says."""
        return Status.CREATED if self.is_ours else Status.EXISTS

    @property
    def when(self) -> datetime | None:
        """When it was sent by this import, None where that is not known or not so."""
        before = self.before
        return self.sent_at or (before.at if before and before.is_made_by_this_import else None)

    @property
    def is_known(self) -> bool:
        """True where an earlier run of ours sent the row or found its job."""
        return self.before is not None and self.before.status in (*OPEN, *IN_TARGET)

    @property
    def was_open(self) -> bool:
        """True where an earlier run of ours sent it, and could not tell what came of it."""
        return self.before is not None and self.before.status in OPEN

    def was_reported(self, content: str) -> bool:
        """True where an earlier run has reported that this very row is there: what differs since is not ours."""
        before = self.before
        return before is not None and before.status in IN_TARGET and before.finished and before.content == content

    def has_changed_since(self, content: str) -> bool:
        """True where an earlier run sent the row, or found it there, as it was before it was changed. Results of
        another computer do not say what that was.
        """
        return self.before is not None and self.is_known and self.before.content not in {"", content}


def make_outcome_of_found(job: PlannedJob, theirs: Job, history: SendHistory, batch: Batch) -> Outcome:
    """What became of a row whose job the target has.

    Where it says something else than the row, it is ours only if nobody else can have made it: it has an id that we
    made, or it was absent before we sent it, or the journal knows that we sent just this. Else it is another job, in
    conflict with the row, where its name or project differ or it is why our own was refused; where only other values
    do, it already exists, and a warning says so. Nothing is overwritten in any case.
    """
    job_id = id_of(theirs) or job.job_id
    if history.was_reported(job.content):
        made_now = history.before is not None and history.before.is_made_by_this_import
        return Outcome(job.row, Status.CREATED if made_now else Status.EXISTS, job_id, (), history.when)
    renamed = () if history.may_be_renamed else _find_other_own_id(job, job_id, batch)
    different = (*renamed, *find_differences(job.payload, theirs))
    if _is_corrected_elsewhere(job, different, history, batch):
        problem = _make_difference_problem(CORRECTED_ELSEWHERE, different, batch, job.row, job_id=job_id)
        return Outcome(job.row, Status.NOT_SENT, "", (problem,))
    if _is_beside_another(job, job_id, different, history, batch):
        problem = _make_difference_problem(RETYPED_BESIDE_JOB, different, batch, job.row, job_id=job_id)
        return Outcome(job.row, Status.CONFLICT, job_id, (problem,))
    status = _decide_whose(job, job_id, different, history) if different else history.status
    if status is Status.CONFLICT:
        key = "id" if job.id_from in (IdFrom.ID, IdFrom.PREVIOUS) and job_id == job.job_id else "reference"
        problem = _make_difference_problem(DIFFERENT_JOB, different, batch, job.row, key=key)
        return Outcome(job.row, status, job.job_id, (problem,), history.sent_at)
    problems: list[Problem] = []
    if different:
        code = CHANGED_SINCE if history.has_changed_since(job.content) else DIFFERS_THERE
        problems.append(_make_difference_problem(code, different, batch, job.row))
    if status is Status.CREATED and job_id != job.job_id:
        problems.append(batch.make_problem(OTHER_ID, job.row, ("id",), sent=job.job_id, given=job_id))
    return Outcome(job.row, status, job_id, tuple(problems), history.when)


def _is_corrected_elsewhere(
    job: PlannedJob, different: tuple[Difference, ...], history: SendHistory, batch: Batch
) -> bool:
    """True where a row of a sheet has the id that results have reserved for it, and its job was made of other words.

    Nothing but the place of the row says that it is the one that was corrected there.
    """
    is_sent = history.sent or history.is_ours or (history.before is not None and history.before.content == job.content)
    return bool(different) and job.is_reserved and batch.sheet.previous_results is None and not is_sent


def _is_beside_another(
    job: PlannedJob, job_id: str, different: tuple[Difference, ...], history: SendHistory, batch: Batch
) -> bool:
    """True where results have this job beside a row that somebody has filled in for another one since."""
    previous, before = batch.sheet.previous_results, history.before
    if previous is None or job.id_from is not IdFrom.PREVIOUS or previous.jobs.get(job.row, (None, ""))[1] != job_id:
        return False
    as_sent = history.sent or history.reached or (before is not None and before.content == job.content)
    return not as_sent and is_retyped(different)


def _decide_whose(job: PlannedJob, job_id: str, different: tuple[Difference, ...], history: SendHistory) -> Status:
    """Of a job that says something else than the row.

    Nobody but us gives an id that we made of what a row says; but results carry ids as text, which anybody may have put
    beside another row. A reference is used again, though, for another job: what stood in another file with it was
    another row, and the id that follows from it is the same on another computer.
    """
    before = history.before
    has_our_id = job_id == job.job_id or (before is not None and history.is_known and job_id == before.job_id)
    as_sent = before is not None and history.is_known and before.content == job.content
    is_open = history.sent or history.reached or as_sent
    if job.id_from not in _OF_ONE_ROW and (history.reached or history.was_open) and is_of_another_sheet(different):
        return Status.CONFLICT
    if job.id_from is IdFrom.PREVIOUS and not is_open and is_of_another_row(different):
        return Status.CONFLICT
    if has_our_id and (job.id_from in _OF_ONE_ROW or as_sent):
        return Status.CREATED if history.is_ours and (as_sent or not history.is_known) else Status.EXISTS
    if (history.reached and history.absent) or (history.is_ours and as_sent):
        return Status.CREATED
    if before is not None and history.is_known and has_our_id:
        is_this_row = before.same_sheet and not is_rewritten(different)
        if is_this_row or job.id_from is IdFrom.ID:
            return Status.EXISTS
    other_id = history.sent and any(difference.field == "id" for difference in different)
    return Status.CONFLICT if other_id or is_other_job(different) else Status.EXISTS


def _find_other_own_id(job: PlannedJob, job_id: str, batch: Batch) -> tuple[Difference, ...]:
    """The id that the sheet itself gives, where the target has the job under another."""
    if job_id == job.job_id or "id" not in batch.values or batch.values["id"].get(job.row) != job.job_id:
        return ()
    return (Difference("id", job.job_id, job_id),)


def tell_differences(job: PlannedJob, theirs: Job, batch: Batch) -> tuple[Problem, ...]:
    """A warning of what the target has made otherwise of a row's job; () where there is nothing."""
    different = find_differences(job.payload, theirs)
    return (_make_difference_problem(DIFFERS_THERE, different, batch, job.row),) if different else ()


def _make_difference_problem(
    code: Code, different: tuple[Difference, ...], batch: Batch, row: int, **words: str
) -> Problem:
    different = tuple(_say_as_the_sheet(each, batch, row) for each in different)
    pairs = ((_find_heading_of_field(d.field, batch), *tell_apart(d.ours, d.theirs)) for d in different)
    sentence = _('{field} ("{ours}" here, "{theirs}" there)')
    texts = "; ".join(sentence.format(field=heading, ours=ours, theirs=theirs) for heading, ours, theirs in pairs)
    texts = f": {clip_text(texts)}" if code is CHANGED_SINCE else clip_text(texts)
    return batch.make_problem(code, row, tuple(d.field for d in different), differences=texts, **words)


def _say_as_the_sheet(difference: Difference, batch: Batch, row: int) -> Difference:
    """With the code of the sheet in place of the id that it stands for, and nothing in place of an id of zeros."""
    theirs = "" if difference.theirs == ZERO_GUID else difference.theirs
    codes = (f.name for f in JOBS if f.lookup and f.lookup.id_field == difference.field and batch.column_of(f.name))
    code = "" if difference.field in batch.values else next(codes, "")
    ours = str(batch.values[code].get(row, "")) if code else difference.ours
    return Difference(code or difference.field, ours, theirs)


def _find_heading_of_field(name: str, batch: Batch) -> str:
    column = batch.column_of(name)
    return column.heading if column else heading_of(get_field(name))
