"""What calamine leaves out of a worksheet of an .xlsb ([MS-XLSB]): errors, hidden rows, merged ranges, numbers by their
formats; and its rows, where calamine cannot read them.
"""

import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property, partial

from importer.languages import N_
from importer.steps.read.sandbox.calamine.reader import DetailsReader
from importer.steps.read.sandbox.calamine.sheet_details import ERRORS, CellsByPlace, SheetDetails, decode_short_number
from importer.steps.read.sandbox.calamine.strikes_and_fills import read_stylesheet_of_xlsb
from importer.steps.read.sandbox.calamine.xlsb_rules import MOST_RULE_RECORDS, RULE_RECORDS, read_rules_of_xlsb
from importer.steps.read.sandbox.number_formats import NUMBER, Format, formats_of
from importer.steps.read.to_text import CellContent
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import make_damage_refusal, refuse_same_sheets

_ROW, _ERROR, _FORMULA_ERROR, _SHEET, _MERGED, _FILTER_COLUMN = 0, 3, 11, 156, 176, 163
_SHORT_NUMBER, _BOOK, _WINDOW = 2, 153, 158
_MAIN = "xl/workbook.bin"  # where the package does not say which part it is
_NUMBERS = frozenset({_SHORT_NUMBER, 5, 9})  # a short number, a number, a formula that gives one
_TRUTHS, _SHARED_TEXT, _SHARED, _ROWS_END = frozenset({4, 10}), 7, 19, 146
_RICH_TEXT = 62  # a text of its own in several fonts, which calamine passes over
_TEXTS = frozenset({_SHARED_TEXT, 6, 8, _RICH_TEXT})  # a text of its own, a formula that gives one
_CELLS = _NUMBERS | _TRUTHS | _TEXTS
_FORMAT, _STYLE, _STYLES, _STYLES_END = 44, 47, 617, 618
_ERRORS = frozenset({_ERROR, _FORMULA_ERROR})
_HIDDEN_ROW = 0x10


def make_details_reader_of_xlsb(package: Package) -> DetailsReader:
    """Read details of a worksheet by its name; that raises a Refusal where it is damaged, this where two are one."""
    book = _SharedParts(package)
    with suppress(IndexError):  # cut short: told where the sheet is read
        refuse_same_sheets(map(str.casefold, book.part_of.values()))
    details, rows = partial(_read_details, book), partial(_read_rows, book)
    return DetailsReader(lambda name, _: details(name), _find_active(package), rows)


class _SharedParts:
    """What all worksheets share: read once, however many there are."""

    def __init__(self, package: Package) -> None:
        self.package = package

    @cached_property
    def part_of(self) -> Mapping[str, str]:
        """The part of each worksheet, by its name."""
        main = self.package.main or _MAIN
        parts = {each.id: each.part for each in self.package.relations_of(main)}
        sheets = (_read_sheet(content) for kind, content in _records_of(self.package, main) if kind == _SHEET)
        return {name: parts[id_] for name, id_ in sheets if id_ in parts}

    @cached_property
    def texts(self) -> list[str]:
        """The shared texts."""
        part = self.package.find_related(self.package.main or _MAIN, "sharedStrings")
        records = _records_of(self.package, part) if part else ()
        return [_read_wide(text, 1)[0] for kind, text in records if kind == _SHARED]


def _find_active(package: Package) -> int:
    """The place of the sheet in front; the first where the part with the sheets does not say."""
    try:
        book = _records_of(package, package.main or _MAIN)
        window = next((content for kind, content in book if kind == _WINDOW), b"")
    except IndexError:  # cut short: told where the sheet is read
        return 0
    return int.from_bytes(window[24:28], "little")


def _read_details(shared: _SharedParts, name: str) -> SheetDetails:
    details, row, package = SheetDetails(), 0, shared.package
    with _refuse_cut_short():
        styles = package.find_related(package.main or _MAIN, "styles")
        details.formats = _read_formats(package, styles)
        details.stylesheet = read_stylesheet_of_xlsb(_records_of(package, styles) if package.has(styles) else ())
        book = list(_records_of(package, package.main or _MAIN))
        details.from_1904 = any(kind == _BOOK and content[0] & 1 for kind, content in book)
        rules: list[tuple[int, bytes]] = []
        for kind, content in _records_of(shared.package, shared.part_of[name]):
            row = struct.unpack_from("<I", content)[0] + 1 if kind == _ROW else row
            if kind in RULE_RECORDS and len(rules) < MOST_RULE_RECORDS:
                rules.append((kind, content))
            _note(details, kind, content, row)
            if kind in _CELLS or kind in _ERRORS:
                column, style = struct.unpack_from("<II", content)
                style &= 0xFF_FFFF
                details.add_style(row, style)
                if kind in _TEXTS:
                    details.add_text(row, column + 1, style)
                    if kind == _RICH_TEXT:
                        details.shown[row, column + 1] = _read_wide(content, 9)[0]
                if kind in _NUMBERS and style < len(details.formats) and details.formats[style] != NUMBER:
                    details.numbers[row, column + 1] = _read_value(kind, content), style
        if rules and package.has(styles):
            details.rules = read_rules_of_xlsb(rules, _records_of(package, styles))
    return details


