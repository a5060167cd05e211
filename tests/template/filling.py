"""A template filled in as a person would: cells take the format of their column, and nothing else is touched."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook import Workbook

import importer.template.write  # noqa: F401 - so that openpyxl writes the boxes of notes as Excel does

Row = Mapping[str, Any]  # heading -> value


def worked_example(path: Path) -> dict[str, Any]:
    """The worked example of the Guide, by the headings of the sheet."""
    book = openpyxl.load_workbook(path)
    headings = {cell.value for cell in book["Jobs"][1]}
    lines = book["Guide"].iter_rows(max_col=2, values_only=True)
    return {str(heading): value for heading, value in lines if heading in headings and value is not None}


def fill(path: Path, *rows: Row, order: Sequence[str] | None = None, name: str = "filled.xlsx") -> Path:
    """The template with these rows, from row 2 on; `order` moves the columns, headings, formats and all."""
    book = openpyxl.load_workbook(path)
    headings = [str(cell.value) for cell in book["Jobs"][1]]
    formats = {h: book["Jobs"].column_dimensions[c.column_letter].number_format for h, c in _cells(book).items()}
    places = order or headings
    for at, heading in enumerate(places, 1):
        book["Jobs"].cell(1, at, heading)
        for number, row in enumerate(rows, 2):
            if row.get(heading) is not None:
                cell = book["Jobs"].cell(number, at, row[heading])
                if (form := formats.get(heading, "General")) != "General":
                    cell.number_format = form
    filled = path.with_name(name)
    book.save(filled)
    return filled


def _cells(book: Workbook) -> dict[str, Any]:
    return {str(cell.value): cell for cell in book["Jobs"][1]}
