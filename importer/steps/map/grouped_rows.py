"""Lines above groups of rows, as reading tells them: what they say of the rows below them, where rules use it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from importer.catalogue import field_of_heading, fold_spelling
from importer.problem import GROUP_LINE
from importer.records import CellNote, Sheet


@dataclass(frozen=True)
class GroupLine:
    """A row that is no job: its text, what that names ('' for nothing), the value of it, and its Excel column."""

    row: int
    text: str
    label: str
    value: str
    column: int

    @property
    def field(self) -> str:
        """The field that its label means, '' for none."""
        field = field_of_heading(self.label) if self.label else None
        return field.name if field else ""


def group_lines_of(sheet: Sheet) -> tuple[GroupLine, ...]:
    """All lines above groups, from the top."""
    return tuple(
        GroupLine(note.row, *_words_of(note), int(str(note.values["column"])))
        for note in sheet.notes
        if note.code is GROUP_LINE and note.row is not None
    )


def _words_of(note: CellNote) -> tuple[str, str, str]:
    return str(note.values["found"]), str(note.values["label"]), str(note.values["group"])


def lines_of_column(lines: Sequence[GroupLine], heading: str, column: int) -> tuple[GroupLine, ...]:
    """Those that say what the column with this heading has in the rows below: named by it, else standing in it."""
    field = field_of_heading(heading)
    named = tuple(line for line in lines if line.label and _are_alike(line, heading, field.name if field else "-"))
    return named or tuple(line for line in lines if line.column == column and not line.field)


def _are_alike(line: GroupLine, heading: str, field: str) -> bool:
    return fold_spelling(line.label) == fold_spelling(heading) or line.field == field


def lines_of_field(lines: Sequence[GroupLine], name: str) -> tuple[GroupLine, ...]:
    """Those that say what a field is: those that name it, else those that name no field."""
    named = tuple(line for line in lines if line.field == name)
    return named or tuple(line for line in lines if not line.field)


def find_value_above(lines: Sequence[GroupLine], index: pd.Index) -> pd.Series:
    """For each row the value of the last line above it, '' where there is none."""
    rows = np.array([line.row for line in lines], dtype="int64")
    values = np.array(["", *(line.value for line in lines)], dtype=object)
    return pd.Series(values[np.searchsorted(rows, index.to_numpy(), side="right")], index=index, dtype="str")
