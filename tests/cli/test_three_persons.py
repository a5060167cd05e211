"""Where an analyst, a consultant and somebody in support hesitated, with the README and the guide alone."""

import os
import re
from pathlib import Path

import openpyxl
import pytest

from tests.builders import GOOD
from tests.command import importer
from tests.terminal import Terminal

EXPORT = (
    ("Werkorderlijst filiaal West",),
    (),
    ("Ordernr", "Klant", "Omschrijving", "Soort", "Stand", "Melddatum"),
    ("Regio: Noord",),
    ("Installatie: P-1001",),
    ("40011", "Hotel", "Ketel lekt", "MAINT", "Open", "02-11-2026"),
    ("40012", "Hotel", "Filter vervangen", "REPAIR", "Open", "03-11-2026"),
    ("Regio: Zuid",),
    ("Installatie: P-1002",),
    ("40013", "School", "Lift keuren", "MAINT", "Open", "04-11-2026"),
)


ON_A_TERMINAL = pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")


def sheet(folder: Path, name: str = "jobs.csv", **changes: str) -> Path:
    row = GOOD | {heading.replace("_", " "): text for heading, text in changes.items()}
    path = folder / name
    path.write_text("\n".join([",".join(row), ",".join(row.values())]), encoding="utf-8")
    return path


def export(folder: Path) -> Path:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in EXPORT:
        book.active.append(row)
    book.save(folder / "export.xlsx")
    return folder / "export.xlsx"


def check_of(folder: Path) -> list[dict[str, object]]:
    """The problems of the export."""
    said = importer("check", folder / "export.xlsx", "--json", state=folder / "state").object
    return list(said["problems"])


def test_somebody_who_types_only_the_name_is_told_where_to_begin(tmp_path: Path) -> None:
    said = importer(state=tmp_path)
    assert said.out.rstrip().endswith(
        "To begin: 'importer template jobs.xlsx --target practice' writes a workbook to fill in, and "
        "'importer guide analyst' says what comes next."
    )


def test_a_check_that_looked_no_codes_up_says_what_to_type(tmp_path: Path) -> None:
    said = importer("check", sheet(tmp_path), state=tmp_path)
    assert "Codes were not looked up: add a target for that, such as --target practice." in said.out


@pytest.mark.parametrize(
    ("words", "option"), [(("check", "--target"), "--target"), (("run", "--results"), "--results")]
)
def test_an_option_without_its_value_is_said_to_lack_it(tmp_path: Path, words: tuple[str, str], option: str) -> None:
    said = importer(words[0], sheet(tmp_path), words[1], state=tmp_path)
    assert said.status == 2
    assert f"{option} needs a value after it" in said.err
    assert f"'importer {words[0]} --help'" in said.err


def test_who_has_a_name_and_needs_its_code_is_told_where_codes_are_listed(tmp_path: Path) -> None:
    path = sheet(tmp_path, "names.xlsx.csv", Project_code="Bakkerij De Korenaar")
    said = " ".join(importer("check", path, "--target", "practice", state=tmp_path).out.split())
    assert "Correct the code ('importer codes project --target practice' lists them)" in said
    told = importer("check", path, "--target", "practice", "--json", state=tmp_path).object["problems"]
    assert any("'importer codes project --target practice' lists them" in one["advice"] for one in told)


def test_lines_above_groups_say_nothing_of_the_column_that_they_stand_in(tmp_path: Path) -> None:
    said = importer("map", export(tmp_path), "--target", "practice", "--json", state=tmp_path / "state").object
    (reference,) = [one for one in said["headings"] if one["heading"] == "Ordernr"]
    assert reference["field"] == "reference_back_office"
    assert reference["how"] != "suggested"
    assert not [one for one in check_of(tmp_path) if one["code"] == 173]


def test_no_name_of_a_job_is_suggested_for_lines_above_groups_that_do_not_say_so(tmp_path: Path) -> None:
    said = importer("map", export(tmp_path), "--target", "practice", "--json", state=tmp_path / "state").object
    groups = {one["key"]: one["answers"] for one in said["decisions"] if one["key"].startswith("groups:")}
    assert groups.keys() == {"groups:regio", "groups:installatie"}
    regions, plants = (
        [line for answer in groups[key] for line in answer["lines"]] for key in ("groups:regio", "groups:installatie")
    )
    assert not any("name = " in line for line in (*regions, *plants))
    assert not any("project" in line for line in regions), "the target has no project Noord"
    assert any("project" in line for line in plants)


