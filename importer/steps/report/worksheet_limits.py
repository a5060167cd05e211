"""Whether a workbook has room for a sheet and what is added to it."""

from importer.errors import ResultsError
from importer.problem import SHEET_TOO_LARGE
from importer.records import RESULTS_COLUMNS, Sheet
from importer.workbook_parts import LAST_COLUMN, LAST_ROW, letter_of


def ensure_fits(sheet: Sheet) -> None:
    """Try, before anything is sent, whether a workbook has room for the sheet and our columns; raises ResultsError."""
    row = max((sheet.heading_row, *sheet.cells.index[-1:]))
    column = max(sheet.columns, default=0)
    if row > LAST_ROW or column + len(RESULTS_COLUMNS) > LAST_COLUMN:
        raise ResultsError(
            SHEET_TOO_LARGE,
            path=sheet.path,
            row=f"{row:,}",
            column=letter_of(column),
            last_row=f"{LAST_ROW:,}",
            last_column=letter_of(LAST_COLUMN),
            count=len(RESULTS_COLUMNS),
        )
