# ruff: noqa: DTZ001 - the times of Excel have no zone
"""Workbooks of any content, written by openpyxl, read by us and by openpyxl: every cell must be equal.

The differences, all in our favour:
- a formula without a result is that formula, with a note; openpyxl gives nothing;
- midnight is a day, as everywhere here; openpyxl gives a moment;
- `_x0041_` is the character that it stands for, as in Excel; openpyxl leaves it;
- digits are as many as the format shows (00123); openpyxl gives the number.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from importer.errors import SheetError
from importer.problem import EMPTY_SHEET, NEVER_CALCULATED
from importer.settings import Options
from tests.examples import examples
from tests.steps.read.in_process import grid_in

DIGITS = {"00000": 5, "000": 3}
FORMATS = ("General", "0", "0.00", "#,##0.00", "0%", "@", "0.00E+00", "##0.0E+0", "# ?/?", "0.0%", *DIGITS)
ERRORS = ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!")
WORDS = ("=1+1", "007", "1E5", "1.23E+11", "12/3", "2026-12-31", "NA", "TRUE", "#N/A", "########", " ", "<&>\"'")
DAYS = ("yyyy-mm-dd", "dd/mm/yyyy", "d mmm yy", "[$-413]d mmmm yyyy", "dd.mm.yyyy;@", 'yyyy"年"m"月"d"日"')
MOMENTS = ("yyyy-mm-dd hh:mm", "d/m/yy h:mm:ss", "mmm d, yyyy h:mm AM/PM")
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), include_characters="\t\n"), min_size=1, max_size=9
)
NUMBER = st.one_of(
    st.integers(-(10**14), 10**14),
    st.floats(-1e14, 1e14, allow_nan=False).map(lambda number: float(f"{number:.14g}")),
    st.decimals(-10_000, 10_000, places=2).map(float),
)
MOMENT = st.datetimes(datetime(1900, 3, 1), datetime(9999, 12, 30)).map(lambda moment: moment.replace(microsecond=0))
DAY = st.dates(date(1900, 3, 1), date(9999, 12, 31)).map(lambda day: datetime(day.year, day.month, day.day))
CLOCK = st.times().map(lambda clock: clock.replace(microsecond=0))
LENGTH = st.integers(0, 10**7).map(lambda seconds: timedelta(seconds=seconds))
CELL = st.one_of(
    st.tuples(TEXT, st.just("General")),
    st.tuples(st.sampled_from(WORDS), st.just("@")),
    st.tuples(NUMBER, st.sampled_from(FORMATS)),
    st.tuples(st.booleans(), st.just("General")),
    st.tuples(DAY, st.sampled_from(DAYS + MOMENTS)),
    st.tuples(MOMENT, st.sampled_from(MOMENTS)),
    st.tuples(CLOCK, st.sampled_from(["hh:mm", "h:mm:ss"])),
    st.tuples(LENGTH, st.sampled_from(["[h]:mm", "[h]:mm:ss"])),
    st.tuples(st.sampled_from(ERRORS), st.just("error")),
    st.tuples(st.sampled_from(["=A1&B2", "=SUM(A1:A3)"]), st.just("formula")),
)  # fmt: skip
PLACE = st.tuples(st.integers(1, 40), st.integers(1, 30))
CELLS = st.dictionaries(PLACE, CELL, max_size=25)


def fill(sheet: Worksheet, cells: dict[tuple[int, int], tuple[object, str]]) -> None:
    for (row, column), (value, format_) in cells.items():
        cell = sheet.cell(row, column)
        cell.value = value  # type: ignore[assignment]
        if format_ == "error":
            cell.data_type = "e"
        elif format_ != "formula":
            cell.number_format = format_
            cell.data_type = "s" if isinstance(value, str) else cell.data_type


def as_seen(cell: Cell | MergedCell) -> str:
    value: object = cell.value
    format_ = cell.number_format
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, str):
        return value
    return _digits(value, DIGITS.get(format_, 0))


def _digits(value: object, width: int) -> str:
    text = format(Decimal(repr(value)), "f")
    text = text.removesuffix(".0") if text != "-0.0" else "0"
    return text.zfill(width) if text.isdigit() else text


def expected(path: Path, name: str) -> dict[tuple[int, int], str]:
    """What is seen, by openpyxl's reading; rows of nothing but white space are left out."""
    values, formulas = openpyxl.load_workbook(path, data_only=True)[name], openpyxl.load_workbook(path)[name]
    found = {}
    for row in values.iter_rows():
        texts = {
            (int(cell.row or 0), int(cell.column or 0)): str(other.value)
            if (other := formulas[cell.coordinate]).data_type == "f"
            else as_seen(cell)
            for cell in row
        }
        if any(text.strip() for text in texts.values()):
            found.update({place: text for place, text in texts.items() if text})
    return {place: text for place, text in found.items() if place[1] in {p[1] for p, t in found.items() if t.strip()}}


@pytest.mark.thorough
@settings(max_examples=examples(60), deadline=None)
@given(CELLS, CELLS, st.sets(st.integers(1, 40), max_size=4), st.sampled_from(["", "A1:B2", "C5:C9"]), st.booleans())
def test_we_read_what_openpyxl_reads(
    tmp_path_factory: pytest.TempPathFactory,
    first: dict[tuple[int, int], tuple[object, str]],
    second: dict[tuple[int, int], tuple[object, str]],
    hidden: set[int],
    merged: str,
    from_1904: bool,
) -> None:
    path = tmp_path_factory.getbasetemp() / "any.xlsx"
    book = openpyxl.Workbook()
    if from_1904:
        book.epoch = CALENDAR_MAC_1904
    for name, cells in {"First": first, "Second": second}.items():
        fill(
            book.create_sheet(name),
            {place: cell for place, cell in cells.items() if not from_1904 or not _is_early(cell[0])},
        )
    for row in hidden:
        book["Second"].row_dimensions[row].hidden = True
    if merged:
        book["Second"].merge_cells(merged)
    book.save(path)
    for name in ("First", "Second"):
        _compare(path, name, hidden if name == "Second" else set(), merged if name == "Second" else "")


def _is_early(value: object) -> bool:
    return isinstance(value, datetime) and value.year < 1905


def _compare(path: Path, name: str, hidden: set[int], merged: str) -> None:
    wanted = expected(path, name)
    if not wanted:
        with pytest.raises(SheetError) as caught:
            grid_in(path, Options(sheet=name))
        assert caught.value.code is EMPTY_SHEET
        return
    grid = grid_in(path, Options(sheet=name))
    got = {
        (row, column): text
        for row, *texts in grid.cells.itertuples(name=None)
        for column, text in zip(grid.columns, texts, strict=True)
        if text
    }
    assert got == wanted
    assert grid.hidden_rows == hidden & set(grid.cells.index)
    assert len(grid.merged) == bool(merged)
    formulas = {(note.row, note.column) for note in grid.notes if note.code is NEVER_CALCULATED}
    assert formulas == {place for place, text in wanted.items() if text in {"=A1&B2", "=SUM(A1:A3)"}}
