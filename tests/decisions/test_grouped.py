"""Reports whose rows stand in groups below a line: told, asked once, and right with the answer."""

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.command import importer

JOBS = (
    ("R-1", "Service boiler", "MAINT", "ToBePlanned", "30"),
    ("R-2", "Repair lamp", "REPAIR", "ToBePlanned", "45"),
    ("R-3", "Service pump", "MAINT", "ToBePlanned", "30"),
    ("R-4", "Repair door", "REPAIR", "ToBePlanned", "45"),
)
HEADINGS = ("Reference", "Name", "Job type code", "Status code", "Estimated time")
Row = tuple[str, ...]
Report = tuple[Sequence[Row], str]  # its rows, and the answer that makes it right


def in_groups(lines: tuple[Row, Row], shape: Callable[[Row], Row], *ends: Row) -> list[Row]:
    """Two groups of two jobs, each below its line, with `ends` behind each."""
    jobs = [shape(job) for job in JOBS]
    return [lines[0], *jobs[:2], *ends, lines[1], *jobs[2:], *ends]


def behind(job: Row) -> Row:
    return ("", *job)


def before(job: Row) -> Row:
    return (*job[:2], "", *job[2:])


NAMED = (("Project code: P-1001",), ("Project code: P-1002",))
ALONE = (("P-1001",), ("P-1002",))
FILL_DOWN, TAKE = "rows.fill_down", "fields.project_reference_back_office"
REPORTS: dict[str, Report] = {
    "named, in a column of its own": ([("Project code", *HEADINGS), *in_groups(NAMED, behind)], FILL_DOWN),
    "named, above a sheet without that column": ([HEADINGS, *in_groups(NAMED, tuple)], TAKE),
    "of one group": ([HEADINGS, NAMED[0], *JOBS], TAKE),
    "named, where another column stands": (
        [(*HEADINGS[:2], "Project code", *HEADINGS[2:]), *in_groups(NAMED, before)],
        FILL_DOWN,
    ),
    "named in one cell, its value in the next": (
        [("Project code", *HEADINGS), *in_groups((("Project:", "P-1001"), ("Project:", "P-1002")), behind)],
        FILL_DOWN,
    ),
    "a value alone, in a column of its own": ([("Project code", *HEADINGS), *in_groups(ALONE, behind)], FILL_DOWN),
    "with the number of its rows": (
        [("Project code", *HEADINGS), *in_groups((("P-1001 (2)",), ("P-1002 (2 items)",)), behind)],
        FILL_DOWN,
    ),
    "a value alone, in a column without a heading": ([("", *HEADINGS), *in_groups(ALONE, behind)], TAKE),
    "a value alone, in a column of the jobs": (
        [(*HEADINGS[:2], "Project code", *HEADINGS[2:]), *in_groups(ALONE, before)],
        TAKE,
    ),
    "with headings again": (
        [("Project code", *HEADINGS), *in_groups(NAMED, behind)[:3], ("Project code", *HEADINGS),
         *in_groups(NAMED, behind)[3:]],
        FILL_DOWN,
    ),
}  # fmt: skip


def written(folder: Path, rows: Sequence[Row]) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append([text or None for text in row])
    book.save(folder / "report.xlsx")
    return folder / "report.xlsx"


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("kind", REPORTS)
def test_the_lines_are_told_and_the_first_answer_makes_every_row_right(tmp_path: Path, kind: str) -> None:
    """R3, F18."""
    rows, rule = REPORTS[kind]
    path = written(tmp_path, rows)
    told = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    lines = [place for place, row in enumerate(rows, 1) if row in {*NAMED, *ALONE} or "P-100" in "".join(row)]
    assert [one["row"] for one in told if one["code"] == 185] == lines
    assert not [one for one in told if one["row"] in lines and one["code"] != 185 and one["severity"] == "error"]
    first = importer("map", path, "--json", state=tmp_path / "state").object["decisions"][0]
    assert first["key"].startswith("groups:")
    mapping = tmp_path / "mapping.toml"
    mapping.write_text("\n".join(first["answers"][0]["lines"]), encoding="utf-8")
    said = importer("check", path, "--map", mapping, "--target", "practice", "--json", state=tmp_path / "state").object
    assert {status: count for status, count in said["counts"].items() if count and status != "invalid"} == {
        "not sent": len(JOBS),
        "left out": len(lines),
    }
    assert said["counts"].get("invalid", 0) == sum(row == rows[0] for row in rows[1:])
    assert all(rule in one["message"] for one in said["problems"] if one["row"] in lines)


@pytest.mark.parametrize(
    ("report", "mapping"),
    [
        ([("Project code", *HEADINGS), *in_groups((NAMED[0], ("Project code:",)), behind)],
         '[rows]\nfill_down = "Project code"'),
        ([HEADINGS, *in_groups((NAMED[0], ("Project code:",)), tuple)],
         '[fields]\nproject_reference_back_office = { take = "group line" }'),
    ],
)  # fmt: skip
def test_below_a_line_without_a_value_no_row_has_that_of_the_group_above(
    tmp_path: Path, report: Sequence[Row], mapping: str
) -> None:
    path, file = written(tmp_path, report), tmp_path / "mapping.toml"
    file.write_text(mapping, encoding="utf-8")
    said = importer("check", path, "--map", file, "--json", state=tmp_path / "state").object
    assert {status: count for status, count in said["counts"].items() if count} == {
        "not sent": 2,
        "invalid": 2,
        "left out": 2,
    }
    assert {one["row"] for one in said["problems"] if one["severity"] == "error"} == {6, 7}


def test_lines_of_two_levels_are_asked_about_one_by_one_and_each_answer_names_its_lines(tmp_path: Path) -> None:
    lines = [
        ("Region: North",),
        ("Machine: P-1001",),
        JOBS[0],
        ("Region: South",),
        JOBS[1],
        ("Machine: P-1002",),
        JOBS[2],
    ]
    path = written(tmp_path, [HEADINGS, *lines])
    asked = importer("map", path, "--json", state=tmp_path / "state").object["decisions"][:2]
    assert [one["key"] for one in asked] == ["groups:region", "groups:machine"]
    line = next(line for one in asked[1]["answers"] for line in one["lines"] if "project_reference" in line)
    assert line == 'project_reference_back_office = { take = "group line", line = "Machine" }'
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        f'[fields]\n{line}\ninternal_memo = {{ take = "group line", line = "Region" }}', encoding="utf-8"
    )
    said = importer("check", path, "--map", mapping, "--json", state=tmp_path / "state").object["problems"]
    assert [(one["row"], one["code"]) for one in said if one["severity"] == "error"] == [(6, 501)]
    results = tmp_path / "results.xlsx"
    words = ("run", path, "--map", mapping, "--target", "practice", "--yes", "--results", results)
    ran = importer(*words, state=tmp_path / "state")
    assert "not a copy of your own" not in ran.out + ran.err
    assert openpyxl.load_workbook(results).sheetnames == ["Sheet", "Problems", "Summary"]
    ended = next(one for one in said if one["code"] == 191)
    assert ended["message"].startswith("A new group begins above 1 row (6)")
