"""A new results workbook: for input that is no .xlsx, and where the user's own cannot be changed safely."""

from collections.abc import Callable
from typing import IO

from importer.records import ImportResult
from importer.steps.report.data_sheet import data_sheet
from importer.steps.report.looks import Tailor
from importer.steps.report.page import page_of
from importer.steps.report.results_book import ResultsBook
from importer.workbook_parts import blank_workbook

MOST_TITLE = 31  # letters in the name of a worksheet
_NOT_IN_TITLES = str.maketrans(dict.fromkeys([*"[]:*?/\\", *map(chr, range(0xD800, 0xE000))], "-"))  # or no text at all


def write_fresh(
    result: ImportResult, file: IO[bytes], written: Callable[[int], None], *, with_macros: bool = False, why: str = ""
) -> None:
    """Write the result to `file` as a new workbook: the user's sheet first, then Problems, then Summary.

    It is put together row by row, so its size is no matter of memory. `written` is told the number of each row of
    the sheet that is done; `why` is told on Summary: why it is no copy of the user's own workbook.
    """
    book = ResultsBook.on(blank_workbook(with_macros=with_macros))
    if why:
        book.told.append(why)
    page = page_of(result)
    sheet = book.own_sheet(title_of(result))
    notes = book.set_notes(sheet, page.notes, drawing="")
    rows = map(str.encode, data_sheet(page, Tailor(book.styles), written, notes=notes))
    book.write(result, page, sheet, rows, file)


def title_of(result: ImportResult) -> str:
    """The name of the sheet in a new workbook: as it is, or that of the file where it has none."""
    sheet = result.batch.sheet
    return sheet.name or sheet.path.stem.translate(_NOT_IN_TITLES).strip(" '")[:MOST_TITLE] or "Sheet1"
