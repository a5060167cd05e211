"""A sheet with one column to be understood."""

from dataclasses import replace
from typing import Any

from importer.records import Batch
from importer.settings import Options
from importer.steps.map import map_columns
from tests.builders import sheet_of


def mapped(heading: str, *texts: str, csv: bool = False, **options: Any) -> Batch:
    """The texts as the only column of a sheet, from row 2 on, understood."""
    sheet = sheet_of(*({heading: text} for text in texts))
    return map_columns(replace(sheet, name="") if csv else sheet, Options(**{"timezone": "Europe/Brussels"} | options))


def values(batch: Batch) -> list[str]:
    """What was understood."""
    return [str(value) for value in batch.values.iloc[:, 0]]


def found(batch: Batch) -> list[tuple[int | None, int]]:
    """Problems as row and number."""
    return [(problem.row, problem.code.number) for problem in batch.problems]
