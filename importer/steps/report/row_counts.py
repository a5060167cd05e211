"""Whether what was written tells of every row: counted on the disk, not in what was meant to be written."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import IO
from zipfile import ZipFile

from importer.errors import ResultsError
from importer.problem import ROWS_DO_NOT_ADD_UP
from importer.records import ImportResult, Status
from importer.steps.report.results_book import ResultsBook
from importer.workbook_parts import ADDED_NAME, corners, letter_of

_AT_ONCE = 1 << 20
_LONGEST = 512  # bytes of one status cell


def ensure_one_outcome_per_row(result: ImportResult) -> None:
    """Raise ResultsError where the outcomes are not exactly one for each row of the sheet."""
    read, told = Counter(result.batch.sheet.cells.index), Counter(outcome.row for outcome in result.outcomes)
    if read != told:
        _refuse(result, len(result.outcomes), sorted((read - told) + (told - read)))


def ensure_every_row_written(result: ImportResult, file: IO[bytes], sheet: str) -> None:
    """Look through the written workbook, and raise ResultsError where its counts by status are not the run's."""
    file.seek(0)
    with ZipFile(file) as archive:
        book = ResultsBook.on(archive)
        column = letter_of(corners((book.book.name_of(ADDED_NAME) or "").rpartition("!")[2])[0])
        entry = book.package.entry(book.sheet(sheet).part)
        with archive.open(entry) as part:
            found = Counter(_statuses(part, column))
    expected = {str(status).encode(): count for status, count in result.counts.items() if count}
    if found != expected:
        _refuse(result, found.total(), [])


def _statuses(part: IO[bytes], column: str) -> Iterator[bytes]:
    words = "|".join(status.value for status in Status)
    pattern = re.compile(rf'c r="{column}\d+" s="\d+" t="inlineStr"><[\w.:-]*is><[^>]*>({words})</'.encode())
    rest = b""
    while piece := part.read(_AT_ONCE):
        text = rest + piece
        last = 0
        for found in pattern.finditer(text):
            yield found[1]
            last = found.end()
        rest = text[max(last, len(text) - _LONGEST) :]


def _refuse(result: ImportResult, told: int, wrong: list[int]) -> None:
    rows = ", ".join(map(str, wrong[:10])) or "not known"
    raise ResultsError(ROWS_DO_NOT_ADD_UP, read=result.rows, told=told, rows=rows)
