"""Rows struck through, and rows of another colour, are told; struck ones can be left out."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from importer.problem import FILL_APART, STRUCK_INCLUDED, STRUCK_LEFT_OUT
from importer.records import Sheet
from importer.settings import Options
from importer.steps.read.layout import sheet_of_grid
from tests.steps.read.grids import HEADINGS, JOB
from tests.steps.read.in_process import grid_in

LOOKS = {FILL_APART, STRUCK_INCLUDED, STRUCK_LEFT_OUT}
STRUCK = Font(strike=True)
GREY, RED, WHITE = (PatternFill("solid", fgColor=colour) for colour in ("FFD9D9D9", "FFFF0000", "FFFFFFFF"))


def made(path: Path, rows: int, *, struck: dict[int, int], filled: dict[int, PatternFill]) -> Path:
    """Rows of jobs, the first `struck` cells of some struck through."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADINGS)
    for number in range(2, rows + 2):
        sheet.append(JOB)
        for cell in sheet[number][: struck.get(number, 0)]:
            cell.font = STRUCK
        for cell in sheet[number] if number in filled else ():
            cell.fill = filled[number]
    for cell in sheet[1]:
        cell.fill = GREY
    book.save(path)
    return path


def read(path: Path, options: Options = Options()) -> tuple[Sheet, dict[str, str]]:
    sheet = sheet_of_grid(grid_in(path, options), path, options)
    told = {note.code.title: str(note.values["which"]) for note in sheet.notes if note.code in LOOKS}
    return sheet, told


@pytest.mark.parametrize("cells", [5, 4, 3])
def test_rows_struck_through_are_told_and_stay(tmp_path: Path, cells: int) -> None:
    sheet, told = read(made(tmp_path / "a.xlsx", 6, struck={3: cells, 5: cells}, filled={}))
    assert (sheet.rows, told) == (6, {"Rows struck through": "rows 3, 5"})


def test_rows_struck_through_are_left_out_where_that_is_asked(tmp_path: Path) -> None:
    sheet, told = read(made(tmp_path / "a.xlsx", 6, struck={3: 5, 7: 5}, filled={}), Options(skip_struck=True))
    assert (list(sheet.cells.index), told) == ([2, 4, 5, 6], {"Rows struck through left out": "rows 3, 7"})
    assert sheet.struck_rows == 2


def test_a_single_cell_struck_through_says_nothing_of_its_row(tmp_path: Path) -> None:
    assert read(made(tmp_path / "a.xlsx", 6, struck={3: 1}, filled={}))[1] == {}


Runs = list[tuple[bool, str]]  # whether each is struck through, and its text


def rich_inline(path: Path, runs: Runs) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(JOB)
    for place in range(1, 4):
        blocks = [TextBlock(InlineFont(strike=struck or None), text) for struck, text in runs]
        sheet.cell(3, place).value = CellRichText(*blocks)
    book.save(path)
    return path


def rich_shared(path: Path, runs: Runs) -> Path:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        formats = {True: book.add_format({"font_strikeout": True}), False: book.add_format({"bold": True})}
        for row, cells in enumerate((HEADINGS, JOB)):
            sheet.write_row(row, 0, cells)
        for place in range(3):
            pieces = [piece for struck, text in (*runs, (runs[-1][0], " ")) for piece in (formats[struck], text)]
            assert sheet.write_rich_string(2, place, *pieces) == 0
    return path


@pytest.mark.parametrize("written", [rich_inline, rich_shared])
@pytest.mark.parametrize(
    ("runs", "is_struck"),
    [([(True, "Old ")], True), ([(True, "Old"), (False, " "), (True, "pump")], True),
     ([(True, "Old"), (False, "new")], False), ([(False, "new")], False)],
)  # fmt: skip
def test_a_row_whose_texts_are_struck_through_themselves_is_told(
    tmp_path: Path, written: Callable[[Path, Runs], Path], runs: Runs, is_struck: bool
) -> None:
    sheet, told = read(written(tmp_path / "a.xlsx", runs))
    assert (sheet.rows, told) == (2, {"Rows struck through": "row 3"} if is_struck else {})


@pytest.mark.parametrize(
    "others", [{}, {3: WHITE}, dict.fromkeys(range(2, 13), GREY), dict.fromkeys((2, 4, 6, 8), GREY)]
)
def test_a_row_of_another_colour_than_all_others_is_told(tmp_path: Path, others: dict[int, PatternFill]) -> None:
    path = made(tmp_path / "a.xlsx", 12, struck={}, filled={**others, 7: RED})
    assert read(path)[1] == {"Rows of another colour": "row 7"}


@pytest.mark.parametrize(
    "filled",
    [{}, dict.fromkeys(range(2, 14, 2), GREY), dict.fromkeys((3, 4), WHITE), dict.fromkeys(range(2, 14), RED)],
)
def test_colours_that_all_rows_or_every_second_have_say_nothing(tmp_path: Path, filled: dict[int, PatternFill]) -> None:
    assert read(made(tmp_path / "a.xlsx", 12, struck={}, filled=filled))[1] == {}
