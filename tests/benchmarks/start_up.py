"""How long `importer --help` takes beside `python -c "import typer"`, which no program built on Typer can be below.

    python -m tests.benchmarks.start_up [--runs 15]

The two take turns; the median of each counts, and the ratio may be 2.5 at most.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time

LIMIT = 2.5
OURS = (sys.executable, "-m", "importer", "--help")
TYPER = (sys.executable, "-c", "import typer")


def seconds(words: tuple[str, ...]) -> float:
    begun = time.perf_counter()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def cpu_seconds(words: tuple[str, ...]) -> float:
    """CPU of the command alone, which other work on the machine does not change much."""
    before = os.times()
    subprocess.run(words, stdout=subprocess.DEVNULL, check=True)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def compared(runs: int) -> tuple[float, float]:
    """The ratios of the medians: of the wall clock and of CPU."""
    for words in (OURS, TYPER):  # the files are read, and compiled, before anything counts
        seconds(words)
    wall = [[seconds(words) for words in (OURS, TYPER)] for _ in range(runs)]
    cpu = [[cpu_seconds(words) for words in (OURS, TYPER)] for _ in range(runs)]
    medians = [[statistics.median(column) for column in zip(*table, strict=True)] for table in (wall, cpu)]
    for name, (ours, typer) in zip(("wall clock", "CPU"), medians, strict=True):
        told = f"importer --help {ours * 1000:6.0f} ms   import typer {typer * 1000:6.0f} ms"
        print(f"{name:12}{told}   {ours / typer:.2f} x")
    return medians[0][0] / medians[0][1], medians[1][0] / medians[1][1]


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--runs", type=int, default=15)
    ratio, _ = compared(words.parse_args().runs)
    sys.exit(f"more than {LIMIT} x" if ratio > LIMIT else 0)


if __name__ == "__main__":
    main()
