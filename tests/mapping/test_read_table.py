"""A table of values in a file beside the mapping file."""

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from importer.errors import SettingsError
from importer.mapping import read_mapping, to_mapping_text
from importer.runs import read_mapping_for
from tests.command import importer

MAPPING = """
[fields]
project_reference_back_office = { from = "Machine", table = "machines.csv" }
job_type_code = { table = "types.csv" }
[values.job_type_code]
ONDERHOUD = "CLEAN"
"""


@pytest.fixture
def mapping(tmp_path: Path) -> Path:
    (tmp_path / "machines.csv").write_text(
        "\ufeffMachine;Code\nPers 1;P-1001\n\nPers \u00e9;P-1002\n", encoding="utf-8"
    )
    (tmp_path / "types.csv").write_bytes("Wat,Code\nONDERHOUD,MAINT\nSt\u00f6rung,REPAIR\n".encode("cp1252"))
    path = tmp_path / "acme.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return path


def test_its_pairs_are_values_and_what_the_mapping_says_itself_holds(mapping: Path, tmp_path: Path) -> None:
    found = read_mapping(mapping)
    assert found.values == {
        "project_reference_back_office": {"Pers 1": "P-1001", "Pers \u00e9": "P-1002"},
        "job_type_code": {"ONDERHOUD": "CLEAN", "St\u00f6rung": "REPAIR"},
    }
    again = tmp_path / "elsewhere"
    again.mkdir()
    (again / "copy.toml").write_text(to_mapping_text(found), encoding="utf-8")
    assert read_mapping(again / "copy.toml") == found, "it needs the tables no more"


def test_its_file_may_have_a_number_sign_in_its_name(mapping: Path) -> None:
    mapping.with_name("machines.csv").rename(mapping.with_name("machines #1.csv"))
    mapping.write_text(MAPPING.replace("machines.csv", "machines #1.csv"), encoding="utf-8")
    assert read_mapping(mapping).values["project_reference_back_office"]["Pers 1"] == "P-1001"


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, 'line 3: "machines.csv" cannot be read: there is no such file or folder.'),
        ("Machine;Code\n", 'line 3: "machines.csv" has no pairs'),
        ("Machine;Code\nA;1\nA;2\n", 'line 3: "machines.csv" has two values for "A".'),
    ],
)
def test_what_is_wrong_with_it_is_told_with_the_line(mapping: Path, content: str | None, wrong: str) -> None:
    (mapping.parent / "machines.csv").unlink()
    if content is not None:
        (mapping.parent / "machines.csv").write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError) as found:
        read_mapping(mapping)
    assert wrong in str(found.value)


def workbook_with_machines(path: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    jobs = book.create_sheet("Jobs")
    jobs.append(["Name", "Machine", "Job type code", "Status code"])
    jobs.append(["Oil it", "Pers 1", "MAINT", "Open"])
    jobs.append(["Look at it", "Pers 2", "MAINT", "Open"])
    machines = book.create_sheet("Machines")
    machines.append(["Machine", "Code"])
    machines.append(["Pers 1", "P-1001"])
    machines.append(["Pers 2", "P-1002"])
    book.save(path)
    return path


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize(
    "table", ["#Machines", "#machines", "jobs.xlsx#Machines", "lists.xlsx#Machines", "LISTS.XLTX#Machines"]
)
def test_it_may_be_a_worksheet_of_the_same_workbook_or_of_another(tmp_path: Path, table: str) -> None:
    sheet = workbook_with_machines(tmp_path / "jobs.xlsx")
    for name in ("lists.xlsx", "LISTS.XLTX"):
        workbook_with_machines(tmp_path / name)
    mapping = tmp_path / "acme.toml"
    mapping.write_text(f'[fields]\nproject_reference_back_office = {{ from = "Machine", table = "{table}" }}\n')
    found = importer("check", sheet, "--sheet", "Jobs", "--map", mapping, "--json", state=tmp_path / "state").object
    assert (found["rows"], found["problems"]) == (2, [])
    values = read_mapping_for(sheet, mapping).values
    assert values == {"project_reference_back_office": {"Pers 1": "P-1001", "Pers 2": "P-1002"}}


@pytest.mark.parametrize(
    ("table", "wrong"),
    [
        ("#Machine", "Machines"),
        ("#Jobs", '"#Jobs" has two values for'),
        ("none.xlsx#Machines", "none.xlsx"),
    ],
)
def test_what_is_wrong_with_a_worksheet_is_told_with_the_line(tmp_path: Path, table: str, wrong: str) -> None:
    book = workbook_with_machines(tmp_path / "jobs.xlsx")
    changed = load_workbook(book)
    changed["Jobs"].append(["Oil it", "Pers 3", "MAINT", "Open"])
    changed.save(book)
    mapping = tmp_path / "acme.toml"
    mapping.write_text(f'[fields]\nproject_reference_back_office = {{ from = "Machine", table = "{table}" }}\n')
    told = importer("check", book, "--map", mapping, state=tmp_path / "s").err
    assert "line 2: " in told
    assert wrong in told
