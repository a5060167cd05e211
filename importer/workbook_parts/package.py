"""The parts of a workbook, how they refer to one another, and what is to become of each."""

import re
from dataclasses import dataclass, field
from posixpath import basename, dirname, join, normpath
from zipfile import BadZipFile, ZipFile, ZipInfo

from importer.workbook_parts.archive import ArchiveWriter
from importer.workbook_parts.markup import Markup, attribute
from importer.workbook_parts.refusal import NotPatchable

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "[Content_Types].xml"
ROOT = ""

_LARGEST = 256 << 20  # a part that is read as a whole


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: `kind` is the last word of its type, `target` a part's name (or an outside address)."""

    id: str
    kind: str
    target: str
    is_outside: bool


@dataclass
class Package:
    """A workbook to be copied with changes: parts in `changed` are written anew, those in `dropped` left out."""

    archive: ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._entries = {_folded(entry.filename): entry for entry in self.archive.infolist()}

    def has(self, name: str) -> bool:
        """Whether there is such a part, or will be."""
        return name in self.changed or _folded(name) in self._entries

    def entry(self, name: str) -> ZipInfo:
        """The part in the archive. Raises NotPatchable where there is none."""
        if (found := self._entries.get(_folded(name))) is None:
            raise NotPatchable(f"its part {name} is missing")
        return found

    def content(self, name: str) -> bytes:
        """The part as it is, or as it has been changed. Raises NotPatchable where it is missing, damaged or huge."""
        if name in self.changed:
            return self.changed[name]
        entry = self.entry(name)
        if entry.file_size > _LARGEST:
            raise NotPatchable(f"its part {name} is larger than can be changed safely")
        try:
            return self.archive.read(entry)
        except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise NotPatchable(f"its part {name} is damaged") from error

    def relations(self, name: str) -> list[Relation]:
        """What a part refers to, in the order of the file; ROOT is the workbook file itself."""
        place = relations_part(name)
        if not self.has(place):
            return []
        found = []
        for each in Markup(self.content(place)).root.named("Relationship"):
            target, outside = each.attributes.get("Target", ""), each.attributes.get("TargetMode") == "External"
            kind = each.attributes.get("Type", "").rpartition("/")[2]
            full = target if outside else normpath(join("/", dirname(name), target)).lstrip("/")
            found.append(Relation(each.attributes.get("Id", ""), kind, full, outside))
        return found

    def relate(self, name: str, kind: str, target: str, *, space: str = RELATIONS) -> str:
        """Let a part refer to another one, and give the id of that relation."""
        place = relations_part(name)
        if not self.has(place):
            self.changed[place] = _NO_RELATIONS
        relations = Markup(self.content(place))
        used = {each.attributes.get("Id", "") for each in relations.root.children}
        new = next(f"rId{number}" for number in range(1, len(used) + 2) if f"rId{number}" not in used)
        tag = relations.like(relations.root, "Relationship")
        relations.append(relations.root, f'<{tag} Id="{new}" Type="{space}/{kind}" Target="/{attribute(target)}"/>')
        self.changed[place] = relations.content()
        return new

    def unrelate(self, name: str, kind: str) -> None:
        """Let a part no longer refer to parts of a kind."""
        place = relations_part(name)
        relations = Markup(self.content(place))
        for each in relations.root.named("Relationship"):
            if each.attributes.get("Type", "").endswith("/" + kind):
                relations.replace(each, "")
        self.changed[place] = relations.content()

    def type_of(self, name: str) -> str:
        """The content type of a part, '' where none is given."""
        types = Markup(self.content(TYPES)).root
        for each in types.named("Override"):
            if _folded(each.attributes.get("PartName", "")) == _folded(name):
                return each.attributes.get("ContentType", "")
        ending = name.rpartition(".")[2].casefold()
        endings = {each.attributes.get("Extension", "").casefold(): each for each in types.named("Default")}
        return endings[ending].attributes.get("ContentType", "") if ending in endings else ""

    def add(self, name: str, content_type: str, content: bytes = b"") -> None:
        """Add a part of a type; without content it is written by whoever writes the archive."""
        types = Markup(self.content(TYPES))
        if self.type_of(name) != content_type:
            tag = types.like(types.root, "Override")
            types.append(types.root, f'<{tag} PartName="/{attribute(name)}" ContentType="{content_type}"/>')
            self.changed[TYPES] = types.content()
        if content:
            self.changed[name] = content

    def add_ending(self, ending: str, content_type: str) -> None:
        """Give all parts of an ending a type, where they have none."""
        if self.type_of(f"x.{ending}"):
            return
        types = Markup(self.content(TYPES))
        tag = types.like(types.root, "Default")
        first = types.root.children[0].begin if types.root.children else types.root.close
        types.put(first, f'<{tag} Extension="{ending}" ContentType="{content_type}"/>')
        self.changed[TYPES] = types.content()

    def free_name(self, pattern: str) -> str:
        """The first name of the pattern ('xl/comments{}.xml') that no part has."""
        return next(name for number in range(1, 10_000) if not self.has(name := pattern.format(number)))

    def write_unchanged(self, archive: ArchiveWriter, *, but: set[str]) -> None:
        """Copy every part that is neither changed, dropped nor in `but`, and write the changed ones."""
        done = {_folded(name) for name in (*self.dropped, *but)}
        changed = {_folded(name): name for name in self.changed if _folded(name) not in done}
        for entry in self.archive.infolist():
            folded = _folded(entry.filename)
            if folded in changed:
                archive.write(entry.filename, self.changed[changed.pop(folded)])
            elif folded not in done:
                archive.copy(self.archive, entry)
        for name in changed.values():
            archive.write(name, self.changed[name])


_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="%s"/>' % PACKAGE_RELATIONS.encode()
)


def relations_part(name: str) -> str:
    """The part that holds the relations of a part."""
    return "_rels/.rels" if name == ROOT else join(dirname(name), "_rels", basename(name) + ".rels")


def _folded(name: str) -> str:
    return re.sub(r"^/+", "", name.replace("\\", "/")).casefold()
