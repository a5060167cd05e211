# ruff: noqa: PLC0415 - each contender loads only its own libraries
"""What reading a large CSV costs, beside the bare csv.reader and beside pandas.

    python -m tests.benchmarks.read_csv [--rows N] [--runs N]

The same rows are written in several ways: plainly, all quoted, as Excel does in Western Europe (semicolons,
Windows-1252), with line breaks in cells, and with one quote too many. csv.reader is told encoding and delimiter and
gives lists of text; pandas is told them too and gives text columns; the importer is told nothing. Each contender runs
in a process of its own, in turn, and the median of the runs counts. CPU is user and system time of the work, the
loading of libraries left out; memory is the peak of the whole process.
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import Process
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median

from tests.benchmarks.read_and_check import COLUMNS, cpu

DESCRIPTION = list(COLUMNS).index("Description")


@dataclass(frozen=True)
class Manner:
    """How a file is written; `breaks` puts a line break in every description, `damage` one quote too many in a row."""

    delimiter: str = ","
    encoding: str = "utf-8"
    quoted: bool = False
    breaks: bool = False
    damage: bool = False


MANNERS = {
    "plain": Manner(),
    "all quoted": Manner(quoted=True),
    "Excel, ; and Windows-1252": Manner(";", "cp1252"),
    "line breaks in cells": Manner(breaks=True),
    "one quote too many": Manner(damage=True),
}


def rows_of(count: int, manner: Manner) -> Iterator[list[str]]:
    yield list(COLUMNS)
    for n in range(1, count + 1):
        values = [value(n) for value, _ in COLUMNS.values()]
        cells = [value.isoformat() if isinstance(value, datetime) else str(value) for value in values]
        if manner.breaks:
            cells[DESCRIPTION] = cells[DESCRIPTION].replace(": ", ":\n")
        yield cells


def write(path: Path, count: int, manner: Manner) -> None:
    with path.open("w", encoding=manner.encoding, errors="ignore", newline="") as file:
        writer = csv.writer(file, delimiter=manner.delimiter, quoting=1 if manner.quoted else 0)
        for n, cells in enumerate(rows_of(count, manner)):
            if manner.damage and n == count // 2:
                file.write(manner.delimiter.join([f'"{cells[0]}', *cells[1:]]).replace("Çelik", "Celik") + "\r\n")
            else:
                writer.writerow(cells)


def reader(path: Path, manner: Manner) -> Callable[[], int]:
    def work() -> int:
        with path.open(encoding=manner.encoding, newline="") as file:
            return sum(1 for _ in csv.reader(file, delimiter=manner.delimiter)) - 1

    return work


def read(path: Path, _manner: Manner) -> Callable[[], int]:
    from importer.steps.read import read_sheet

    return lambda: read_sheet(path).rows


def pandas(path: Path, manner: Manner) -> Callable[[], int]:
    import pandas as pd

    return lambda: len(
        pd.read_csv(path, sep=manner.delimiter, encoding=manner.encoding, dtype=str, keep_default_na=False)
    )


CONTENDERS = {"csv.reader": reader, "importer: read_sheet": read, "pandas, C engine": pandas}


def measure(contender: str, written: str, path: Path, rows: int) -> dict[str, float]:
    work = CONTENDERS[contender](path, MANNERS[written])
    before = cpu()
    found = work()
    used = cpu() - before
    if found != rows and written != "one quote too many":  # there the two others lose rows
        raise SystemExit(f"{contender} found {found} rows")
    return {"cpu": used, "mb": getrusage(RUSAGE_SELF).ru_maxrss / 1024, "rows": found}


def measured_alone(contender: str, written: str, path: Path, rows: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.read_csv", "--rows", str(rows)]
    child = subprocess.run([*words, "--alone", contender, written, str(path)], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(child.stdout)
    return found


def compare(rows: int, runs: int) -> None:
    print(
        f"{rows} rows x {len(COLUMNS)} columns, median of {runs}\n{'':48}{'CPU s':>8}{'ratio':>8}{'MB':>8}{'rows':>9}"
    )
    for written, manner in MANNERS.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "jobs.csv")
            writer = Process(target=write, args=(path, rows, manner))
            writer.start()  # in a process of its own too: the peak of a parent is handed down to its children
            writer.join()
            turns = [{name: measured_alone(name, written, path, rows) for name in CONTENDERS} for _ in range(runs)]
        least = median(turn["csv.reader"]["cpu"] for turn in turns)
        for name in CONTENDERS:
            seconds, peak, found = (median(turn[name][what] for turn in turns) for what in ("cpu", "mb", "rows"))
            print(f"{written:26}{name:22}{seconds:8.2f}{seconds / least:8.2f}{peak:8.0f}{found:9.0f}")


def main() -> None:
    words = argparse.ArgumentParser(description="What reading a large CSV costs.")
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--alone", nargs=3, metavar=("CONTENDER", "WRITTEN", "FILE"), help="measure one, here")
    asked = words.parse_args()
    if asked.alone:
        contender, written, path = asked.alone
        print(json.dumps(measure(contender, written, Path(path), asked.rows)))
    else:
        compare(asked.rows, asked.runs)


if __name__ == "__main__":
    main()
