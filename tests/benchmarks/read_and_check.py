# ruff: noqa: PLC0415 - each contender loads only its own libraries
"""What reading and checking a large workbook costs, beside the bare reader and beside pandas with two engines.

    python -m tests.benchmarks.read_and_check [--rows N] [--runs N] [--ours]

Each contender runs in a process of its own, in turn, and the median of the runs counts. CPU is user and system time
of the work, the loading of libraries left out (what pandera loads with its first schema, too: hypothesis, where that
is installed), but for the process in which we open a workbook: all of it counts.
Memory is the peak of the process and that of its child, added. `--ours` leaves out all but the bare reader and us,
for sheets of a million rows.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from multiprocessing import Process
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from typing import Literal

import xlsxwriter

MOST_IN_MEMORY = 200_000  # rows that XlsxWriter holds while it writes; of more, texts stand in their cells
FIRST_DAY = datetime(2026, 12, 1)  # noqa: DTZ001 - the times of Excel have no zone
OF_A_FIRST_SCHEMA = "pandera.backends.pandas.builtin_checks"
CODE, TEXT = {"max_length": 50}, {"max_length": 4000}
COLUMNS: dict[str, tuple[Callable[[int], object], dict[str, int]]] = {
    "Reference": (lambda n: f"WO-2026-{n:06d}", CODE),
    "Name": (lambda n: f"Yearly service of boiler {n}", {"max_length": 255}),
    "Description": (lambda n: f"Service boiler {n}: clean the burner, test the valve, note the pressure.", TEXT),
    "Project code": (lambda n: f"P-{1001 + n % 200}", CODE),
    "Job type code": (lambda n: ("MAINT", "REPAIR", "INSPECT")[n % 3], CODE),
    "Priority code": (lambda n: ("NORMAL", "HIGH", "")[n % 3], CODE),
    "Status code": (lambda n: ("ToBePlanned", "Waiting", "Open")[n % 3], CODE),
    "Earliest date": (lambda n: FIRST_DAY + timedelta(days=n % 200), {}),
    "Due date": (lambda n: FIRST_DAY + timedelta(days=n % 200 + 30), {}),
    "Suggested start": (lambda n: FIRST_DAY + timedelta(days=n % 200, minutes=15 * (n % 40) + 480), {}),
    "Suggested user code": (lambda n: ("JDOE", "ASMITH", "", "PJANSEN")[n % 4], CODE),
    "Skill code": (lambda n: ("GAS", "ELEC", "")[n % 3], CODE),
    "Customer reference": (lambda n: f"PO {4711 + n}", CODE),
    "Estimated time": (lambda n: 15 * (n % 16 + 1), {}),
    "Working sequence": (lambda n: n % 9 + 1, {}),
    "Internal memo": (lambda n: "" if n % 3 else f"Key no. {n} at the neighbour's.", TEXT),
    "Information before the job": (lambda n: "" if n % 2 else "Call the customer an hour ahead.", TEXT),
    "Street": (lambda n: f"Çelikstraat {n % 300}", CODE),
    "Street number": (lambda n: str(n % 120 + 1), CODE),
    "City": (lambda n: ("Gent", "Liège", "Brugge")[n % 3], CODE),
    "Zip": (lambda n: f"{1000 + n % 9000}", CODE),
    "Country code": (lambda _: "BE", CODE),
    "Latitude": (lambda n: round(50.5 + n % 9973 / 9973, 6), {}),
    "Longitude": (lambda n: round(3.5 + n % 9967 / 9967, 6), {}),
    "Address e-mail": (lambda n: f"depot{n}@example.com", {"max_length": 250}),
}


def write_workbook(path: Path, rows: int) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": rows > MOST_IN_MEMORY}) as book:
        worksheet = book.add_worksheet("Jobs")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        worksheet.write_row(0, 0, COLUMNS)
        styles = [moment if heading == "Suggested start" else day if "date" in heading else None for heading in COLUMNS]
        for row in range(1, rows + 1):
            for place, (value, _) in enumerate(COLUMNS.values()):
                if (cell := value(row)) != "":
                    worksheet.write(row, place, cell, styles[place])


def iter_rows(path: Path) -> Callable[[], int]:
    from python_calamine import CalamineWorkbook

    def work() -> int:
        return sum(1 for _ in CalamineWorkbook.from_path(path).get_sheet_by_index(0).iter_rows()) - 1

    return work


def read(path: Path) -> Callable[[], int]:
    from importer.steps.read import read_sheet

    return lambda: read_sheet(path).rows


def check(path: Path) -> Callable[[], int]:
    from importer.runs import check_sheet

    import_module(OF_A_FIRST_SCHEMA)

    def work() -> int:
        checked = check_sheet(path)
        wrong = [problem for problem in checked.problems if problem.is_error]
        if wrong:
            raise SystemExit(f"the workbook should be clean: {wrong[:3]}")
        return checked.rows

    return work


def pandas_with(engine: Literal["calamine", "openpyxl"]) -> Callable[[Path], Callable[[], int]]:
    def prepared(path: Path) -> Callable[[], int]:
        import pandas as pd

        return lambda: len(pd.read_excel(path, dtype=str, keep_default_na=False, engine=engine))

    return prepared


def stock(path: Path) -> Callable[[], int]:
    import pandas as pd
    import pandera.pandas as pa

    import_module(OF_A_FIRST_SCHEMA)
    schema = pa.DataFrameSchema(
        {
            heading: pa.Column(checks=[pa.Check.str_length(max_value=size) for size in limits.values()])
            for heading, (_, limits) in COLUMNS.items()
        }
        | {
            "Name": pa.Column(checks=pa.Check.str_length(1, 255)),
            "Status code": pa.Column(checks=pa.Check.isin(["ToBePlanned", "Waiting", "Open"])),
            "Earliest date": pa.Column(checks=pa.Check.str_matches(r"\d{4}-\d\d-\d\d")),
            "Due date": pa.Column(checks=pa.Check.str_matches(r"\d{4}-\d\d-\d\d")),
            "Suggested start": pa.Column(checks=pa.Check.str_matches(r"\d{4}-\d\d-\d\d \d\d:\d\d")),
            "Estimated time": pa.Column(checks=pa.Check.str_matches(r"\d+$")),
            "Working sequence": pa.Column(checks=pa.Check.str_matches(r"\d+$")),
            "Latitude": pa.Column(checks=pa.Check.str_matches(r"-?\d+(\.\d+)?$")),
            "Longitude": pa.Column(checks=pa.Check.str_matches(r"-?\d+(\.\d+)?$")),
            "Address e-mail": pa.Column(checks=pa.Check.str_matches(r"[^@\s]+@[^@\s]+$")),
        }
    )

    def work() -> int:
        frame = pd.read_excel(path, dtype=str, keep_default_na=False, engine="openpyxl")
        return len(schema.validate(frame, lazy=True))

    return work


OURS = 3  # of the contenders
CONTENDERS = {
    "python-calamine iter_rows": iter_rows,
    "importer: read_sheet": read,
    "importer: check_sheet": check,
    "pandas + calamine": pandas_with("calamine"),
    "pandas + openpyxl": pandas_with("openpyxl"),
    "pandas + openpyxl + pandera": stock,
}


def cpu() -> float:
    used = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(contender: str, path: Path, rows: int) -> dict[str, float]:
    work = CONTENDERS[contender](path)
    before = cpu()
    if work() != rows:
        raise SystemExit(f"{contender} lost rows")
    peak = sum(getrusage(whose).ru_maxrss for whose in (RUSAGE_SELF, RUSAGE_CHILDREN))
    return {"cpu": cpu() - before, "mb": peak / 1024}


def measured_alone(contender: str, path: Path, rows: int) -> dict[str, float]:
    words = [sys.executable, "-m", "tests.benchmarks.read_and_check", "--rows", str(rows)]
    child = subprocess.run([*words, "--alone", contender, str(path)], stdout=subprocess.PIPE, check=True)
    found: dict[str, float] = json.loads(child.stdout)
    return found


def compare(rows: int, runs: int, *, ours: bool) -> None:
    contenders = list(CONTENDERS)[: OURS if ours else None]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "jobs.xlsx")
        writer = Process(target=write_workbook, args=(path, rows))
        writer.start()  # in a process of its own too: the peak of a parent is handed down to its children
        writer.join()
        turns = [{name: measured_alone(name, path, rows) for name in contenders} for _ in range(runs)]
    least = median(turn["python-calamine iter_rows"]["cpu"] for turn in turns)
    print(f"{rows} rows x {len(COLUMNS)} columns, median of {runs}\n{'':30}{'CPU s':>8}{'ratio':>8}{'MB':>8}")
    for name in contenders:
        seconds = median(turn[name]["cpu"] for turn in turns)
        peak = median(turn[name]["mb"] for turn in turns)
        print(f"{name:30}{seconds:8.2f}{seconds / least:8.2f}{peak:8.0f}")


def main() -> None:
    words = argparse.ArgumentParser(description="What reading and checking a large workbook costs.")
    words.add_argument("--rows", type=int, default=100_000)
    words.add_argument("--runs", type=int, default=3)
    words.add_argument("--ours", action="store_true", help="leave out what takes minutes")
    words.add_argument("--alone", nargs=2, metavar=("CONTENDER", "FILE"), help="measure one, in this process")
    asked = words.parse_args()
    if asked.alone:
        contender, path = asked.alone
        print(json.dumps(measure(contender, Path(path), asked.rows)))
    else:
        compare(asked.rows, asked.runs, ours=asked.ours)


if __name__ == "__main__":
    main()
