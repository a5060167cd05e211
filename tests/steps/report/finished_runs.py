"""Finished runs, made of real sheets."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
from openpyxl.workbook import Workbook

from importer.child_process import Bounds
from importer.records import ImportResult, Outcome, Sheet, Status
from importer.steps.map import map_columns
from importer.steps.report import write_results
from importer.steps.validate import validate_rows

Rows = Mapping[int, Sequence[str]]
Finished = Callable[..., ImportResult]
Written = Callable[..., Workbook]

BOUNDS = Bounds(1024, 120)
HEADINGS = ["Project code", "Job type code", "Status code", "Name"]
SOUND = ["P-1001", "MAINT", "Open", "Yearly boiler service"]


def results_at(path: Path, result: ImportResult) -> Path:
    """Write the results of a run to `path`, or beside it; where they are."""
    place = write_results(result, path, bounds=BOUNDS).results
    assert place is not None
    return place


def finished_run(folder: Path, headings: Sequence[str], rows: Rows, **places: object) -> ImportResult:
    cells = pd.DataFrame(list(rows.values()), index=list(rows), columns=list(headings), dtype="str")
    sheet = Sheet(folder / "jobs.xlsx", "Jobs", 1, list(headings), tuple(range(1, len(headings) + 1)), cells)
    batch = validate_rows(map_columns(replace(sheet, **places)))  # type: ignore[arg-type]
    invalid = batch.invalid_rows
    outcomes = [Outcome(r, Status.INVALID) if r in invalid else Outcome(r, Status.CREATED, job_id(r)) for r in rows]
    noon = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return ImportResult(batch, tuple(outcomes), "practice", noon, noon.replace(minute=1), run=14)


def job_id(row: int) -> str:
    return f"7e60fd05-1c08-4886-b483-{row:012d}"
