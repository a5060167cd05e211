"""What a run of many rows holds in memory while it sends: nothing that grows with the rows sent.

    python -m tests.benchmarks.long_run [--rows 100000] [--workers 16]

The whole run, over the loopback, from the sheet to the results workbook, in this process; the practice server has one
of its own. The memory is what the process has resident at each tenth of the rows, and at the end its peak.
"""

import argparse
import csv
import os
import tempfile
import time
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from importer.practice.process import start_practice
from importer.records import Observer, Status
from importer.runs import import_sheet
from importer.settings import SendPolicy
from importer.targets import make_practice_target
from tests.builders import GOOD

PARTS = 10


def sheet_of(rows: int, path: Path) -> Path:
    """A CSV of 25 columns, so many rows."""
    more = [f"Remark {number}" for number in range(25 - len(GOOD) - 1)]
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow([*GOOD, "Reference", *more])
        for number in range(rows):
            lines.writerow([*GOOD.values(), f"WO-{number:07}", *(f"{number} {name}" for name in more)])
    return path


def resident() -> float:
    """MB that this process has in memory now (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Scale:
    """Prints what is resident, each tenth of the sending."""

    def __init__(self) -> None:
        self._begun = 0.0
        self._next = 0

    def progress(self, step: str, done: int, total: int) -> None:
        if step != "Sending" or done < self._next:
            return
        self._begun = self._begun or time.perf_counter()
        self._next = done + max(1, total // PARTS)
        print(f"{done:>9}{resident():>9.0f}{time.perf_counter() - self._begun:>9.0f}", flush=True)


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--workers", type=int, default=16)
    chosen = words.parse_args()
    print(f"{'rows sent':>9}{'MB':>9}{'s':>9}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMPORTER_STATE"] = folder
        path = sheet_of(chosen.rows, Path(folder) / "many.csv")
        with start_practice(Path(folder) / "practice.sqlite") as practice:
            target = make_practice_target(practice.url, practice.password)
            policy = SendPolicy(workers=chosen.workers, look_first=False)
            result = import_sheet(path, target=target, policy=policy, observer=Observer(progress=Scale().progress))
    assert result.counts[Status.CREATED] == chosen.rows, result.counts
    print(f"peak, results written: {getrusage(RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
