"""The sheet to fill in: headings with their help, and prepared cells that are formats and rules, never content."""

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importer.template.columns import is_needed
from importer.template.design import FIRST_ROW, LAST_ROW, Design, TemplateColumn
from importer.template.fits import note_of
from importer.template.look import MISSING, NEEDED, OPTIONAL, WHITE, filled, letters
from importer.template.validations import validation_of

_LONG = 500  # letters: from here on a cell holds more than a line
_ON_A_PAGE = 20  # columns that can still be read on paper
_POINTS, _ARROW = 17, 4  # a line of a heading; letters that the arrow of the filter covers
_LINE, _LETTERS = 16, 46  # a note: pixels a line, letters a line


def fill_jobs_sheet(sheet: Worksheet, design: Design) -> None:
    """Put the headings and the prepared rows into an empty sheet."""
    for column in design.columns:
        _head(sheet, column, design)
        _prepare(sheet, column, design)
    sheet.row_dimensions[1].height = _POINTS * max(2, *map(_heading_lines, design.columns))
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.auto_filter.ref = f"A1:{design.columns[-1].letter}{LAST_ROW}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=len(design.columns) <= _ON_A_PAGE)
    sheet.print_title_rows = "1:1"


def _head(sheet: Worksheet, column: TemplateColumn, design: Design) -> None:
    cell = sheet[f"{column.letter}1"]
    cell.value = column.heading
    cell.font = letters(bold=True, color=WHITE)
    cell.fill = filled(NEEDED if is_needed(column.field) else OPTIONAL)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(right=Side("thin", color=WHITE))
    text = note_of(column, design)
    lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
    cell.comment = Comment(text, "importer", width=340, height=_LINE * (lines + 1))


def _prepare(sheet: Worksheet, column: TemplateColumn, design: Design) -> None:
    """Formats are the whole column's and rules are ranges, so that a row without content is no row."""
    dimension = sheet.column_dimensions[column.letter]
    dimension.width = _width(column)
    dimension.number_format = column.prepared.number_format
    side = "left" if column.prepared.at_left else "general"
    dimension.alignment = Alignment(side, wrap_text=_is_long(column), vertical="top")
    validation = validation_of(column, design)
    if validation is not None:
        sheet.add_data_validation(validation)
    if is_needed(column.field):
        begun = f"COUNTA($A{FIRST_ROW}:${design.columns[-1].letter}{FIRST_ROW})>0"
        empty = ",".join(f'TRIM(${c.letter}{FIRST_ROW})=""' for c in design.group_of(column))
        coloured = DifferentialStyle(fill=PatternFill("solid", bgColor=MISSING))
        rule = Rule("expression", dxf=coloured, formula=[f"AND({begun},{empty})"])
        sheet.conditional_formatting.add(column.cells, rule)


def _is_long(column: TemplateColumn) -> bool:
    return column.prepared.may_wrap and (column.field.max_length or _LONG) >= _LONG


def _heading_lines(column: TemplateColumn) -> int:
    """How many lines the heading takes, its words kept whole."""
    lines, room = 1, _width(column) - _ARROW
    left = room
    for word in column.heading.split():
        if left < room and len(word) + 1 > left:
            lines, left = lines + 1, room
        left -= len(word) + 1
    return lines


def _width(column: TemplateColumn) -> float:
    if _is_long(column):
        return 50
    longest_word = max(map(len, column.heading.split()))
    return max(column.prepared.width, longest_word + 5)
