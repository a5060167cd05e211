"""S5: what an .ods says once and repeats costs what it says: a file of 1 kB does not stand for a million rows."""

from pathlib import Path

import pytest

from tests.command import importer, importer_measured
from tests.processor import allowed
from tests.steps.read.other_formats import text_cell
from tests.steps.read.test_ods import row, written

SECONDS = 8.0  # of the processor, for a whole command and all that it starts
HEADINGS = row(*map(text_cell, ("Name", "Description", "Project", "Job type", "Status", "Due date")))


def repeated(rows: int, columns: int) -> str:
    """A row that is to be seen so often, of a name in so many cells."""
    cell = text_cell("x", f' table:number-columns-repeated="{columns}"')
    return row(cell, attributes=f' table:number-rows-repeated="{rows}"')


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(("rows", "columns"), [(1_000_000, 1), (20_002, 1), (5_000, 1_000), (200, 16_384)])
def test_what_is_repeated_without_end_is_refused_at_once(tmp_path: Path, rows: int, columns: int) -> None:
    path = written(tmp_path / "jobs.ods", HEADINGS + repeated(rows, columns))
    assert path.stat().st_size < 2_000
    said = importer_measured("check", path, state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 3, said.err
    assert "is too large to read: it repeats " in said.err
    assert "Delete the sheets and rows that you do not need" in said.err
    assert said.seconds < allowed(SECONDS)


def test_rows_repeated_bit_by_bit_are_counted_together(tmp_path: Path) -> None:
    said = importer("check", written(tmp_path / "jobs.ods", HEADINGS + 21 * repeated(1_000, 1)), state=tmp_path / "s")
    assert (said.status, "it repeats filled rows more than 20,000 times" in said.err) == (3, True), said.err


@pytest.mark.thorough
@pytest.mark.parametrize(("rows", "columns"), [(20_000, 6), (5_000, 390), (120, 16_000)])
def test_what_is_repeated_within_the_bounds_costs_little(tmp_path: Path, rows: int, columns: int) -> None:
    path = written(tmp_path / "jobs.ods", HEADINGS + repeated(rows, columns))
    said = importer_measured("check", path, "--json", state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 4, said.err
    assert said.seconds < allowed(SECONDS)


def test_rows_of_another_worksheet_and_blank_ones_may_be_repeated_as_often_as_there_are(tmp_path: Path) -> None:
    lists = f'<table:table table:name="Lists">{repeated(1_048_576, 3)}</table:table>'
    blank = row('<table:table-cell table:style-name="ce1"/>', attributes=' table:number-rows-repeated="1048500"')
    jobs = f'<table:table table:name="Jobs">{HEADINGS}{repeated(3, 1)}{blank}</table:table>'
    path = written(tmp_path / "jobs.ods", "", spreadsheet=jobs + lists)
    said = importer("check", path, "--sheet", "Jobs", "--json", state=tmp_path / "state")
    assert said.status == 4, said.err
    assert said.object["rows"] == 3
