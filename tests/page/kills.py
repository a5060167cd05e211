"""The page's process killed at drawn moments of a run, opened again, and sent again, until nothing is left to send.

    python -m tests.page.kills [--schedules N] [--seed N]

A schedule is drawn from its seed: the rows, some of them wrong, with and without references, and up to three moments
(a write to the journal, a commit, a send) at which the process is no more. What the practice server has in the end is
compared with the sheet and with what the last run tells. A reopened page must show each screen without an error.
"""

import argparse
import csv
import http.client
import multiprocessing
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from importer.page.server import PageServer
from importer.practice.server import PracticeServer
from importer.records import IN_TARGET, Status
from importer.runs import list_runs, show_run
from importer.workbench.draft_store import DraftStore
from tests.exactly_once.kill_point import KillPoint
from tests.page.visitor import Visitor

CONFIRMATION = re.compile(r'name="confirmation" value="([^"]+)"')
HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code")
MOST_KILLS, MOST_ROWS = 3, 30
POINTS_A_ROW, POINTS_BESIDE = 8, 20  # about as many as a run has
LIMIT_SECONDS, LOOK_SECONDS = 60.0, 0.03
BROKEN = re.compile("because of an internal error")


@dataclass(frozen=True)
class Order:
    """A page to be opened: its sheet, its environment, and the moment at which it kills itself (0: never)."""

    sheet: Path
    environment: dict[str, str]
    point: int


@dataclass
class Figures:
    """What many schedules add up to."""

    schedules: int = 0
    kills: int = 0
    rows: int = 0
    duplicates: int = 0
    lost: int = 0
    misreported: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """All in a line."""
        return (
            f"{self.schedules} schedules, {self.kills} kills, {self.rows} rows: {self.duplicates} duplicates, "
            f"{self.lost} lost, {self.misreported} misreported, {len(self.errors)} screens with an error"
        )


class Seen:
    """The page as its browser has it: where it is, and the file that opens it."""

    def __init__(self, url: str, opener: str) -> None:
        self.url, self._opener = url, opener
        self.login_link = self

    def write_file(self) -> Path:
        """The file, which is written already."""
        return Path(self._opener)


def run_page(order: Order, told: Connection) -> None:
    """Open the page in this process until it is killed."""
    os.environ.update(order.environment)
    if order.point:
        KillPoint(order.point).arm(Path(order.environment["IMPORTER_STATE"]) / "points")
    with PageServer(order.sheet, "acme") as server:
        told.send((server.url, str(server.login_link.write_file())))
        server.stay_open()


@contextmanager
def running_page(order: Order) -> Iterator[tuple[Visitor, multiprocessing.Process]]:
    context = multiprocessing.get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=run_page, args=(order, theirs))
    process.start()
    theirs.close()
    try:
        yield Visitor(Seen(*ours.recv())), process  # type: ignore[arg-type, misc]
    finally:
        process.kill()
        process.join()


def send_all(visitor: Visitor, draft: str, figures: Figures) -> None:
    """Send what can be sent. Raises OSError or HTTPException where the process is gone."""
    for path in ("/", "/runs", f"/work/{draft}/file", f"/work/{draft}/values", f"/work/{draft}/check"):
        if BROKEN.search(_shown(visitor, path)):
            figures.errors.append(path)
    found = CONFIRMATION.search(_shown(visitor, f"/work/{draft}/send"))
    if found is None:
        figures.errors.append("nothing to confirm")
        return
    visitor.post(f"/work/{draft}/send", {"confirmation": found[1]})
    _shown(visitor, f"/work/{draft}/send")


def _shown(visitor: Visitor, path: str) -> str:
    """The screen, when it is neither reading nor sending any more; a question is answered: the same jobs."""
    end = time.monotonic() + LIMIT_SECONDS
    while "data-events" in (text := visitor.get(path).text) or "data-checking" in text:
        if time.monotonic() > end:
            raise TimeoutError(path)
        if "/work/" in path:
            visitor.post(f"{path.rpartition('/')[0]}/answer", {"answer": "same"})
        time.sleep(LOOK_SECONDS)
    return text


