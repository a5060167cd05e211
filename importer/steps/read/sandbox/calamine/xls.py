"""What calamine leaves out of a worksheet of an .xls ([MS-XLS]): errors, hidden rows, padded numbers."""

import struct
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import IO

from importer.languages import N_
from importer.problem import NOT_A_SHEET
from importer.steps.read.sandbox.active_content import LINKS, PROGRAMS
from importer.steps.read.sandbox.calamine.ole import Ole
from importer.steps.read.sandbox.calamine.reader import DetailsReader
from importer.steps.read.sandbox.calamine.sheet_details import ERRORS, SheetDetails, decode_short_number
from importer.steps.read.sandbox.calamine.strikes_and_fills import read_stylesheet_of_xls
from importer.steps.read.sandbox.calamine.xls_rules import read_rules_of_xls
from importer.steps.read.sandbox.number_formats import NUMBER, Format, formats_of
from importer.workbook_parts.refusal import (
    Refusal,
    make_damage_refusal,
    make_locked_refusal,
    make_otherwise_locked_refusal,
    refuse_same_sheets,
)

_FORMULA, _END, _PASSWORD, _SHEET, _ERROR, _ROW, _FILTERED = 0x06, 0x0A, 0x2F, 0x85, 0x205, 0x208, 0x9B
_SHORT_NUMBERS, _SHORT_NUMBER, _FROM_1904 = 0xBD, 0x27E, 0x22
_NUMBERS = frozenset({0x203, _SHORT_NUMBER, _SHORT_NUMBERS, _FORMULA})
_CELLS = _NUMBERS | {0xD6, 0xFD, 0x204, _ERROR}  # those with something in them; the last is a truth, too
_TEXTS = frozenset({0xD6, 0xFD, 0x204})
_FORMAT, _STYLE, _BIFF8 = 0x41E, 0xE0, struct.pack("<H", 0x600)
_WINDOW = 0x3D
_LISTED, _WORKSHEET = struct.Struct("<IBB"), 0  # where a sheet begins, whether it is visible, and of which kind it is
_ENDING = struct.pack("<H", _END)
_TEXT, _CONTINUED = 0x207, 0x3C  # what a formula gives, and the rest of a record that was full
_BOOK, _OWN_BOOKS = 0x1AE, (b"\1\4", b"\1\x3a")  # what formulas ask; this workbook and add-ins have a mark for a path
_A_FILE, _BEFORE_TOPIC = "\1", "\3"  # how the path of a file begins, and what stands between a program and its topic
_ENCODING, _UNICODE = 0x42, struct.pack("<H", 1200)
_HIDDEN_ROW = 0x20
_IS_TEXT, _IS_ERROR = 0, 2
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")  # the stream of a new workbook with a password
_RIGHTS = "DRMEncryptedDataSpace".encode("utf-16-le")  # [MS-OFFCRYPTO] 2.2.3: no password opens it
_NAMES = ("Workbook", "Book")  # of the stream, the newer first
_BEGINNINGS = (0x809, 0x409, 0x209, 0x09)  # of the versions


def make_details_reader_of_xls(file: IO[bytes]) -> DetailsReader:
    """Read details of a worksheet by its place. Raises a Refusal where this is no workbook, or has a password."""
    file.seek(0)
    content = file.read()
    if _RIGHTS in content:
        raise make_otherwise_locked_refusal(N_("a workbook whose owner decides who may open it (rights management)"))
    if _ENCRYPTED in content:
        raise make_locked_refusal()
    stream = _read_workbook_stream(Ole(content))
    _refuse_sheets_in_one_another(stream)
    window = next((content for kind, content in _read_records(stream, 0) if kind == _WINDOW), b"")
    active = int.from_bytes(window[10:12], "little")
    return DetailsReader(lambda _, position: _read_details(stream, position), active)


