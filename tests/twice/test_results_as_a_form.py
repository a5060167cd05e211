"""Results that somebody fills in again for other work: a row with another name and another project is another job."""

from pathlib import Path

import openpyxl
import pytest

from importer.errors import ExitCode
from tests.twice.office import OWN_IDS, Office, counted, jobs, named, results_of
from tests.twice.test_cleared_ids import TARGETS

NEXT = {2: "Elevator inspection", 3: "Window repair urgent", 4: "Paint fence"}


def change_cells(results: Path, *changes: tuple[int, str, str], name: str = "next.xlsx") -> Path:
    book = openpyxl.load_workbook(results)
    page = book.worksheets[0]
    headings = [cell.value for cell in page[1]]
    for row, heading, text in changes:
        page.cell(row, headings.index(heading) + 1).value = text or None
    book.save(results.with_name(name))
    return results.with_name(name)


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("target", ["keeps ids", "ids of its own"])
@pytest.mark.parametrize("computer", ["one", "two"])
def test_it_is_in_conflict_until_its_id_and_status_are_deleted(office: Office, target: str, computer: str) -> None:
    with office.server(*TARGETS[target]) as server:
        results = results_of(
            office.run(server, "run", office.sheet(*named("Annual boiler check", "Broken pump seal", "Clean roof")))
        )
        retyped = ((row, "Name", name) for row, name in NEXT.items())
        path = change_cells(results, *retyped, *((row, "Project code", "P-1002") for row in NEXT))
        for verb in ("run", "retry", "retry"):
            said = office.run(server, verb, path, computer=computer)
            assert (said.status, counted(said)) == (ExitCode.SOME_FAILED, {"conflict": 3})
            assert {problem["code"] for problem in said.object["problems"] if problem["row"]} == {611}
            assert len(jobs(server)) == 3
            path = results_of(said)
        cleared = ((row, heading, "") for row in (2, 3) for heading in ("Job id", "Status"))
        path = change_cells(path, *cleared, name="cleared.xlsx")
        said = office.run(server, "retry", path, "--new-rows", computer=computer)
        assert counted(said) == {"created": 2, "conflict": 1}
        assert len(jobs(server)) == 5


def test_another_name_or_another_project_alone_is_a_correction(office: Office) -> None:
    with office.server(OWN_IDS) as server:
        results = results_of(office.run(server, "run", office.sheet(*named("Annual boiler check", "Broken pump seal"))))
        path = change_cells(results, (2, "Name", "Elevator inspection"), (3, "Project code", "P-1002"))
        said = office.run(server, "run", path, computer="two")
        assert (said.status, counted(said)) == (ExitCode.ALL_WELL, {"already exists": 2})
