"""A new results workbook: for input that is no .xlsx, and where the user's own cannot be changed safely."""

from collections.abc import Callable, Iterator
from typing import IO

import pandas as pd

from importer.catalogue import NumberFormat
from importer.languages import _, group_thousands
from importer.records import RESULTS_COLUMNS, ImportResult
from importer.steps.report.added_columns import window_of
from importer.steps.report.data_sheet import Column, DataSheet, data_sheet_of
from importer.steps.report.results_book import ResultsBook, StatusCells
from importer.steps.report.styles import HIGHLIGHT_OF, CellWriter, Highlight, Style, StyledCell
from importer.workbook_parts import (
    LONGEST_TEXT,
    LONGEST_TITLE,
    ColumnWidth,
    NewRow,
    SheetFrame,
    is_cut,
    letter_of,
    make_blank_workbook,
    render_sheet,
)

NARROWEST, WIDEST = 9, 42
_NOT_IN_TITLES = str.maketrans(dict.fromkeys([*"[]:*?/\\", *map(chr, range(0xD800, 0xE000))], "-"))  # or no text at all


def write_new_workbook(
    result: ImportResult, file: IO[bytes], on_row: Callable[[int], None], *, with_macros: bool = False, why: str = ""
) -> StatusCells:
    """Write the result to `file` as a new workbook: the user's sheet first, then Problems, then Summary. Gives
    the place of the statuses.

    Every cell of the user's stands at its own address, ours to the right. It is put together row by row, so its size
    is no matter of memory. `on_row` is called with the number of each row of the sheet that is done; Summary says
    `why` it is no copy of the user's own workbook.
    """
    book = ResultsBook.from_archive(make_blank_workbook(with_macros=with_macros))
    if why:
        book.remarks.append(why)
    data_sheet = data_sheet_of(result)
    if cells := _list_cut_cells(data_sheet):
        book.remarks.append(
            _("A cell holds {longest_text} characters; shortened here, not in your own sheet: {cells}").format(
                longest_text=group_thousands(LONGEST_TEXT), cells=", ".join(cells)
            )
        )
    sheet = book.ensure_own_sheet(title_of(result))
    notes = book.set_notes(sheet, data_sheet.notes, drawing="")
    rows = map(str.encode, _render_data_sheet(data_sheet, CellWriter(book.styles), on_row, notes))
    return book.write(result, data_sheet, sheet, rows, file)


def title_of(result: ImportResult) -> str:
    """The name of the sheet in a new workbook: as it is, or that of the file where it has none."""
    sheet = result.batch.sheet
    return sheet.name or sheet.path.stem.translate(_NOT_IN_TITLES).strip(" '")[:LONGEST_TITLE] or "Sheet1"


def _render_data_sheet(
    data_sheet: DataSheet, writer: CellWriter, on_row: Callable[[int], None], notes: str
) -> Iterator[str]:
    """The text of the sheet from top to bottom; `notes` is the id of the relation to the drawing of the notes."""
    last_row = max((data_sheet.heading_row, *data_sheet.batch.sheet.cells.index[-1:]))
    widths = _list_widths(data_sheet, writer)
    of_column = {column.number: column.width for column in widths}
    window = window_of(data_sheet, lambda first, last: sum(of_column.get(n, NARROWEST) for n in range(first, last + 1)))
    frame = SheetFrame(
        columns=widths,
        frozen_rows=data_sheet.heading_row,
        frozen_columns=window.columns if window else 0,
        scrolled_to=window.first_column if window else 0,
        filter=f"A{data_sheet.heading_row}:{letter_of(data_sheet.last_added)}{last_row}",
    )
    yield from render_sheet(frame, _make_rows(data_sheet, writer, on_row), notes=notes)


def _list_widths(data_sheet: DataSheet, writer: CellWriter) -> list[ColumnWidth]:
    text = writer.find_style_number(Style(NumberFormat.TEXT))
    of_user = [
        ColumnWidth(
            column.number,
            _measure_width(column.heading, data_sheet.batch.sheet.cells.iloc[:, column.position]),
            text if column.stays_text else 0,
        )
        for column in data_sheet.columns
    ]
    return of_user + [ColumnWidth(data_sheet.first_added + n, column.width) for n, column in enumerate(RESULTS_COLUMNS)]


def _measure_width(heading: str, column: pd.Series) -> int:
    longest = int(column.str.len().max()) if len(column) else 0
    with_filter_button = len(heading) + 4
    return min(max(longest + 2, with_filter_button, NARROWEST), WIDEST)


def _make_rows(data_sheet: DataSheet, writer: CellWriter, on_row: Callable[[int], None]) -> Iterator[NewRow]:
    added = data_sheet.make_cell_writer(writer)
    yield NewRow(
        data_sheet.heading_row,
        [*_render_heading_cells(data_sheet, writer), added.render_headings(data_sheet.heading_row)],
    )
    on_row(data_sheet.heading_row)
    annotated = {row for row, _letter in data_sheet.annotations}
    columns = [(column.letter, column.value_of) for column in data_sheet.columns]
    for row, *texts in data_sheet.batch.sheet.cells.itertuples(name=None):
        if row in annotated:
            pairs = zip(data_sheet.columns, texts, strict=True)
            cells = [_render_annotated(data_sheet, writer, row, column, text) for column, text in pairs]
        else:
            cells = [
                writer.render_user_cell(f"{letter}{row}", value_of(text))
                for (letter, value_of), text in zip(columns, texts, strict=True)
                if text
            ]
        yield NewRow(row, [*cells, added.render_row(row)], data_sheet.height_of(row))
        on_row(row)


def _render_annotated(data_sheet: DataSheet, writer: CellWriter, row: int, column: Column, text: str) -> str:
    annotation = data_sheet.annotations.get((row, column.letter))
    if not (text or annotation):
        return ""
    highlight = HIGHLIGHT_OF[annotation.severity] if annotation else Highlight.PLAIN
    return writer.render_user_cell(f"{column.letter}{row}", column.value_of(text), highlight)


def _render_heading_cells(data_sheet: DataSheet, writer: CellWriter) -> Iterator[str]:
    for column in data_sheet.columns:
        annotation = data_sheet.annotations.get((data_sheet.heading_row, column.letter))
        style = Style(highlight=HIGHLIGHT_OF[annotation.severity] if annotation else Highlight.PLAIN, bold=True)
        yield writer.render_cell(f"{column.letter}{data_sheet.heading_row}", StyledCell(column.heading, style))


def _list_cut_cells(data_sheet: DataSheet) -> list[str]:
    cells = data_sheet.batch.sheet.cells
    found = []
    for column in data_sheet.columns:
        texts = cells.iloc[:, column.position]
        long = texts[texts.str.len() * 2 > LONGEST_TEXT]
        found += [f"{column.letter}{row}" for row, text in long.items() if is_cut(text)]
    return found
