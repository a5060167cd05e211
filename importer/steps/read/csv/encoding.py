"""The bytes of a CSV as UTF-8, whatever they were written in."""

import codecs
import re
from dataclasses import dataclass, replace

import numpy as np

from importer.problem import CSV_NOT_TEXT, UNKNOWN_ENCODING
from importer.steps.read.csv.code_page import can_decode, code_page_of
from importer.workbook_parts.refusal import Refusal

_MARKS = (  # the longer one first: the mark of UTF-32-LE begins with that of UTF-16-LE
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_NAMES = {
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x80-\x9f\ufffe\uffff]")
_OTHER_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x1f]")
_AT_ONCE = 1 << 16  # bytes
_BEGINNING = 1 << 22
_MOST_NULS = 0.25  # of plain text in UTF-16 every second byte is NUL, in UTF-32 three of four
_LEAST_ASCII = 0.05  # of a text in any script: separators, line ends and digits


@dataclass(frozen=True)
class DecodedText:
    """A text in UTF-8 without byte order mark; `encoding` is what it was in, `sure` False where that was a guess."""

    utf8: bytes
    encoding: str
    sure: bool = True


def decode(content: bytes, encoding: str | None) -> DecodedText:
    """Decode by `encoding`, else by what the bytes show. Raises a Refusal where a byte does not decode.

    The sign with which DOS ended a file (Ctrl-Z) is left out at its end.
    """
    found = _decode(content, encoding)
    return replace(found, utf8=found.utf8.removesuffix(b"\x1a"))


def _decode(content: bytes, encoding: str | None) -> DecodedText:
    if encoding is not None:
        return _decode_as(content, encoding)
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _decode_by(name, content, len(mark))
    utf8 = is_utf8(content)
    if _can_be_wide(content, utf8) and (wide := _find_wide_encoding(content, utf8=utf8)):
        return _decode_by(wide, content)
    if utf8:
        return DecodedText(content, _NAMES["utf-8"])
    page = code_page_of(content)
    if page is None:
        raise _make_undecodable_refusal("utf-8", content)
    return DecodedText(_to_utf8(page.encoding, content), _name_encoding(page.encoding), page.sure)


def is_utf8(content: bytes) -> bool:
    """Tell whether every byte decodes, a piece at a time so that it stays in the processor's cache."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(content), _AT_ONCE):
            piece = content[start : start + _AT_ONCE]
            if decoder.getstate()[0] or not piece.isascii():
                decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _decode_as(content: bytes, encoding: str) -> DecodedText:
    try:
        name = codecs.lookup(encoding).name
        "a".encode(name).decode(name)
    except (LookupError, ValueError) as found:  # codecs of bytes such as 'hex' are known to Python, but no encodings
        raise Refusal(UNKNOWN_ENCODING, value=encoding) from found
    for mark, marked in _MARKS:
        if content.startswith(mark) and marked.startswith(name.removesuffix("-sig").removesuffix("_sig")):
            return _decode_by(marked, content, len(mark))
    wide = {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name)
    return _decode_by(_find_wide_encoding(content) or wide if wide != name else name, content)


def _decode_by(name: str, content: bytes, mark: int = 0) -> DecodedText:
    if name == "utf-8" and is_utf8(content):
        return DecodedText(content[mark:], _NAMES[name])
    try:
        return DecodedText(_to_utf8(name, content, mark), _name_encoding(name))
    except UnicodeError as found:
        raise _make_undecodable_refusal(name, content, mark) from found


def _to_utf8(name: str, content: bytes, mark: int = 0) -> bytes:
    """Decode and encode, a piece at a time so that memory stays flat. Raises UnicodeError."""
    pieces = (content[at : at + _AT_ONCE] for at in range(mark, len(content), _AT_ONCE))
    if name == "cp1252":
        return b"".join(map(_from_western, pieces))
    decoder = codecs.getincrementaldecoder(name)()
    return b"".join([*(decoder.decode(piece).encode() for piece in pieces), decoder.decode(b"", final=True).encode()])


def _from_western(piece: bytes) -> bytes:
    """Where Windows-1252 says the same as Latin-1, by that: it is far quicker."""
    differs = (np.frombuffer(piece, np.uint8) - 0x80 < 0x20).any()  # noqa: PLR2004 - 80 to 9F
    return piece.decode("cp1252" if differs else "latin-1").encode()


def _can_be_wide(content: bytes, utf8: bool) -> bool:
    if b"\0" not in content:
        return False
    return not utf8 or _has_many_nuls(content) or bool(_OTHER_CONTROL.search(content))


def _find_wide_encoding(content: bytes, *, utf8: bool = False) -> str | None:
    """UTF-16 or UTF-32 without a mark: the one in which the beginning is text; what may be UTF-8 must be so to the end.

    Half a character at the end is no matter where every other byte is NUL: such a text was cut short.
    """
    shares = {name: _measure_ascii_share(content[:_BEGINNING], name) for name in _WIDE}
    best = max(shares, key=shares.__getitem__)
    if shares[best] < _LEAST_ASCII:
        return None
    return None if utf8 and not _has_many_nuls(content) and not can_decode(content, best) else best


def _has_many_nuls(content: bytes) -> bool:
    return content.count(0) >= _MOST_NULS * len(content)


def _measure_ascii_share(content: bytes, name: str) -> float:
    try:
        text = codecs.getincrementaldecoder(name)().decode(content)
    except UnicodeDecodeError:
        return 0.0
    if not text or _CONTROL.search(text):
        return 0.0
    return len(text.encode("ascii", "ignore")) / len(text)


def _make_undecodable_refusal(name: str, content: bytes, mark: int = 0) -> Refusal:
    start = 0
    try:
        content[mark:].decode(name)
    except UnicodeDecodeError as found:
        start = found.start + mark
    except UnicodeError:  # a codec without places, such as 'idna'
        start = mark
    line = len(_LINE_END.findall(content[mark:start].decode(name, "ignore"))) + 1
    return Refusal(CSV_NOT_TEXT, encoding=_name_encoding(name), position=start + 1, line=line)


def _name_encoding(encoding: str) -> str:
    return _NAMES.get(encoding) or encoding.upper().replace("_", "-")
