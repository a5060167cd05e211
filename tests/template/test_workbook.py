"""The template as openpyxl reads it back, counted against the catalogue."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from importer.catalogue.field import Listing
from importer.catalogue.job_fields import JOBS, NEW_JOB_STATUSES
from importer.catalogue.kinds import CODE, DATE, DECIMAL, ENTITY, GUID, INTEGER, TEXT
from importer.catalogue.languages import LANGUAGES
from importer.steps.read import read_sheet
from importer.steps.report.styles import COLOURS, Highlight
from importer.template.design import CodeList, Design, design_template, read_published_lists
from importer.template.sheets import fill_guide_sheet
from importer.template.stamp import ListState, Stamp, stamp_of
from importer.template.template_columns import choose_fields
from importer.template.write import write_template

COLUMNS = [field for field in JOBS if field.kind is not ENTITY and not field.read_only]
PROJECTS = {f"P-{number}": f"Boiler {number}" for number in range(700)}
MADE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


def design(language: str = "en", columns: str = "all") -> Design:
    lists: dict[Listing, CodeList] = {**read_published_lists().lists, "Project": CodeList("Project", PROJECTS)}
    stamp = Stamp("1.2.3", language, "acme", MADE, {"Project": ListState(703, "abc")})
    return design_template(choose_fields(columns), LANGUAGES[language], lists, stamp)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "all.xlsx"
    write_template(design(), path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


def heads(book: Workbook) -> list[Any]:
    return list(book["Jobs"][1])


def test_every_field_that_can_be_sent_has_a_column_and_the_needed_ones_their_mark_and_colour(book: Workbook) -> None:
    headings = {cell.value: cell for cell in heads(book)}
    assert [str(heading).rstrip("*") for heading in headings] == [field.heading for field in COLUMNS]
    marked = {heading for heading in headings if heading.endswith("*")}
    assert marked == {"Name*", "Project code*", "Job type code*", "Status code*"}
    colours = {heading: cell.fill.fgColor.rgb for heading, cell in headings.items()}
    assert len({colours[heading] for heading in marked}) == 1
    assert not {colours[heading] for heading in marked} & {colours[h] for h in headings if h not in marked}


def test_nothing_stands_below_the_headings(book: Workbook) -> None:
    assert book["Jobs"].max_row == 1
    assert book.sheetnames == ["Jobs", "Guide", "Lists"]


def test_each_heading_has_its_help_in_a_note(book: Workbook) -> None:
    for cell, field in zip(heads(book), COLUMNS, strict=True):
        assert field.description in cell.comment.text
        if field.max_length:
            assert str(field.max_length) in cell.comment.text
        if field.required:
            assert "Required." in cell.comment.text


def test_formats_keep_what_is_typed(book: Workbook) -> None:
    expected = {CODE: "@", TEXT: "@", GUID: "@", INTEGER: "General", DECIMAL: "General"}
    for cell, field in zip(heads(book), COLUMNS, strict=True):
        shown = book["Jobs"].column_dimensions[cell.column_letter].number_format
        if field.kind is DATE:
            assert shown == ("yyyy-mm-dd hh:mm" if " " in field.example else "yyyy-mm-dd")
        else:
            assert shown == expected[field.kind], field.name


def test_every_limit_of_the_catalogue_is_a_validation_of_the_prepared_cells(book: Workbook) -> None:
    letters = {cell.column_letter: field for cell, field in zip(heads(book), COLUMNS, strict=True)}
    rules = {str(rule.sqref).split(":")[0][:-1]: rule for rule in book["Jobs"].data_validations.dataValidation}
    limited = {
        letter
        for letter, f in letters.items()
        if f.kind in {DATE, GUID, INTEGER, DECIMAL} or f.max_length or f.name in OFFERED
    }
    assert rules.keys() == limited
    for letter, rule in rules.items():
        field = letters[letter]
        assert str(rule.sqref) == f"{letter}2:{letter}5001"
        assert rule.showErrorMessage
        assert rule.errorTitle
        assert rule.error
        assert (rule.type, rule.formula1, rule.formula2) == expected_rule(field.name), field.name


OFFERED = ("job_status_code", "project_reference_back_office")


def expected_rule(name: str) -> tuple[str, str, str | None]:
    field = next(field for field in JOBS if field.name == name)
    if name in OFFERED:
        return "list", {"job_status_code": "list_JobStatus"}.get(name, "list_Project"), None
    if field.email:
        cell = f"{letter_of_field(name)}2"
        return (
            "custom",
            f'AND(ISNUMBER(SEARCH("?*@?*.?*",{cell})),ISERROR(FIND(" ",{cell})),LEN({cell})<={field.max_length})',
            None,
        )
    if field.max_length:
        return "textLength", "0", str(field.max_length)
    bounds = (field.minimum, field.maximum)
    if field.kind in {INTEGER, DECIMAL}:
        whole = "whole" if field.kind is INTEGER else "decimal"
        low, high = (str(b) if b is not None else d for b, d in zip(bounds, ("-" + "9" * 15, "9" * 15), strict=True))
        return whole, low, high
    return ("textLength", "32", "38") if field.kind is GUID else ("date", "29222", "109574")


def letter_of_field(name: str) -> str:
    return next(column.letter for column in design().columns if column.field.name == name)


def test_a_list_with_hundreds_of_codes_and_their_names_stands_behind_a_named_range(book: Workbook) -> None:
    sheet, area = next(iter(book.defined_names["list_Project"].destinations))
    codes = [row[0] for row in book[sheet][area]]
    assert [cell.value for cell in codes] == list(PROJECTS)
    assert [cell.offset(0, 1).value for cell in codes] == list(PROJECTS.values())
    sheet, area = next(iter(book.defined_names["list_JobStatus"].destinations))
    assert {row[0].value for row in book[sheet][area]} == set(NEW_JOB_STATUSES)


def test_each_column_keeps_the_neutral_name_of_its_field(book: Workbook) -> None:
    for cell, field in zip(heads(book), COLUMNS, strict=True):
        assert book.defined_names[f"field_{field.name}"].attr_text == f"Jobs!${cell.column_letter}$1"


def test_the_stamp_is_read_back(path: Path, book: Workbook) -> None:
    assert stamp_of(read_sheet(path).properties) == design().stamp
    said = [cell for row in book["Guide"].iter_rows(values_only=True) for cell in row if cell]
    assert "Made by importer 1.2.3 on 2026-11-25, with the lists of acme." in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guide_names_the_check_with_its_target(language: str) -> None:
    sheet = Workbook().create_sheet("Guide")
    fill_guide_sheet(sheet, design(language))
    told = [str(row[0]) for row in sheet.iter_rows(values_only=True) if row[0]]
    assert any(re.search(r"importer check \w+\.xlsx --target acme\.", text) for text in told)


def test_an_empty_cell_that_is_needed_has_the_colour_that_results_give_it(book: Workbook) -> None:
    rules = [rule for area in book["Jobs"].conditional_formatting for rule in area.rules]
    assert {rule.dxf.fill.bgColor.rgb[2:] for rule in rules} == {COLOURS[Highlight.BAD].fill}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.thorough(but=1)
def test_no_message_is_longer_than_excel_allows(language: str, tmp_path: Path) -> None:
    place = tmp_path / "template.xlsx"
    write_template(design(language), place)
    for rule in openpyxl.load_workbook(place)["Jobs"].data_validations.dataValidation:
        assert len(rule.errorTitle) <= 32
        assert 0 < len(rule.error) <= 255
        assert "{" not in rule.error


def test_codes_that_look_like_formulas_or_numbers_are_text(tmp_path: Path) -> None:
    lists: dict[Listing, CodeList] = {"Project": CodeList("Project", {"=1+1": "=cmd()", "00123": "zero"})}
    write_template(
        design_template(choose_fields("minimal"), LANGUAGES["en"], lists, design().stamp),
        tmp_path / "t.xlsx",
    )
    cells = openpyxl.load_workbook(tmp_path / "t.xlsx")["Lists"]
    assert [(cells[place].value, cells[place].data_type) for place in ("A3", "B3", "A4")] == [
        ("=1+1", "s"),
        ("=cmd()", "s"),
        ("00123", "s"),
    ]
