"""What the rows of a schedule have said, from the first sheet to the last edit, and what nobody could know of them."""

from collections import Counter
from collections.abc import Collection, Sequence

from tests.exactly_once.edits import Edit
from tests.exactly_once.people import Desk
from tests.exactly_once.schedule import Schedule
from tests.exactly_once.sheet import Row


class Versions:
    """All `sheets` that were run. `edited` are the marks of rows that somebody changed, which may be held, for nobody
    can tell whose job there is; `removed` of those that somebody took out; `disputed` of those that two people changed;
    `apart` those of them of which nothing tells that they were one row.
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self._first = rows
        self.sheets: list[Sequence[Row]] = [rows]
        self.edited: set[str] = set()
        self.removed: Counter[str] = Counter()
        self.disputed: set[str] = set()
        self.apart: set[str] = set()

    @property
    def all_rows(self) -> list[Row]:
        return [row for rows in self.sheets for row in rows]

    def note(self, edit: Edit) -> None:
        """Somebody has changed the first sheet, or its results, to this."""
        self.sheets.append(edit.rows)
        self.edited |= self._changed(edit)
        self.removed |= Counter(row.mark for row in self._first) - Counter(row.mark for row in edit.rows)

    def note_colleague(self, schedule: Schedule, *, with_ids: Collection[str]) -> None:
        """A colleague has changed the same rows, of which those `with_ids` have ours beside them. What has neither that
        nor a reference nor an id of the sheet is asked about in a copy of the sheet; and where it was changed, another
        computer cannot know of it. Nor can it by an id of ours where the target gives its own, or by a reference that
        it changes, or of which it shows the job only where it ignores the question.
        """
        colleague = schedule.colleague
        ours, theirs = self._changed(schedule.edit), self._changed(colleague.edit)
        self.note(colleague.edit)
        self.disputed = ours | theirs
        nameless = {row.mark for row in self._first if not (row.reference or row.cells.get("Id"))} - set(with_ids)
        if colleague.desk is Desk.COPY:
            self.edited |= nameless
        if colleague.elsewhere:
            self.apart = self.disputed & nameless
            both = ours & theirs if schedule.own_ids else set()
            kept = not (schedule.traits.changes_references or schedule.traits.filters)
            self.apart |= both - {row.mark for row in self._first if row.reference and kept}
            if schedule.own_ids and schedule.traits.filters:  # it is told that no job was looked up (606)
                self.apart |= {row.mark for row in self._first}

    def _changed(self, edit: Edit) -> set[str]:
        before = dict(enumerate(self._first))
        return {row.mark for place, row in edit.lines if place is None or row != before[place]}
