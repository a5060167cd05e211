"""The user's sheet in the new workbook: every cell at its own address, ours to the right."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from importer.catalogue.find import field_named
from importer.catalogue.kinds import Kind
from importer.problem import Severity
from importer.records import Batch, ImportResult, letter_of
from importer.steps.report.added import ADDED_HEADINGS, AddedCells, Look, added_cells
from importer.steps.report.cells import Style, Tailor, set_height, with_note
from importer.steps.report.marks import Mark, Place, marks_of, places_with_notes
from importer.steps.report.values import Form, Typed, stays_text, typed_by

ADDED_WIDTHS = (13, 38, 70, 60)
NARROWEST, WIDEST = 9, 42

Row = list[Cell | None]
Written = Callable[[int], None]
LOOK_OF_MARK = {Severity.ERROR: Look.BAD, Severity.WARNING: Look.NEUTRAL}


@dataclass(frozen=True)
class Column:
    """A column of the user's: its place in the frame, its number and letter in the sheet, the kind of its field."""

    place: int
    number: int
    heading: str
    kind: Kind | None

    @cached_property
    def letter(self) -> str:
        """The letter of the column in the sheet."""
        return letter_of(self.number)

    @cached_property
    def value_of(self) -> Callable[[str], Typed]:
        """How its cells are typed."""
        return typed_by(self.kind)


@dataclass(frozen=True)
class Page:
    """What is shown on the data sheet: the rows, what stands beside them, and which cells are marked or noted."""

    batch: Batch
    added: Mapping[int, AddedCells]
    marks: Mapping[Place, Mark]
    noted: frozenset[Place]

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The user's columns."""
        kinds = {column.place: field_named(column.field).kind for column in self.batch.columns}
        places = enumerate(zip(self.batch.sheet.columns, self.batch.sheet.headings, strict=True))
        return tuple(Column(place, number, heading, kinds.get(place)) for place, (number, heading) in places)

    @cached_property
    def first_added(self) -> int:
        """The number of the first column that is ours: the one behind the last used."""
        return max(self.batch.sheet.columns, default=0) + 1


def page_of(result: ImportResult) -> Page:
    """The page that tells this result."""
    marks = marks_of(result.problems, result.batch.sheet.heading_row)
    return Page(result.batch, added_cells(result), marks, places_with_notes(marks))


def write_data_sheet(sheet: Worksheet, page: Page, written: Written) -> None:
    """Fill `sheet` from top to bottom; `written` is told the rows done, now and then."""
    _lay_out(sheet, page)
    tailor = Tailor(sheet)
    next_row = 1
    for number, row in _rows(tailor, page):
        for _blank_row in range(next_row, number):
            sheet.append([])
        if added := page.added.get(number):
            set_height(sheet, number, zip(added.texts, ADDED_WIDTHS, strict=True))
        sheet.append(row)
        next_row = number + 1
        written(number)


def _lay_out(sheet: Worksheet, page: Page) -> None:
    of_user = page.batch.sheet
    sheet.freeze_panes = f"A{of_user.heading_row + 1}"
    last_row = max((of_user.heading_row, *of_user.cells.index[-1:]))
    last_letter = letter_of(page.first_added + len(ADDED_HEADINGS) - 1)
    sheet.auto_filter.ref = f"A{of_user.heading_row}:{last_letter}{last_row}"
    for column in page.columns:
        dimension = sheet.column_dimensions[column.letter]
        dimension.width = _width(column.heading, of_user.cells.iloc[:, column.place])
        if stays_text(column.kind):
            dimension.number_format = Form.TEXT.value
    for number, width in enumerate(ADDED_WIDTHS, start=page.first_added):
        sheet.column_dimensions[letter_of(number)].width = width


def _width(heading: str, column: pd.Series) -> int:
    longest = int(column.str.len().max()) if len(column) else 0
    with_filter_button = len(heading) + 4
    return min(max(longest + 2, with_filter_button, NARROWEST), WIDEST)


def _rows(tailor: Tailor, page: Page) -> Iterator[tuple[int, Row]]:
    cells = page.batch.sheet.cells
    yield page.batch.sheet.heading_row, _heading_row(tailor, page)
    marked = {row for row, _letter in page.marks}
    for row, *texts in cells.itertuples(name=None):
        data_row = _marked_row if row in marked else _plain_row
        yield row, data_row(tailor, page, row, texts) + _added(tailor, page.added[row])


def _plain_row(tailor: Tailor, page: Page, _row: int, texts: list[str]) -> Row:
    cells: Row = [None] * (page.first_added - 1)
    for column, text in zip(page.columns, texts, strict=True):
        if text:
            cells[column.number - 1] = tailor.typed(column.value_of(text))
    return cells


def _marked_row(tailor: Tailor, page: Page, row: int, texts: list[str]) -> Row:
    cells = _plain_row(tailor, page, row, texts)
    for column, text in zip(page.columns, texts, strict=True):
        if mark := page.marks.get((row, column.letter)):
            cell = tailor.typed(column.value_of(text), LOOK_OF_MARK[mark.severity])
            cells[column.number - 1] = _noted(cell, page, (row, column.letter))
    return cells


def _heading_row(tailor: Tailor, page: Page) -> Row:
    cells: Row = [None] * (page.first_added - 1)
    for column in page.columns:
        place = (page.batch.sheet.heading_row, column.letter)
        mark = page.marks.get(place)
        look = LOOK_OF_MARK[mark.severity] if mark else Look.PLAIN
        cells[column.number - 1] = _noted(tailor.text(column.heading, Style(look=look, bold=True)), page, place)
    cells.extend(tailor.text(heading, Style(bold=True, added=True)) for heading in ADDED_HEADINGS)
    return cells


def _noted(cell: Cell, page: Page, place: Place) -> Cell:
    return with_note(cell, page.marks[place].note) if place in page.noted else cell


def _added(tailor: Tailor, added: AddedCells) -> Row:
    status, job_id, problem, advice = added.texts
    wrapped = Style(Form.GENERAL, wrapped=True)
    return [
        tailor.text(status, Style(look=added.look)),
        tailor.text(job_id),
        tailor.text(problem, wrapped),
        tailor.text(advice, wrapped),
    ]
