"""The checker itself: it finds faults that are put into the importer, and its schedules follow from their seeds."""

import signal
from collections import Counter
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from importer.practice.faults import Fault, FaultPlan
from tests.exactly_once import sheet
from tests.exactly_once.figures import Figures
from tests.exactly_once.lab import Lab
from tests.exactly_once.people import Colleague, Desk, corrected
from tests.exactly_once.run import Course, course_of
from tests.exactly_once.schedule import By, Schedule, Stop, real_schedule_of, schedule_of
from tests.exactly_once.traits import OUTLASTING, Traits

ROWS = sheet.drawn(Random("checker"), "c", 12)  # noqa: S311 - chance that can be repeated


def sound(number: int) -> sheet.Row:
    return sheet.sound(Random(f"row {number}"), f"w-{number}")  # noqa: S311 - the same


WITH_FAULTS = tuple(
    row if number % 3 else sheet.Row({**row.cells, "Name": "", "Reference": ""}, sheet.Fate.WRONG)
    for number, row in enumerate(map(sound, range(8)))
)
REFERENCED = tuple(row for number in range(60) if (row := sound(number)).reference)
DROPPED = Fault(on="POST /Jobs", at=(2,), carried_out=True, sent="nothing", then="close")
PAGE = Fault(on="POST /Jobs", every=3, status=200, body="login")


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("sabotage", "fault", "invariant"),
    [("other_ids_each_time", DROPPED, "I1"), ("believes_everything", PAGE, "I4")],
)
def test_a_fault_put_into_the_importer_is_found(
    lab: Lab, tmp_path: Path, sabotage: str, fault: Fault, invariant: str
) -> None:
    schedule = Schedule(seed=0, rows=ROWS, workers=2, faults=(fault,), stops=(None, Stop(By.POINT, 60)))
    course = course_of(schedule, lab, tmp_path, sabotage=sabotage)
    assert any(invariant in finding for finding in course.findings)
    figures = Figures()
    figures.add(course)
    assert f"seed 0: {len(course.findings)} findings" in figures.lines()


def people(desk: Desk, *, elsewhere: bool = False) -> Schedule:
    """Ann corrects the sheet, Ben what stands on his desk."""
    chance = Random("two people")  # noqa: S311 - as above
    ann, ben = (corrected(chance, WITH_FAULTS, (), name) for name in ("Ann", "Ben"))
    colleague = Colleague(ben, desk, elsewhere=elsewhere)
    return Schedule(seed=0, rows=WITH_FAULTS, workers=2, edit=ann, edited_before=1, colleague=colleague)


def behind(traits: Traits) -> Schedule:
    """Answers are lost, and the target is slow to show what it made."""
    faults = (traits.with_fault(replace(DROPPED, at=(), every=2)), *traits.lasting())
    return Schedule(seed=0, rows=REFERENCED, workers=2, traits=traits, faults=faults)


GROWN: dict[str, tuple[str, Schedule, str]] = {
    "two people": ("asks_nobody", people(Desk.COPY), "I1"),
    "two replicas": ("looks_once", behind(Traits(ids="own", get_lag=1, list_lag=1, replicas=True)), "I1"),
    "lag beyond patience": ("believes_absence", behind(Traits(get_lag=OUTLASTING, list_lag=OUTLASTING)), "I5"),
}


@pytest.mark.thorough
@pytest.mark.parametrize(("sabotage", "schedule", "invariant"), GROWN.values(), ids=GROWN)
def test_a_client_that_does_not_reckon_with_it_is_found_and_ours_is_not(
    lab: Lab, tmp_path: Path, sabotage: str, schedule: Schedule, invariant: str
) -> None:
    for folder, fault in (("naive", sabotage), ("ours", "")):
        (tmp_path / folder).mkdir()
        course = course_of(schedule, lab, tmp_path / folder, sabotage=fault)
        assert any(invariant in finding for finding in course.findings) == bool(fault), course.findings


def test_a_kill_is_a_kill(lab: Lab, tmp_path: Path) -> None:
    schedule = Schedule(seed=0, rows=ROWS, workers=2, stops=(Stop(By.POINT, 20, torn=True), Stop(By.POINT, 5)))
    course = course_of(schedule, lab, tmp_path)
    assert course.findings == []
    assert course.ends[str(-signal.SIGKILL)] == course.kills == 2


def test_a_schedule_follows_from_its_seed() -> None:
    assert schedule_of(7) == schedule_of(7) != schedule_of(8)


def test_schedules_are_as_different_as_they_should_be() -> None:
    drawn = [schedule_of(seed) for seed in range(300)]
    assert {schedule.workers for schedule in drawn} == set(range(1, 17))
    assert {len(schedule.rows) for schedule in drawn} == set(range(5, 41))
    assert len({fault.kind for schedule in drawn for fault in schedule.faults}) > 100
    stops = Counter(stop.by for schedule in drawn for stop in schedule.stops if stop)
    assert set(stops) == set(By)
    assert sum(len(schedule.stops) > 1 for schedule in drawn) > 60, "killed while they recover"
    rows = [row for schedule in drawn for row in schedule.rows]
    for some in (
        [row for row in rows if row.reference],
        [row for row in rows if row.cells["Parent job reference"]],
        [row for row in rows if row.fate is sheet.Fate.WRONG],
        [row for row in rows if row.cells["Id"]],
    ):
        assert len(some) > 100
    alike = Counter(row.mark for row in rows)
    assert sum(count > 1 for count in alike.values()) > 100


def test_what_people_and_slow_targets_do_is_drawn() -> None:
    drawn = [real_schedule_of(seed) for seed in range(300)]
    assert real_schedule_of(7) == drawn[7]
    assert sum(schedule.traits.replicas for schedule in drawn) > 30
    beyond = [schedule.traits for schedule in drawn if schedule.traits.outlasts]
    assert {bool(traits.get_lag) for traits in beyond} == {bool(traits.list_lag) for traits in beyond} == {True, False}
    assert not any(traits.ids for traits in beyond)
    people = [schedule for schedule in drawn if schedule.colleague.edit.kind == "own words"]
    places = Counter((schedule.colleague.desk, schedule.colleague.elsewhere) for schedule in people)
    assert set(places) == {(desk, elsewhere) for desk in Desk for elsewhere in (True, False)}
    otherwise = rejected = 0
    for schedule in people:
        both = list(zip(schedule.rows, schedule.edit.rows, schedule.colleague.edit.rows, strict=True))
        changed = [(row, ann, ben) for row, ann, ben in both if ann.cells != row.cells != ben.cells]
        otherwise += sum(ann.cells != ben.cells for _, ann, ben in changed)
        rejected += sum(row.fate is sheet.Fate.SOUND for row, _, _ in changed)
    assert otherwise > 200
    assert rejected > 50


def test_of_two_replicas_one_shows_a_job_at_once() -> None:
    plan = FaultPlan(Traits(get_lag=1, list_lag=1, replicas=True).lasting(), seed=1)
    plan.end()
    shown = Counter(bool(plan.choose_fault("GET /Jobs(1)")) for _ in range(100))
    assert min(shown[True], shown[False]) > 30


def test_figures_add_up() -> None:
    figures = Figures()
    course = Course(schedule_of(1), findings=["I1: twice", "lost: a row", "start 2: I4: not so"])
    course.stops.update({By.TIME: 2, By.INTERRUPT: 1})
    course.faults.update({"reset": 3})
    for _ in range(2):
        figures.add(course)
    told = "\n".join(figures.lines())
    for line in (
        "schedules            2",
        "kills                4",
        "duplicates           2",
        "lost                 2",
    ):
        assert line in told
