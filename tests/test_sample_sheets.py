"""The sample sheets through the real command: each must come out as the file beside it says."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest

from importer.practice.server import PracticeServer
from tests.command import ZONE, importer
from tests.make_sample_sheets import SAMPLE_SHEETS, make_sample_sheets
from tests.practice.caller import Caller

SHEETS = sorted(p for p in SAMPLE_SHEETS.iterdir() if p.suffix in {".xlsx", ".csv"} and ".results" not in p.name)
OUTCOMES = sorted(SAMPLE_SHEETS.glob("*.expected.json"))
FIELDS_OF_JOBS = {  # written by hand: what the headings of jobs.xlsx mean
    "Work order": "reference_back_office",
    "Project code": "project_reference_back_office",
    "Type of work": "job_type_code",
    "Status": "job_status_code",
    "Priority": "job_priority_code",
    "Title": "name",
    "Description": "description",
    "Skill": "skill_code",
    "Technician": "suggested_user_code",
    "Planned start": "suggested_date_start",
    "Not before": "earliest_date_plannable",
    "Deadline": "due_date",
    "Minutes": "estimated_time",
    "Reported on": "date_reported_by_company",
    "Sequence": "working_sequence",
    "PO number": "customer_reference",
    "Before you go": "prejob_information",
    "Internal memo": "internal_memo",
    "Parts to bring": "estimated_quantity_remark",
    "Requested by company id": "requested_by_company_id",
    "Site name": "db_address_name",
    "Street": "db_address_street",
    "House number": "db_address_street_number",
    "Postal code": "db_address_zip",
    "City": "db_address_city",
    "Country": "db_address_db_country_code",
    "Phone": "db_address_phone",
    "E-mail": "db_address_email",
    "Latitude": "db_address_latitude_decimal",
    "Longitude": "db_address_longitude_decimal",
}
Job = dict[str, object]


def jobs_on_practice(state: Path) -> dict[str, Job]:
    """All jobs that GET /api/Jobs tells of, by id, from the practice server on the file that the command used."""
    with PracticeServer(state / "practice.sqlite") as server, Caller(server) as caller:
        return {str(job["id"]): job for job in caller.found("Jobs")}


def run(sheet: Path, state: Path, *words: str | Path) -> Any:
    said = importer(
        "run",
        sheet,
        "--target",
        "practice",
        "--json",
        "--yes",
        "--results",
        state / "results.xlsx",
        *words,
        state=state,
    )
    told = said.object
    assert told["exit_code"] == said.status
    return told


def test_there_are_at_least_eight() -> None:
    assert len(SHEETS) >= 8


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("beside", OUTCOMES, ids=lambda path: path.name)
def test_a_sample_comes_out_as_the_file_beside_it_says(beside: Path, tmp_path: Path) -> None:
    expected = json.loads(beside.read_text(encoding="utf-8"))
    stem = beside.name.split(".")[0]
    mapping: list[str | Path] = ["--map", beside.with_name(f"{stem}.toml")] if ".mapped." in beside.name else []
    told = run(next(sheet for sheet in SHEETS if sheet.stem == stem), tmp_path, *mapping)
    assert [[p["row"], p["cell"], p["field"], p["code"]] for p in told["problems"]] == expected["problems"]
    assert told["counts"] == expected["counts"]
    assert [int(row) for row in told["jobs"]] == expected["created"]
    assert (told["exit_code"], told["rows"]) == (expected["exit_code"], expected["rows"])
    jobs = jobs_on_practice(tmp_path)
    assert set(jobs) == set(told["jobs"].values())
    for row, values in expected["seen"].items():
        job = jobs[told["jobs"][row]]
        assert {name: job[name] for name in values} == values


def test_the_clean_sample_gives_25_jobs_with_the_values_of_the_sheet(tmp_path: Path) -> None:
    sheet = SAMPLE_SHEETS / "jobs.xlsx"
    told = run(sheet, tmp_path)
    assert (told["exit_code"], told["counts"]["created"], told["problems"]) == (0, 25, [])
    jobs = jobs_on_practice(tmp_path)
    assert len(jobs) == 25
    for row, values in values_of(sheet).items():
        job = jobs[told["jobs"][str(row)]]
        assert {name: job[name] for name in values} == values


def values_of(sheet: Path) -> dict[int, Job]:
    """The cells as openpyxl reads them, by row and field, as JSON has them."""
    workbook = openpyxl.load_workbook(sheet)
    headings, *rows = workbook.worksheets[0].iter_rows(values_only=True)
    workbook.close()
    names = [FIELDS_OF_JOBS[str(heading)] for heading in headings]
    return {
        number: {name: _as_json(cell) for name, cell in zip(names, row, strict=True) if cell is not None}
        for number, row in enumerate(rows, start=2)
    }


def _as_json(cell: object) -> object:
    """A date without a time is a datetime at midnight for openpyxl, and a day in the sheet; times are in their zone."""
    if isinstance(cell, datetime):
        day_alone = cell.time() == datetime.min.time()
        return cell.date().isoformat() if day_alone else cell.replace(tzinfo=ZoneInfo(ZONE)).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell


def test_the_kept_samples_are_the_ones_that_are_declared(tmp_path: Path) -> None:
    make_sample_sheets(tmp_path)
    made = sorted(path.name for path in tmp_path.iterdir())
    assert made == sorted(path.name for path in SAMPLE_SHEETS.iterdir() if ".results" not in path.name)
    for name in made:
        assert content(tmp_path / name) == content(SAMPLE_SHEETS / name)


def content(sheet: Path) -> object:
    if sheet.suffix != ".xlsx":
        return sheet.read_text(encoding="utf-8")
    workbook = openpyxl.load_workbook(sheet)
    cells = [[(cell.value, cell.data_type, cell.number_format) for cell in row] for row in workbook.worksheets[0]]
    workbook.close()
    return cells


def test_remaking_a_sample_changes_no_byte(tmp_path: Path) -> None:
    once, again = tmp_path / "once", tmp_path / "again"
    for folder in (once, again):
        folder.mkdir()
        make_sample_sheets(folder)
    assert all((again / path.name).read_bytes() == path.read_bytes() for path in once.iterdir())