def run_schedule(seed: int, figures: Figures, folder: Path) -> None:
    """One schedule, from its sheet to what the server has."""
    drawn = random.Random(seed)  # noqa: S311 - a schedule is no secret
    names = [f"Pump {seed}-{number}" for number in range(drawn.randint(4, MOST_ROWS))]
    wrong = {name for name in names if drawn.random() < 0.15}
    has_references = drawn.random() < 0.5
    sheet = folder / "jobs.csv"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        for number, name in enumerate(names):
            reference = f"WO-{seed}-{number}" if has_references else ""
            rows.writerow((reference, name, "P-x" if name in wrong else "P-1001", "MAINT", "Open"))
    last = POINTS_BESIDE + POINTS_A_ROW * len(names)
    points = [drawn.randint(1, last) for _ in range(drawn.randint(1, MOST_KILLS))]
    with PracticeServer(folder / "practice.sqlite") as practice:
        environment = make_environment(folder, practice)
        os.environ.update(environment)
        for point in (*points, 0):
            with running_page(Order(sheet, environment, point)) as (visitor, process):
                try:
                    send_all(
                        visitor, DraftStore(Path(environment["IMPORTER_STATE"]) / "work").list_drafts()[0].id, figures
                    )
                except (OSError, http.client.HTTPException):
                    process.join(LIMIT_SECONDS)
                    figures.kills += 1
        compare(names, wrong, practice, figures)


def make_environment(folder: Path, practice: PracticeServer) -> dict[str, str]:
    """The variables of a page whose settings, with a target, are in this folder."""
    state = folder / "state"
    state.mkdir()
    words = f'url = "{practice.url}"\nuser = "{practice.user}"\ndomain = "{practice.domain}"\n'
    (state / "config.toml").write_text(f"[targets.acme]\n{words}", encoding="utf-8")
    return {
        "IMPORTER_STATE": str(state),
        "IMPORTER_CONFIG": str(state / "config.toml"),
        "IMPORTER_PASSWORD": practice.password,
    }


def compare(names: list[str], wrong: set[str], practice: PracticeServer, figures: Figures) -> None:
    """What the server has, and what the last run tells, beside the rows of the sheet."""
    there = Counter(str(entry["name"]) for entry in practice.store.list_entries("Jobs"))
    _summary, result, _rows = show_run(str(list_runs()[-1].run.run))
    told = {name: outcome.status for name, outcome in zip(names, result.outcomes, strict=False)}
    figures.schedules += 1
    figures.rows += len(names)
    figures.duplicates += sum(count - 1 for count in there.values())
    figures.lost += sum(1 for name in names if name not in wrong and not there[name])
    expected = {name: {Status.INVALID} if name in wrong else set(IN_TARGET) for name in names}
    figures.misreported += sum(told.get(name) not in expected[name] for name in names)
    figures.misreported += len(result.outcomes) != len(names)


def main() -> int:
    """Do what the words say; 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schedules", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    multiprocessing.set_forkserver_preload(["importer.page.server", "importer.runs.pipeline", "importer.steps.report"])
    figures = Figures()
    for seed in range(words.seed, words.seed + words.schedules):
        before = (figures.duplicates, figures.lost, figures.misreported, len(figures.errors))
        with tempfile.TemporaryDirectory(prefix="page-kills-") as folder:
            run_schedule(seed, figures, Path(folder))
        if before != (figures.duplicates, figures.lost, figures.misreported, len(figures.errors)):
            sys.stderr.write(f"seed {seed}: {figures.line} {figures.errors[-1:]}\n")
    print(figures.line)
    return 1 if figures.duplicates or figures.lost or figures.misreported or figures.errors else 0


if __name__ == "__main__":
    sys.exit(main())
