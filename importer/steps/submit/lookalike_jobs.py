"""Does the target have jobs that say the same, where neither an id nor a reference tells whose they are?

Before new rows are sent, such a job may be the row's, sent from another computer: whoever runs the sheet is asked; the
target is, once for some twenty names. After a try it may be what that has made, under a name that the target has cut:
it is asked for each beginning of it, too.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from importer.jobs_api import write_filters
from importer.languages import _
from importer.problem import JOB_SAYS_THE_SAME, NOT_LOOKED_UP, NOT_SHOWN
from importer.records import IN_TARGET, IdFrom, Observer, Outcome, PlannedJob, SameJob, Status
from importer.steps.submit.altered_jobs import NAME, can_be_made_of, list_altered_names
from importer.steps.submit.context import SendContext
from importer.steps.submit.differences import Job, id_of, is_same_job
from importer.steps.submit.existing_jobs import ParallelMap, Query, QueryResult
from importer.steps.submit.job_match import OPEN
from importer.steps.submit.lookup import IdHandling, InconclusiveLookup, JobLookup, LookupResult
from importer.steps.submit.throttle import Stopped

ListKnown = Callable[[], Collection[str]]  # the ids of jobs that are there, as far as this computer knows them


def hold_jobs_alike(
    jobs: Sequence[PlannedJob], context: SendContext, parallel: ParallelMap, list_known: ListKnown, observer: Observer
) -> dict[int, Outcome]:
    """The outcomes of rows that are not sent, since the target has a job that says the same; its id is none of those
    that are known here, which may be very many. The observer is asked what they are; and whether rows are sent where
    the target does not show its jobs by their names, which the run then has as a remark.
    """
    alike = _SameJobSearch(jobs, context, list_known)
    results = list(parallel(alike.ask, alike.queries))
    found = {row: outcome for result in results for row, _, outcome in result.matches}
    unseen = {} if context.lookup.ids is IdHandling.ACCEPTED else _hold_unseen(alike, context, observer)
    if not found:
        return unseen
    asked = [replace(job, obstacle=found[job.row].problems[0]) for job in jobs if job.row in found]
    same = observer.ask_same(asked)
    if same is SameJob.SAME:
        return unseen | {row: Outcome(row, Status.EXISTS, outcome.job_id) for row, outcome in found.items()}
    held = {} if same is SameJob.NEW else {row: replace(outcome, job_id="") for row, outcome in found.items()}
    return unseen | held


def _hold_unseen(alike: "_SameJobSearch", context: SendContext, observer: Observer) -> dict[int, Outcome]:
    """The outcomes of rows whose jobs could not be asked for; none where they are sent all the same."""
    if not alike.unseen or context.stop.is_set:
        return {}
    if observer.send_unlooked(alike.refused):
        remark = context.batch.make_problem(NOT_LOOKED_UP, None, (), reason=alike.refused)
        context.remark = context.remark or remark
        return {}
    problems = {row: context.batch.make_problem(NOT_SHOWN, row, (), reason=alike.refused) for row in alike.unseen}
    return {row: Outcome(row, Status.NOT_SENT, "", (problem,)) for row, problem in problems.items()}


def is_new(job: PlannedJob, context: SendContext) -> bool:
    """True where neither an id of the sheet nor a reference tells of the job, and no earlier run knows the row."""
    return job.id_from is IdFrom.CONTENT and job.job_id not in context.before


def is_recreated(job: PlannedJob, context: SendContext) -> bool:
    """True where a deleted job is to be made again: another computer may have done so, under another id."""
    before = context.before.get(job.job_id) if context.policy.recreate else None
    return before is not None and before.status in IN_TARGET


def find_alike(
    lookup: JobLookup, job_id: str, content: Job, *, is_of_another: Callable[[str], bool] = lambda _id: False
) -> LookupResult:
    """Where no id proves anything: a job that the target may have made of what ours says may be ours, or may not,
    unless its id `is_of_another` row. Where the target makes other names of ours than are asked for, none proves
    nothing.
    """
    try:
        for named in _find_named(lookup, str(content.get(NAME, ""))):
            if ours := next((job for job in named if id_of(job) == job_id), None):
                return LookupResult(ours)
            alike = (id_of(job) for job in named if can_be_made_of(content, job, lookup.texts))
            if theirs := next((found for found in alike if not is_of_another(found)), None):
                sentence = _("the target has a job like it, under the id {id}")
                return LookupResult(unsure=sentence.format(id=theirs))
    except InconclusiveLookup as found:
        return LookupResult(unsure=_("it could not be looked up ({reason})").format(reason=found.reason))
    if lookup.texts.changes_names:
        return LookupResult(unsure=_("the target writes names otherwise than they were sent"))
    return LookupResult()


def _find_named(lookup: JobLookup, name: str) -> Iterator[tuple[Job, ...]]:
    yield lookup.find_jobs_with(NAME, [name], even_if_stopped=True)
    for _filter, names in write_filters(NAME, list_altered_names(name)):
        yield lookup.find_jobs_with(NAME, names, even_if_stopped=True)


class _SameJobSearch:
    def __init__(self, jobs: Sequence[PlannedJob], context: SendContext, list_known: ListKnown) -> None:
        self._context, self._list_known = context, cache(list_known)
        self.refused = ""
        self.unseen: set[int] = set()  # rows that could not be asked about
        before = context.before
        open_ = {job.content for job in jobs if job.job_id in before and before[job.job_id].status in OPEN}
        self._by_name: dict[str, list[PlannedJob]] = {}
        for job in jobs:
            new = job.row in context.absent and is_new(job, context) and job.content not in open_
            is_made = job.obstacle is None and (new or is_recreated(job, context))
            if is_made and (name := str(job.payload.get(NAME, ""))):
                self._by_name.setdefault(name, []).append(job)
        self.queries = list(_make_queries(self._by_name))

    def ask(self, query: Query) -> QueryResult:
        """Ask for the jobs of these names."""
        if self._context.stop.is_set:
            return QueryResult(query)
        if self.refused:
            self.unseen |= query.rows
            return QueryResult(query)
        try:
            listed = self._context.lookup.find_jobs_with(query.key, query.codes)
        except Stopped:
            return QueryResult(query)
        except InconclusiveLookup as found:
            self.refused = found.reason
            self.unseen |= query.rows
            return QueryResult(query)
        known = {*self._list_known(), *self._context.rows_by_id} if listed else frozenset()
        there = [job for job in listed if id_of(job) not in known]
        rows = chain.from_iterable(self._by_name[name] for name in query.codes)
        return QueryResult(query, tuple(self._hold_rows(rows, there)))

    def _hold_rows(self, rows: Iterator[PlannedJob], there: list[Job]) -> Iterator[tuple[int, int, Outcome]]:
        """A row for each job at most."""
        for job in rows:
            same = next((theirs for theirs in there if self._may_be_of(job, theirs)), None)
            if same is not None:
                there.remove(same)
                problem = self._context.batch.make_problem(JOB_SAYS_THE_SAME, job.row, (), job_id=id_of(same))
                yield job.row, 0, Outcome(job.row, Status.NOT_SENT, id_of(same), (problem,))

    def _may_be_of(self, job: PlannedJob, theirs: Job) -> bool:
        """Of a job that is made again, the reference may have been lost, too."""
        if is_recreated(job, self._context):
            return can_be_made_of(job.payload, theirs, self._context.lookup.texts)
        return is_same_job(job.payload, theirs)


def _make_queries(by_name: Mapping[str, Sequence[PlannedJob]]) -> Iterator[Query]:
    for _filter, names in write_filters(NAME, by_name):
        yield Query(NAME, names, frozenset(job.row for name in names for job in by_name[name]))
