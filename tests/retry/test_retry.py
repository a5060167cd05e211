"""Run, correct in a spreadsheet program's way, retry: nothing twice, nothing lost."""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

import importer
from importer.errors import SheetError
from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from importer.problem import NO_RESULTS, RESULTS_OF_ANOTHER_TARGET
from importer.records import RESULTS_HEADINGS
from tests.command import importer as command
from tests.retry.results_of import HEADINGS, Company, counts_of, edited, put, results_in, row, sorted_by
from tests.workbooks import workbook


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Four sound rows, two of them without a reference, and two that are not."""
    return workbook(
        tmp_path,
        row("A"),
        row("B", Due_date="soon"),
        row(Customer_reference="c-1"),
        row(Customer_reference="c-2"),
        row("E", Project_code="P-9999"),
        row("F"),
    )


ONE_IS_SENT = (
    "1 row has no job in these results; it is sent now, unless a later run created its job or you have to decide "
    "something about it first."
)


def test_corrected_rows_are_sent_and_the_others_are_not(sheet: Path, company: Company) -> None:
    results = results_in(company.run(sheet))
    edited(results, lambda jobs: put(jobs, "B", "Due date", "2026-11-30"))
    told = company.retry(results)
    assert counts_of(told) == {"created": 1, "already exists": 4, "invalid": 1}
    assert f"1 row has changed since run 1. {ONE_IS_SENT}" in told.batch.remarks
    assert told.results == results.with_name("jobs.results.2.xlsx")
    again = company.retry(results_in(told))
    assert counts_of(again) == {"already exists": 5, "invalid": 1}
    assert again.results == results.with_name("jobs.results.3.xlsx")
    assert len(company.jobs()) == 5


@pytest.mark.thorough
def test_rows_that_were_created_are_not_sent_whatever_is_changed_in_them(sheet: Path, company: Company) -> None:
    results = results_in(company.run(sheet))

    def change(jobs: Worksheet) -> None:
        jobs.cell(4, HEADINGS.index("Customer reference") + 1).value = "another"
        jobs.cell(5, HEADINGS.index("Due date") + 1).value = "never"
        jobs.cell(2, 1).value = "A-new"
        sorted_by(jobs, 5)

    told = company.retry(edited(results, change))
    assert counts_of(told) == {"already exists": 4, "invalid": 2}
    assert any(
        "3 of them have a job already; your changes to them are not sent." in text for text in told.batch.remarks
    )
    assert {problem.code.number for problem in told.problems} >= {528}
    assert [job[:2] for job in company.jobs()] == [("", "c-1"), ("", "c-2"), ("A", ""), ("F", "")]


@pytest.mark.thorough
def test_a_copied_row_is_a_new_one_and_the_original_stays(sheet: Path, company: Company) -> None:
    results = results_in(company.run(sheet))

    def copy(jobs: Worksheet) -> None:
        cells = [cell.value for cell in jobs[4]]
        jobs.insert_rows(2)
        for column, value in enumerate(cells, start=1):
            jobs.cell(2, column).value = "c-9" if value == "c-1" else value

    told = company.retry(edited(results, copy))
    assert (counts_of(told)["created"], counts_of(told)["already exists"]) == (1, 4)
    assert [job[1] for job in company.jobs()] == ["c-1", "c-2", "c-9", "", ""]


@pytest.mark.thorough
def test_where_it_is_not_clear_which_row_is_the_copy_it_is_asked(sheet: Path, company: Company) -> None:
    results = results_in(company.run(sheet))

    def copy(jobs: Worksheet) -> None:
        column = HEADINGS.index("Customer reference") + 1
        cells = [cell.value for cell in jobs[4]]
        jobs.insert_rows(2)
        for place, value in enumerate(cells, start=1):
            jobs.cell(2, place).value = value
        jobs.cell(2, column).value, jobs.cell(5, column).value = "c-8", "c-9"

    edited(results, copy)
    told = company.retry(results)
    assert sorted(p.row or 0 for p in told.problems if p.code.number == 527) == [2, 5]
    assert ("created" in counts_of(told), len(company.jobs())) == (False, 4)


@pytest.mark.thorough
def test_results_of_another_target_are_not_retried_and_run_as_new(
    sheet: Path, company: Company, tmp_path: Path
) -> None:
    results = results_in(company.run(sheet))
    with PracticeServer(tmp_path / "other.sqlite") as server:
        other = replace(Company(server).target, name="other", identity="other")
        with pytest.raises(SheetError) as caught:
            importer.retry_results(results, target=other)
        assert caught.value.code is RESULTS_OF_ANOTHER_TARGET
        told = importer.import_sheet(results, target=other)
    assert counts_of(told) == {"created": 4, "invalid": 2}
    assert "These are results from practice" in " ".join(told.batch.remarks)


def test_a_sheet_that_is_no_results_is_not_retried(sheet: Path, company: Company) -> None:
    with pytest.raises(SheetError) as caught:
        company.retry(sheet)
    assert caught.value.code is NO_RESULTS


@pytest.mark.thorough
def test_on_another_computer_the_results_alone_are_enough(
    sheet: Path, company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = results_in(company.run(sheet))
    edited(results, lambda jobs: put(jobs, "B", "Due date", "2026-11-30"))
    edited(results, lambda jobs: put(jobs, "F", "Reference", "F-new"))
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "elsewhere"))
    assert counts_of(company.retry(results)) == {"created": 1, "already exists": 4, "invalid": 1}
    assert len(company.jobs()) == 5


@pytest.mark.thorough
def test_through_the_command(sheet: Path, tmp_path: Path) -> None:
    words = ("--target", "practice", "--yes", "--json")
    first = command("run", sheet, *words, state=tmp_path).object
    edited(Path(first["results"]), lambda jobs: put(jobs, "B", "Due date", "2026-11-30"))
    again = command("retry", first["results"], *words, state=tmp_path).object
    assert (again["counts"]["created"], again["counts"]["already exists"], again["exit_code"]) == (1, 4, 4)


def test_our_marks_are_replaced_and_never_stacked(sheet: Path, company: Company) -> None:
    results = results_in(company.run(sheet))
    edited(results, lambda jobs: put(jobs, "B", "Due date", "2026-11-30"))
    book = openpyxl.load_workbook(results_in(company.retry(results)))
    assert book.sheetnames == ["Jobs", "Problems", "Summary"]
    jobs = book["Jobs"]
    headings = [cell.value for cell in jobs[1] if cell.value]
    assert headings == [*HEADINGS, *RESULTS_HEADINGS]
    assert jobs["F3"].comment is None
    assert jobs["B6"].comment is not None
    book.close()


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("rows", "told"), [(1, "1 row has"), (2, "2 rows have")])
def test_on_a_computer_that_does_not_know_the_run_it_is_told_how_many_are_there(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int, told: str
) -> None:
    first = company.run(workbook(tmp_path, *(row(f"R-{number}") for number in range(rows))))
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "another"))
    again = company.retry(results_in(first))
    assert f"{told} a job already, according to these results. No rows are ready to send." in again.batch.remarks


def test_another_run_of_the_same_number_on_this_computer_is_not_taken_for_theirs(
    company: Company, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = company.run(workbook(tmp_path, row("A"), row("B")))
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "another"))
    (tmp_path / "ours").mkdir()
    assert company.run(workbook(tmp_path / "ours", row("X"))).run == first.run
    again = company.retry(results_in(first))
    assert "2 rows have a job already, according to these results. No rows are ready to send." in again.batch.remarks


def test_a_run_that_sent_nothing_is_known_again(company: Company, tmp_path: Path) -> None:
    results = results_in(company.run(workbook(tmp_path, row("A", Due_date="soon"), row("B", Due_date="soon"))))
    edited(results, lambda jobs: put(jobs, "B", "Due date", "2026-11-30"))
    remarks = company.retry(results).batch.remarks
    changed = "1 row has changed since run 1."
    assert f"{changed} {ONE_IS_SENT}" in remarks


def test_a_run_is_known_again_by_the_ids_that_the_target_gave(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMPORTER_STATE", str(tmp_path / "state"))
    plan = FaultPlan((Fault(on="POST /Jobs", ids="own"),))
    with PracticeServer(tmp_path / "practice.sqlite", faults=plan) as server:
        company = Company(server)
        again = company.retry(results_in(company.run(workbook(tmp_path, row("A")))))
    assert "No row has changed since run 1. No rows are ready to send." in again.batch.remarks
