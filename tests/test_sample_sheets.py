"""Every sheet in sample_sheets/, through the real command, against the outcome that lies beside it."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from importer.catalogue.find import field_named, find_field
from importer.practice.server import PracticeServer
from tests.command import importer
from tests.make_sample_sheets import make_sample_sheets
from tests.practice.caller import Caller

SAMPLES = Path(__file__).parent.parent / "sample_sheets"
SHEETS = sorted(path for path in SAMPLES.iterdir() if path.suffix in {".xlsx", ".csv"} and ".results" not in path.name)


def jobs_on(file: Path) -> dict[str, dict[str, Any]]:
    """The jobs that a practice server on this file has, by id."""
    with PracticeServer(file) as server, Caller(server.url) as caller:
        return {str(job["id"]): job for job in caller.found("Jobs")}


def test_there_are_at_least_eight() -> None:
    assert len(SHEETS) >= 8


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_a_sample_comes_out_as_written_beside_it(path: Path, tmp_path: Path) -> None:
    expected = json.loads(path.with_name(f"{path.stem}.expected.json").read_text(encoding="utf-8"))
    results = tmp_path / "out.results.xlsx"
    said = importer("run", path, "--target", "practice", "--json", "--yes", "--results", results, state=tmp_path)
    told = said.object
    assert (said.status, told["rows"]) == (expected["exit_code"], expected["rows"])
    found = [[p["row"], p["cell"], p["field"], p["code"]] for p in told["problems"]]
    assert found == expected["problems"]
    assert told["counts"] == expected["counts"]
    there = jobs_on(tmp_path / "practice.sqlite")
    assert [int(row) for row, job_id in told["jobs"].items() if job_id in there] == expected["created"]
    for row, seen in expected["seen"].items():
        job = there[told["jobs"][row]]
        assert {name: job[name] for name in seen} == seen


def test_the_sheets_are_those_that_their_declaration_makes(tmp_path: Path) -> None:
    make_sample_sheets(tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (SAMPLES / made.name).read_bytes(), made.name


def test_the_25_jobs_on_the_server_are_those_of_the_sheet(tmp_path: Path) -> None:
    """Read by openpyxl, so that our own reading is not its own judge."""
    results = tmp_path / "jobs.results.xlsx"
    said = importer(
        "run", SAMPLES / "jobs.xlsx", "--target", "practice", "--json", "--results", results, state=tmp_path
    )
    there = jobs_on(tmp_path / "practice.sqlite")
    assert (said.status, len(there)) == (0, 25)
    book = openpyxl.load_workbook(SAMPLES / "jobs.xlsx")
    headings, *rows = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    for number, cells in enumerate(rows, start=2):
        job = there[said.object["jobs"][str(number)]]
        for heading, cell in zip(headings, cells, strict=True):
            field = find_field(str(heading))
            assert field is not None, heading
            if cell is not None:
                assert _comparable(job[field.name]) == _comparable(cell), (number, heading)


def _comparable(value: object) -> object:
    if isinstance(value, datetime):
        text = value.isoformat()
        return text.removesuffix("T00:00:00")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    spelled = field_named("id").kind.canonical(text)
    if spelled:
        return spelled
    return "ToBePlanned" if text == "To be planned" else text
