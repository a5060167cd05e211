"""What the styles of an .xls ([MS-XLS]) and of an .xlsb ([MS-XLSB]) make of a cell: struck through, filled."""

import struct
from collections.abc import Iterable
from contextlib import suppress

from importer.steps.read.sandbox.row_strikes_and_fills import Stylesheet

RecordStream = Iterable[tuple[int, bytes]]
_STRIKES = 0x08
_XLS_FONT, _XLS_STYLE, _XLS_MORE_OF_STYLE, _XLS_GRADIENT = 0x31, 0xE0, 0x87D, 6
_MISSING_FONT = 4  # a number that no font of an .xls has: those behind it count one more
_FONT, _FILL, _STYLE = 43, 45, 47
_FILLS_BEGIN, _STYLES_BEGIN = 603, 617
_LISTS = {611: 612, _FILLS_BEGIN: 604, _STYLES_BEGIN: 618}  # the begin and the end of each list
_GRADIENT = 0x28
_INDEXED, _RGB, _THEME = 1, 2, 3


def read_stylesheet_of_xls(records: RecordStream, *, is_biff8: bool) -> Stylesheet:
    """The fonts and fills of its styles, none where one of them is cut short; before version 8 the fonts only."""
    with suppress(struct.error, IndexError):
        return _read_stylesheet_of_xls(records, is_biff8=is_biff8)
    return Stylesheet()


def read_stylesheet_of_xlsb(records: RecordStream) -> Stylesheet:
    """The fonts and fills of its styles, none where one of them is cut short."""
    with suppress(struct.error, IndexError):
        return _read_stylesheet_of_xlsb(records)
    return Stylesheet()


def _read_stylesheet_of_xls(records: RecordStream, *, is_biff8: bool) -> Stylesheet:
    stylesheet, fills = Stylesheet(), dict[str, int]()
    for kind, content in records:
        if kind == _XLS_FONT:
            if len(stylesheet.struck_fonts) == _MISSING_FONT:
                stylesheet.struck_fonts.append(False)
            stylesheet.struck_fonts.append(bool(content[2] & _STRIKES))
        elif kind == _XLS_STYLE:
            colour = ""
            if is_biff8:
                pattern, colours = struct.unpack_from("<IH", content, 14)
                colour = f"indexed {colours & 0x7F} " if pattern >> 26 else ""
            stylesheet.styles.append((struct.unpack_from("<H", content)[0], fills.setdefault(colour, len(fills))))
        elif kind == _XLS_MORE_OF_STYLE and (gradient := _find_gradient(content)):
            place = struct.unpack_from("<H", content, 14)[0]
            stylesheet.styles[place] = stylesheet.styles[place][0], fills.setdefault(gradient, len(fills))
    stylesheet.colours += fills
    return stylesheet


def _find_gradient(content: bytes) -> str:
    """The gradient among the further properties of a style, '' where there is none: [MS-XLS] 2.4.355, 2.5.108."""
    at = 20
    for _ in range(struct.unpack_from("<H", content, 18)[0]):
        kind, size = struct.unpack_from("<HH", content, at)
        if kind == _XLS_GRADIENT:
            return content[at + 4 : at + size].hex()
        at += max(size, 4)
    return ""


def _read_stylesheet_of_xlsb(records: RecordStream) -> Stylesheet:
    stylesheet, inside = Stylesheet(), 0
    for kind, content in records:
        inside = kind if kind in _LISTS else 0 if kind == _LISTS.get(inside) else inside
        if kind == _FONT:
            stylesheet.struck_fonts.append(bool(content[2] & _STRIKES))
        elif kind == _FILL and inside == _FILLS_BEGIN:
            is_gradient = content[0] == _GRADIENT
            colour = content[20:].hex() if is_gradient else _read_colour(content[4:12])
            stylesheet.colours.append(colour if content[0] else "")
        elif kind == _STYLE and inside == _STYLES_BEGIN:
            font, fill = struct.unpack_from("<HH", content, 4)
            stylesheet.styles.append((font, fill))
    return stylesheet


def _read_colour(content: bytes) -> str:
    """A colour as that of an .xlsx would be told."""
    kind, index, tint = content[0] >> 1, content[1], struct.unpack_from("<h", content, 2)[0]
    if kind == _RGB:
        return (content[7:8] + content[4:7]).hex().upper()
    name = {_INDEXED: "indexed", _THEME: "theme"}.get(kind)
    return f"{name} {index} {tint or ''}" if name else ""
