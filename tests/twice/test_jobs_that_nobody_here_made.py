"""A row that its content alone identifies may be next month's work: who is told that its job is there is told why.

On the computer that sent it, and beside a reference or an id of the sheet, there is no doubt.
"""

from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from importer.practice.faults.plan import FaultPlan
from importer.practice.server import PracticeServer
from tests.command import Said, importer
from tests.twice.rows import Work, row, write

MONTHLY = row("Monthly service of the lift")
OWN = "0d9c3f4e-5a77-4f3a-9a57-1b2f6f3c8d21"


def told(said: Said) -> list[int]:
    return [problem["row"] for problem in said.object["problems"] if problem["code"] == 810]


def shown(work: Work, path: Path, *words: str, state: str) -> str:
    login = {"user": work.server.user, "password": work.server.password, "domain": work.server.domain}
    return importer("run", path, *words, "--yes", state=work.folder / state, url=work.server.url, **login).out


def test_rows_taken_for_jobs_of_another_computer_are_told_at_the_end(work: Work) -> None:
    rows = [MONTHLY, row("Roof leaks", Reference="R-1"), row("Pump")]
    assert work.counts(write(work.folder / "january.xlsx", *rows)) == {"created": 3}
    february = write(work.folder / "february.xlsx", *rows, row("Door"))
    said = shown(work, february, state="second")
    last = said.strip().splitlines()[-1]
    assert last.startswith("Every row is in the target. 2 rows without a reference count as jobs")
    assert "--new-rows" in last
    assert "Nothing more to do" not in last
    results = openpyxl.load_workbook(work.folder / "february.results.xlsx")
    problems = [cell.value for cell in results["Jobs"]["J"]]
    assert [bool(text and "no record" in text) for text in problems[1:]] == [True, False, True, False]
    assert any("2 rows without a reference" in str(c) for line in results["Summary"].values for c in line if c)
    assert told(work.run(february, state="second")) == [2, 4]


def test_where_it_is_known_whose_jobs_they_are_nothing_is_told(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", MONTHLY, row("Roof leaks", Reference="R-1"))
    results = Path(work.run(path).object["results"])
    assert told(work.run(path)) == []
    assert told(work.run(results, state="second", verb="retry")) == []
    headings = ("Id", "Project code", "Job type code", "Status code", "Name")
    own = write(work.folder / "own.csv", (OWN, *MONTHLY[1:5]), headings=headings)
    assert work.counts(own) == {"created": 1}
    again = work.run(own, state="second")
    assert (again.object["counts"]["already exists"], told(again)) == (1, [])


@pytest.mark.parametrize("change", [{"Reference": "R-7"}, {"Due_date": "2026-03-31"}])
def test_the_way_out_makes_the_job_and_no_other_a_second_time(work: Work, change: dict[str, str]) -> None:
    rows = [MONTHLY, row("Pump")]
    assert work.counts(write(work.folder / "january.csv", *rows)) == {"created": 2}
    path = write(work.folder / "february.csv", *rows)
    assert told(work.run(path, "--new-rows", state="second")) == [2, 3]
    write(path, row(MONTHLY[4], **change), rows[1])
    assert work.counts(path, "--new-rows", state="second") == {"created": 1, "already exists": 1}
    for _ in range(2):
        assert work.counts(path, "--new-rows", state="second") == {"already exists": 2}
    assert len(work.names()) == 3


def test_a_job_that_is_met_only_when_its_row_is_sent_is_told_too(tmp_path: Path) -> None:
    lagging = Fault(on="GET /Jobs", lag=60)
    with PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan((lagging,))) as server:
        work = Work(tmp_path, server, lag="0.1")
        path = write(tmp_path / "jobs.csv", MONTHLY)
        assert work.counts(path) == {"created": 1}
        said = work.run(path, state="second")
        assert (said.object["counts"]["already exists"], told(said)) == (1, [2])
        assert said.status == ExitCode.ALL_WELL
