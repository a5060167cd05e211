"""Sentences about rows that are left out, and about parents, say what is so."""

from pathlib import Path

import pytest

from tests.command import importer

HEADINGS = "Reference;Project code;Job type code;Status code;Name;Parent reference"


def written(folder: Path, *rows: str) -> Path:
    path = folder / "jobs.csv"
    path.write_text("\n".join([HEADINGS, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize(("out", "why"), [("Closed", 'left out by a rule: "R-1"'), ("Void", "")])
def test_a_parent_that_is_left_out_is_not_said_to_be_missing_in_the_sheet(tmp_path: Path, out: str, why: str) -> None:
    sheet = written(
        tmp_path, "R-1;P-1001;MAINT;Closed;Whole;", "R-2;P-1001;MAINT;Open;Part;R-1", "R-3;P-1001;MAINT;Open;Part;R-9"
    )
    mapping = tmp_path / "rules.toml"
    mapping.write_text(f'[rows]\nleave_out = [{{ "Status code" = "{out}" }}]', encoding="utf-8")
    words = ("map", sheet, "--map", mapping, "--target", "practice", "--json")
    asked = importer(*words, state=tmp_path / "state").object["decisions"]
    parents = next(one for one in asked if one["key"].startswith("parents:"))
    assert "neither in this sheet" not in parents["question"]
    assert parents["why"] == why
    assert parents["rows"] == (2 if why else 1)


def test_parents_are_asked_about_once_the_column_of_the_numbers_is_known(tmp_path: Path) -> None:
    sheet = written(tmp_path, "R-1;P-1001;MAINT;Open;Whole;", "R-2;P-1001;MAINT;Open;Part;R-1")
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Reference;P", "Auftr.;P", 1), encoding="utf-8")
    words = ("map", sheet, "--target", "practice", "--json")
    asked = importer(*words, state=tmp_path / "state").object["decisions"]
    assert [one["key"] for one in asked] == ["column:Auftr."]


def test_a_row_that_is_not_kept_is_not_said_to_fit_the_condition(tmp_path: Path) -> None:
    sheet = written(tmp_path, "R-1;P-1001;MAINT;Open;Whole;", "R-2;P-1002;MAINT;Open;Part;")
    mapping = tmp_path / "rules.toml"
    mapping.write_text('[rows]\nkeep = [{ "Project code" = "P-1001" }]', encoding="utf-8")
    problems = importer("check", sheet, "--map", mapping, "--json", state=tmp_path / "state").object["problems"]
    told = next(one["message"] for one in problems if one["code"] == 529)
    assert 'rows.keep: only where "Project code" is "P-1001"' in told
