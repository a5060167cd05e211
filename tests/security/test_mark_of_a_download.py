"""S10: results of a sheet that came from outside are marked as that sheet is, so that Excel opens them protected."""

import os
import sys
from pathlib import Path

import pytest

from tests.builders import good
from tests.command import importer
from tests.workbooks import workbook

MARK = "user.xdg.origin.url"
URL = b"https://example.org/jobs.xlsx"


@pytest.mark.thorough(but=1)
@pytest.mark.skipif(sys.platform != "linux", reason="the mark of Linux")
@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_results_have_the_mark_of_their_sheet(tmp_path: Path, ending: str) -> None:
    sheet, place = workbook(tmp_path, good()), tmp_path / f"out{ending}"
    try:
        os.setxattr(sheet, MARK, URL)
    except OSError:
        pytest.skip("this file system has no marks")
    words = ("run", sheet, "--target", "practice", "--yes", "--results", place)
    assert importer(*words, state=tmp_path / "state").status == 0
    assert os.getxattr(place, MARK) == URL


def test_results_of_a_sheet_without_a_mark_have_none(tmp_path: Path) -> None:
    sheet, place = workbook(tmp_path, good()), tmp_path / "out.xlsx"
    assert importer("check", sheet, "--results", place, state=tmp_path / "state").status == 0
    if sys.platform == "linux":
        assert MARK not in os.listxattr(place)
