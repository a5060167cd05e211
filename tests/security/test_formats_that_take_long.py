"""S5: the number formats of a workbook cost little, however long they are and however many cells have them."""

from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pytest

from importer.steps.map import excel_formats, map_columns
from importer.steps.read import read_sheet
from tests.builders import GOOD
from tests.command import importer_measured
from tests.processor import allowed
from tests.steps.read.other_formats import styles_of_xlsb, xlsb

ROWS = 300
LONGEST = 255  # signs that Excel takes


def formatted(path: Path, code: str) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append([*GOOD])
    for number in range(ROWS):
        sheet.append([*[*GOOD.values()][:-1], 1000 + number])
        sheet.cell(number + 2, len(GOOD)).number_format = code
    book.save(path)
    return path


@pytest.mark.parametrize(
    "code", ["0" * LONGEST, "0." + "0" * 248 + "E+00", "d m " * 63, "# " + "?" * 120 + "/" + "?" * 120]
)
def test_one_is_looked_through_once_for_all_cells(tmp_path: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = read_sheet(formatted(tmp_path / "jobs.xlsx", code))
    tokens_of = Mock(wraps=excel_formats.tokens_of)
    monkeypatch.setattr(excel_formats, "tokens_of", tokens_of)
    map_columns(sheet)
    assert 0 < tokens_of.call_count < 10


@pytest.mark.parametrize("code", ["0" * 200_000, "0 " * 100_000, "d" * 200_000, "0." + "0" * 200_000 + "E+00"])
@pytest.mark.thorough(but=1)
def test_one_that_is_longer_than_excel_takes_is_none(tmp_path: Path, code: str) -> None:
    path = xlsb(tmp_path / "jobs.xlsb", styles=styles_of_xlsb("00000", code))
    said = importer_measured("check", path, state=tmp_path / "state", cwd=str(tmp_path))
    assert said.status == 4
    assert said.seconds < allowed(1.2)
