"""The user's sheet in a new workbook: every cell at its own address, ours to the right."""

from collections.abc import Callable, Iterator

import pandas as pd

from importer.records import letter_of
from importer.steps.report.added import ADDED_WIDTHS, Look
from importer.steps.report.beside import Beside
from importer.steps.report.looks import LOOK_OF_MARK, Shown, Style, Tailor
from importer.steps.report.page import Column, Page
from importer.steps.report.values import Form
from importer.workbook_parts import ColumnWidth, NewRow, SheetFrame, sheet_text

NARROWEST, WIDEST = 9, 42

Written = Callable[[int], None]


def data_sheet(page: Page, tailor: Tailor, written: Written, *, notes: str = "") -> Iterator[str]:
    """Give the text of the sheet from top to bottom; `written` is told the number of each row.

    `notes` is the id of the relation to the drawing of the notes.
    """
    sheet = page.batch.sheet
    last_row = max((page.heading_row, *sheet.cells.index[-1:]))
    frame = SheetFrame(
        columns=_widths(page, tailor),
        frozen_rows=page.heading_row,
        filter=f"A{page.heading_row}:{letter_of(page.last_added)}{last_row}",
        is_shown=True,
    )
    yield from sheet_text(frame, _rows(page, tailor, written), notes=notes)


def _widths(page: Page, tailor: Tailor) -> list[ColumnWidth]:
    text = tailor.number_of(Style(Form.TEXT))
    of_user = [
        ColumnWidth(
            column.number,
            _width(column.heading, page.batch.sheet.cells.iloc[:, column.place]),
            text if column.stays_text else 0,
        )
        for column in page.columns
    ]
    return of_user + [ColumnWidth(page.first_added + n, width) for n, width in enumerate(ADDED_WIDTHS)]


def _width(heading: str, column: pd.Series) -> int:
    longest = int(column.str.len().max()) if len(column) else 0
    with_filter_button = len(heading) + 4
    return min(max(longest + 2, with_filter_button, NARROWEST), WIDEST)


def _rows(page: Page, tailor: Tailor, written: Written) -> Iterator[NewRow]:
    beside = Beside(page, tailor)
    yield NewRow(page.heading_row, [*_heading_cells(page, tailor), beside.cells(page.heading_row)])
    written(page.heading_row)
    marked = {row for row, _letter in page.marks}
    columns = [(column.letter, column.value_of, column) for column in page.columns]
    for row, *texts in page.batch.sheet.cells.itertuples(name=None):
        if row in marked:
            cells = [_marked(page, tailor, row, column, text) for column, text in zip(page.columns, texts, strict=True)]
        else:
            cells = [
                tailor.typed(f"{letter}{row}", value_of(text))
                for (letter, value_of, _), text in zip(columns, texts, strict=True)
                if text
            ]
        yield NewRow(row, [*cells, beside.cells(row)], page.height_added(row))
        written(row)


def _marked(page: Page, tailor: Tailor, row: int, column: Column, text: str) -> str:
    mark = page.marks.get((row, column.letter))
    if not (text or mark):
        return ""
    typed = column.value_of(text)
    address = f"{column.letter}{row}"
    return tailor.typed(address, typed, LOOK_OF_MARK[mark.severity]) if mark else tailor.typed(address, typed)


def _heading_cells(page: Page, tailor: Tailor) -> Iterator[str]:
    for column in page.columns:
        mark = page.marks.get((page.heading_row, column.letter))
        style = Style(look=LOOK_OF_MARK[mark.severity] if mark else Look.PLAIN, bold=True)
        yield tailor.shown(f"{column.letter}{page.heading_row}", Shown(column.heading, style))
