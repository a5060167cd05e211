"""What is told holds in this run: no count of nothing, and the ids that the target itself has."""

from pathlib import Path

import pytest

from importer.practice.faults.fault import Fault
from tests.twice.office import OWN_IDS, Office, counted, jobs, named, with_cell
from tests.twice.rows import Work, row, write


def test_it_is_not_said_that_no_row_has_a_job_already(work: Work) -> None:
    path = write(work.folder / "jobs.xlsx", row("", Project_code="P-9999"))
    results = Path(work.run(path).object["results"])
    corrected = with_cell(with_cell(results, 2, "Name", "Boiler"), 2, "Project code", "P-1001")
    said = work.run(corrected, state="second", verb="retry").object
    assert said["counts"]["created"] == 1
    assert not [remark for remark in said["remarks"] if remark.startswith("0 ")]
    assert any("no job in these results" in remark for remark in said["remarks"])


@pytest.mark.parametrize("faults", [(), (OWN_IDS,)], ids=["keeps ids", "own ids"])
def test_a_question_names_the_job_as_the_target_has_it(office: Office, faults: tuple[Fault, ...]) -> None:
    with office.server(*faults) as server:
        office.run(server, "run", office.sheet(*named("Boiler in the cellar", "Pump", "Roof leaks")))
        path = office.sheet(*named("Boiler in the cellar", "Pump is noisy", "Roof leaks"))
        said = office.run(server, "run", path)
        assert counted(said) == {"already exists": 2, "not sent": 1}
        (asked,) = [problem["message"] for problem in said.object["problems"] if problem["code"] == 804]
        (there,) = [job["id"] for job in jobs(server) if job["name"] == "Pump"]
        assert f"job {there}" in asked
