"""A folder with a sheet, computers to send it from, practice servers that misbehave, and what was told of the rows."""

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import Said, importer

POST, GET, LIST = "POST /Jobs", "GET /Jobs(*", "GET /Jobs"
OWN_IDS = Fault(on=POST, ids="own")
DROPPED = Fault(on=POST, carried_out=True, sent="nothing", then="close")
LAG = "1.5"


@dataclass
class Office:
    """A folder with a sheet, and computers to send it from."""

    folder: Path

    def server(self, *faults: Fault, port: int = 0) -> PracticeServer:
        return PracticeServer(self.folder / "practice.sqlite", port=port, faults=FaultPlan(faults))

    def sheet(self, *rows: dict[str, str], name: str = "jobs.csv") -> Path:
        path = self.folder / name
        headings = list(dict.fromkeys([*GOOD, *(heading for row in rows for heading in row)]))
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([headings, *([{**GOOD, **row}.get(h, "") for h in headings] for row in rows)])
        return path

    def run(self, server: PracticeServer, *words: str | Path, computer: str = "one") -> Said:
        more = ("--json", "--yes", "--date-order", "dmy", "--workers", "1")
        return self.command(server, words[0], *more, *words[1:], computer=computer)

    def command(self, server: PracticeServer, *words: str | Path, computer: str = "one") -> Said:
        login = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        return importer(*words, state=self.folder / computer, lag_seconds=LAG, backoff_seconds="0.02", **login)


def counted(said: Said) -> dict[str, int]:
    return {status: count for status, count in said.object["counts"].items() if count}


def results_of(said: Said) -> Path:
    return Path(said.object["results"])


def named(*names: str) -> list[dict[str, str]]:
    return [{"Name": name} for name in names]


def referenced(*names: str) -> list[dict[str, str]]:
    return [{"Name": name, "Reference": f"R-{name}"} for name in names]


def jobs(server: PracticeServer) -> list[dict[str, Any]]:
    return [dict(job) for job in server.store.list_entries("Jobs")]


def with_name(results: Path, row: int, name: str) -> Path:
    """A copy of results in which somebody has given this row a name."""
    return with_cell(results, row, "Name", name)


def with_cell(results: Path, row: int, heading: str, text: str) -> Path:
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    page.cell(row, [cell.value for cell in page[1]].index(heading) + 1).value = text or None
    path = results.with_name(f"{text or 'nothing'} of {results.name}")
    book.save(path)
    return path


def summary_of(path: Path) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    return " ".join(str(value) for line in book["Summary"].iter_rows(values_only=True) for value in line if value)


def texts_in(path: Path) -> str:
    book = openpyxl.load_workbook(path, read_only=True)
    return " ".join(str(value) for line in book.worksheets[0].iter_rows(values_only=True) for value in line)
