"""The rows that need somebody, as a workbook of their own that can be corrected and imported as it is."""

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

import importer
from importer.catalogue import LANGUAGES
from importer.errors import SettingsError
from importer.languages import use_language
from importer.workbook_parts import letter_of
from tests.command import importer as command
from tests.retry.results_of import Company, counts_of, edited, results_in, row
from tests.workbooks import workbook


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return workbook(
        tmp_path,
        row("A"),
        row("B", Due_date="soon", Customer_reference="=1+1"),
        row("C", Project_code="P-9999"),
        row("D"),
    )


@pytest.fixture
def failed(sheet: Path, company: Company, tmp_path: Path) -> Path:
    path = tmp_path / "to-correct.xlsx"
    assert importer.write_failed_only(company.run(sheet), path) == 2
    return path


@pytest.fixture
def jobs(failed: Path) -> Iterator[Worksheet]:
    book = openpyxl.load_workbook(failed)
    yield book["Jobs"]
    book.close()


def test_only_the_rows_that_need_somebody_are_in_it(jobs: Worksheet) -> None:
    headings, *rows = jobs.iter_rows(values_only=True)
    by_heading = [dict(zip(map(str, headings), cells, strict=True)) for cells in rows]
    assert [cells["Reference"] for cells in by_heading] == ["B", "C"]
    assert headings[:2] == ("Reference", "Project code*")
    assert (by_heading[0]["Due date"], by_heading[0]["Status"]) == ("soon", "invalid")
    assert str(by_heading[1]["Due date"])[:10] == "2026-12-31"


def test_each_row_says_which_row_of_the_sheet_it_is(jobs: Worksheet, sheet: Path) -> None:
    (place,) = [cell.column for cell in jobs[1] if cell.value == "Problem"]
    origins = [str(jobs.cell(number, place).value).rpartition("\n")[2] for number in (2, 3)]
    assert int(jobs.row_dimensions[2].height or 0) >= 2 * 12, "LibreOffice shows one line otherwise"
    assert origins == [f"Row 3 of {sheet.name}", f"Row 4 of {sheet.name}"]


@pytest.fixture
def _in_dutch() -> Iterator[None]:
    use_language("nl")
    yield
    use_language("en")


@pytest.mark.usefixtures("_in_dutch")
def test_it_is_in_the_language_of_the_run(sheet: Path, company: Company, tmp_path: Path) -> None:
    path = tmp_path / "te-verbeteren.xlsx"
    importer.write_failed_only(company.run(sheet), path)
    book = openpyxl.load_workbook(path)
    jobs, guide = book["Jobs"], LANGUAGES["nl"].phrases.guide_title
    headings = [str(cell.value) for cell in jobs[1]]
    assert headings[:2] == ["Referentie", "Projectcode*"]
    (place,) = [number for number, heading in enumerate(headings, 1) if heading == "Problem"]
    assert str(jobs.cell(2, place).value).endswith(f"\nRij 3 van {sheet.name}")
    assert guide in [cell.value for cells in book["Guide"].iter_rows() for cell in cells]
    book.close()
    assert [problem.row for problem in importer.check_sheet(path, target=company.target).problems] == [2, 3]


def test_the_reason_names_the_cell_of_the_new_file(jobs: Worksheet) -> None:
    places = {cell.value: letter_of(number) for number, cell in enumerate(jobs[1], 1)}
    due, told = places["Due date"], jobs[f"{places['Problem']}2"].value
    assert str(told).startswith(f"{due}2 ")
    cell = jobs[f"{due}2"]
    assert cell.fill.start_color.rgb == "00FFC7CE"
    assert cell.comment is not None
    assert '"soon" cannot be read as a date' in cell.comment.text


def test_text_is_never_a_formula(jobs: Worksheet) -> None:
    cells = [cell for cells in jobs.iter_rows() for cell in cells if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]


def test_corrected_it_is_imported_as_it_is(failed: Path, company: Company) -> None:
    def correct(jobs: Worksheet) -> None:
        for cells in jobs.iter_rows(min_row=2):
            for cell in cells:
                if cell.value in {"soon", "P-9999"}:
                    cell.value = {"soon": "2026-12-30", "P-9999": "P-1002"}[str(cell.value)]

    result = company.run(edited(failed, correct))
    assert counts_of(result) == {"created": 2}
    assert [job[0] for job in company.jobs()] == ["A", "B", "C", "D"]
    assert counts_of(company.retry(results_in(result))) == {"already exists": 2}


