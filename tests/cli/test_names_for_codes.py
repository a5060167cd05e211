"""N16, R7, R17: codes in another spelling, or the names of what they stand for, as people write them."""

from pathlib import Path

import pytest

from importer.directory import Directory
from importer.jobs_api import JobsApi, ListedEntries
from importer.practice.server import PracticeServer
from importer.steps.map import map_columns
from importer.steps.resolve import resolve_codes
from importer.targets import make_practice_target
from tests.builders import GOOD, good, sheet_of, told
from tests.command import Said, importer

PRACTICE = ("--target", "practice")


def sheet(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "jobs.csv"
    path.write_text("\n".join(";".join(row) for row in (rows[0], *(each.values() for each in rows))), encoding="utf-8")
    return path


def problems(said: Said) -> list[tuple[int, str, str]]:
    return [(each["code"], each["severity"], each["cell"]) for each in said.object["problems"]]


def test_n16_another_spelling_of_a_code_is_that_code_and_told_once_a_column(tmp_path: Path) -> None:
    rows = [good(Job_type_code=code, Name=code) for code in ("maint ", "Maint", "repair", "REPAIR")]
    said = importer("run", sheet(tmp_path, *rows), *PRACTICE, "--json", state=tmp_path / "state")
    assert said.object["counts"]["created"] == 4
    assert problems(said) == [(306, "warning", "B")]
    assert '"repair" is read as "REPAIR"' in said.object["problems"][0]["message"]
    corrected = [good(Job_type_code=code, Name=name) for name, code in (("maint ", "MAINT"), ("repair", "REPAIR"))]
    again = importer("run", sheet(tmp_path, *corrected), *PRACTICE, "--json", state=tmp_path / "state")
    assert again.object["counts"]["already exists"] == 2


def test_n16_a_name_for_a_code_is_said_to_be_that_and_is_taken_once_it_is_confirmed(tmp_path: Path) -> None:
    path = sheet(tmp_path, good(Job_type_code="calibration"), GOOD)
    said = importer("check", path, *PRACTICE, "--json", state=tmp_path / "state")
    [problem] = said.object["problems"]
    assert (problem["code"], problem["cell"]) == (307, "B2")
    assert '"calibration" is the name of the job type "CALIB"' in problem["message"]
    assert "--by-name" in problem["advice"]
    ran = importer("run", path, *PRACTICE, "--by-name", "--json", state=tmp_path / "state")
    assert ran.object["counts"]["created"] == 2
    assert problems(ran) == [(306, "warning", "B")]
    results = tmp_path / "jobs.results.xlsx"
    again = importer("retry", results, *PRACTICE, "--json", state=tmp_path / "state")
    assert (again.status, again.object["counts"]["already exists"]) == (0, 2)
    assert any("--by-name" in remark for remark in again.object["remarks"])


def test_n16_the_screen_says_once_what_the_names_of_a_column_stand_for(tmp_path: Path) -> None:
    rows = [good(Job_type_code=name, Name=f"{n}") for n, name in enumerate(("Calibration", "Cleaning", "Removal") * 5)]
    said = importer("check", sheet(tmp_path, *rows), *PRACTICE, "--by-name", state=tmp_path / "state")
    text = " ".join(said.out.split())
    assert text.count("warning 306") == 1
    assert all(f'"{name}" is read as "{code}"' in text for name, code in (("Cleaning", "CLEAN"), ("Removal", "REMOVE")))


@pytest.mark.parametrize("target", [PRACTICE, ()])
def test_a_slip_in_a_status_is_met_with_the_status(tmp_path: Path, target: tuple[str, ...]) -> None:
    path = sheet(tmp_path, good(Status_code="Opne"))
    said = importer("check", path, *target, "--json", state=tmp_path / "state")
    [problem] = (each for each in said.object["problems"] if each["code"] == 305)
    assert problem["message"].endswith('Did you mean "Open"?')


@pytest.fixture
def api(practice: PracticeServer) -> JobsApi:
    return JobsApi(make_practice_target(practice.url, practice.password))


def resolved(api: JobsApi, entries: tuple[str, ...], typed: str, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The problems of a job type `typed` where the target has the types `entries`; 'old ...' are archived."""
    listed = api.list_entries

    def types(listing: str, **options: object) -> ListedEntries:
        if listing != "JobType":
            return listed(listing, **options)  # type: ignore[arg-type]  # passed on as they came
        kept = [
            {"id": f"{n:032}", "code": code.removeprefix("old "), "name": "x", "archived": code.startswith("old ")}
            for n, code in enumerate(entries)
        ]
        return ListedEntries(tuple(kept))

    monkeypatch.setattr(api, "list_entries", types)
    batch = map_columns(sheet_of(good(Job_type_code=typed)))
    return [number for _, _, number in told(resolve_codes(batch, Directory(api), "practice").problems)]


@pytest.mark.parametrize(
    ("entries", "typed", "numbers"),
    [
        (("GAS-1",), "gas 1", [306]),
        (("GAS-1",), "gàs1", [306]),
        (("1-23",), "12-3", [301]),  # between digits a hyphen counts
        (("1-23",), "1 23", [306]),
        (("AB", "ab"), "Ab", [301]),  # either could be meant
        (("AB", "old ab"), "Ab", [301]),
        (("AB", "ab"), "ab", []),
        (("0012",), "12", [301]),
        (("A/1",), "A1", [301]),
        (("", "AB"), "*", [301]),
    ],
)
@pytest.mark.thorough(but=2)
def test_a_spelling_that_two_codes_could_have_is_neither(
    api: JobsApi, monkeypatch: pytest.MonkeyPatch, entries: tuple[str, ...], typed: str, numbers: list[int]
) -> None:
    assert resolved(api, entries, typed, monkeypatch) == numbers
