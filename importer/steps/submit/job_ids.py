"""The id of each job, known before it is sent: it follows from what the row is, so it is the same in every run."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from uuid import UUID, uuid5

from importer.frames import Payload
from importer.records import IdFrom

NAMESPACE = UUID("5b2c1f7e-6f0e-5c39-9d53-3f8f1c7a64e1")  # ours; changing it would make every job a new one


class JobIds:
    """Gives ids for one sheet and one target.

    A row's own `id` is its id. Else it is made (UUIDv5) of the target and the reference; else of the target, the
    content and how many rows with this content came before, passing over ids that other rows have as their own.
    """

    def __init__(self, identity: str, own: frozenset[str]) -> None:
        self._identity = identity
        self._own = own
        self._alike: Counter[str] = Counter()

    def of(self, payload: Mapping[str, object], content: str) -> tuple[str, IdFrom]:
        """The id for a row with this payload, whose hash is `content`, and what it follows from.

        Call it in the order of the sheet.
        """
        if payload.get("id"):
            return str(payload["id"]), IdFrom.ID
        reference = payload.get("reference_back_office")
        if reference:
            return self._made("reference", str(reference)), IdFrom.REFERENCE
        return self._of_content(content), IdFrom.CONTENT

    def _of_content(self, content: str) -> str:
        while True:
            job_id = self._made("content", content, str(self._alike[content]))
            self._alike[content] += 1
            if job_id not in self._own:
                return job_id

    def _made(self, *of: str) -> str:
        return str(uuid5(NAMESPACE, "\n".join((self._identity, *of))))


def hash_of(payload: Payload) -> str:
    """A hash of what a row says, whatever the order of its columns."""
    said = json.dumps(payload, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()[:32]
