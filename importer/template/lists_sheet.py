"""The sheet with the codes to choose from and what each stands for, behind named ranges."""

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importer.template.design import LISTS_SHEET, Design
from importer.template.look import GREY, HEAD, filled, letters

FIRST = 3  # row of the first code: a title and headings stand above
_APART = 3  # columns a list takes: code, name, and a gap


def fill_lists_sheet(sheet: Worksheet, design: Design) -> None:
    """Put every list that a column offers into an empty sheet, side by side."""
    for at, column in enumerate(design.lists.values()):
        assert column.codes  # noqa: S101 - only such columns are there
        left = at * _APART + 1
        _head(sheet, left, column.words.heading, design)
        for row, (code, meaning) in enumerate(column.codes.codes.items(), FIRST):
            for place, text in ((left, code), (left + 1, meaning)):
                cell = sheet.cell(row, place)
                cell.value, cell.data_type, cell.number_format = text or None, "s" if text else "n", "@"
        _widths(sheet, left, [design.phrases.list_code, *column.codes.codes])
        _widths(sheet, left + 1, [design.phrases.list_name, *column.codes.codes.values()])
        sheet.column_dimensions[get_column_letter(left + 2)].width = 4
    sheet.freeze_panes = f"A{FIRST}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"1:{FIRST - 1}"
    if not design.stamp.target:
        sheet.cell(1, len(design.lists) * _APART + 1, design.phrases.no_lists).font = letters(italic=True, color=GREY)


def list_names(design: Design) -> dict[str, str]:
    """The name of each list's codes, and where they stand."""
    letters = {name: get_column_letter(at * _APART + 1) for at, name in enumerate(design.lists)}
    return {
        name: f"{LISTS_SHEET}!${letters[name]}${FIRST}:${letters[name]}${FIRST + len(column.codes.codes) - 1}"
        for name, column in design.lists.items()
        if column.codes
    }


def _head(sheet: Worksheet, left: int, title: str, design: Design) -> None:
    sheet.cell(1, left, title).font = letters(bold=True, size=13)
    for place, text in ((left, design.phrases.list_code), (left + 1, design.phrases.list_name)):
        cell = sheet.cell(2, place, text)
        cell.font, cell.fill = letters(bold=True), filled(HEAD)
        cell.alignment = Alignment(vertical="center")


def _widths(sheet: Worksheet, place: int, texts: list[str]) -> None:
    sheet.column_dimensions[get_column_letter(place)].width = min(60, max(20, *(len(text) + 4 for text in texts)))
