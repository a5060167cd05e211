"""Damaged workbooks: a part with data refuses the file, any other does not stop the reading."""

import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.chart import BarChart
from openpyxl.styles import Font

from importer.problem import (
    FORMATS_UNREADABLE,
    NOT_READABLE,
    Code,
)
from importer.steps.read import read_sheet
from tests.steps.read.hostile.refusals import PLAIN, refusal
from tests.steps.read.raw_workbooks import MAIN, packed, parts_of, strings, styles


def test_the_plain_workbook_of_these_tests_is_read(tmp_path: Path) -> None:
    assert read_sheet(packed(tmp_path / "a.xlsx", parts_of(PLAIN))).rows == 1


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/workbook.xml", None, NOT_READABLE),
        ("xl/_rels/workbook.xml.rels", None, NOT_READABLE),
        ("xl/worksheets/sheet1.xml", None, NOT_READABLE),
        ("xl/sharedStrings.xml", None, NOT_READABLE),
        ("xl/workbook.xml", "<workbook", NOT_READABLE),
        ("xl/worksheets/sheet1.xml", PLAIN[:-20], NOT_READABLE),
        ("xl/worksheets/sheet1.xml", "", NOT_READABLE),
        ("xl/sharedStrings.xml", f'<sst xmlns="{MAIN}"><si><t>Na', NOT_READABLE),
    ],
)
def test_a_data_part_missing_or_damaged_refuses_the_file(
    tmp_path: Path, part: str, content: str | None, code: Code
) -> None:
    """Case 30."""
    parts = parts_of(PLAIN, strings=strings("<t>Name</t>"))
    parts.pop(part)
    if content is not None:
        parts[part] = content
    assert refusal(packed(tmp_path / "a.xlsx", parts)).code is code


def damaged_inside(path: Path, part: str) -> Path:
    """Change the packed bytes of a part, so that its check sum does not fit."""
    with zipfile.ZipFile(path) as archive:
        info = next(entry for entry in archive.infolist() if entry.filename.endswith(part))
    content = bytearray(path.read_bytes())
    place = info.header_offset + 30 + len(info.filename) + info.compress_size // 2
    content[place] ^= 0xFF
    path.write_bytes(content)
    return path


def book_with_everything(path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"], sheet["A2"] = "Name", "Boiler"
    sheet["A1"].font = Font(bold=True)
    sheet.add_chart(BarChart(), "C3")
    book.save(path)
    return path


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
def test_a_check_sum_that_does_not_fit_refuses_a_data_part(tmp_path: Path, part: str) -> None:
    """W7."""
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as made:
        made.add_worksheet("Jobs").write_column(0, 0, ["Name", "Boiler"])
    assert refusal(damaged_inside(tmp_path / "a.xlsx", part)).code is NOT_READABLE


def test_a_missing_part_with_the_styles_is_told(tmp_path: Path) -> None:
    """Case 30."""
    parts = parts_of(PLAIN, styles=styles("00000"))
    del parts["xl/styles.xml"]
    sheet = read_sheet(packed(tmp_path / "a.xlsx", parts))
    assert (sheet.rows, [note.code for note in sheet.notes]) == (1, [FORMATS_UNREADABLE])


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/theme/theme1.xml"]
)
def test_damaged_styles_and_drawings_do_not_stop_the_reading(tmp_path: Path, part: str) -> None:
    """Case 30."""
    sheet = read_sheet(damaged_inside(book_with_everything(tmp_path / "a.xlsx"), part))
    assert list(sheet.cells.loc[2]) == ["Boiler"]
    assert ([note.code for note in sheet.notes] == [FORMATS_UNREADABLE]) is (part == "xl/styles.xml")
