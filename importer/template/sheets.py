"""The three sheets of a template: the one to fill in, the Guide with a worked example, the Lists of codes.

Prepared cells are formats and rules, never content. Required columns differ in colour and by their mark.
"""

from math import ceil

from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importer.template.design import FIRST_ROW, LAST_ROW, LISTS_SHEET, ROWS, Design, TemplateColumn
from importer.template.template_columns import JOBS_SHEET, is_needed
from importer.template.validations import fits_of, needed_of, note_of, validation_of
from importer.workbook_parts import to_workbook_text

_LONG = 500  # letters: from here on a cell holds more than a line
_ON_A_PAGE = 20  # columns that can still be read on paper
_POINTS, _ARROW = 17, 4  # a line of a heading; letters that the arrow of the filter covers
_LINE, _LETTERS = 16, 46  # a note: pixels a line, letters a line
NEEDED, OPTIONAL, HEAD = "FFC55A11", "FF305496", "FFD9E1F2"
MISSING = "FFFFC7CE"  # as in results, whose own red a conditional format would hide
WHITE, GREY = "FFFFFFFF", "FF606060"
TOP = Alignment(wrap_text=True, vertical="top", horizontal="left")
RULE = Border(bottom=Side("thin", color="FFD0D0D0"))
WIDTHS = {"A": 30, "B": 34, "C": 47, "D": 60}
_LINE_POINTS = 15.0
FIRST_CODE = 3  # row of the first code: a title and headings stand above
_APART = 3  # columns a list takes: code, name, and a gap


def fill_jobs_sheet(sheet: Worksheet, design: Design) -> None:
    """Put the headings and the prepared rows into an empty sheet."""
    for column in design.columns:
        _write_head(sheet, column, design)
        _prepare(sheet, column, design)
    sheet.row_dimensions[1].height = _POINTS * max(2, *map(_count_heading_lines, design.columns))
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.auto_filter.ref = f"A1:{design.columns[-1].letter}{LAST_ROW}"
    _set_page(sheet, fits=len(design.columns) <= _ON_A_PAGE)
    sheet.print_title_rows = "1:1"


def _set_page(sheet: Worksheet, *, fits: bool) -> None:
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fits)


