"""XML read exactly, by expat: no document type, no entity of its own, nothing fetched."""

from collections.abc import Callable, Mapping
from typing import IO
from xml.parsers import expat

from importer.languages import N_, _
from importer.workbook_parts.refusal import make_damage_refusal, make_unsafe_refusal

SPREADSHEET = frozenset(
    {
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",  # [ECMA-376], as Excel writes it
        "http://purl.oclc.org/ooxml/spreadsheetml/main",  # [ISO/IEC 29500] Strict
        "http://schemas.openxmlformats.org/package/2006/relationships",
        "",
    }
)
_AT_ONCE = 1 << 18
_MOST_DIGITS = 18  # more than any count in a workbook, and few enough for a machine's integer
_BYTES = bytes(range(256))
_BUILT_IN = frozenset({"utf-8", "utf-16", "utf-16le", "utf-16be"})  # in expat
Attributes = Mapping[str, str]


def read_whole_number(attributes: Attributes, name: str, otherwise: int = 0) -> int:
    """The whole number that an attribute holds, or another where there is none, or one of too many digits."""
    text = attributes.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else otherwise


class XmlReader:
    """Give each start, end and text to whom it concerns, elements by local name, those of other languages left out.

    Where `spaces` is None none is left out, and each comes by its whole name: its language, a space, the local name.

    Raises a Refusal for what is not well formed, and for a document type.
    """

    def __init__(
        self,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] = lambda _: None,
        text: Callable[[str], None] = lambda _: None,
        *,
        spaces: frozenset[str] | None = SPREADSHEET,
    ) -> None:
        self._start, self._end, self._spaces = start, end, spaces or frozenset()
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._handlers = (start, end) if spaces is None else (self._begin, self._finish)
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._handlers
        self._parser.CharacterDataHandler = self._characters = text
        self._parser.StartDoctypeDeclHandler = _refuse_document_type
        self._parser.XmlDeclHandler = _refuse_unknown_encoding

    def feed(self, piece: bytes, *, last: bool = False) -> None:
        """Read on; with `last`, to the end of the document."""
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError as found:
            raise make_damage_refusal(_("a part of it is damaged ({reason})").format(reason=found)) from found

    def feed_all(self, file: IO[bytes]) -> None:
        """Read a whole part."""
        while piece := file.read(_AT_ONCE):
            self.feed(piece)
        self.feed(b"", last=True)

    def pass_over(self, name: str) -> None:
        """Give nothing before the open element of this whole name ends, ten times faster than to give it."""
        depth = 1

        def begin(other: str, _: object) -> None:
            nonlocal depth
            depth += other == name

        def finish(other: str) -> None:
            nonlocal depth
            depth -= other == name
            if not depth:
                self._parser.StartElementHandler, self._parser.EndElementHandler = self._handlers
                self._parser.CharacterDataHandler = self._characters
                self._handlers[1](other)

        self._parser.StartElementHandler, self._parser.EndElementHandler = begin, finish
        self._parser.CharacterDataHandler = None

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        if space in self._spaces:
            self._start(local, attributes)

    def _finish(self, name: str) -> None:
        space, _, local = name.rpartition(" ")
        if space in self._spaces:
            self._end(local)


def _refuse_unknown_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Of those that expat does not know, it takes what has a letter for each byte, and else lets Python's error out."""
    try:
        letters = len(_BYTES.decode(encoding or "latin-1", "replace"))
    except (LookupError, ValueError):
        letters = 0
    if letters != len(_BYTES) and str(encoding).lower() not in _BUILT_IN:
        raise make_damage_refusal(N_("a part of it is in an encoding that importer cannot read"))


def _refuse_document_type(*_: object) -> None:
    raise make_unsafe_refusal(N_("it declares a document type (DTD), which can make it load other files"))
