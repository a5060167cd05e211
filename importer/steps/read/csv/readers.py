"""Reads the rows of a CSV into columns: with Arrow where the text has only one reading, else line by line."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from importer.steps.read.csv.arrow_reader import ArrowRows, read_with_arrow
from importer.steps.read.csv.find_dialect import CsvFormat, CsvHints, has_quoted_cell, sniff
from importer.steps.read.csv.text_columns import MOST_COLUMNS, Columns
from importer.steps.read.csv.tolerant_reader import Record, TolerantReader

_SAMPLE_LINES = 400
_SAMPLE_SIZE = 1 << 17  # bytes
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


def detect_format(utf8: bytes, hints: CsvHints) -> CsvFormat:
    """Judge by the beginning of the text."""
    lines = list(islice(_split_lines(utf8[:_SAMPLE_SIZE]), _SAMPLE_LINES))
    if len(lines) > 1 and len(lines) < _SAMPLE_LINES and len(utf8) > _SAMPLE_SIZE:
        lines.pop()  # it may be cut in two
    found = sniff(lines, hints)
    if found.dialect.inches and has_quoted_cell(utf8, found.dialect.delimiter):
        return replace(found, dialect=replace(found.dialect, inches=False))
    return found


def read_columns(utf8: bytes, written: CsvFormat) -> Columns:
    """Read every row. Raises TooManyColumnsError."""
    dialect, width = written.dialect, written.width
    first = _FIRST_LINE.match(utf8) if written.skipped else None
    rest = memoryview(utf8)[first.end() if first else 0 :]
    fast = read_with_arrow(rest, dialect, width) if width <= MOST_COLUMNS else None
    columns = _join_rows(fast, written) if fast else None
    return columns or Columns(width).add(read_tolerantly(utf8, written))


def _join_rows(fast: ArrowRows, written: CsvFormat) -> Columns | None:
    """The rows of the usual width and the others, in their order; None where one of these is not that simple."""
    columns, lines = Columns(written.width), fast.lines + written.skipped
    done = taken = 0
    for position, text in [*fast.odd.items(), (len(lines), "")]:
        rows = slice(done, position)
        columns.add_table(lines[rows], fast.table.slice(taken, position - done))
        done, taken = position + 1, taken + position - done
        if text:
            records = list(
                TolerantReader(list(_split_lines(text.encode())), written.dialect, columns.width).read_records()
            )
            if len(records) != 1:
                return None
            columns.add([replace(records[0], line=int(lines[position]))])
    return columns


def read_tolerantly(utf8: bytes, written: CsvFormat) -> Iterator[Record]:
    """Every record of any text: slower, and whatever is wrong with a row stays in it."""
    lines = list(islice(_split_lines(utf8), written.skipped, None))
    for record in TolerantReader(lines, written.dialect, written.width).read_records():
        yield replace(record, line=record.line + written.skipped) if written.skipped else record


def _split_lines(utf8: bytes) -> Iterable[str]:
    """The lines with their ends; a character that a cut went through is left out."""
    return io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", errors="ignore", newline="")
