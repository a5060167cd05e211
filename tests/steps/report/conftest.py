"""Finished runs, and the workbooks that are written of them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from importer.records import ImportResult
from tests.steps.report.finished_runs import HEADINGS, Finished, Rows, Written, finished_run, results_at


@pytest.fixture
def finished(tmp_path: Path) -> Finished:
    """Make a finished run of rows given as {row: cells}; sound rows were created."""

    def run(rows: Rows, headings: Sequence[str] = HEADINGS, **places: object) -> ImportResult:
        return finished_run(tmp_path, headings, rows, **places)

    return run


@pytest.fixture
def written(tmp_path: Path) -> Iterator[Written]:
    """Write the results of a run and open them with openpyxl."""
    opened: list[Workbook] = []

    def write(result: ImportResult) -> Workbook:
        opened.append(openpyxl.load_workbook(results_at(tmp_path / "jobs.results.xlsx", result)))
        return opened[-1]

    yield write
    for workbook in opened:
        workbook.close()