def test_a_mapping_file_has_a_line_for_each_open_question(tmp_path: Path) -> None:
    mapping = tmp_path / "acme.toml"
    words = ("map", export(tmp_path), "--target", "practice")
    importer(*words, "--save", mapping, state=tmp_path / "state")
    lines = mapping.read_text(encoding="utf-8").splitlines()
    asked = importer(*words, "--json", state=tmp_path / "state").object["decisions"]
    open_ones = [answer for one in asked if one["about"] in {"groups", "reading"} for answer in one["answers"]]
    assert open_ones
    for answer in open_ones:
        for line in answer["lines"]:
            assert any(written.startswith(f"{line}  # ") for written in lines) or any(
                written.startswith(f"# {line}  # ") for written in lines
            ), line
    for one in asked:
        if one["about"] in {"groups", "reading"}:
            assert f"# {one['question']}" in lines, "above its answers"
    group = next(line for line in lines if 'line = "Installatie"' in line)
    chosen = "\n".join(lines).replace(group, group.removeprefix("# "))
    mapping.write_text(re.sub(r'^# (date_order = "dmy")', r"\1", chosen, flags=re.MULTILINE), encoding="utf-8")
    told = importer("check", tmp_path / "export.xlsx", "--map", mapping, "--json", state=tmp_path / "state").object
    assert 430 not in {one["code"] for one in told["problems"]}
    assert [one["row"] for one in told["problems"] if one["code"] == 185] == [4, 8], (
        "only the regions are left to decide"
    )


def test_support_finds_a_run_by_the_name_of_its_file_and_a_row_by_its_number(tmp_path: Path) -> None:
    for name, code in (("march.csv", "MAINTT"), ("april.csv", "MAINT"), ("march.csv", "MAINT")):
        words = ("run", sheet(tmp_path, name, Job_type_code=code, Colour="red"), "--target", "practice", "--yes")
        said = importer(*words, state=tmp_path / "state", cwd=str(tmp_path))
        assert "│ all" not in said.out, "one status has no sum"
    said = importer("runs", "show", "march.csv", state=tmp_path / "state", cwd=str(tmp_path))
    assert "Run: 3" in said.out
    assert importer("runs", "show", "may.csv", state=tmp_path / "state").err.startswith(
        "Error: There is no run may.csv: no run has read a file with that name."
    )
    row = importer("runs", "show", "1", "--row", "2", state=tmp_path / "state")
    assert "Row 2 of march.csv: invalid" in row.out
    assert "MAINTT" in row.out
    assert "Colour" not in row.out, "what is no error and of the whole sheet says nothing of the row"
    assert row.out.rstrip().endswith("Next: 'importer runs show 1' shows the whole run.")
    assert (
        "or the name of its file, such as jobs.xlsx" in importer("runs", "show", "march", state=tmp_path / "state").err
    )
    created = importer("runs", "show", "april.csv", "--row", "2", state=tmp_path / "state")
    job_id = importer("runs", "show", "2", "--json", state=tmp_path / "state").object["each_row"][0]["job_id"]
    assert f"Job id: {job_id}" in created.out
    none = importer("runs", "show", "2", "--row", "14", state=tmp_path / "state")
    assert none.status == 0
    assert "In run 2, row 14 of april.csv was not a job. These rows were: 2." in none.out


CODES_OF_ANOTHER_SYSTEM = """
[values.job_type_code]
"PRM" = "MAINTENANCE"
"CRM" = "MAINT"
"""


def test_what_is_wrong_in_the_mapping_file_is_not_said_of_the_cell(tmp_path: Path) -> None:
    path = sheet(tmp_path, Job_type_code="PRM")
    (tmp_path / "acme.toml").write_text(CODES_OF_ANOTHER_SYSTEM)
    words = ("check", path, "--target", "practice", "--map", tmp_path / "acme.toml", "--json")
    found = {one["cell"]: one for one in importer(*words, state=tmp_path / "state").object["problems"]}
    assert found["B2"]["code"] == 308
    sentence = (
        'reads "PRM" as "MAINTENANCE", but a new job cannot have the job type "MAINTENANCE". Did you mean "MAINT"?'
    )
    assert sentence in found["B2"]["message"]
    assert found["B2"]["advice"] == 'Correct the line of "PRM" under [values.job_type_code] in the mapping file.'


def test_three_letters_are_not_said_to_be_meant_for_a_word_that_has_them(tmp_path: Path) -> None:
    words = ("check", sheet(tmp_path, Job_type_code="PRM"), "--target", "practice", "--json")
    (problem,) = importer(*words, state=tmp_path).object["problems"]
    assert "Did you mean" not in problem["message"]
    assert "'importer codes job_type --target practice' lists them" in problem["advice"]


def test_words_of_another_language_are_said_to_mean_what_a_mapping_file_would_take_them_for(tmp_path: Path) -> None:
    path = sheet(tmp_path, Priority_code="Alta", Status_code="Pendente", Suggested_user_code="Técnico Um")
    problems = importer("check", path, "--target", "practice", "--json", state=tmp_path).object["problems"]
    said = {one["value"]: one["message"] for one in problems}
    assert said["Alta"].endswith('Did you mean "HIGH"?')
    assert said["Pendente"].endswith('Did you mean "Waiting"?')
    assert "Did you mean" not in said["Técnico Um"]


