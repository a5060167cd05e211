"""Rows that already exist: Summary says which runs created their jobs."""

from pathlib import Path

import openpyxl
import pytest

from importer.practice.server import PracticeServer
from tests.twice.rows import Work, row, write


@pytest.fixture
def work(tmp_path: Path, practice: PracticeServer) -> Work:
    return Work(tmp_path, practice)


def meaning(work: Work, path: Path, **more: str) -> str:
    """What Summary says of the rows that already exist."""
    book = openpyxl.load_workbook(work.run(path, "--yes", **more).object["results"])
    [said] = [line[2].value for line in book["Summary"].iter_rows() if line[0].value == "already exists"]
    return str(said)


@pytest.mark.parametrize("name", ["jobs.xlsx", "jobs.csv"])
def test_summary_says_which_runs_created_the_jobs_that_exist(work: Work, name: str) -> None:
    path = write(work.folder / name, row("A"), row("B"))
    work.run(path, "--yes")
    for _turn in range(2):  # a run that created nothing does not count
        assert meaning(work, path) == "run 1 created these jobs; nothing was sent again or overwritten"
    write(path, row("A"), row("B"), row("C"))
    work.run(path, "--yes")
    of_both = "of these jobs, run 1 created 2 and run 4 created 1; nothing was sent again or overwritten"
    assert meaning(work, path) == of_both


def test_of_jobs_that_another_computer_created_no_run_is_named(work: Work) -> None:
    path = write(work.folder / "jobs.csv", row("A", Reference="R-1"))
    work.run(path, "--yes")
    said = meaning(work, path, state="another computer")
    assert said == "the job existed before; nothing was sent again or overwritten"
