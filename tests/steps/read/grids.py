"""Grids for tests, written as the rows that a person sees."""

from pathlib import Path

import pandas as pd

from importer.catalogue.fields_by_heading import find_field
from importer.records import CellNote, Sheet
from importer.settings import Options
from importer.steps.read.grid import Grid, MergedCells
from importer.steps.read.layout import FindField, make_sheet

HEADINGS = ("Project code", "Job type code", "Status code", "Name", "Estimated time")
JOB = ("P-1001", "MAINT", "ToBePlanned", "Yearly boiler service", "90")


def grid_of(
    *rows: tuple[str, ...], merged: tuple[str, ...] = (), hidden: tuple[int, ...] = (), name: str = "Jobs"
) -> Grid:
    """A grid of rows from Excel row 1 on; an empty tuple is a blank row. Merges are given as 'A1:B2'."""
    width = max(map(len, rows), default=0)
    filled = {number: [*row, *[""] * (width - len(row))] for number, row in enumerate(rows, start=1) if any(row)}
    used = [place for place in range(width) if any(row[place] for row in filled.values())]
    cells = pd.DataFrame(
        [[row[place] for place in used] for row in filled.values()],
        index=pd.Index(list(filled), dtype="int64"),
        columns=pd.RangeIndex(len(used)),
        dtype="str",
    )
    return Grid(
        name, tuple(place + 1 for place in used), cells, hidden_rows=frozenset(hidden), merged=tuple(map(area, merged))
    )


def area(address: str) -> MergedCells:
    """'B2:C4' as a merged range."""
    (left, top), (right, bottom) = ((ord(cell[0]) - 64, int(cell[1:])) for cell in address.split(":"))
    return MergedCells(top, left, bottom, right)


def laid_out(grid: Grid, options: Options = Options(), find_field: FindField = find_field) -> Sheet:
    return make_sheet(grid, Path("jobs.xlsx"), options, find_field=find_field)


def noted(sheet: Sheet) -> list[tuple[int | None, int, int]]:
    """The notes as triples: row, column, number."""
    return [(note.row, note.column, note.code.number) for note in sheet.notes]


def said(note: CellNote) -> str:
    """The sentence and advice of a note."""
    return f"{note.code.sentence} {note.code.advice}".format(**note.values)
