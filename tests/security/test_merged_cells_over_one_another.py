"""S5: merged cells that lie over one another cost no more to look at than the sheet has cells."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.builders import good
from tests.command import importer, importer_measured
from tests.processor import allowed
from tests.steps.report.parts import parts
from tests.workbooks import workbook

SHEET = "xl/worksheets/sheet1.xml"
MANY = 1_000


def merged(folder: Path, rows: int, areas: Iterable[str]) -> Path:
    """A workbook of jobs with these areas merged, with something in every cell of them."""
    path = workbook(folder, *(good(Reference=f"R-{number}") for number in range(rows)))
    listed = "".join(f'<mergeCell ref="{area}"/>' for area in areas)
    with_areas = parts(path)[SHEET].replace(b"</sheetData>", f"</sheetData><mergeCells>{listed}</mergeCells>".encode())
    whole = parts(path) | {SHEET: with_areas}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in whole.items():
            archive.writestr(name, content)
    return path


def test_areas_over_one_another_are_refused_at_once(tmp_path: Path) -> None:
    areas = (f"A{first}:E{last}" for first in range(2, 60) for last in range(MANY - 500, MANY))
    said = importer_measured("check", merged(tmp_path, MANY, areas), "--target", "practice", state=tmp_path / "state")
    assert said.status == 3
    assert "its merged cells overlap" in said.err
    assert said.seconds < allowed(20)


@pytest.mark.thorough
def test_one_area_again_and_again_is_one(tmp_path: Path) -> None:
    path = merged(tmp_path, MANY, [f"A2:E{MANY}"] * 20_000)
    said = importer_measured("check", path, "--target", "practice", state=tmp_path / "state")
    assert said.status == 0, said.err
    assert said.seconds < allowed(20)


def test_a_few_that_a_program_has_written_over_one_another_are_read(tmp_path: Path) -> None:
    path = merged(tmp_path, 3, ["A2:B2", "B2:C2", "A2:A3"])
    assert importer("check", path, "--target", "practice", state=tmp_path / "state").status == 0
