"""What a person has decided about a sheet: how it applies, and what it may say."""

import codecs
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import (
    Field,
    find_field,
    find_sure_field,
    fold_spelling,
    fold_value,
    get_field,
    list_known_names,
)
from importer.languages import N_, _
from importer.mapping.rules import RowRules, Source, pattern_of
from importer.settings import Options, find_fault, find_zone

OPTIONS = ("date_order", "decimal", "delimiter", "encoding", "heading_row", "sheet", "timezone")
_CHECKS: Mapping[str, tuple[Callable[[str], object], str]] = {  # of text: what is sound, what is told of all else
    "delimiter": (
        lambda value: value and not set(value) & {'"', "\r", "\n"},
        N_('it must be a character, such as ";" or "tab"'),
    ),
    "encoding": (codecs.lookup, N_('that is not a known encoding; write it like "cp1252"')),
    "sheet": (bool, N_("it must be the name of a worksheet")),
    "timezone": (find_zone, N_('that is not a known time zone; write it like "Europe/Brussels"')),
}


@dataclass(frozen=True)
class ColumnMapping:
    """What a person has decided about a sheet.

    `columns`: heading to field name, '' for a column that is not to be sent. `values`: field name to legacy value
    to valid value. `constants`: field name to the value of every row. `options`: those of OPTIONS that are given.
    `rows`: which rows become jobs. `fields`: field name to what it is made of, the first source that fits.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    options: Options = Options()
    rows: RowRules = field(default_factory=RowRules)
    fields: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)

    def field_of(self, heading: str) -> Field | None:
        """The field that a heading means: as decided here, else as the catalogue knows it; None where none.

        A field that is made of other columns is not filled by its own heading as well; and a word of another system
        means nothing where the field is to have one value in every row.
        """
        return self._field_of(heading, find_sure_field)

    def own_field_of(self, heading: str) -> Field | None:
        """The same without the words of other systems, which values have too: 'Incident' is a heading and a type."""
        return self._field_of(heading, find_field)

    def _field_of(self, heading: str, known: Callable[[str], Field | None]) -> Field | None:
        decided = self.find_decision(heading)
        if decided is None:
            found = known(heading)
            is_set = found and (
                found.name in self.made_fields or (found.name in self.constants and not find_field(heading))
            )
            return None if is_set else found
        return get_field(decided) if decided else None

    def add_columns(self, more: Mapping[str, str]) -> "ColumnMapping":
        """The mapping that also says this of headings."""
        return replace(self, columns={**self.columns, **more}) if more else self

    @property
    def headings(self) -> tuple[str, ...]:
        """Every heading that means a field: those of the catalogue, then those decided or used here."""
        decided = (heading for heading, name in self.columns.items() if name)
        return (*list_known_names(), *decided, *(heading for _, heading in self.used))

    @cached_property
    def made_fields(self) -> Mapping[str, tuple[Source, ...]]:
        """The fields that are made, each with its sources."""
        return {name: sources for name, sources in self.fields.items() if any(source.makes for source in sources)}

    @cached_property
    def may_be_missing(self) -> frozenset[str]:
        """The fields whose codes are left empty where the target does not have them."""
        return frozenset(name for name, sources in self.fields.items() if any(one.may_be_missing for one in sources))

    @cached_property
    def by_name(self) -> frozenset[str]:
        """The fields whose values may be names of what the target has."""
        return frozenset(name for name, sources in self.fields.items() if any(one.by_name for one in sources))

    @cached_property
    def used(self) -> tuple[tuple[str, str], ...]:
        """Each heading that a rule needs, with the place of that rule in the file."""
        made = ((f"fields.{name}", one.headings) for name, sources in self.fields.items() for one in sources)
        of_fields = ((position, heading) for position, headings in made for heading in headings)
        return (*((f"rows.{rule}", heading) for rule, heading in self.rows.headings), *of_fields)

    def has_rule_for(self, heading: str) -> bool:
        """Whether a rule needs the column with this heading."""
        return fold_spelling(heading) in self._used

    def is_used_by_rule(self, heading: str) -> bool:
        """Whether a rule uses what the column has; to be filled down is of no use by itself."""
        return any(rule != "rows.fill_down" and fold_spelling(one) == fold_spelling(heading) for rule, one in self.used)

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(fold_spelling(heading) for _, heading in self.used)

    def find_decision(self, heading: str) -> str | None:
        """What `columns` says of a heading, to the letter first, then with case and spaces forgiven; None if nothing.

        '' says that its column is not to be sent.
        """
        if heading in self.columns:
            return self.columns[heading]
        return self._by_folded.get(fold_spelling(heading)) if self.columns else None

    @cached_property
    def _by_folded(self) -> Mapping[str, str]:
        fields: dict[str, set[str]] = {}
        for heading, name in self.columns.items():
            fields.setdefault(fold_spelling(heading), set()).add(name)
        return {text: names.pop() for text, names in fields.items() if text and len(names) == 1}

    def replace_values(self, name: str, column: pd.Series) -> pd.Series:
        """A column of the field `name` with its legacy values replaced, each by the entry that fits it best.

        That is the one to the letter but for spaces around it, then one that only differs in case, accents or spaces,
        then the first pattern. An entry '' is for empty cells, and '*' for all others that no entry names.
        """
        decided = self.values.get(name, {})
        if not decided:
            return column
        bare = column.str.strip()
        known = self._match_values(name, list(bare.drop_duplicates().to_numpy(dtype=object)))
        hit = bare.isin(list(known))
        return column.where(~hit, bare.map(known).astype(column.dtype)) if hit.any() else column

    def _match_values(self, name: str, texts: list[str]) -> dict[str, str]:
        exact = {legacy.strip(): valid for legacy, valid in self.values[name].items()}
        alike: dict[str, set[str]] = {}
        for legacy, valid in exact.items():
            alike.setdefault(fold_value(legacy), set()).add(valid)
        known = {text: exact[text] for text in texts if text in exact}
        others = [text for text in texts if text and text not in known]
        for text in others:
            if len(same := alike.get(fold_value(text), set())) == 1:
                known[text] = next(iter(same))
        for pattern in sorted((one for one in exact if "*" in one), key=lambda one: one == "*"):
            others = [text for text in others if text not in known]
            met = pc.match_substring_regex(pa.array(others, pa.large_string()), pattern_of([pattern])).to_pylist()
            known |= {text: exact[pattern] for text, hit in zip(others, met, strict=True) if hit}
        return known

    def make_constant_columns(self, index: pd.Index) -> dict[str, pd.Series]:
        """A column of text for each constant."""
        return {name: pd.Series(text, index=index, dtype="str") for name, text in self.constants.items()}

    def merge_options(self, given: Options) -> Options:
        """The options that hold: those of the command first, then those of the file."""
        decided: dict[str, Any] = {name: getattr(self.options, name) for name in OPTIONS}
        return replace(given, **{name: value for name, value in decided.items() if getattr(given, name) is None})


def add_option(options: Options, name: str, value: object) -> Options:
    """The options with one of OPTIONS more. Raises ValueError with a sentence where its value cannot be right."""
    wanted = int if name == "heading_row" else str
    if type(value) is not wanted:
        message = _("{name} must be a row number.") if wanted is int else _("{name} must be text in quotes.")
        raise ValueError(message.format(name=name))
    if wrong := find_fault(Options, name, value) or _find_fault_of_text(name, value):
        raise ValueError(_('{name} is "{text}", but {wrong}.').format(name=name, text=value, wrong=wrong))
    change: dict[str, Any] = {name: value}
    return replace(options, **change)


def _find_fault_of_text(name: str, value: Any) -> str:  # noqa: ANN401 - text, where there is a check for it
    """What only this can say that knows no sheet yet."""
    is_sound, wrong = _CHECKS.get(name, (lambda _value: True, ""))
    try:
        return "" if is_sound(value) else _(wrong)
    except (LookupError, ValueError):  # no such encoding; a NUL in its name
        return _(wrong)