def find_links_of_xls(file: IO[bytes]) -> list[str]:
    """What its formulas ask by themselves, in words: other files, or other programs. Raises a Refusal."""
    file.seek(0)
    books = [content for kind, content in _read_records(_read_workbook_stream(Ole(file.read())), 0) if kind == _BOOK]
    paths = [_join_parts([book[4:]]) for book in books if book[2:4] not in _OWN_BOOKS]
    return [
        LINKS if path[:1] == _A_FILE else PROGRAMS for path in paths if path[:1] == _A_FILE or _BEFORE_TOPIC in path
    ]


def correct_code_page(file: IO[bytes]) -> IO[bytes]:
    """The workbook, saying that its texts are Unicode where they are (some programs write Windows-1252 there), and
    with numbers for all that are spelled from the records: dates, which calamine cannot read beyond some day.
    """
    file.seek(0)
    content = file.read()
    ole = Ole(content)
    name, position, new = _find_workbook_name(ole), 0, dict[int, int]()
    stream = ole.read_stream(name)
    is_biff8 = _is_biff8(stream)
    while position + 8 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        if kind == _END:
            break
        if kind == _STYLE:
            new |= {position + 6: 0, position + 7: 0}  # the number of its format: 0 is General
        elif kind == _ENCODING and is_biff8:
            new |= zip((position + 4, position + 5), _UNICODE, strict=True)
        position += 4 + size
    whole = ole.replace_bytes(name, new)
    return BytesIO(Ole(whole).keep_only(name, _NAMES))


def _find_workbook_name(ole: Ole) -> str:
    names = {name.casefold(): name for name in ole.list_names()}
    name = next((names[name] for name in map(str.casefold, _NAMES) if name in names), None)
    if name is None:
        fix = N_("Check that it is the right file, or save the sheet again in Excel.")
        raise Refusal(NOT_A_SHEET, found=N_("an Office file, but not a workbook"), fix=fix)
    return name


def _read_workbook_stream(ole: Ole) -> bytes:
    stream = ole.read_stream(_find_workbook_name(ole))
    for kind, _ in _read_records(stream, 0):
        if kind == _PASSWORD:
            raise make_locked_refusal()
    return stream


def _refuse_sheets_in_one_another(stream: bytes) -> None:
    """Refuse what costs as much for each worksheet as for all of them: some that are one, or go on into the next."""
    listed = [content for kind, content in _read_records(stream, 0) if kind == _SHEET and len(content) >= _LISTED.size]
    begins = sorted(offset for offset, _, what in map(_LISTED.unpack_from, listed) if what == _WORKSHEET)
    refuse_same_sheets(begins)
    for begin, following in pairwise(begins):
        offset = begin
        while offset < following and (head := stream[offset : offset + 4]) and head[:2] != _ENDING:
            offset += 4 + int.from_bytes(head[2:], "little")
        if offset >= following:
            raise make_damage_refusal(N_("one of its worksheets has no end"))


def _read_details(stream: bytes, position: int) -> SheetDetails:
    sheets = [content for kind, content in _read_records(stream, 0) if kind == _SHEET]
    details = SheetDetails()
    try:
        details.formats = _read_formats(stream)
        details.stylesheet = read_stylesheet_of_xls(_read_records(stream, 0), is_biff8=_is_biff8(stream))
        details.rules = read_rules_of_xls(_read_records(stream, struct.unpack_from("<I", sheets[position])[0]))
        details.from_1904 = any(
            kind == _FROM_1904 and content[:1] == b"\1" for kind, content in _read_records(stream, 0)
        )
        begins = struct.unpack_from("<I", sheets[position])[0]
        for kind, content in _read_records(stream, begins):
            _note(details, kind, content)
            if kind in _CELLS and kind != _SHORT_NUMBERS:
                row, column, style = struct.unpack_from("<HHH", content)
                details.add_style(row + 1, style)
                if kind in _TEXTS or _is_text_result(kind, content):
                    details.add_text(row + 1, column + 1, style)
            if kind in _NUMBERS:
                row, first = struct.unpack_from("<HH", content)
                for column, (style, value) in enumerate(_read_styled_numbers(kind, content), first):
                    if kind == _SHORT_NUMBERS:
                        details.add_style(row + 1, style)
                    if style < len(details.formats) and details.formats[style] != NUMBER:
                        details.numbers[row + 1, column + 1] = value, style
    except (struct.error, IndexError) as found:
        raise make_damage_refusal(N_("a record of its sheet is cut short")) from found
    details.shown.update(_read_long_texts(stream, begins))
    return details


