"""A try to send a row: where its job id comes from, what came back, and how an earlier try left the job."""

from dataclasses import dataclass
from enum import StrEnum

from importer.records.status import Status


class IdFrom(StrEnum):
    """What a job id follows from: what the row says, or, for a corrected row, what it was given before."""

    ID = "id"
    REFERENCE = "reference"
    CONTENT = "content"
    EARLIER = "earlier run"


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """What came back last, after so many tries: the HTTP status, 0 where nothing came, and what was said, shortened."""

    status: int = 0
    text: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class SentBefore:
    """How the latest try of an earlier run left a job. `status` is None where it was cut off and the outcome is open.

    `job_id` is the id that it has in the target, as far as is known. `finished` says whether that run came to its
    end, and so told the user.
    """

    run: int
    job_id: str
    content: str
    status: Status | None
    finished: bool
