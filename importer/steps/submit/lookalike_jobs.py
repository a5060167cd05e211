"""Does the target have jobs that say the same, where neither an id nor a reference tells whose they are?

Before new rows are sent, such a job may be the row's, sent from another computer: whoever runs the sheet is asked; the
target is, once for some twenty names.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain

from importer.catalogue import REFERENCE
from importer.jobs_api import write_filters
from importer.languages import _
from importer.problem import JOB_SAYS_THE_SAME, NOT_LOOKED_UP, NOT_SHOWN
from importer.records import IN_TARGET, IdFrom, Observer, Outcome, PlannedJob, SameJob, Status
from importer.steps.submit.altered_jobs import NAME, can_be_altered, can_be_made_of, list_altered_names
from importer.steps.submit.context import SendContext
from importer.steps.submit.differences import SHORTEST_CUT, Job, find_differences, id_of, reference_of
from importer.steps.submit.existing_jobs import ParallelMap, Query, QueryResult
from importer.steps.submit.job_match import OPEN
from importer.steps.submit.lookup_result import IdHandling, InconclusiveLookup
from importer.steps.submit.throttle import Stopped

ListKnown = Callable[[], Collection[str]]  # the ids of jobs that are there, as far as this computer knows them
FindMade = Callable[[], str]  # the latest id of ours under which the target said that it made a job; '' for none


class JobsAlike:
    """Before rows are sent: which are held, or told to be there, since the target has jobs of others that say the same?

    Their ids are none of those that `list_known` gives, which may be very many. The observer is asked what these jobs
    are, and whether rows are sent where the target does not show its jobs by their names, which is then a remark. So it
    is of corrected rows where it `suspects_corrected` ones: elsewhere they may have been corrected in other words.
    """

    def __init__(
        self,
        context: SendContext,
        parallel: ParallelMap,
        list_known: ListKnown,
        observer: Observer,
        find_made: FindMade,
        *,
        suspects_corrected: bool,
    ) -> None:
        self._context, self._parallel, self._list_known = context, parallel, cache(list_known)
        self._observer, self._find_made = observer, find_made
        self._suspects_corrected = suspects_corrected
        self._shows_names = context.policy.look_first and not context.policy.new_rows
        self._longest = SHORTEST_CUT  # letters of the names of which it is seen, or about to be, what becomes of them

    def hold(self, jobs: Sequence[PlannedJob]) -> dict[int, Outcome]:
        """The outcomes of those of these rows that are not sent."""
        nameless = any(is_new(job, self._context) or self._is_recreated(job) for job in jobs)
        if not self._shows_names or not (nameless or any(can_lack_reference(job, self._context) for job in jobs)):
            return {}
        lookup = self._context.lookup
        if nameless and lookup.ids is IdHandling.UNTRIED and (made := self._find_made()):
            lookup.check_own_id(made)
        if self._context.stop.is_set:
            return {}
        alike = _SameJobSearch(jobs, self._context, self._list_known)
        found = alike.find_all(self._parallel)
        if self._suspects_corrected and lookup.ids is not IdHandling.ACCEPTED:
            alike.suspect_corrected(found)
        unseen = {} if lookup.ids is IdHandling.ACCEPTED else self._hold_unseen(alike)
        return unseen | self._ask_same([job for job in jobs if job.row in found], found)

    def choose_first(self, jobs: Sequence[PlannedJob]) -> tuple[list[PlannedJob], list[PlannedJob]]:
        """Of these, what is sent first, and the rest: what the target makes of the longest name shows what it may have
        made of others.
        """
        if not self._shows_names or self._context.lookup.ids is IdHandling.ACCEPTED or len(jobs) < 2:  # noqa: PLR2004
            return [], list(jobs)
        new = [job for job in jobs if is_new(job, self._context)]
        longest = max(new, key=lambda job: len(_name_of(job)), default=None)
        if longest is None or len(_name_of(longest)) <= self._longest:
            return [], list(jobs)
        self._longest = len(_name_of(longest))
        first = [job for job in jobs if job is longest or (longest.family and job.family == longest.family)]
        return first, [job for job in jobs if job not in first]

    def _ask_same(self, jobs: Sequence[PlannedJob], found: Mapping[int, Outcome]) -> dict[int, Outcome]:
        if not jobs:
            return {}
        same = self._observer.ask_same([replace(job, obstacle=found[job.row].problems[0]) for job in jobs])
        if same is SameJob.SAME:
            return {job.row: Outcome(job.row, Status.EXISTS, found[job.row].job_id) for job in jobs}
        return {} if same is SameJob.NEW else {job.row: replace(found[job.row], job_id="") for job in jobs}

    def _hold_unseen(self, alike: "_SameJobSearch") -> dict[int, Outcome]:
        """The outcomes of rows whose jobs could not be asked for; none where they are sent all the same."""
        if not alike.unseen or self._context.stop.is_set:
            return {}
        batch, reason = self._context.batch, alike.refused
        self._shows_names = False
        if self._observer.send_unlooked(reason):
            self._context.remark = self._context.remark or batch.make_problem(NOT_LOOKED_UP, None, (), reason=reason)
            return {}
        problems = {row: batch.make_problem(NOT_SHOWN, row, (), reason=reason) for row in alike.unseen}
        return {row: Outcome(row, Status.NOT_SENT, "", (problem,)) for row, problem in problems.items()}

    def _is_recreated(self, job: PlannedJob) -> bool:
        return is_recreated(job, self._context)


def is_new(job: PlannedJob, context: SendContext) -> bool:
    """True where neither an id of the sheet nor a reference tells of the job, and no earlier run knows of one. That
    results tell of it as not sent is no proof: another copy of them may have been sent since.
    """
    return (job.id_from is IdFrom.CONTENT or job.is_reserved) and not is_known(job, context)


def can_lack_reference(job: PlannedJob, context: SendContext) -> bool:
    """True where the row may have been sent from another computer before it had its reference."""
    return job.id_from is IdFrom.REFERENCE and not is_known(job, context)


def is_known(job: PlannedJob, context: SendContext) -> bool:
    """True where an earlier run has made its job, or may have."""
    before = context.before.get(job.job_id)
    return before is not None and before.status in (*OPEN, *IN_TARGET)


def is_recreated(job: PlannedJob, context: SendContext) -> bool:
    """True where a deleted job is to be made again: another computer may have done so, under another id."""
    before = context.before.get(job.job_id) if context.policy.recreate else None
    return before is not None and before.status in IN_TARGET


class _SameJobSearch:
    def __init__(self, jobs: Sequence[PlannedJob], context: SendContext, list_known: ListKnown) -> None:
        self._context, self._list_known = context, list_known
        self.refused = ""
        self.unseen: set[int] = set()  # rows that could not be asked about
        before = context.before
        is_open = {job.row for job in jobs if job.job_id in before and before[job.job_id].status in OPEN}
        self._open: dict[str, list[PlannedJob]] = {}
        for job in (job for job in jobs if job.row in is_open):
            self._open.setdefault(_name_of(job), []).append(job)
        self._jobs: list[PlannedJob] = []
        self._referenced: list[PlannedJob] = []
        for job in jobs:
            new = job.row in context.absent and is_new(job, context)
            if job.obstacle is None and _name_of(job) and (new or is_recreated(job, context)):
                self._jobs.append(job)
            elif job.obstacle is None and _name_of(job) and can_lack_reference(job, context):
                self._referenced.append(job)
        self._nameless = frozenset(job.row for job in self._jobs)
        self._by_name: dict[str, list[PlannedJob]] = {}

    def find_all(self, parallel: ParallelMap) -> dict[int, Outcome]:
        """The rows that the target has a job like, by their names as they are and as it is seen to write them."""
        texts = self._context.lookup.texts
        found = self._find(parallel, [*self._jobs, *self._referenced])
        left = [job for job in self._jobs if job.row not in found]
        if self._context.lookup.ids is IdHandling.ACCEPTED or self.refused or not left:
            return found
        if self._learn_from(max(left, key=lambda job: len(_name_of(job)))):
            found |= self._find(parallel, left)
        if texts.changes_names:
            self.refused = _("the target changes job names")
            self.unseen |= {job.row for job in left if job.row not in found}
        return found

    def suspect_corrected(self, found: Collection[int]) -> None:
        """Take corrected rows for some that cannot be asked about: they may be there under another name."""
        corrected = {job.row for job in self._jobs if job.is_reserved and job.row not in found}
        if corrected:
            self.unseen |= corrected
            self.refused = self.refused or _("it assigns its own ids, and others may have corrected the row too")

    def _find(self, parallel: ParallelMap, jobs: Sequence[PlannedJob]) -> dict[int, Outcome]:
        self._by_name = {}
        for job in jobs:
            for name in self._context.lookup.texts.list_names(_name_of(job)):
                self._by_name.setdefault(name, []).append(job)
        results = list(parallel(self._ask, list(_make_queries(self._by_name))))
        return {row: outcome for result in results for row, _, outcome in result.matches}

    def _learn_from(self, job: PlannedJob) -> bool:
        """True where the target has a job like this under another name, which shows how it writes names."""
        for _filter, names in write_filters(NAME, list_altered_names(_name_of(job))):
            there = self._list_others(Query(NAME, names, frozenset({job.row})))
            if theirs := next((one for one in there if self._may_be_of(job, one)), None):
                self._context.lookup.texts.learn_name(_name_of(job), str(theirs.get(NAME) or ""))
                return True
        return False

    def _list_others(self, query: Query) -> list[Job]:
        """The jobs of these names that nobody here knows."""
        if self._context.stop.is_set:
            return []
        if self.refused:
            self.unseen |= query.rows & self._nameless
            return []
        try:
            listed = self._context.lookup.find_jobs_with(query.key, query.codes)
        except Stopped:
            return []
        except InconclusiveLookup as found:
            self.refused = found.reason
            self.unseen |= query.rows & self._nameless
            return []
        known = {*self._list_known(), *self._context.rows_by_id} if listed else frozenset()
        return [job for job in listed if id_of(job) not in known]

    def _ask(self, query: Query) -> QueryResult:
        there = self._list_others(query)
        rows = {job.row: job for name in query.codes for job in self._by_name[name]} if there else {}
        return QueryResult(query, tuple(self._hold_rows(rows.values(), there)))

    def _hold_rows(self, rows: Collection[PlannedJob], there: list[Job]) -> Iterator[tuple[int, int, Outcome]]:
        """A row for each job at most. What rows of unknown outcome may have made is theirs first."""
        names = dict.fromkeys(_name_of(job) for job in rows)
        for job in chain.from_iterable(self._open.get(name, ()) for name in names):
            if same := next((theirs for theirs in there if self._may_be_of(job, theirs)), None):
                there.remove(same)
        for job in rows:
            same = next((theirs for theirs in there if self._may_be_of(job, theirs)), None)
            if same is not None:
                there.remove(same)
                problem = self._context.batch.make_problem(JOB_SAYS_THE_SAME, job.row, (), job_id=id_of(same))
                yield job.row, 0, Outcome(job.row, Status.NOT_SENT, id_of(same), (problem,))

    def _may_be_of(self, job: PlannedJob, theirs: Job) -> bool:
        """Of a job that is made again, what was in the target may have been lost, such as its reference."""
        if is_recreated(job, self._context):
            return can_be_made_of(job.payload, theirs, self._context.lookup.texts)
        different = find_differences(job.payload, theirs)
        if job.row not in self._nameless:
            if reference_of(theirs) and self._context.lookup.texts.references:
                return False
            different = tuple(each for each in different if each.field != REFERENCE or each.theirs)
        return all(each.theirs and can_be_altered(each) for each in different)


def _name_of(job: PlannedJob) -> str:
    return str(job.payload.get(NAME, ""))


def _make_queries(by_name: Mapping[str, Sequence[PlannedJob]]) -> Iterator[Query]:
    for _filter, names in write_filters(NAME, by_name):
        yield Query(NAME, names, frozenset(job.row for name in names for job in by_name[name]))
