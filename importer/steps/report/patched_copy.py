"""The results as a copy of the user's own workbook, with what became of each row beside it.

Only what must change is written anew: the data sheet (its rows pass through as text), the styles, the lists of sheets,
names, notes and properties. All other parts are copied byte for byte, still compressed.
"""

import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

from importer.catalogue import to_normal_form
from importer.languages import _
from importer.records import RESULTS_COLUMNS, ImportResult
from importer.steps.report.added_columns import (
    Layout,
    find_columns_of_previous_run,
    layout_of,
    make_first_rules,
    window_of,
)
from importer.steps.report.data_sheet import DataSheet, data_sheet_of
from importer.steps.report.results_book import ResultsBook, SheetPart, StatusCells, fix_area
from importer.steps.report.styles import COLOURS, HIGHLIGHT_OF, CellWriter
from importer.workbook_parts import (
    FILTER_NAME,
    MACRO_TYPE,
    MAIN,
    PLAIN_TYPE,
    ROOT,
    Changes,
    Colours,
    Extent,
    Frame,
    NotPatchable,
    Refusal,
    Splice,
    Worksheet,
    extent_of,
    quote_sheet,
    to_column_number,
)

_SIGNATURES = "_xmlsignatures/"
_ODD_SIGNS = re.compile(  # of another system's paths; or a letter, digit, dot, slash, % or control sign spelled with %
    r"[\\:]|%(?:[01][0-9a-f]|2[5def]|3[0-9]|[46][1-9a-f]|[57][0-9a]|5[cf]|7[ef])", re.IGNORECASE
)
_ODD_FOLDER = re.compile(r"|.*[. ]|(?:con|prn|aux|nul|com[0-9]|lpt[0-9]|con(?:in|out)\$) *(?:\..*)?", re.IGNORECASE)
_LOOKALIKES = str.maketrans("\u2044\u2215\u2216", "//\\")  # by which a program that knows fewer letters reads a name


def write_patched(
    result: ImportResult, archive: ZipFile, file: IO[bytes], on_row: Callable[[int], None], *, with_macros: bool
) -> StatusCells:
    """Write the result to `file` as a copy of the workbook that the sheet was read from; where the statuses are in it.

    `with_macros` says that the name of the results ends in .xlsm. Raises NotPatchable where the workbook cannot be
    changed safely, or is not the one that was read; `file` may then hold half a workbook.
    """
    try:
        _refuse_changed_file(result.batch.sheet.path, result)
        return _Patch(ResultsBook.from_archive(archive), result, on_row).write(file, with_macros=with_macros)
    except (BadZipFile, EOFError, zlib.error) as error:
        raise NotPatchable(_("a part of it is damaged")) from error
    except Refusal as error:
        raise NotPatchable(str(error.values.get("reason", _("it has a password")))) from error


def _refuse_changed_file(path: Path, result: ImportResult) -> None:
    try:
        found = path.stat()
    except OSError as error:
        raise NotPatchable(_("it was moved or deleted")) from error
    state = (found.st_mtime_ns, found.st_size)  # another file in its place may be older than it
    if state != (result.batch.sheet.file_state or state) or found.st_mtime > result.started.timestamp():
        raise NotPatchable(_("it was changed during the run"))


