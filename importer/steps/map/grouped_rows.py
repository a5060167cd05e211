"""Lines above groups of rows, as reading tells them: what they say of the rows below them, where rules use it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from importer.catalogue import find_sure_field, fold_spelling
from importer.problem import GROUP_LINE
from importer.records import Sheet
from importer.workbook_parts import letter_of


@dataclass(frozen=True)
class GroupLine:
    """What a row that is no job says: its text, what that names ('' for nothing), the value of it, its Excel column,
    and its level where lines of two levels stand in that column (LARGER_GROUP, SMALLER_GROUP); 0 where there is one.
    """

    row: int
    text: str
    label: str
    value: str
    column: int
    level: int = 0

    @property
    def kind(self) -> str:
        """What lines of the same level have in common: the name that they begin with, else their column and level."""
        return fold_spelling(self.label) if self.label else self.place

    @property
    def place(self) -> str:
        """The letter of its column, and its level there: A, A/2."""
        return f"{letter_of(self.column)}/{self.level}" if self.level else letter_of(self.column)

    @property
    def field(self) -> str:
        """The field that its label means, '' for none."""
        field = find_sure_field(self.label) if self.label else None
        return field.name if field else ""


def group_lines_of(sheet: Sheet) -> tuple[GroupLine, ...]:
    """All lines above groups, from the top; a row with two of them has the larger group first."""
    return tuple(
        line
        for note in sheet.notes
        if note.code is GROUP_LINE and note.row is not None
        for line in _read_note(note.row, note.values)
    )


def _read_note(row: int, values: Mapping[str, Any]) -> Iterator[GroupLine]:
    beside: Sequence[Mapping[str, Any]] = values.get("beside", ())
    for part in (values, *beside):
        text = str(part["group"]) if beside else str(values["found"])
        yield GroupLine(row, text, str(part["label"]), str(part["group"]), int(part["column"]), int(part["level"]))


def find_lines_of_column(
    lines: Sequence[GroupLine], heading: str, column: int, *, is_blank: bool
) -> tuple[GroupLine, ...]:
    """Those that say what the column with this heading has in the rows below: named by it, else standing in it; of
    those with another name only where the rows themselves have nothing there (`is_blank`).
    """
    field = find_sure_field(heading)
    named = tuple(line for line in lines if line.label and _are_alike(line, heading, field.name if field else "-"))
    return named or tuple(
        line for line in lines if line.column == column and not line.field and (is_blank or not line.label)
    )


def _are_alike(line: GroupLine, heading: str, field: str) -> bool:
    return fold_spelling(line.label) == fold_spelling(heading) or line.field == field


def find_lines_of_field(lines: Sequence[GroupLine], name: str, kind: str = "") -> tuple[GroupLine, ...]:
    """Those that say what a field is: those of the `kind` that is asked for, by their name or the letter of their
    column, with the level after a slash; else those that name it, else those that name no field.
    """
    if kind:
        asked = {kind.upper(), fold_spelling(kind)}
        return tuple(line for line in lines if line.kind in asked)
    named = tuple(line for line in lines if line.field == name)
    return named or tuple(line for line in lines if not line.field)
