"""One job on its way to the target: its state, and its outcome."""

from dataclasses import replace
from datetime import datetime

from importer.jobs_api import Response, read_refusals
from importer.languages import _, ngettext
from importer.problem import NO_ANSWER, OTHER_ID, Code, Problem
from importer.records import LastResponse, Outcome, PlannedJob, Status
from importer.steps.submit.altered_jobs import JobOwner, can_be_made_of, judge_job
from importer.steps.submit.context import (
    SendContext,
    make_outcome_of_deleted,
    make_outcome_of_skipped,
    make_outcome_of_unsent,
    tell_if_unrecorded,
)
from importer.steps.submit.delivery import Action, Delivery, State, Uncertainty
from importer.steps.submit.differences import Job, id_of, reference_of
from importer.steps.submit.job_match import OPEN, SendHistory, make_outcome_of_found, tell_differences
from importer.steps.submit.lookup_result import IdHandling, LookupResult
from importer.steps.submit.response_meaning import (
    Meaning,
    find_named_id,
    is_about_job,
    is_check_of_values,
    problems_of,
    shorten_response,
)
from importer.steps.submit.retries import Attempts

_BEGUN, _NOTHING = Delivery(), LookupResult()


class JobAttempt:
    """What is known of one job while it is sent, and what is told of it in the end."""

    def __init__(self, job: PlannedJob, context: SendContext) -> None:
        self._job = job
        self._context = context
        self._before = context.before.get(job.job_id)
        self._reference = reference_of(job.payload)
        self._attempts = Attempts(context.throttle, context.policy)
        self._delivery = _BEGUN
        self._sends = 0
        self._sent_at: datetime | None = None
        self._sent = float("-inf")  # when the latest try ended that may have made it, as monotonic time
        self._response: Response | None = None
        self._meaning: Meaning | None = None
        self._trouble = ""  # why the latest try led to nothing
        self._lost = ""  # why the outcome of a try is open
        self._found = _NOTHING
        self._sending_since = 0.0  # the latest try, as monotonic time
        self._whose_named_before: JobOwner | None = None  # the same of the answer to an earlier run
        self._whose_given: JobOwner | None = None  # the job under the id that the answer named; None where not seen
        self.may_defer = True

    @property
    def family(self) -> str:
        """Of the jobs that go one after the other; '' where it is of none."""
        return self._job.family

    @property
    def last(self) -> LastResponse:
        """What came back last."""
        if self._response is None:
            return LastResponse(0, self._trouble, self._sends)
        return LastResponse(self._response.status, shorten_response(self._response), self._sends)

    def report_undecided(self) -> Outcome:
        """The outcome of a job that was deferred and that the run did not come back to."""
        reason = _("the run was stopped before the job was looked up")
        refusals = self.refusal.problems if self.refusal else ()
        outcome = self._make_outcome(Status.UNKNOWN, *refusals, self._make_problem(NO_ANSWER, reason=reason))
        return replace(outcome, job_id=self._given or self._given_before or outcome.job_id)

    @property
    def _reached(self) -> bool:
        return self._delivery.may_have_created

    @property
    def _may_be_renamed(self) -> bool:
        return self._reached and self._context.lookup.ids is not IdHandling.ACCEPTED

    @property
    def refusal(self) -> Outcome | None:
        """What is to be told of a job that was refused, unless it is there all the same; None where it was not."""
        is_refused = self._delivery.state is State.CHECKING_REFUSAL and self._meaning is Meaning.REFUSED
        return self._report_rejected() if is_refused else None

    @property
    def _is_refused_for_values(self) -> bool:
        """True where the answer names the values that it refuses: a target does so before it makes anything."""
        return self._response is not None and is_check_of_values(self._response)

    @property
    def _is_refused_for_now(self) -> bool:
        """True where the target has asked to come again later, and nothing else came of any try."""
        return self._delivery.uncertainty is Uncertainty.REFUSED and self._meaning is Meaning.BUSY

    @property
    def _went_without_reference(self) -> bool:
        """True where an open try of an earlier run may have had no reference, or another one."""
        before = self._before
        is_open = before is not None and before.status in OPEN and before.content != self._job.content
        return is_open and self._job.reference_is_later

    @property
    def _given(self) -> str:
        """The id that the target named, where it is not ours and may be of this job; '' where there is none."""
        given = find_named_id(self._response) if self._response and self._response.fine else ""
        if not given or self._whose_given is JobOwner.ANOTHERS:
            return ""
        if self._whose_given is JobOwner.UNSURE:
            return "" if self._context.is_of_another(given, self._job.row) else given
        return given if self._context.may_be_of(given, self._job.row) else ""

    @property
    def _given_before(self) -> str:
        """The same, of the answer to an earlier run."""
        before = self._before if self._whose_named_before is not JobOwner.ANOTHERS else None
        named = before.job_id if before is not None and self._context.is_only_named(before.job_id, self._job) else ""
        return "" if named and self._context.is_of_another(named, self._job.row) else named

    def _judge_named(self, job_id: str, theirs: Job) -> JobOwner:
        """Whose their job is, which has the id that the target named; other rows get to know it, too."""
        whose = judge_job(self._job, theirs, self._context.rows)
        self._context.resolve_named_id(job_id, self._job.row, is_its=whose is JobOwner.OURS)
        if whose is JobOwner.OURS:
            self._context.lookup.texts.learn_from(self._job.payload, theirs)
        return whose

    def _report(self, action: Action) -> Outcome:  # noqa: PLR0911 - one for each way to end
        match action:
            case Action.REPORT_CREATED:
                return self._make_outcome(Status.CREATED)
            case Action.REPORT_RENAMED:
                return self._report_renamed()
            case Action.REPORT_FOUND:
                return self._report_found()
            case Action.REPORT_REJECTED:
                return self._report_rejected()
            case Action.REPORT_DELETED:
                return self._report_deleted()
            case Action.REPORT_SKIPPED:
                return make_outcome_of_skipped(self._job, self._context, self._found.unsure)
            case Action.REPORT_NOT_SENT:
                return make_outcome_of_unsent(self._job, self._context)
            case Action.REPORT_GIVEN_UP:
                made = self._attempts.made
                reason = ngettext("{count} try failed ({reason})", "{count} tries failed ({reason})", made).format(
                    count=made, reason=self._trouble
                )
                return make_outcome_of_unsent(self._job, self._context, reason)
        if action is Action.REPORT_UNSURE and self._meaning is Meaning.REFUSED:
            reason = _("{trouble}, and {finding}").format(trouble=self._trouble, finding=self._found.unsure)
            outcome = self._make_outcome(Status.UNKNOWN, *self._refusals, self._make_problem(NO_ANSWER, reason=reason))
            return replace(outcome, job_id=self._given_before or outcome.job_id)
        reasons = {Action.REPORT_LOST: self._lost, Action.REPORT_UNPROVEN: self._unproven}
        problem = self._make_problem(NO_ANSWER, reason=reasons.get(action, self._found.unsure))
        known = self._given or self._given_before or self._job.job_id
        return replace(self._make_outcome(Status.UNKNOWN, problem), job_id=known)

    def _report_deleted(self) -> Outcome:
        return make_outcome_of_deleted(self._job, self._context)

    @property
    def _unproven(self) -> str:
        finding = self._found.unsure or _("does not show this job")
        if self._whose_given is JobOwner.UNSURE and self._given:
            finding = _("shows a different job under the id that it returned ({id})").format(id=self._given)
        if self._response is None or self._response.fine:
            return _("{trouble}, and {finding}").format(trouble=self._trouble, finding=finding)
        return _('{trouble} ("{message}"), and {finding}').format(
            trouble=self._trouble, message=read_refusals(self._response)[0].message, finding=finding
        )

    def _report_found(self) -> Outcome:
        theirs = self._found.job or {}
        absent, has_our_id = self._job.row in self._context.absent, id_of(theirs) == self._job.job_id
        refused = self._delivery.uncertainty is Uncertainty.REFUSED and (absent or has_our_id)
        made = refused and can_be_made_of(self._job.payload, theirs, self._context.lookup.texts)
        if self._meaning is Meaning.TAKEN and absent and not self._reached and self._can_be_made_now(theirs):
            reason = _("it is there under the id {id}, and another computer may have created it").format(
                id=id_of(theirs)
            )
            return self._make_outcome(Status.UNKNOWN, self._make_problem(NO_ANSWER, reason=reason))
        history = SendHistory(
            self._before,
            self._sent_at is not None,
            self._reached or made,
            absent=absent,
            may_be_renamed=self._may_be_renamed or self._context.lookup.ids is IdHandling.REPLACED,
            sent_at=self._sent_at,
        )
        found = make_outcome_of_found(self._job, theirs, history, self._context.batch)
        return tell_if_unrecorded(self._job, found, self._context)

    def _can_be_made_now(self, theirs: Job) -> bool:
        """True where the target may have made theirs of this row, under an id of its own."""
        if id_of(theirs) == self._job.job_id or self._context.is_of_another(id_of(theirs), self._job.row):
            return False
        may_be_renamed = self._context.lookup.ids is not IdHandling.ACCEPTED
        return may_be_renamed and can_be_made_of(self._job.payload, theirs, self._context.lookup.texts)

    def _report_renamed(self) -> Outcome:
        if self._response and is_about_job(self._response, self._job.job_id):
            return self._make_outcome(Status.CREATED)
        given = find_named_id(self._response) if self._response else ""
        problem = self._make_problem(OTHER_ID, "id", sent=self._job.job_id, given=given)
        different = tell_differences(self._job, self._found.job or self._job.payload, self._context.batch)
        return replace(self._make_outcome(Status.CREATED, problem, *different), job_id=given)

    def _report_rejected(self) -> Outcome:
        return self._make_outcome(Status.REJECTED, *self._refusals)

    @property
    def _refusals(self) -> tuple[Problem, ...]:
        return problems_of(self._response, self._context.batch, self._job.row) if self._response else ()

    def _make_outcome(self, status: Status, *problems: Problem) -> Outcome:
        return Outcome(self._job.row, status, self._job.job_id, problems, self._sent_at)

    def _make_problem(self, code: Code, *fields: str, **values: str) -> Problem:
        return self._context.batch.make_problem(code, self._job.row, fields, **values)

    @property
    def _was_absent_by_now(self) -> bool:
        """True where the look at all jobs did not find it when it must have been shown."""
        waited = self._context.asked_at >= self._sent + self._context.policy.lag_seconds
        return waited and self._job.row in self._context.absent

    @property
    def _would_show_the_same(self) -> bool:
        """True where the look at all jobs, a moment ago, did not find it and that alone does not decide."""
        only_unsure = self._context.lookup.ids is IdHandling.REPLACED and not self._reference
        asked = self.may_defer and self._delivery.state is State.CHECKING_OPEN
        return asked and self._job.row in self._context.absent and not only_unsure

    def _can_be_under_another_id(self, theirs: Job) -> bool:
        """True where other rows may still show whether the id of the job that ours met proves that it is another."""
        untried = self._context.lookup.ids is IdHandling.UNTRIED and id_of(theirs) != self._job.job_id
        return self.may_defer and untried and self._delivery.state is State.CHECKING_CONFLICT
