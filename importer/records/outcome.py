"""What became of a row."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from importer.problem import (
    CORRECTED_ELSEWHERE,
    HELD_IN_RESULTS,
    JOB_DELETED,
    JOB_SAYS_THE_SAME,
    LIKE_PREVIOUS_ROW,
    NOT_SHOWN,
    Problem,
)


class Status(StrEnum):
    """What became of a row: a closed list. `meaning` is what the guide says of it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Status":
        status = str.__new__(cls, word)
        status._value_ = word
        status.meaning = meaning
        return status

    CREATED = "created", "the job was created from the row"
    EXISTS = "already exists", "the job existed before; nothing was sent again or overwritten"
    CONFLICT = "conflict", "another job has its reference or id; nothing was overwritten"
    INVALID = "invalid", "the row has an error and was not sent"
    REJECTED = "rejected", "the target refused the row; its reason is beside the row"
    UNKNOWN = (
        "unknown",
        "sent, but its outcome is unknown; importer looks the job up before it sends the row again",
    )
    BLOCKED = "blocked", "not sent, because its parent job was not created"
    LEFT_OUT = (
        "left out",
        "it is a footer, or a rule in the mapping file leaves it out or combines it with another row; see Problem",
    )
    NOT_SENT = (
        "not sent",
        "valid but not sent yet: the run stopped early, it needs your answer, or it was only a check",
    )


IN_TARGET = frozenset({Status.CREATED, Status.EXISTS})  # of these the job is there, whichever run made it
NOT_WANTED = frozenset({Status.LEFT_OUT})  # rows of which nobody misses a job in the target
TO_CORRECT = frozenset({Status.INVALID, Status.REJECTED, Status.CONFLICT, Status.BLOCKED})
_MAY_BE_THERE = frozenset({LIKE_PREVIOUS_ROW, JOB_SAYS_THE_SAME, HELD_IN_RESULTS, CORRECTED_ELSEWHERE, NOT_SHOWN})
_QUESTIONS = _MAY_BE_THERE | {JOB_DELETED}
STATUSES = {status.value: status for status in Status}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `job_id` is the id given to it, whether or not it was created; `sent_at` is UTC."""

    row: int
    status: Status
    job_id: str = ""
    problems: tuple[Problem, ...] = ()
    sent_at: datetime | None = None

    @property
    def is_held(self) -> bool:
        """True where the row waits for an answer: is it an earlier row, is a deleted job to be created again?"""
        return self.status is Status.NOT_SENT and any(problem.code in _QUESTIONS for problem in self.problems)

    @property
    def is_undecided(self) -> bool:
        """True where the row is held, and only the answer says whether its job is in the target."""
        return self.is_held and any(problem.code in _MAY_BE_THERE for problem in self.problems)
