"""Some of the schedules and kills; `python -m tests.exactly_once` runs as many as asked."""

from pathlib import Path

import pytest

from tests.exactly_once import every_kill
from tests.exactly_once.lab import Lab
from tests.exactly_once.run import course_of
from tests.exactly_once.schedule import schedule_of
from tests.examples import examples

SEEDS = (
    *range(1, 5),
    17,
    21,
    22,
    30,
    39,
    41,
    53,
    81,
    127,
    141,
    160,
    224,
    229,
    405,
    957,
)  # from 17 on: found something once
KILLS = examples(9)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", SEEDS)
def test_through_every_fault_never_twice_never_lost(lab: Lab, tmp_path: Path, seed: int) -> None:
    course = course_of(schedule_of(seed), lab, tmp_path)
    assert course.findings == []


def test_killed_anywhere_and_on_the_way_back(lab: Lab, tmp_path: Path) -> None:
    points = every_kill.points_of_a_run(lab, tmp_path)
    assert points > 60, "writes, commits and sends of 30 rows"
    kills = 0
    for point in every_kill.spread(points, KILLS):
        folder = tmp_path / str(point)
        folder.mkdir()
        course = course_of(every_kill.killed_at(point, points), lab, folder)
        assert course.findings == []
        kills += course.kills
    assert kills > KILLS, "most are killed on the way back, too; what is written together varies from run to run"
