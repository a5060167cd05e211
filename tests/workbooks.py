"""Real workbooks for tests, written by openpyxl."""

from pathlib import Path

import openpyxl


def workbook(folder: Path, *rows: dict[str, str], name: str = "jobs.xlsx") -> Path:
    """A workbook with the keys of the rows as headings in row 1, every value as text."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Jobs"
    headings = list(dict.fromkeys(key for row in rows for key in row))
    for column, heading in enumerate(headings, start=1):
        sheet.cell(1, column, heading)
        for number, row in enumerate(rows, start=2):
            cell = sheet.cell(number, column)
            cell.value = row.get(heading) or None
            if cell.value is not None:
                cell.data_type = "s"
    path = folder / name
    book.save(path)
    book.close()
    return path
