"""Text with delimiters as rows: the same in the process that asks, and in one of its own for a large file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import IO, Any

import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import _, group_thousands
from importer.problem import BAD_DELIMITER, EMPTY_FILE, NUL_CHARACTER, RAGGED_ROW, TOO_MANY_COLUMNS
from importer.steps.read.csv.encoding import DecodedText, decode
from importer.steps.read.csv.find_dialect import CsvFormat, CsvHints
from importer.steps.read.csv.formula_texts import add_quotes, read_protected, remove_line_quotes
from importer.steps.read.csv.readers import detect_format, read_columns
from importer.steps.read.csv.remarks import TextNote, describe_format, note_doubts
from importer.steps.read.csv.text_columns import MOST_COLUMNS, Columns, TooManyColumnsError
from importer.steps.read.sandbox.cells import refuse_too_many
from importer.steps.read.sandbox.messages import write_rows, write_word
from importer.steps.read.sandbox.serve import Limits, serve
from importer.workbook_parts.refusal import Refusal

_DOUBLED = (";;", ",,", "\t\t")  # an empty column between two others
_DELIMITERS = {"tab": "\t", r"\t": "\t", "comma": ",", "semicolon": ";", "bar": "|", "pipe": "|", "space": " "}
_LEAST_CELLS = 3  # of a line that stands in quotes as a whole
_NUL = "\0"
_PROTECTING = re.compile("[='(]|\u2018|\u2019".encode())
_SOMETHING = re.compile(rb'[^ \t\r\n,;|"]')
_TOP_ROWS = 60  # among which the headings are
_FURTHER = 8  # columns beyond those of the top rows
_FREE_CELLS = 1 << 23
_ROWS_AT_ONCE = 1 << 16
_NEED = 4  # times the file: its bytes, these as UTF-8, its lines, and the cells


def main() -> None:
    """Answer what is asked."""
    serve(read)


def read(file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], limits: Limits) -> None:
    """Write every row in which something is, by the physical line on which it begins, and what was found out.

    Encoding, delimiter, quotes and escapes are found out where the request does not tell them. Raises a Refusal for a
    byte that does not decode, an encoding or delimiter that is none, and a file without anything in it.
    """
    limits.allow(_NEED * file.seek(0, 2))
    file.seek(0)
    text = decode(file.read(), request["encoding"])
    limits.open_no_more()  # only now: Python reads an encoding from a file of its own
    hints = CsvHints(_find_delimiter(request["delimiter"]), tuple(request["our_headings"]))
    text, written, in_quotes = _understand(text, hints)
    columns = _read_all_columns(text.utf8, written)
    if not columns.lines or not _SOMETHING.search(text.utf8):
        raise Refusal(EMPTY_FILE)
    remark = describe_format(text, written, columns, request["decimal"])
    notes = list(note_doubts(text, written, columns))
    notes_of_rows = [TextNote(line, 0, problem.code, problem.values) for line, problem in columns.problems.items()]
    wide = _choose_width(columns, len(text.utf8))
    if wide < max(columns.counts):
        notes_of_rows.extend(_note_far_too_wide(columns, wide))
    cells = columns.take_texts(wide)
    if _PROTECTING.search(text.utf8):
        notes.extend(read_protected(cells, columns.lines))
    nuls = _note_nuls(cells, columns.lines) if b"\0" in text.utf8 else ()
    notes.extend(sorted([*notes_of_rows, *nuls], key=lambda note: (note.row, note.column)))
    _send(out, columns.lines, cells)
    write_word(
        out,
        "text",
        columns=list(cells),
        counts=columns.counts,
        notes=[[note.row, note.column, note.code.number, note.values] for note in notes],
        remarks=[remark, in_quotes] if in_quotes else [remark],
    )


def _understand(text: DecodedText, hints: CsvHints) -> tuple[DecodedText, CsvFormat, str]:
    """The text as it is read, how it is written, and what is said of lines that stand in quotes, '' for none."""
    written = detect_format(text.utf8, hints)
    lines, in_quotes = _try_without_line_quotes(text.utf8, hints)
    if in_quotes:
        text, written = replace(text, utf8=lines), detect_format(lines, hints)
    quoted = add_quotes(text.utf8, written.dialect.delimiter)
    if quoted is not text.utf8:
        known = replace(hints, delimiter=hints.delimiter or written.dialect.delimiter)
        text, written = replace(text, utf8=quoted), detect_format(quoted, known)
    return text, written, in_quotes


def _try_without_line_quotes(utf8: bytes, hints: CsvHints) -> tuple[bytes, str]:
    lines, found = remove_line_quotes(utf8)
    if not found or (within := detect_format(lines, hints)).width < _LEAST_CELLS:
        return utf8, ""
    if len(found) == sum(1 for line in utf8.splitlines() if line.strip()):
        return lines, _("Every line is entirely in quotes, so it is read without them.")

    def is_row(line: str, inside: str) -> bool:
        as_it_stands, cells = (within.dialect.clean_cells(text) or () for text in (line, inside))
        return len(as_it_stands) != within.width == len(cells)

    lines, found = remove_line_quotes(utf8, is_row)
    remark = _("Lines that are entirely in quotes, such as line {line}, are read without them.")
    return lines, remark.format(line=found[0]) if found else ""


def _send(out: IO[bytes], lines: Sequence[int], cells: Mapping[int, pa.Array]) -> None:
    refuse_too_many(len(lines), len(cells))
    for first in range(0, len(lines), _ROWS_AT_ONCE):
        texts = [column.slice(first, _ROWS_AT_ONCE) for column in cells.values()]
        write_rows(out, lines[first : first + _ROWS_AT_ONCE], list(cells), texts)


def _find_delimiter(option: str | None) -> str | None:
    if option is None:
        return None
    sign = _DELIMITERS.get(option.strip().lower() or option, option)
    if not sign or sign in {'"', "'", *_DOUBLED} or any(end in sign for end in "\r\n"):
        raise Refusal(BAD_DELIMITER, value=option, other="")
    return sign


def _read_all_columns(utf8: bytes, written: CsvFormat) -> Columns:
    try:
        return read_columns(utf8, written)
    except TooManyColumnsError as found:
        limit = _("a sheet has at most {most_columns}").format(most_columns=group_thousands(MOST_COLUMNS))
        raise Refusal(TOO_MANY_COLUMNS, line=found.line, found=group_thousands(found.found), limit=limit) from found


def _choose_width(columns: Columns, size: int) -> int:
    """How many columns to keep: one row with a thousand cells must not cost a thousand cells in each."""
    top = columns.counts[:_TOP_ROWS]
    wide = min(max(columns.counts), max(columns.width, *top) + _FURTHER)
    if wide * len(columns.lines) > 4 * size + _FREE_CELLS:
        at = top.index(max(top))
        limit = _("most of its rows have {width}").format(width=columns.width)
        raise Refusal(TOO_MANY_COLUMNS, line=columns.lines[at], found=group_thousands(top[at]), limit=limit)
    return wide


def _note_far_too_wide(columns: Columns, wide: int) -> Iterator[TextNote]:
    for line, count in zip(columns.lines, columns.counts, strict=True):
        if count > wide and line not in columns.problems:
            yield TextNote(line, 0, RAGGED_ROW, {"found": count, "expected": columns.width})


def _note_nuls(cells: Mapping[int, pa.Array], lines: Sequence[int]) -> Iterator[TextNote]:
    for number, column in cells.items():
        for position in pc.indices_nonzero(pc.match_substring(column, _NUL)).to_pylist():
            found = column[position].as_py().count(_NUL)
            yield TextNote(lines[position], number, NUL_CHARACTER, {"found": found})
