"""Parents and children within a sheet: in what order they go, and what becomes of the children of each parent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from importer.catalogue import PARENT_REFERENCE, REFERENCE
from importer.languages import _
from importer.problem import (
    HELD_IN_RESULTS,
    LIKE_PREVIOUS_ROW,
    PARENT_NOT_CREATED,
    PARENT_UNKNOWN,
    PARENTS_IN_A_CIRCLE,
    Problem,
)
from importer.records import IN_TARGET, Batch, IdFrom, Outcome, PlannedJob, Status
from importer.steps.submit.context import SendContext, make_outcome_of_skipped
from importer.steps.submit.job_match import OPEN

BY_ID, BY_REFERENCE = "_parent_id", PARENT_REFERENCE
_QUESTIONS = (LIKE_PREVIOUS_ROW, HELD_IN_RESULTS)
_OF_ITS_PARENT = (PARENTS_IN_A_CIRCLE, PARENT_NOT_CREATED)  # not of its own


def reject_circles(batch: Batch) -> Batch:
    """The batch, with a problem for each row that is, through others of the sheet, its own parent."""
    if not any(name in batch.values for name in (BY_ID, BY_REFERENCE)):
        return batch
    return batch.add_problems(tuple(Parents(batch, {}).report_circles()))


class Parents:
    """The rows of a sheet whose parent is a row of the same sheet, named by its id or else by its reference."""

    def __init__(self, batch: Batch, job_ids: Mapping[int, str]) -> None:
        self._batch = batch
        self._texts = {name: texts_of(batch, name) for name in (BY_ID, BY_REFERENCE)}
        self._parent = _find_parents(batch, job_ids)
        self._circle: set[int] = set()
        self._level = self._find_levels()
        self._sequence = _read_sequence(batch)

    def row_of(self, row: int) -> int | None:
        """The row of the parent, if it stands in this sheet."""
        return self._parent.get(row)

    def level_of(self, row: int) -> int:
        """0 for a row without a parent in this sheet, else one more than its parent's."""
        return self._level.get(row, 0)

    def sort_key_of(self, row: int) -> tuple[int, str, int, int]:
        """What to sort the rows of one level by: those of one family stand together, in their working sequence."""
        return self._parent.get(row, 0), self.family_of(row), self._sequence.get(row, 0), row

    def family_of(self, row: int) -> str:
        """What the children of one parent have in common, in this sheet or in the target, where they have a sequence
        among each other; '' where there is none.
        """
        if row not in self._sequence:
            return ""
        parent = self._parent.get(row)
        return f"row {parent}" if parent is not None else self._parent_name_of(row)

    def find_obstacle(self, row: int) -> Problem | None:
        """Why the row cannot be sent, known beforehand: its parent is not sound, or they belong to each other."""
        parent = self._parent.get(row)
        if parent is None:
            return None
        if row in self._circle:
            return self._report_circle(row)
        if parent in self._batch.invalid_rows:
            return self._batch.make_problem(PARENT_NOT_CREATED, row, (self._naming_field_of(row),), parent=parent)
        return None

    def report_circles(self) -> Iterator[Problem]:
        """A problem for each row of a circle."""
        return (self._report_circle(row) for row in sorted(self._circle))

    def _report_circle(self, row: int) -> Problem:
        return self._batch.make_problem(
            PARENTS_IN_A_CIRCLE, row, (self._naming_field_of(row),), parent=self._parent[row]
        )

    def _naming_field_of(self, row: int) -> str:
        """The field that names the parent; the id where both do."""
        return BY_ID if self._texts[BY_ID].get(row) else BY_REFERENCE

    def _parent_name_of(self, row: int) -> str:
        return self._texts[BY_ID].get(row) or self._texts[BY_REFERENCE].get(row) or ""

    def _find_levels(self) -> dict[int, int]:
        levels: dict[int, int] = {}
        for row in self._parent:
            line = self._follow_parents(row, levels)
            top = levels.get(self._parent.get(line[-1], 0), -1)
            for above, member in enumerate(reversed(line), start=1):
                levels[member] = top + above
        return levels

    def _follow_parents(self, row: int, known: Mapping[int, int]) -> list[int]:
        """The row and its ancestors, as far as their levels are not known. A circle is noted and cut."""
        line, seen = [row], {row}
        while (parent := self._parent.get(line[-1])) is not None and parent not in known:
            if parent in seen:
                self._circle.update(line[line.index(parent) :])
                break
            line.append(parent)
            seen.add(parent)
        return line


