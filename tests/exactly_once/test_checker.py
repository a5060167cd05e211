"""The checker itself: it finds faults that are put into the importer, and its schedules follow from their seeds."""

import signal
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from importer.practice.faults import Fault
from tests.exactly_once import sheet
from tests.exactly_once.figures import Figures
from tests.exactly_once.lab import Lab
from tests.exactly_once.run import Course, course_of
from tests.exactly_once.schedule import By, Schedule, Stop, schedule_of

ROWS = sheet.drawn(Random("checker"), "c", 12)  # noqa: S311 - chance that can be repeated
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
