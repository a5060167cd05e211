"""Does what the table of delivery.py says for one job: sends it, looks it up, and waits."""

from datetime import UTC, datetime, timedelta
from time import monotonic

from importer.jobs_api import NoResponse, Response
from importer.languages import _
from importer.records import IN_TARGET, Outcome
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
from importer.steps.submit.job_match import OPEN
from importer.steps.submit.job_search import JobSearch
from importer.steps.submit.lag import PauseForLag
from importer.steps.submit.lookup_result import IdHandling, LookupResult, Undecided
from importer.steps.submit.response_meaning import LOGIN_ACCEPTED, TRY_LATER, Meaning, find_reason_to_stop, meaning_of
from importer.steps.submit.throttle import Stopped


class JobSender(JobSearch):
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
        if before.at is None or (before.status in OPEN and not before.finished):
            self._sent = self._context.began  # a run that was cut off, or one on another computer: nobody knows when
        elif before.at is not None:
            ago = datetime.now(UTC) - before.at
            self._sent = max(self._sent, monotonic() - max(ago, timedelta()).total_seconds())
        if before.status in IN_TARGET:
            return Start.LEFT_OPEN if self._context.policy.recreate else Start.MADE
        absent = self._job.row in self._context.absent
        waited = self._was_absent_by_now
        named = self._context.lookup.texts.does_keep(self._reference) and not self._went_without_reference
        conflicts = self._context.lookup.ids is IdHandling.ACCEPTED  # a second one would
        if conflicts and not waited and self._delivery.uncertainty is Uncertainty.NONE:
            self._delivery = Delivery(uncertainty=Uncertainty.SLIGHT)  # for it may be there, and not shown yet
        if not absent or self._given_before or not (conflicts or (waited and named)):
            return Start.LEFT_OPEN
        if conflicts or self._context.lookup.is_absent_still(self._reference):
            return Start.NEW
        self._context.absent.discard(self._job.row)
        return Start.LEFT_OPEN

    def _decide_to_send(self) -> SendDecision:
        if not self._attempts.left:
            return SendDecision.STOPPED if self._context.stop.is_set else SendDecision.USED_UP
        certain = self._delivery.uncertainty is Uncertainty.NONE or self._context.lookup.ids is IdHandling.ACCEPTED
        return SendDecision.SEND if certain else SendDecision.LOOK_FIRST

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
        self._sent_at, self._response, self._whose_given = sent_at, response, None
        return self._read(response)

    def _post(self) -> Response:
        self._sends += 1
        self._sending_since = monotonic()
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
        elif meaning is Meaning.CREATED:
            lookup = self._context.lookup
            if not lookup.does_take_our_id(self._job.job_id, self._reference):
                meaning = Meaning.UNPROVEN
            elif lookup.ids is IdHandling.ACCEPTED:
                lookup.lag.remember_made(self._job.job_id, self._sending_since)
        if meaning in LOGIN_ACCEPTED:
            self._context.login_accepted = True
        return meaning

    def _look_up(self) -> LookupFinding:
        """Look once; where the job may be there and not shown yet, defer, or in the end look for as long as that."""
        if self._would_show_the_same or self._waits_with_others:
            return LookupFinding.UNDECIDED
        pause = PauseForLag(self._context.stop, self._sent + self._context.policy.lag_seconds)
        while True:
            found = self._look_up_once()
            if found is not LookupFinding.ABSENT or not self._may_lag:
                self._learn_from_refusal(found)
                return found
            if self.may_defer:
                return LookupFinding.UNDECIDED
            if not pause.take():
                return self._find_if_stopped()

    @property
    def _waits_with_others(self) -> bool:
        """True for a refused job that the target may not show yet: all such are looked for at the end."""
        if self._delivery.state is State.CHECKING_AGAIN and self._is_refused_for_now:
            return self.may_defer
        if self._delivery.state is not State.CHECKING_REFUSAL or not self.may_defer:
            return False
        return not (self._is_refused_for_values and self._context.lookup.lag.refuses_first)

    def _learn_from_refusal(self, found: LookupFinding) -> None:
        """That a job is not made which was refused for its values, or for now, is so of others, too."""
        lag = self._context.lookup.lag
        if self._delivery.state is State.CHECKING_AGAIN and self._is_refused_for_now and found is LookupFinding.ABSENT:
            lag.refuses_for_now_since = min(lag.refuses_for_now_since, monotonic())
        if self._delivery.state is State.CHECKING_REFUSAL and self._is_refused_for_values:
            lag.refuses_first |= found is LookupFinding.ABSENT

    def _find_if_stopped(self) -> LookupFinding:
        if not self._may_lag:
            return LookupFinding.ABSENT
        self._found = LookupResult(unsure=_("the target may not show it yet"))
        return LookupFinding.INCONCLUSIVE
