"""A row that is going to be sent: what its job id follows from, what came back, how an earlier try left the job."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from importer.problem import Problem
from importer.records.id_scheme import MADE_VERSION
from importer.records.outcome import Status


class IdFrom(StrEnum):
    """What a job id follows from: what the row says, or, for a corrected row, what it was given before.

    A row that is like an earlier one has the id of that one until somebody says whether it is the same job.
    """

    ID = "id"
    REFERENCE = "reference"
    CONTENT = "content"
    PREVIOUS = "earlier run"  # so the journal has it
    LIKE = "like an earlier row"


@dataclass(frozen=True, slots=True)
class LastResponse:
    """What came back last, after so many tries: the HTTP status, 0 where nothing came, and what was said, shortened."""

    status: int = 0
    text: str = ""
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class SentBefore:
    """How the latest try of an earlier run left a job. `status` is None where it was cut off and the outcome is open.

    `job_id` is the id that it has in the target, as far as is known. `finished` says whether that run came to its
    end, and so told the user. `at` is when that was noted; `same_sheet` where the row stood in the sheet that is run
    now. `continued` where somebody interrupted that run, and the one now goes on with it: both are one import.
    `is_deleted` where the job was seen there, and later no more.
    """

    run: int
    job_id: str
    content: str
    status: Status | None
    finished: bool
    at: datetime | None = None
    same_sheet: bool = False
    continued: bool = False
    is_deleted: bool = False

    @property
    def is_made_by_this_import(self) -> bool:
        """True of a job whose creation is yet to be told, or belongs to the run that is gone on with."""
        return self.status is Status.CREATED and (self.continued or not self.finished)

    def is_another_than(self, earlier: "SentBefore") -> bool:
        """True where the row has had another job since, as somebody has said."""
        return self.run > earlier.run and self.job_id != earlier.job_id


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A sound row, ready to go.

    `payload` is what is sent beside the id, `content` a hash of what the row says, `id_from` what its id follows from.
    `level` is one more than that of the row `parent`, if its parent is a row of this sheet. Jobs of one `family` go one
    after the other, '' is none. With an `obstacle` it is not sent. It has a `new_id` where it has the id of an earlier
    row that it resembles, and may be a new job. Where its `reference_is_later` than its id, which does not follow from
    it, an earlier try may have gone without. It may also have been sent under its `older_id`: by an earlier version of
    importer, or from another file. Results have reserved the `reserved_id` for it.
    """

    row: int
    job_id: str
    payload: Mapping[str, object] = field(hash=False)
    content: str
    id_from: IdFrom
    level: int = 0
    parent: int | None = None
    family: str = ""
    obstacle: Problem | None = None
    new_id: str = ""
    reference_is_later: bool = False
    older_id: str = ""
    reserved_id: str = ""

    @property
    def is_reserved(self) -> bool:
        """True where results have reserved its id, under which this computer has sent nothing yet."""
        return self.id_from is IdFrom.PREVIOUS and self.job_id == self.reserved_id

    @property
    def has_made_id(self) -> bool:
        """True where nobody but us can have given the id; results tell of ids that targets gave, too."""
        is_made = self.id_from in (IdFrom.REFERENCE, IdFrom.CONTENT)
        return is_made or (self.id_from is IdFrom.PREVIOUS and UUID(self.job_id).version == MADE_VERSION)

    @property
    def request(self) -> dict[str, object]:
        """The JSON object that is sent."""
        return {**self.payload, "id": self.job_id}


def content_hash_of(payload: Mapping[str, object]) -> str:
    """A hash of what a row says, whatever the order of its columns."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
