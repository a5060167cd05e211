"""A sheet with its meaning."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from importer.catalogue import JOBS, get_field, heading_of
from importer.problem import Code, Problem
from importer.records.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd


def _make_no_lookups() -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - it loads for half a second, and a copy of a workbook needs no frame

    return pd.DataFrame()


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the sheet that fills a field: its place in `Sheet.cells`, its Excel letter, its heading as typed."""

    field: str
    place: int
    letter: str
    heading: str


@dataclass(frozen=True)
class Batch:
    """A sheet with its meaning.

    `values` has one column a field (dotted for parts of an embedded entity), holding the canonical text of its kind
    ('' where empty); a value that is not of its kind stays as typed and has a problem. `lookups` has the ids that
    codes were resolved to, one column an id field, '' where there is none. `remarks` tell how the sheet was understood
    where it does not say so itself: of the file, then of its columns. Rows that are no jobs of their own by the
    mapping file are `left_out`, and not in `values`. Of a field that is not what its column says, but what rules
    have `made` of the sheet, these are the texts. Codes of the fields that `may_be_missing` are left empty where the
    target does not have them; values of those `by_name` may be names instead of codes.
    """

    sheet: Sheet
    columns: tuple[MappedColumn, ...]
    values: "pd.DataFrame"
    problems: tuple[Problem, ...] = ()
    lookups: "pd.DataFrame" = field(default_factory=_make_no_lookups)
    remarks: tuple[str, ...] = ()
    left_out: frozenset[int] = frozenset()
    made: "Mapping[str, pd.Series]" = field(default_factory=dict)
    may_be_missing: frozenset[str] = frozenset()
    by_name: frozenset[str] = frozenset()

    def add_problems(self, more: tuple[Problem, ...]) -> "Batch":
        """Give the same batch with `more` problems, in the order of the sheet: by row, then by column."""
        return replace(self, problems=sort_problems((*self.problems, *more), self.columns))

    @cached_property
    def invalid_rows(self) -> frozenset[int]:
        """The rows that must not be sent; all of them where an error concerns the whole sheet."""
        if any(p.is_error and p.row is None for p in self.problems):
            return frozenset(self.values.index)
        return frozenset(p.row for p in self.problems if p.is_error and p.row is not None)

    @property
    def sound_rows(self) -> list[int]:
        """The rows without an error, in the order of the sheet."""
        return [row for row in self.values.index if row not in self.invalid_rows]

    @property
    def to_send(self) -> "pd.DataFrame":
        """`values` with codes replaced by the ids that are known for them; where an id is there, its code is blank."""
        frame = self.values.copy(deep=False)
        for known in JOBS:
            if known.lookup is None or known.name not in frame or known.name == known.lookup.id_field:
                continue
            ids = self._fill_ids(frame, known.lookup.id_field)
            frame[known.lookup.id_field] = ids
            frame[known.name] = frame[known.name].where(ids == "", "")
        return frame

    def _fill_ids(self, frame: "pd.DataFrame", name: str) -> "pd.Series":
        import pandas as pd  # noqa: PLC0415 - as above

        blank = pd.Series("", index=frame.index, dtype="str")
        found = self.lookups.get(name, blank)
        return frame[name].where(frame[name] != "", found) if name in frame else found

    def column_of(self, name: str) -> MappedColumn | None:
        """The sheet's column for the field `name`, if it has one."""
        return self._by_field.get(name)

    @cached_property
    def _by_field(self) -> Mapping[str, MappedColumn]:
        return {column.field: column for column in self.columns}

    def merge_values(self, few: "Batch", rows: list[int]) -> "pd.DataFrame":
        """`values`, but of these rows those of the batch `few`."""
        values, new = self.values.copy(deep=False), few.values.loc[rows]
        for name in new.columns[(values.loc[rows, new.columns] != new).any()]:  # one that is written to is copied whole
            values.loc[rows, name] = new[name]
        return values

    def make_problem(self, code: Code, row: int | None, names: tuple[str, ...], **values: object) -> Problem:
        """Make the problem `code` of `row`, filled in with the headings, letters and text of the user's own sheet."""
        places = [self._by_field[name] for name in names if name in self._by_field]
        first = self._by_field.get(names[0]) if names else None
        typed = ""
        if first is not None and row is not None:
            typed = str(self._read_typed(names[0], first.place).get(row, ""))
        heading = first.heading if first else (heading_of(get_field(names[0])) if names else "")
        words = {"value": typed, "typed": typed, "heading": heading, "name": names[0] if names else "", **values}
        return Problem(
            code=code,
            row=row,
            message=code.fill_sentence(**words),
            advice=code.fill_advice(**words),
            column=first.letter if first else (places[0].letter if places else ""),
            fields=names,
            heading=heading,
            value=typed,
            also=tuple(place.letter for place in places if place is not first),
        )

    def _read_typed(self, name: str, place: int) -> Mapping[int, str]:
        cache: dict[str, Mapping[int, str]] = self._typed_columns
        if name not in cache:
            column = self.made.get(name)
            column = self.sheet.cells.iloc[:, place] if column is None else column
            cache[name] = dict(zip(column.index.tolist(), column.to_numpy(dtype=object), strict=True))
        return cache[name]

    @cached_property
    def _typed_columns(self) -> dict[str, Mapping[int, str]]:
        return {}


def sort_problems(problems: tuple[Problem, ...], columns: tuple[MappedColumn, ...]) -> tuple[Problem, ...]:
    """Sort by row (the whole sheet first), then by the column's place in the sheet, then by code."""
    places = {column.letter: column.place for column in columns}

    def place(problem: Problem) -> tuple[int, int, int]:
        return problem.row or 0, places.get(problem.column, len(places)), problem.code.number

    return tuple(sorted(problems, key=place))
