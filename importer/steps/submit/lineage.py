"""What became of the parents among the rows of a run, and so what is to become of their children."""

from collections.abc import Sequence
from dataclasses import replace

from importer.problem import PARENT_NOT_CREATED, PARENTS_IN_A_CIRCLE
from importer.records import Outcome, PlannedJob, Status
from importer.steps.submit.found import OPEN, THERE
from importer.steps.submit.parents import BY_ID, BY_REFERENCE
from importer.steps.submit.trip import Trip, left

_OF_ITS_PARENT = (PARENTS_IN_A_CIRCLE, PARENT_NOT_CREATED)  # not its own fault


class Lineage:
    """Follows the rows of one run that others belong to."""

    def __init__(self, jobs: Sequence[PlannedJob], trip: Trip) -> None:
        self._trip = trip
        parents = {job.parent for job in jobs}
        self._planned = {job.row: job.job_id for job in jobs if job.row in parents}
        self._became: dict[int, Outcome] = {}

    def heed(self, outcome: Outcome) -> None:
        """Take note of what became of a row."""
        if outcome.row in self._planned:
            self._became[outcome.row] = outcome

    def outcome_of(self, job: PlannedJob) -> Outcome | None:
        """What becomes of a job that cannot be sent: its row has a fault, or its parent is not there."""
        if job.obstacle is not None:
            status = Status.BLOCKED if job.obstacle.code in _OF_ITS_PARENT else Status.INVALID
            return Outcome(job.row, status, job.job_id, (job.obstacle,))
        parent = self._became.get(job.parent) if job.parent is not None else None
        if job.parent is None or (parent and parent.status in THERE):
            return None
        if parent and parent.status is Status.NOT_SENT:
            return left(job, self._trip, f"its parent in row {job.parent} was not sent")
        before = self._trip.before.get(job.job_id)
        if before is not None and before.status in (*OPEN, *THERE):
            return left(job, self._trip, open_because=f"its parent in row {job.parent} has to be settled first")
        batch = self._trip.batch
        name = next((name for name in (BY_ID, BY_REFERENCE) if batch.column_of(name)), BY_REFERENCE)
        return Outcome(
            job.row,
            Status.BLOCKED,
            job.job_id,
            (batch.problem(PARENT_NOT_CREATED, job.row, (name,), parent=job.parent),),
        )

    def adopted(self, job: PlannedJob) -> PlannedJob:
        """The job with the id that its parent has in the target, where that is another than was meant."""
        parent = self._became.get(job.parent) if job.parent is not None else None
        if parent is None or parent.job_id == self._planned[parent.row]:
            return job
        if BY_ID not in job.payload:
            return job
        return replace(job, payload={**job.payload, BY_ID: parent.job_id})
