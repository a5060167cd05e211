"""One job on its way: sent, sent again where that is safe, looked up where the outcome is open."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from importer.catalogue.find import field_named
from importer.catalogue.kinds import GUID
from importer.jobs_api import JobsApi
from importer.jobs_api.answer import Answer, NoAnswer
from importer.jobs_api.refusals import clipped
from importer.jobs_api.waiting import pause_before
from importer.journal.entries import LastAnswer, SentBefore
from importer.problem import DIFFERENT_JOB, NO_ANSWER, NOT_SENT, OTHER_ID, Problem
from importer.records import Batch, Outcome, Status
from importer.steps.submit.answers import Meaning, meaning_of, named_id, problems_of, reason_to_stop, short
from importer.steps.submit.plan import PlannedJob
from importer.steps.submit.same_job import Difference, differences
from importer.steps.submit.settle import Ids, Lookout
from importer.steps.submit.stop import Gate, StopSign

_THERE = (Status.CREATED, Status.EXISTS)
_MAY_BE_THERE = (None, Status.UNKNOWN, *_THERE)
_TOO_MANY = 429
_NOT_TAKEN_IN = frozenset({_TOO_MANY, 503})  # says that the job was not taken in; a gateway's 'later' leaves it open


@dataclass
class Trip:
    """What the workers of one run share. `let_in` turns true once the target has accepted the login."""

    batch: Batch
    api: JobsApi
    before: Mapping[str, SentBefore]
    stop: StopSign
    gate: Gate
    lookout: Lookout
    let_in: bool = False


class Delivery:
    """Brings one job to the target. `outcome` is called once; `last` then tells what came back last."""

    def __init__(self, job: PlannedJob, trip: Trip) -> None:
        self._job = job
        self._trip = trip
        self._before = trip.before.get(job.job_id)
        self._attempts = 0
        self._sent_at: datetime | None = None
        self._answer: Answer | None = None
        self._trouble = ""  # why the latest try led to nothing
        self._lost = ""  # why the outcome of a try is open
        self._reached = False  # a try of this run may have been taken in

    @property
    def last(self) -> LastAnswer:
        """What came back last."""
        if self._answer is None:
            return LastAnswer(0, self._trouble, self._attempts)
        return LastAnswer(self._answer.status, short(self._answer), self._attempts)

    def outcome(self) -> Outcome:
        """Send the job, as often as need be and no more, and say what became of it."""
        outcome = self._from_before()
        while outcome is None and self._attempts < self._trip.api.patience.attempts:
            self._trip.gate.wait()
            if self._trip.stop.up:
                break
            self._attempts += 1
            outcome = self._try()
        return outcome or self._given_up()

    def _from_before(self) -> Outcome | None:
        """A job that an earlier run may have brought there is looked up before it is sent."""
        before = self._before
        if before is None or before.status not in _MAY_BE_THERE or self._trip.stop.up:
            return None
        if before.job_id != self._job.job_id:
            self._trip.lookout.ids = Ids.REPLACED
        found = self._trip.lookout.find(before.job_id, self._reference)
        if found.job is not None:
            return self._there(found.job)
        if found.absent:
            return None
        return self._as(Status.EXISTS, before.job_id) if before.status in _THERE else self._unknown(found.unsure)

    def _try(self) -> Outcome | None:
        """Send it once. None where it is to be sent again."""
        sent_at = self._sent_at or datetime.now(UTC)
        try:
            self._answer = answer = self._trip.api.create(self._job.body)
        except NoAnswer as lost:
            self._answer, self._trouble = None, lost.reason
            if not lost.sent:
                self._again_later()
                return None
            self._sent_at, self._lost = sent_at, lost.reason
            return self._look()
        self._sent_at = sent_at
        return self._answered(answer)

    def _answered(self, answer: Answer) -> Outcome | None:
        meaning = meaning_of(answer, self._job.job_id, let_in=self._trip.let_in)
        self._trouble = f"the target answers HTTP {answer.status}"
        match meaning:
            case Meaning.LATER:
                self._later(answer)
                return None
            case Meaning.STOP:
                self._trip.stop.ask(reason_to_stop(answer))
                return None
            case Meaning.OPEN:
                return self._look()
        self._trip.let_in = True
        match meaning:
            case Meaning.CREATED:
                self._trip.lookout.ids = Ids.KEPT
                return self._as(Status.CREATED)
            case Meaning.UNPROVEN:
                return self._proven(answer)
            case _:
                return self._refused(answer, taken=meaning is Meaning.TAKEN)

    def _later(self, answer: Answer) -> None:
        self._reached |= answer.status != _TOO_MANY
        if answer.status not in _NOT_TAKEN_IN:
            self._lost = self._trouble
        self._again_later(answer.retry_after)

    def _again_later(self, asked: float | None = None) -> None:
        pause = pause_before(self._attempts + 1, self._trip.api.patience, asked)
        if asked is not None:
            self._trip.gate.hold(pause)
        elif self._attempts < self._trip.api.patience.attempts:
            self._trip.stop.wait(pause)

    def _look(self) -> Outcome | None:
        """The try may have worked: find out. None where the job is not there, so that it may be sent again."""
        self._reached = True
        found = self._trip.lookout.find(self._job.job_id, self._reference)
        if found.job is not None:
            return self._there(found.job)
        if found.unsure:
            return self._unknown(found.unsure)
        self._again_later()
        return None

    def _proven(self, answer: Answer) -> Outcome:
        """A 2xx that does not name our id counts once the job has been seen."""
        given = named_id(answer)
        if given:
            found = self._trip.lookout.find(given)
            if found.job is not None:
                self._trip.lookout.ids = Ids.REPLACED
                return self._as(Status.CREATED, given, self._other_id(given))
        found = self._trip.lookout.find(self._job.job_id, self._reference)
        self._reached = True
        return self._there(found.job) if found.job is not None else self._unknown(self._trouble)

    def _refused(self, answer: Answer, *, taken: bool) -> Outcome:
        """Refused for good, unless an earlier try made the job, or it was there before."""
        if taken or self._reached:
            found = self._trip.lookout.find(self._job.job_id, self._reference)
            if found.job is not None:
                return self._there(found.job)
            if found.unsure:
                return self._unknown(found.unsure)
        return self._as(Status.REJECTED, "", *problems_of(answer, self._trip.batch, self._job.row))

    def _given_up(self) -> Outcome:
        """Not sent again: the run is stopped, or it was tried often enough."""
        stopped = self._trip.stop.up
        if self._reached:
            found = self._trip.lookout.find(self._job.job_id, self._reference)
            if found.job is not None:
                return self._there(found.job)
            if self._lost or found.unsure:
                return self._unknown(self._lost or found.unsure)
            if self._answer is not None and not stopped and self._is_open(self._answer):
                return self._as(Status.REJECTED, "", *problems_of(self._answer, self._trip.batch, self._job.row))
        if not stopped:
            self._trip.stop.ask(self._trouble)
        return not_sent(self._job, self._trip)

    def _is_open(self, answer: Answer) -> bool:
        return meaning_of(answer, self._job.job_id, let_in=True) is Meaning.OPEN

    def _there(self, theirs: Mapping[str, object]) -> Outcome:
        """The target has the job: ours of now, ours of before, or another one under our id."""
        before = self._before
        job_id = GUID.canonical(str(theirs.get("id", ""))) or self._job.job_id
        if before and before.status in _THERE and before.finished and before.content == self._job.content:
            return self._as(Status.EXISTS, job_id)  # whatever differs now was changed in the target since
        different = differences(self._sent, theirs)
        if different:
            return self._as(Status.REJECTED, "", self._different(different))
        other = (self._other_id(job_id),) if job_id != self._job.job_id else ()
        return self._as(Status.CREATED if self._is_ours else Status.EXISTS, job_id, *other)

    @property
    def _is_ours(self) -> bool:
        """True where this run made the job, or an earlier one that could not say so."""
        before = self._before
        open_before = before is not None and before.status in (None, Status.UNKNOWN)
        cut_off = before is not None and before.status is Status.CREATED and not before.finished
        return self._reached or open_before or cut_off

    @property
    def _sent(self) -> dict[str, object]:
        payload: dict[str, object] = json.loads(self._job.body)
        del payload["id"]
        return payload

    @property
    def _reference(self) -> str:
        return str(self._sent.get("reference_back_office", ""))

    def _as(self, status: Status, job_id: str = "", *problems: Problem) -> Outcome:
        return Outcome(self._job.row, status, job_id or self._job.job_id, problems, self._sent_at)

    def _unknown(self, reason: str) -> Outcome:
        problem = self._trip.batch.problem(NO_ANSWER, self._job.row, (), reason=reason)
        return self._as(Status.UNKNOWN, "", problem)

    def _other_id(self, given: str) -> Problem:
        return self._trip.batch.problem(OTHER_ID, self._job.row, ("id",), sent=self._job.job_id, given=given)

    def _different(self, found: tuple[Difference, ...]) -> Problem:
        batch, row = self._trip.batch, self._job.row
        told = "; ".join(f'{_heading(d.field, batch)} ("{d.ours}" here, "{d.theirs}" there)' for d in found)
        return batch.problem(DIFFERENT_JOB, row, tuple(d.field for d in found), differences=clipped(told))


def not_sent(job: PlannedJob, trip: Trip) -> Outcome:
    """The outcome of a job that the run did not come to, or that certainly was not taken in."""
    problem = trip.batch.problem(NOT_SENT, job.row, (), reason=trip.stop.reason)
    return Outcome(job.row, Status.NOT_SENT, job.job_id, (problem,))


def _heading(name: str, batch: Batch) -> str:
    column = batch.column_of(name)
    return column.heading if column else field_named(name).heading
