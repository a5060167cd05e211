"""Cells that are codes or names of the target's lists say what a column is, whatever its heading (practice server)."""

from pathlib import Path

from tests.command import importer
from tests.mapping.test_rivals import written

ROW = {"Name": "Service", "Wat": "P-1001", "Waar": "Boiler house Gent", "Wie": "JDOE", "Hoe": "x", "Code": "MAINT"}


def test_codes_and_names_of_the_target_say_what_a_column_is(tmp_path: Path) -> None:
    path = written(tmp_path, ROW, ROW | {"Wat": "P-1002", "Hoe": "y"})
    said = importer("map", path, "--target", "practice", "--json", state=tmp_path / "state")
    found = {choice["heading"]: choice for choice in said.object["headings"]}
    assert (found["Wat"]["field"], found["Wat"]["how"]) == ("project_reference_back_office", "suggested")
    assert found["Wat"]["why"] == "codes (project): 2 of 2"
    assert found["Wie"]["why"] == "codes (user): 1 of 1"
    assert (found["Code"]["field"], found["Hoe"]["field"]) == ("job_type_code", None)


def test_names_do_too_in_any_case_and_with_any_accents(tmp_path: Path) -> None:
    names = ("Kondor L8, Hotel du Parc, site 1", "VIRA H35, NOORDZEE LOGISTICS, SITE 2")
    path = written(tmp_path, *({"Name": "Service", "Waar": name} for name in names))
    said = importer("map", path, "--target", "practice", "--json", state=tmp_path / "state")
    found = said.object["headings"][1]
    assert (found["field"], found["why"]) == ("project_reference_back_office", "names (project): 2 of 2")
