"""Good rows to spoil one thing of, and frames and batches made of them."""

from pathlib import Path

import pandas as pd

from importer.problem import Problem
from importer.records import Batch, Sheet
from importer.steps.map import map_columns
from importer.steps.validate import validate_rows

GOOD = {
    "Project code": "P-1001",
    "Job type code": "MAINT",
    "Status code": "ToBePlanned",
    "Name": "Yearly boiler service",
}


def sheet_of(*rows: dict[str, str], first_row: int = 2) -> Sheet:
    """A sheet whose headings are the keys of the rows, in the order in which they occur."""
    headings = list(dict.fromkeys(key for row in rows for key in row))
    index = range(first_row, first_row + len(rows))
    texts = [[row.get(heading, "") for heading in headings] for row in rows]
    cells = pd.DataFrame(texts, columns=headings, index=index, dtype="str")
    return Sheet(Path("jobs.xlsx"), "Jobs", 1, headings, tuple(range(1, len(headings) + 1)), cells)


def good(**changes: str) -> dict[str, str]:
    """A good row with changes; underscores in a key stand for spaces of the heading, and '' leaves the field empty."""
    return GOOD | {heading.replace("_", " "): text for heading, text in changes.items()}


def judged(*rows: dict[str, str]) -> Batch:
    """The rows, mapped and validated offline."""
    return validate_rows(map_columns(sheet_of(*rows)))


def told(problems: tuple[Problem, ...]) -> list[tuple[int | None, str, int]]:
    """Problems as triples: row, field, number."""
    return [(problem.row, problem.field, problem.code.number) for problem in problems]
