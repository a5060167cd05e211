"""Workbooks of other formats (.xlsb, .xls): values through calamine, and from the records what it leaves out."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import IO

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum, WorksheetNotFound

from importer.languages import N_, _
from importer.problem import DIGITS_LOST, EXCEL_ERROR
from importer.steps.read.sandbox.calamine.sheet_details import CellsByPlace, SheetDetails
from importer.steps.read.sandbox.cells import CellKind, Cells, Note, blocks_of
from importer.steps.read.sandbox.choose import choose_sheet
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.sheet_summaries import FIRST_ROWS, NumberedRow, SheetRequest, WorkbookSheets
from importer.steps.read.sandbox.xlsx.cell_formats import WorkbookContext
from importer.steps.read.sandbox.xlsx.spelling import CellSpeller
from importer.steps.read.to_text import LONGEST_EXACT, TEXT, CellContent, to_text
from importer.workbook_parts.addresses import LAST_COLUMN, LAST_ROW
from importer.workbook_parts.refusal import make_damage_refusal

_AT_ONCE = 1_000  # rows

ReadDetails = Callable[[str, int], SheetDetails]  # of a worksheet, by its name and its place among all sheets
OwnRows = Callable[[str], Iterator[tuple[int, CellsByPlace]]]  # of a worksheet by its name, as the records have them


@dataclass(frozen=True)
class DetailsReader:
    """How the details of a worksheet are read; `active` is the name or the place among all sheets of the one in front.

    `rows` reads the rows that calamine cannot, where somebody can.
    """

    read_details: ReadDetails
    active: str | int = 0
    rows: OwnRows | None = None


def read_with_calamine(file: IO[bytes], reader: DetailsReader, request: SheetRequest, output: Output) -> None:
    """Send the rows of the sheet that is requested, and what there is to say of it. Raises a Refusal."""
    file.seek(0)
    try:
        with CalamineWorkbook.from_filelike(file) as book:
            _read(book, reader, request, output)
    except WorksheetNotFound as found:
        raise make_damage_refusal(_('its sheet "{name}" is listed, but missing').format(name=found)) from found
    except BaseException as found:
        if _is_of_calamine(found):
            raise make_damage_refusal(_("a part of it is damaged ({reason})").format(reason=found)) from found
        raise


def _is_of_calamine(error: BaseException) -> bool:
    """Whether the library gave up, by an error or by a panic, which is an exception of no class that has a name."""
    is_error = isinstance(error, (CalamineError, OSError, OverflowError, ValueError))
    return is_error or type(error).__name__ == "PanicException"


def _read(book: CalamineWorkbook, reader: DetailsReader, request: SheetRequest, output: Output) -> None:
    metadata = book.sheets_metadata  # a list that is made anew each time
    places = [position for position, sheet in enumerate(metadata) if sheet.typ is SheetTypeEnum.WorkSheet]
    if not places:
        raise make_damage_refusal(N_("it has no worksheet"))
    sheets = [metadata[position] for position in places]
    listed = [(sheet.name, sheet.visible is SheetVisibleEnum.Visible) for sheet in sheets]
    all_sheets = WorkbookSheets(
        listed,
        lambda at: _read_first_rows(_read_rows(book, sheets[at].name, reader.rows)),
        lambda at: (number for number, cells in _read_rows(book, sheets[at].name, reader.rows) if cells),
        next((n for n, position in enumerate(places) if reader.active in {position, sheets[n].name}), None),
    )
    chosen = choose_sheet(all_sheets, request, output)
    name = sheets[chosen].name
    details = reader.read_details(name, places[chosen])
    output.add_rows(np.zeros(0, np.int32), np.array(details.hidden, np.int32))
    output.add_notes(Note(row, column, EXCEL_ERROR, {"value": text}) for (row, column), text in details.errors.items())
    output.add_notes(_spell_numbers(details))
    rows, styles = (np.array(found, np.int32) for found in (details.styled_rows, details.styles))
    order = np.argsort(rows, kind="stable")
    output.row_formats.add_styles(rows[order], styles[order], details.stylesheet)
    output.set_rules(details.rules)
    output.formats = details.codes
    for some in _read_some_rows(_read_rows(book, name, reader.rows), details):
        output.add_notes(_note_lost_digits(some))
        for block in blocks_of(*_lay_cells_out(some, details.coded)):
            output.send(block)
    output.finish(name, filtered=details.filtered, merged=details.merged if reader.rows else _find_merged(book, name))


def _read_some_rows(
    rows: Iterator[tuple[int, CellsByPlace]], details: SheetDetails
) -> Iterator[list[tuple[int, CellsByPlace]]]:
    """Give the rows of a worksheet, some at a time, with the errors in their places, and numbers as they are shown."""
    shown: dict[int, CellsByPlace] = {}
    for (row, column), text in (*details.errors.items(), *details.shown.items()):
        shown.setdefault(row, {})[column] = text
    styled: dict[int, dict[int, int]] = {}
    for (row, column), style in details.texts.items():
        styled.setdefault(row, {})[column] = style
    while some := list(islice(rows, _AT_ONCE)):
        for number, cells in some:
            cells.update(shown.pop(number, {}))
            details.show_texts(cells, styled.get(number, {}))
        yield some
    if shown:
        yield sorted(shown.items())


def _spell_numbers(details: SheetDetails) -> list[Note]:
    """Put the numbers among what is shown, as their formats show them in any workbook, and give what is to be told."""
    context = WorkbookContext(pa.array([], TEXT), details.formats, details.from_1904)
    details.codes = context.codes
    for at, style in details.texts.items():
        if details.formats[style].around == ("",):
            details.coded[at] = int(context.code_of_style[style])
    if not details.numbers:
        return []
    rows, columns = zip(*details.numbers, strict=True)
    values, styles = zip(*details.numbers.values(), strict=True)
    size = len(rows)
    cells = Cells(
        np.array(rows, np.int32),
        np.array(columns, np.int32),
        np.full(size, CellKind.NUMBER, np.uint8),
        np.array(styles, np.int32),
        pa.array(map(repr, values), TEXT),
        np.ones(size, bool),
    )
    spelled = CellSpeller(cells, context).spell()
    details.shown.update(zip(details.numbers, spelled.texts.to_pylist(), strict=True))
    details.coded.update((at, code) for at, code in zip(details.numbers, spelled.formats.tolist(), strict=True) if code)
    return spelled.notes


def _note_lost_digits(rows: list[tuple[int, CellsByPlace]]) -> Iterator[Note]:
    """Notes of the whole numbers of more digits than Excel keeps."""
    for row, cells in rows:
        for column, cell in cells.items():
            if isinstance(cell, float) and abs(cell) >= LONGEST_EXACT:
                yield Note(row, column, DIGITS_LOST, {"value": to_text([cell])[0].as_py()})


def _read_rows(book: CalamineWorkbook, name: str, own: OwnRows | None) -> Iterator[tuple[int, CellsByPlace]]:
    """The rows of a worksheet; from where calamine fails on, those of its records."""
    done = 0
    try:
        for number, cells in _read_calamine_rows(book, name):
            yield number, cells
            done = number
    except BaseException as found:
        if not _is_of_calamine(found):
            raise
        if own is None:
            raise make_damage_refusal(_("a part of it is damaged ({reason})").format(reason=found)) from found
        yield from ((number, cells) for number, cells in own(name) if number > done)


def _read_calamine_rows(book: CalamineWorkbook, name: str) -> Iterator[tuple[int, CellsByPlace]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None or sheet.end is None:
        return
    if sheet.end[0] >= LAST_ROW or sheet.end[1] >= LAST_COLUMN:
        raise make_damage_refusal(N_("it has a cell beyond Excel's last row or column"))
    before = sheet.start[1] + 1
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, {before + position: cell for position, cell in enumerate(cells) if cell != ""}


_Laid = tuple[npt.NDArray[np.int32], npt.NDArray[np.int32], pa.Array, npt.NDArray[np.int16] | None]


def _lay_cells_out(rows: list[tuple[int, CellsByPlace]], coded: Mapping[tuple[int, int], int]) -> _Laid:
    """The rows, columns, texts and formats of cells, as blocks are made of them."""
    by_column: dict[int, list[tuple[int, CellContent]]] = {}
    for number, cells in rows:
        for column, cell in cells.items():
            by_column.setdefault(column, []).append((number, cell))
    texts = [to_text([cell for _, cell in column]) for column in by_column.values()]
    numbers = [number for column in by_column.values() for number, _ in column]
    columns = [number for number, column in by_column.items() for _ in column]
    formats = np.array([coded.get(at, 0) for at in zip(numbers, columns, strict=True)], np.int16)
    return (
        np.array(numbers, np.int32),
        np.array(columns, np.int32),
        pa.concat_arrays(texts or [pa.array([], TEXT)]),
        formats if coded else None,
    )


def _read_first_rows(rows: Iterator[tuple[int, CellsByPlace]]) -> list[NumberedRow]:
    found: list[NumberedRow] = []
    for number, cells in rows:
        texts = to_text(list(cells.values())).to_pylist()
        if any(text.strip() for text in texts):
            found.append((number, texts))
        if len(found) == FIRST_ROWS:
            break
    return found


def _find_merged(book: CalamineWorkbook, name: str) -> list[tuple[int, int, int, int]]:
    areas = book.get_sheet_by_name(name).merged_cell_ranges or ()
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in areas]
