"""What the commands say last: causes in few lines, and a next command that can be typed as it stands."""

import re
import shlex
from collections.abc import Iterable
from dataclasses import fields
from itertools import zip_longest
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from importer.problem import quote_word
from importer.settings import Options, options_of
from tests.builders import GOOD
from tests.command import importer

EXPORT = "Wat er is;Merk nr;Bouwlaag;Status;Vloer\nKetel;P-1001;MAINT;Open;31/12/2026\n"
MAPPING = '[columns]\n"Wat er is" = "name"\n"Merk nr" = "project_reference_back_office"\n"Bouwlaag" = "job_type_code"\n'


def export(folder: Path) -> tuple[Path, Path]:
    sheet, mapping = folder / "old export.csv", folder / "acme.toml"
    sheet.write_text(EXPORT, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return sheet, mapping


def test_headings_that_nobody_knows_are_one_cause(tmp_path: Path) -> None:
    sheet, _ = export(tmp_path)
    said = importer("check", sheet, state=tmp_path / "state")
    assert said.out.count("107") == 1
    assert '"Wat er is", "Merk nr", "Bouwlaag", "Vloer"' in said.out.replace("\n", " ")
    assert "importer map" in said.out


HEADING = ("Project code", "Job type code", "Status code", "Name", "Description", "Due date")
EMPTY_WORDS = (
    "NULL", r"\N", "None", "nan", "NaT", "<NA>", "#NA", "nil", "undefined", "DBNull", "[null]", "(null)", "(leeg)",
)  # fmt: skip


def test_words_of_a_column_that_stand_for_nothing_are_one_cause_that_names_each(tmp_path: Path) -> None:
    """As many as can be read, and an option for each in the command."""
    sheet = tmp_path / "jobs.csv"
    days = ["0001-01-01", "1900-01-01", "1900-01-01"]
    rows = [f'P-1001;MAINT;Open;Pump;"{word}";{day}' for word, day in zip_longest(EMPTY_WORDS, days, fillvalue="")]
    sheet.write_text("\n".join((";".join(HEADING), *rows)), encoding="utf-8")
    told = told_in_one_line(sheet)
    assert [told.count(f"warning {code}") for code in (415, 437)] == [1, 1]
    assert "13 different words are what many programs write for an empty cell, but are read as text: " in told
    assert f": {named(EMPTY_WORDS[:12])} and 1 more." in told
    assert f"To read them as empty, add {options_for(EMPTY_WORDS)}." in told
    assert 'but are read as dates: "0001-01-01", "1900-01-01".' in told
    assert "To read them as empty, add --empty 0001-01-01 --empty 1900-01-01." in told
    typed = [option for word in (*EMPTY_WORDS, *days) for option in ("--empty", word)]
    assert "warning 415" not in (told := told_in_one_line(sheet, *typed))
    assert "warning 437" not in told


def test_excel_errors_of_a_column_are_one_cause_that_names_each(tmp_path: Path) -> None:
    sheet, words = tmp_path / "jobs.csv", ("#REF!", "#¡REF!", "Err:502")
    rows = [f"P-1001;MAINT;Open;Pump;{word};" for word in (*words, "#REF!")]
    sheet.write_text("\n".join((";".join(HEADING), *rows)), encoding="utf-8")
    told = told_in_one_line(sheet)
    assert f"The cells show 3 different Excel errors: {named(words)}." in told
    assert f"To read every such cell as empty, add {options_for(words)}." in told
    sheet.write_text("\n".join((";".join(HEADING), rows[0], rows[3])), encoding="utf-8")
    assert "The cell shows the Excel error #REF!." in told_in_one_line(sheet)


def test_texts_like_excel_errors_of_a_column_are_one_cause_that_names_each(tmp_path: Path) -> None:
    book, words = Workbook(), ("#WAARDE!", "#BEZUG!")
    for row in (HEADING, *(("P-1001", "MAINT", "Open", f"Pump {word}", word, None) for word in words)):
        book.worksheets[0].append(row)
    book.save(sheet := tmp_path / "jobs.xlsx")
    told = told_in_one_line(sheet)
    assert f"2 different texts look like Excel errors; importer sends them unchanged: {named(words)}." in told
    assert f"To read such cells as empty, add {options_for(words)}." in told


def test_dates_in_two_minds_are_one_cause_that_tells_no_cell_the_days_of_another(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    days = ("2027-02-01", "01/12/2027", "02/03/2027", "01/12/2027")
    rows = [f"P-1001;MAINT;Open;Pump {n};;{day}" for n, day in enumerate(days)]
    sheet.write_text("\n".join((";".join(HEADING), *rows)), encoding="utf-8")
    told = told_in_one_line(sheet)
    assert told.count("error 430") == 1
    assert "F3, F4, F5" in told
    assert 'the day and which is the month: "01/12/2027", "02/03/2027".' in told
    assert "to the command: --date-order dmy or --date-order mdy." in told
    assert "2027-12-01" not in told
    sheet.write_text("\n".join((";".join(HEADING), rows[1], rows[3])), encoding="utf-8")
    assert "Retype it as 2027-12-01 or 2027-01-12, or add" in told_in_one_line(sheet)


def told_in_one_line(sheet: Path, *options: str) -> str:
    return " ".join(importer("check", sheet, *options, state=sheet.parent / "state").out.split())


def options_for(words: Iterable[str]) -> str:
    return " ".join(f'--empty "{word}"' for word in words)


def named(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)


def test_the_next_command_works_as_it_is_printed(tmp_path: Path) -> None:
    sheet, mapping = export(tmp_path)
    words = ("--map", mapping, "--target", "practice", "--date-order", "dmy")
    said = importer("check", sheet, *words, state=tmp_path / "state")
    assert said.status == 0
    printed = re.search(r"'(importer run .*)'", said.out)
    assert printed
    _, *typed = shlex.split(printed[1])
    again = importer(*typed, "--json", state=tmp_path / "other state")
    assert again.object["counts"]["created"] == 1


def test_a_remembered_heading_is_told(tmp_path: Path) -> None:
    sheet, mapping = export(tmp_path)
    importer("check", sheet, "--map", mapping, state=tmp_path / "state")
    said = importer("check", sheet, state=tmp_path / "state")
    assert '"Wat er is" is Name' in said.out.replace("\n", " ")
    assert "180" in said.out


def test_every_option_of_reading_can_be_typed(tmp_path: Path) -> None:
    shown = importer("check", "--help", state=tmp_path).out
    assert set(options_of(Options)) == {one.name for one in fields(Options)}
    assert all(f" {declared.flag} " in shown for declared in options_of(Options).values())


def test_options_as_they_are_typed() -> None:
    given = Options(heading_row=4, skip_hidden=True, decimal=",")
    assert given.arguments == ("--header-row", "4", "--skip-hidden", "--decimal", "comma")
    assert Options().arguments == ()


def test_suggestions_stay_where_headings_are_told_together_and_the_last_sentence_counts_them(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    rows = [[*GOOD, "Pirority", "Colour"], [*GOOD.values(), "HIGH", "red"]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    said = importer("check", path, "--target", "practice", state=tmp_path)
    assert '"Pirority" (did you mean "Priority"?), "Colour".' in " ".join(said.out.split())
    assert "No errors, but 2 columns will not be sent. Next: " in said.out


def test_a_check_without_a_target_says_that_codes_were_not_looked_up(tmp_path: Path) -> None:
    path = tmp_path / "jobs.csv"
    rows = [[*GOOD], [*(GOOD | {"Project code": "P-9999"}).values()]]
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    said = importer("check", path, state=tmp_path)
    assert "No errors. Codes were not looked up: add a target for that, such as --target practice." in said.out


def test_n14_a_missing_column_is_told_before_what_follows_from_it(tmp_path: Path) -> None:
    sheet = tmp_path / "export.csv"
    sheet.write_text("Merk;Straße;Status\nKetel;Ring 5;Vrij\nPomp;Tor 9;Vrij\n", encoding="utf-8")
    said = importer("check", sheet, state=tmp_path / "state")
    numbers = re.findall(r"^(?:error|warning) (\d+)", said.out, re.MULTILINE)
    assert numbers == ["109", "109", "109", "305", "502", "107"]
    assert "Next: 'importer map" in said.out, "the sheet is not wrong where its headings are other words"


def test_remarks_stand_behind_what_is_wrong(tmp_path: Path) -> None:
    sheet = tmp_path / "jobs.csv"
    row = {**GOOD, "Name": "", "Suggested start": "2026-12-01 08:00"}
    sheet.write_text("\n".join((",".join(row), ",".join(row.values()))), encoding="utf-8")
    said = importer("check", sheet, state=tmp_path / "state")
    assert said.out.startswith("error 401")
    assert said.out.index("error 401") < said.out.index("1 row checked") < said.out.index("times such as")


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_n3_a_column_that_was_not_sent_is_in_the_last_sentence_of_a_run(tmp_path: Path, language: str) -> None:
    rows = [[*GOOD, "Expected start"], *([*GOOD.values(), "asap" if n < 4 else "2027-01-13"] for n in range(10))]
    lines = [",".join(row).replace(GOOD["Name"], f"Pump {n}") for n, row in enumerate(rows)]
    (tmp_path / "few.csv").write_text("\n".join((",".join(rows[0]), *lines[1:])), encoding="utf-8")
    words = ("few.csv", "--target", "practice", "--yes", "--language", language)
    last = importer("run", *words, state=tmp_path / "state", cwd=str(tmp_path)).out.strip().splitlines()[-1]
    summary = openpyxl.load_workbook(tmp_path / "few.results.xlsx")["Summary"]
    assert last in [cell.value for row in summary.iter_rows() for cell in row]
    map_ = last.partition("'importer map few.csv ")[2].partition("'")[0]
    assert "1 " in last
    assert "Expected start" in last
    if language == "en":
        assert last.startswith('Every row is in the target. 1 column was not sent: "Expected start". ')
        assert "Nothing more to do" not in last
    mapped = importer("map", "few.csv", *map_.split(), state=tmp_path / "state", cwd=str(tmp_path))
    assert "Expected start" in (tmp_path / "mapping.toml").read_text(encoding="utf-8"), mapped


def test_n3_columns_not_sent_are_told_beside_rows_that_are_not_in_the_target(tmp_path: Path) -> None:
    rows = [
        [*GOOD, "Colour", "Shade"],
        [*GOOD.values(), "red", "dark"],
        [*(GOOD | {"Project code": "P-9999"}).values()],
    ]
    (tmp_path / "jobs.csv").write_text(
        "\n".join(",".join([*row, "", ""][: len(rows[0])]) for row in rows), encoding="utf-8"
    )
    words = ("--target", "practice", "--yes")
    said = importer("run", "jobs.csv", *words, state=tmp_path / "state", cwd=str(tmp_path))
    again = importer("retry", "jobs.results.xlsx", *words, state=tmp_path / "state", cwd=str(tmp_path))
    for last in (told.out.strip().splitlines()[-1] for told in (said, again)):
        assert last.startswith("1 row is not in the target. Next: ")
        assert ' 2 columns were not sent: "Colour" and "Shade". ' in last


def test_the_command_that_maps_names_the_sheet_in_the_results_and_for_programs_too(tmp_path: Path) -> None:
    sheet, _ = export(tmp_path)
    sheet.write_text(EXPORT.replace("Wat er is", "Name"), encoding="utf-8")
    words = ("check", sheet, "--date-order", "dmy")
    told = importer(*words, "--json", state=tmp_path / "state").object["problems"]
    command = f"importer map {quote_word(sheet)} --date-order dmy"
    assert {command in one["advice"] for one in told if "importer map" in one["advice"]} == {True}
    results = tmp_path / "checked.xlsx"
    importer(*words, "--results", results, state=tmp_path / "state")
    for name in ("Problems", "Summary"):
        texts = [str(cell) for row in openpyxl.load_workbook(results)[name].iter_rows(values_only=True) for cell in row]
        assert {command in text for text in texts if "importer map" in text} == {True}
