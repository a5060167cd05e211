"""The results as CSV: the rows and what became of them, and no cell that a spreadsheet would calculate."""

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO

from importer.catalogue import guard_formula
from importer.records import RESULTS_HEADINGS, ImportResult, Sheet
from importer.steps.report.added_cells import added_cells

_IS_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_DELIMITERS = (",", ";", "\t", "|")
_MARK = b"\xef\xbb\xbf"  # by which Excel knows that the text is UTF-8


def write_csv(result: ImportResult, file: IO[bytes], on_row: Callable[[int], None]) -> None:
    """Write the rows to `file`, delimited as the sheet is where that is a CSV, with our columns behind the others.

    No cell is a formula; numbers stay numbers.
    """
    sheet, added = result.batch.sheet, added_cells(result)
    file.write(_MARK)
    text = io.TextIOWrapper(file, "utf-8", errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text, delimiter=_delimiter_of(sheet))
        writer.writerow([*map(guarded, sheet.headings), *RESULTS_HEADINGS])
        on_row(sheet.heading_row)
        for row, *cells in sheet.cells.itertuples(name=None):
            writer.writerow([*map(guarded, cells), *map(guarded, added[row].texts)])
            on_row(row)
    finally:
        text.detach()


def guarded(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return text if _IS_NUMBER.fullmatch(text) else guard_formula(text)


def _delimiter_of(sheet: Sheet) -> str:
    """The sign that stands between the headings of a CSV, else the comma."""
    if sheet.name or not sheet.path.exists():
        return _DELIMITERS[0]
    return _sign_between(sheet.path, len(sheet.headings) - 1)


def _sign_between(path: Path, count: int) -> str:
    with path.open(encoding="latin-1") as lines:
        line = next(lines, "")
    fitting = (sign for sign in _DELIMITERS if count and line.count(sign) == count)
    return next(fitting, max(_DELIMITERS, key=line.count))
