# ruff: noqa: PLC0415 - each contender loads only its own libraries
"""What the results of a large workbook cost, beside openpyxl doing the same.

    python -m tests.benchmarks.write_results [--rows N] [--runs N]

One row in ten has a problem, so a coloured cell, a note (the first 5,000), a line in Problems. Each contender runs in a
process of its own, in turn, and the median of the runs counts. CPU is user and system time of the writing, the process
in which we write into a workbook included; memory is the peak of both processes, added, the rows of the run included.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import Process
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import TYPE_CHECKING, Any

from tests.benchmarks.read_and_check import COLUMNS, write_workbook

if TYPE_CHECKING:
    from importer.records import ImportResult

OURS = ("Status", "Job id", "Problem", "What to do", "Sent at", "Run")
SAID, ADVICE = "The cell is empty, but every job needs this field.", "Fill it in, for example: Yearly boiler service."
JOB_ID, SENT = "7e60fd05-1c08-4886-b483-42da30b9d0bc", "2026-11-24 13:00:05 (UTC+01:00)"


def text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat() if not value.hour else value.isoformat()
    return str(value)


def finished(path: Path, rows: int) -> "ImportResult":
    import pandas as pd

    from importer.problem import REQUIRED
    from importer.records import ImportResult, Outcome, Sheet, Status
    from importer.steps.map import map_columns

    index = range(2, rows + 2)
    columns = {
        heading: pd.Series([text(value(n - 1)) for n in index], index, dtype="str")
        for heading, (value, _) in COLUMNS.items()
    }
    sheet = Sheet(path, "Jobs", 1, list(COLUMNS), tuple(range(1, len(COLUMNS) + 1)), pd.DataFrame(columns))
    batch = map_columns(sheet)
    wrong = range(10, rows + 2, 10)
    batch = batch.add_problems(
        tuple(batch.make_problem(REQUIRED, n, ("name",), example="Yearly boiler service") for n in wrong)
    )
    now = datetime.now(UTC)
    outcomes = tuple(
        Outcome(n, Status.INVALID) if n % 10 == 0 else Outcome(n, Status.CREATED, JOB_ID, sent_at=now) for n in index
    )
    return ImportResult(batch, outcomes, "practice", now, now, run=14)


def copy(path: Path, rows: int) -> Callable[[], Path]:
    from tests.steps.report.finished_runs import results_at

    result = finished(path, rows)
    return lambda: results_at(path.with_name("copy.xlsx"), result)


def fresh(path: Path, rows: int) -> Callable[[], Path]:
    from tests.steps.report.finished_runs import results_at

    result = finished(path.with_suffix(".csv"), rows)
    return lambda: results_at(path.with_name("fresh.xlsx"), result)


def edited(path: Path, rows: int) -> Callable[[], Path]:
    import openpyxl
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    def work() -> Path:
        book = openpyxl.load_workbook(path)
        sheet, problems = book["Jobs"], book.create_sheet("Problems")
        red = PatternFill("solid", start_color="FFC7CE")
        for place, heading in enumerate(OURS, start=len(COLUMNS) + 1):
            sheet.cell(1, place, heading)
        for n in range(2, rows + 2):
            for place, value in enumerate(beside(n), start=len(COLUMNS) + 1):
                if value is not None:
                    sheet.cell(n, place, value)
            if n % 10 == 0:
                sheet.cell(n, 2).fill = red
                problems.append(["error", 401, n, f"B{n}", "Name", "", SAID, ADVICE])
                if n <= 50_000:
                    sheet.cell(n, 2).comment = Comment(SAID, "openpyxl")
        book.save(path.with_name("edited.xlsx"))
        return path.with_name("edited.xlsx")

    return work


def write_only(path: Path, rows: int) -> Callable[[], Path]:
    import openpyxl
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    def work() -> Path:
        book = openpyxl.Workbook(write_only=True)
        sheet, problems = book.create_sheet("Jobs"), book.create_sheet("Problems")
        red = PatternFill("solid", start_color="FFC7CE")
        sheet.append([*COLUMNS, *OURS])
        for n in range(2, rows + 2):
            cells: list[Any] = [value(n - 1) for value, _ in COLUMNS.values()]
            if n % 10 == 0:
                cell = WriteOnlyCell(sheet, cells[1])
                cell.fill = red
                if n <= 50_000:
                    cell.comment = Comment(SAID, "openpyxl")
                cells[1] = cell
                problems.append(["error", 401, n, f"B{n}", "Name", "", SAID, ADVICE])
            sheet.append([*(None if cell == "" else cell for cell in cells), *beside(n)])
        book.save(path.with_name("write_only.xlsx"))
        return path.with_name("write_only.xlsx")

    return work


def beside(n: int) -> tuple[str | int | None, ...]:
    if n % 10 == 0:
        return "invalid", None, f"B{n} Name: {SAID}", ADVICE, None, 14
    return "created", JOB_ID, None, None, SENT, 14


CONTENDERS = {
    "openpyxl: load, edit, save": edited,
    "importer: a copy of the workbook": copy,
    "openpyxl: write-only": write_only,
    "importer: a new workbook": fresh,
}


def measure(contender: str, path: Path, rows: int) -> dict[str, float]:
    work = CONTENDERS[contender](path, rows)
    before = cpu_so_far()
    size = work().stat().st_size
    cpu = cpu_so_far() - before
    peak = sum(getrusage(whose).ru_maxrss for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return {"cpu": cpu, "mb": peak / 1024, "file": size / (1 << 20)}


def cpu_so_far() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def measured_alone(contender: str, path: Path, rows: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.write_results", "--rows", str(rows)]
    child = subprocess.run([*words, "--alone", contender, str(path)], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(child.stdout)
    return found


def compare(rows: int, runs: int, names: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "jobs.xlsx")
        writer = Process(target=write_workbook, args=(path, rows))
        writer.start()  # in a process of its own too: the peak of a parent is handed down to its children
        writer.join()
        turns = [{name: measured_alone(name, path, rows) for name in names} for _ in range(runs)]
    print(f"{rows} rows x {len(COLUMNS)} columns, median of {runs}\n{'':34}{'CPU s':>8}{'MB':>8}{'file MB':>9}")
    for name in names:
        cpu, peak, size = (median(turn[name][what] for turn in turns) for what in ("cpu", "mb", "file"))
        print(f"{name:34}{cpu:8.2f}{peak:8.0f}{size:9.1f}")


def main() -> None:
    words = argparse.ArgumentParser(description="What the results of a large workbook cost.")
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--only", action="append", choices=CONTENDERS, help="measure only this one; may be repeated")
    words.add_argument("--alone", nargs=2, metavar=("CONTENDER", "FILE"), help="measure one, in this process")
    asked = words.parse_args()
    if asked.alone:
        contender, path = asked.alone
        print(json.dumps(measure(contender, Path(path), asked.rows)))
    else:
        compare(asked.rows, asked.runs, asked.only or list(CONTENDERS))


if __name__ == "__main__":
    main()
