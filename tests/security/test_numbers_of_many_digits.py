"""S17: a number of more digits than Python turns into one is a wrong cell, or none, and never an error of ours."""

import csv
from pathlib import Path

import pytest

from importer.catalogue import JOBS
from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook

MANY = 5_000  # Python's own bound is 4,300


@pytest.mark.parametrize("digits", ["9" * MANY, "-" + "9" * MANY, "1." + "9" * MANY])
@pytest.mark.thorough(but=1)
def test_in_any_field_it_is_a_wrong_cell(tmp_path: Path, digits: str) -> None:
    sheet = tmp_path / "jobs.csv"
    headings = [field.name for field in JOBS if not field.read_only and not field.kind.is_embedded]
    with sheet.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, [digits] * len(headings)])
    said = importer("check", sheet, state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 4
    assert "working_sequence" in said.out


def test_as_the_number_of_a_run_in_results_of_others_it_is_none(tmp_path: Path) -> None:
    state, results = tmp_path / "state", tmp_path / "jobs.results.csv"
    workbook(tmp_path, good(Reference="A"), good(Reference="B", Due_date="soon"))
    importer("run", "jobs.xlsx", "--target", "practice", "--yes", "--results", results, state=state, cwd=str(tmp_path))
    with results.open(newline="", encoding="utf-8-sig") as file:
        headings, *rows = csv.reader(file)
    place = headings.index("Run")
    for row in rows:
        row[place] = "9" * MANY
    with results.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([headings, *rows])
    said = importer("retry", results, "--target", "practice", "--yes", state=state, cwd=str(tmp_path))
    assert "error in importer" not in said.out + said.err
    assert said.status == 4
