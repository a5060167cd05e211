"""Looking jobs up, to learn whether they are there and what became of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from importer.errors import ApiError, Interrupted
from importer.jobs_api import (
    NOT_FOUND,
    TEMPORARY,
    UNAUTHORISED,
    Answer,
    JobsApi,
    ListRefused,
    NoAnswer,
    either,
    entries_of,
    is_page,
    is_whole,
)
from importer.records import SentBefore, Status
from importer.steps.submit.answers import named_id, reason_to_stop
from importer.steps.submit.job_match import Job, differences, id_of, reference_of
from importer.steps.submit.throttle import SERVER_ERROR, Attempts, Throttle


@dataclass(frozen=True, slots=True)
class LookupResult:
    """The job as the target has it. Where there is none, `unsure` says why that proves nothing."""

    job: Job | None = None
    unsure: str = ""

    @property
    def absent(self) -> bool:
        """True where the target certainly has no such job now."""
        return self.job is None and not self.unsure


class Unsure(Exception):
    """It cannot be said what the target has. `refused` where it does not show it, and will not."""

    def __init__(self, reason: str, *, refused: bool = False) -> None:
        self.reason = reason
        self.refused = refused
        super().__init__(reason)


class Ids(Enum):
    """What the target is seen to do with the ids that we give."""

    UNTRIED = auto()
    KEPT = auto()
    REPLACED = auto()


class Undecided(Exception):
    """A try of ours may have made the job under another id, and the target has not been seen yet to keep ours."""


@dataclass
class JobLookup:
    """Looks jobs up in one target, patiently, as long as the run is not stopped; once even then.

    Until the target is seen to keep the ids that we give (`KEPT`), a job that is not found by its id is looked up
    by its reference too; where it is seen to give its own (`REPLACED`), only a reference can prove that there is none.
    """

    api: JobsApi
    throttle: Throttle
    ids: Ids = Ids.UNTRIED

    def find(self, job_id: str, reference: str = "", *, both: bool = False, tried: bool = False) -> LookupResult:
        """Look for the job with this id, or that the target knows by this reference; by `both` in any case.

        Raises Undecided where it was `tried`, and so may have been made, and it has not been seen what an id proves.
        """
        try:
            job = self._by_id(job_id)
            if job is not None or (self.ids is Ids.KEPT and not (both and reference)):
                return LookupResult(job)
            if reference:
                return LookupResult(self._by_reference(reference))
        except Unsure as unsure:
            return LookupResult(unsure=f"it could not be looked up ({unsure.reason})")
        if self.ids is Ids.REPLACED:
            return LookupResult(unsure="the target assigns its own ids")
        if tried:
            raise Undecided
        return LookupResult()

    def find_alike(self, job_id: str, content: Job) -> LookupResult:
        """Where nothing has shown what an id proves: a job that says the same as ours may be ours, or may not."""
        try:
            named = self.jobs_where(either("name", [str(content.get("name", ""))]), even_if_stopped=True)
        except Unsure as unsure:
            return LookupResult(unsure=f"it could not be looked up ({unsure.reason})")
        if ours := next((job for job in named if id_of(job) == job_id), None):
            return LookupResult(ours)
        if any(not differences(content, job) for job in named):
            return LookupResult(unsure="the target has a job that says the same, under another id")
        return LookupResult()

    def learn_from(self, before: Mapping[str, SentBefore]) -> None:
        """Take from earlier runs, by the ids that we gave, what the target does with them."""
        same = {job_id == tried.job_id for job_id, tried in before.items() if tried.status is Status.CREATED}
        if same:
            self.ids = Ids.REPLACED if False in same else Ids.KEPT

    def record_kept_id(self) -> None:
        """The target has a job under an id that only we can have given."""
        if self.ids is Ids.UNTRIED:
            self.ids = Ids.KEPT

    def jobs_where(self, where: str, *, even_if_stopped: bool = False) -> tuple[Job, ...]:
        """The jobs that this filter lets through. Raises Unsure, and Stopped."""
        answer = self._answer(lambda: self.api.get_list("Jobs", where), even_if_stopped=even_if_stopped)
        page = answer.entity
        if not answer.fine or page is None or not is_page(page):
            raise self._unusable(answer)
        if is_whole(page):
            return tuple(entries_of(page))
        try:
            listed = self.api.list_entries("Jobs", where=where)
        except (ApiError, ListRefused, Interrupted) as refusal:
            raise Unsure(str(refusal)) from refusal
        if not listed.complete:
            raise Unsure(listed.fault)
        return listed.entries

    def _by_id(self, job_id: str) -> Job | None:
        answer = self._answer(lambda: self.api.get_job(job_id), even_if_stopped=True)
        if answer.fine and named_id(answer):
            return answer.entity
        if answer.status == NOT_FOUND:
            return None
        raise self._unusable(answer)

    def _by_reference(self, reference: str) -> Job | None:
        """To the letter: a target may take upper and lower case for the same."""
        jobs = self.jobs_where(either("reference_back_office", [reference]), even_if_stopped=True)
        return next((job for job in jobs if reference_of(job) == reference), None)

    def _answer(self, call: Callable[[], Answer], *, even_if_stopped: bool) -> Answer:
        """An answer that says something. Raises Unsure where there is none, and Stopped."""
        attempts = Attempts(self.throttle)
        while True:
            own = None
            try:
                answer = self.throttle.request(call, even_if_stopped=even_if_stopped)
            except NoAnswer as lost:
                reason = lost.reason
            else:
                if answer.status not in TEMPORARY and answer.status < SERVER_ERROR:
                    return answer
                reason, own = f"HTTP {answer.status}", answer.status not in TEMPORARY or None
            attempts.record_failure(own=own)
            if not attempts.left:
                raise Unsure(reason)
            attempts.pause()

    def _unusable(self, answer: Answer) -> Unsure:
        if answer.status == UNAUTHORISED or answer.redirects:
            self.throttle.stop.set(reason_to_stop(answer))
        return Unsure(f"HTTP {answer.status}", refused=True)
