"""Before anything is sent: which of the jobs does the target have already? Asked for about twenty at a time."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from importer.catalogue import REFERENCE, to_canonical_text
from importer.jobs_api import write_filters
from importer.records import IdFrom, Outcome, PlannedJob, Status
from importer.steps.submit.altered_jobs import JobOwner, can_be_made_of, judge_job
from importer.steps.submit.context import SendContext
from importer.steps.submit.differences import Job, find_differences, fold_code, id_of, list_spellings, reference_of
from importer.steps.submit.job_match import SendHistory, make_outcome_of_found
from importer.steps.submit.lookup_result import InconclusiveLookup
from importer.steps.submit.parents import texts_of
from importer.steps.submit.throttle import Stopped

MOST_COMPARED = 100_000  # rows with jobs that results have beside other rows: very many rows can have one name

ParallelMap = Callable[[Callable[["Query"], "QueryResult"], Sequence["Query"]], Iterator["QueryResult"]]


@dataclass(frozen=True, slots=True)
class Query:
    """The codes that are asked for, and the rows that they are of."""

    key: str
    codes: tuple[str, ...]
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """What happened to the rows whose jobs are there, each with how well the job fits (0 is best). `unsure` says why a
    query has no answer.
    """

    query: Query
    matches: tuple[tuple[int, int, Outcome], ...] = ()
    unsure: str = ""


@dataclass
class ExistingJobs:
    """What the target has. `absent` rows were asked about and are not there; of the others that are not in `there`
    nothing is known, for the reason `unsure`. Beside a row that is `displaced` results have the job of another, by row.
    """

    there: dict[int, Outcome] = field(default_factory=dict)
    absent: set[int] = field(default_factory=set)
    unsure: str = ""
    displaced: dict[int, int] = field(default_factory=dict)


def look_up_jobs(
    jobs: Sequence[PlannedJob], context: SendContext, parallel: ParallelMap, progress: Callable[[int, int], None]
) -> ExistingJobs:
    """Ask for these jobs by reference, by the id that the sheet gives, or else by the id that was made for them.

    A target that refuses one query is not asked further ones; a run that is stopped asks no more either.
    """
    queries = _Queries(jobs, context)
    existing = ExistingJobs(absent={job.row for job in jobs})
    fits: dict[int, int] = {}
    done, total = 0, sum(len(query.rows) for query in queries.all)
    progress(0, total)
    for result in parallel(queries.ask, queries.all):
        done += len(result.query.rows)
        progress(done, total)
        if result.unsure:
            existing.absent -= result.query.rows
            existing.unsure = existing.unsure or result.unsure
        for row, fit, outcome in result.matches:
            if fit < fits.get(row, fit + 1):
                fits[row], existing.there[row] = fit, outcome
    existing.absent -= existing.there.keys()
    settled = {row for row, outcome in existing.there.items() if not outcome.problems}
    existing.displaced = {row: other for row, other in sorted(queries.displaced.items()) if other not in settled}
    return existing


class _Queries:
    def __init__(self, jobs: Sequence[PlannedJob], context: SendContext) -> None:
        self._context = context
        self._refused = ""
        own, references = texts_of(context.batch, "id"), texts_of(context.batch, REFERENCE)
        often = Counter(references[job.row] for job in jobs if references.get(job.row))
        self._by_id: dict[str, PlannedJob] = {}
        self._by_reference: dict[str, PlannedJob] = {}
        self._made: set[str] = set()  # ids that nobody but us can have given
        self._by_name: dict[object, list[PlannedJob]] = {}
        self._may_compare = MOST_COMPARED
        self.displaced: dict[int, int] = {}
        for job in jobs:
            self._by_name.setdefault(job.payload.get("name"), []).append(job)
            reference, before = references.get(job.row, ""), context.before.get(job.job_id)
            if job.has_made_id:
                self._made.add(job.job_id)
            if own.get(job.row) or not reference or before or job.id_from is IdFrom.PREVIOUS:
                seen = before.job_id if before else job.job_id
                self._by_id[job.job_id if context.is_only_named(seen, job) else seen] = job
            if job.older_id and not before:
                self._by_id.setdefault(job.older_id, job)
            if reference and (often[reference] == 1 or not own.get(job.row)):
                self._by_reference[reference.strip()] = job
        self._by_canonical = {to_canonical_text(code): job for code, job in self._by_reference.items()}
        self._by_folded = {fold_code(REFERENCE, code): job for code, job in self._by_reference.items()}
        spelt = {text: job for code, job in self._by_reference.items() for text in list_spellings(code)}
        self.all = [*_make_queries("id", self._by_id), *_make_queries(REFERENCE, spelt | self._by_reference)]

    def ask(self, query: Query) -> QueryResult:
        """Ask one of them."""
        if self._refused or self._context.stop.is_set:
            return QueryResult(query, unsure=self._refused or self._context.stop.reason)
        try:
            listed = self._context.lookup.find_jobs_with(query.key, query.codes)
        except Stopped:
            return QueryResult(query, unsure=self._context.stop.reason)
        except InconclusiveLookup as found:
            if found.refused:
                self._refused = found.reason
            return QueryResult(query, unsure=found.reason)
        return QueryResult(query, tuple(chain.from_iterable(self._find_fitting(theirs, query) for theirs in listed)))

    def _find_fitting(self, theirs: Job, query: Query) -> Iterator[tuple[int, int, Outcome]]:
        """The rows that this job may be the job of: by its id, else by its reference."""
        job_id = id_of(theirs)
        named = (self._by_id.get(job_id), self._find_referenced(theirs))
        for job in {job.row: job for job in named if job is not None and job.row in query.rows}.values():
            if job_id == job.older_id:
                id_from = IdFrom.PREVIOUS if job_id == job.reserved_id else job.id_from
                older = replace(job, job_id=job_id, id_from=id_from)
                yield job.row, 0, make_outcome_of_found(older, theirs, SendHistory(), self._context.batch)
                continue
            if job.job_id == job_id and job_id in self._made:
                self._context.lookup.record_own_id_shown()
            before = self._context.before.get(job.job_id)
            if self._context.is_only_named(job_id, job) and (
                judge_job(job, theirs, self._context.rows) is not JobOwner.OURS
            ):
                continue
            if before is not None and before.status is Status.CREATED and before.job_id == job_id:
                self._context.lookup.texts.learn_from_earlier(job.payload, theirs)
            self._note_displaced(job, theirs)
            outcome = make_outcome_of_found(job, theirs, SendHistory(before), self._context.batch)
            is_it = job_id == job.job_id or (before is not None and job_id == before.job_id)
            yield job.row, 0 if is_it else 1 + bool(outcome.problems), outcome

    def _note_displaced(self, job: PlannedJob, theirs: Job) -> None:
        """Take note where results have an id beside a row whose job says what another row says, and not this one: one
        beside which no id stands that follows from what it says.
        """
        previous = self._context.batch.sheet.previous_results
        _, job_id = previous.jobs.get(job.row, (None, "")) if previous else (None, "")
        if job_id and job_id == id_of(theirs) and find_differences(job.payload, theirs):
            others = self._by_name.get(theirs.get("name"), [])[: self._may_compare]
            self._may_compare -= len(others)
            same = {other.row for other in others if other is not job and not find_differences(other.payload, theirs)}
            if same and (moved := same.difference(self._context.find_rows_in_place())):
                self.displaced[job.row] = min(moved)

    def _find_referenced(self, theirs: Job) -> PlannedJob | None:
        """The row that has the job's reference, to the letter or in a spelling that nobody sees; else that which says
        the same, and has it as a target may spell it.
        """
        reference = reference_of(theirs)
        if job := self._by_reference.get(reference) or self._by_canonical.get(to_canonical_text(reference)):
            return job
        job = self._by_folded.get(fold_code(REFERENCE, reference)) if reference else None
        return job if job and can_be_made_of(job.payload, theirs, self._context.lookup.texts) else None


def _make_queries(key: str, jobs: Mapping[str, PlannedJob]) -> Iterator[Query]:
    for _, codes in write_filters(key, jobs):
        yield Query(key, codes, frozenset(jobs[code].row for code in codes))
