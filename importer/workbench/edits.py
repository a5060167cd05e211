"""Cells that are corrected here: one, and then all of its column that have the same text."""

import re
from dataclasses import dataclass, replace

from importer.records import Edit, Sheet
from importer.workbook_parts import letter_of

_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class FillOffer:
    """What is offered after `edit`: the same for the other cells of its column that have the text which it had."""

    edit: Edit
    others: tuple[Edit, ...]


def edit_for(sheet: Sheet, cell: str, text: str) -> Edit | None:
    """What gives a cell this text; None where there is no such cell, or nothing would change."""
    found = _CELL.fullmatch(cell)
    letters = [letter_of(number) for number in sheet.columns]
    if found is None or found[1] not in letters or int(found[2]) not in sheet.cells.index:
        return None
    position, row = letters.index(found[1]), int(found[2])
    was = str(sheet.cells.iloc[:, position].loc[row])
    return Edit(row, sheet.columns[position], was, text) if was != text else None


def fill_offer_of(sheet: Sheet, edit: Edit) -> FillOffer | None:
    """What can be offered after `edit` of this sheet; None where no other cell has the text."""
    column = sheet.cells.iloc[:, sheet.columns.index(edit.column)]
    rows = column.index[column == edit.was].tolist()
    others = tuple(replace(edit, row=int(row)) for row in rows if row != edit.row)
    return FillOffer(edit, others) if others else None
