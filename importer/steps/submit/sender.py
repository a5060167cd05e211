"""Does what the table of delivery.py says for one job: sends it, looks it up, waits, and tells what became of it."""

from dataclasses import replace
from datetime import UTC, datetime

from importer.jobs_api import Answer, NoAnswer
from importer.problem import NO_ANSWER, OTHER_ID, Code, Problem
from importer.records import IN_TARGET, LastAnswer, Outcome, PlannedJob, Status
from importer.steps.submit.answers import (
    LOGIN_ACCEPTED,
    TRY_LATER,
    Meaning,
    meaning_of,
    named_id,
    problems_of,
    reason_to_stop,
    shortened,
)
from importer.steps.submit.context import SendContext, outcome_if_skipped, outcome_not_sent
from importer.steps.submit.delivery import Action, Delivery, Doubt, Event, Found, NoReply, Start, State, Turn, advance
from importer.steps.submit.job_match import OPEN, Job, SendHistory, outcome_of_found, reference_of
from importer.steps.submit.lookup import Ids, LookupResult, Undecided
from importer.steps.submit.throttle import Attempts, Stopped


class JobSender:
    """Brings one job to the target. `outcome` says what became of it, `last` what came back last.

    While it `may_defer`, `outcome` raises Undecided where that depends on what the target does with the ids that we
    give; it is to be asked again when other rows have shown that, and in the end without deferring.
    """

    def __init__(self, job: PlannedJob, context: SendContext) -> None:
        self._job = job
        self._context = context
        self._before = context.before.get(job.job_id)
        self._reference = reference_of(job.payload)
        self._attempts = Attempts(context.throttle)
        self._delivery = Delivery()
        self._sends = 0
        self._sent_at: datetime | None = None
        self._answer: Answer | None = None
        self._meaning: Meaning | None = None
        self._trouble = ""  # why the latest try led to nothing
        self._lost = ""  # why the outcome of a try is open
        self._found = LookupResult()
        self.may_defer = True

    @property
    def last(self) -> LastAnswer:
        """What came back last."""
        if self._answer is None:
            return LastAnswer(0, self._trouble, self._sends)
        return LastAnswer(self._answer.status, shortened(self._answer), self._sends)

    def outcome(self) -> Outcome:
        """Send the job, as often as need be and no more, and say what became of it."""
        event: Event = self._start() if self._delivery.state is State.BEGUN else self._look_up()
        while True:
            self._delivery, action = advance(self._delivery, event)
            if action.ends:
                return self._report(action)
            event = self._perform(action)

    def undecided_outcome(self) -> Outcome:
        """The outcome of a job that was deferred and that the run did not come back to."""
        reason = "the run was stopped before it was looked up"
        return self._outcome(Status.UNKNOWN, self._problem(NO_ANSWER, reason=reason))

    def _perform(self, action: Action) -> Event:
        if action in (Action.RETRY, Action.RETRY_DEFERRED):
            self._attempts.record_failure(own=False if self._is_asked_to_wait else None)
        match action:
            case Action.SEND:
                return self._send()
            case Action.LOOK_UP:
                return self._look_up()
            case Action.DEFER | Action.RETRY_DEFERRED:
                raise Undecided
            case Action.RETRY:
                self._attempts.pause()
        return self._take_turn()

    @property
    def _is_asked_to_wait(self) -> bool:
        """A pause that the target asks for is no fault of this row."""
        if self._answer is None or self._meaning not in TRY_LATER:
            return False
        return self._meaning is Meaning.BUSY or self._answer.retry_after is not None

    def _start(self) -> Start:
        before = self._before
        if before is None or before.status not in (*OPEN, *IN_TARGET):
            return Start.NEW
        seen_there = before.status in IN_TARGET
        proven = self._context.lookup.ids is Ids.KEPT or bool(self._reference)  # a job of ours would have been found
        if self._job.row in self._context.absent and (seen_there or proven):
            return Start.NEW
        return Start.MADE if seen_there else Start.LEFT_OPEN

    def _take_turn(self) -> Turn:
        if not self._attempts.left:
            return Turn.STOPPED if self._context.stop.is_set else Turn.USED_UP
        return Turn.LOOK_FIRST if self._may_be_renamed else Turn.SEND

    @property
    def _reached(self) -> bool:
        return self._delivery.doubt is not Doubt.NONE

    @property
    def _may_be_renamed(self) -> bool:
        return self._reached and self._context.lookup.ids is not Ids.KEPT

    def _send(self) -> Meaning | NoReply:
        sent_at = self._sent_at or datetime.now(UTC)
        try:
            answer = self._context.throttle.request(self._post)
        except Stopped:
            return NoReply.STOPPED
        except NoAnswer as lost:
            self._answer, self._meaning, self._trouble = None, None, lost.reason
            if not lost.sent:
                return NoReply.UNSENT
            self._sent_at, self._lost = sent_at, lost.reason
            return NoReply.LOST
        self._sent_at, self._answer = sent_at, answer
        return self._read(answer)

    def _post(self) -> Answer:
        self._sends += 1
        return self._context.api.create(self._job.request)

    def _read(self, answer: Answer) -> Meaning:
        """What the answer means, also for the other jobs of the run."""
        self._meaning = meaning = meaning_of(answer, self._job.job_id, login_accepted=self._context.login_accepted)
        self._trouble = f"the target answers HTTP {answer.status}"
        if meaning is Meaning.LATER:
            self._lost = self._trouble
        elif meaning is Meaning.STOP:
            self._context.stop.set(reason_to_stop(answer))
        elif meaning is Meaning.CREATED:
            self._context.lookup.record_kept_id()
        if meaning in LOGIN_ACCEPTED:
            self._context.login_accepted = True
        return meaning

    def _look_up(self) -> Found:
        state = self._delivery.state
        if state is State.CHECKING_PROOF and self._is_renamed():
            return Found.RENAMED
        job_id = self._job.job_id
        if self._before is not None and state in (State.CHECKING_OPEN, State.CHECKING_MADE):
            job_id = self._before.job_id
        try:
            self._found = found = self._find(job_id, conflict=state is State.CHECKING_CONFLICT)
        except Undecided:
            return Found.UNDECIDED
        return Found.JOB if found.job is not None else Found.UNSURE if found.unsure else Found.ABSENT

    def _find(self, job_id: str, *, conflict: bool) -> LookupResult:
        """A conflict may be about the reference of the job, too, and with a job that this very try made."""
        lookup = self._context.lookup
        tried = conflict or self._reached or (self._before is not None and self._before.status in OPEN)
        try:
            return lookup.find(job_id, self._reference, both=conflict, tried=tried)
        except Undecided:
            if self.may_defer:
                raise
        return lookup.find_alike(self._job.job_id, self._job.payload)

    def _is_renamed(self) -> bool:
        """The target has the job that was sent under the id that it named, though it may have changed a value."""
        given = named_id(self._answer) if self._answer else ""
        theirs = self._context.lookup.find(given).job if given else None
        if theirs is None or not self._is_like(theirs):
            return False
        self._context.lookup.ids = Ids.REPLACED
        return True

    def _is_like(self, theirs: Job) -> bool:
        if self._reference:
            return reference_of(theirs) == self._reference
        return str(theirs.get("name", "")).strip() == str(self._job.payload.get("name", "")).strip()

    def _report(self, action: Action) -> Outcome:
        match action:
            case Action.REPORT_CREATED:
                return self._outcome(Status.CREATED)
            case Action.REPORT_RENAMED:
                return self._renamed()
            case Action.REPORT_FOUND:
                return self._there()
            case Action.REPORT_REJECTED:
                return self._rejected()
            case Action.REPORT_SKIPPED:
                return outcome_if_skipped(self._job, self._context, self._found.unsure)
            case Action.REPORT_NOT_SENT:
                return outcome_not_sent(self._job, self._context)
            case Action.REPORT_GIVEN_UP:
                reason = f"{self._attempts.made} tries failed ({self._trouble})"
                return outcome_not_sent(self._job, self._context, reason)
        reasons = {Action.REPORT_LOST: self._lost, Action.REPORT_UNPROVEN: self._trouble}
        problem = self._problem(NO_ANSWER, reason=reasons.get(action, self._found.unsure))
        return self._outcome(Status.UNKNOWN, problem)

    def _there(self) -> Outcome:
        history = SendHistory(
            self._before,
            self._sent_at is not None,
            self._reached,
            absent=self._job.row in self._context.absent,
            may_be_renamed=self._may_be_renamed,
            sent_at=self._sent_at,
        )
        return outcome_of_found(self._job, self._found.job or {}, history, self._context.batch)

    def _renamed(self) -> Outcome:
        given = named_id(self._answer) if self._answer else ""
        problem = self._problem(OTHER_ID, "id", sent=self._job.job_id, given=given)
        return replace(self._outcome(Status.CREATED, problem), job_id=given)

    def _rejected(self) -> Outcome:
        problems = problems_of(self._answer, self._context.batch, self._job.row) if self._answer else ()
        return self._outcome(Status.REJECTED, *problems)

    def _outcome(self, status: Status, *problems: Problem) -> Outcome:
        return Outcome(self._job.row, status, self._job.job_id, problems, self._sent_at)

    def _problem(self, code: Code, *fields: str, **values: str) -> Problem:
        return self._context.batch.problem(code, self._job.row, fields, **values)
