"""Every line of a mapping file that an advice says is TOML as it stands, of whatever the sheet holds, and works."""

import csv
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.builders import GOOD
from tests.command import importer

ODD = ('12" pipe', "a\\b", "a\\", '"', "'", "tab\there", "two\nlines", "[x] = #", "{value}")
_TEXT = r'"(?:[^"\\]|\\.)*"'
_LINE = re.compile(rf"({_TEXT} = {_TEXT})(?: under (\[[^\]]*\]))?")  # without a table: of [columns]
MEANT = {
    "[values.job_status_code]": "Open",
    '[values."project.is_mobile_installation"]': "no",
    "[values.job_type_code]": "MAINT",
}


def check(sheet: Path, rows: list[dict[str, str]], *words: str | Path) -> list[dict[str, Any]]:
    with sheet.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    found: list[dict[str, Any]] = importer("check", sheet, "--json", *words, state=sheet.parent).object["problems"]
    return found


def collect_lines(problems: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The lines of each table that are advised, each parsed."""
    tables = dict[str, list[str]]()
    for line, table in dict.fromkeys(_LINE.findall(" ".join(problem["advice"] for problem in problems))):
        filled_in = line.replace('"..."', f'"{MEANT.get(table, "")}"')
        tomllib.loads(f"{table}\n{filled_in}\n")
        tables.setdefault(table or "[columns]", []).append(filled_in)
    return tables


def write_mapping(path: Path, tables: dict[str, list[str]]) -> Path:
    path.write_text("\n".join(line for table in tables.items() for line in (table[0], *table[1])), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("heading", "number", "options"),
    [
        ("Status code", 305, ()),
        ("project.is_mobile_installation", 406, ()),
        ("Job type code", 301, ("--target", "practice")),
    ],
)
def test_a_line_of_a_value(tmp_path: Path, heading: str, number: int, options: tuple[str, ...]) -> None:
    rows = [GOOD | {"Name": f"Pump {at}", heading: value} for at, value in enumerate(ODD)]
    problems = check(tmp_path / "jobs.csv", rows, *options)
    tables = collect_lines([problem for problem in problems if problem["code"] == number])
    assert [len(lines) for lines in tables.values()] == [len(ODD)]
    mapping = write_mapping(tmp_path / "mapping.toml", tables)
    left = check(tmp_path / "jobs.csv", rows, "--map", mapping, *options)
    assert not [problem for problem in left if problem["severity"] == "error"]


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        ({'"Reference"': "A"}, 173),
        ({'"Due"\\date': "red"}, 173),
        ({"Priority": "1", '"Priority"': "2"}, 190),
        ({"Priority": "1", "Job\\priority": "2"}, 190),
    ],
)
def test_a_line_of_a_heading(tmp_path: Path, cells: dict[str, str], number: int) -> None:
    rows = [GOOD | {"Name": f"Pump {at}"} | cells for at in range(3)]
    problems = check(tmp_path / "jobs.csv", rows)
    settled = {problem["message"] for problem in problems if problem["code"] == number}
    assert settled
    tables = collect_lines(problems)
    assert [len(lines) for lines in tables.values()] == [1]
    left = check(tmp_path / "jobs.csv", rows, "--map", write_mapping(tmp_path / "mapping.toml", tables))
    assert not settled & {problem["message"] for problem in left}


def test_a_heading_that_is_left_out(tmp_path: Path) -> None:
    rows = [GOOD | {"Name": f"Pump {at}", 'Our "ref"\\no': "A"} for at in range(2)]
    mapping = write_mapping(tmp_path / "own.toml", {"[columns]": ['"Our \\"ref\\"\\\\no" = "reference_back_office"']})
    problems = check(tmp_path / "jobs.csv", rows, "--map", mapping)
    assert {problem["code"] for problem in problems} == {523}
    left = check(
        tmp_path / "jobs.csv", rows, "--map", write_mapping(tmp_path / "mapping.toml", collect_lines(problems))
    )
    assert left == []