def _read_long_texts(stream: bytes, begins: int) -> Iterator[tuple[tuple[int, int], str]]:
    """The texts of formulas that do not fit into one record, of which calamine gives the first."""
    row_and_column, before, parts = (0, 0), 0, list[bytes]()
    for kind, content in (*_read_records(stream, begins), (_END, b"")):
        if kind == _CONTINUED and before in {_TEXT, _CONTINUED} and parts:
            parts.append(content)
        else:
            if len(parts) > 1:
                yield row_and_column, _join_parts(parts)
            parts = [content[2:]] if kind == _TEXT else []
        if kind == _FORMULA:
            row, column = struct.unpack_from("<HH", content)
            row_and_column = row + 1, column + 1
        before = kind


def _join_parts(parts: list[bytes]) -> str:
    """The text: each part says in its first byte whether it has two bytes for a letter, or one."""
    return "".join(part[1:].decode("utf-16-le" if part[:1] == b"\1" else "latin-1", "replace") for part in parts)


def _note(details: SheetDetails, kind: int, content: bytes) -> None:
    if kind == _ERROR and content[7]:
        row, column = struct.unpack_from("<HH", content)
        details.errors[row + 1, column + 1] = ERRORS.get(content[6], "#ERROR!")
    elif kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _IS_ERROR:
        row, column = struct.unpack_from("<HH", content)
        details.errors[row + 1, column + 1] = ERRORS.get(content[8], "#ERROR!")
    elif kind == _ROW and content[12] & _HIDDEN_ROW:
        details.hidden.append(struct.unpack_from("<H", content)[0] + 1)
    elif kind == _FILTERED:
        details.filtered = True


def _read_styled_numbers(kind: int, content: bytes) -> list[tuple[int, float]]:
    """The style and the number of each cell of a record."""
    if kind == _SHORT_NUMBERS:
        pairs = [struct.unpack_from("<HI", content, position) for position in range(4, len(content) - 2, 6)]
        return [(style, decode_short_number(bits)) for style, bits in pairs]
    style = struct.unpack_from("<H", content, 4)[0]
    if kind == _SHORT_NUMBER:
        return [(style, decode_short_number(struct.unpack_from("<I", content, 6)[0]))]
    if kind == _FORMULA and content[12:14] == b"\xff\xff":
        return []
    return [(style, float(struct.unpack_from("<d", content, 6)[0]))]


def _is_text_result(kind: int, content: bytes) -> bool:
    return kind == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == _IS_TEXT


def _read_formats(stream: bytes) -> tuple[Format, ...]:
    """How each style shows a number."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    is_biff8 = _is_biff8(stream)
    for kind, content in _read_records(stream, 0):
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _read_code(content, is_biff8=is_biff8)
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", content, 2)[0])
    return formats_of(codes, styles)


def _is_biff8(stream: bytes) -> bool:
    return stream[4:6] == _BIFF8


def _read_code(content: bytes, *, is_biff8: bool) -> str:
    if not is_biff8:
        return content[3:].decode("latin-1")
    return content[5:].decode("utf-16-le" if content[4] & 1 else "latin-1", "replace")


def _read_records(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place to the end of what begins there; what is inside it (a chart) is passed over."""
    depth = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + size]
        position += 4 + size
        if kind in _BEGINNINGS:
            depth += 1
        elif kind == _END:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, content
