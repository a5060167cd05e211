"""Cells that are corrected here: one, or all of a column that have the same text."""

import re
from dataclasses import dataclass

from importer.records import Edit, Sheet
from importer.workbook_parts import letter_of

_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True)
class Alike:
    """Other cells of the column that have the text which was corrected in `cell`: `count` of them."""

    cell: str
    was: str
    text: str
    count: int


def edits_for(sheet: Sheet, cell: str, text: str, *, alike: bool) -> tuple[Edit, ...]:
    """What gives a cell this text, and with `alike` those of its column that have its text; none where nothing would
    change.
    """
    found = _CELL.fullmatch(cell)
    letters = [letter_of(number) for number in sheet.columns]
    if found is None or found[1] not in letters or int(found[2]) not in sheet.cells.index:
        return ()
    place, row = letters.index(found[1]), int(found[2])
    column = sheet.cells.iloc[:, place]
    was = str(column.loc[row])
    rows = column.index[column == was].tolist() if alike else [row]
    return tuple(Edit(int(one), sheet.columns[place], was, text) for one in rows) if was != text else ()


def edits_alike(sheet: Sheet, alike: Alike) -> tuple[Edit, ...]:
    """What gives all cells of a column that have the old text the new one."""
    found = _CELL.fullmatch(alike.cell)
    assert found is not None  # noqa: S101 - a cell was corrected there
    number = next(number for number in sheet.columns if letter_of(number) == found[1])
    column = sheet.cells.iloc[:, sheet.columns.index(number)]
    return tuple(Edit(int(row), number, alike.was, alike.text) for row in column.index[column == alike.was].tolist())
