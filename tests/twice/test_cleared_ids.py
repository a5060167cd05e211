"""V1: results that tell of a row as sent, but whose job id somebody has cleared, do not make its job again."""

import openpyxl
import pytest

from importer.errors import ExitCode
from importer.practice.faults.fault import Fault
from tests.twice.office import OWN_IDS, POST, Office, jobs, named, results_of, with_cell

LOST = Fault(on=POST, at=(2,), ids="own", carried_out=True, sent="nothing", then="close")
TARGETS: dict[str, tuple[Fault, ...]] = {"keeps ids": (), "ids of its own": (OWN_IDS,), "unknown": (LOST, OWN_IDS)}
NAMES = ("Annual boiler check", "Broken pump seal", "Clean roof", "Drain unblock")


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("computer", ["one", "two"])
@pytest.mark.parametrize("reworded", ["Pump leaks oil", "The seal of the pump is broken, urgent"])
def test_it_waits_until_somebody_says_that_it_is_new(office: Office, target: str, computer: str, reworded: str) -> None:
    with office.server(*TARGETS[target]) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = with_cell(with_cell(results, 3, "Job id", ""), 3, "Name", reworded)
        for _ in range(2):
            said = office.run(server, "retry", path, computer=computer)
            assert said.status in (ExitCode.OPEN, ExitCode.SOME_FAILED)
            assert {problem["code"] for problem in said.object["problems"] if problem["row"] == 3} <= {804, 807, 809}
            assert len(jobs(server)) == 4
            path = results_of(said)
        said = office.run(server, "retry", path, "--new-rows", computer=computer)
        assert (len(jobs(server)), said.object["counts"]["created"]) == (5, 1)


@pytest.mark.parametrize("target", ["keeps ids", "ids of its own"])
def test_one_that_stands_where_the_row_stood_is_asked_on_its_computer(office: Office, target: str) -> None:
    """Whatever it says, and with its status cleared, too."""
    with office.server(*TARGETS[target]) as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        path = with_cell(with_cell(with_cell(results, 3, "Job id", ""), 3, "Status", ""), 3, "Name", "Pump leaks oil")
        said = office.run(server, "retry", path)
        assert [problem["row"] for problem in said.object["problems"] if problem["code"] == 804] == [3]
        assert len(jobs(server)) == 4


def test_a_row_below_whose_status_alone_was_copied_is_sent_once_that_is_cleared(office: Office) -> None:
    with office.server() as server:
        results = results_of(office.run(server, "run", office.sheet(*named(*NAMES))))
        book = openpyxl.load_workbook(results)
        page = book.worksheets[0]
        headings = [cell.value for cell in page[1]]
        for column, heading in enumerate(headings, start=1):
            if heading not in ("Job id", "Name"):
                page.cell(6, column).value = page.cell(5, column).value
        page.cell(6, headings.index("Name") + 1).value = "Paint the fence"
        book.save(results)
        assert office.run(server, "retry", results, computer="two").object["counts"]["unknown"] == 1
        path = with_cell(results, 6, "Status", "")
        assert office.run(server, "retry", path, computer="two").object["counts"]["created"] == 1
