"""What a person has decided about a sheet, and how it applies."""

from collections import abc
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd

from importer.catalogue.field import Field, folded
from importer.catalogue.find import field_named, find_field, known_names
from importer.records import Options

OPTIONS = ("date_order", "decimal", "delimiter", "encoding", "heading_row", "sheet", "timezone")


@dataclass(frozen=True)
class ColumnMapping:
    """What a person has decided about a sheet.

    `columns`: heading to field name, '' for a column that is not to be sent. `values`: field name to legacy value
    to valid value. `constants`: field name to the value of every row. `options`: those of OPTIONS that are given.
    """

    columns: abc.Mapping[str, str] = field(default_factory=dict)
    values: abc.Mapping[str, abc.Mapping[str, str]] = field(default_factory=dict)
    constants: abc.Mapping[str, str] = field(default_factory=dict)
    options: Options = Options()

    def field_of(self, heading: str) -> Field | None:
        """The field that a heading means: as decided here, else as the catalogue knows it; None where none."""
        decided = self.decided(heading)
        if decided is None:
            return find_field(heading)
        return field_named(decided) if decided else None

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means a field: those of the catalogue, then those decided here."""
        return (*known_names(), *(heading for heading, name in self.columns.items() if name))

    def decided(self, heading: str) -> str | None:
        """What `columns` says of a heading, to the letter first, then with case and spaces forgiven; None if nothing.

        '' says that its column is not to be sent.
        """
        if heading in self.columns:
            return self.columns[heading]
        return self._by_folded.get(folded(heading)) if self.columns else None

    @cached_property
    def _by_folded(self) -> abc.Mapping[str, str]:
        fields: dict[str, set[str]] = {}
        for heading, name in self.columns.items():
            fields.setdefault(folded(heading), set()).add(name)
        return {text: names.pop() for text, names in fields.items() if text and len(names) == 1}

    def replaced(self, name: str, column: pd.Series) -> pd.Series:
        """A column of the field `name` with its legacy values replaced, to the letter but for spaces around them."""
        known = {legacy.strip(): valid for legacy, valid in self.values.get(name, {}).items()}
        if not known:
            return column
        bare = column.str.strip()
        hit = bare.isin(list(known))
        return column.where(~hit, bare.map(known).astype(column.dtype)) if hit.any() else column

    def constant_columns(self, index: pd.Index) -> dict[str, pd.Series]:
        """A column of text for each constant."""
        return {name: pd.Series(text, index=index, dtype="str") for name, text in self.constants.items()}

    def options_for(self, given: Options) -> Options:
        """The options that hold: those of the command first, then those of the file."""
        decided: dict[str, Any] = {name: getattr(self.options, name) for name in OPTIONS}
        return replace(given, **{name: value for name, value in decided.items() if getattr(given, name) is None})
