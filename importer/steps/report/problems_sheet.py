"""The sheet of problems: one line each, with a link to its cell."""

from collections.abc import Iterator
from dataclasses import replace

from importer.catalogue import NumberFormat
from importer.languages import _
from importer.problem import Problem
from importer.records import ImportResult
from importer.steps.report.causes import add_sheet_to_advice
from importer.steps.report.data_sheet import DataSheet
from importer.steps.report.styles import HIGHLIGHT_OF, CellWriter, Style, StyledCell, height_of
from importer.workbook_parts import (
    LAST_ROW,
    ColumnWidth,
    Link,
    NewRow,
    SheetFrame,
    area_of,
    letter_of,
    quote_sheet,
    render_sheet,
)

COLUMNS = {  # heading: width
    "Severity": 11,
    "Code": 8,
    "Row": 8,
    "Cell": 9,
    "Heading": 24,
    "Value": 30,
    "Message": 70,
    "What to do": 60,
}
WRAPPED_WIDTHS = tuple(COLUMNS.values())[4:]
LINK_LETTER = "D"
MOST_LINES = LAST_ROW - 1  # less one for the headings
MOST_LINKS = 65_000  # Excel repairs a worksheet with more than 65,530 by throwing them away

_LEFT = Style(NumberFormat.WHOLE, left=True)
_LINK = Style(NumberFormat.GENERAL, link=True)
_WRAPPED, _WRAPPED_TEXT = Style(NumberFormat.GENERAL, wrapped=True), Style(wrapped=True)


def find_filtered_area(result: ImportResult) -> str:
    """The area of the sheet that can be filtered: all of it."""
    return area_of(len(COLUMNS), 1 + min(len(result.problems), MOST_LINES))


def render_problems_sheet(
    result: ImportResult, data_sheet: DataSheet, writer: CellWriter, *, data_sheet_name: str
) -> Iterator[str]:
    """Give the text of the sheet: errors, then warnings, each in the order of the user's sheet, ready to be filtered.

    A link leads to the cell on the data sheet, for a whole row to its status; there is none to what is not there.
    """
    widths = [ColumnWidth(number, width) for number, width in enumerate(COLUMNS.values(), start=1)]
    frame = SheetFrame(widths, frozen_rows=1, filter=find_filtered_area(result))
    links: list[Link] = []
    yield from render_sheet(
        frame, _make_rows(result, data_sheet, writer, links, quote_sheet(data_sheet_name)), links=links
    )


def _make_rows(
    result: ImportResult, data_sheet: DataSheet, writer: CellWriter, links: list[Link], sheet: str
) -> Iterator[NewRow]:
    letters = [letter_of(number) for number in range(1, len(COLUMNS) + 1)]
    heading = Style(bold=True, added=True)
    yield NewRow(
        1,
        [
            writer.render_cell(f"{letter}1", StyledCell(word, heading))
            for letter, word in zip(letters, COLUMNS, strict=True)
        ],
    )
    if not result.problems:
        yield NewRow(2, [writer.render_cell("A2", StyledCell(_("No problems."), Style(NumberFormat.GENERAL)))])
    ordered = sorted(result.problems, key=lambda problem: not problem.is_error)
    for row, plain in enumerate(ordered[:MOST_LINES], start=2):
        problem = replace(plain, advice=add_sheet_to_advice(result, plain.advice))
        address = data_sheet.cell_of(problem)
        if address and len(links) < MOST_LINKS:
            links.append(Link(f"{LINK_LETTER}{row}", f"{sheet}!{address}"))
            line = _make_line(problem, StyledCell(address, _LINK))
        else:
            line = _make_line(problem, StyledCell(address))
        texts = (problem.heading, problem.value, problem.message, problem.advice)
        cells = [writer.render_cell(f"{letter}{row}", cell) for letter, cell in zip(letters, line, strict=True)]
        yield NewRow(row, cells, height_of(zip(texts, WRAPPED_WIDTHS, strict=True)))


def _make_line(problem: Problem, address: StyledCell) -> list[StyledCell]:
    return [
        StyledCell(problem.severity.value, Style(highlight=HIGHLIGHT_OF[problem.severity])),
        StyledCell(problem.code.number, _LEFT),
        StyledCell(problem.row or "", _LEFT),
        address,
        StyledCell(problem.heading, _WRAPPED_TEXT),
        StyledCell(problem.value, _WRAPPED_TEXT),
        StyledCell(problem.message, _WRAPPED),
        StyledCell(problem.advice, _WRAPPED),
    ]
