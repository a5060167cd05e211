"""The results of a sheet with errors are a copy of it, whatever has to be said of them."""

from pathlib import Path

import openpyxl
from openpyxl.styles import PatternFill

from tests.command import importer

HEADINGS = ("Reference", "Name", "Project code", "Job type code", "Status code", "Estimated time")
ROWS = 6


def test_one_value_that_many_rows_have_is_told_in_a_copy(tmp_path: Path) -> None:
    """The process that copies counts the values when it can open nothing any more, the standard library neither."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    for number in range(ROWS):
        sheet.append((f"WO-{number}", "Boiler", "P-1001", "MAINT", "Opn" if number % 2 else "Open", "soon"))
    sheet["A2"].fill = PatternFill("solid", start_color="FF123456")
    book.save(tmp_path / "jobs.xlsx")
    words = ("jobs.xlsx", "--target", "practice", "--yes")
    importer("run", *words, state=tmp_path / "state", cwd=str(tmp_path))
    results = openpyxl.load_workbook(tmp_path / "jobs.results.xlsx")
    assert results["Sheet"]["A2"].fill.start_color.rgb == "FF123456"
    told = [str(cell.value) for row in results["Summary"].iter_rows() for cell in row]
    assert any('write "soon" = "..."' in text for text in told)
