"""Run the real command through many schedules of faults and kills, print the figures, exit 1 on any violation."""

import argparse
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from queue import SimpleQueue

from tests.exactly_once.every_kill import killed_at, points_of_a_run
from tests.exactly_once.figures import Figures
from tests.exactly_once.lab import Lab
from tests.exactly_once.run import Course, course_of
from tests.exactly_once.schedule import Schedule, real_schedule_of, schedule_of

TOLD_EVERY = 50


def main() -> int:
    """Do what the words say; 1 where anything was found."""
    words = _words()
    begun = time.monotonic()
    figures = Figures()
    with tempfile.TemporaryDirectory(prefix="exactly-once-") as temporary, ExitStack() as opened:
        labs = [opened.enter_context(Lab()) for _ in range(words.labs)]
        schedules = _schedules(words, labs[0], Path(temporary))
        with suppress(KeyboardInterrupt):  # the figures so far are told
            for course in _courses(schedules, labs, Path(temporary), keep=words.keep):
                figures.add(course)
                if course.findings:
                    sys.stderr.write(f"seed {course.schedule.seed}: {course.findings[0]}\n")
                if figures.schedules % TOLD_EVERY == 0:
                    sys.stderr.write(f"{figures.schedules} of {len(schedules)}, {time.monotonic() - begun:.0f} s\n")
    print("\n".join(figures.lines()))
    return 1 if figures.failing else 0


def _schedules(words: argparse.Namespace, lab: Lab, folder: Path) -> Sequence[Schedule]:
    if not words.every_kill:
        drawn = schedule_of if words.published else real_schedule_of
        return [drawn(seed) for seed in range(words.seed, words.seed + words.schedules)]
    measured = folder / "measured"
    measured.mkdir()
    points = points_of_a_run(lab, measured)
    print(f"a run of 30 rows has {points} points")
    return [killed_at(point, points) for point in range(1, points + 1)]


def _courses(schedules: Sequence[Schedule], labs: Sequence[Lab], folder: Path, keep: Path | None) -> Iterator[Course]:
    """Run schedules, one at a time in each lab. The files of those with findings are kept."""
    free: SimpleQueue[Lab] = SimpleQueue()
    for lab in labs:
        free.put(lab)

    def run(schedule: Schedule) -> Course:
        place = folder / str(schedule.seed)
        place.mkdir()
        lab = free.get()
        try:
            course = course_of(schedule, lab, place)
        finally:
            free.put(lab)
        if course.findings and keep is not None:
            shutil.copytree(place, keep / str(schedule.seed), dirs_exist_ok=True)
        shutil.rmtree(place)
        return course

    pool = ThreadPoolExecutor(len(labs))
    try:
        yield from pool.map(run, schedules)
    finally:
        pool.shutdown(cancel_futures=True)


def _words() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.exactly_once", description=__doc__)
    parser.add_argument("--schedules", type=int, default=100, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="of the first; each further one has the next")
    parser.add_argument(
        "--every-kill", action="store_true", help="instead: kill a run of 30 rows at each of its points"
    )
    parser.add_argument(
        "--published", action="store_true", help="only targets as the published page has them, and sheets as they are"
    )
    parser.add_argument("--labs", type=int, default=2, help="how many at once, each with a server of its own")
    parser.add_argument("--keep", type=Path, help="a folder for the files of the schedules that fail")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
