"""The workbook part of an .xlsx: its worksheets, its names, the date system; the formats in its styles, the
totals of its tables.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from zipfile import BadZipFile

from importer.languages import N_
from importer.steps.read.sandbox.number_formats import Format, format_of
from importer.workbook_parts.addresses import corners_of
from importer.workbook_parts.package import Package, Relation
from importer.workbook_parts.refusal import Refusal, make_damage_refusal, refuse_same_sheets
from importer.workbook_parts.xml_reader import Attributes, XmlReader, read_whole_number

_TRUE = frozenset({"1", "true", "on"})
_USUAL = "xl/workbook.xml"  # where the package does not say which part it is
_MOST_NAMES, _LONGEST = 10_000, 8_192  # names, and signs of what one stands for
_MOST_TABLES = 200
_LARGEST_TABLE = 4 << 20  # bytes of its part


@dataclass(frozen=True)
class ListedSheet:
    """A worksheet as the workbook lists it; `part` is '' where there is none.

    `is_active` is True for the one in front when the workbook was saved.
    """

    name: str
    visible: bool
    part: str
    is_active: bool = False


@dataclass(frozen=True)
class WorkbookPart:
    """The worksheets in their order, what names stand for (those of the whole workbook first), the parts they share."""

    worksheets: tuple[ListedSheet, ...]
    from_1904: bool
    strings: str
    styles: str
    names: tuple[tuple[str, str], ...]


def read_workbook_part(package: Package) -> WorkbookPart:
    """Read the part that lists the worksheets. Raises a Refusal."""
    main = package.main or _USUAL
    relations = {each.id: each for each in package.relations_of(main)}
    reader = _WorkbookReader()
    with package.open_part(main) as file:
        XmlReader(reader.start, reader.end, reader.take_text).feed_all(file)
    listed = (_make_listed(each, relations, position == reader.active) for position, each in enumerate(reader.listed))
    worksheets = tuple(filter(None, listed))
    if not worksheets:
        raise make_damage_refusal(N_("it has no worksheet"))
    refuse_same_sheets(sheet.part.casefold() for sheet in worksheets if sheet.part)
    by_kind = {each.kind: each.part for each in relations.values()}
    strings, styles = by_kind.get("sharedStrings", ""), by_kind.get("styles", "")
    return WorkbookPart(worksheets, reader.from_1904, strings, styles, tuple(reader.global_names + reader.local_names))


class _WorkbookReader:
    def __init__(self) -> None:
        self.listed: list[Attributes] = []
        self.global_names: list[tuple[str, str]] = []
        self.local_names: list[tuple[str, str]] = []
        self.from_1904 = False
        self.active = 0
        self._viewed = False
        self._name: Attributes | None = None
        self._words: list[str] = []

    def start(self, element: str, attributes: Attributes) -> None:
        if element == "sheet":
            self.listed.append(attributes)
        elif element == "workbookPr":
            self.from_1904 = attributes.get("date1904") in _TRUE
        elif element == "workbookView" and not self._viewed:
            self._viewed = True  # further windows of the same workbook are no more in front than the first
            self.active = read_whole_number(attributes, "activeTab")
        elif element == "definedName":
            self._name, self._words = attributes, []

    def end(self, element: str) -> None:
        if element != "definedName" or self._name is None:
            return
        names = self.local_names if "localSheetId" in self._name else self.global_names
        meaning = "".join(self._words).strip()
        if len(meaning) <= _LONGEST and len(names) < _MOST_NAMES:
            names.append((self._name.get("name", ""), meaning))
        self._name = None

    def take_text(self, words: str) -> None:
        if self._name is not None:
            self._words.append(words)


def _make_listed(attributes: Attributes, relations: Mapping[str, Relation], is_active: bool) -> ListedSheet | None:
    id_ = next((value for name, value in attributes.items() if re.search(r"/relationships id$", name)), "")
    name, visible = attributes.get("name", ""), attributes.get("state", "visible") == "visible"
    if id_ not in relations:
        return ListedSheet(name, visible, "", is_active)
    part = relations[id_].part
    return ListedSheet(name, visible, part, is_active) if relations[id_].kind == "worksheet" else None


def read_formats(file: IO[bytes]) -> tuple[Format, ...]:
    """The format of each style, from the part with the styles. Raises a Refusal where it is damaged."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    inside = ""  # which list: a format that stands in a dxf is of a rule or a pivot table, not of cells

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in {"cellXfs", "numFmts"}:
            inside = name
        elif name == "numFmt" and inside == "numFmts":
            codes[_to_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif name == "xf" and inside == "cellXfs":
            styles.append(_to_number(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = "" if name == inside else inside

    XmlReader(start, end).feed_all(file)
    known = {style: format_of(style, codes.get(style)) for style in set(styles)}
    return tuple(known[style] for style in styles)


def _to_number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError as found:
        raise make_damage_refusal(N_("a number format has no number")) from found


def find_totals_rows(package: Package, sheet: str) -> Iterator[int]:
    """The rows of totals at the ends of the tables of a worksheet. A damaged table, which harms no cell, has none."""
    with suppress(Refusal, BadZipFile):
        tables = [each.part for each in package.relations_of(sheet) if each.kind == "table" and package.has(each.part)]
        for part in tables[:_MOST_TABLES]:
            if package.find_entry(part).file_size <= _LARGEST_TABLE:
                yield from _find_totals_of_table(package, part)


def _find_totals_of_table(package: Package, part: str) -> Iterator[int]:
    found: list[int] = []

    def take(name: str, attributes: Attributes) -> None:
        if name == "table":
            last = corners_of(attributes.get("ref", ""))[3]
            count = min(read_whole_number(attributes, "totalsRowCount"), last)
            found.extend(range(last - count + 1, last + 1) if count <= 1 else ())

    with suppress(Refusal):
        XmlReader(take).feed(package.read_part(part), last=True)
    yield from found