@dataclass
class _Patch:
    """One workbook being patched."""

    book: ResultsBook
    result: ImportResult
    on_row: Callable[[int], None]

    def write(self, file: IO[bytes], *, with_macros: bool) -> StatusCells:
        self._refuse_what_forbids(with_macros=with_macros)
        sheet = self.book.find_sheet(self.result.batch.sheet.name)
        entry = self.book.package.find_entry(sheet.part)
        worksheet = Worksheet(lambda: self.book.package.archive.open(entry))
        earlier = find_columns_of_previous_run(self.book, sheet, self.result.batch.sheet)
        extent = extent_of(worksheet, without=earlier)
        frame = Frame(worksheet.before, worksheet.behind)
        headings = [n for n in self.result.batch.sheet.columns if n not in earlier]
        last_used = max(extent.last_filled, frame.find_last_used_column(), *headings, 0)
        layout = layout_of(self.book, sheet, last_used, earlier)
        if earlier:
            self.book.styles.suspect([COLOURS[highlight] for highlight in HIGHLIGHT_OF.values()])
        data_sheet = data_sheet_of(self.result, first_added=layout.first)
        self._change_frame(frame, sheet, data_sheet, extent, layout)
        changes = self._make_changes(data_sheet, frame, extent, layout, worksheet)
        pieces = self._render_pieces(frame, Splice(worksheet, changes, self.book.styles))
        return self.book.write(self.result, data_sheet, sheet, pieces, file)

    def _refuse_what_forbids(self, *, with_macros: bool) -> None:
        book, package = self.book, self.book.package
        content_type = package.type_of(package.main) if package.main else ""
        if content_type not in {PLAIN_TYPE, MACRO_TYPE} or book.book.space != MAIN:
            raise NotPatchable(_("it is not saved as 'Excel Workbook (.xlsx)'"))
        if content_type == MACRO_TYPE and not with_macros:
            raise NotPatchable(_("it has macros, so the name of the results must end in .xlsm"))
        if content_type == PLAIN_TYPE and with_macros:
            raise NotPatchable(_("it has no macros, so the name of the results must end in .xlsx"))
        if book.book.is_locked:
            raise NotPatchable(_("its structure is protected, so no sheet may be added"))
        if any(map(_is_leading_out, package.archive.namelist())):
            raise NotPatchable(_("a part of it has a name that points outside the workbook"))
        if not all(map(_is_part_name, package.archive.namelist())):
            raise NotPatchable(_("a part of it has a name that is not allowed in a workbook"))
        if any(entry.filename.startswith(_SIGNATURES) for entry in package.archive.infolist()):
            names = (entry.filename for entry in package.archive.infolist())
            package.dropped |= {name for name in names if name.startswith(_SIGNATURES)}
            package.unrelate(ROOT, "origin")
            book.remarks.append(
                _("Your workbook has a digital signature; the results do not, because they differ from it.")
            )
        if book.book.recommend_writing():
            book.remarks.append(_("Your workbook is marked as read-only recommended; the results are not."))

    def _change_frame(
        self, frame: Frame, sheet: SheetPart, data_sheet: DataSheet, extent: Extent, layout: Layout
    ) -> None:
        if frame.is_protected:
            self.book.remarks.append(
                _(
                    "Your sheet is protected, and so are the results: choose Review > Unprotect Sheet "
                    "before you correct locked cells."
                )
            )
        if layout.gap:
            self.book.remarks.append(
                _(
                    "Your rows are an Excel table and the results columns are beside it, so they do not "
                    "move when you sort the table. Filter it instead; importer recognises each row by its"
                    " content."
                )
            )
        frame.reach(data_sheet.last_added, max(extent.last_row, data_sheet.heading_row))
        frame.set_widths(layout.first, [column.width for column in RESULTS_COLUMNS], gap=layout.gap)
        if area := frame.extend_filter(data_sheet.last_added):
            self.book.book.set_names({(FILTER_NAME, sheet.position): f"{quote_sheet(sheet.name)}!{fix_area(area)}"})
        frame.deselect()
        rules = make_first_rules(data_sheet, frame.find_ruled_areas())
        frame.set_first_rules(rules, self.book.styles.add_rule_format() if rules else 0)
        if window := window_of(data_sheet, frame.width_of):
            frame.scroll(window.columns, window.rows, window.first_column, window.most_columns)
        drawing = frame.find_notes_relation()
        covered = frame.find_covered()
        notes = {address: words for address, words in data_sheet.notes.items() if address not in covered}
        relation = self.book.set_notes(sheet, notes, drawing=drawing)
        if relation != drawing:
            frame.relate_notes(relation)

    def _make_changes(
        self, data_sheet: DataSheet, frame: Frame, extent: Extent, layout: Layout, worksheet: Worksheet
    ) -> Changes:
        fills: dict[int, dict[int, Colours]] = {}
        for (row, letter), annotation in data_sheet.annotations.items():
            fills.setdefault(row, {})[to_column_number(letter)] = COLOURS[HIGHLIGHT_OF[annotation.severity]]
        cells = data_sheet.make_cell_writer(CellWriter(self.book.styles, worksheet.prefix))

        def added(row: int) -> str:
            self.on_row(row)
            return cells.render_headings(row) if row == data_sheet.heading_row else cells.render_row(row)

        return Changes(
            rows=sorted([data_sheet.heading_row, *data_sheet.added]),
            added=added,
            first=layout.first,
            width=len(RESULTS_COLUMNS),
            fills=fills,
            height=data_sheet.height_of,
            emptied=layout.earlier,
            get_column_style=frame.get_column_style,
            is_plain=extent.is_plain and extent.last_cell < layout.first,
        )

    def _render_pieces(self, frame: Frame, splice: Splice) -> Iterator[bytes]:
        before, behind = frame.render()
        yield before
        yield from splice.render_pieces()
        yield behind


def _is_leading_out(name: str) -> bool:
    """Whether a program that unpacks the workbook could put a part of this name outside its folder."""
    folders = name.replace("\\", "/").split("/")
    return not folders[0] or ".." in folders or ":" in folders[0]


def _is_part_name(name: str) -> bool:
    """Whether every program takes the name for the same place, as names of parts are [ISO/IEC 29500-2] 6.2.2.2."""
    plain = "".join(to_normal_form("NFKC", sign) for sign in name.translate(_LOOKALIKES))
    folders = plain.removesuffix("/").split("/")  # an entry of a folder ends in a slash
    is_odd = _ODD_SIGNS.search(plain) or any(map(_ODD_FOLDER.fullmatch, folders))
    return name.isprintable() and plain.count("/") == name.count("/") and not is_odd
