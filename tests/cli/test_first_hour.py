"""What stopped people in their first hour, each by its number, through the real command."""

from datetime import datetime
from pathlib import Path

import openpyxl

from tests.builders import GOOD
from tests.command import importer


def sheet(path: Path, *rows: dict[str, object]) -> Path:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "Jobs"
    page.append(list(rows[0]))
    for row in rows:
        page.append(list(row.values()))
    book.save(path)
    return path


def test_n2_of_dates_in_two_minds_only_the_ambiguous_cell_is_held(tmp_path: Path) -> None:
    true = {**GOOD, "Due date": datetime(2027, 3, 4)}  # noqa: DTZ001 - as Excel has it
    path = sheet(tmp_path / "jobs.xlsx", true, {**true, "Name": "Pump", "Due date": "01/12/2027"})
    said = importer("check", path, "--json", state=tmp_path / "state")
    assert said.object["counts"]["invalid"] == 1
    (problem,) = (problem for problem in said.object["problems"] if problem["severity"] == "error")
    assert problem["row"] == 3
    assert all(reading in problem["message"] + problem["advice"] for reading in ("2027-01-12", "2027-12-01"))


def test_n6_n8_results_open_on_summary_and_a_missing_column_is_not_linked(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {name: value for name, value in GOOD.items() if name != "Name"})
    importer("check", path, "--results", tmp_path / "results.xlsx", state=tmp_path / "state")
    summary = openpyxl.load_workbook(tmp_path / "results.xlsx").active
    assert summary is not None
    assert summary.title == "Summary"
    missing = next(row for row in summary.iter_rows() if 'no "Name" column' in str(row[3].value))
    assert (missing[2].value, missing[2].hyperlink) == ("the whole sheet", None)


def test_n11_what_is_no_text_is_104(tmp_path: Path) -> None:
    (tmp_path / "jobs.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    said = importer("check", tmp_path / "jobs.csv", "--json", state=tmp_path / "state")
    assert said.object["error"]["code"] == 104


def test_n18_two_unknown_headings_keep_their_suggestions_and_are_in_the_last_sentence(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Pirority": "HIGH", "Colour": "red"})
    said = importer("check", path, state=tmp_path / "state")
    assert 'did you mean "Priority' in said.out.replace("\n    ", " ")
    assert "2 columns will not be sent" in said.out.splitlines()[-1]


def test_n22_names_that_must_be_typed_are_whole_in_a_narrow_window(tmp_path: Path) -> None:
    shown = importer("fields", state=tmp_path / "state", COLUMNS="60").out
    assert "_parent_jobs_reference_back_office" in shown
    assert "…" not in shown


def test_n22_headings_are_in_the_language_of_the_person(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {name: value for name, value in GOOD.items() if name != "Project code"})
    said = importer("check", path, "--language", "de", state=tmp_path / "state")
    assert "„Projektcode“" in said.out


def test_json_of_a_german_run_has_english_keys_and_codes(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Name": ""})
    importer("run", path, "--target", "practice", "--language", "de", state=tmp_path / "state")
    shown = importer("runs", "show", "--json", state=tmp_path / "state", LANGUAGE="de").object
    assert shown["counts"]["invalid"] == 1
    assert [(problem["code"], problem["severity"]) for problem in shown["problems"]] == [(401, "error")]
    assert (shown["state"], shown["each_row"][0]["status"]) == ("finished", "invalid")


def test_both_numbers_of_the_last_sentence_have_their_thousands_apart(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    path.write_text("Project code,Job type code,Status code,Name\n" + "P-1001,MAINT,Open,\n" * 1001, encoding="utf-8")
    said = importer("check", path, state=tmp_path / "state")
    assert said.out.splitlines()[-1].startswith("1,001 of 1,001 rows have errors.")
