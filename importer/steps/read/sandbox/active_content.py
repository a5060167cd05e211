"""What a workbook has in it that does something by itself when it is opened: told, and otherwise left as it is.

A part may be called anything. What it is stands in the list of content types and in the relations, which are read as
XML is, not looked through for words: a word may be written in many ways.
"""

import re
import zlib
from collections.abc import Iterator
from functools import partial
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from importer.languages import N_
from importer.steps.read.sandbox.xlsx.active_formulas import FETCHING
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader
from importer.workbook_parts.zip_entries import refuse_bomb

_MACROS, _ADD_INS = N_("macros"), N_("add-ins from the web")
_OBJECTS, _CONNECTIONS = N_("embedded objects"), N_("data connections")
LINKS, PROGRAMS = N_("links to other files"), N_("links to other programs (DDE, OLE)")
_ON_OPENING = N_("data that is fetched on opening")
_FETCHED = N_("parts that are fetched from elsewhere, such as a template or a picture")
_RIBBON, _QUERIES = N_("custom buttons (ribbon)"), N_("queries that fetch data (Power Query)")
_UNSEEN = N_("parts that cannot be inspected")
_BY_NAME = (
    (_MACROS, re.compile(r".*/vbaproject\.bin|.*/macrosheets/.+|/(basic|scripts)/.+", re.IGNORECASE)),
    (_ADD_INS, re.compile(r".*/webextensions/.+", re.IGNORECASE)),
    (_OBJECTS, re.compile(r".*/(embeddings|activex|ctrlprops)/.+", re.IGNORECASE)),
    (_CONNECTIONS, re.compile(r".*/connections\.(xml|bin)|.*/querytables/.+", re.IGNORECASE)),
    (_RIBBON, re.compile(r"/customui/.+\.xml", re.IGNORECASE)),
    (LINKS, re.compile(r".*/externallinks/[^/]+\.(xml|bin)", re.IGNORECASE)),
)
_BY_TYPE = (  # of its content
    (_MACROS, re.compile(r"vbaproject|macrosheet", re.IGNORECASE)),
    (_ADD_INS, re.compile(r"webextension", re.IGNORECASE)),
    (_OBJECTS, re.compile(r"activex|oleobject|controlproperties", re.IGNORECASE)),
    (_CONNECTIONS, re.compile(r"\.connections\b|querytable", re.IGNORECASE)),
    (LINKS, re.compile(r"externallink", re.IGNORECASE)),
)
_BY_RELATION = (  # to it
    (_MACROS, re.compile(r"vbaproject|xl(intl)?macrosheet", re.IGNORECASE)),
    (_ADD_INS, re.compile(r"webextension\w*", re.IGNORECASE)),
    (_OBJECTS, re.compile(r"oleobject|package|control|ctrlprop|activex\w*", re.IGNORECASE)),
    (_CONNECTIONS, re.compile(r"connections|querytable", re.IGNORECASE)),
    (LINKS, re.compile(r"externallink", re.IGNORECASE)),
    (_RIBBON, re.compile(r"extensibility", re.IGNORECASE)),
)
_LOOKED_INTO = frozenset({_CONNECTIONS, LINKS})  # where they are XML
_CUSTOM = re.compile(r".*/customxml/[^/]+\.xml", re.IGNORECASE)  # what it holds is known by its outermost element
_TYPES = "/[content_types].xml"
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)  # how an address begins that is no part's
_LINK = re.compile(r"(hyperlink|externallinkpath)\w*", re.IGNORECASE)
_YES = frozenset({"1", "true"})
_BINARY_BOOK = re.compile(r".*/workbook\.bin", re.IGNORECASE)
_FETCHING_NAME = re.compile(rb"_xlfn\.(webservice|image)\b", re.IGNORECASE)  # new functions have names
_IN_OLE = "_VBA_PROJECT".encode("utf-16-le")  # how an .xls lists what is in it
_MOST = 1 << 25  # bytes that are looked into


def list_active_content(file: IO[bytes], archive: ZipFile | None) -> list[str]:
    """What the workbook has of this kind, in words; of its formulas only names. An .xls is no archive."""
    kinds = _find_kinds_in_ole(file) if archive is None else _Kinds(archive).find()
    return list(dict.fromkeys(kinds))


