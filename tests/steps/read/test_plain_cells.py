"""The quick way of reading a piece of a worksheet gives what the exact way gives, or leaves the piece to it."""

import re

import pyarrow as pa
from hypothesis import example, given, settings
from hypothesis import strategies as st

from importer.steps.read.sandbox.cells import Piece
from importer.steps.read.sandbox.xlsx.plain_cells import read_plain_piece
from importer.steps.read.sandbox.xlsx.worksheet import ExactSheet
from importer.workbook_parts.refusal import Refusal
from tests.examples import examples
from tests.steps.read.raw_workbooks import MAIN

ROWS = (
    b'<row r="9" spans="1:4" ht="0"><c r="A9" s="12" t="s"><v>7</v></c><c r="B9" t="str"><f>A1&amp;B1</f><v>x</v></c>'
    b'<c r="AA9"><f>SUM(A1)</f></c><c r="AB9" s="3"/></row><row r="10"/>'
    b'<row r="11" hidden="1"><c r="A11" t="inlineStr"><is><t xml:space="preserve"> a &lt; b</t></is></c>'
    b'<c r="B11"><v>1.5</v></c><c r="C11" t="b"><f t="shared" si="0"/><v>1</v></c>'
    b'<c r="D11" t="e"><v>#N/A</v></c></row>'
)
SNIPPETS: tuple[bytes, ...] = (
    b"<",
    b">",
    b'"',
    b"/",
    b" ",
    b"&",
    b"&#65;",
    b"=",
    b"0",
    b"9",
    b"A",
    b"<!-- -->",
    b"</c>",
    b"<c r='B9'>",
)
SNIPPETS += (b"<v></v>", b"<v/>", b"<f/>", b' t="s"', b' hidden="1"', b'<row r="10">', b"</row>", b"\xc3\xa9", b"\xff")
TWICE = re.compile(rb'<[^>]* (\w+)="[^>]* \1="')  # no XML, but of no consequence in a row
CHANGE = st.tuples(st.integers(0, len(ROWS)), st.integers(0, 9), st.sampled_from((b"", *SNIPPETS)))


def told(piece: Piece) -> tuple[list[object], ...]:
    cells = piece.cells
    named = (cells.rows, cells.columns, cells.kinds, cells.styles, cells.values, cells.valued, piece.rows, piece.hidden)
    return tuple(column.to_pylist() if isinstance(column, pa.Array) else column.tolist() for column in named)


def exactly(text: bytes) -> tuple[list[object], ...] | None:
    sheet = ExactSheet()
    try:
        sheet.feed(f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + text + b"</sheetData></worksheet>", last=True)
    except Refusal:
        return None
    return told(sheet.take())


def test_the_piece_of_these_tests_is_read_the_quick_way() -> None:
    piece = read_plain_piece(ROWS)
    assert piece is not None
    assert told(piece) == exactly(ROWS)


@settings(max_examples=examples(600), deadline=None)
@given(st.lists(CHANGE, min_size=1, max_size=3))
@example([(ROWS.index(b"<v>7"), 3, b"<v>")])
@example([(ROWS.index(b"12"), 0, b"9")])
@example([(ROWS.index(b"<v>x"), 8, b"<v/>")])
def test_a_changed_piece_is_read_as_exactly_or_left_to_it(changes: list[tuple[int, int, bytes]]) -> None:
    text = ROWS
    for place, length, new in changes:
        text = text[:place] + new + text[place + length :]
    try:
        piece = read_plain_piece(text)
    except Refusal:
        assert exactly(text) is None
        return
    if piece is not None and not TWICE.search(text):
        assert told(piece) == exactly(text)
