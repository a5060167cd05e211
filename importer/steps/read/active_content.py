"""What a workbook has in it that does something by itself when it is opened: told, and otherwise left as it is."""

import re
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from pathlib import Path
from zipfile import BadZipFile, ZipFile

_BY_NAME = (
    ("macros", re.compile(r".*/vbaproject\.bin|.*/macrosheets/.+", re.IGNORECASE)),
    ("embedded objects", re.compile(r".*/(embeddings|activex|ctrlprops)/.+", re.IGNORECASE)),
    ("data connections", re.compile(r".*/connections\.xml|.*/querytables/.+", re.IGNORECASE)),
    ("links to other files", re.compile(r".*/externallinks/[^/]+\.(xml|bin)", re.IGNORECASE)),
)
_IN_LINKS = ("links to other programs (DDE, OLE)", re.compile(rb"<(\w+:)?(ddeLink|oleLink)\b"))
_IN_CONNECTIONS = ("data that is fetched on opening", re.compile(rb"""\brefreshOnLoad\s*=\s*["'](1|true)["']"""))
_LOOKED_INTO = {"links to other files": _IN_LINKS, "data connections": _IN_CONNECTIONS}
_BY_TYPE = (  # a part may be called anything: what it is stands in the list of content types
    ("macros", re.compile(rb"vbaproject|macrosheet", re.IGNORECASE)),
    ("embedded objects", re.compile(rb"activex|oleobject|controlproperties", re.IGNORECASE)),
    ("data connections", re.compile(rb"connections\+xml|querytable", re.IGNORECASE)),
    ("links to other files", re.compile(rb"externallink", re.IGNORECASE)),
)
_TYPES = "/[content_types].xml"
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^<>]*+>")
_ELSEWHERE = re.compile(rb"""\bTargetMode\s*=\s*["']External["']""")
_LINK = re.compile(rb"""\bType\s*=\s*["'][^"']*/(hyperlink|externalLinkPath)\w*["']""", re.IGNORECASE)
_FETCHED = "parts that are fetched from elsewhere, such as a template or a picture"
_MOST = 1 << 20  # bytes of a part that are looked at
_MOST_PARTS = 100


def active_content_remarks(path: Path) -> tuple[str, ...]:
    """A sentence that names what the workbook has of this kind; none where it has nothing or is no .xlsx or .xlsm."""
    try:
        with ZipFile(path) as archive:
            kinds = list(dict.fromkeys(_kinds(archive)))
    except (BadZipFile, OSError, NotImplementedError, RuntimeError, EOFError, ValueError, zlib.error, LZMAError):
        return ()
    if not kinds:
        return ()
    remark = (
        f"The workbook contains {', '.join(kinds)}. importer runs none of it; results that are a copy of "
        "this workbook contain it, too. If you do not know who made it, do not let Excel enable it."
    )
    return (remark,)


def _kinds(archive: ZipFile) -> Iterator[str]:
    looked_into = 0
    for part in archive.infolist():
        place = "/" + part.filename.replace("\\", "/")
        if (place.casefold() == _TYPES or place.casefold().endswith(".rels")) and looked_into < _MOST_PARTS:
            looked_into += 1
            with archive.open(part) as content:
                yield from _listed(place, content.read(_MOST))
        for kind, name in _BY_NAME:
            if name.fullmatch(place):
                yield kind
                if kind in _LOOKED_INTO and looked_into < _MOST_PARTS:
                    looked_into += 1
                    more, found = _LOOKED_INTO[kind]
                    with archive.open(part) as content:
                        if found.search(content.read(_MOST)):
                            yield more


def _listed(place: str, content: bytes) -> Iterator[str]:
    """What a list of content types or of relations names."""
    if place.casefold() == _TYPES:
        yield from (kind for kind, types in _BY_TYPE if types.search(content))
    elif any(_ELSEWHERE.search(one) and not _LINK.search(one) for one in _RELATION.findall(content)):
        yield _FETCHED
