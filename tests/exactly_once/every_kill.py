"""The same run of 30 rows, killed at its first, second, third ... write or send, and again on its way back.

A run has as many points as it has writes to the journal, commits and sends, before and after each. Each of them is
met once: the run is killed there, resumed, killed at another point while it recovers (compound), and resumed to its
end. Every third kill tears the write that it meets in half.
"""

from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.exactly_once import sheet
from tests.exactly_once.lab import Lab, environment
from tests.exactly_once.launch import NEVER, Order
from tests.exactly_once.schedule import By, Schedule, Stop

ROWS = 30
WORKERS = 4
_STRIDE = 7  # from a kill to the one on the way back: each meets others


def points_of_a_run(lab: Lab, folder: Path) -> int:
    """How many points a run has that nothing happens to."""
    login = lab.open_server(folder / "server.sqlite", (), 0)
    path = sheet.written(_rows(0), folder / "jobs.csv")
    words = ("run", str(path), "--json", "--yes", "--workers", str(WORKERS))
    lab.launch(Order(words, environment(login, folder / "state", hurry=False), str(folder / "start"), point=NEVER))
    lab.close_server()
    return int((folder / "start.points").read_text(encoding="utf-8"))


def killed_at(point: int, points: int) -> Schedule:
    """The run that is killed at this point, and on its way back at another one."""
    first = Stop(By.POINT, point, torn=point % 3 == 0)
    second = Stop(By.POINT, point * _STRIDE % points + 1, torn=point % 3 == 1)
    return Schedule(seed=point, rows=_rows(point), workers=WORKERS, stops=(first, second), resumes=point % 2 == 0)


def spread(points: int, count: int) -> Iterator[int]:
    """So many of the points, from the first to the last."""
    yield from sorted({1 + place * (points - 1) // (count - 1) for place in range(count)})


def _rows(point: int) -> tuple[sheet.Row, ...]:
    return sheet.drawn(Random("thirty rows"), f"k{point}", ROWS)  # noqa: S311 - chance that can be repeated
