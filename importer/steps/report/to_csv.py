"""The results as CSV: the rows and what became of them, and no cell that a spreadsheet would calculate."""

import csv
import io
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from importer.catalogue import DELIMITERS, guard_formula
from importer.files import open_regular_file
from importer.records import ImportResult, Sheet, make_added_headings
from importer.steps.report.added_cells import make_added_cells

_IS_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_LONGEST_LINE = 1 << 20  # bytes of headings
_MARK = b"\xef\xbb\xbf"  # by which Excel knows that the text is UTF-8


def write_csv(result: ImportResult, file: IO[bytes], on_row: Callable[[int], None]) -> None:
    """Write the rows to `file`, delimited as the sheet is where that is a CSV, with our columns behind the others.

    No cell is a formula, whatever separator a spreadsheet is set to; numbers stay numbers where that allows it.
    """
    sheet, added = result.batch.sheet, make_added_cells(result)
    file.write(_MARK)
    text = io.TextIOWrapper(file, "utf-8", errors="replace", newline="", write_through=True)
    try:
        delimiter = _delimiter_of(sheet)
        writer = csv.writer(text, delimiter=delimiter)
        writer.writerow(guard_row([*sheet.headings, *make_added_headings(sheet.headings)], delimiter))
        on_row(sheet.heading_row)
        for row, *cells in sheet.cells.itertuples(name=None):
            writer.writerow(guard_row([*cells, *added[row].texts], delimiter))
            on_row(row)
    finally:
        text.detach()


def guard_row(texts: Sequence[str], delimiter: str) -> list[str]:
    """The cells of a row, none of which begins a formula.

    A number with a sign stays one, but in the first column and behind a tab: set to another separator, a spreadsheet
    reads on behind it, into what may be a formula.
    """
    if delimiter == "\t":
        return list(map(guard_formula, texts))
    first, *others = texts
    return [guard_formula(first), *(text if _IS_NUMBER.fullmatch(text) else guard_formula(text) for text in others)]


def _delimiter_of(sheet: Sheet) -> str:
    """The sign that stands between the headings of a CSV, else the comma."""
    if sheet.name:
        return DELIMITERS[0]
    return _find_delimiter(sheet.path, len(sheet.headings) - 1)


def _find_delimiter(path: Path, count: int) -> str:
    try:
        with open_regular_file(path) as file:
            line = file.readline(_LONGEST_LINE).decode("latin-1").partition("\r")[0]
    except OSError:  # another file is in its place, or none
        line = ""
    fitting = (sign for sign in DELIMITERS if count and line.count(sign) == count)
    return next(fitting, max(DELIMITERS, key=line.count))
