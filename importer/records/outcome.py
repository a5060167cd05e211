"""What became of a row."""

from dataclasses import dataclass
from datetime import datetime

from importer.problem import Problem
from importer.records.status import Status


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `job_id` is the id given to it, whether or not it was created; `sent_at` is UTC."""

    row: int
    status: Status
    job_id: str = ""
    problems: tuple[Problem, ...] = ()
    sent_at: datetime | None = None
