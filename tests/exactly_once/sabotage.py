"""Faults put into the importer itself, in the process of one command only, to see that the checker finds them."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from importer.journal import PreviousRuns
from importer.records import IdScheme
from importer.steps.submit import sender, submission
from importer.steps.submit.delivery import STEPS, Action, LookupFinding, State
from importer.steps.submit.lag import PauseForLag
from importer.steps.submit.lookalike_jobs import JobsAlike
from importer.steps.submit.response_meaning import Meaning


def other_ids_each_time() -> None:
    """A row gets another id in every run, and neither the journal nor the target is asked what was sent before."""
    _put(IdScheme, "_make_id", lambda _self, *_of: str(uuid4()))
    _put(PreviousRuns, "find_sent_before", lambda _self, _run: {})
    _put(PreviousRuns, "last_run_of", lambda _self, *_of: None)
    _put(PreviousRuns, "find_rows_of_jobs", lambda _self, *_of: {})
    _put(JobsAlike, "hold", lambda *_of: {})
    _put(submission, "recognise_rows", lambda jobs, *_of, **_more: list(jobs))


def believes_everything() -> None:
    """Whatever the target answers, the row counts as created."""
    _put(sender, "meaning_of", lambda _answer, _job_id, **_: Meaning.CREATED)


def looks_once() -> None:
    """What is not shown at once is not there."""
    _put(PauseForLag, "take", lambda _self: False)
    _put(sender.JobSender, "_may_lag", property(lambda _self: False))


def believes_absence() -> None:
    """What is not shown after a while was never sent."""
    steps: Mapping[State, Any] = STEPS
    for state in (State.CHECKING_CONFLICT, State.CHECKING_LOST, State.CHECKING_PROOF):
        steps[state][LookupFinding.ABSENT] = State.ENDED, Action.REPORT_GIVEN_UP


def asks_nobody() -> None:
    """A row whose words are others is another job, whoever has corrected it, and wherever its id stands."""
    _put(submission, "recognise_rows", lambda jobs, *_of, **_more: list(jobs))
    _put(submission, "apply_reserved_ids", lambda jobs, *_of: jobs)
    _put(submission, "hold_rows_of_results", lambda jobs, *_of: jobs)


def _put(place: object, name: str, instead: Any) -> None:
    setattr(place, name, instead)
