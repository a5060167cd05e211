"""Results whose columns stand beside other rows: a sort of an Excel table leaves Status and Job id where they are."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.table import Table

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import Said
from tests.twice.office import OWN_IDS, POST, Office, counted, jobs, results_of, with_name

NAMES = ("Valve west", "Boiler north", "Pump south")
REFUSED = Fault(on=POST, holding="Boiler", times=1, status=422, body="message")


def write_table(office: Office, *rows: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Jobs"
    headings = list(dict.fromkeys([*GOOD, *(heading for row in rows for heading in row)]))
    for line in (headings, *([{**GOOD, **row}.get(heading, "") for heading in headings] for row in rows)):
        page.append(line)
    page.add_table(Table(displayName="T1", ref=f"A1:{'ABCDEF'[len(headings) - 1]}{len(rows) + 1}"))
    book.save(office.folder / "jobs.xlsx")
    return office.folder / "jobs.xlsx"


def sort_table(results: Path, **names: str) -> Path:
    """Give rows these names, then sort the table by Name as Excel does: our columns stand beside it."""
    book = openpyxl.load_workbook(results)
    page = book["Jobs"]
    width = [cell.value for cell in page[1]].index(None)
    rows: list[list[Any]] = [[cell.value for cell in line[:width]] for line in page.iter_rows(min_row=2)]
    place = list(GOOD).index("Name")
    for line in rows:
        line[place] = names.get(str(line[place]).partition(" ")[0], line[place])
    for number, line in enumerate(sorted(rows, key=lambda line: str(line[place])), start=2):
        for column, value in enumerate(line, start=1):
            page.cell(number, column).value = value
    book.save(results.with_name("sorted.xlsx"))
    return results.with_name("sorted.xlsx")


def names_in(server: PracticeServer) -> list[str]:
    return sorted(str(job["name"]) for job in jobs(server))


def remarks(said: Said) -> str:
    return " ".join(said.object["remarks"])


@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("more", [{}, {"Reference": "R"}], ids=["content", "reference"])
@pytest.mark.thorough(but=2)
def test_rows_get_back_the_ids_that_follow_from_what_they_say(
    office: Office, computer: str, more: dict[str, str]
) -> None:
    rows = [{"Name": name, **{heading: f"{text}-{name}" for heading, text in more.items()}} for name in NAMES]
    with office.server(REFUSED) as server:
        first = office.run(server, "run", write_table(office, *rows))
        path = sort_table(results_of(first))
        for expected in ({"created": 1, "already exists": 2}, {"already exists": 3}):
            said = office.run(server, "retry", path, computer=computer)
            assert counted(said) == expected
            assert "importer matched 3 rows by their content" in remarks(said)
            assert names_in(server) == sorted(NAMES)


@pytest.mark.parametrize("computer", ["one", "two"])
def test_a_row_that_was_invalid_is_sent_once_it_is_corrected(office: Office, computer: str) -> None:
    rows = [{"Name": name, "Project code": "P-9999" if "Boiler" in name else "P-1001"} for name in NAMES]
    with office.server() as server:
        results = results_of(office.run(server, "run", write_table(office, *rows)))
        path = sort_table(results)
        book = openpyxl.load_workbook(path)
        book["Jobs"].cell(2, list(GOOD).index("Project code") + 1).value = "P-1001"
        book.save(path)
        assert counted(office.run(server, "retry", path, computer=computer)) == {"created": 1, "already exists": 2}
        assert names_in(server) == sorted(NAMES)


@pytest.mark.parametrize("computer", ["one", "two"])
def test_where_a_row_was_changed_too_nothing_is_sent(office: Office, computer: str) -> None:
    """Which job a row has that says something else now cannot be told any more."""
    with office.server(REFUSED) as server:
        first = office.run(server, "run", write_table(office, *({"Name": name} for name in NAMES)))
        path = sort_table(results_of(first), Pump="A pump in the south")
        said = office.run(server, "retry", path, computer=computer)
        assert said.status == ExitCode.NOT_STARTED
        assert said.object["error"]["code"] == 834
        assert names_in(server) == ["Pump south", "Valve west"]


def test_ids_of_the_target_are_known_by_the_journal(office: Office) -> None:
    with office.server(REFUSED, OWN_IDS) as server:
        rows = [{"Name": name, "Project code": "P-9999" if "Pump" in name else "P-1001"} for name in NAMES]
        results = results_of(office.run(server, "run", write_table(office, *rows)))
        assert counted(office.run(server, "retry", sort_table(results)))["already exists"] == 1
        assert names_in(server) == ["Boiler north", "Valve west"]


def test_what_a_row_said_is_typed_anew_and_the_row_reworded(office: Office) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", write_table(office, {"Name": "Valve"}, {"Name": "Boiler"})))
        book = openpyxl.load_workbook(results)
        page, place = book["Jobs"], list(GOOD).index("Name") + 1
        for column in range(1, place + 1):
            page.cell(4, column).value = page.cell(2, column).value
        page.cell(2, place).value = "Valve in the cellar"
        book.save(results)
        said = office.run(server, "retry", results, computer="two")
        assert said.object["error"]["code"] == 835
        assert names_in(server) == ["Boiler", "Valve"]
        for column in range(place + 1, page.max_column + 1):
            page.cell(2, column).value = None
        book.save(results)
        assert counted(office.run(server, "retry", results, computer="two")) == {"created": 1, "already exists": 2}


def test_rows_corrected_in_place_are_told_nothing(office: Office) -> None:
    with office.server(REFUSED) as server:
        first = office.run(server, "run", write_table(office, *({"Name": name} for name in NAMES)))
        book = openpyxl.load_workbook(results_of(first))
        book["Jobs"].cell(3, list(GOOD).index("Name") + 1).value = "Another boiler"
        book.save(results_of(first))
        said = office.run(server, "retry", results_of(first), computer="two")
        assert counted(said) == {"created": 1, "already exists": 2}
        assert "by their content" not in remarks(said)


def copy_row(results: Path, row: int, **names: str) -> Path:
    """Insert a copy of the row with all that stands in it above it; then give `copied` and `copy` these names."""
    book = openpyxl.load_workbook(results)
    page, place = book.worksheets[0], list(GOOD).index("Name") + 1
    cells = [cell.value for cell in page[row]]
    page.insert_rows(row)
    for column, value in enumerate(cells, start=1):
        page.cell(row, column).value = value
    for which, name in names.items():
        page.cell(row + (which == "copied"), place).value = name
    book.save(results.with_name("copied.xlsx"))
    return results.with_name("copied.xlsx")


def test_the_copy_of_a_row_is_a_new_one_without_the_journal_too(office: Office) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet({"Name": "Valve"}, {"Name": "Boiler"})))
        path = copy_row(results, 2, copy="Valve in the cellar")
        assert counted(office.run(server, "retry", path, computer="two")) == {"created": 1, "already exists": 2}
        assert names_in(server) == ["Boiler", "Valve", "Valve in the cellar"]


def test_which_of_two_is_the_copy_stays_a_question_until_somebody_answers(office: Office) -> None:
    """Both were changed. The results that say so are retried as they are, then with the answer."""
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet({"Name": "Valve"}, {"Name": "Boiler"})))
        path = copy_row(results, 2, copy="Valve in the cellar", copied="Valve in the roof")
        for _ in range(2):
            said = office.run(server, "retry", path, computer="two")
            assert counted(said) == {"invalid": 2, "already exists": 1}
            path = results_of(said)
        book = openpyxl.load_workbook(path)
        page = book.worksheets[0]
        page.cell(2, [cell.value for cell in page[1]].index("Job id") + 1).value = None
        book.save(path)
        assert counted(office.run(server, "retry", path, computer="two")) == {"created": 1, "already exists": 2}
        assert names_in(server) == ["Boiler", "Valve", "Valve in the cellar"]


def test_jobs_that_say_what_other_rows_say_stop_the_run(office: Office) -> None:
    """No id follows from these rows, and this computer has no journal of theirs; the target knows better."""
    with office.server(OWN_IDS) as server:
        rows = [{"Name": name, "Project code": "P-9999" if "Pump" in name else "P-1001"} for name in NAMES]
        results = results_of(office.run(server, "run", write_table(office, *rows)))
        path = sort_table(results)
        book = openpyxl.load_workbook(path)
        book["Jobs"].cell(3, list(GOOD).index("Project code") + 1).value = "P-1001"
        book.save(path)
        for computer in ("two", "two", "three"):
            said = office.run(server, "retry", path, computer=computer)
            assert said.status == ExitCode.STOPPED
            assert "beside row" in said.object["stopped"]
            assert names_in(server) == ["Boiler north", "Valve west"]
            path = results_of(said)


@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.thorough(but=1)
def test_one_of_two_equal_rows_that_is_reworded_is_not_taken_for_a_sorted_one(office: Office, computer: str) -> None:
    """The checker's seed 20317: the outcome of the other is unknown, and the target has jobs under its own ids."""
    lost = Fault(on=POST, at=(1,), ids="own", carried_out=True, sent="nothing", then="close")
    refused = Fault(on=POST, holding="Pump", times=1, status=422, body="message")
    names = ("Boiler north", "Boiler north", "Pump south")
    with office.server(lost, refused, OWN_IDS) as server:
        first = office.run(server, "run", write_table(office, *({"Name": name} for name in names)))
        assert counted(first) == {"created": 1, "unknown": 1, "rejected": 1}
        said = office.run(server, "retry", with_name(results_of(first), 3, "Boiler north, cellar"), computer=computer)
        assert said.object["stopped"] == ""
        assert counted(said) == {"created": 1, "already exists": 1, "unknown": 1}
        assert {problem["code"] for problem in said.object["problems"] if problem["row"] == 3} >= {607}
        assert names_in(server) == ["Boiler north", "Boiler north", "Pump south"]
