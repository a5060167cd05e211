"""The package that a workbook is [ISO/IEC 29500-2]: its parts, found by what refers to them and by their types.

The name of a part is found whatever its case, and where a program wrote it with backslashes.
"""

import zlib
from dataclasses import dataclass
from functools import cached_property
from posixpath import basename, dirname, join, normpath
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from importer.languages import N_, _
from importer.workbook_parts.refusal import make_damage_refusal, make_otherwise_locked_refusal
from importer.workbook_parts.xml_reader import Attributes, XmlReader
from importer.workbook_parts.zip_entries import refuse_bomb

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "[Content_Types].xml"
ROOT = ""

_SPACES = frozenset({PACKAGE_RELATIONS, "http://schemas.openxmlformats.org/package/2006/content-types", ""})
_LARGEST = 256 << 20  # a part that is read as a whole
_MOST_LISTED = 100_000  # half as many again as a worksheet can have links; each costs time, whatever it is
_ENCRYPTED = 1


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to inside the package: `kind` is the last word of the relation's type."""

    id: str
    kind: str
    part: str


class Package:
    """The parts of a workbook, to be read. Raises a Refusal for what is missing, damaged or encrypted."""

    def __init__(self, archive: ZipFile) -> None:
        self.archive = archive
        self._entries = {fold_part_name(entry.filename): entry for entry in archive.infolist()}
        self._listed: dict[str, list[tuple[str, Attributes]]] = {}  # long lists are read once
        self._relations: dict[str, list[Relation]] = {}

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return fold_part_name(name) in self._entries

    def find_entry(self, name: str) -> ZipInfo:
        """The part in the archive; its name may differ in case and slashes."""
        if (found := self._entries.get(fold_part_name(name))) is None:
            raise make_damage_refusal(_('its part "{name}" is missing').format(name=name))
        return found

    def open_part(self, name: str) -> IO[bytes]:
        """Open a part from its start."""
        entry = self.find_entry(name)
        if entry.flag_bits & _ENCRYPTED:
            raise make_otherwise_locked_refusal(N_("a workbook with a password on its parts"))
        refuse_bomb(entry)
        return self.archive.open(entry)

    def read_part(self, name: str) -> bytes:
        """A part as a whole."""
        if self.find_entry(name).file_size > _LARGEST:
            raise make_damage_refusal(_('its part "{name}" is too large').format(name=name))
        try:
            with self.open_part(name) as part:
                return part.read()
        except (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as found:
            raise make_damage_refusal(_('its part "{name}" is damaged').format(name=name)) from found

    def relations_of(self, name: str) -> list[Relation]:
        """What a part refers to inside the package, in the order of the file; ROOT is the workbook file itself."""
        relations_part = relations_part_of(name)
        if not self.has(relations_part):
            return []
        if relations_part not in self._relations:
            named = (
                attributes for element, attributes in self._list_elements(relations_part) if element == "Relationship"
            )
            inside = (each for each in named if each.get("TargetMode") != "External")
            folder = f"/{dirname(name)}".rstrip("/")
            self._relations[relations_part] = [_relation_of(folder, each) for each in inside]
        return self._relations[relations_part]

    def find_related(self, name: str, *kinds: str) -> str:
        """The first part of one of these kinds that a part refers to; '' where there is none."""
        return next((each.part for each in self.relations_of(name) if each.kind in kinds), "")

    @cached_property
    def main(self) -> str:
        """The part that all others belong to: the workbook; '' where the package does not say."""
        return self.find_related(ROOT, "officeDocument")

    def type_of(self, name: str) -> str:
        """The content type of a part, '' where none is given."""
        by_ending: dict[str, str] = {}
        for element, attributes in self._list_elements(TYPES):
            if element == "Override" and fold_part_name(attributes.get("PartName", "")) == fold_part_name(name):
                return attributes.get("ContentType", "")
            if element == "Default":
                by_ending[attributes.get("Extension", "").casefold()] = attributes.get("ContentType", "")
        return by_ending.get(name.rpartition(".")[2].casefold(), "")

    def _list_elements(self, name: str) -> list[tuple[str, Attributes]]:
        if name not in self._listed:
            self._listed[name] = self._read_list(name)
        return self._listed[name]

    def _read_list(self, name: str) -> list[tuple[str, Attributes]]:
        found: list[tuple[str, Attributes]] = []
        left = _MOST_LISTED

        def add(element: str, attributes: Attributes) -> None:
            nonlocal left
            left -= 1
            if left < 0:
                raise make_damage_refusal(_('its part "{name}" lists more than any workbook has').format(name=name))
            space, _between, local = element.rpartition(" ")
            if space in _SPACES:
                found.append((local, attributes))

        XmlReader(add, spaces=None).feed(self.read_part(name), last=True)
        return found


def _relation_of(folder: str, attributes: Attributes) -> Relation:
    """The relation of a part in a folder that these attributes say."""
    target = attributes.get("Target", "").replace("\\", "/")
    part = target if target.startswith("/") else f"{folder}/{target}"
    if "/." in part or "//" in part or part.endswith("/"):
        part = normpath(part)
    return Relation(attributes.get("Id", ""), attributes.get("Type", "").rpartition("/")[2], part.lstrip("/"))


def relations_part_of(name: str) -> str:
    """The part that holds the relations of a part."""
    return join(dirname(name), "_rels", basename(name) + ".rels")


def fold_part_name(name: str) -> str:
    """The name of a part as names are compared."""
    return name.replace("\\", "/").lstrip("/").casefold()
