"""The rows of a CSV, column by column: the quick way where the text has only one reading, else line by line."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from importer.steps.read.csv.columns import MOST_COLUMNS, Columns
from importer.steps.read.csv.quick import Quick, quick_table
from importer.steps.read.csv.scan import Record, Scanner
from importer.steps.read.csv.sniff import Sniffed, opens_a_cell, separator_line, sniffed

_SAMPLE_LINES = 400
_SAMPLE_SIZE = 1 << 17  # bytes
_FIRST_LINE = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n)?")


@dataclass(frozen=True)
class Manner:
    """How a text is written, and how many of its first lines are no rows (1 where that is a line sep=;)."""

    sniffed: Sniffed
    skipped: int


def manner_of(utf8: bytes, delimiter: str | None) -> Manner:
    """Judge by the beginning of the text; `delimiter` is the user's."""
    lines = list(islice(_lines(utf8[:_SAMPLE_SIZE]), _SAMPLE_LINES))
    if len(lines) > 1 and len(lines) < _SAMPLE_LINES and len(utf8) > _SAMPLE_SIZE:
        lines.pop()  # it may be cut in two
    told = separator_line(lines[0]) if lines else None
    found = sniffed(lines[1:] if told else lines, delimiter or told)
    if found.dialect.inches and opens_a_cell(utf8, found.dialect.delimiter):
        found = replace(found, dialect=replace(found.dialect, inches=False))
    return Manner(found, 1 if told else 0)


def columns_of(utf8: bytes, manner: Manner) -> Columns:
    """Read every row. Raises TooManyColumnsError."""
    dialect, width = manner.sniffed.dialect, manner.sniffed.width
    first = _FIRST_LINE.match(utf8) if manner.skipped else None
    rest = memoryview(utf8)[first.end() if first else 0 :]
    quick = quick_table(rest, dialect, width) if width <= MOST_COLUMNS else None
    columns = _joined(quick, manner) if quick else None
    return columns or Columns(width).add(exact_records(utf8, manner))


def _joined(quick: Quick, manner: Manner) -> Columns | None:
    """The rows of the usual width and the others, in their order; None where one of these is not that simple."""
    columns, lines = Columns(manner.sniffed.width), quick.lines + manner.skipped
    done = taken = 0
    for place, text in [*quick.odd.items(), (len(lines), "")]:
        rows = slice(done, place)
        columns.add_table(lines[rows], quick.table.slice(taken, place - done))
        done, taken = place + 1, taken + place - done
        if text:
            records = list(Scanner(list(_lines(text.encode())), manner.sniffed.dialect, columns.width).records())
            if len(records) != 1:
                return None
            columns.add([replace(records[0], line=int(lines[place]))])
    return columns


def exact_records(utf8: bytes, manner: Manner) -> Iterator[Record]:
    """Every record of any text: slower, and whatever is wrong with a row stays in it."""
    lines = list(islice(_lines(utf8), manner.skipped, None))
    for record in Scanner(lines, manner.sniffed.dialect, manner.sniffed.width).records():
        yield replace(record, line=record.line + manner.skipped) if manner.skipped else record


def _lines(utf8: bytes) -> Iterable[str]:
    """The lines with their ends; a character that a cut went through is left out."""
    return io.TextIOWrapper(io.BytesIO(utf8), encoding="utf-8", errors="ignore", newline="")
