"""Does what the table of delivery.py says for one job: sends it, looks it up, and waits."""

from datetime import UTC, datetime, timedelta
from functools import partial
from time import monotonic

from importer.jobs_api import SEE_OTHER, UNAUTHORISED, NoResponse, Response
from importer.languages import _
from importer.records import IN_TARGET, Outcome, SentBefore
from importer.steps.submit.attempt_state import JobAttempt
from importer.steps.submit.delivery import (
    Action,
    Delivery,
    Event,
    LookupFinding,
    NoReply,
    SendDecision,
    Start,
    State,
    Uncertainty,
    advance,
)
from importer.steps.submit.differences import id_of, is_made_of
from importer.steps.submit.job_match import OPEN
from importer.steps.submit.lag import LAGS_AFTER_FAILURE, MAY_LAG, PROVEN_BY_ID, PauseForLag
from importer.steps.submit.lookalike_jobs import find_alike
from importer.steps.submit.lookup import IdHandling, LookupResult, Undecided
from importer.steps.submit.response_meaning import LOGIN_ACCEPTED, TRY_LATER, Meaning, find_reason_to_stop, meaning_of
from importer.steps.submit.throttle import Stopped


class JobSender(JobAttempt):
    """Brings one job to the target. `deliver` sends it and says what became of it, `last` what came back last.

    While it `may_defer`, `deliver` raises Undecided where that depends on what the target does with the ids that we
    give; it is to be asked again when other rows have shown that, and in the end without deferring.
    """

    def deliver(self) -> Outcome:
        """Send the job, as often as need be and no more, and say what became of it."""
        event: Event = self._start() if self._delivery.state is State.BEGUN else self._look_up()
        while True:
            self._delivery, action = advance(self._delivery, event)
            if self._delivery.state is State.ENDED:
                return self._report(action)
            event = self._perform(action)

    def _perform(self, action: Action) -> Event:
        if action in (Action.RETRY, Action.RETRY_DEFERRED):
            status = self._response.status if self._response else 0
            self._attempts.record_failure(own=False if self._is_asked_to_wait else None, by_status=status)
        match action:
            case Action.SEND:
                return self._send()
            case Action.LOOK_UP:
                return self._look_up()
            case Action.DEFER | Action.RETRY_DEFERRED:
                raise Undecided
            case Action.RETRY:
                self._attempts.pause()
        return self._decide_to_send()

    @property
    def _is_asked_to_wait(self) -> bool:
        """A pause that the target asks for is no fault of this row."""
        if self._response is None or self._meaning not in TRY_LATER:
            return False
        return self._meaning is Meaning.BUSY or self._response.retry_after is not None

    def _start(self) -> Start:
        before = self._before
        if before is None or before.status not in (*OPEN, *IN_TARGET):
            return Start.NEW
        if before.status in OPEN and (before.at is None or not before.finished):
            self._sent = self._context.began  # a run that was cut off, or one on another computer: nobody knows when
        elif before.at is not None:
            ago = datetime.now(UTC) - before.at
            self._sent = max(self._sent, monotonic() - max(ago, timedelta()).total_seconds())
        if before.status in IN_TARGET:
            return Start.LEFT_OPEN if self._context.policy.recreate else Start.MADE
        absent = self._job.row in self._context.absent
        waited = self._context.asked_at >= self._sent + self._context.policy.lag_seconds
        named = bool(self._reference) and not self._went_without_reference
        conflicts = self._context.lookup.ids is IdHandling.ACCEPTED  # a second one would
        if conflicts and not waited and self._delivery.uncertainty is Uncertainty.NONE:
            self._delivery = Delivery(uncertainty=Uncertainty.SLIGHT)  # for it may be there, and not shown yet
        return Start.NEW if absent and (conflicts or (waited and named)) else Start.LEFT_OPEN

    def _decide_to_send(self) -> SendDecision:
        if not self._attempts.left:
            return SendDecision.STOPPED if self._context.stop.is_set else SendDecision.USED_UP
        return SendDecision.LOOK_FIRST if self._may_be_renamed else SendDecision.SEND

    def _send(self) -> Meaning | NoReply:
        sent_at = self._sent_at or datetime.now(UTC)
        try:
            response = self._context.throttle.request(self._post)
        except Stopped:
            return NoReply.STOPPED
        except NoResponse as lost:
            self._response, self._meaning, self._trouble = None, None, lost.reason
            if not lost.sent:
                return NoReply.UNSENT
            self._sent_at, self._lost = sent_at, lost.reason
            return NoReply.LOST
        self._sent_at, self._response = sent_at, response
        return self._read(response)

    def _post(self) -> Response:
        self._sends += 1
        try:
            return self._context.api.create(self._job.request)
        finally:
            self._sent = monotonic()  # until now it may have been carried out

    def _read(self, response: Response) -> Meaning:
        """What the answer means, also for the other jobs of the run."""
        self._meaning = meaning = meaning_of(response, self._job.job_id, login_accepted=self._context.login_accepted)
        self._trouble = _("the target answers HTTP {status}").format(status=response.status)
        if meaning is Meaning.LATER:
            self._lost = self._trouble
        elif meaning is Meaning.STOP:
            self._context.stop.set(find_reason_to_stop(response), at_once=False)
        elif meaning is Meaning.CREATED and not self._context.lookup.does_take_our_id(
            self._job.job_id, self._reference
        ):
            meaning = Meaning.UNPROVEN
        if meaning in LOGIN_ACCEPTED:
            self._context.login_accepted = True
        return meaning

    def _look_up(self) -> LookupFinding:
        """Look once; where the job may be there and not shown yet, defer, or in the end look for as long as that."""
        if self._would_show_the_same:
            return LookupFinding.UNDECIDED
        pause = PauseForLag(self._context.stop, self._sent + self._context.policy.lag_seconds)
        while True:
            found = self._look_up_once()
            if found is LookupFinding.ABSENT and self._waits_for_lag:
                return LookupFinding.UNDECIDED
            if found is not LookupFinding.ABSENT or not self._may_lag:
                self._context.lookup.lag.record(late=pause.taken and found is LookupFinding.JOB)
                return found
            if self.may_defer:
                return LookupFinding.UNDECIDED
            if not pause.take():
                return self._find_if_stopped()

    @property
    def _may_lag(self) -> bool:
        state, policy = self._delivery.state, self._context.policy
        failed = self._delivery.may_have_created and state in LAGS_AFTER_FAILURE
        refused = state is State.CHECKING_REFUSAL and self._context.lookup.is_late()
        if state in PROVEN_BY_ID and self._context.lookup.ids is IdHandling.ACCEPTED:
            return False
        return (failed or refused or state in MAY_LAG) and monotonic() < self._sent + policy.lag_seconds

    def _find_if_stopped(self) -> LookupFinding:
        if not self._may_lag:
            return LookupFinding.ABSENT
        self._found = LookupResult(unsure=_("the target may not show it yet"))
        return LookupFinding.INCONCLUSIVE

    def _look_up_once(self) -> LookupFinding:
        refused = self._response if self._delivery.uncertainty is Uncertainty.REFUSED else None
        if refused is not None and refused.status == UNAUTHORISED:
            return LookupFinding.ABSENT
        if self._delivery.state is State.CHECKING_PROOF and (named := self._look_up_named()):
            return named
        try:
            self._found = found = self._find(self._delivery.state)
        except Undecided:
            return LookupFinding.UNDECIDED
        if found.job is not None and id_of(found.job) == self._job.job_id and self._job.has_made_id:
            self._context.lookup.record_own_id_shown()  # nobody else can have given it
        if found.job is not None and self._can_be_under_another_id(found.job):
            return LookupFinding.UNDECIDED
        if found.absent:
            return LookupFinding.ABSENT
        return LookupFinding.INCONCLUSIVE if found.job is None else LookupFinding.JOB

    def _find(self, state: State) -> LookupResult:
        """A conflict may be about the reference of the job, too, and with a job that this very try made."""
        lookup, before, job_id = self._context.lookup, self._before, self._job.job_id
        if before is not None and (state is State.CHECKING_MADE or before.status in IN_TARGET):
            return lookup.find_seen(before.job_id, self._reference)
        is_named = before is not None and self._context.is_only_named(before.job_id, self._job)
        if before and is_named and state is State.CHECKING_OPEN and not (found := self._find_named(before)).absent:
            return found
        was_open = before is not None and before.status in OPEN
        if self._delivery.uncertainty is Uncertainty.REFUSED and not self._reference and not was_open:
            return self._find_refused()
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
        """The job under the id that the answer to an earlier try named, where it is not plainly that of another row."""
        found = self._context.lookup.find_seen(before.job_id, "")
        if found.job is None or is_made_of(self._job.payload, found.job):
            return found
        if before.content == self._job.content and before.job_id != self._job.job_id:
            return LookupResult()
        return LookupResult(unsure=_("the row may have been changed since it was sent"))

    def _find_refused(self) -> LookupResult:
        """A job without a reference that a later stage of the target may have refused."""
        lookup, job = self._context.lookup, self._job
        if lookup.ids is not IdHandling.REPLACED:
            found = lookup.find(job.job_id)
            if lookup.ids is IdHandling.ACCEPTED or not found.absent:
                return found
        is_of_another = partial(self._context.is_of_another, row=job.row)
        alike = find_alike(lookup, job.job_id, job.payload, is_of_another=is_of_another)
        if alike.absent and self._response and self._response.status == SEE_OTHER:
            return LookupResult(unsure=_("HTTP 303 can mean that the job was created, with a shorter name"))
        return alike

    def _find_unnamed(self) -> LookupResult:
        """Where neither the id nor a reference shows that there is no job. Raises Undecided while other rows may show
        what the target does with ids.
        """
        lookup, before = self._context.lookup, self._before
        if self.may_defer and lookup.ids is IdHandling.UNTRIED:
            raise Undecided
        if before is not None and before.status in OPEN and before.content != self._job.content:
            return LookupResult(unsure=_("the row may have been changed since it was sent"))
        return find_alike(lookup, self._job.job_id, self._job.payload)

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
        lookup.lag.record(late=found.absent)
        if found.job is None or not self._judge_given(given, found.job):
            return False
        lookup.ids, lookup.lag.last_made = IdHandling.REPLACED, self._reference
        return True
