"""S2: results that somebody else wrote may carry the id of any job: it is not taken for the row's."""

from pathlib import Path

import openpyxl
import pytest

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import Said, importer
from tests.workbooks import workbook


def login(practice: PracticeServer) -> dict[str, str]:
    words = {"url": practice.url, "user": practice.user, "domain": practice.domain, "password": practice.password}
    return {name: text for name, text in words.items() if text}


def forged(results: Path, job_id: str, status: str) -> Path:
    """Results whose first row carries the id of somebody's job."""
    book = openpyxl.load_workbook(results)
    headings = [cell.value for cell in book["Jobs"][1]]
    for heading, text in {"Status": status, "Job id": job_id, "Run": "1"}.items():
        book["Jobs"].cell(2, headings.index(heading) + 1).value = text
    place = results.with_name("forged.xlsx")
    book.save(place)
    return place


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("status", ["created", "already exists", "unknown", "not sent"])
@pytest.mark.parametrize("state", ["state", "another computer"])
def test_a_row_with_another_reference_and_name_is_not_in_the_target(
    tmp_path: Path, practice: PracticeServer, status: str, state: str
) -> None:
    said = importer(
        "run", workbook(tmp_path, good(Reference="THEIRS", Name="Bakery")), "--yes", "--json",
        state=tmp_path / "state", **login(practice),
    )  # fmt: skip
    (job,) = practice.store.list_entries("Jobs")
    assert said.status == 0
    sheet = workbook(tmp_path, good(Reference="MINE", Name="Butcher"), name="mine.xlsx")
    importer("check", sheet, "--results", tmp_path / "mine.results.xlsx", state=tmp_path / "stranger")
    place = forged(tmp_path / "mine.results.xlsx", str(job["id"]), status)
    again = retry(place, tmp_path / state, practice)
    assert (again.status, again.object["counts"]["conflict"]) == (4, 1), again.out
    assert "Another job in the target has this id" in again.out
    assert len(practice.store.list_entries("Jobs")) == 1


@pytest.mark.parametrize("changes", [{"Reference": "A-2"}, {"Name": "Boiler, again"}])
@pytest.mark.thorough(but=1)
def test_a_row_that_was_corrected_is_still_the_row_of_its_job(
    tmp_path: Path, practice: PracticeServer, changes: dict[str, str]
) -> None:
    sheet = workbook(tmp_path, good(Reference="A-1", Name="Boiler"))
    importer("run", sheet, "--yes", state=tmp_path / "state", **login(practice))
    book = openpyxl.load_workbook(tmp_path / "jobs.results.xlsx")
    headings = [cell.value for cell in book["Jobs"][1]]
    for heading, text in changes.items():
        book["Jobs"].cell(2, headings.index(heading) + 1).value = text
    book.save(tmp_path / "edited.xlsx")
    again = retry(tmp_path / "edited.xlsx", tmp_path / "another computer", practice)
    assert (again.status, again.object["counts"]["already exists"]) == (0, 1), again.out


def retry(results: Path, state: Path, practice: PracticeServer) -> Said:
    return importer("retry", results, "--yes", "--json", state=state, **login(practice))
