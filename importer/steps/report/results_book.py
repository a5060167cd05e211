"""A results workbook being put together, on a copy of the user's or on a blank one: our sheets, notes and marks.

The marks are hidden names: `importer_added` is the heading cells of our columns, `importer_problems` and
`importer_summary` are our sheets, `importer_target` is the text of the target's identity. Excel and LibreOffice move
names along when columns are inserted or sheets renamed.
The properties `importer.run`, `importer.sheet` and `importer.rows` say of which run and sheet they tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import IO, NamedTuple
from zipfile import ZipFile

from importer.languages import _
from importer.records import ImportResult, to_properties
from importer.steps.report.data_sheet import DataSheet
from importer.steps.report.problems_sheet import find_filtered_area, render_problems_sheet
from importer.steps.report.styles import CellWriter
from importer.steps.report.summary_sheet import SummarySheet
from importer.workbook_parts import (
    ADDED_NAME,
    CUSTOM_TYPE,
    FILTER_NAME,
    PROPERTY_KINDS,
    ROOT,
    SHEET_NAMES,
    TARGET_NAME,
    ArchiveWriter,
    Book,
    ChangedPackage,
    NotPatchable,
    Styles,
    add_boxes,
    add_charts,
    add_notes,
    corners_of,
    drop_selection,
    find_sheet_named,
    letter_of,
    quote_sheet,
    set_properties,
)

_PREFIX = "application/vnd.openxmlformats-officedocument."
_SHEET_TYPE, _NOTES_TYPE = f"{_PREFIX}spreadsheetml.worksheet+xml", f"{_PREFIX}spreadsheetml.comments+xml"
_BOX_TYPE = f"{_PREFIX}vmlDrawing"
_SHEET_KINDS = {"worksheet", "chartsheet", "dialogsheet"}
_PROBLEMS, _SUMMARY = SHEET_NAMES
_AT_ONCE = 1 << 18  # bytes of a sheet that are written together

TextParts = Iterable[bytes]


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of the workbook: its part, its name, its place."""

    part: str
    name: str
    position: int


class StatusCells(NamedTuple):
    """Where the statuses are in a workbook: the part of the sheet, and the letter of their column."""

    part: str
    column: str


