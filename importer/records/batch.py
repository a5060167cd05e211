"""A sheet with its meaning."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from importer.catalogue import JOBS, REFERENCE, get_field, heading_of
from importer.errors import SheetError
from importer.languages import _, group_thousands
from importer.problem import TOO_MANY_PROBLEMS, Code, Problem, spell_command
from importer.records.sheet import Sheet

if TYPE_CHECKING:
    import pandas as pd


MOST_PROBLEMS = 2_000_000  # of a sheet; each takes about a kilobyte while they are found and shown
_CAUSES = 5  # named, where there are more
_MOST_SENTENCES = 10_000  # kept, to be used for further rows


def _make_no_lookups() -> "pd.DataFrame":
    import pandas as pd  # noqa: PLC0415 - it loads for half a second, and a copy of a workbook needs no frame

    return pd.DataFrame()


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """A column of the sheet that fills a field: its place in `Sheet.cells`, its Excel letter, its heading as typed."""

    field: str
    position: int
    letter: str
    heading: str


@dataclass(frozen=True)
class Batch:
    """A sheet with its meaning.

    `values` has one column a field (dotted for parts of an embedded entity), holding the canonical text of its kind
    ('' where empty); a value that is not of its kind stays as typed and has a problem. `lookups` has the ids that
    codes were resolved to, one column an id field, '' where there is none; `codes` what the target's lists have for an
    id, by id field. `remarks` tell how the sheet was understood
    where it does not say so itself: of the file, then of its columns. Rows that are no jobs of their own by the
    mapping file are `left_out`, and not in `values`. Of a field that is not what its column says, but what rules
    have made of the sheet, `made_texts` has the texts. Codes of the fields that `may_be_missing` are left empty where
    the target does not have them; values of those `by_name` may be names instead of codes. `with_zone` has the rows
    whose time says its zone, by field: other times got the zone of this computer, or the one that was asked for.
    `decided` is what the mapping file reads values as, by field.
    """

    sheet: Sheet
    columns: tuple[MappedColumn, ...]
    values: "pd.DataFrame"
    problems: tuple[Problem, ...] = ()
    lookups: "pd.DataFrame" = field(default_factory=_make_no_lookups)
    remarks: tuple[str, ...] = ()
    left_out: frozenset[int] = frozenset()
    made_texts: "Mapping[str, pd.Series]" = field(default_factory=dict)
    may_be_missing: frozenset[str] = frozenset()
    by_name: frozenset[str] = frozenset()
    with_zone: "Mapping[str, pd.Index]" = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    decided: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def add_problems(self, more: Iterable[Problem]) -> "Batch":
        """Give the same batch with `more` problems, in the order of the sheet: by row, then by column.

        Raises SheetError where there are more than can be listed.
        """
        problems = (*self.problems, *islice(more, MOST_PROBLEMS + 1))
        if len(problems) > MOST_PROBLEMS:
            self.refuse_too_many(Counter((problem.code, problem.field) for problem in problems))
        return replace(self, problems=sort_problems(problems, self.columns))

    def refuse_too_many(self, found: Counter[tuple[Code, str]]) -> NoReturn:
        """Raise SheetError: a sheet has so many problems, each of a kind in a field or '', that they are not listed."""
        causes = (
            f"{_(code.title)}{self._spell_location(name)} ({group_thousands(count)})"
            for (code, name), count in (+found).most_common(_CAUSES)
        )
        words = {"limit": group_thousands(MOST_PROBLEMS), "causes": "; ".join(causes)}
        raise SheetError(TOO_MANY_PROBLEMS, **words, command=spell_command("map", self.sheet.path))

    def _spell_location(self, name: str) -> str:
        column = self.column_of(name)
        return f' - {column.letter} "{column.heading}"' if column else ""

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

    @property
    def reference_column(self) -> MappedColumn | None:
        """The sheet's column for the jobs' own references, if it has one."""
        return self.column_of(REFERENCE)

    @cached_property
    def _by_field(self) -> Mapping[str, MappedColumn]:
        return {column.field: column for column in self.columns}

    def list_with_zone(self, name: str, rows: Iterable[int]) -> list[bool]:
        """For each of these rows whether the time in the field `name` says its zone."""
        own = frozenset(self.with_zone[name].tolist() if name in self.with_zone else ())
        return [row in own for row in rows]

    def merge_values(self, few: "Batch", rows: list[int]) -> "Batch":
        """Give the same batch with the values that these rows have in the batch `few`."""
        values, new = self.values.copy(deep=False), few.values.loc[rows]
        for name in new.columns[(values.loc[rows, new.columns] != new).any()]:  # one that is written to is copied whole
            values.loc[rows, name] = new[name]
        with_zone = {name: index.difference(rows) for name, index in self.with_zone.items()}
        for name, index in few.with_zone.items():
            theirs = index.intersection(rows)
            with_zone[name] = with_zone[name].union(theirs) if name in with_zone else theirs
        return replace(self, values=values, with_zone=with_zone)

    def make_problem(self, code: Code, row: int | None, names: tuple[str, ...], **values: object) -> Problem:
        """Make the problem `code` of `row`, filled in with the headings, letters and text of the user's own sheet."""
        letter, also = self._find_letters(names)
        first = self._by_field.get(names[0]) if names else None
        typed = ""
        if first is not None and row is not None:
            typed = str(self._read_typed(names[0], first.position).get(row, ""))
        heading = first.heading if first else (heading_of(get_field(names[0])) if names else "")
        words = {"value": typed, "typed": typed, "heading": heading, "name": names[0] if names else "", **values}
        message, advice = self._fill_sentences(code, words)
        return Problem(
            code=code,
            row=row,
            message=message,
            advice=advice,
            column=letter,
            fields=names,
            heading=heading,
            value=typed,
            also=also,
        )

    def _find_letters(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The letter of the first column that fills one of these fields, or '', and those of the others."""
        if names not in self._letters:
            letters = [self._by_field[name].letter for name in names if name in self._by_field] or [""]
            self._letters[names] = letters[0], tuple(letters[1:])
        return self._letters[names]

    @cached_property
    def _letters(self) -> dict[tuple[str, ...], tuple[str, tuple[str, ...]]]:
        return {}

    def _fill_sentences(self, code: Code, words: Mapping[str, object]) -> tuple[str, str]:
        """The sentence and the advice. A wrong value often stands in very many rows: they have the texts in common."""
        key = (code.number, *words.items())
        known = self._sentences.get(key)
        if known is None:
            known = self._sentences[key] = code.fill_sentence(**words), code.fill_advice(**words)
            if len(self._sentences) > _MOST_SENTENCES:
                self._sentences.clear()
        return known

    @cached_property
    def _sentences(self) -> dict[tuple[object, ...], tuple[str, str]]:
        return {}

    def _read_typed(self, name: str, position: int) -> Mapping[int, str]:
        cache: dict[str, Mapping[int, str]] = self._typed_columns
        if name not in cache:
            column = self.made_texts.get(name)
            column = self.sheet.cells.iloc[:, position] if column is None else column
            cache[name] = dict(zip(column.index.tolist(), column.to_numpy(dtype=object), strict=True))
        return cache[name]

    @cached_property
    def _typed_columns(self) -> dict[str, Mapping[int, str]]:
        return {}


def sort_problems(problems: tuple[Problem, ...], columns: tuple[MappedColumn, ...]) -> tuple[Problem, ...]:
    """Sort by row (the whole sheet first), then by the column's place in the sheet, then by code."""
    places = {column.letter: column.position for column in columns}

    def rank_of(problem: Problem) -> tuple[int, int, int]:
        return problem.row or 0, places.get(problem.column, len(places)), problem.code.number

    return tuple(sorted(problems, key=rank_of))