def _find_kinds_in_ole(file: IO[bytes]) -> Iterator[str]:
    file.seek(0)
    content = file.read(_MOST)
    if _IN_OLE in content:
        yield _MACROS
    yield from _find_fetching(content)


def _find_fetching(content: bytes) -> Iterator[str]:
    """Whether a workbook in records names functions that fetch, whose formulas are not looked into."""
    if _FETCHING_NAME.search(content.replace(b"\0", b"")):  # two bytes for a letter, or one
        yield FETCHING


class _Kinds:
    """The kinds of active content in an archive: by the names of its parts, what is declared of them, and inside."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._left = _MOST
        self._declared: dict[str, str] = {}  # the content type of a part, or of an ending
        self._found: list[str] = []

    def find(self) -> list[str]:
        """Look through the archive; what the parts are is read before they are."""
        parts = [("/" + part.filename.replace("\\", "/").casefold(), part) for part in self._archive.infolist()]
        for name, part in sorted(parts, key=lambda one: one[0] != _TYPES):
            self._look_at(name, part)
            if self._left < 0:
                break
        return self._found

    def _look_at(self, part_name: str, part: ZipInfo) -> None:
        ending = part_name.rpartition(".")[2]
        declared = self._declared.get(part_name, self._declared.get(ending, ""))
        kinds = [kind for kind, name in _BY_NAME if name.fullmatch(part_name)]
        kinds += [kind for kind, types in _BY_TYPE if types.search(declared)]
        self._found += kinds
        if _BINARY_BOOK.fullmatch(part_name) or "sheet.binary" in declared:
            self._found += _find_fetching(_read_content(self._archive, part, _MOST))
        is_list = part_name == _TYPES or ending == "rels"
        if (
            is_list
            or _CUSTOM.fullmatch(part_name)
            or (_LOOKED_INTO.intersection(kinds) and (ending == "xml" or declared.endswith("xml")))
        ):
            self._read(part)

    def _read(self, part: ZipInfo) -> None:
        content = _read_content(self._archive, part, self._left + 1)
        self._left -= len(content)
        if self._left < 0 or len(content) < part.file_size:
            self._found.append(_UNSEEN)
        if self._left < 0 or not content:
            return
        try:
            reader = XmlReader(lambda name, attributes: self._take(reader, name, attributes), spaces=None)
            reader.feed(content, last=True)
        except Refusal:
            self._found.append(_UNSEEN)

    def _take(self, reader: XmlReader, whole_name: str, attributes: Attributes) -> None:
        read = partial(_read_attribute, attributes)
        match whole_name.rpartition(" ")[2]:
            case "Override":
                self._declare("/" + read("PartName").lstrip("/"), read("ContentType"))
            case "Default":
                self._declare(read("Extension"), read("ContentType"))
            case "Relationship":
                self._found += _find_related(read("Type").rpartition("/")[2], read("Target"), read("TargetMode"))
            case "ddeLink" | "oleLink":
                self._found.append(PROGRAMS)
            case "externalBook":  # it may have many cells
                reader.pass_over(whole_name)
            case "DataMashup":
                self._found.append(_QUERIES)
                reader.pass_over(whole_name)
            case "connection" | "queryTable":
                if read("refreshOnLoad") in _YES or read("interval").strip("0"):
                    self._found.append(_ON_OPENING)

    def _declare(self, name: str, declared: str) -> None:
        self._declared[name.casefold()] = declared.casefold()
        self._found += (kind for kind, types in _BY_TYPE if types.search(declared))


def _read_attribute(attributes: Attributes, name: str) -> str:
    return attributes.get(name, "").strip()


def _find_related(relation: str, target: str, mode: str) -> Iterator[str]:
    """What a relation says of the part that it leads to, by the last word of its kind."""
    yield from (kind for kind, names in _BY_RELATION if names.fullmatch(relation))
    if (mode == "External" or _ELSEWHERE.match(target)) and not _LINK.fullmatch(relation):
        yield _FETCHED


def _read_content(archive: ZipFile, part: ZipInfo, most: int) -> bytes:
    """What is in a part, as far as it can be read and is not more than `most` bytes."""
    try:
        refuse_bomb(part)
        with archive.open(part) as file:
            return file.read(most)
    except (Refusal, BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return b""
