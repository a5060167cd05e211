"""What is told holds in this run: no count of nothing, and the ids that the target itself has."""

from dataclasses import replace
from pathlib import Path

import pytest

from importer.practice.faults.fault import Fault
from tests.twice.office import DROPPED, OWN_IDS, Office, counted, jobs, named, results_of, with_cell
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


UNKNOWN_ROW = (
    "The outcome of 1 row is unknown in these results; its job is looked for first, and the row is sent only if its "
    "job is not in the target."
)


@pytest.mark.parametrize(("computer", "told"), [("one", "No row has changed since run 1."), ("two", "1 row has a job")])
def test_a_row_whose_outcome_is_unknown_is_not_said_to_be_sent_now(office: Office, computer: str, told: str) -> None:
    with office.server(replace(DROPPED, ids="own", holding="Door")) as server:
        wrong = {"Name": "Roof", "Project code": "P-9999"}
        first = office.run(server, "run", office.sheet(*named("Pump", "Door"), wrong, name="jobs.csv"))
        assert counted(first) == {"created": 1, "unknown": 1, "invalid": 1}
        results = results_of(first)
        remarks = office.run(server, "retry", results, computer=computer).object["remarks"]
        [of_rows] = [text for text in remarks if UNKNOWN_ROW in text]
        assert of_rows.startswith(told)
        assert of_rows.endswith(UNKNOWN_ROW)
        corrected = with_cell(results, 4, "Project code", "P-1002")
        remarks = office.run(server, "retry", corrected, computer="three").object["remarks"]
        [of_rows] = [text for text in remarks if UNKNOWN_ROW in text]
        assert f"{UNKNOWN_ROW} 1 row has no job in these results; it is sent now" in of_rows
