"""An .xlsx or .xlsm workbook, from its parts to blocks of rows."""

import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256

import numpy as np
import pyarrow as pa

from importer.languages import _
from importer.problem import FORMATS_UNREADABLE, NOT_READABLE
from importer.steps.read.sandbox.cells import Piece, blocks_of
from importer.steps.read.sandbox.choose import choose_sheet
from importer.steps.read.sandbox.number_formats import Format
from importer.steps.read.sandbox.output import Output, refuse_double
from importer.steps.read.sandbox.row_strikes_and_fills import Stylesheet, read_stylesheet
from importer.steps.read.sandbox.sheet_summaries import (
    FIRST_ROWS,
    NumberedRow,
    SheetGlance,
    SheetRequest,
    WorkbookSheets,
)
from importer.steps.read.sandbox.xlsx.active_formulas import FormulaSearch
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.shared_strings import SharedStrings, read_shared_strings
from importer.steps.read.sandbox.xlsx.small_sheets import SmallSheets
from importer.steps.read.sandbox.xlsx.spelling import CellSpeller
from importer.steps.read.sandbox.xlsx.tags import TEXT
from importer.steps.read.sandbox.xlsx.workbook_part import (
    ListedSheet,
    WorkbookPart,
    find_totals_rows,
    read_formats,
    read_workbook_part,
)
from importer.steps.read.sandbox.xlsx.worksheet import WorksheetRows
from importer.steps.read.sandbox.xlsx.xml_pieces import NotSplittable
from importer.workbook_parts.addresses import (
    ADDED_NAME,
    GUIDE_NAME,
    LIST_NAMES,
    SHEET_NAMES,
    corners_of,
    find_sheet_named,
)
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal, make_damage_refusal

_FIRST_PIECE = 1 << 16  # enough to choose a sheet by
_SMALL = 1 << 16
_OURS = frozenset({*SHEET_NAMES.values(), GUIDE_NAME})


def read_xlsx(package: Package, request: SheetRequest, output: Output) -> None:
    """Send the rows of the sheet that is requested, and what there is to say of it. Raises a Refusal."""
    book = read_workbook_part(package)
    strings = _read_strings(package, book.strings)
    context = WorkbookContext(strings.texts, _read_formats_part(package, book.styles, output), book.from_1904)
    stylesheet = replace(_read_stylesheet(package, book.styles), struck_strings=strings.struck)
    formulas = FormulaSearch()
    small = SmallSheets(package, context, request.known, formulas)
    sheet = _find_requested_sheet(book, context, request, output, small)
    worksheet = WorksheetRows(lambda: formulas.watch(sheet.part, package.open_part(sheet.part)))
    try:
        _send(worksheet.read_pieces(), context, stylesheet, output)
    except NotSplittable:
        output.start_again()
        _send(worksheet.read_pieces_exactly(), context, stylesheet, output)
    merged = [area for area in map(_area_of, worksheet.merged) if all(area)]
    output.set_rules(
        (one.areas, one.formula, one.own or stylesheet.rule_of(one.format_id)) for one in worksheet.formats
    )
    output.totals_rows = list(find_totals_rows(package, sheet.part))
    output.names = book.names
    output.active_content = [*output.active_content, *formulas.find_in_rest(package, book)]
    output.formats = context.codes
    output.finish(sheet.name, filtered=worksheet.filtered, merged=merged)


def _find_requested_sheet(
    book: WorkbookPart, context: WorkbookContext, request: SheetRequest, output: Output, small: SmallSheets
) -> ListedSheet:
    package, request, worksheets = small.package, _prefer_results(request, book), book.worksheets
    there = [bool(sheet.part) and package.has(sheet.part) for sheet in worksheets]
    found = next((sheet for sheet, is_there in zip(worksheets, there, strict=True) if not is_there), None)
    if found and not any(there):
        raise make_damage_refusal(_('its sheet "{name}" is listed, but missing').format(name=found.name))
    no_jobs = set(_list_sheets_of_ours(book)) if len(worksheets) > 1 else set()
    known_rows: dict[str | bytes, list[NumberedRow]] = {}  # thousands of sheets are mostly alike, and blank

    def can_hold_jobs(position: int) -> bool:
        return there[position] and worksheets[position].name not in no_jobs

    def first_rows(position: int) -> list[NumberedRow]:
        sheet = worksheets[position]
        if not can_hold_jobs(position):
            return []
        content = _content_of(package, sheet.part)
        if content not in known_rows:
            known_rows[content] = _read_first_rows(package, sheet.part, context)
        return known_rows[content]

    sheets = WorkbookSheets(
        [(sheet.name, sheet.visible) for sheet in worksheets],
        first_rows,
        lambda position: _read_row_numbers(package, worksheets[position].part),
        next((position for position, sheet in enumerate(worksheets) if sheet.is_active), None),
        lambda position: small.look_at(worksheets[position].part) if can_hold_jobs(position) else SheetGlance([], []),
    )
    chosen = worksheets[position := choose_sheet(sheets, request, output)]
    if not there[position]:
        raise make_damage_refusal(_('its sheet "{name}" is listed, but missing').format(name=chosen.name))
    return chosen