def _read_rows(shared: _SharedParts, name: str) -> Iterator[tuple[int, CellsByPlace]]:
    """The rows of a worksheet with their texts, numbers and truths."""
    with _refuse_cut_short():
        row, cells = 0, CellsByPlace()
        for kind, content in _records_of(shared.package, shared.part_of[name]):
            if kind in (_ROW, _ROWS_END) and cells:
                yield row, cells
            if kind == _ROWS_END:
                return
            if kind == _ROW:
                row, cells = struct.unpack_from("<I", content)[0] + 1, {}
            elif kind in _CELLS:
                cells[struct.unpack_from("<I", content)[0] + 1] = _read_cell(kind, content, shared.texts)
    raise make_damage_refusal(N_("its rows have no end"))


def _read_cell(kind: int, content: bytes, shared: list[str]) -> CellContent:
    if kind in _NUMBERS:
        return _read_value(kind, content)
    if kind in _TRUTHS:
        return bool(content[8])
    if kind == _SHARED_TEXT:
        return shared[int.from_bytes(content[8:12], "little")]
    return _read_wide(content, 9 if kind == _RICH_TEXT else 8)[0]


@contextmanager
def _refuse_cut_short() -> Iterator[None]:
    try:
        yield
    except (struct.error, IndexError, KeyError) as found:
        raise make_damage_refusal(N_("a record of its sheet is cut short")) from found


def _note(details: SheetDetails, kind: int, content: bytes, row: int) -> None:
    if kind == _ROW and content[11] & _HIDDEN_ROW:
        details.hidden.append(row)
    elif kind in _ERRORS:
        column = struct.unpack_from("<I", content)[0] + 1
        details.errors[row, column] = ERRORS.get(content[8], "#ERROR!")
    elif kind == _MERGED:
        first, last, left, right = struct.unpack_from("<IIII", content)
        details.merged.append((first + 1, left + 1, last + 1, right + 1))
    elif kind == _FILTER_COLUMN:
        details.filtered = True


def _read_value(kind: int, content: bytes) -> float:
    if kind == _SHORT_NUMBER:
        return decode_short_number(struct.unpack_from("<I", content, 8)[0])
    return float(struct.unpack_from("<d", content, 8)[0])


def _read_formats(package: Package, name: str) -> tuple[Format, ...]:
    """How each style shows a number."""
    if not package.has(name):
        return ()
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False
    for kind, content in _records_of(package, name):
        inside = kind == _STYLES or (inside and kind != _STYLES_END)
        if kind == _FORMAT:
            codes[struct.unpack_from("<H", content)[0]] = _read_wide(content, 2)[0]
        elif kind == _STYLE and inside:
            styles.append(struct.unpack_from("<H", content, 2)[0])
    return formats_of(codes, styles)


def _read_sheet(content: bytes) -> tuple[str, str]:
    id_, behind = _read_wide(content, 8)
    name, _ = _read_wide(content, behind)
    return name, id_


def _read_wide(content: bytes, position: int) -> tuple[str, int]:
    size = struct.unpack_from("<I", content, position)[0]
    ends = position + 4 + 2 * size
    return content[position + 4 : ends].decode("utf-16-le"), ends


def _records_of(package: Package, part: str) -> Iterator[tuple[int, bytes]]:
    with package.open_part(part) as file:
        return _read_records(file.read())


def _read_records(part: bytes) -> Iterator[tuple[int, bytes]]:
    position = 0
    while position < len(part):
        kind, position = _read_varying(part, position, 2)
        size, position = _read_varying(part, position, 4)
        yield kind, part[position : position + size]
        position += size


def _read_varying(part: bytes, position: int, most: int) -> tuple[int, int]:
    """A number of up to `most` bytes, seven bits each, as long as the eighth is set; kinds keep that bit out too."""
    number = 0
    for step in range(most):
        byte = part[position + step]
        number |= (byte & 0x7F) << 7 * step
        if not byte & 0x80:
            return number, position + step + 1
    return number, position + most
