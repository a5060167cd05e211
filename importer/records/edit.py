"""A cell that a person has corrected without touching the file: what the run reads in its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from importer.catalogue import join_words
from importer.languages import _, append_more, ngettext
from importer.records.sheet import Sheet
from importer.workbook_parts import letter_of

_SHOWN = 12  # cells in a remark


@dataclass(frozen=True, slots=True)
class Edit:
    """The cell of an Excel row and column, counted from 1: its text was `was`, and is `text` now."""

    row: int
    column: int
    was: str
    text: str

    @property
    def cell(self) -> str:
        """Its address: 'C4'."""
        return f"{letter_of(self.column)}{self.row}"

    @property
    def as_list(self) -> list[int | str]:
        """The edit for json.dumps."""
        return [self.row, self.column, self.was, self.text]


def edits_of(lists: Iterable[Sequence[int | str]]) -> tuple[Edit, ...]:
    """The edits of their lists. Raises ValueError where they are not what was written."""
    return tuple(Edit(int(row), int(column), str(was), str(text)) for row, column, was, text in lists)


def apply_edits(sheet: Sheet, edits: Sequence[Edit]) -> Sheet:
    """The sheet with these cells corrected, and a remark that names them.

    A cell that no longer has the text that was corrected is left as it is, and named too. What reading noted of a
    cell holds no more once it is corrected.
    """
    if not edits:
        return sheet
    import pandas as pd  # noqa: PLC0415 - it loads for half a second, and most sheets are corrected nowhere

    cells, changed = sheet.cells.copy(), list[Edit]()
    for number in dict.fromkeys(edit.column for edit in edits):
        wanted = {edit.row: edit for edit in edits if edit.column == number}
        if number not in sheet.columns:
            changed.extend(wanted.values())
            continue
        position = sheet.columns.index(number)
        column = cells.iloc[:, position]
        stands = column[column.index.isin(list(wanted))].to_dict()
        fits = {row: edit.text for row, edit in wanted.items() if stands.get(row) in {edit.was, edit.text}}
        changed.extend(edit for row, edit in wanted.items() if row not in fits)
        texts = column.array.copy()
        texts[column.index.get_indexer(pd.Index(list(fits)))] = list(fits.values())
        cells.isetitem(position, texts)
    done = {(edit.row, edit.column) for edit in edits} - {(edit.row, edit.column) for edit in changed}
    notes = tuple(note for note in sheet.notes if (note.row, note.column) not in done)
    formats = {
        number: known.drop(_rows_of(done, number), errors="ignore") for number, known in sheet.formats.columns.items()
    }
    remarks = _list_remarks([edit for edit in edits if (edit.row, edit.column) in done], changed)
    new_remarks = tuple(remark for remark in remarks if remark not in sheet.remarks)
    without = replace(sheet.formats, columns=formats)
    return replace(sheet, cells=cells, notes=notes, formats=without, remarks=(*sheet.remarks, *new_remarks))


def _rows_of(done: set[tuple[int, int]], column: int) -> list[int]:
    return [row for row, number in done if number == column]


def _list_remarks(done: Sequence[Edit], changed: Sequence[Edit]) -> list[str]:
    remarks = []
    if done:
        cells = [f'{edit.cell} ("{edit.was}")' for edit in done[:_SHOWN]]
        found = append_more(join_words(cells), len(done) - _SHOWN)
        remarks.append(_("Corrected on the page (old values in brackets): {found}.").format(found=found))
    if changed:
        cells = [edit.cell for edit in changed[:_SHOWN]]
        found = append_more(join_words(cells), len(changed) - _SHOWN)
        form = ngettext(
            "This cell changed in the file, so your correction was not applied: {found}.",
            "These cells changed in the file, so your corrections were not applied: {found}.",
            len(changed),
        )
        remarks.append(form.format(found=found))
    return remarks
