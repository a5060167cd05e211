"""A practice server in this process, sheets that are run on it, and what people do to the results."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

import importer
from importer.practice.server import PracticeServer
from importer.records import ImportResult
from importer.settings import Target
from importer.targets import make_practice_target
from tests.practice.caller import Caller

HEADINGS = ("Reference", "Project code", "Job type code", "Status code", "Name", "Due date", "Customer reference")


@dataclass(frozen=True)
class Company:
    """Where the jobs go, for as long as the test lasts."""

    server: PracticeServer

    @property
    def target(self) -> Target:
        return make_practice_target(self.server.url, self.server.password)

    def run(self, sheet: Path, results: Path | None = None) -> ImportResult:
        return importer.import_sheet(sheet, target=self.target, results=results)

    def retry(self, results: Path) -> ImportResult:
        return importer.retry_results(results, target=self.target)

    def jobs(self) -> list[tuple[str, str, str]]:
        """Reference, customer reference and due date of every job."""
        with Caller(self.server) as caller:
            jobs = caller.found("Jobs")
        return sorted(
            (str(job["reference_back_office"]), str(job["customer_reference"]), str(job["due_date"])[:10])
            for job in jobs
        )


def row(reference: str = "", **changes: str) -> dict[str, str]:
    values = (reference, "P-1001", "MAINT", "ToBePlanned", "Boiler", "2026-12-31", "")
    return dict(zip(HEADINGS, values, strict=True)) | {name.replace("_", " "): text for name, text in changes.items()}


def counts_of(result: ImportResult) -> Mapping[str, int]:
    return {status.value: count for status, count in result.counts.items() if count}


def results_in(result: ImportResult) -> Path:
    assert result.results is not None
    return result.results


def edited(path: Path, change: Callable[[Worksheet], None]) -> Path:
    """Change the sheet of jobs as openpyxl does."""
    book = openpyxl.load_workbook(path)
    change(book["Jobs"])
    book.save(path)
    book.close()
    return path


def put(sheet: Worksheet, reference: str, heading: str, text: str) -> None:
    column = HEADINGS.index(heading) + 1
    [number] = [n for n, (text, *_) in enumerate(sheet.iter_rows(values_only=True), 1) if text == reference]
    sheet.cell(number, column).value = text


def sorted_by(sheet: Worksheet, column: int, *, reverse: bool = False) -> None:
    """Sort the rows below the headings with all that stands in them, as Excel does."""
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    rows.sort(key=lambda row: str(row[column - 1]), reverse=reverse)
    for number, row in enumerate(rows, start=2):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
