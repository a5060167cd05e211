"""A workbook copied with changes: which parts are written anew, added or left out.

New parts are compressed, the others copied byte for byte, still compressed.
"""

import struct
from copy import copy
from typing import IO
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from importer.workbook_parts.markup import XML_HEAD, Markup, escape_attribute
from importer.workbook_parts.package import (
    PACKAGE_RELATIONS,
    RELATIONS,
    TYPES,
    Package,
    Relation,
    fold_part_name,
    relations_part_of,
)
from importer.workbook_parts.xml_reader import Attributes

_NO_RELATIONS = f'{XML_HEAD}<Relationships xmlns="{PACKAGE_RELATIONS}"/>'.encode()
LEVEL = 3  # of nine: half the work of the usual six, for a file a tenth larger
_DRAWN = frozenset({"drawing", "chart", "chartStyle", "chartColorStyle", "themeOverride", "chartUserShapes"})
_OF_LISTS = 2  # what a list lists stands in its root
_LARGE = 1 << 30  # from there the sizes may need more than 32 bits
_LOCAL = struct.Struct("<4s22xHH")  # [APPNOTE.TXT] 4.3.7: signature, size of the name, size of the extra field
_SIGNATURE = b"PK\x03\x04"
_SIZES_FOLLOW = 0x08
_AT_ONCE = 1 << 20
_UNIX = 3  # [APPNOTE.TXT] 4.4.2: whose attributes an entry has
_PLAIN = 0o600 << 16  # neither a link nor a program, whatever the entry was


class ArchiveWriter:
    """An archive being written to a file that can be sought in; closed as a context."""

    def __init__(self, file: IO[bytes]) -> None:
        self._archive = ZipFile(file, "w", ZIP_DEFLATED, compresslevel=LEVEL)

    def __enter__(self) -> "ArchiveWriter":
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._archive.close()
        else:
            self._archive.fp = None  # half an archive is thrown away by whoever opened the file

    def write(self, name: str, content: bytes) -> None:
        """Add a part."""
        with self.open_part(name, len(content)) as part:
            part.write(content)

    def open_part(self, name: str, expected: int = 0) -> IO[bytes]:
        """Add a part that is written piece by piece, of about `expected` bytes; one at a time."""
        entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = _PLAIN
        level = "_compresslevel" if hasattr(entry, "_compresslevel") else "compress_level"  # by Python's version
        setattr(entry, level, LEVEL)
        return self._archive.open(entry, "w", force_zip64=expected > _LARGE)

    def copy(self, source: ZipFile, entry: ZipInfo) -> None:
        """Copy a part of another archive, byte for byte. Raises BadZipFile where that is damaged."""
        file, target = source.fp, self._archive.fp
        if file is None or target is None:
            raise ValueError("the archive is closed")
        file.seek(entry.header_offset)
        signature, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
        if signature != _SIGNATURE:
            raise BadZipFile(f"no part begins where {entry.filename} should")
        file.seek(name + extra, 1)
        copied = copy(entry)
        copied.flag_bits &= ~_SIZES_FOLLOW  # they stand in front now
        copied.extra = b""
        copied.create_system, copied.external_attr = _UNIX, _PLAIN
        target.seek(self._archive.start_dir)
        copied.header_offset = target.tell()
        target.write(copied.FileHeader(zip64=max(entry.file_size, entry.compress_size) > _LARGE))
        _copy_bytes(file, target, entry.compress_size)
        self._archive.filelist.append(copied)
        self._archive.NameToInfo[copied.filename] = copied
        self._archive.start_dir = target.tell()
        self._archive._didModify = True  # type: ignore[attr-defined]  # noqa: SLF001 - zipfile has no raw writing


