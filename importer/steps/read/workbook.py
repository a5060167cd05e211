"""Workbooks through calamine: which worksheet, and its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from importer.errors import SheetError
from importer.problem import EMPTY_SHEET, NO_SUCH_SHEET, NOT_READABLE
from importer.steps.read.grid import Grid, MergedCells
from importer.steps.read.layout import knows_headings
from importer.steps.read.layout_headings import Known
from importer.steps.read.second_look import with_second_look
from importer.steps.read.table import filled, frame_of

_MOST_COLUMNS = 16_384  # of Excel; a cell beyond them is damage


def read_workbook(path: Path, wanted: str | None, known: Known) -> Grid:
    """Read one worksheet: the one wanted, else the first visible one with headings that we know, else the first.

    Raises SheetError.
    """
    with _damage_told(path), path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        if not _worksheets(book):
            raise SheetError(NOT_READABLE, path=path, reason="it has no worksheet")
        grid = _first_suitable(book, path, known) if wanted is None else _named(book, path, wanted)
    return with_second_look(grid, path)


@contextmanager
def _damage_told(path: Path) -> Iterator[None]:
    try:
        yield
    except WorksheetNotFound as found:
        raise SheetError(NOT_READABLE, path=path, reason=f'its sheet "{found}" is listed, but missing') from found
    except CalamineError as found:
        raise SheetError(NOT_READABLE, path=path, reason=f"a part of it is damaged ({found})") from found
    except BaseException as found:
        if type(found).__name__ != "PanicException":  # pyo3's: not an Exception, and its class cannot be imported
            raise
        raise SheetError(NOT_READABLE, path=path, reason="a part of it is damaged") from found


def _worksheets(book: CalamineWorkbook) -> list[SheetMetadata]:
    return [about for about in book.sheets_metadata if about.typ is SheetTypeEnum.WorkSheet]


def _named(book: CalamineWorkbook, path: Path, wanted: str) -> Grid:
    names = [about.name for about in _worksheets(book)]
    alike = [name for name in names if name.casefold() == wanted.casefold()]
    if wanted not in names and len(alike) != 1:
        raise SheetError(NO_SUCH_SHEET, path=path, name=wanted, found=", ".join(f'"{name}"' for name in names))
    name = wanted if wanted in names else alike[0]
    grid = _grid_of(book, path, name)
    if grid is None:
        raise SheetError(EMPTY_SHEET, path=path, which=f'The sheet "{name}"')
    return grid


def _first_suitable(book: CalamineWorkbook, path: Path, known: Known) -> Grid:
    first = None
    for about in _worksheets(book):
        if about.visible is not SheetVisibleEnum.Visible:
            continue
        grid = _grid_of(book, path, about.name)
        if grid and knows_headings(grid, known=known):
            return grid
        first = first or grid
    if first is None:
        raise SheetError(EMPTY_SHEET, path=path, which="Every visible sheet")
    return first


def _grid_of(book: CalamineWorkbook, path: Path, name: str) -> Grid | None:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return None
    if sheet.end[1] >= _MOST_COLUMNS:
        raise SheetError(NOT_READABLE, path=path, reason="it has a cell to the right of Excel's last column")
    rows = filled(enumerate(sheet.iter_rows(), 1))  # blank rows above the first cell are given, columns are not
    places, cells = frame_of(rows)
    if cells.empty:
        return None
    before = sheet.start[1]
    merged = tuple(
        MergedCells(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )
    return Grid(name, tuple(before + place + 1 for place in places), cells, merged=merged)
