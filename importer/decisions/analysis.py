"""All that follows from a sheet and what was decided of it: derived anew after each answer, from distinct values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from importer.catalogue import Field, find_missing_fields, get_field
from importer.directory import Directory
from importer.mapping import (
    Choice,
    ColumnMapping,
    HeadingReview,
    InvalidValue,
    Remembered,
    TargetLists,
    complete_mapping,
    find_invalid_values,
    find_remembered_columns,
    judge_headings,
    make_choices,
    sample_of,
    select_job_cells,
)
from importer.records import Sheet
from importer.settings import Options
from importer.steps.map import RuledSheet, apply_rules


@dataclass(frozen=True, eq=False)
class SheetAnalysis:
    """How a sheet is understood with a mapping: `recalled` is what was decided for the same headings before,
    `remembered` for the same customer, `directory` the lists of the target, where there is one.
    """

    sheet: Sheet
    mapping: ColumnMapping
    options: Options
    recalled: ColumnMapping | None = None
    directory: Directory | None = None
    lists: TargetLists | None = None
    remembered: Remembered | None = None

    def use_mapping(self, mapping: ColumnMapping) -> "SheetAnalysis":
        """The same sheet with other decisions."""
        return replace(self, mapping=mapping, options=mapping.merge_options(self.options))

    @cached_property
    def ruled(self) -> RuledSheet:
        """The sheet as its rules leave it."""
        return apply_rules(self.sheet, self.mapping, self.options)

    @cached_property
    def _as_ruled(self) -> tuple[Sheet, ColumnMapping]:
        return self.ruled.to_sheet(self.mapping)

    @property
    def jobs(self) -> Sheet:
        """The rows that become jobs, with made fields as further columns."""
        return self._as_ruled[0]

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """What becomes of each column, those of made fields among them."""
        return make_choices(self.jobs, self._as_ruled[1], self.recalled, self.lists)

    @cached_property
    def whole(self) -> ColumnMapping:
        """The mapping after its headings are judged."""
        return complete_mapping(
            self.sheet,
            self.mapping,
            remembered=self.recalled,
            accept_suggestions=self.options.accept_suggestions,
            lists=self.lists,
        )

    @cached_property
    def decided(self) -> ColumnMapping:
        """The same for `jobs`."""
        return replace(self.whole, columns={**self._as_ruled[1].columns, **self.whole.columns})

    @cached_property
    def judgement(self) -> HeadingReview:
        """What is to say of the headings that are known."""
        known = self._as_ruled[1].add_columns(find_remembered_columns(self.jobs, self._as_ruled[1], self.recalled))
        return judge_headings(self.jobs, known)

    @cached_property
    def invalid(self) -> tuple[InvalidValue, ...]:
        """The values that are not valid."""
        return find_invalid_values(self.jobs, self.decided, self.directory)

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The fields that every job needs and nothing gives; which of several columns does is another question."""
        sure = {choice.field for choice in self.choices if choice.field and choice.how != "suggested"}
        several = {one.field.name for one in self.judgement.rivals}
        return find_missing_fields(
            {*sure, *several, *self.whole.columns.values(), *self.whole.constants, *self.mapping.made_fields}
        )

    @cached_property
    def cells(self) -> pd.DataFrame:
        """The cells of the rows that become jobs, without what reading tells to be no jobs."""
        return select_job_cells(self.jobs)

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where in `jobs` the column of each field is."""
        found: dict[str, int] = {}
        for position, heading in enumerate(self.jobs.headings):
            if field := self.decided.field_of(heading):
                found.setdefault(field.name, position)
        return found

    def count_values(self, name: str) -> Mapping[str, int]:
        """How many rows have each value of a field, after the mapping has replaced its own; '' for empty cells."""
        if name not in self._counts:
            column = self.cells.iloc[:, self.places[name]]
            texts = self.decided.replace_values(name, column).str.strip()
            self._counts[name] = {str(text): int(count) for text, count in texts.value_counts().items()}
        return self._counts[name]

    @cached_property
    def _counts(self) -> dict[str, Mapping[str, int]]:
        return {}

    def take_sample(self, heading: str) -> list[str]:
        """Different values of a column of `jobs`."""
        if heading not in self._samples:
            self._samples[heading] = sample_of(self.cells.iloc[:, self.jobs.headings.index(heading)])
        return self._samples[heading]

    def is_blank(self, heading: str) -> bool:
        """Whether most cells of a column of `jobs` are blank."""
        cells = self.cells.iloc[:, self.jobs.headings.index(heading)]
        return 2 * int((cells.str.strip() == "").sum()) > len(cells)

    def count_distinct(self, heading: str) -> int:
        """How many different values a column of `jobs` has in its first rows."""
        return len(self.take_sample(heading))

    @cached_property
    def _samples(self) -> dict[str, list[str]]:
        return {}

    def heading_of(self, name: str) -> str:
        """The heading of the column that a field is filled from, the first one of a made field; '' where none is."""
        if name in self.mapping.made_fields:
            return next((heading for source in self.mapping.made_fields[name] for heading in source.headings), "")
        return self.jobs.headings[self.places[name]] if name in self.places else ""

    def describe_source(self, name: str) -> str:
        """The heading of the column that a field is filled from; where there is none, what it is made of, in words."""
        return self.heading_of(name) or " / ".join(map(str, self.mapping.made_fields.get(name, ())))

    def list_coded(self) -> list[Field]:
        """The fields of the sheet whose codes the target's lists have."""
        fields = (get_field(name) for name in self.places)
        return [field for field in fields if field.lookup and field.lookup.by_code and field.lookup.listing != "Jobs"]