def _find_parents(batch: Batch, job_ids: Mapping[int, str]) -> dict[int, int]:
    values = batch.values
    places = {
        BY_ID: _index_first_rows({**texts_of(batch, "id"), **job_ids}),
        BY_REFERENCE: _index_first_rows(texts_of(batch, REFERENCE)),
    }
    found: dict[int, int] = {}
    for name in (BY_REFERENCE, BY_ID):  # the id wins where both are given
        if name in values:
            named = ((row, places[name].get(text)) for row, text in values[name].items() if text)
            found.update({int(str(row)): parent for row, parent in named if parent is not None})
    return found


def texts_of(batch: Batch, name: str) -> dict[int, str]:
    """The column of a field by row; nothing where there is none."""
    column = batch.values.get(name)
    return {} if column is None else dict(zip(column.index, column, strict=True))


def _index_first_rows(texts: dict[int, str]) -> dict[str, int]:
    return {text: row for row, text in reversed(texts.items()) if text}


def _read_sequence(batch: Batch) -> dict[int, int]:
    if "working_sequence" not in batch.values:
        return {}
    column = batch.values.loc[batch.sound_rows, "working_sequence"]
    return {int(str(row)): int(text) for row, text in column.items() if text}


class ParentOutcomes:
    """Follows the rows of one run that others belong to."""

    def __init__(self, jobs: Sequence[PlannedJob], context: SendContext) -> None:
        self._context = context
        parents = {job.parent for job in jobs}
        self._planned = {job.row: job.job_id for job in jobs if job.row in parents}
        self._became: dict[int, Outcome] = {}

    def record(self, outcome: Outcome) -> None:
        """Take note of what became of a row."""
        if outcome.row in self._planned:
            self._became[outcome.row] = outcome

    def outcome_of(self, job: PlannedJob) -> Outcome | None:
        """What becomes of a job that cannot be sent: its row has a problem, or its parent is not there."""
        if job.obstacle is not None:
            before = self._context.before.get(job.job_id) if job.id_from is IdFrom.PREVIOUS else None
            if before is not None and before.status in OPEN:
                return Outcome(job.row, Status.UNKNOWN, job.job_id, (job.obstacle,))
            held = Status.NOT_SENT if job.obstacle.code in _QUESTIONS else Status.INVALID
            status = Status.BLOCKED if job.obstacle.code in _OF_ITS_PARENT else held
            return Outcome(job.row, status, "" if job.new_id else job.job_id, (job.obstacle,))
        parent = self._became.get(job.parent) if job.parent is not None else None
        if job.parent is None or (parent and parent.status in IN_TARGET):
            return None
        if parent and parent.status is Status.NOT_SENT:
            return make_outcome_of_skipped(
                job, self._context, _("its parent in row {parent} was not sent").format(parent=job.parent)
            )
        before = self._context.before.get(job.job_id)
        if before is not None and before.status in (*OPEN, *IN_TARGET):
            why = _("its parent in row {parent} must be looked up first").format(parent=job.parent)
            return make_outcome_of_skipped(job, self._context, open_because=why)
        batch = self._context.batch
        name = next((name for name in (BY_ID, BY_REFERENCE) if batch.column_of(name)), BY_REFERENCE)
        code = PARENT_UNKNOWN if parent and parent.status is Status.UNKNOWN else PARENT_NOT_CREATED
        problem = batch.make_problem(code, job.row, (name,), parent=job.parent)
        return Outcome(job.row, Status.BLOCKED, job.job_id, (problem,))

    def set_parent_id(self, job: PlannedJob) -> PlannedJob:
        """The job with the id that its parent has in the target, where that is another than was meant, or where the
        target changes the reference by which it is meant.
        """
        parent = self._became.get(job.parent) if job.parent is not None else None
        if parent is None:
            return job
        is_unnamed = BY_ID not in job.payload and self._context.lookup.texts.references is False
        if is_unnamed or (BY_ID in job.payload and parent.job_id != self._planned[parent.row]):
            others = {name: value for name, value in job.payload.items() if name != BY_REFERENCE or not is_unnamed}
            return replace(job, payload={**others, BY_ID: parent.job_id})
        return job
