"""The Guide: how to fill the template in, and one worked example, column by column."""

from math import ceil

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from importer.template.columns import is_needed
from importer.template.design import JOBS_SHEET, LISTS_SHEET, ROWS, Design, TemplateColumn
from importer.template.fits import fits_of, needed_of
from importer.template.look import GREY, HEAD, NEEDED, OPTIONAL, RULE, TOP, filled, letters

WIDTHS = {"A": 30, "B": 34, "C": 47, "D": 60}
_LINE = 15.0  # points


def fill_guide_sheet(sheet: Worksheet, design: Design) -> None:
    """Put the instructions, the worked example and the stamp into an empty sheet."""
    phrases = design.phrases
    sheet["A1"] = phrases.guide_title
    sheet["A1"].font = letters(bold=True, size=16)
    for number, step in enumerate(phrases.guide_steps, 1):
        row = number + 2
        text = step.format(jobs=JOBS_SHEET, lists=LISTS_SHEET, rows=ROWS)
        sheet[f"A{row}"] = f"{number}.  {text}"
        sheet.merge_cells(f"A{row}:D{row}")
    title = len(phrases.guide_steps) + 4
    sheet[f"A{title}"] = phrases.example_title
    sheet[f"A{title}"].font = letters(bold=True, size=13)
    _example(sheet, title + 1, design)
    last = title + len(design.columns) + 3
    sheet[f"A{last}"] = stamp_text(design)
    sheet[f"A{last}"].font = letters(italic=True, color=GREY)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def stamp_text(design: Design) -> str:
    """The stamp in words."""
    stamp, phrases = design.stamp, design.phrases
    told = phrases.stamp_target if stamp.target else phrases.stamp
    return told.format(version=stamp.version, date=stamp.date, target=stamp.target)


def _example(sheet: Worksheet, top: int, design: Design) -> None:
    for letter, text in zip(WIDTHS, design.phrases.guide_columns, strict=True):
        cell = sheet[f"{letter}{top}"]
        cell.value, cell.font, cell.fill = text, letters(bold=True), filled(HEAD)
    for row, column in enumerate(design.columns, top + 1):
        _line(sheet, row, column, design)


def _line(sheet: Worksheet, row: int, column: TemplateColumn, design: Design) -> None:
    fits = " ".join([*needed_of(column, design), *fits_of(column, design.phrases)])
    texts = (column.heading, column.example, fits, column.words.description)
    for letter, value in zip(WIDTHS, texts, strict=True):
        cell = sheet[f"{letter}{row}"]
        cell.value, cell.font, cell.alignment, cell.border = value, letters(), TOP, RULE
    sheet[f"A{row}"].font = letters(bold=True, color=NEEDED if is_needed(column.field) else OPTIONAL)
    sheet[f"B{row}"].number_format = column.prepared.number_format
    lines = max(ceil(len(str(text)) / WIDTHS[letter]) for letter, text in zip(WIDTHS, texts, strict=True))
    sheet.row_dimensions[row].height = _LINE * lines + 3
