"""CSV and other text with delimiters: its cells as a grid, and what it was found to be.

encoding         the bytes as UTF-8, whatever they were written in
code_page        which code page a text is in that is not Unicode
sniff            which signs stand between and around the cells
dialect          these signs, and the patterns that follow from them
readers          rows to columns, by one of these two:
arrow_reader     a text without a fault in its quotes
tolerant_reader  any other text: a fault stays in its row
repair           a row whose quotes do not match, or in another dialect
columns          the cells by column
formula_texts    ="00123", which is only 00123
remarks          what was found out, in words
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd

from importer.errors import SheetError
from importer.problem import BAD_DELIMITER, EMPTY_FILE, NUL_CHARACTER, RAGGED_ROW, TOO_MANY_COLUMNS
from importer.records import CellNote
from importer.settings import Options
from importer.steps.read.csv.columns import MOST_COLUMNS, Columns, TooManyColumnsError
from importer.steps.read.csv.encoding import decode
from importer.steps.read.csv.formula_texts import read_protected, with_quotes, without_line_quotes
from importer.steps.read.csv.readers import detect_format, read_columns
from importer.steps.read.csv.remarks import describe_format, doubt_notes
from importer.steps.read.csv.sniff import CsvFormat
from importer.steps.read.grid import Grid

_DELIMITERS = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|", "space": " "}
_LINES_IN_QUOTES = "Every line stands in quotes as a whole, so it is read without them."
_NUL = "\0"
_SOMETHING = re.compile(rb'[^ \t\r\n,;|"]')
_TOP_ROWS = 60  # among which the headings are
_FURTHER = 8  # columns beyond those of the top rows
_FREE_CELLS = 1 << 23


def read_csv_grid(content: bytes, path: Path, options: Options) -> Grid:
    """Read text with delimiters: every row in which something is, by the physical line on which it begins.

    Encoding, delimiter, quotes and escapes are found out where `options` do not tell them: a remark says what was
    found, a note CSV_DOUBTFUL what is not sure. A row that is written wrongly is read as well as it can be and has a
    note. Raises SheetError for a byte that does not decode, an encoding or delimiter that is none, and a file without
    anything in it.
    """
    text = decode(content, path, options.encoding)
    delimiter = _delimiter(options.delimiter)
    written = detect_format(text.utf8, delimiter)
    lines = without_line_quotes(text.utf8)
    if lines is not text.utf8 and (within := detect_format(lines, delimiter)).width > max(written.width, 2):
        text, written = replace(text, utf8=lines), within
    else:
        lines = b""
    quoted = with_quotes(text.utf8, written.dialect.delimiter)
    if quoted is not text.utf8:
        text, written = replace(text, utf8=quoted), detect_format(quoted, delimiter or written.dialect.delimiter)
    columns = _columns(text.utf8, written, path)
    if not columns.lines or not _SOMETHING.search(text.utf8):
        raise SheetError(EMPTY_FILE, path=path)
    remark = describe_format(text, written, columns, options)
    doubtful = tuple(doubt_notes(text, written, columns))
    faults = [CellNote(line, 0, fault.code, fault.values) for line, fault in columns.faults.items()]
    wide = _wide(columns, len(text.utf8), path)
    if wide < max(columns.counts):
        faults.extend(_far_too_wide(columns, wide))
    numbers, frame = columns.frame(wide)
    protected = tuple(read_protected(frame, numbers))
    nuls = _nuls(numbers, frame) if b"\0" in text.utf8 else ()
    notes = sorted([*faults, *nuls], key=lambda note: (note.row or 0, note.column))
    remarks = (remark, _LINES_IN_QUOTES) if lines else (remark,)
    told = (*doubtful, *protected, *notes)
    return Grid("", numbers, frame, told, remarks=remarks, counts=tuple(columns.counts))


def _delimiter(option: str | None) -> str | None:
    if option is None:
        return None
    sign = _DELIMITERS.get(option.strip().lower() or option, option)
    if not sign or sign in {'"', "'"} or any(end in sign for end in "\r\n"):
        raise SheetError(BAD_DELIMITER, value=option)
    return sign


def _columns(utf8: bytes, written: CsvFormat, path: Path) -> Columns:
    try:
        return read_columns(utf8, written)
    except TooManyColumnsError as found:
        words = {"line": found.line, "found": f"{found.found:,}", "limit": f"a sheet has at most {MOST_COLUMNS:,}"}
        raise SheetError(TOO_MANY_COLUMNS, path=path, **words) from found


def _wide(columns: Columns, size: int, path: Path) -> int:
    """How many columns to keep: one row with a thousand cells must not cost a thousand cells in each."""
    top = columns.counts[:_TOP_ROWS]
    wide = min(max(columns.counts), max(columns.width, *top) + _FURTHER)
    if wide * len(columns.lines) > 4 * size + _FREE_CELLS:
        at = top.index(max(top))
        limit = f"most of its rows have {columns.width}"
        raise SheetError(TOO_MANY_COLUMNS, path=path, line=columns.lines[at], found=f"{top[at]:,}", limit=limit)
    return wide


def _far_too_wide(columns: Columns, wide: int) -> Iterator[CellNote]:
    for line, count in zip(columns.lines, columns.counts, strict=True):
        if count > wide and line not in columns.faults:
            yield CellNote(line, 0, RAGGED_ROW, {"found": count, "expected": columns.width})


def _nuls(numbers: tuple[int, ...], frame: pd.DataFrame) -> Iterator[CellNote]:
    for number, place in zip(numbers, frame, strict=True):
        column = frame[place]
        for line, text in column[column.str.contains(_NUL, regex=False)].items():
            yield CellNote(int(str(line)), number, NUL_CHARACTER, {"found": text.count(_NUL)})