def test_numbers_of_twelve_digits_are_not_taken_for_minutes(tmp_path: Path) -> None:
    path = sheet(tmp_path, Maintenance_Plan="160000000011")
    found = importer("map", path, "--target", "practice", "--json", state=tmp_path).object["headings"]
    assert next(one["field"] for one in found if one["heading"] == "Maintenance Plan") is None


def test_a_change_to_a_row_that_is_there_is_said_in_the_words_of_the_sheet(tmp_path: Path) -> None:
    for user in ("", "MJANSEN"):
        path = sheet(tmp_path, Reference="A", Suggested_user_code=user)
        said = importer("run", path, "--target", "practice", "--yes", "--json", state=tmp_path / "state")
    (problem,) = said.object["problems"]
    assert (problem["code"], problem["cell"]) == (607, "F2")
    assert 'Suggested user code ("MJANSEN" here, "" there)' in problem["message"]


def test_a_run_without_a_column_says_how_to_get_one(tmp_path: Path) -> None:
    path = sheet(tmp_path)
    path.write_text(path.read_text().replace(",Name", ",Description"))
    said = importer("run", path, "--target", "practice", state=tmp_path)
    assert "1 row is not in the target. Next: add the missing column to jobs.csv, or say what the headings" in said.out
    assert "'importer map jobs.csv --target practice --save mapping.toml'" in said.out.replace(f"{tmp_path}/", "")


def test_results_are_corrected_in_one_place(tmp_path: Path) -> None:
    path = sheet(tmp_path, Job_type_code="MAINTT")
    for words in (("run", path), ("retry", tmp_path / "jobs.results.xlsx")):
        said = importer(*words, "--target", "practice", state=tmp_path)
    assert "Next: correct the red cells in jobs.results.2.xlsx, save it, and type 'importer retry " in said.out
    assert "Or correct" not in said.out


def test_what_is_left_out_stands_last_and_is_not_to_be_corrected(tmp_path: Path) -> None:
    path = sheet(tmp_path, Phase="done")
    (tmp_path / "acme.toml").write_text('[rows]\nleave_out = [{ "Phase" = "done" }]\n')
    path.write_text(path.read_text() + "\n" + ",".join((*GOOD.values(), "open")))
    importer("run", path, "--target", "practice", "--map", tmp_path / "acme.toml", state=tmp_path)
    book = openpyxl.load_workbook(tmp_path / "jobs.results.xlsx")
    shown = [cell.value for cell in book["Summary"]["A"] if cell.value]
    assert shown[1:4] == ["In the target", "Not in the target", "Left out"]
    book.close()
    words = ("runs", "results", "last", "--failed-only", tmp_path / "to-correct.xlsx")
    said = importer(*words, state=tmp_path)
    assert "Every row to send is in the target. Left out: 1 row." in said.out
    assert f"No row is left to correct: no {words[-1]}." in said.err
    assert not (tmp_path / "to-correct.xlsx").exists()


@ON_A_TERMINAL
def test_how_times_are_read_is_said_before_the_question_and_a_wrong_answer_in_dutch(tmp_path: Path) -> None:
    """Once sent, no option changes a time that the target has."""
    path = sheet(tmp_path, Suggested_start="2026-12-13 08:00")
    words = ("run", path, "--target", "practice", "--language", "nl")
    with Terminal(*words, state=tmp_path / "state", settings={"TZ": "UTC"}) as terminal:
        terminal.answer(b"[y/n]", "wat")
        terminal.answer(b"[y/n]", "n")
        terminal.end()
    shown = terminal.shown.decode()
    before, _, after = shown.partition("[y/n]")
    assert "worden gelezen als UTC" in before
    assert "worden gelezen als UTC" not in after
    assert "Typ y voor ja of n voor nee." in after
    assert "Please" not in shown
    assert "U antwoordde nee; er is niets verstuurd. Volgende stap: 'importer run " in " ".join(after.split())


def test_what_is_to_be_filled_in_is_a_column_of_the_sheet(tmp_path: Path) -> None:
    said = importer("check", sheet(tmp_path, Project_code=""), "--json", state=tmp_path).object
    assert [one["advice"] for one in said["problems"]] == ["Fill in Project code."]


def test_a_reference_used_twice_is_said_so_that_it_is_true_of_both_cells(tmp_path: Path) -> None:
    path = sheet(tmp_path, Reference="A")
    path.write_text("\n".join((*path.read_text().splitlines(), *path.read_text().splitlines()[1:])))
    said = " ".join(importer("check", path, state=tmp_path).out.split())
    assert 'error 523 E2, E3 "Reference" "A" is the reference of rows 2 and 3, but ' in said
