"""What a small workbook costs: the process of its own in which it is opened, beside the same reading in this process,
and the whole of `importer check`, beside a Python that only loads pandas and pandera. And a CSV with the same rows.

    python -m tests.benchmarks.small_file [--runs N]

Of the process: wall time and CPU time, the median of the runs, taken in turn; the libraries of this process are loaded
beforehand. On a machine that does other work only the CPU time tells. Of the command: CPU time with its children, the
least of the runs.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from importer.settings import Options
from importer.steps.read import read_sheet
from importer.steps.read.layout import make_sheet
from tests.builders import good
from tests.command import environment
from tests.steps.read.in_process import grid_in
from tests.workbooks import workbook

ROWS = 20
WHOLE_CHECK = 2.25  # times what loading pandas and pandera takes, which no check can do without
LIBRARIES = "import pandas, pandera.pandas, os; os._exit(0)"
WAYS: dict[str, Callable[[Path], object]] = {
    "in a process of its own": read_sheet,
    "in this process": lambda path: make_sheet(grid_in(path), path, Options()),
}


def cpu() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measured(way: Callable[[Path], object], path: Path) -> tuple[float, float]:
    began, spent = perf_counter(), cpu()
    way(path)
    return perf_counter() - began, cpu() - spent


def least_cpu(path: Path, folder: Path, runs: int) -> tuple[float, float]:
    """CPU seconds of `importer check`, its children included, and of loading its two libraries; in turn."""
    commands = (("-m", "importer", "check", str(path)), ("-c", LIBRARIES))
    turns = [[_cpu_of(words, folder) for words in commands] for _ in range(runs)]
    ours, libraries = (min(column) for column in zip(*turns, strict=True))
    return ours, libraries


def _cpu_of(words: tuple[str, ...], folder: Path) -> float:
    before = cpu()
    subprocess.run([sys.executable, *words], env=environment(folder), stdout=subprocess.DEVNULL, check=True)
    return cpu() - before


def main() -> None:
    words = argparse.ArgumentParser(description="What the process of its own costs on a small workbook.")
    words.add_argument("--runs", type=int, default=11)
    runs = words.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        path = workbook(Path(folder), *(good(Reference=f"R-{number}") for number in range(ROWS)))
        text = Path(folder) / "jobs.csv"
        text.write_text("\n".join([",".join(good()), *[",".join(good().values())] * ROWS, ""]), encoding="utf-8")
        for way in WAYS.values():
            way(path)
        read_sheet(text)
        whole, libraries = least_cpu(path, Path(folder), runs)
        turns = [[*(measured(way, path) for way in WAYS.values()), measured(read_sheet, text)] for _ in range(runs)]
    print(f"{ROWS} rows, median of {runs}; load {os.getloadavg()[0]:.1f}\n{'':26}{'wall s':>8}{'CPU s':>8}")
    middle = [[median(turn[at][kind] for turn in turns) for kind in (0, 1)] for at in range(len(turns[0]))]
    for name, (wall, spent) in zip([*WAYS, "a CSV"], middle, strict=True):
        print(f"{name:26}{wall:8.3f}{spent:8.3f}")
    (wall, spent), (least, least_spent), _ = middle
    print(f"{'the process costs':26}{wall - least:8.3f}{spent - least_spent:8.3f}")
    print(f"importer check {whole:.3f} CPU s, pandas and pandera {libraries:.3f}: {whole / libraries:.2f} times")


if __name__ == "__main__":
    main()
