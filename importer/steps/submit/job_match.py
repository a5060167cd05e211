"""The target has a job that a row would make: is it the same, whose is it, and what is to be said of the row?

A server gives values back in its own spelling: ids in upper case, dates with a zone, its defaults where nothing was
sent, an id where a code was sent. None of that is a difference.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from unicodedata import combining

from rapidfuzz import fuzz

from importer.catalogue import GUID, JOBS, NOT_FOR_NEW_JOBS, ZERO_GUID, Lookup, get_field, heading_of, to_normal_form
from importer.jobs_api import clip_text
from importer.languages import _
from importer.problem import CHANGED_SINCE, DIFFERENT_JOB, DIFFERS_THERE, OTHER_ID, Code, Problem
from importer.records import IN_TARGET, Batch, IdFrom, Outcome, PlannedJob, SentBefore, Status

OPEN = (None, Status.UNKNOWN)  # of these nobody knows whether the job is there
MOVES_ON = frozenset({"date_update", "date_closed"})  # written by the target as the work goes on
STATUS = ("job_status_id", "job_status_code")

_OF_ONE_ROW = (IdFrom.CONTENT, IdFrom.PREVIOUS)
MINUTE = len("2026-01-31T10:20")
REWORDED = 50  # of 100, at least: how much of a name is left where somebody words it anew
SHORTEST_CUT = 10  # a text of which less is left may be another

Job = Mapping[str, object]


def id_of(job: Job) -> str:
    """The id of a job, canonical; '' where it names none."""
    return GUID.to_canonical(str(job.get("id", ""))) or ""


def reference_of(job: Job) -> str:
    """The reference by which the target knows a job; '' where it has none."""
    return str(job.get("reference_back_office") or "").strip()


def fold_code(key: str, text: str) -> str:
    """A code as a target may compare it: without regard to case, accents and white space around it."""
    if key == "id":
        return GUID.to_canonical(text) or ""
    plain = to_normal_form("NFKD", text.strip()).casefold()
    return "".join(letter for letter in plain if not combining(letter))


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the job of the target is another than ours, with both values."""

    field: str
    ours: str
    theirs: str


def find_differences(ours: Job, theirs: Job) -> tuple[Difference, ...]:
    """The fields that we would send otherwise than the target has them; () where it is the same job.

    Embedded objects are not compared: they are things of their own in the target.
    """
    return tuple(_find_differing(ours, theirs))


def is_same_job(ours: Job, theirs: Job) -> bool:
    """True where a target that trims or cuts values may have made theirs of ours."""
    return all(_may_be_made_of(d) for d in _find_differing(ours, theirs))


def is_made_of(ours: Job, theirs: Job) -> bool:
    """True where theirs has our reference, or where we have none, says the same."""
    reference = reference_of(ours)
    return reference_of(theirs) == reference if reference else is_same_job(ours, theirs)


def _is_other_job(different: Iterable[Difference]) -> bool:
    return any(d.field == "name" or d.field.startswith("project") for d in different if not _may_be_made_of(d))


def _is_of_another_row(different: tuple[Difference, ...]) -> bool:
    """True where both have a reference, and not only that is another one: nobody corrects a row so."""
    keys = [d for d in different if d.field == "reference_back_office" and d.ours and d.theirs]
    return any(not _may_be_made_of(d) for d in keys) and _is_other_job(different)


def _is_rewritten(different: tuple[Difference, ...]) -> bool:
    """True where the name is another than it was, and not only reworded: another row stands in its place."""
    names = [d for d in different if d.field == "name" and d.ours and d.theirs and not _may_be_made_of(d)]
    other_project = any(d.field.startswith("project") for d in different)
    pairs = ((fold_code(d.field, d.ours), fold_code(d.field, d.theirs)) for d in names)
    return any(other_project or fuzz.token_set_ratio(*pair) < REWORDED for pair in pairs)


def _may_be_made_of(difference: Difference) -> bool:
    if difference.field in STATUS:
        return True
    ours, theirs = (" ".join(text.split()) for text in (difference.ours, difference.theirs))
    kind = get_field(difference.field).kind
    if kind.is_date:
        return ours[:MINUTE] == theirs[:MINUTE]
    cut = kind.is_free_text
    return ours == theirs or (cut and len(theirs) >= SHORTEST_CUT and ours.startswith(theirs))


