"""What the process of its own costs, in which a small workbook is opened: beside the same reading in this process.

    python -m tests.benchmarks.small_file [--runs N]

Wall time and CPU time, the median of the runs, taken in turn; the libraries of this process are loaded beforehand.
On a machine that does other work only the CPU time tells.
"""

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from importer.settings import Options
from importer.steps.read import read_sheet
from importer.steps.read.layout import sheet_of_grid
from tests.builders import good
from tests.steps.read.in_process import grid_in
from tests.workbooks import workbook

ROWS = 20
WAYS: dict[str, Callable[[Path], object]] = {
    "in a process of its own": read_sheet,
    "in this process": lambda path: sheet_of_grid(grid_in(path), path, Options()),
}


def cpu() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measured(way: Callable[[Path], object], path: Path) -> tuple[float, float]:
    began, spent = perf_counter(), cpu()
    way(path)
    return perf_counter() - began, cpu() - spent


def main() -> None:
    words = argparse.ArgumentParser(description="What the process of its own costs on a small workbook.")
    words.add_argument("--runs", type=int, default=11)
    runs = words.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder), *(good(Reference=f"R-{number}") for number in range(ROWS)))
        for way in WAYS.values():
            way(path)
        turns = [[measured(way, path) for way in WAYS.values()] for _ in range(runs)]
    print(f"{ROWS} rows, median of {runs}; load {os.getloadavg()[0]:.1f}\n{'':26}{'wall s':>8}{'CPU s':>8}")
    middle = [[median(turn[at][kind] for turn in turns) for kind in (0, 1)] for at in range(len(WAYS))]
    for name, (wall, spent) in zip(WAYS, middle, strict=True):
        print(f"{name:26}{wall:8.3f}{spent:8.3f}")
    (wall, spent), (least, least_spent) = middle
    print(f"{'the process costs':26}{wall - least:8.3f}{spent - least_spent:8.3f}")


if __name__ == "__main__":
    main()
