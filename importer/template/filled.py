"""A template with rows in it already: what somebody has to correct, with the reasons beside it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from importer.catalogue import ExcelValue, number_format_of
from importer.files import write_whole_file
from importer.records import RESULTS_COLUMNS
from importer.template.design import FIRST_ROW, Design
from importer.template.sheets import OPTIONAL, WHITE, make_fill, make_font
from importer.template.template_columns import JOBS_SHEET
from importer.template.write import workbook_of
from importer.workbook_parts import ADDED_NAME, TARGET_NAME, cut_text, letter_of, to_workbook_text

_NOTE_UNITS = 2_000
_BAD_FILL, _BAD_FONT = "FFC7CE", "9C0006"  # Excel's own cell style Bad


@dataclass(frozen=True)
class FilledRow:
    """A row: its cells by field, what is wrong with them by field, and the texts of the columns that are added; the
    `height` in points that these need, 0 for that of a line.
    """

    cells: Mapping[str, ExcelValue]
    problems: Mapping[str, str]
    added: Sequence[str]
    height: float = 0


def write_filled(
    design: Design, rows: Iterable[FilledRow], path: Path, *, identity: str, like: Path, properties: Mapping[str, str]
) -> None:
    """Write the template with these rows, from row FIRST_ROW on. `identity` is that of the target of their job ids.

    Whoever may read `like`, the sheet that the rows come from, may read it.

    Text is never a formula, whatever it begins with, and is what a cell can hold. Raises OSError, FileExistsError
    among them, where the file cannot be written.
    """
    book = workbook_of(design)
    jobs = book[JOBS_SHEET]
    first = len(design.columns) + 1
    for number, added in enumerate(RESULTS_COLUMNS, first):
        _write_head(jobs, number, added.heading, added.width)
    places = {column.field.name: number for number, column in enumerate(design.columns, 1)}
    for number, row in enumerate(rows, FIRST_ROW):
        for name, value in row.cells.items():
            _put(jobs.cell(number, places[name]), value)
        for name, reason in row.problems.items():
            _mark_cell(jobs.cell(number, places[name]), reason)
        for position, text in enumerate(row.added, first):
            _put(jobs.cell(number, position), text)
            jobs.cell(number, position).alignment = Alignment(wrap_text=True, vertical="top")
        if row.height:
            jobs.row_dimensions[number].height = row.height
    area = f"{JOBS_SHEET}!${letter_of(first)}$1:${letter_of(first + len(RESULTS_COLUMNS) - 1)}$1"
    names = {ADDED_NAME: area, TARGET_NAME: '"' + identity.replace('"', '""') + '"'}
    for name, text in names.items():
        if text != '""':
            book.defined_names[name] = DefinedName(name, attr_text=text, hidden=True)
    for name, text in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=text))  # type: ignore[attr-defined]  # no stub
    write_whole_file(path, book.save, replace=False, like=like)
    book.close()


def _write_head(jobs: Worksheet, column: int, heading: str, width: float) -> None:
    cell = jobs.cell(1, column)
    cell.value, cell.font, cell.fill = heading, make_font(bold=True, color=WHITE), make_fill(OPTIONAL)
    jobs.column_dimensions[letter_of(column)].width = width


def _put(cell: Cell | MergedCell, value: ExcelValue) -> None:
    if value == "":
        return
    cell.value = to_workbook_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.number_format = "@"
    elif isinstance(value, date):
        cell.number_format = number_format_of(value)


def _mark_cell(cell: Cell | MergedCell, reason: str) -> None:
    cell.fill, cell.font = make_fill(_BAD_FILL), make_font(color=_BAD_FONT)
    cell.comment = Comment(to_workbook_text(cut_text(reason, _NOTE_UNITS)), "importer", width=340, height=120)
