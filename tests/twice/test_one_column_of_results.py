"""One column alone that is headed as one that results add: ours is never sent as the user's, and theirs never read as
ours.
"""

from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from tests.twice.office import OWN_IDS, Office, counted, jobs, named, results_of
from tests.twice.test_deleted_columns_of_results import NAMES, lines_without, write_again

ADDED = ("Status", "Job id", "Problem", "What to do", "Sent at", "Run")


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("name", ["again.xlsx", "again.csv"])
@pytest.mark.parametrize("left", ["Status", "Problem", "What to do", "Sent at"])
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_one_that_is_left_of_ours_is_not_sent(office: Office, left: str, language: str, name: str) -> None:
    with office.server(OWN_IDS) as server:
        path = office.sheet(*named(*NAMES), {"Name": "Lift", "Status code": ""})
        words = ("run", path, "--yes", "--date-order", "dmy", "--language", language)
        assert office.command(server, *words).status == ExitCode.SOME_FAILED
        results = path.with_name("jobs.results.xlsx")
        others = [heading for heading in ADDED if heading != left]
        lines = lines_without(results, *others)
        if left == "Status":
            lines[1][-1] = "already exists"
        for more in ((), ("--new-rows",)):
            said = office.run(server, "run", write_again(office.folder / name, lines), *more, computer="two")
            assert (said.status, len(jobs(server))) == (ExitCode.NOT_STARTED, 2)
            assert f"({left})" in said.object["error"]["message"]


def with_column(results: Path, heading: str, texts: tuple[str, ...], behind: str) -> Path:
    """Results in which somebody has put a column of their own behind another."""
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    at = [cell.value for cell in page[1]].index(behind) + 2
    page.insert_cols(at)
    for row, text in enumerate((heading, *texts), start=1):
        page.cell(row, at).value = text or None
    mark = book.defined_names["importer_added"]
    mark.attr_text = mark.attr_text.replace("$J$", "$K$")  # as Excel does
    path = results.with_name(f"with {heading}.xlsx")
    book.save(path)
    return path


THEIRS = [
    ("Status", ("done", "", "done")),
    ("Job id", ("", "", "")),
    ("Job id", ("J-1", "J-2", "J-3")),
    ("Problem", ("noise", "", "leak")),
    ("What to do", ("Tighten it", "", "Oil it")),
]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("behind", ["Job id", "Status", "Run", "Problem"])
@pytest.mark.parametrize(("heading", "texts"), THEIRS)
def test_a_column_of_theirs_among_ours_is_not_read_as_ours(
    office: Office, heading: str, texts: tuple[str, ...], behind: str
) -> None:
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = with_column(results, heading, texts, behind)
        for computer in ("two", "one"):
            said = office.run(server, "run", path, "--new-rows", computer=computer)
            there = {"invalid": 3} if heading == "Status" else {"already exists": 2, "invalid": 1}
            assert (counted(said), len(jobs(server))) == (there, 2)


@pytest.mark.parametrize("heading", ["Status", "Job id"])
def test_where_two_columns_say_it_nothing_is_sent(office: Office, heading: str) -> None:
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        other = {"Status": "created", "Job id": "0d9c3f4e-5a77-4f3a-9a57-1b2f6f3c8d21"}[heading]
        path = with_column(results, heading, (other, "", ""), "Job id")
        said = office.run(server, "run", path, "--new-rows", computer="two")
        assert (said.status, said.object["error"]["code"], len(jobs(server))) == (ExitCode.NOT_STARTED, 838, 2)
        assert f'several columns have the heading "{heading}"' in said.object["error"]["message"]


@pytest.mark.parametrize(
    ("heading", "text"),
    [("Problem", "B3 leaks: water on the floor"), ("What to do", "Tighten it"), ("Run", "3"), ("Sent at", "noon")],
)
def test_one_column_of_theirs_in_a_sheet_is_theirs(office: Office, heading: str, text: str) -> None:
    with office.server() as server:
        path = office.sheet(*({**row, heading: text} for row in named("Boiler", "Pump")))
        assert counted(office.run(server, "run", path)) == {"created": 2}


def test_of_two_whole_sets_of_our_columns_the_last_holds(office: Office) -> None:
    """Results that somebody has saved without the marks of importer have both once they were sent again."""
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = write_again(office.folder / "again.xlsx", lines_without(results))
        again = results_of(office.run(server, "run", path, computer="two"))
        book = openpyxl.load_workbook(again)
        lines = [["" if cell is None else str(cell) for cell in line] for line in book.worksheets[0].values]
        assert lines[0].count("Job id") == 2
        said = office.run(server, "run", write_again(office.folder / "more.xlsx", lines), computer="three")
        assert (counted(said), len(jobs(server))) == ({"already exists": 3}, 3)
