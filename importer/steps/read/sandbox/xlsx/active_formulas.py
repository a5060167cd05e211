"""Formulas that ask the web or another program by themselves, looked for in a worksheet's bytes while they pass by.

A worksheet without a parenthesis has none, which is known at once. What is found there is told, never calculated.
"""

import re
import zlib
from collections.abc import Iterator
from html import unescape
from io import BufferedIOBase
from typing import IO, cast
from zipfile import BadZipFile

from importer.languages import N_
from importer.steps.read.sandbox.xlsx.workbook_part import WorkbookPart
from importer.workbook_parts.package import Package
from importer.workbook_parts.refusal import Refusal

FETCHING = N_("formulas that fetch from the web (WEBSERVICE, IMAGE)")
_PROGRAMS = N_("formulas that get values from other programs (RTD)")
_MADE_LINKS = N_("links whose address is made from cells (HYPERLINK)")
_UNSEEN = N_("parts that cannot be inspected")
ActiveKind = tuple[str, bytes, re.Pattern[str]]  # in words; a word it always has; how it stands in capitals
KINDS: tuple[ActiveKind, ...] = (
    (FETCHING, b"WEBSERVICE", re.compile(r"\bWEBSERVICE\s*\(")),
    (FETCHING, b"IMAGE", re.compile(r"\bIMAGE\s*\(")),
    (_PROGRAMS, b"RTD", re.compile(r"\bRTD\s*\(")),
    (
        _MADE_LINKS,
        b"HYPERLINK",
        re.compile(
            r'\bHYPERLINK\s*\((?=[^,;]*"(?:HTTPS?:|FTP:|FILE:|MAILTO:|//|\\\\))(?:"[^"]*"|[^",;])*?(?:&|\bCONCAT)'
        ),
    ),
)
_FORMULA = re.compile(rb"<(?:[\w.-]+:)?F(?:ORMULA[12]?)?\b[^<>]*>([^<]*)")
_LETTER = re.compile(rb"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));", re.IGNORECASE)
_ASIDE = re.compile(rb"<!--|<!\[CDATA\[")
_LONGEST = 1 << 16  # bytes of a formula as it is written
_DAMAGES = (Refusal, BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error)
_AT_ONCE = 1 << 20
_MOST = 256 << 20  # bytes of worksheets that are not read


class FormulaSearch:
    """What is found of this kind, in words, each once: in the worksheet that is read, and in the others."""

    kinds: tuple[ActiveKind, ...] = KINDS

    def __init__(self) -> None:
        self.found: list[str] = []
        self._known: set[str] = set()  # parts that were looked through
        self._left = _MOST

    def watch(self, part: str, file: IO[bytes]) -> IO[bytes]:
        """The worksheet, looked through while it is read."""
        self._known.add(part)
        return cast("IO[bytes]", _WatchedFile(file, self))  # it is read, and nothing else

    def look_at(self, part: str, content: bytes) -> None:
        """Look through a whole worksheet that somebody has read."""
        self._known.add(part)
        self.find_formulas(content)

    def find_in_rest(self, package: Package, book: WorkbookPart) -> list[str]:
        """What is found in all, once the sheet is read: also in worksheets that nobody read, and in defined names."""
        for sheet in book.worksheets:
            if sheet.part not in self._known and package.has(sheet.part):
                self._read_part(package, sheet.part)
        for _, meaning in book.names:
            self.look_at_formula(meaning.upper())
        return self.found

    def _read_part(self, package: Package, part: str) -> None:
        self._left -= package.find_entry(part).file_size
        if self._left < 0:
            self.tell(_UNSEEN)
            return
        try:
            with _WatchedFile(package.open_part(part), self) as file:
                while file.read(_AT_ONCE):
                    pass
        except _DAMAGES:
            self.tell(_UNSEEN)

    def find_formulas(self, text: bytes) -> None:
        """Look through a piece of a worksheet."""
        if b"(" not in text and (b"&" not in text or b"&#" not in text):  # one letter is found in no time
            return
        text = write_plainly(text)
        if b"<f" not in text and b":f" not in text:
            return
        upper = text.upper()
        if self.has_word_in(upper):
            for formula in _FORMULA.finditer(upper):
                self.look_at_formula(formula[1].decode("utf-8", "replace"))

    def has_word_in(self, upper: bytes) -> bool:
        """Whether a text, in capitals, has a word of what was not found yet."""
        return any(word in upper for kind, word, _ in self.kinds if kind not in self.found)

    def look_at_formula(self, formula: str) -> None:
        """Look at one formula, in capitals."""
        meant = unescape(formula.replace("&AMP;", "&").replace("&QUOT;", '"'))
        for kind, _, pattern in self.kinds:
            if pattern.search(meant):
                self.tell(kind)

    def tell(self, kind: str) -> None:
        """Say that there is something of this kind."""
        if kind not in self.found:
            self.found.append(kind)


class _WatchedFile(BufferedIOBase):
    """A file whose content is looked through while it is read, no formula cut in two."""

    def __init__(self, file: IO[bytes], search: FormulaSearch) -> None:
        self._file, self._search, self._before = file, search, b""

    def read(self, size: int | None = -1, /) -> bytes:
        piece = self._file.read(-1 if size is None else size)
        text = self._before + piece
        self._search.find_formulas(text)
        self._before = text[-_LONGEST:]
        return piece

    def close(self) -> None:
        self._file.close()
        super().close()


def write_plainly(text: bytes) -> bytes:
    """The text as most programs write it: a byte for a letter, none by its number, no comment in between."""
    if b"\0" in text:
        text = text.replace(b"\0", b"")
    if b"<!" in text:
        text = b"".join(_leave_out_asides(text))
    return _LETTER.sub(_read_letter, text) if b"&#" in text else text


def _leave_out_asides(text: bytes) -> Iterator[bytes]:
    position = 0
    while found := _ASIDE.search(text, position):
        yield text[position : found.start()]
        is_comment = found[0] == b"<!--"
        end = text.find(b"-->" if is_comment else b"]]>", found.end())
        end = len(text) if end < 0 else end
        if not is_comment:
            yield text[found.end() : end].replace(b"<", b" ")
        position = end + len("-->")
    yield text[position:]


def _read_letter(found: re.Match[bytes]) -> bytes:
    number = int(found[1], 16) if found[1] else int(found[2])
    return b" " if number >= 128 or number in b"<>" else bytes([number])  # noqa: PLR2004 - the letters of ASCII