def _find_differing(ours: Job, theirs: Job) -> Iterator[Difference]:
    begun = str(theirs.get("job_status_id", "")).casefold() in NOT_FOR_NEW_JOBS
    for name, value in ours.items():
        if isinstance(value, dict) or name in MOVES_ON or (begun and name in STATUS):
            continue
        field = get_field(name)
        there = theirs.get(name)
        if _is_unspoken(field.lookup, there, theirs):
            continue
        if not field.kind.same(value, there):
            yield Difference(name, str(value), "" if there is None else str(there))


def _is_unspoken(lookup: Lookup | None, there: object, theirs: Job) -> bool:
    """A code that we sent, where the target speaks only of the id that it stands for, or the other way round."""
    if there or lookup is None:
        return False
    return any(theirs.get(f.name) for f in JOBS if f.lookup and f.lookup.id_field == lookup.id_field)


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
        """True where an earlier run sent the row, or found it there, as it was before it was changed."""
        return self.before is not None and self.is_known and self.before.content != content


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
    status = _decide_whose(job, job_id, different, history) if different else history.status
    if status is Status.CONFLICT:
        key = "id" if job.id_from in (IdFrom.ID, IdFrom.PREVIOUS) and job_id == job.job_id else "reference"
        problem = _make_difference_problem(DIFFERENT_JOB, different, batch, job.row, key)
        return Outcome(job.row, status, job.job_id, (problem,), history.sent_at)
    problems: list[Problem] = []
    if different:
        code = CHANGED_SINCE if history.has_changed_since(job.content) else DIFFERS_THERE
        problems.append(_make_difference_problem(code, different, batch, job.row))
    if status is Status.CREATED and job_id != job.job_id:
        problems.append(batch.make_problem(OTHER_ID, job.row, ("id",), sent=job.job_id, given=job_id))
    return Outcome(job.row, status, job_id, tuple(problems), history.when)


def _decide_whose(job: PlannedJob, job_id: str, different: tuple[Difference, ...], history: SendHistory) -> Status:
    """Of a job that says something else than the row.

    Nobody but us gives an id that we made of what a row says; but results carry ids as text, which anybody may have put
    beside another row. A reference is used again, though, for another job: what stood in another file with it was
    another row.
    """
    before = history.before
    has_our_id = job_id == job.job_id or (before is not None and history.is_known and job_id == before.job_id)
    as_sent = before is not None and before.content == job.content
    is_open = history.sent or history.reached or as_sent
    if job.id_from is IdFrom.PREVIOUS and not is_open and _is_of_another_row(different):
        return Status.CONFLICT
    if has_our_id and (job.id_from in _OF_ONE_ROW or as_sent):
        return Status.CREATED if history.is_ours and (as_sent or not history.is_known) else Status.EXISTS
    if (history.reached and history.absent) or (history.is_ours and as_sent):
        return Status.CREATED
    if before is not None and history.is_known and has_our_id:
        is_this_row = before.same_sheet and not _is_rewritten(different)
        if is_this_row or job.id_from is IdFrom.ID:
            return Status.EXISTS
    other_id = history.sent and any(difference.field == "id" for difference in different)
    return Status.CONFLICT if other_id or _is_other_job(different) else Status.EXISTS


def _find_other_own_id(job: PlannedJob, job_id: str, batch: Batch) -> tuple[Difference, ...]:
    """The id that the sheet itself gives, where the target has the job under another."""
    if job_id == job.job_id or "id" not in batch.values or batch.values["id"].get(job.row) != job.job_id:
        return ()
    return (Difference("id", job.job_id, job_id),)


def _make_difference_problem(
    code: Code, different: tuple[Difference, ...], batch: Batch, row: int, key: str = ""
) -> Problem:
    different = tuple(_say_as_the_sheet(each, batch, row) for each in different)
    texts = "; ".join(
        _('{field} ("{ours}" here, "{theirs}" there)').format(
            field=_find_heading_of_field(d.field, batch), ours=d.ours, theirs=d.theirs
        )
        for d in different
    )
    texts = f": {clip_text(texts)}" if code is CHANGED_SINCE else clip_text(texts)
    return batch.make_problem(code, row, tuple(d.field for d in different), differences=texts, key=key)


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
