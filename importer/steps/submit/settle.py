"""Looking a job up, to learn what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from importer.errors import ApiError
from importer.jobs_api import JobsApi, ListRefused, either
from importer.jobs_api.answer import NOT_FOUND, TEMPORARY, UNAUTHORISED, Answer, NoAnswer
from importer.jobs_api.waiting import pause_before
from importer.steps.submit.answers import named_id, reason_to_stop
from importer.steps.submit.stop import StopSign


@dataclass(frozen=True, slots=True)
class Finding:
    """The job as the target has it. Where there is none, `unsure` says why that proves nothing."""

    job: Mapping[str, object] | None = None
    unsure: str = ""

    @property
    def absent(self) -> bool:
        """True where the target certainly has no such job now."""
        return self.job is None and not self.unsure


class Ids(Enum):
    """What the target is seen to do with the ids that we give."""

    UNTRIED = auto()
    KEPT = auto()
    REPLACED = auto()


@dataclass
class Lookout:
    """Looks jobs up in one target, patiently, as long as the run is not stopped.

    Until the target is seen to keep the ids that we give (`KEPT`), a job that is not found by its id is looked up
    by its reference too; where it is seen to give its own (`REPLACED`), only a reference can prove anything.
    """

    api: JobsApi
    stop: StopSign
    ids: Ids = Ids.UNTRIED

    def find(self, job_id: str, reference: str = "") -> Finding:
        """Look for the job with this id, or that the target knows by this reference."""
        found = self._by_id(job_id)
        if not found.absent or self.ids is Ids.KEPT:
            return found
        if reference:
            return self._by_reference(reference)
        return Finding(unsure="the target gives ids of its own") if self.ids is Ids.REPLACED else found

    def _by_id(self, job_id: str) -> Finding:
        reason = ""
        for attempt in range(1, self.api.patience.attempts + 1):
            asked = None
            try:
                answer = self.api.get_job(job_id)
            except NoAnswer as lost:
                reason = lost.reason
            else:
                if answer.status not in TEMPORARY:
                    return self._finding(answer)
                reason, asked = f"HTTP {answer.status}", answer.retry_after
            if self.stop.up:
                break
            self.stop.wait(pause_before(attempt + 1, self.api.patience, asked))
        return Finding(unsure=f"it could not be looked up ({reason})")

    def _finding(self, answer: Answer) -> Finding:
        if answer.fine and named_id(answer):
            return Finding(answer.entity)
        if answer.status == NOT_FOUND:
            return Finding()
        if answer.status == UNAUTHORISED or answer.redirects:
            self.stop.ask(reason_to_stop(answer))
        return Finding(unsure=f"it could not be looked up (HTTP {answer.status})")

    def _by_reference(self, reference: str) -> Finding:
        try:
            listed = self.api.list_entries("Jobs", where=either("reference_back_office", [reference]))
        except (ApiError, ListRefused) as refusal:
            return Finding(unsure=f"it could not be looked up ({refusal})")
        return Finding(listed.entries[0]) if listed.entries else Finding()