def _write_head(sheet: Worksheet, column: TemplateColumn, design: Design) -> None:
    cell = sheet[f"{column.letter}1"]
    cell.value = column.heading
    cell.font = make_font(bold=True, color=WHITE)
    cell.fill = make_fill(NEEDED if is_needed(column.field) else OPTIONAL)
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = Border(right=Side("thin", color=WHITE))
    text = note_of(column, design)
    lines = sum(1 + len(line) // _LETTERS for line in text.split("\n"))
    cell.comment = Comment(text, "importer", width=340, height=_LINE * (lines + 1))


def _prepare(sheet: Worksheet, column: TemplateColumn, design: Design) -> None:
    """Formats are the whole column's and rules are ranges, so that a row without content is no row."""
    dimension = sheet.column_dimensions[column.letter]
    dimension.width = _measure_width(column)
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


def _count_heading_lines(column: TemplateColumn) -> int:
    """How many lines the heading takes, its words kept whole."""
    lines, room = 1, _measure_width(column) - _ARROW
    left = room
    for word in column.heading.split():
        if left < room and len(word) + 1 > left:
            lines, left = lines + 1, room
        left -= len(word) + 1
    return lines


def _measure_width(column: TemplateColumn) -> float:
    if _is_long(column):
        return 50
    longest_word = max(map(len, column.heading.split()))
    return max(column.prepared.width, longest_word + 5)


def make_font(*, bold: bool = False, italic: bool = False, size: int = 11, color: str | None = None) -> Font:
    """A font of the template; without its name Excel and LibreOffice each take another one."""
    return Font(name="Calibri", family=2, sz=size, b=bold, i=italic, color=color)


def make_fill(color: str) -> PatternFill:
    """A plain background."""
    return PatternFill("solid", fgColor=color)


def fill_guide_sheet(sheet: Worksheet, design: Design) -> None:
    """Put the instructions, the worked example and the stamp into an empty sheet."""
    phrases = design.phrases
    sheet["A1"] = phrases.guide_title
    sheet["A1"].font = make_font(bold=True, size=16)
    target = f" --target {design.stamp.target}" if design.stamp.target else ""
    for number, step in enumerate(phrases.guide_steps, 1):
        row = number + 2
        text = step.format(jobs=JOBS_SHEET, lists=LISTS_SHEET, rows=ROWS, target=target)
        sheet[f"A{row}"] = f"{number}.  {text}"
        sheet.merge_cells(f"A{row}:D{row}")
    title = len(phrases.guide_steps) + 4
    sheet[f"A{title}"] = phrases.example_title
    sheet[f"A{title}"].font = make_font(bold=True, size=13)
    _write_example(sheet, title + 1, design)
    last = title + len(design.columns) + 3
    sheet[f"A{last}"] = to_stamp_text(design)
    sheet[f"A{last}"].font = make_font(italic=True, color=GREY)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    _set_page(sheet, fits=True)


def to_stamp_text(design: Design) -> str:
    """The stamp in words."""
    stamp, phrases = design.stamp, design.phrases
    sentence = phrases.stamp_target if stamp.target else phrases.stamp
    return sentence.format(version=stamp.version, date=stamp.date, target=stamp.target)


def _write_example(sheet: Worksheet, top: int, design: Design) -> None:
    for letter, text in zip(WIDTHS, design.phrases.guide_columns, strict=True):
        cell = sheet[f"{letter}{top}"]
        cell.value, cell.font, cell.fill = text, make_font(bold=True), make_fill(HEAD)
    for row, column in enumerate(design.columns, top + 1):
        _write_line(sheet, row, column, design)


def _write_line(sheet: Worksheet, row: int, column: TemplateColumn, design: Design) -> None:
    fits = " ".join([*needed_of(column, design), *fits_of(column, design.phrases)])
    texts = (column.heading, column.example, fits, column.words.description)
    for letter, value in zip(WIDTHS, texts, strict=True):
        cell = sheet[f"{letter}{row}"]
        cell.value, cell.font, cell.alignment, cell.border = value, make_font(), TOP, RULE
    sheet[f"A{row}"].font = make_font(bold=True, color=NEEDED if is_needed(column.field) else OPTIONAL)
    sheet[f"B{row}"].number_format = column.prepared.number_format
    lines = max(ceil(len(str(text)) / WIDTHS[letter]) for letter, text in zip(WIDTHS, texts, strict=True))
    sheet.row_dimensions[row].height = _LINE_POINTS * lines + 3


def fill_lists_sheet(sheet: Worksheet, design: Design) -> None:
    """Put every list that a column offers into an empty sheet, side by side."""
    for at, column in enumerate(design.lists.values()):
        assert column.codes  # noqa: S101 - only such columns are there
        left = at * _APART + 1
        _list_head(sheet, left, column.words.heading, design)
        for row, (code, meaning) in enumerate(column.codes.codes.items(), FIRST_CODE):
            for position, text in ((left, code), (left + 1, meaning)):
                cell = sheet.cell(row, position)
                cell.value, cell.data_type, cell.number_format = (
                    to_workbook_text(text) or None,
                    "s" if text else "n",
                    "@",
                )
        _set_widths(sheet, left, [design.phrases.list_code, *column.codes.codes])
        _set_widths(sheet, left + 1, [design.phrases.list_name, *column.codes.codes.values()])
        sheet.column_dimensions[get_column_letter(left + 2)].width = 4
    sheet.freeze_panes = f"A{FIRST_CODE}"
    _set_page(sheet, fits=True)
    sheet.print_title_rows = f"1:{FIRST_CODE - 1}"
    if not design.stamp.target:
        sheet.cell(1, len(design.lists) * _APART + 1, design.phrases.no_lists).font = make_font(italic=True, color=GREY)


def name_lists(design: Design) -> dict[str, str]:
    """The name of each list's codes, and where they stand."""
    places = {name: get_column_letter(at * _APART + 1) for at, name in enumerate(design.lists)}
    return {
        name: f"{LISTS_SHEET}!${places[name]}${FIRST_CODE}:${places[name]}${FIRST_CODE + len(column.codes.codes) - 1}"
        for name, column in design.lists.items()
        if column.codes
    }


def _list_head(sheet: Worksheet, left: int, title: str, design: Design) -> None:
    sheet.cell(1, left, title).font = make_font(bold=True, size=13)
    for position, text in ((left, design.phrases.list_code), (left + 1, design.phrases.list_name)):
        cell = sheet.cell(2, position, text)
        cell.font, cell.fill = make_font(bold=True), make_fill(HEAD)
        cell.alignment = Alignment(vertical="center")


def _set_widths(sheet: Worksheet, position: int, texts: list[str]) -> None:
    sheet.column_dimensions[get_column_letter(position)].width = min(60, max(20, *(len(text) + 4 for text in texts)))
