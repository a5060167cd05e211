"""What is going to be sent: for each sound row its job id, the bytes of its request, and which rows must go first."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from importer.catalogue.to_payload import Payload, payloads_of
from importer.jobs_api.line import encoded
from importer.problem import DOUBLE_ID, REPEATED_REFERENCE, Problem
from importer.records import Batch, IdFrom
from importer.steps.submit.carried import NOTHING, Kept
from importer.steps.submit.job_ids import JobIds, hash_of
from importer.steps.submit.parents import Parents


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A sound row, ready to go.

    `body` is the JSON that is sent, `content` a hash of what the row says, `id_from` what its id follows from. `level`
    is one more than that of the row `parent`, if its parent is a row of this sheet. Jobs of one `family` go one after
    the other, '' is none. With an `obstacle` it is not sent.
    """

    row: int
    job_id: str
    body: bytes
    content: str
    id_from: IdFrom
    level: int = 0
    parent: int | None = None
    family: str = ""
    obstacle: Problem | None = None


def with_ids(batch: Batch, identity: str, kept: Kept = NOTHING) -> Iterator[PlannedJob]:
    """The sound rows in the order of the sheet, each with its id for the target of this identity.

    Rows that were given one by an earlier run have `kept` it.
    """
    sound = batch.sound_rows
    said = payloads_of(batch.values.loc[sound])
    sent = payloads_of(batch.to_send.loc[sound])
    own = frozenset(batch.values.loc[sound, "id"]) if "id" in batch.values else frozenset()
    ids = JobIds(identity, own | frozenset(kept.ids.values()))
    first: dict[str, int] = {}
    for (row, content), (_, payload) in zip(said, sent, strict=True):
        name = hash_of(content)
        job_id, id_from = (kept.ids[row], IdFrom.EARLIER) if row in kept.ids else ids.of(content, name)
        body = encoded({**payload, "id": job_id})
        job = PlannedJob(row, job_id, body, name, id_from, obstacle=kept.faults.get(row))
        other = first.setdefault(job_id, row)
        yield job if other == row else replace(job, obstacle=_taken(batch, row, content, other))


def _taken(batch: Batch, row: int, content: Payload, other: int) -> Problem:
    """Two rows with one id: the second would only find the first, and be lost."""
    if "id" in content:
        return batch.problem(DOUBLE_ID, row, ("id",), other=other)
    return batch.problem(REPEATED_REFERENCE, row, ("reference_back_office",), other=other)


def in_order(jobs: tuple[PlannedJob, ...], parents: Parents) -> tuple[PlannedJob, ...]:
    """Parents before children; within a level by parent, then by working sequence, then as in the sheet."""
    placed = (_placed(job, parents) for job in jobs)
    return tuple(sorted(placed, key=lambda job: (job.level, *parents.among_siblings(job.row))))


def _placed(job: PlannedJob, parents: Parents) -> PlannedJob:
    obstacle = job.obstacle or parents.obstacle(job.row)
    row = job.row
    level, parent, family = parents.level_of(row), parents.row_of(row), parents.family_of(row)
    return replace(job, level=level, parent=parent, family=family, obstacle=obstacle)
