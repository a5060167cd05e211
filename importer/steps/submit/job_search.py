"""Where to look for one job: by its id, by its reference, under an id that an answer named, or by what it says."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from time import monotonic

from importer.jobs_api import SEE_OTHER, write_filters
from importer.languages import _
from importer.records import IN_TARGET, SentBefore
from importer.steps.submit.altered_jobs import NAME, JobOwner, can_be_made_of, list_altered_names
from importer.steps.submit.attempt_state import JobAttempt
from importer.steps.submit.delivery import LookupFinding, State, Uncertainty
from importer.steps.submit.differences import Job, id_of
from importer.steps.submit.job_match import OPEN
from importer.steps.submit.lag import LAGS_AFTER_TRY, MAY_LAG, PROVEN_BY_ID
from importer.steps.submit.lookup import JobLookup
from importer.steps.submit.lookup_result import IdHandling, InconclusiveLookup, LookupResult, Undecided
from importer.steps.submit.response_meaning import Meaning


class JobSearch(JobAttempt):
    """Looks for the job, as what is known of it and of the target says."""

    @property
    def _may_lag(self) -> bool:
        """True where a job that is not shown may be shown a little later."""
        state, lookup = self._delivery.state, self._context.lookup
        tried = self._delivery.uncertainty is not Uncertainty.NONE and state in LAGS_AFTER_TRY
        if not (tried or state in MAY_LAG) or monotonic() >= self._sent + self._context.policy.lag_seconds:
            return False
        if state in PROVEN_BY_ID and lookup.ids is IdHandling.ACCEPTED:
            return False
        if self._is_refused_for_now and self._sent > lookup.lag.refuses_for_now_since:
            return False
        refused = state is State.CHECKING_REFUSAL and self._delivery.uncertainty is Uncertainty.REFUSED
        certain = refused and self._is_refused_for_values
        if certain and lookup.lag.refuses_first:
            return False
        return not (certain and lookup.does_show_since(self._sent, self._job.job_id, self._reference))

    def _look_up_once(self) -> LookupFinding:
        state, lookup = self._delivery.state, self._context.lookup
        if state is State.CHECKING_PROOF and (named := self._look_up_named()):
            return named
        try:
            self._found = found = self._find(state)
        except Undecided:
            return LookupFinding.UNDECIDED
        if found.job is not None and id_of(found.job) == self._job.job_id and self._job.has_made_id:
            lookup.record_own_id_shown()  # nobody else can have given it
        if found.job is not None and self._can_be_under_another_id(found.job):
            return LookupFinding.UNDECIDED
        if found.absent and state is State.CHECKING_REFUSAL and lookup.lag.shows_nothing and not self._may_lag:
            self._found = LookupResult(unsure=_("the target does not show the jobs that it reported as created"))
            return LookupFinding.INCONCLUSIVE
        if found.absent or (found.job is None and self._was_never_let_in):
            return LookupFinding.ABSENT
        return LookupFinding.INCONCLUSIVE if found.job is None else LookupFinding.JOB

    @property
    def _was_never_let_in(self) -> bool:
        """True where the login was accepted for nothing at all: then nothing of this try is there."""
        refused = self._delivery.uncertainty is Uncertainty.REFUSED
        return refused and self._meaning is Meaning.STOP and not self._context.throttle.was_let_in

    def _find(self, state: State) -> LookupResult:
        """A conflict may be about the reference of the job, too, and with a job that this very try made."""
        lookup, before, job_id = self._context.lookup, self._before, self._job.job_id
        if before is not None and before.status in IN_TARGET and state in {State.CHECKING_MADE, State.CHECKING_OPEN}:
            return lookup.find_seen(before.job_id, self._reference)
        is_named = before is not None and self._context.is_only_named(before.job_id, self._job)
        if before and is_named and state is State.CHECKING_OPEN and not (found := self._find_named(before)).absent:
            return found
        was_open = before is not None and before.status in OPEN
        by_reference = lookup.texts.does_keep(self._reference)
        if self._delivery.uncertainty is Uncertainty.REFUSED and not by_reference and not was_open:
            return self._find_refused()
        if state is State.CHECKING_OPEN and self._reference and self._was_absent_by_now:
            return self._find_unnamed()
        conflict = state is State.CHECKING_CONFLICT
        may_exist = conflict or self._reached or was_open
        try:
            found = lookup.find(job_id, self._reference, both=conflict, may_exist=may_exist)
            if lookup.ids is IdHandling.ACCEPTED or not (found.absent and self._went_without_reference):
                return found
        except Undecided as undecided:
            if self.may_defer:
                raise
            if undecided.reason:
                return LookupResult(unsure=undecided.reason)
        return self._find_unnamed()

    def _find_named(self, before: SentBefore) -> LookupResult:
        """The job under the id that the answer to an earlier try named, unless it is that of another row."""
        if self._context.is_of_another(before.job_id, self._job.row) and before.job_id != self._job.job_id:
            return LookupResult()
        lookup = self._context.lookup
        found = lookup.find_seen(before.job_id, "")
        if found.job is None:
            waits = found.unsure or self._may_lag or lookup.ids is IdHandling.ACCEPTED
            sentence = _("the target does not show the job {id}, which it reported as created")
            return found if waits else LookupResult(unsure=sentence.format(id=before.job_id))
        self._whose_named_before = whose = self._judge_named(before.job_id, found.job)
        if whose is JobOwner.OURS:
            return found
        if before.content != self._job.content:
            return LookupResult(unsure=_("the row may have been changed since it was sent"))
        if whose is JobOwner.ANOTHERS:
            return LookupResult()
        sentence = _("the target shows a different job under the id that it returned ({id})")
        return LookupResult(unsure=sentence.format(id=before.job_id))

    def _find_refused(self) -> LookupResult:
        """A job that a later stage of the target may have refused, where no reference shows it."""
        lookup, job = self._context.lookup, self._job
        if lookup.ids is not IdHandling.REPLACED or self._reference:
            found = lookup.find(job.job_id, self._reference)
            if lookup.ids is IdHandling.ACCEPTED or not found.absent:
                return found
        alike = self._find_alike()
        if alike.absent and self._response and self._response.status == SEE_OTHER and not self._may_lag:
            return LookupResult(unsure=_("HTTP 303 can mean that the job was created, with a shorter name"))
        return alike

    def _find_unnamed(self) -> LookupResult:
        """Where neither the id nor a reference shows that there is no job. Raises Undecided while other rows may show
        what the target does with ids.
        """
        lookup, before = self._context.lookup, self._before
        if self.may_defer and lookup.ids is IdHandling.UNTRIED:
            raise Undecided
        if self._may_lag:
            return LookupResult()
        if before is not None and before.status in OPEN and before.content != self._job.content:
            return LookupResult(unsure=_("the row may have been changed since it was sent"))
        return self._find_alike()

    def _find_alike(self) -> LookupResult:
        is_of_another = partial(self._context.is_of_another, row=self._job.row)
        return find_alike(self._context.lookup, self._job.job_id, self._job.payload, is_of_another=is_of_another)

    def _look_up_named(self) -> LookupFinding | None:
        """What there is to say of a job under the id that the answer names; None where that is nothing."""
        lookup = self._context.lookup
        if self._meaning is Meaning.CREATED:
            if self.may_defer and lookup.is_undecided:
                return LookupFinding.UNDECIDED
            if lookup.does_take_our_id(self._job.job_id, self._reference, at_last=not self.may_defer):
                return LookupFinding.RENAMED
        return LookupFinding.RENAMED if self._is_renamed() else None

    def _is_renamed(self) -> bool:
        """The target has the job that was sent under the id that it named, though it may have changed a value."""
        given = self._given
        if not given or given == self._job.job_id:
            return False
        lookup = self._context.lookup
        found = lookup.find_seen(given, "")
        lookup.lag.was_not_shown |= found.absent
        if found.job is None:
            return False
        self._whose_given = self._judge_named(given, found.job)
        if self._whose_given is not JobOwner.OURS:
            return False
        self._found = found
        lookup.record_own_id_replaced()
        lookup.lag.remember_made(self._reference, self._sending_since)
        return True


def find_alike(
    lookup: JobLookup, job_id: str, content: Job, *, is_of_another: Callable[[str], bool] = lambda _id: False
) -> LookupResult:
    """Where no id proves anything: a job that the target may have made of what ours says may be ours, or may not,
    unless its id `is_of_another` row. Where the target makes other names of ours than are asked for, none proves
    nothing. Each question is asked twice before that is said: a gateway may give the answer to another one.
    """
    name = str(content.get(NAME, ""))
    try:
        for named in chain(_find_named(lookup, name), _find_named(lookup, name)):
            if ours := next((job for job in named if id_of(job) == job_id), None):
                return LookupResult(ours)
            alike = (id_of(job) for job in named if can_be_made_of(content, job, lookup.texts))
            if theirs := next((found for found in alike if not is_of_another(found)), None):
                sentence = _("the target has a similar job with the id {id}")
                return LookupResult(unsure=sentence.format(id=theirs))
    except InconclusiveLookup as found:
        return LookupResult(unsure=_("it could not be looked up ({reason})").format(reason=found.reason))
    if lookup.texts.changes_names:
        return LookupResult(unsure=_("the target changes job names"))
    return LookupResult()


def _find_named(lookup: JobLookup, name: str) -> Iterator[tuple[Job, ...]]:
    yield lookup.find_jobs_with(NAME, [name], even_if_stopped=True)
    for _filter, names in write_filters(NAME, list_altered_names(name)):
        yield lookup.find_jobs_with(NAME, names, even_if_stopped=True)
