"""The parts of an .xlsx: which worksheets there are, the date system, the formats, and where each part is."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO

from importer.results_marks import ADDED_MARK, TARGET_MARK
from importer.steps.read.sandbox.number_formats import Format, format_of
from importer.steps.read.sandbox.refusal import damage, locked
from importer.steps.read.sandbox.xml_reading import Attributes, XmlReader

_MARKS = frozenset({ADDED_MARK, TARGET_MARK})
_TRUE = frozenset({"1", "true", "on"})


@dataclass(frozen=True)
class About:
    """A worksheet as the workbook lists it."""

    name: str
    visible: bool
    part: str


@dataclass(frozen=True)
class Book:
    """The workbook's own part: its worksheets in their order, the date system, the parts shared by all."""

    worksheets: tuple[About, ...]
    from_1904: bool
    strings: str | None
    styles: str | None
    marks: Mapping[str, str] = field(default_factory=dict)  # what our names stand for, where a run left any


class Parts:
    """The parts of a package by name. What is damaged or missing is a Refusal."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.casefold(): name for name in archive.namelist()}

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return name.casefold() in self._names

    def size(self, name: str) -> int:
        """How large it unfolds."""
        return self._archive.getinfo(self._names[name.casefold()]).file_size

    def opened(self, name: str) -> IO[bytes]:
        """Open it from its start."""
        if not self.has(name):
            raise damage(f'its part "{name}" is missing')
        info = self._archive.getinfo(self._names[name.casefold()])
        if info.flag_bits & 1:
            raise locked()
        return self._archive.open(info)

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """Id to kind and part of the relationships of a part ('' is the package)."""
        folder, file = posixpath.split(name)
        place = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}

        def relationship(element: str, attributes: Attributes) -> None:
            if element == "Relationship" and attributes.get("TargetMode") != "External":
                part = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], part)

        if self.has(place):
            with self.opened(place) as part:
                XmlReader(relationship).feed_all(part)
        return found


def book_of(parts: Parts) -> Book:
    """Read the workbook part. Raises a Refusal."""
    main = next((part for kind, part in parts.related("").values() if kind == "officeDocument"), "xl/workbook.xml")
    related = parts.related(main)
    listed: list[Attributes] = []
    from_1904, mark, marks = False, "", dict[str, str]()

    def element(name: str, attributes: Attributes) -> None:
        nonlocal from_1904, mark
        mark = attributes.get("name", "") if name == "definedName" else ""
        if name == "sheet":
            listed.append(attributes)
        elif name == "workbookPr":
            from_1904 = attributes.get("date1904") in _TRUE

    def end(_: str) -> None:
        nonlocal mark
        mark = ""

    def text(words: str) -> None:
        if mark in _MARKS:
            marks[mark] = marks.get(mark, "") + words

    with parts.opened(main) as file:
        XmlReader(element, end, text).feed_all(file)
    worksheets = tuple(about for attributes in listed if (about := _worksheet(attributes, related)))
    if not worksheets:
        raise damage("it has no worksheet")
    by_kind = dict(related.values())
    return Book(worksheets, from_1904, by_kind.get("sharedStrings"), by_kind.get("styles"), marks)


def _worksheet(attributes: Attributes, related: dict[str, tuple[str, str]]) -> About | None:
    id_ = next((value for name, value in attributes.items() if re.search(r"/relationships id$", name)), "")
    name = attributes.get("name", "")
    if id_ not in related:
        raise damage(f'its sheet "{name}" is listed, but missing')
    kind, part = related[id_]
    return About(name, attributes.get("state", "visible") == "visible", part) if kind == "worksheet" else None


def formats_in(file: IO[bytes]) -> tuple[Format, ...]:
    """The format of each style, from the part with the styles. Raises a Refusal where it is damaged."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = True
        elif name == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside:
            styles.append(_number(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != "cellXfs"

    XmlReader(start, end).feed_all(file)
    known = {style: format_of(style, codes.get(style)) for style in set(styles)}
    return tuple(known[style] for style in styles)


def _number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError as found:
        raise damage("a number format has no number") from found