@dataclass
class ResultsBook:
    """The workbook: its package with what is to be changed. Raises NotPatchable where it cannot be."""

    package: ChangedPackage
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def from_archive(cls, archive: ZipFile) -> "ResultsBook":
        """Begin on a workbook."""
        return cls(ChangedPackage(archive))

    @cached_property
    def book(self) -> Book:
        """The workbook part."""
        if not self.package.main:
            raise NotPatchable(_("it is not a workbook as Excel writes it"))
        return Book(self.package.read_part(self.package.main))

    @cached_property
    def _styles_part(self) -> str:
        if not (found := self.package.find_related(self.package.main, "styles")):
            raise NotPatchable(_("it has no styles"))
        return found

    @cached_property
    def styles(self) -> Styles:
        """The styles part."""
        return Styles(self.package.read_part(self._styles_part))

    def find_sheet(self, name: str) -> SheetPart:
        """The sheet of this name. Raises NotPatchable where there is none."""
        parts = {each.id: each.part for each in self.package.relations_of(self.package.main)}
        for entry in self.book.sheets:
            if entry.name == name and entry.relation in parts:
                return SheetPart(parts[entry.relation], entry.name, entry.position)
        raise NotPatchable(_('the sheet "{name}" is no longer in it').format(name=name))

    def ensure_own_sheet(self, wanted: str, *, taken: tuple[str, ...] = ()) -> SheetPart:
        """A sheet of ours: that of an earlier run, which is written anew, or a new one behind the others."""
        if earlier := self._find_previous(wanted):
            found = self.find_sheet(earlier)
            self.package.drop_charts(found.part)
            return found
        name = self.book.find_free_name(wanted, taken=taken)
        part = self.package.find_free_name("xl/worksheets/importer{}.xml")
        self.package.add(part, _SHEET_TYPE, b"-")
        relation = self.package.relate(self.package.main, "worksheet", part)
        return SheetPart(part, name, self.book.add_sheet(name, relation))

    def _find_previous(self, wanted: str) -> str:
        """The name of our sheet of an earlier run, '' where there is none."""
        name = find_sheet_named(self.book.name_of(SHEET_NAMES.get(wanted, "")) or "")
        return name if any(entry.name == name for entry in self.book.sheets) else ""

    def set_notes(self, sheet: SheetPart, notes: Mapping[str, str], *, drawing: str) -> str:
        """Let the notes of a sheet be the user's and these; gives the id of the relation to their drawing.

        `drawing` is the id of the one that the sheet has. '' where the sheet needs none.
        """
        part = self.package.find_related(sheet.part, "comments")
        boxes = next((each.part for each in self.package.relations_of(sheet.part) if each.id == drawing), "")
        if not notes and not (part and b">importer<" in self.package.read_part(part)):
            return drawing
        changed = add_notes(self.package.read_part(part) if part else None, notes)
        drawn = add_boxes(self.package.read_part(boxes) if boxes else None, changed.boxed, notes, changed.unboxed)
        if not part:
            part = self.package.find_free_name("xl/comments{}.xml")
            self.package.add(part, _NOTES_TYPE, changed.content)
            self.package.relate(sheet.part, "comments", part)
        self.package.changed[part] = changed.content
        if not boxes:
            boxes = self.package.find_free_name("xl/drawings/vmlDrawing{}.vml")
            self.package.add_ending("vml", _BOX_TYPE)
            drawing = self.package.relate(sheet.part, "vmlDrawing", boxes)
        self.package.changed[boxes] = drawn
        return drawing

    def write(
        self, result: ImportResult, data_sheet: DataSheet, data: SheetPart, rows: TextParts, file: IO[bytes]
    ) -> StatusCells:
        """Write the workbook to `file`, with `rows` as the text of the data sheet. Where there are no problems, there
        is no sheet of them.
        """
        sheets: dict[str, SheetPart] = {}
        for name in SHEET_NAMES:
            if name != _PROBLEMS or result.problems or self._find_previous(name):
                sheets[name] = self.ensure_own_sheet(name, taken=(data.name, *(each.name for each in sheets.values())))
        problems, summary = sheets.get(_PROBLEMS), sheets[_SUMMARY]
        self._set_names(result, data_sheet, data, sheets)
        self.book.open_on(summary.position)
        summed_up = SummarySheet(result, data_sheet, self.remarks, data.name)
        drawing = add_charts(self.package, summary.part, summary.name, summed_up.charts)
        writer = CellWriter(self.styles)
        ours = {sheet.part for sheet in (data, *sheets.values())} | {self._styles_part}
        selected = dict(self._find_selected_sheets(but=ours))
        with ArchiveWriter(file) as archive:
            self.package.changed[self.package.main] = self.book.render()
            self.package.write_unchanged(archive, but=ours | selected.keys())
            for part, pieces in selected.items():
                _write_part(archive, part, pieces, self._size_of(part))
            _write_part(archive, data.part, rows, self._size_of(data.part))
            if problems:
                lines = render_problems_sheet(result, data_sheet, writer, data_sheet_name=data.name)
                _write_part(archive, problems.part, map(str.encode, lines))
            _write_part(archive, summary.part, map(str.encode, summed_up.render(writer, drawing)))
            archive.write(self._styles_part, self.styles.render())
        return StatusCells(data.part, data_sheet.letters_added[0])

    def _find_selected_sheets(self, *, but: set[str]) -> Iterator[tuple[str, TextParts]]:
        """The sheets that are selected, each with its text without that: what is typed goes into all that are."""
        for each in self.package.relations_of(self.package.main):
            if each.kind in _SHEET_KINDS and each.part not in but and self.package.has(each.part):
                pieces = drop_selection(self.package.open_part(each.part))
                if pieces is not None:
                    yield each.part, pieces

    def _size_of(self, part: str) -> int:
        return 0 if part in self.package.changed else 2 * self.package.find_entry(part).file_size

    def _set_names(
        self, result: ImportResult, data_sheet: DataSheet, data: SheetPart, ours: Mapping[str, SheetPart]
    ) -> None:
        sheet = result.batch.sheet
        row = sheet.heading_row
        added = f"${data_sheet.letters_added[0]}${row}:${data_sheet.letters_added[-1]}${row}"
        names: dict[tuple[str, int | None], str] = {(ADDED_NAME, None): f"{quote_sheet(data.name)}!{added}"}
        if result.identity:
            names[TARGET_NAME, None] = '"' + result.identity.replace('"', '""') + '"'
        for wanted, each in ours.items():
            names[SHEET_NAMES[wanted], None] = f"{quote_sheet(each.name)}!$A$1"
        if problems := ours.get(_PROBLEMS):
            names[FILTER_NAME, problems.position] = (
                f"{quote_sheet(problems.name)}!{fix_area(find_filtered_area(result))}"
            )
        self.book.set_names(names)
        run = "" if result.run is None else str(result.run)
        marks = {"importer.run": run, "importer.sheet": data.name, "importer.rows": str(result.rows)}
        marks |= to_properties(result.asked)
        part = self.package.find_related(ROOT, *PROPERTY_KINDS)
        content = set_properties(self.package.read_part(part) if part else None, marks)
        if not part:
            part = "docProps/custom.xml" if not self.package.has("docProps/custom.xml") else "docProps/importer.xml"
            self.package.add(part, CUSTOM_TYPE, content)
            self.package.relate(ROOT, "custom-properties", part)
        self.package.changed[part] = content


def fix_area(area: str) -> str:
    """An area as it stands in a name: $A$1:$B$7."""
    left, top, right, bottom = corners_of(area)
    return f"${letter_of(left)}${top}:${letter_of(right)}${bottom}"


def _write_part(archive: ArchiveWriter, name: str, pieces: TextParts, size: int = 0) -> None:
    waiting: list[bytes] = []
    length = 0
    with archive.open_part(name, size) as part:
        for piece in pieces:
            waiting.append(piece)
            length += len(piece)
            if length >= _AT_ONCE:
                part.write(b"".join(waiting))
                waiting.clear()
                length = 0
        part.write(b"".join(waiting))
