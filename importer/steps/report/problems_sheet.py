"""The sheet of problems: one line each, with a link to its cell."""

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from importer.problem import Problem
from importer.records import ImportResult, letter_of
from importer.steps.report.cells import Style, Tailor, set_height
from importer.steps.report.data_sheet import LOOK_OF_MARK
from importer.steps.report.values import Form

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
MOST_LINES = 1_048_575  # the rows of a worksheet, less one for the headings
MOST_LINKS = 65_000  # Excel repairs a worksheet with more than 65,530 by throwing them away
_LEFT = Style(Form.WHOLE, left=True)


def write_problems_sheet(sheet: Worksheet, result: ImportResult, *, data_sheet: str, first_added: int) -> None:
    """List the problems in the order of the sheet, ready to be filtered.

    A link leads to the cell on `data_sheet`; for a whole row to its status, in column `first_added`.
    """
    problems = result.problems[:MOST_LINES]
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{letter_of(len(COLUMNS))}{1 + len(problems)}"
    for number, width in enumerate(COLUMNS.values(), start=1):
        sheet.column_dimensions[letter_of(number)].width = width
    tailor = Tailor(sheet)
    sheet.append([tailor.text(heading, Style(bold=True, added=True)) for heading in COLUMNS])
    for place, problem in enumerate(problems):
        texts = (problem.heading, problem.value, problem.message, problem.advice)
        set_height(sheet, place + 2, zip(texts, WRAPPED_WIDTHS, strict=True))
        address = _address(problem, result.batch.sheet.heading_row, letter_of(first_added))
        linked = tailor.link(address, data_sheet) if address and place < MOST_LINKS else tailor.text(address)
        sheet.append(_line(tailor, problem, linked))


def _address(problem: Problem, heading_row: int, status_letter: str) -> str:
    if not (problem.column or problem.row):
        return ""
    return f"{problem.column or status_letter}{problem.row or heading_row}"


def _line(tailor: Tailor, problem: Problem, linked: Cell) -> list[Cell]:
    wrapped = Style(Form.GENERAL, wrapped=True)
    look = LOOK_OF_MARK[problem.severity]
    return [
        tailor.text(problem.severity.value, Style(look=look)),
        tailor.number(problem.code.number, _LEFT),
        tailor.number(problem.row, _LEFT) if problem.row else tailor.text(""),
        linked,
        tailor.text(problem.heading, Style(wrapped=True)),
        tailor.text(problem.value, Style(wrapped=True)),
        tailor.text(problem.message, wrapped),
        tailor.text(problem.advice, wrapped),
    ]
