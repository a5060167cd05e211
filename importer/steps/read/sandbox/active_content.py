"""What a workbook has in it that does something by itself when it is opened: told, and otherwise left as it is."""

import re
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from importer.languages import N_, _
from importer.workbook_parts.refusal import Refusal
from importer.workbook_parts.zip_entries import refuse_bomb

_BY_NAME = (
    (N_("macros"), re.compile(r".*/vbaproject\.bin|.*/macrosheets/.+|/(basic|scripts)/.+", re.IGNORECASE)),
    (N_("add-ins from the web"), re.compile(r".*/webextensions/.+", re.IGNORECASE)),
    (N_("embedded objects"), re.compile(r".*/(embeddings|activex|ctrlprops)/.+", re.IGNORECASE)),
    (N_("data connections"), re.compile(r".*/connections\.xml|.*/querytables/.+", re.IGNORECASE)),
    (N_("links to other files"), re.compile(r".*/externallinks/[^/]+\.(xml|bin)", re.IGNORECASE)),
)
_IN_LINKS = (N_("links to other programs (DDE, OLE)"), re.compile(rb"<(\w+:)?(ddeLink|oleLink)\b"))
_IN_CONNECTIONS = (N_("data that is fetched on opening"), re.compile(rb"""\brefreshOnLoad\s*=\s*["'](1|true)["']"""))
_WITHIN = {"links to other files": _IN_LINKS, "data connections": _IN_CONNECTIONS}
_BY_TYPE = (  # a part may be called anything: what it is stands in the list of content types
    (N_("macros"), re.compile(rb"vbaproject|macrosheet", re.IGNORECASE)),
    (N_("embedded objects"), re.compile(rb"activex|oleobject|controlproperties", re.IGNORECASE)),
    (N_("data connections"), re.compile(rb"connections\+xml|querytable", re.IGNORECASE)),
    (N_("links to other files"), re.compile(rb"externallink", re.IGNORECASE)),
)
_TYPES = "/[content_types].xml"
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*+>")
_ELSEWHERE = re.compile(rb"""\bTargetMode\s*=\s*["']External["']""")
_LINK = re.compile(rb"""\bType\s*=\s*["'][^"']*/(hyperlink|externalLinkPath)\w*["']""", re.IGNORECASE)
_FETCHED = N_("parts that are fetched from elsewhere, such as a template or a picture")
_REFERENCE = re.compile(rb"&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));", re.IGNORECASE)
_IN_OLE = (N_("macros"), "_VBA_PROJECT".encode("utf-16-le"))  # how an .xls lists what is in it
_UNSEEN = N_("parts that cannot be inspected")
_MOST = 1 << 25  # bytes that are looked into


def list_active_content(file: IO[bytes], archive: ZipFile | None) -> str:
    """What the workbook has of this kind, as a list in words; '' where it has nothing. An .xls is no archive."""
    kinds = _find_kinds_in_ole(file) if archive is None else _find_kinds(archive)
    return ", ".join(_(kind) for kind in dict.fromkeys(kinds))


def _find_kinds_in_ole(file: IO[bytes]) -> Iterator[str]:
    kind, name = _IN_OLE
    file.seek(0)
    if name in file.read(_MOST):
        yield kind


def _find_kinds(archive: ZipFile) -> Iterator[str]:
    left = _MOST
    for part in archive.infolist():
        place = "/" + part.filename.replace("\\", "/")
        named = [kind for kind, name in _BY_NAME if name.fullmatch(place)]
        yield from named
        is_list = place.casefold() == _TYPES or place.casefold().endswith(".rels")
        inside = [_WITHIN[kind] for kind in named if kind in _WITHIN]
        if not is_list and not inside:
            continue
        content = _read_content(archive, part, left + 1)
        left -= len(content)
        if left < 0 or len(content) < part.file_size:
            yield _UNSEEN
        if left < 0:
            return
        content = _to_plain(content)
        yield from _find_listed(place, content) if is_list else ()
        yield from (kind for kind, found in inside if found.search(content))


def _read_content(archive: ZipFile, part: ZipInfo, most: int) -> bytes:
    """What is in a part, as far as it can be read and is not more than `most` bytes."""
    try:
        refuse_bomb(part)
        with archive.open(part) as file:
            return file.read(most)
    except (Refusal, BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, zlib.error):
        return b""


def _to_plain(content: bytes) -> bytes:
    """XML with its letters as they are meant, however they are written."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode()
    return _REFERENCE.sub(_to_letter, content)


def _to_letter(reference: re.Match[bytes]) -> bytes:
    number = int(reference[1], 16) if reference[1] else int(reference[2])
    return bytes((number,)) if chr(min(number, 127)).isalnum() else b"?"


def _find_listed(place: str, content: bytes) -> Iterator[str]:
    """What a list of content types or of relations names."""
    if place.casefold() == _TYPES:
        yield from (kind for kind, types in _BY_TYPE if types.search(content))
    elif any(_ELSEWHERE.search(one) and not _LINK.search(one) for one in _RELATION.findall(content)):
        yield _FETCHED
