"""Before anything is sent: which of the jobs does the target have already? Asked for about twenty at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from importer.jobs_api.listing import filters
from importer.records import Batch, IdFrom, Outcome, PlannedJob
from importer.steps.submit.found import Standing, outcome_of_found
from importer.steps.submit.same_job import Job
from importer.steps.submit.settle import Unsure, id_of, reference_of
from importer.steps.submit.traffic import Stopped
from importer.steps.submit.trip import Trip

REFERENCE = "reference_back_office"

Each = Callable[[Callable[["Question"], "Answered"], Sequence["Question"]], Iterator["Answered"]]


@dataclass(frozen=True, slots=True)
class Question:
    """A filter, and the rows that it asks about."""

    where: str
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of the rows whose jobs are there, each with how well the job fits (0 is best). `unsure` says why a
    question has no answer.
    """

    question: Question
    found: tuple[tuple[int, int, Outcome], ...] = ()
    unsure: str = ""


@dataclass
class Already:
    """What the target has. `absent` rows were asked about and are not there; of the others that are not in `there`
    nothing is known, for the reason `unsure`.
    """

    there: dict[int, Outcome] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    unsure: str = ""


def look_up(jobs: Sequence[PlannedJob], trip: Trip, each: Each, progress: Callable[[int, int], None]) -> Already:
    """Ask for these jobs by reference, by the id that the sheet gives, or else by the id that was made for them.

    `each` has questions answered, several at a time. A target that refuses one question is not asked further ones;
    a run that is stopped asks no more either.
    """
    asking = _Asking(jobs, trip)
    already = Already(absent={job.row for job in jobs})
    fits: dict[int, int] = {}
    done, total = 0, sum(len(question.rows) for question in asking.questions)
    progress(0, total)
    for answered in each(asking.answer, asking.questions):
        done += len(answered.question.rows)
        progress(done, total)
        if answered.unsure:
            already.absent -= answered.question.rows
            already.unsure = already.unsure or answered.unsure
        for row, fit, outcome in answered.found:
            if fit < fits.get(row, fit + 1):
                fits[row], already.there[row] = fit, outcome
    already.absent -= already.there.keys()
    return already


class _Asking:
    def __init__(self, jobs: Sequence[PlannedJob], trip: Trip) -> None:
        self._trip = trip
        self._refused = ""
        own, references = _texts(trip.batch, "id"), _texts(trip.batch, REFERENCE)
        often = Counter(references[job.row] for job in jobs if references.get(job.row))
        self._by_id: dict[str, PlannedJob] = {}
        self._by_reference: dict[str, PlannedJob] = {}
        self._made: set[str] = set()  # ids that nobody but us can have given
        for job in jobs:
            reference, before = references.get(job.row, ""), trip.before.get(job.job_id)
            if not own.get(job.row):
                self._made.add(job.job_id)
            if own.get(job.row) or not reference or before or job.id_from is IdFrom.EARLIER:
                self._by_id[before.job_id if before else job.job_id] = job
            if reference and (often[reference] == 1 or not own.get(job.row)):
                self._by_reference[reference.strip()] = job
        self.questions = [*_questions("id", self._by_id), *_questions(REFERENCE, self._by_reference)]

    def answer(self, question: Question) -> Answered:
        """Ask it."""
        if self._refused or self._trip.stop.up:
            return Answered(question, unsure=self._refused or self._trip.stop.reason)
        try:
            listed = self._trip.lookout.listed(question.where)
        except Stopped:
            return Answered(question, unsure=self._trip.stop.reason)
        except Unsure as unsure:
            if unsure.refused:
                self._refused = unsure.reason
            return Answered(question, unsure=unsure.reason)
        return Answered(question, tuple(chain.from_iterable(self._fitting(theirs, question) for theirs in listed)))

    def _fitting(self, theirs: Job, question: Question) -> Iterator[tuple[int, int, Outcome]]:
        """The rows that this job may be the job of: by its id, else by its reference, to the letter."""
        job_id = id_of(theirs)
        named = (self._by_id.get(job_id), self._by_reference.get(reference_of(theirs)))
        for job in {job.row: job for job in named if job is not None and job.row in question.rows}.values():
            if job.job_id == job_id and job_id in self._made:
                self._trip.lookout.keeps_ids()
            before = self._trip.before.get(job.job_id)
            outcome = outcome_of_found(job, theirs, Standing(before), self._trip.batch)
            is_it = job_id == job.job_id or (before is not None and job_id == before.job_id)
            yield job.row, 0 if is_it else 1 + bool(outcome.problems), outcome


def _texts(batch: Batch, name: str) -> Mapping[int, str]:
    column = batch.values.get(name)
    return {} if column is None else dict(zip(column.index, column, strict=True))


def _questions(key: str, jobs: Mapping[str, PlannedJob]) -> Iterable[Question]:
    for where, codes in filters(key, jobs):
        yield Question(where, frozenset(jobs[code].row for code in codes))
