"""The workbook part: its sheets, its names, and what it forbids."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape

from importer.workbook_parts.markup import Element, Markup, escape_attribute, escape_text, read_number
from importer.workbook_parts.package import RELATIONS

_BEFORE_NAMES = ("sheets", "functionGroups", "externalReferences")
FILTER_NAME = "_xlnm._FilterDatabase"


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet of the workbook: its place from 0 on, its name, and the id of the relation to its part."""

    position: int
    name: str
    relation: str


class Book:
    """The workbook part being changed. Raises NotPatchable where it is no sound XML."""

    def __init__(self, content: bytes) -> None:
        self._part = Markup(content)
        self._sheets = self._part.root.find("sheets") or self._part.root
        self._added = 0
        self._names: dict[tuple[str, int | None], str] = {}

    @property
    def space(self) -> str:
        """The namespace of the workbook, which tells the standard it follows."""
        return self._part.root.space

    @property
    def sheets(self) -> list[SheetEntry]:
        """The sheets that are there, in their order."""
        return [
            SheetEntry(position, each.attributes.get("name", ""), each.attributes.get(f"{RELATIONS} id", ""))
            for position, each in enumerate(self._sheets.find_all("sheet"))
        ]

    @property
    def is_locked(self) -> bool:
        """Whether no sheet may be added."""
        protection = self._part.root.find("workbookProtection")
        return protection is not None and protection.attributes.get("lockStructure") in {"1", "true"}

    def recommend_writing(self) -> bool:
        """Take the advice to open it for reading only away; True where there was one."""
        sharing = self._part.root.find("fileSharing")
        if sharing is None or sharing.attributes.get("readOnlyRecommended") not in {"1", "true"}:
            return False
        self._part.set(sharing, readOnlyRecommended=None)
        return True

    def find_free_name(self, wanted: str, *, taken: tuple[str, ...] = ()) -> str:
        """A name that no sheet has: the wanted one, else with a number behind it."""
        used = {name.casefold() for name in (*taken, *(sheet.name for sheet in self.sheets))}
        numbered = (f"{wanted} {number}" for number in range(2, 1000))
        return next(name for name in (wanted, *numbered) if name.casefold() not in used)

    def add_sheet(self, name: str, relation: str) -> int:
        """Add a sheet behind the others, and give its place."""
        entries = list(self._sheets.find_all("sheet"))
        self._added += 1
        number = max((read_number(each, "sheetId") for each in entries), default=0) + self._added
        tag, prefix = self._part.prefix_name(self._sheets, "sheet"), self._part.prefix_of(RELATIONS)
        declared = "" if prefix else f' xmlns:r="{RELATIONS}"'
        self._part.append(
            self._sheets,
            f'<{tag} name="{escape_attribute(name)}" sheetId="{number}"{declared} {prefix or "r"}:id="{relation}"/>',
        )
        return len(entries) + self._added - 1

    def open_on(self, position: int) -> None:
        """Let the workbook open on the sheet of this place, one that is there or was added."""
        entries = list(self._sheets.find_all("sheet"))
        if position < len(entries):
            self._part.set(entries[position], state=None)
        views = self._part.root.find("bookViews")
        for view in views.find_all("workbookView") if views else ():
            self._part.set(view, activeTab=str(position))
        if views is None:
            tag, view_tag = (
                self._part.prefix_name(self._sheets, "bookViews"),
                self._part.prefix_name(self._sheets, "workbookView"),
            )
            self._part.put(self._sheets.begin, f'<{tag}><{view_tag} activeTab="{position}"/></{tag}>')

    def name_of(self, name: str, position: int | None = None) -> str | None:
        """What a defined name stands for; one of a single sheet by the place of that sheet."""
        found = self._find_name(name, position)
        return unescape(self._part.inside_of(found).decode()) if found else None

    def _find_name(self, name: str, position: int | None) -> Element | None:
        names = self._part.root.find("definedNames")
        for each in names.find_all("definedName") if names else ():
            local = each.attributes.get("localSheetId")
            if each.attributes.get("name", "").casefold() == name.casefold() and local == (
                None if position is None else str(position)
            ):
                return each
        return None

    def set_names(self, names: Mapping[tuple[str, int | None], str]) -> None:
        """Let hidden names stand for these areas; each by its name and the place of its sheet (None: of all)."""
        self._names |= names

    def render(self) -> bytes:
        """The part with the changes in it."""
        tag = self._part.prefix_name(self._sheets, "definedName")
        new = ""
        for (name, position), area in self._names.items():
            local = "" if position is None else f' localSheetId="{position}"'
            xml = f'<{tag} name="{name}"{local} hidden="1">{escape_text(area)}</{tag}>'
            if found := self._find_name(name, position):
                self._part.replace(found, xml)
            else:
                new += xml
        if listed := self._part.root.find("definedNames"):
            self._part.append(listed, new)
        elif new:
            around = self._part.prefix_name(self._sheets, "definedNames")
            end = max(each.end for each in self._part.root.children if each.name in _BEFORE_NAMES)
            self._part.put(end, f"<{around}>{new}</{around}>")
        return self._part.render()
