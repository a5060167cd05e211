"""An .xlsx or .xlsm workbook, from its parts to blocks of rows."""

import re
import zipfile
from collections.abc import Iterator

import pyarrow as pa

from importer.problem import FORMATS_UNREADABLE, HIDDEN_SHEETS, NOT_READABLE
from importer.results_marks import ADDED_MARK
from importer.steps.read.sandbox.block import blocks_of
from importer.steps.read.sandbox.book import About, Book, Parts, book_of, formats_in
from importer.steps.read.sandbox.cells import Piece
from importer.steps.read.sandbox.choose import Choice, Row, Wish, chosen
from importer.steps.read.sandbox.number_formats import Format
from importer.steps.read.sandbox.output import Output, refuse_double
from importer.steps.read.sandbox.refusal import Refusal
from importer.steps.read.sandbox.shared_strings import shared_strings
from importer.steps.read.sandbox.spelling import CellSpeller, Spelling
from importer.steps.read.sandbox.tags import TEXT
from importer.steps.read.sandbox.worksheet import Worksheet
from importer.steps.read.sandbox.xml_pieces import NotCuttable
from importer.workbook_parts.addresses import column_number

_FIRST_ROWS = 30
_FIRST_LOOK = 1 << 16


def read_xlsx(archive: zipfile.ZipFile, wish: Wish, output: Output) -> None:
    """Send the rows of the sheet that is wanted, and what is to be told of it. Raises a Refusal."""
    parts = Parts(archive)
    book = book_of(parts)
    formats = _formats(parts, book.styles, output)
    spelling = Spelling(_strings(parts, book.strings), formats, book.from_1904)
    names = [(about.name, about.visible) for about in book.worksheets]
    marked = _marked_sheet(book)
    choice = (
        Choice(names.index((marked.name, marked.visible)))
        if marked and wish.sheet is None
        else chosen(names, wish, lambda place: _first_rows(parts, book.worksheets[place], spelling))
    )
    about = book.worksheets[choice.place]
    if choice.hidden:
        output.tell(HIDDEN_SHEETS, found=", ".join(f'"{name}"' for name in choice.hidden))
    worksheet = Worksheet(lambda: parts.opened(about.part))
    try:
        _send(worksheet.pieces(), spelling, output)
    except NotCuttable:
        output.start_again()
        _send(worksheet.pieces_exactly(), spelling, output)
    output.finish(
        about.name,
        filtered=worksheet.filtered,
        merged=list(filter(None, map(_corners, worksheet.merged))),
        marks=book.marks if about is marked else {},
    )


def _marked_sheet(book: Book) -> About | None:
    """The sheet to which an earlier run added its columns."""
    name = book.marks.get(ADDED_MARK, "").rpartition("!")[0]
    names = {name, name.strip("'").replace("''", "'")} - {""}
    return next((about for about in book.worksheets if about.name in names), None)


def _strings(parts: Parts, name: str | None) -> pa.Array:
    if name is None:
        return pa.array([], TEXT)
    with parts.opened(name) as file, parts.opened(name) as again:
        return shared_strings(file, again)


def _formats(parts: Parts, name: str | None, output: Output) -> tuple[Format, ...]:
    if name is None:
        return ()
    try:
        with parts.opened(name) as file:
            return formats_in(file)
    except zipfile.BadZipFile:
        output.tell(FORMATS_UNREADABLE)
    except Refusal as found:
        if found.code is not NOT_READABLE:
            raise
        output.tell(FORMATS_UNREADABLE)
    return ()


def _send(pieces: Iterator[Piece], spelling: Spelling, output: Output) -> None:
    for piece in pieces:
        output.rows_seen(piece.rows, piece.hidden)
        spelled = CellSpeller(piece.cells, spelling).spelled()
        output.told(spelled.told)
        for block in blocks_of(piece.cells.rows, piece.cells.columns, spelled.texts):
            output.send(block)


def _first_rows(parts: Parts, about: About, spelling: Spelling) -> list[Row]:
    worksheet = Worksheet(lambda: parts.opened(about.part))
    try:
        return _some_rows(worksheet.pieces(_FIRST_LOOK), spelling)
    except NotCuttable:
        return _some_rows(worksheet.pieces_exactly(), spelling)


def _some_rows(pieces: Iterator[Piece], spelling: Spelling) -> list[Row]:
    rows: list[Row] = []
    for piece in pieces:
        refuse_double(piece.rows)
        texts = CellSpeller(piece.cells, spelling).spelled().texts
        for block in blocks_of(piece.cells.rows, piece.cells.columns, texts):
            columns = [text.slice(0, _FIRST_ROWS).to_pylist() for text in block.texts]
            rows.extend(zip(block.rows.tolist(), map(list, zip(*columns, strict=True)), strict=False))
        if len(rows) >= _FIRST_ROWS:
            break
    return rows[:_FIRST_ROWS]


def _corners(area: str) -> tuple[int, int, int, int] | None:
    """Rows and columns of a range; None for one that is none, which is no damage to any cell."""
    first, _, last = area.replace("$", "").partition(":")
    begin, end = _place(first), _place(last or first)
    return (
        (min(begin[0], end[0]), min(begin[1], end[1]), max(begin[0], end[0]), max(begin[1], end[1]))
        if begin and end
        else None
    )


def _place(address: str) -> tuple[int, int] | None:
    found = re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6})", address)
    if found is None:
        return None
    return int(found[2]), column_number(found[1])
