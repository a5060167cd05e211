"""The template from the real command, filled in, checked and run."""

from pathlib import Path

import openpyxl
import pytest

from importer.catalogue.languages import LANGUAGES
from tests.command import importer
from tests.libreoffice import needs_libreoffice, saved_by_libreoffice
from tests.template.filling import fill, worked_example


@pytest.mark.thorough
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_worked_example_is_created_in_every_language(language: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    words = ("--target", "practice", "--columns", "all", "--language", language)
    made = importer("template", path, *words, "--json", state=tmp_path)
    assert (made.status, made.err) == (0, "")
    assert made.object["lists"]["Project"] == 200
    filled = fill(path, worked_example(path))
    ended = importer("run", filled, "--target", "practice", "--json", "--yes", state=tmp_path)
    assert ended.status == 0, ended.out
    assert ended.object["problems"] == []
    assert ended.object["counts"]["created"] == 1
    results = openpyxl.load_workbook(ended.object["results"])
    assert results.sheetnames == ["Jobs", "Guide", "Lists", "Problems", "Summary"]
    before = openpyxl.load_workbook(path)["Jobs"].data_validations.dataValidation
    assert len(results["Jobs"].data_validations.dataValidation) == len(before)


def test_an_empty_template_has_no_rows_and_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    made = importer("template", path, state=tmp_path)
    assert "17 columns, lists to choose from: status (7)" in made.out
    assert f"importer check {path}" in made.out
    checked = importer("check", path, "--json", state=tmp_path)
    assert (checked.status, checked.object["rows"], checked.object["problems"]) == (3, 0, [])
    assert checked.object["error"]["code"] == 129


def test_a_file_that_is_there_is_kept_unless_forced(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_text("mine", encoding="utf-8")
    refused = importer("template", path, state=tmp_path)
    assert refused.status == 3
    assert "it already exists" in refused.err
    assert path.read_text(encoding="utf-8") == "mine"
    assert importer("template", path, "--force", state=tmp_path).status == 0
    assert openpyxl.load_workbook(path).sheetnames == ["Jobs", "Guide", "Lists"]
    assert [kept.name for kept in tmp_path.iterdir() if kept.suffix == ".xlsx"] == ["template.xlsx"]


def test_another_kind_of_file_is_refused(tmp_path: Path) -> None:
    refused = importer("template", tmp_path / "template.csv", state=tmp_path)
    assert (refused.status, "template.xlsx" in refused.err) == (3, True)


@pytest.mark.thorough
@needs_libreoffice
def test_a_filled_template_survives_libreoffice_and_sorting(tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    importer("template", path, "--target", "practice", "--language", "fr", state=tmp_path)
    example = worked_example(path)
    rows = [{**example, "Référence": f"WO-{number}", "Nom*": f"00{number}"} for number in (3, 1, 2)]
    saved = saved_by_libreoffice(fill(path, *rows), tmp_path / "office")
    book = openpyxl.load_workbook(saved)
    kept = {row[0].value: row[1].value for row in book["Jobs"].iter_rows(min_row=2, max_row=4)}
    assert kept == {"WO-3": "003", "WO-1": "001", "WO-2": "002"}
    assert len(book["Jobs"].data_validations.dataValidation) >= 10
    in_order = fill(saved, *sorted(rows, key=lambda row: str(row["Nom*"])), name="sorted.xlsx")
    for place in (saved, saved_by_libreoffice(in_order, tmp_path / "again")):
        checked = importer("check", place, "--target", "practice", "--json", state=tmp_path)
        assert (checked.status, checked.object["rows"], checked.object["problems"]) == (0, 3, [])
