"""CSV in UTF-8: the rows, each with the physical line on which it begins."""

import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from importer.errors import SheetError
from importer.problem import CSV_NOT_TEXT, EMPTY_FILE, NOT_READABLE, RAGGED_ROW
from importer.records import CellNote, Sheet
from importer.steps.read.table import Row, filled, first_headings, is_blank, table_of

_SEPARATORS = ",;\t"


def read_csv(path: Path) -> Sheet:
    """Read the whole file. Raises SheetError where a byte or a quote cannot be understood."""
    notes: list[CellNote] = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            separator = _separator_of(file)
            file.seek(0)
            rows = filled(_rows(file, separator, path))
            headings = first_headings(rows)
            if headings is None:
                raise SheetError(EMPTY_FILE, path=path)
            table = table_of(headings, _levelled(rows, len(headings.texts), notes))
    except UnicodeDecodeError as found:
        raise _undecodable(path) from found
    return Sheet(
        path=path,
        name="",
        heading_row=headings.row,
        headings=table.headings,
        columns=tuple(place + 1 for place in table.places),
        cells=table.cells,
        notes=tuple(notes),
    )


def _separator_of(lines: Iterable[str]) -> str:
    """Give the separator that the first line with something in it has most of, quoted text left aside."""
    first = next((line for line in lines if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)


def _rows(lines: Iterable[str], separator: str, path: Path) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as found:
        reason = f"the quotes of the row that begins on line {begins} do not match ({found})"
        raise SheetError(NOT_READABLE, path=path, reason=reason) from found


def _levelled(rows: Iterable[Row], width: int, notes: list[CellNote]) -> Iterator[Row]:
    for number, cells in rows:
        if len(cells) == width:
            yield number, cells
            continue
        if not is_blank(cells[width:]):
            notes.append(CellNote(number, 0, RAGGED_ROW, {"found": len(cells), "expected": width}))
        yield number, [*cells[:width], *[""] * (width - len(cells))]


def _undecodable(path: Path) -> SheetError:
    whole = path.read_bytes()
    try:
        whole.decode("utf-8")
    except UnicodeDecodeError as found:
        line = len(re.findall(rb"\r\n|\r|\n", whole[: found.start])) + 1
        return SheetError(CSV_NOT_TEXT, path=path, encoding="UTF-8", position=found.start + 1, line=line)
    return SheetError(NOT_READABLE, path=path, reason="it was changed while it was being read")
