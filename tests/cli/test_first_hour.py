"""What stopped people in their first hour, each by its number, through the real command."""

import re
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import environment, importer
from tests.steps.report.colours import READABLE, contrast


def sheet(path: Path, *rows: Mapping[str, object]) -> Path:
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


def test_n22_json_of_a_german_run_is_english_to_the_last_word(tmp_path: Path) -> None:
    row = {**GOOD, "Name": "", "Suggested start": "2026-12-01 08:00", "Duration": "1,5 x", "Colour": "red"}
    path = sheet(tmp_path / "jobs.xlsx", row)
    words = ("run", path, "--target", "practice")
    english = importer(*words, "--json", state=tmp_path / "other").object
    german = importer(*words, "--language", "de", state=tmp_path / "state").out
    assert "Die Zelle ist leer, aber jeder Auftrag braucht dieses Feld." in german
    shown = importer("runs", "show", "--json", state=tmp_path / "state", LANGUAGE="de").object
    for part in ("problems", "remarks"):
        assert shown[part] == english[part]
    assert "Die Zelle ist leer" in importer("runs", "show", state=tmp_path / "state", LANGUAGE="de").out
    assert "The cell is empty" in importer("runs", "show", state=tmp_path / "state").out


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


def test_n3_the_last_sentence_says_that_codes_were_not_looked_up_and_hints_keep_the_target(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Project code": "NONSENSE"})
    said = importer("check", path, state=tmp_path / "state")
    assert "Codes were not looked up: add a target" in said.out.splitlines()[-1]
    looked = importer("check", path, "--target", "practice", state=tmp_path / "state")
    assert looked.status == 4
    assert "--target practice" in looked.out.splitlines()[-1]


def test_n4_n5_what_a_person_decided_is_remembered_and_unknown_words_are_ranked_by_meaning(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Status code": "Opne", "Number": "12"})
    decided = tmp_path / "acme.toml"
    importer("map", path, "--target", "practice", "--save", decided, state=tmp_path / "state")
    assert '"Opne" = "Open"' in decided.read_text(encoding="utf-8")
    decided.write_text('[columns]\n"Number" = "description"\n', encoding="utf-8")
    importer("check", path, "--map", decided, state=tmp_path / "state")
    again = importer("map", path, "--json", state=tmp_path / "state").object["headings"]
    assert {each["heading"]: each["field"] for each in again}["Number"] == "description"


def test_n7_a_heading_with_a_problem_can_be_read_on_the_fill_that_the_user_gave_it(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Colour": "red"})
    book = openpyxl.load_workbook(path)
    for cell in book["Jobs"][1]:
        cell.fill, cell.font = PatternFill("solid", start_color="FF1F3864"), Font(color="FFFFFFFF", bold=True)
    book.save(path)
    importer("check", path, "--results", tmp_path / "results.xlsx", state=tmp_path / "state")
    row = openpyxl.load_workbook(tmp_path / "results.xlsx")["Jobs"][1]
    assert any(cell.fill.start_color.rgb[2:] != "1F3864" for cell in row if cell.value == "Colour"), "it is marked"
    for cell in row:
        if cell.fill.fill_type:
            letters = cell.font.color.rgb[2:] if cell.font.color and cell.font.color.rgb else "000000"
            assert contrast(letters, cell.fill.start_color.rgb[2:]) >= READABLE, cell.value


@pytest.mark.thorough
def test_n10_the_hint_of_a_practice_server_of_ones_own_works_as_it_stands(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", GOOD)
    given = {**environment(tmp_path / "state"), "PYTHONUNBUFFERED": "1"}
    words = [sys.executable, "-m", "importer", "practice", "--port", "0", "--file", str(tmp_path / "own.sqlite")]
    with subprocess.Popen(words, env=given, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        lines = [server.stdout.readline().strip() for _ in range(10)]
        hint = [line for line in lines if line.startswith(("export ", "importer "))]
        (tmp_path / "importer").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m importer "$@"\n', encoding="utf-8")
        (tmp_path / "importer").chmod(0o700)
        script = "\n".join([f"export PATH={tmp_path}:$PATH", *hint]).replace("jobs.xlsx", str(path))
        ran = subprocess.run(["sh", "-c", script], env=given, capture_output=True, text=True, check=False)
        server.send_signal(signal.SIGINT)
    assert ran.returncode == 0, ran.stderr
    with closing(sqlite3.connect(tmp_path / "own.sqlite")) as made:
        assert made.execute("SELECT count(*) FROM entity WHERE list = 'Jobs'").fetchone() == (1,)


def test_n12_where_nobody_may_write_is_one_sentence_each(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", GOOD)
    for words, state in ((("template", "/proc/t.xlsx"), tmp_path / "state"), (("check", path), Path("/proc/nothing"))):
        said = importer(*words, state=state, config=str(tmp_path / "none.toml"))
        assert said.status == 3
        assert len(said.err.splitlines()) == 2
        assert "importer itself" not in said.err


def test_n14_of_a_legacy_sheet_its_own_headings_come_first_and_map_is_the_next_step(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {"Réf. interne du site": "P-1001", "Was zu tun ist": "Pump", "Merk": "x"})
    said = importer("check", path, state=tmp_path / "state")
    text = " ".join((said.out + said.err).split())
    assert "'importer map" in text
    assert all(heading in text for heading in ("Réf. interne du site", "Was zu tun ist", "Merk"))
    mapped = importer("map", path, state=tmp_path / "state", COLUMNS="60").out
    assert all(f'"{heading}"' in mapped or heading in mapped for heading in ("Réf. interne du site", "Was zu tun ist"))
    assert all(needed in mapped for needed in ("Project code", "Job type code", "Status code")), "what is missing"


def test_n15_an_address_without_api_is_tried_and_named(tmp_path: Path, practice: PracticeServer) -> None:
    path = sheet(tmp_path / "jobs.xlsx", GOOD)
    given = {"user": practice.user, "password": practice.password, "domain": practice.domain}
    said = importer("run", path, state=tmp_path / "state", url=practice.url.removesuffix("/api"), **given)
    assert said.status == 3
    assert practice.url in said.out + said.err
    assert "password" not in said.err


def test_n14_the_saved_mapping_has_a_line_for_what_every_job_needs_and_no_heading_gives(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {name: value for name, value in GOOD.items() if name != "Job type code"})
    saved = tmp_path / "acme.toml"
    importer("map", path, "--save", saved, state=tmp_path / "state")
    line = next(line for line in saved.read_text(encoding="utf-8").splitlines() if "job_type_code" in line)
    assert line.startswith('# job_type_code = ""')
    saved.write_text(saved.read_text(encoding="utf-8").replace(line, 'job_type_code = "MAINT"'), encoding="utf-8")
    said = importer("check", path, "--map", saved, "--target", "practice", state=tmp_path / "state")
    assert said.out.splitlines()[-1].startswith("No errors.")


def test_the_next_command_of_an_earlier_run_works_in_any_folder(tmp_path: Path) -> None:
    sheet(tmp_path / "jobs.xlsx", {**GOOD, "Naam": "x", "Name": ""})
    (tmp_path / "acme.toml").write_text('[columns]\n"Naam" = "description"\n', encoding="utf-8")
    words = ("run", "jobs.xlsx", "--target", "practice", "--map", "acme.toml")
    said = importer(*words, state=tmp_path / "state", cwd=str(tmp_path))
    assert "--target practice --map acme.toml'" in said.out
    shown = importer("runs", "show", "last", state=tmp_path / "state", cwd=str(tmp_path / "state")).out
    assert f"--map {tmp_path / 'acme.toml'}'" in shown


@pytest.mark.thorough
def test_n18_a_retry_names_the_columns_that_were_not_sent_too_and_takes_what_was_corrected(tmp_path: Path) -> None:
    row = {**GOOD, "Number": "WO-17", "": "x", "Colour": "red"}
    path = sheet(tmp_path / "jobs.xlsx", row, {**row, "Name": "Pump", "Project code": "P-9999"})
    words = ("--target", "practice", "--map", "acme.toml")
    (tmp_path / "acme.toml").write_text('[columns]\n"Colour" = ""\n', encoding="utf-8")
    left = '2 columns were not sent: "Number" and column '
    ran = importer("run", path, *words, state=tmp_path / "state", cwd=str(tmp_path))
    assert left in ran.out.splitlines()[-1]
    results = tmp_path / "jobs.results.xlsx"
    again = importer("retry", results, "--target", "practice", state=tmp_path / "state")
    assert left in again.out.splitlines()[-1]
    book = openpyxl.load_workbook(results)
    cells = {str(cell.value): number for number, cell in enumerate(book["Jobs"][1], start=1)}
    for number in (2, 3):
        book["Jobs"].cell(number, cells["Number"], "17")
    book["Jobs"].cell(1, cells["Number"], "Street number")
    book["Jobs"].cell(3, cells["Project code"], "P-1002")
    book.save(results)
    corrected = importer("retry", results, "--target", "practice", state=tmp_path / "state")
    assert "1 column was not sent: column " in corrected.out.splitlines()[-1]


def test_the_results_of_a_clean_run_have_no_sheet_of_problems(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", GOOD, {**GOOD, "Name": "Pump", "Project code": "P-9999"})
    importer("run", path, "--target", "practice", state=tmp_path / "state")
    results = tmp_path / "jobs.results.xlsx"
    book = openpyxl.load_workbook(results)
    assert book.sheetnames == ["Jobs", "Problems", "Summary"]
    number = next(number for number, cell in enumerate(book["Jobs"][1], start=1) if cell.value == "Project code")
    book["Jobs"].cell(3, number, "P-1002")
    book.save(results)
    importer("retry", results, "--target", "practice", state=tmp_path / "state")
    emptied = openpyxl.load_workbook(tmp_path / "jobs.results.2.xlsx")
    assert [cell.value for cell in emptied["Problems"]["A"]] == ["Severity", "No problems."]
    clean = sheet(tmp_path / "clean.xlsx", {**GOOD, "Name": "Lift"})
    importer("run", clean, "--target", "practice", state=tmp_path / "state")
    for again in (1, 2):
        results_of_clean = openpyxl.load_workbook(tmp_path / "clean.results.xlsx")
        assert results_of_clean.sheetnames == ["Jobs", "Summary"], again
        assert results_of_clean.active is results_of_clean["Summary"]
        importer("run", tmp_path / "clean.results.xlsx", "--target", "practice", state=tmp_path / "state")


def test_n22_dates_and_names_are_written_as_in_the_language(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", {**GOOD, "Colour": "red", "Size": "XL"})
    german = importer("run", path, "--target", "practice", "--language", "de", state=tmp_path / "state")
    assert "„Colour“ und „Size“" in german.out.splitlines()[-1]
    assert '"Colour"' not in german.out
    summary = openpyxl.load_workbook(tmp_path / "jobs.results.xlsx")["Summary"]
    told = {str(row[0].value): str(row[1].value) for row in summary.iter_rows()}
    assert re.match(r"\d\d?\. \S+ 20\d\d, ", told["Begonnen"])
    french = importer("check", path, "--language", "fr", state=tmp_path / "state")
    assert "« Colour », « Size »" in french.out
    assert importer("check", path, "--json", state=tmp_path / "state", LANGUAGE="de").out.count("„") == 0


def test_where_a_group_has_no_column_the_advice_is_to_add_it(tmp_path: Path) -> None:
    parts = ("Street", "Street number", "Zip", "City")
    plain = {name: value for name, value in GOOD.items() if name not in parts}
    rows = ({**plain, "Street": "Dorpsstraat", "City": ""}, {**plain, "Street": "", "Status code": "Suggested"})
    path = sheet(tmp_path / "jobs.xlsx", *rows)
    problems = importer("check", path, "--json", state=tmp_path / "state").object["problems"]
    told = {problem["code"]: problem["advice"] for problem in problems}
    assert told[502] == "Fill in City. Add the column Zip and fill it in.", told
    assert told[511].startswith("Add the columns Suggested user code and Suggested start and fill them in if"), told


def test_options_of_a_csv_are_not_handed_on_for_a_workbook(tmp_path: Path) -> None:
    path = sheet(tmp_path / "jobs.xlsx", GOOD)
    words = ("--delimiter", ";", "--encoding", "windows-1252", "--sheet", "Jobs")
    said = importer("check", path.name, *words, state=tmp_path / "state", cwd=str(tmp_path)).out
    assert "Not used: --encoding and --delimiter, because jobs.xlsx is a workbook, not a CSV." in said
    assert "Next: 'importer run jobs.xlsx --target practice --sheet Jobs'." in said
    (tmp_path / "jobs.csv").write_text("\n".join((";".join(GOOD), ";".join(GOOD.values()))), encoding="utf-8")
    said = importer("check", "jobs.csv", *words[:4], state=tmp_path / "state", cwd=str(tmp_path)).out
    assert "Not used" not in said
    assert '--encoding windows-1252 --delimiter ";"' in said
    wrong = (tmp_path / "jobs.csv").read_text(encoding="utf-8").replace("P-1001", "P-9999")
    (tmp_path / "jobs.csv").write_text(wrong, encoding="utf-8")
    run = ("run", "jobs.csv", "--target", "practice", *words[:4])
    said = importer(*run, state=tmp_path / "state", cwd=str(tmp_path)).out
    assert "type 'importer retry jobs.results.xlsx --target practice'. Or" in said
    retried = importer(
        "retry", "jobs.results.xlsx", "--target", "practice", state=tmp_path / "state", cwd=str(tmp_path)
    )
    assert "Not used" not in retried.out, "it is read as its run read the CSV"


@pytest.mark.parametrize("rows", [[], [list(GOOD)], [list(GOOD), []]], ids=["nothing", "headings", "blank row"])
def test_n13_a_sheet_without_rows_is_never_said_to_be_done(tmp_path: Path, rows: list[list[str]]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    book.save(tmp_path / "jobs.xlsx")
    said = importer("run", "jobs.xlsx", "--target", "practice", "--yes", state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 3
    assert "Nothing more to do" not in said.out + said.err
    assert len(said.err.strip().splitlines()) == 2, "what is wrong, and what to do"
    assert not (tmp_path / "jobs.results.xlsx").exists()


def test_n21_a_folder_in_the_place_of_a_sheet_is_102(tmp_path: Path) -> None:
    said = importer("run", ".", "--target", "practice", "--yes", "--json", state=tmp_path / "state", cwd=str(tmp_path))
    assert (said.status, said.object["error"]["code"]) == (3, 102)


def test_n21_of_options_that_were_meant_the_nearest_is_the_only_one(tmp_path: Path) -> None:
    said = importer("run", "jobs.xlsx", "--targt", "practice", state=tmp_path)
    assert said.err.splitlines()[0].endswith("There is no option --targt. Did you mean --target?")
