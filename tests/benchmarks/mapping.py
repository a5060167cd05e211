"""What understanding a sheet costs: `map` with its open decisions, an answer, and the rules of a mapping file.

    python -m tests.benchmarks.mapping [--rows 100000]

CPU seconds of our own process. Ten derived fields and five rules for rows may cost MOST_OF_RULES for 100,000 rows; one
answer is derived anew from distinct values.
"""

import argparse
import csv
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from importer.decisions import Interview, SheetAnalysis
from importer.mapping import ColumnMapping, read_mapping
from importer.records import Observer, Sheet
from importer.runs import read_sheet_for
from importer.settings import Options
from importer.steps.map import map_columns

MOST_OF_RULES = 2.0
PLAIN = ("Order", "Equipment", "Type", "Status", "Title", "Reported", "Time", "Remark", "Place", "Duration")
STATES = (
    "Closed",
    "Open",
    "On hold",
    "Waiting",
    "New",
    "In progress",
    "Assigned",
    "Rejected",
    "Phase",
    "Zone",
    "Resolved",
)
RULES = """
[columns]
Order = "reference_back_office"
Equipment = "project_reference_back_office"
Title = "name"
[rows]
fill_down = "Equipment"
leave_out = [
  { Status = ["Closed 1", "Resolved 1*3"] },
  { Status = "Rejected*", Order = "WO00000*" },
  { Reported = { before = 2026-01-02 } },
]
keep = [{ Order = "WO*" }]
[fields]
job_status_code = [{ where = { Status = "New*" }, value = "Open" }, { value = "ToBePlanned" }]
job_type_code = { value = "MAINT" }
suggested_date_start = { from = ["Reported", "Time"] }
description = { from = ["Title", "Remark"], between = ", " }
due_date = { from = "Remark", take = "date" }
customer_reference = { from = "Remark", match = "PO ([0-9]+)" }
db_address_city = { from = "Place", part = "city" }
estimated_time = { from = "Duration", unit = "hours" }
internal_memo = { from = "Remark", take = "first line" }
prejob_information = { where = { Status = "On hold*" }, from = "Title" }
"""
WITHOUT = """
[columns]
Order = "reference_back_office"
Equipment = "project_reference_back_office"
Title = "name"
[constants]
job_type_code = "MAINT"
job_status_code = "Open"
"""


def write_sheet(path: Path, rows: int) -> None:
    """A sheet with some 140 statuses, and fifteen columns that say nothing."""
    drawn = random.Random(5)  # noqa: S311
    with path.open("w", newline="", encoding="utf-8") as file:
        write = csv.writer(file, delimiter=";")
        write.writerow([*PLAIN, *(f"X{number}" for number in range(15))])
        for row in range(rows):
            day = f"{drawn.randint(1, 28):02}-{drawn.randint(1, 12):02}-2026"
            state = f"{drawn.choice(STATES)} {drawn.randint(1, 13)}"
            remark = f"PO {row % 5000} until {day}"
            place = '{"city": "Gent", "zip": "9000"}'
            ours = [
                f"WO{row:06}",
                f"P-{1001 + row % 180}",
                "MAINT",
                state,
                f"Pump {row}",
                day,
                "08:30",
                remark,
                place,
                "1,5",
            ]
            write.writerow([*ours, *(row % (number + 3) for number in range(15))])


def seconds_of(sheet: Sheet, mapping: ColumnMapping) -> float:
    began = time.process_time()
    map_columns(sheet, mapping.merge_options(Options(date_order="dmy", timezone="Europe/Brussels")), mapping)
    return time.process_time() - began


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    rows = asked.parse_args(words).rows
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.csv"
        write_sheet(path, rows)
        mappings = {}
        for name, text in (("rules", RULES), ("without", WITHOUT)):
            (Path(folder) / f"{name}.toml").write_text(text, encoding="utf-8")
            mappings[name] = read_mapping(Path(folder) / f"{name}.toml")
        sheet = read_sheet_for(path, Options(), mappings["rules"], Observer())
    cost = median(seconds_of(sheet, mappings["rules"]) - seconds_of(sheet, mappings["without"]) for _ in range(3))
    began = time.process_time()
    interview = Interview(SheetAnalysis(sheet, ColumnMapping(), Options(timezone="Europe/Brussels")))
    found = len(interview.open)
    listed = time.process_time() - began
    decision = interview.next
    assert decision is not None
    began = time.process_time()
    left = len(interview.answer(decision, decision.answers[0]).open)
    after = time.process_time() - began
    print(f"{rows:,} rows x 25: ten derived fields and five rules for rows cost {cost:.2f} s")
    print(f"{found} open decisions are listed in {listed:.2f} s; {left} after an answer in {after:.2f} s")
    return int(cost > MOST_OF_RULES * rows / 100_000)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