def _list_sheets_of_ours(book: WorkbookPart) -> Iterator[str]:
    """The names of those that have no jobs: what importer itself adds to results and templates."""
    for name, meaning in book.names:
        if name in _OURS or name.startswith(LIST_NAMES):
            yield find_sheet_named(meaning)


def _prefer_results(request: SheetRequest, book: WorkbookPart) -> SheetRequest:
    """Ask for the sheet to which an earlier run added its columns, where none is requested and there is one."""
    marked = next((find_sheet_named(meaning) for name, meaning in book.names if name == ADDED_NAME), "")
    if request.sheet is None and any(sheet.name == marked for sheet in book.worksheets):
        return replace(request, sheet=marked)
    return request


def _content_of(package: Package, part: str) -> str | bytes:
    """What is in a small part, as its hash: a check sum can be forged. A large part is like no other."""
    with suppress(Refusal):  # what is damaged there is told when it is read
        if package.find_entry(part).file_size <= _SMALL:
            return sha256(package.read_part(part)).digest()
    return part


def _read_row_numbers(package: Package, part: str) -> Iterator[int]:
    """The numbers of the rows with something in them; some twice where they cannot be had quickly."""
    worksheet = WorksheetRows(lambda: package.open_part(part))
    try:
        for piece in worksheet.read_pieces():
            yield from np.unique(piece.cells.rows).tolist()
    except NotSplittable:
        for piece in worksheet.read_pieces_exactly():
            yield from np.unique(piece.cells.rows).tolist()


def _read_strings(package: Package, part: str) -> SharedStrings:
    if not part:
        return SharedStrings(pa.array([], TEXT))
    with package.open_part(part) as file, package.open_part(part) as again:
        return read_shared_strings(file, again)


def _read_formats_part(package: Package, part: str, output: Output) -> tuple[Format, ...]:
    if not part:
        return ()
    try:
        with package.open_part(part) as file:
            return read_formats(file)
    except zipfile.BadZipFile:
        output.add_file_note(FORMATS_UNREADABLE)
    except Refusal as found:
        if found.code is not NOT_READABLE:
            raise
        output.add_file_note(FORMATS_UNREADABLE)
    return ()


def _read_stylesheet(package: Package, part: str) -> Stylesheet:
    try:
        with package.open_part(part) as file:
            return read_stylesheet(file)
    except (zipfile.BadZipFile, Refusal):  # told where the formats are read
        return Stylesheet()


def _send(pieces: Iterator[Piece], context: WorkbookContext, stylesheet: Stylesheet, output: Output) -> None:
    for piece in pieces:
        output.row_formats.add(piece.cells, stylesheet)
        output.add_rows(piece.rows, piece.hidden)
        spelled = CellSpeller(piece.cells, context).spell()
        output.add_notes(spelled.notes)
        for block in blocks_of(piece.cells.rows, piece.cells.columns, spelled.texts, spelled.formats):
            output.send(block)


def _read_first_rows(package: Package, part: str, context: WorkbookContext) -> list[NumberedRow]:
    worksheet = WorksheetRows(lambda: package.open_part(part))
    try:
        return _take_some_rows(worksheet.read_pieces(_FIRST_PIECE), context)
    except NotSplittable:
        return _take_some_rows(worksheet.read_pieces_exactly(), context)


def _take_some_rows(pieces: Iterator[Piece], context: WorkbookContext) -> list[NumberedRow]:
    rows: list[NumberedRow] = []
    for piece in pieces:
        refuse_double(piece.rows)
        texts = CellSpeller(piece.cells, context).spell().texts
        for block in blocks_of(piece.cells.rows, piece.cells.columns, texts):
            rows.extend(zip(block.rows.tolist(), block.list_first_rows(FIRST_ROWS), strict=False))
        if len(rows) >= FIRST_ROWS:
            break
    return rows[:FIRST_ROWS]


def _area_of(reference: str) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column; a zero in it where it is no range, which damages no cell."""
    left, top, right, bottom = corners_of(reference)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
