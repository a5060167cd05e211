"""One job on its way: sent, sent again where that is safe, looked up where the outcome is open."""

from datetime import UTC, datetime

from importer.jobs_api.answer import Answer, NoAnswer
from importer.problem import NO_ANSWER, OTHER_ID, Problem
from importer.records import IN_TARGET, LastAnswer, Outcome, PlannedJob, Status
from importer.steps.submit.answers import Meaning, meaning_of, named_id, problems_of, reason_to_stop, shortened
from importer.steps.submit.context import SendContext, outcome_if_skipped, outcome_not_sent
from importer.steps.submit.job_match import OPEN, Job, SendHistory, outcome_of_found, reference_of
from importer.steps.submit.lookup import Ids, LookupResult, Undecided
from importer.steps.submit.throttle import Attempts, Stopped

_TOO_MANY = 429
_NOT_TAKEN_IN = frozenset({_TOO_MANY, 503})  # says that the job was not taken in; a gateway's 'later' leaves it open


class Delivery:
    """Brings one job to the target. `outcome` says what became of it, `last` what came back last.

    While it `waits`, `outcome` raises Undecided where that depends on what the target does with the ids that we give;
    it is to be asked again when other rows have shown that, and in the end without waiting.
    """

    def __init__(self, job: PlannedJob, context: SendContext) -> None:
        self._job = job
        self._context = context
        self._before = context.before.get(job.job_id)
        self._attempts = Attempts(context.throttle)
        self._sends = 0
        self._sent_at: datetime | None = None
        self._answer: Answer | None = None
        self._trouble = ""  # why the latest try led to nothing
        self._lost = ""  # why the outcome of a try is open
        self._conflict: Answer | None = None  # what was said of a job that was taken there, until it is settled whose
        self._reached = False  # a try of this run may have been taken in
        self.waits = True

    @property
    def last(self) -> LastAnswer:
        """What came back last."""
        if self._answer is None:
            return LastAnswer(0, self._trouble, self._sends)
        return LastAnswer(self._answer.status, shortened(self._answer), self._sends)

    def outcome(self) -> Outcome:
        """Send the job, as often as need be and no more, and say what became of it."""
        outcome = self._refused(self._conflict, taken=True) if self._conflict else self._from_before()
        while outcome is None and self._attempts.left:
            outcome = self._arrived_meanwhile() or self._try()
            if outcome is None:
                self._attempts.pause()
        return outcome or self._given_up()

    def _from_before(self) -> Outcome | None:
        """A job that an earlier run may have brought there is looked up before it is sent."""
        before = self._before
        if before is None or before.status not in (*OPEN, *IN_TARGET):
            return None
        if self._job.row in self._context.absent and (before.status in IN_TARGET or self._is_proven_absent):
            return None
        found = self._find(before.job_id)
        if found.job is not None:
            return self._there(found.job)
        if found.absent:
            return None
        return (
            outcome_if_skipped(self._job, self._context, found.unsure)
            if before.status in IN_TARGET
            else self._unknown(found.unsure)
        )

    @property
    def _is_proven_absent(self) -> bool:
        """Where neither its id nor its reference is there: a job of ours would be."""
        return self._context.lookup.ids is Ids.KEPT or bool(self._reference)

    def _arrived_meanwhile(self) -> Outcome | None:
        """Where the target may give ids of its own, a second job would not conflict with the first: look again."""
        if not self._reached or self._context.lookup.ids is Ids.KEPT:
            return None
        found = self._find()
        if found.job is not None:
            return self._there(found.job)
        return self._unknown(found.unsure) if found.unsure else None

    def _try(self) -> Outcome | None:
        """Send it once. None where it is to be sent again, or the run was stopped."""
        sent_at = self._sent_at or datetime.now(UTC)
        try:
            self._answer = answer = self._context.throttle.request(self._create)
        except Stopped:
            return None
        except NoAnswer as lost:
            self._answer, self._trouble = None, lost.reason
            if not lost.sent:
                self._attempts.record_failure()
                return None
            self._sent_at, self._lost = sent_at, lost.reason
            return self._look()
        self._sent_at = sent_at
        return self._answered(answer)

    def _create(self) -> Answer:
        self._sends += 1
        return self._context.api.create(self._job.request)

    def _answered(self, answer: Answer) -> Outcome | None:
        meaning = meaning_of(answer, self._job.job_id, login_accepted=self._context.login_accepted)
        self._trouble = f"the target answers HTTP {answer.status}"
        match meaning:
            case Meaning.LATER:
                self._later(answer)
                return None
            case Meaning.STOP:
                self._context.stop.set(reason_to_stop(answer))
                return None
            case Meaning.OPEN:
                return self._look()
        self._context.login_accepted = True
        match meaning:
            case Meaning.CREATED:
                self._context.lookup.record_kept_id()
                return self._as(Status.CREATED)
            case Meaning.UNPROVEN:
                return self._proven(answer)
            case _:
                return self._refused(answer, taken=meaning is Meaning.TAKEN)

    def _later(self, answer: Answer) -> None:
        """It is asked for later. A pause that is asked for is no fault of this row."""
        self._reached |= answer.status != _TOO_MANY
        if answer.status not in _NOT_TAKEN_IN:
            self._lost = self._trouble
        self._attempts.record_failure(
            own=False if answer.status == _TOO_MANY or answer.retry_after is not None else None
        )

    def _look(self) -> Outcome | None:
        """The try may have worked: find out. None where the job is not there, so that it may be sent again."""
        self._reached = True
        try:
            found = self._find()
        except Undecided:
            self._attempts.record_failure()
            raise
        if found.job is not None:
            return self._there(found.job)
        if found.unsure:
            return self._unknown(found.unsure)
        self._attempts.record_failure()
        return None

    def _proven(self, answer: Answer) -> Outcome:
        """A 2xx that does not name our id counts once the job has been seen."""
        given = named_id(answer)
        if given:
            found = self._context.lookup.find(given)
            if found.job is not None and self._is_like(found.job):
                self._context.lookup.ids = Ids.REPLACED
                return self._as(Status.CREATED, given, self._other_id(given))
        found = self._find()
        self._reached = True
        return self._there(found.job) if found.job is not None else self._unknown(self._trouble)

    def _is_like(self, theirs: Job) -> bool:
        """Is that the job that was sent, though a value may have been made another in the target?"""
        if self._reference:
            return reference_of(theirs) == self._reference
        return str(theirs.get("name", "")).strip() == str(self._job.payload.get("name", "")).strip()

    def _refused(self, answer: Answer, *, taken: bool) -> Outcome:
        """Refused for good, unless an earlier try made the job, or it was there before."""
        if taken or self._reached:
            self._conflict = answer if taken else None
            found = self._find(conflict=taken)
            if found.job is not None:
                return self._there(found.job)
            if found.unsure:
                return self._unknown(found.unsure)
        return self._as(Status.REJECTED, "", *problems_of(answer, self._context.batch, self._job.row))

    def _given_up(self) -> Outcome:
        """Not sent again: the run is stopped, or it was tried often enough."""
        stopped = self._context.stop.is_set
        if self._reached:
            found = self._find()
            if found.job is not None:
                return self._there(found.job)
            if self._lost or found.unsure:
                return self._unknown(self._lost or found.unsure)
            if self._answer is not None and not stopped and self._is_open(self._answer):
                return self._as(Status.REJECTED, "", *problems_of(self._answer, self._context.batch, self._job.row))
        return outcome_not_sent(
            self._job, self._context, "" if stopped else f"{self._attempts.made} tries failed ({self._trouble})"
        )

    def _is_open(self, answer: Answer) -> bool:
        return meaning_of(answer, self._job.job_id, login_accepted=True) is Meaning.OPEN

    def _find(self, job_id: str = "", *, conflict: bool = False) -> LookupResult:
        """Look for the job. A conflict may be about its reference, too, and with a job that this very try made."""
        tried = conflict or self._reached or (self._before is not None and self._before.status in OPEN)
        try:
            return self._context.lookup.find(job_id or self._job.job_id, self._reference, both=conflict, tried=tried)
        except Undecided:
            if self.waits:
                raise
        return self._context.lookup.find_alike(self._job.job_id, self._job.payload)

    def _there(self, theirs: Job) -> Outcome:
        history = SendHistory(
            self._before,
            self._sent_at is not None,
            self._reached,
            absent=self._job.row in self._context.absent,
            may_be_renamed=self._reached and self._context.lookup.ids is not Ids.KEPT,
            sent_at=self._sent_at,
        )
        return outcome_of_found(self._job, theirs, history, self._context.batch)

    @property
    def _reference(self) -> str:
        return reference_of(self._job.payload)

    def _as(self, status: Status, job_id: str = "", *problems: Problem) -> Outcome:
        return Outcome(self._job.row, status, job_id or self._job.job_id, problems, self._sent_at)

    def _unknown(self, reason: str) -> Outcome:
        problem = self._context.batch.problem(NO_ANSWER, self._job.row, (), reason=reason)
        return self._as(Status.UNKNOWN, "", problem)

    def _other_id(self, given: str) -> Problem:
        return self._context.batch.problem(OTHER_ID, self._job.row, ("id",), sent=self._job.job_id, given=given)
