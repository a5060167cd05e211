"""Workbooks through calamine: which worksheet, and its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
)

from importer.catalogue.find import find_field
from importer.errors import SheetError
from importer.problem import EMPTY_SHEET, NO_SUCH_SHEET, NOT_READABLE
from importer.records import Sheet
from importer.steps.read.table import Headings, Row, filled, first_headings, table_of

_MOST_COLUMNS = 16_384  # of Excel; a cell beyond them is damage


@dataclass(frozen=True)
class _Worksheet:
    """A worksheet that is not empty: its headings, the blank columns before them, and the rows still to be read."""

    name: str
    before: int
    headings: Headings
    rows: Iterator[Row]

    @property
    def is_known(self) -> bool:
        return any(find_field(text) for text in self.headings.texts)


def read_workbook(path: Path, wanted: str | None) -> Sheet:
    """Read one worksheet: the one wanted, else the first visible one that suits. Raises SheetError."""
    with _damage_told(path), path.open("rb") as file, CalamineWorkbook.from_filelike(file) as book:
        if not _worksheets(book):
            raise SheetError(NOT_READABLE, path=path, reason="it has no worksheet")
        chosen = _first_suitable(book, path) if wanted is None else _named(book, path, wanted)
        table = table_of(chosen.headings, chosen.rows)
    return Sheet(
        path=path,
        name=chosen.name,
        heading_row=chosen.headings.row,
        headings=table.headings,
        columns=tuple(chosen.before + place + 1 for place in table.places),
        cells=table.cells,
    )


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


def _named(book: CalamineWorkbook, path: Path, wanted: str) -> _Worksheet:
    names = [about.name for about in _worksheets(book)]
    alike = [name for name in names if name.casefold() == wanted.casefold()]
    if wanted not in names and len(alike) != 1:
        raise SheetError(NO_SUCH_SHEET, path=path, name=wanted, found=", ".join(f'"{name}"' for name in names))
    name = wanted if wanted in names else alike[0]
    worksheet = _opened(book, path, name)
    if worksheet is None:
        raise SheetError(EMPTY_SHEET, path=path, which=f'The sheet "{name}"')
    return worksheet


def _first_suitable(book: CalamineWorkbook, path: Path) -> _Worksheet:
    first = None
    for about in _worksheets(book):
        if about.visible is not SheetVisibleEnum.Visible:
            continue
        worksheet = _opened(book, path, about.name)
        if worksheet and worksheet.is_known:
            return worksheet
        first = first or worksheet
    if first is None:
        raise SheetError(EMPTY_SHEET, path=path, which="Every visible sheet")
    return first


def _opened(book: CalamineWorkbook, path: Path, name: str) -> _Worksheet | None:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return None
    if sheet.end[1] >= _MOST_COLUMNS:
        raise SheetError(NOT_READABLE, path=path, reason="it has a cell to the right of Excel's last column")
    rows = filled(enumerate(sheet.iter_rows(), 1))  # blank rows above the first cell are given, columns are not
    headings = first_headings(rows)
    if headings is None:
        return None
    return _Worksheet(name, sheet.start[1], headings, rows)
