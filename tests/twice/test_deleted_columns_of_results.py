"""V4: of the columns that results add, people delete some: what is left of them is never sent, nor taken for theirs."""

import csv
from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from tests.twice.office import OWN_IDS, Office, counted, jobs, named, results_of

TARGETS: dict[str, tuple[Fault, ...]] = {"keeps ids": (), "ids of its own": (OWN_IDS,)}
NAMES = ("Annual boiler check", "", "Clean roof gutter")
PROBLEM, TO_DO, SENT_AT, RUN = "Problem", "What to do", "Sent at", "Run"
DELETED = [
    ("Status",),
    ("Job id",),
    ("Status", "Job id"),
    ("Status", "Job id", SENT_AT, RUN),
    ("Status", "Job id", PROBLEM, TO_DO),
    ("Job id", TO_DO, SENT_AT, RUN),
]


def lines_without(results: Path, *headings: str) -> list[list[str]]:
    """The rows of results whose row 3 somebody has corrected, and in which somebody has deleted these columns."""
    first, *rows = openpyxl.load_workbook(results).worksheets[0].iter_rows(values_only=True)
    rows[1] = tuple("Broken pump seal" if h == "Name" else cell for h, cell in zip(first, rows[1], strict=True))
    kept = [place for place, heading in enumerate(first) if heading not in headings]
    return [["" if row[place] is None else str(row[place]) for place in kept] for row in (first, *rows)]


def write_again(path: Path, lines: list[list[str]]) -> Path:
    """A new file: a CSV, or a workbook without the marks of importer."""
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines)
        return path
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(path)
    return path


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("name", ["again.xlsx", "again.csv"])
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("deleted", DELETED)
def test_without_status_or_job_id_nothing_is_sent(
    office: Office, deleted: tuple[str, ...], target: str, computer: str, name: str
) -> None:
    with office.server(*TARGETS[target]) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = write_again(office.folder / name, lines_without(results, *deleted))
        for words in ((), ("--new-rows",)):
            said = office.run(server, "run", path, *words, computer=computer)
            assert (said.status, len(jobs(server))) == (ExitCode.NOT_STARTED, 2)
            missing = " and ".join(heading for heading in ("Status", "Job id") if heading in deleted)
            assert f"but not {missing}" in said.object["error"]["message"]
            assert "importer runs results" in said.object["error"]["advice"]


def test_so_it_is_in_a_workbook_with_the_marks_of_importer(office: Office) -> None:
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        book = openpyxl.load_workbook(results)
        page = book.worksheets[0]
        for heading in ("Status", "Job id"):
            page.delete_cols([cell.value for cell in page[1]].index(heading) + 1)
        book.save(results)
        said = office.run(server, "run", results, computer="two")
        assert (said.status, len(jobs(server))) == (ExitCode.NOT_STARTED, 2)
        assert "but not Status and Job id" in said.object["error"]["message"]


@pytest.mark.parametrize("deleted", [(PROBLEM,), (TO_DO, RUN)])
def test_without_another_of_them_each_row_has_its_job(office: Office, deleted: tuple[str, ...]) -> None:
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = write_again(office.folder / "again.xlsx", lines_without(results, *deleted))
        assert counted(office.run(server, "run", path, computer="two")) == {"created": 1, "already exists": 2}
        assert [job["description"] or "" for job in jobs(server)] == [""] * 3


def test_without_all_of_them_it_is_a_sheet(office: Office) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        every = ("Status", "Job id", PROBLEM, TO_DO, SENT_AT, RUN)
        path = write_again(office.folder / "again.xlsx", lines_without(results, *every))
        said = office.run(server, "run", path, "--new-rows")
        assert (said.status, said.object["counts"]["invalid"]) == (ExitCode.ALL_WELL, 0)


def test_columns_of_the_user_with_such_headings_are_theirs(office: Office) -> None:
    """What is in them is not what results say."""
    more = {"What to do": "Tighten it", "Sent at": "noon", "Run": "North"}
    with office.server() as server:
        path = office.sheet(*({**row, **more} for row in named("Boiler", "Pump")))
        assert counted(office.run(server, "run", path)) == {"created": 2}
        assert [job["description"] for job in jobs(server)] == ["Tighten it"] * 2
