"""A table of values in a file beside the mapping file."""

from pathlib import Path

import pytest

from importer.errors import SettingsError
from importer.mapping import read_mapping, to_mapping_text

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


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, 'line 3: "machines.csv" cannot be read: No such file or directory.'),
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