def _copy_bytes(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while size:
        piece = source.read(min(size, _AT_ONCE))
        if not piece:
            raise BadZipFile("the archive ends in the middle of a part")
        target.write(piece)
        size -= len(piece)


class ChangedPackage(Package):
    """A package to be copied: parts in `changed` are written anew, those in `dropped` left out."""

    def __init__(self, archive: ZipFile) -> None:
        super().__init__(archive)
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()
        self._open: dict[str, Markup] = {}  # the lists of parts that are changed, until all is written

    def has(self, name: str) -> bool:
        """Whether there is such a part, or will be."""
        return name in self.changed or (name not in self.dropped and super().has(name))

    def read_part(self, name: str) -> bytes:
        """A part as it is, or as it has been changed."""
        if name in self._open:
            return self._open[name].render()
        return self.changed[name] if name in self.changed else super().read_part(name)

    def relate(self, name: str, kind: str, target: str, *, space: str = RELATIONS) -> str:
        """Let a part refer to another one, and give the id of that relation."""
        relations_part = relations_part_of(name)
        if not self.has(relations_part):
            self.changed[relations_part] = _NO_RELATIONS
            self.dropped.discard(relations_part)
        relations = self._open_list(relations_part)
        used = {each.attributes.get("Id", "") for each in relations.root.children}
        used |= {each.id for each in self.relations_of(name)}
        new = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        tag = relations.prefix_name(relations.root, "Relationship")
        relations.append(
            relations.root, f'<{tag} Id="{new}" Type="{space}/{kind}" Target="/{escape_attribute(target)}"/>'
        )
        self.relations_of(name).append(Relation(new, kind, target))
        return new

    def drop_charts(self, name: str) -> None:
        """Leave out what a part refers to of drawings and charts, with what these refer to, and all its relations."""
        for each in self.relations_of(name):
            if each.kind in _DRAWN and self.has(each.part) and each.part not in self.dropped:
                self.dropped.add(each.part)
                self.drop_charts(each.part)
                self._forget_type(each.part)
        relations_part = relations_part_of(name)
        self.dropped.add(relations_part)
        for lists in (self._open, self._listed, self._relations):
            lists.pop(relations_part, None)

    def _forget_type(self, name: str) -> None:
        types = self._open_list(TYPES)
        for each in types.root.find_all("Override"):
            if fold_part_name(each.attributes.get("PartName", "")) == fold_part_name(name):
                types.replace(each, "")
        listed = self._list_elements(TYPES)
        listed[:] = [each for each in listed if not _is_type_of(name, *each)]

    def unrelate(self, name: str, kind: str) -> None:
        """Let a part no longer refer to parts of a kind."""
        relations = self._open_list(relations_part_of(name))
        for each in relations.root.find_all("Relationship"):
            if each.attributes.get("Type", "").endswith("/" + kind):
                relations.replace(each, "")
        found = self.relations_of(name)
        found[:] = [each for each in found if each.kind != kind]

    def add(self, name: str, content_type: str, content: bytes = b"") -> None:
        """Add a part of a type; without content it is written by whoever writes the archive."""
        if self.type_of(name) != content_type:
            types = self._open_list(TYPES)
            tag = types.prefix_name(types.root, "Override")
            types.append(types.root, f'<{tag} PartName="/{escape_attribute(name)}" ContentType="{content_type}"/>')
            self._list_elements(TYPES).append(("Override", {"PartName": name, "ContentType": content_type}))
        if content:
            self.changed[name] = content
            self.dropped.discard(name)

    def add_ending(self, ending: str, content_type: str) -> None:
        """Give all parts of an ending a type, where they have none."""
        if self.type_of(f"x.{ending}"):
            return
        types = self._open_list(TYPES)
        tag = types.prefix_name(types.root, "Default")
        first = types.root.children[0].begin if types.root.children else types.root.close
        types.put(first, f'<{tag} Extension="{ending}" ContentType="{content_type}"/>')
        self._list_elements(TYPES).append(("Default", {"Extension": ending, "ContentType": content_type}))

    def _open_list(self, name: str) -> Markup:
        """A list of parts, to be changed: it is read and written once, whatever its length."""
        if name not in self._open:
            self._open[name] = Markup(self.read_part(name), depth=_OF_LISTS)
        return self._open[name]

    def find_free_name(self, pattern: str) -> str:
        """The first name of the pattern ('xl/comments{}.xml') that no part has."""
        return next(name for number in range(1, 10_000) if not self.has(name := pattern.format(number)))

    def write_unchanged(self, archive: ArchiveWriter, *, but: set[str]) -> None:
        """Copy every part that is neither changed, dropped nor in `but`, and write the changed ones."""
        self.changed |= {name: markup.render() for name, markup in self._open.items()}
        done = {fold_part_name(name) for name in (*self.dropped, *but)}
        changed = {fold_part_name(name): name for name in self.changed if fold_part_name(name) not in done}
        for entry in self.archive.infolist():
            name = fold_part_name(entry.filename)
            if name in changed:
                archive.write(entry.filename, self.changed[changed.pop(name)])
            elif name not in done:
                archive.copy(self.archive, entry)
        for name in changed.values():
            archive.write(name, self.changed[name])


def _is_type_of(name: str, element: str, attributes: Attributes) -> bool:
    return element == "Override" and fold_part_name(attributes.get("PartName", "")) == fold_part_name(name)
