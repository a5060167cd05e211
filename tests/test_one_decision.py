"""One decision in place of a correction in every cell: the advice names it, and it works as it is written there."""

from pathlib import Path

import pytest
import xlsxwriter

from tests.command import importer
from tests.test_foreign_values import GOOD, HEADINGS, csv_of

Advice = dict[tuple[str, int], str]  # by cell and code


def advice(path: Path, *words: str | Path) -> Advice:
    said = importer("check", path, "--json", *words, state=path.parent / "state")
    return {(each["cell"], each["code"]): each["advice"] for each in said.object["problems"]}


def mapped(path: Path, table: str, line: str) -> Advice:
    mapping = path.parent / "decided.toml"
    mapping.write_text(f"[{table}]\n{line}\n", encoding="utf-8")
    return advice(path, "--map", mapping)


def sheet_of(folder: Path, headings: tuple[str, ...], *rows: tuple[str, ...]) -> Path:
    path = folder / "jobs.csv"
    path.write_text("\n".join(";".join(row) for row in (headings, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_status_word_and_a_word_for_yes_need_one_line_each(tmp_path: Path) -> None:
    path = sheet_of(tmp_path, HEADINGS, (*GOOD[:4], "Finished"), ("R-2", *GOOD[1:4], "Finished"))
    assert '"Finished" = "..." under [values.job_status_code]' in advice(path)[("E2", 305)]
    assert mapped(path, "values.job_status_code", '"Finished" = "Open"') == {}


def test_a_missing_column_needs_one_constant(tmp_path: Path) -> None:
    """R16."""
    path = sheet_of(tmp_path, HEADINGS[:4], GOOD[:4])
    assert 'job_status_code = "..." under [constants]' in advice(path)[("", 109)]
    assert mapped(path, "constants", 'job_status_code = "Open"') == {}


def test_a_column_that_is_no_reference_is_left_out_by_one_line(tmp_path: Path) -> None:
    """R16."""
    path = sheet_of(tmp_path, HEADINGS, GOOD, (GOOD[0], "Other", *GOOD[2:]))
    assert '"Reference" = "" under [columns]' in advice(path)[("A2", 523)]
    assert mapped(path, "columns", '"Reference" = ""') == {}


def test_one_of_two_columns_for_a_field_is_left_out_by_one_line(tmp_path: Path) -> None:
    """R16."""
    path = sheet_of(tmp_path, (*HEADINGS, "Priority", "Job priority"), (*GOOD, "", ""))
    said = importer("check", path, state=tmp_path / "state")
    assert '"Job priority" = "" under [columns]' in " ".join(said.out.split())
    assert mapped(path, "columns", '"Job priority" = ""') == {}
    same = sheet_of(tmp_path, (*HEADINGS, "Priority", "priority "), (*GOOD, "", ""))
    assert "[columns]" not in importer("check", same, state=tmp_path / "state").err


@pytest.mark.thorough
def test_an_excel_error_in_many_cells_needs_one_option(tmp_path: Path) -> None:
    path = tmp_path / "jobs.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Jobs")
        sheet.write_row(0, 0, (*HEADINGS, "Description", "Due date"))
        sheet.write_row(1, 0, GOOD)
        sheet.write_formula(1, 5, "=NA()", None, "#N/A")
        sheet.write_formula(1, 6, "=NA()", None, "#N/A")
    assert '--empty "#N/A"' in advice(path)[("F2", 411)]
    assert advice(path, "--empty", "#n/a") == {}
    assert set(advice(path, "--empty", "#REF!")) == {("F2", 411), ("G2", 411)}


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("word", ["n/a", "-", "n.v.t.", "(leeg)", "k.A.", "TBD"])
def test_a_word_for_none_in_dates_and_numbers_needs_one_option(tmp_path: Path, word: str) -> None:
    for heading in ("Due date", "Estimated time"):
        path = csv_of(tmp_path, heading, word, word)
        assert advice(path)[("F", 415)] == f'Add --empty "{word}" to read it as empty.'
        assert advice(path, "--empty", word) == {}


def test_the_next_command_says_again_all_that_was_typed(tmp_path: Path) -> None:
    """R16."""
    rows = [(f"R-{n}", *GOOD[1:4], "Finished") for n in range(2)]
    path = sheet_of(tmp_path, HEADINGS, *rows)
    words = ("--delimiter", ";", "--empty", "n/a", "--skip-hidden")
    said = importer("check", path, *words, state=tmp_path / "state")
    options = '--skip-hidden --delimiter ";" --empty n/a'
    assert f"importer map {path} {options} --save mapping.toml" in said.out
    said = importer("map", path, *words, "--target", "practice", state=tmp_path / "state")
    assert f"importer map {path} --target practice {options} --save mapping.toml" in said.out
    unknown = sheet_of(tmp_path, ("Merk", "Kleur"), ("1", "2"))
    said = importer("check", unknown, *words, state=tmp_path / "state")
    assert f"importer map {unknown} {options}" in said.err


def test_what_is_decided_next_goes_into_the_mapping_file_that_is_used(tmp_path: Path) -> None:
    """R16: the check that follows reads that file, so what another has would count for nothing."""
    path = sheet_of(tmp_path, HEADINGS, *[(f"R-{n}", *GOOD[1:4], "Finished") for n in range(2)])
    mapping = tmp_path / "decided.toml"
    mapping.write_text('[columns]\n"Extra" = ""\n', encoding="utf-8")
    said = importer("check", path, "--map", mapping, state=tmp_path / "state")
    assert f"importer map {path} --map {mapping} --save {mapping}" in said.out
    assert f"importer check {path} --map {mapping}" in said.out
