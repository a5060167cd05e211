"""What is going to be sent: for each sound row its job id, what it says, and which rows must go first."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from uuid import UUID, uuid5

from importer.catalogue import JOBS
from importer.frames import Payload, payloads_of
from importer.problem import DOUBLE_ID, REPEATED_REFERENCE, Problem
from importer.records import Batch, IdFrom, PlannedJob, content_hash_of
from importer.steps.submit.parents import Parents
from importer.steps.submit.rerun_rows import NO_RERUN, RerunRows

NAMESPACE = UUID("5b2c1f7e-6f0e-5c39-9d53-3f8f1c7a64e1")  # ours; changing it would make every job a new one
_LOOKED_UP = frozenset(field.name for field in JOBS if field.lookup)


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


def assign_ids(batch: Batch, identity: str, rerun: RerunRows = NO_RERUN) -> Iterator[PlannedJob]:
    """The sound rows in the order of the sheet, each with its id for the target of this identity.

    Rows that were given one by an earlier run keep it, as `rerun` says.
    """
    sound = batch.sound_rows
    own = frozenset(batch.values.loc[sound, "id"]) if "id" in batch.values else frozenset()
    ids = JobIds(identity, own | frozenset(rerun.ids.values()))
    first: dict[str, int] = {}
    for row, said, payload in _payloads(batch, sound):
        content = content_hash_of(said)
        job_id, id_from = (rerun.ids[row], IdFrom.EARLIER) if row in rerun.ids else ids.of(said, content)
        other = first.setdefault(job_id, row)
        obstacle = rerun.faults.get(row) if other == row else _duplicate(batch, row, said, other)
        yield PlannedJob(row, job_id, payload, content, id_from, obstacle=obstacle)


def _payloads(batch: Batch, rows: list[int]) -> Iterator[tuple[int, Payload, Payload]]:
    """What each row says, and what is sent of it: an id in the place of its code where that is known."""
    sent = batch.to_send.loc[rows]
    names = list(dict.fromkeys(str(name).partition(".")[0] for name in sent if name != "id"))
    resolved = payloads_of(sent[[name for name in names if name in _LOOKED_UP]])
    for (row, said), (_, ids) in zip(payloads_of(batch.values.loc[rows]), resolved, strict=True):
        known = {name: value for name, value in said.items() if name not in _LOOKED_UP} | ids
        yield row, said, {name: known[name] for name in names if name in known}


def _duplicate(batch: Batch, row: int, content: Payload, other: int) -> Problem:
    """Two rows with one id: the second would only find the first, and be lost."""
    if "id" in content:
        return batch.problem(DOUBLE_ID, row, ("id",), other=other)
    return batch.problem(REPEATED_REFERENCE, row, ("reference_back_office",), other=other)


def order_jobs(jobs: tuple[PlannedJob, ...], parents: Parents) -> tuple[PlannedJob, ...]:
    """Parents before children; within a level by parent, then by working sequence, then as in the sheet."""
    placed = (_place(job, parents) for job in jobs)
    return tuple(sorted(placed, key=lambda job: (job.level, *parents.among_siblings(job.row))))


def _place(job: PlannedJob, parents: Parents) -> PlannedJob:
    obstacle = job.obstacle or parents.obstacle(job.row)
    row = job.row
    level, parent, family = parents.level_of(row), parents.row_of(row), parents.family_of(row)
    return replace(job, level=level, parent=parent, family=family, obstacle=obstacle)
