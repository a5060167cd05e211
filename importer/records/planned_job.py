"""A row that is going to be sent."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from importer.problem import Problem
from importer.records.attempt import IdFrom


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A sound row, ready to go.

    `payload` is what is sent beside the id, `content` a hash of what the row says, `id_from` what its id follows from.
    `level` is one more than that of the row `parent`, if its parent is a row of this sheet. Jobs of one `family` go one
    after the other, '' is none. With an `obstacle` it is not sent.
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

    @property
    def request(self) -> dict[str, object]:
        """The JSON object that is sent."""
        return {**self.payload, "id": self.job_id}


def content_hash_of(payload: Mapping[str, object]) -> str:
    """A hash of what a row says, whatever the order of its columns."""
    said = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
