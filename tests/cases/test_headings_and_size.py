"""Case 40 through the front door: headings that people write, rows that stand twice, and a million of them."""

import subprocess
import sys
from pathlib import Path

import pytest

import importer
from importer.errors import SheetError
from importer.practice.server import PracticeServer
from importer.targets import make_practice_target
from tests.builders import GOOD, good, told
from tests.cases.sheets import TEXT_ROW
from tests.command import environment
from tests.command import importer as command
from tests.steps.read.raw_workbooks import packed, parts_of, worksheet
from tests.workbooks import workbook

MILLION = 1_000_000


@pytest.fixture(autouse=True)
def _own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))


def text_file(path: Path, headings: list[str], *rows: list[str]) -> Path:
    path.write_text("".join(";".join(row) + "\n" for row in [headings, *rows]), encoding="utf-8")
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("more", ["Name", "name", " NAME* ", "\xa0Name\xa0", "Title"])
def test_case_40_two_headings_for_one_field_are_refused_before_anything_is_sent(
    tmp_path: Path, practice: PracticeServer, more: str
) -> None:
    before = practice.store.count("Jobs")
    path = text_file(tmp_path / "jobs.csv", [*GOOD, more], [*GOOD.values(), "another"])
    with pytest.raises(SheetError, match="fill the same field"):
        importer.import_sheet(path, target=make_practice_target(practice.url, practice.password))
    assert practice.store.count("Jobs") == before
    said = command("run", path, "--target", "practice", "--yes", state=tmp_path)
    assert said.status == 3
    assert 'D ("Name") and E' in said.err


@pytest.mark.parametrize(
    "headings",
    [
        [heading.upper() for heading in GOOD],
        [f"\xa0{heading.replace(' ', chr(0xA0))} *" for heading in GOOD],
        ["project_reference_back_office", "job_type_code", "job_status_code", "name"],
        ["Project", "Job type", "Status", "Title"],
    ],
    ids=["case", "NBSP", "names of the API", "synonyms"],
)
def test_case_40_headings_are_known_however_people_write_them(tmp_path: Path, headings: list[str]) -> None:
    result = importer.check_sheet(text_file(tmp_path / "jobs.csv", headings, list(GOOD.values())))
    assert (result.rows, result.exit_code) == (1, importer.ExitCode.ALL_WELL)
    assert [problem for problem in result.problems if problem.is_error] == []


def test_case_40_an_unknown_column_is_told_and_a_missing_one_holds_the_rows(tmp_path: Path) -> None:
    unknown = importer.check_sheet(workbook(tmp_path, good(Descripton="x")))
    assert (told(unknown.problems), unknown.exit_code) == ([(1, "", 107)], importer.ExitCode.ALL_WELL)
    missing = importer.check_sheet(workbook(tmp_path, {k: v for k, v in GOOD.items() if k != "Name"}))
    assert (told(missing.problems), missing.batch.sound_rows) == ([(None, "name", 109)], [])


def test_case_40_rows_that_stand_twice_are_told_and_references_used_twice_are_held(tmp_path: Path) -> None:
    path = workbook(tmp_path, good(Reference="B"), good(), good(), good(Reference="B", Name="x"))
    result = importer.check_sheet(path)
    assert told(result.problems) == [
        (2, "reference_back_office", 523),
        (4, "project_reference_back_office", 522),
        (5, "reference_back_office", 523),
    ]
    assert result.batch.sound_rows == [3, 4]


MEASURED = """
import sys
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from importer.steps.read import read_sheet
print(read_sheet(sys.argv[1]).rows, sum(getrusage(who).ru_maxrss for who in (RUSAGE_SELF, RUSAGE_CHILDREN)) // 1024)
"""


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_case_40_a_million_rows_are_read_within_a_bound_of_memory(tmp_path: Path, kind: str) -> None:
    """In a process of its own, with that which opens the workbook; the check of a million: tests/benchmarks."""
    path = tmp_path / f"jobs.{kind}"
    if kind == "csv":
        path.write_text("Reference,Name\n" + "".join(f"R-{n},Boiler\n" for n in range(MILLION)), encoding="utf-8")
    else:
        rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, MILLION + 2))
        packed(path, parts_of(worksheet(TEXT_ROW.format(1, "Name") + rows)))
    words = [sys.executable, "-c", MEASURED, str(path)]
    said = subprocess.run(words, env=environment(tmp_path), capture_output=True, text=True, check=True)
    rows_read, megabytes = map(int, said.stdout.split())
    assert rows_read == MILLION
    assert megabytes < 1_000
