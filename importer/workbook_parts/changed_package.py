"""A workbook copied with changes: which parts are written anew, added or left out."""

from zipfile import ZipFile

from importer.workbook_parts.archive import ArchiveWriter
from importer.workbook_parts.markup import Markup, attribute
from importer.workbook_parts.package import PACKAGE_RELATIONS, RELATIONS, TYPES, Package, folded, relations_part

_NO_RELATIONS = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="%s"/>' % PACKAGE_RELATIONS.encode()
)


class ChangedPackage(Package):
    """A package to be copied: parts in `changed` are written anew, those in `dropped` left out."""

    def __init__(self, archive: ZipFile) -> None:
        super().__init__(archive)
        self.changed: dict[str, bytes] = {}
        self.dropped: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether there is such a part, or will be."""
        return name in self.changed or super().has(name)

    def content(self, name: str) -> bytes:
        """A part as it is, or as it has been changed."""
        return self.changed[name] if name in self.changed else super().content(name)

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
        done = {folded(name) for name in (*self.dropped, *but)}
        changed = {folded(name): name for name in self.changed if folded(name) not in done}
        for entry in self.archive.infolist():
            name = folded(entry.filename)
            if name in changed:
                archive.write(entry.filename, self.changed[changed.pop(name)])
            elif name not in done:
                archive.copy(self.archive, entry)
        for name in changed.values():
            archive.write(name, self.changed[name])