MAPPING = """
[columns]
"Equipment" = "project_reference_back_office"
[constants]
job_priority_code = "HIGH"
[values.job_type_code]
"PRM" = "MAINT"
[rows]
leave_out = [{ "Phase" = ["TECO*"] }]
"""


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("when", ["run", "runs results last"])
def test_rows_that_a_mapping_file_made_are_corrected_under_the_headings_they_have_here(
    tmp_path: Path, when: str
) -> None:
    """The rules and headings of the file are about the sheet, which has other columns; what it says is in the cells."""
    given = (row("A"), "TECO"), (row("B"), "REL"), (row("C", Project_code="", Job_type_code="PRM"), "REL")
    rows = [one | {"Phase": phase} for one, phase in given]
    renamed = [{"Equipment" if name == "Project code" else name: text for name, text in one.items()} for one in rows]
    (tmp_path / "acme.toml").write_text(MAPPING)
    path, target = tmp_path / "to-correct.xlsx", ("--target", "practice", "--yes")
    words = (workbook(tmp_path, *renamed), *target, "--map", tmp_path / "acme.toml")
    first = ("--failed-only", path) if when == "run" else ()
    assert command("run", *words, *first, state=tmp_path).status == 4
    if when != "run":
        assert command(*when.split(), "--failed-only", path, state=tmp_path).status == 0

    def correct(jobs: Worksheet) -> None:
        headings = {str(cell.value): get_column_letter(at) for at, cell in enumerate(jobs[1], start=1)}
        place = headings["Project code*"]
        assert str(jobs[f"{headings['Problem']}2"].value).startswith(f"{place}2 Project code*: ")
        jobs[f"{place}2"].value = "P-1002"
        assert [jobs[f"{headings[name]}2"].value for name in ("Job type code*", "Priority code")] == ["MAINT", "HIGH"]

    for verb, status in (("run", "created"), ("retry", "already exists")):
        said = command(verb, edited(path, correct) if verb == "run" else path, *target, state=tmp_path)
        assert said.status == 0, said.err
        assert f"│ {status}" in said.out
        assert "has changed" not in said.out, "rows under other headings cannot be compared"


def test_a_file_that_is_there_is_not_lost_and_nothing_is_sent(sheet: Path, tmp_path: Path) -> None:
    there = tmp_path / "to-correct.xlsx"
    there.write_bytes(b"corrected by hand")
    said = command("run", sheet, "--target", "practice", "--failed-only", there, state=tmp_path)
    assert (said.status, there.read_bytes()) == (3, b"corrected by hand")
    assert "Choose another name with --failed-only" in said.err
    assert not (tmp_path / "jobs.results.xlsx").exists()


def test_where_it_cannot_be_written_after_the_run_the_run_ends_as_it_did(sheet: Path, tmp_path: Path) -> None:
    """F02. The results have just taken the name; what was sent is told all the same."""
    there = tmp_path / "both.xlsx"
    words = ("--target", "practice", "--yes", "--results", there, "--failed-only", there)
    said = command("run", sheet, *words, state=tmp_path)
    assert said.status == 4
    assert "both.xlsx cannot be written: it already exists" in said.err
    assert "'importer runs results 1 --failed-only FILE'" in said.err
    assert "2 rows are not in the target" in said.out
    assert "Summary" in openpyxl.load_workbook(there).sheetnames


def test_it_can_be_written_from_the_journal_later(sheet: Path, company: Company, tmp_path: Path) -> None:
    company.run(sheet)
    sheet.unlink()
    path = tmp_path / "later.xlsx"
    assert importer.write_failed_only(importer.write_results_again("last"), path) == 2
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book["Jobs"]["A"]][1:] == ["B", "C"]
    book.close()


def test_another_ending_than_excels_is_refused(sheet: Path, company: Company, tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        importer.write_failed_only(company.run(sheet), tmp_path / "to-correct.csv")
