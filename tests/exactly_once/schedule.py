"""What happens in a schedule: all of it follows from its seed."""

from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from importer.practice.faults import Fault
from tests.exactly_once import edits, mishaps, people, sheet
from tests.exactly_once.edits import NO_EDIT, Edit
from tests.exactly_once.people import NOBODY_ELSE, Colleague
from tests.exactly_once.sheet import Row
from tests.exactly_once.traits import PUBLISHED, Traits, drawn_slower, drawn_traits

PEOPLE = 0.4  # of the schedules have two who correct the same rows
IN_A_WORKBOOK = 0.1  # to read one takes a process of its own, and more of the processor than all the rest of a run


class By(StrEnum):
    """How a command is ended before it has finished."""

    POINT = "kill -9 at a write or send"
    TIME = "kill -9 at a time"
    INTERRUPT = "SIGINT"
    TERMINATE = "SIGTERM"
    TWICE = "SIGINT twice"


@dataclass(frozen=True)
class Stop:
    """An end by force: `at` the so-manieth point, or after so many seconds. A `torn` write is half done."""

    by: By
    at: float
    torn: bool = False

    @property
    def kills(self) -> bool:
        return self.by in {By.POINT, By.TIME}


@dataclass(frozen=True)
class Schedule:
    """A sheet, a misbehaving target, and a command that is started until it comes to its end.

    `stops` has one for each of the first starts, None for one that is left alone. Before start number
    `edited_before` (from 0) somebody works on the sheet as `edit` says, before `forgets_before` the journal is lost, or
    the work goes on at another computer. With `twins` two commands run at once the second time. With `resumes` the
    later starts are `importer resume`; with `by_results` they are `importer retry`, of the results that were edited.
    The `colleague` has edited the same rows meanwhile, which are run when all else is done. The sheet is a file of this
    `kind`, the `results` of the first run of that.
    """

    seed: int
    rows: tuple[Row, ...]
    workers: int
    faults: tuple[Fault, ...] = ()
    stops: tuple[Stop | None, ...] = ()
    traits: Traits = PUBLISHED
    kind: str = ".csv"
    results: str = ".xlsx"
    edit: Edit = NO_EDIT
    edited_before: int | None = None
    forgets_before: int | None = None
    twins: bool = False
    resumes: bool = False
    by_results: bool = False
    colleague: Colleague = NOBODY_ELSE

    @property
    def own_ids(self) -> bool:
        return bool(self.traits.ids)

    @property
    def last_change(self) -> int:
        """The start before which somebody does something for the last time."""
        return max(self.edited_before or 0, self.forgets_before or 0, int(self.twins))


def schedule_of(seed: int) -> Schedule:
    """The schedule of a seed."""
    chance = Random(f"schedule {seed}")  # noqa: S311 - chance that can be repeated
    rows = sheet.drawn(chance, f"s{seed}")
    own_ids = chance.random() < 0.08
    stops = tuple(_stop(chance) for _ in range(chance.choice([0, 1, 1, 1, 2, 2, 3])))
    edited = chance.random() < 0.12
    return Schedule(
        seed=seed,
        rows=rows,
        workers=chance.randint(1, 16),
        faults=mishaps.drawn(chance, [row.mark for row in rows], Traits(ids="own") if own_ids else PUBLISHED),
        stops=stops,
        traits=Traits(ids="own") if own_ids else PUBLISHED,
        kind=".xlsx" if chance.random() < 0.06 else ".csv",
        edit=edits.worked_on(chance, rows, f"s{seed}"),
        edited_before=1 if edited else None,
        forgets_before=1 if chance.random() < 0.06 and not own_ids else None,
        twins=chance.random() < 0.06,
        resumes=chance.random() < 0.5 and not edited,
    )


def real_schedule_of(seed: int) -> Schedule:
    """The schedule of a seed with a target that is not as published, and people who correct what they sent."""
    chance = Random(f"real schedule {seed}")  # noqa: S311 - chance that can be repeated
    beyond = Random(f"replicas and colleagues {seed}")  # noqa: S311 - the same
    traits = drawn_slower(beyond, drawn_traits(chance))
    rows = sheet.drawn(chance, f"t{seed}", chance.randint(5, 20))
    stops = tuple(_stop(chance) for _ in range(chance.choice([0, 0, 1, 1, 2])))
    by_results = chance.random() < 0.4
    edit = edits.drawn(chance, rows, f"t{seed}", by_results=by_results) if chance.random() < 0.6 else NO_EDIT
    known_elsewhere = by_results or not (traits.ids or edit.kind not in edits.KEEPING_IDS)
    elsewhere = chance.random() < 0.3 and known_elsewhere
    marks = [row.mark for row in rows]
    schedule = Schedule(
        seed=seed,
        rows=rows,
        workers=chance.randint(1, 8),
        faults=mishaps.drawn_for_real(chance, marks, traits),
        stops=stops,
        traits=traits,
        kind=".xlsx" if chance.random() < IN_A_WORKBOOK else ".csv",
        results=".xlsx" if chance.random() < (IN_A_WORKBOOK if by_results else 0.5) else ".csv",
        edit=edit,
        edited_before=1 if edit.rows else None,
        forgets_before=1 if elsewhere else None,
        resumes=chance.random() < 0.3 and not edit.rows and not by_results,
        by_results=by_results,
        colleague=Colleague(edits.drawn(chance, rows, f"t{seed}", by_results=True))
        if by_results and chance.random() < 0.3
        else NOBODY_ELSE,
    )
    return _with_people(beyond, schedule) if beyond.random() < PEOPLE else schedule


def _with_people(chance: Random, schedule: Schedule) -> Schedule:
    """The same, with two people who put right what the first run, which mostly comes to its end, did not send."""
    by_results, own_ids = schedule.by_results, schedule.own_ids
    edit, colleague, refusals = people.drawn(chance, schedule.rows, by_results=by_results, own_ids=own_ids)
    stops = schedule.stops if chance.random() < 0.2 else (None, *schedule.stops[1:])
    return replace(
        schedule,
        faults=(*refusals, *schedule.faults),
        stops=stops,
        edit=edit,
        colleague=colleague,
        edited_before=1,
        forgets_before=None,
        resumes=False,
    )


def _stop(chance: Random) -> Stop | None:
    kind = chance.random()
    if kind < 0.55:
        return Stop(By.POINT, chance.choice([chance.randint(1, 40), chance.randint(1, 250)]), chance.random() < 0.3)
    if kind < 0.75:
        return Stop(By.TIME, chance.uniform(0.02, 1.0))
    if kind < 0.9:
        by = chance.choice([By.INTERRUPT, By.TERMINATE, By.TWICE])
        return Stop(by, chance.uniform(0.1, 0.8))
    return None
