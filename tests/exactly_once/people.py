"""Two people who work on the same rows: each corrects what is wrong, or was refused, in words of their own."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from importer.practice.faults import Fault
from tests.exactly_once.edits import NO_EDIT, Edit
from tests.exactly_once.sheet import NOBODY, Fate, Row
from tests.exactly_once.traits import POST


class Desk(StrEnum):
    """What somebody corrects."""

    SHEET = "in the sheet"
    COPY = "in a copy of the sheet"
    RESULTS = "in the results"


@dataclass(frozen=True)
class Colleague:
    """Who works on the same rows when all else is done: what they make of them, and where; perhaps `elsewhere`, at a
    computer of their own.
    """

    edit: Edit = NO_EDIT
    desk: Desk = Desk.RESULTS
    elsewhere: bool = False

    @property
    def words(self) -> str:
        """In a word or two, for a count."""
        return f"{self.edit.kind} {self.desk}{', elsewhere' * self.elsewhere}"


NOBODY_ELSE = Colleague()


def refusal_of(chance: Random, row: Row) -> Fault:
    """The target refuses this row until it has another name."""
    status, body = chance.choice([400, 422]), chance.choice(["message", "model state", "odata", "text"])
    return Fault(on=POST, holding=f'"{row.cells["Name"]}"', status=status, body=body)


def corrected(chance: Random, rows: Sequence[Row], refused: Collection[str], person: str) -> Edit:
    """What this person makes of the rows that are wrong, and of those that were `refused`, by their marks."""
    lines: list[tuple[int | None, Row]] = []
    for place, row in enumerate(rows):
        is_wrong = row.fate is Fate.WRONG and not row.parent
        if (is_wrong or row.mark in refused) and chance.random() < 0.9:
            fate = Fate.EITHER if is_wrong else row.fate
            lines.append((place, Row({**row.cells, **_own_words(chance, row, person)}, fate)))
        else:
            lines.append((place, row))
    if any(row.fate is Fate.EITHER for _, row in lines):
        lines = [(place, _freed(row)) for place, row in lines]
    return Edit("own words", tuple(lines))


def _own_words(chance: Random, row: Row, person: str) -> dict[str, str]:
    name = chance.choice(
        [f"Job {row.mark} {person}", f"{person}: pump seal of {row.mark}", f"Boiler check by {person}"]
    )
    sound = {"Estimated time": row.cells["Estimated time"] if row.fate is not Fate.WRONG else "7"}
    words = {"Job type code": "MAINT", "Name": name, "Description": row.cells["Description"][:40], **sound}
    if chance.random() < 0.4:
        words["Description"] = f"as {person} was told"
    if chance.random() < 0.3:
        words["Estimated time"] = str(chance.randint(1, 500))
    if not row.reference and chance.random() < 0.15:
        words["Reference"] = f"R{row.mark}"
    return words


def _freed(row: Row) -> Row:
    """A row that was wrong for its parent only may be right now."""
    waits = row.fate is Fate.WRONG and row.parent not in ("", NOBODY)
    return replace(row, fate=Fate.EITHER) if waits else row


def drawn(
    chance: Random, rows: Sequence[Row], *, by_results: bool, own_ids: bool
) -> tuple[Edit, Colleague, tuple[Fault, ...]]:
    """What the first person corrects, what their colleague does, and what the target refuses as it stands. Where it
    gives `own_ids`, nobody at another computer can know by the sheet alone.
    """
    alike = Counter(row.mark for row in rows)
    plain = [row for row in rows if row.fate is Fate.SOUND and alike[row.mark] == 1]  # of equal rows nobody can tell
    some = {row.mark: row for row in chance.sample(plain, min(len(plain), chance.randint(0, 2)))}
    refusals = tuple(refusal_of(chance, row) for row in some.values())
    edit = corrected(chance, rows, some, "Ann")
    desk = chance.choice([Desk.RESULTS, Desk.RESULTS, Desk.SHEET if by_results else Desk.COPY])
    theirs = corrected(chance, rows, some, "Ben")
    elsewhere = chance.random() < 0.5 and not (own_ids and desk is not Desk.RESULTS)
    return edit, Colleague(theirs, desk, elsewhere), refusals
