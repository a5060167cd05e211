"""What travels between the steps. All frozen; a step takes one and gives a new one.

The index of every frame is the row number as the user sees it in Excel (for CSV: the physical line on which the row
begins), from reading to report; nothing ever translates it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as record_field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path

import pandas as pd

from importer.catalogue.find import field_named
from importer.catalogue.jobs import JOBS
from importer.errors import ExitCode
from importer.problem import Code, Problem


class Status(StrEnum):
    """What became of a row: a closed list. `meaning` is what the README says of it."""

    meaning: str

    def __new__(cls, word: str, meaning: str) -> "Status":
        status = str.__new__(cls, word)
        status._value_ = word
        status.meaning = meaning
        return status

    CREATED = "created", "the job is in the target, made by this row"
    EXISTS = "already exists", "the job was there before; nothing was sent again or overwritten"
    INVALID = "invalid", "something in the row is wrong; it was never sent"
    REJECTED = "rejected", "the target said no; its reason stands beside the row"
    UNKNOWN = "unknown", "sent, but whether it was created is open; it is looked up before any further try"
    BLOCKED = "blocked", "not sent, because the job that it belongs to was not created"
    NOT_SENT = "not sent", "sound, but the run stopped before it was sent (or only a check was asked)"


@dataclass(frozen=True, slots=True)
class CellNote:
    """What the text of a cell cannot say: an Excel error, a formula never calculated, a row with too many cells.

    `row` is the Excel row, `column` the Excel column counted from 1 (0 where the whole row is meant); `values`
    fill the sentence of `code`.
    """

    row: int
    column: int
    code: Code
    values: Mapping[str, object] = record_field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A sheet as the user sees it: text and places, no meaning yet.

    `headings` are as typed, one for each column of `cells`; `columns` gives the Excel column of each, counted from
    1. `cells` is a frame of text (`str`), '' where blank, with `headings` as its column names (which may repeat)
    and the Excel row as its index, blank rows left out. `name` is the worksheet's, '' for CSV.
    """

    path: Path
    name: str
    heading_row: int
    headings: list[str]
    columns: tuple[int, ...]
    cells: pd.DataFrame
    notes: tuple[CellNote, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows have something in them."""
        return len(self.cells)


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
    codes were resolved to, one column an id field, '' where there is none.
    """

    sheet: Sheet
    columns: tuple[MappedColumn, ...]
    values: pd.DataFrame
    problems: tuple[Problem, ...] = ()
    lookups: pd.DataFrame = record_field(default_factory=pd.DataFrame)

    def with_problems(self, more: tuple[Problem, ...]) -> "Batch":
        """Give the same batch with `more` problems, in the order of the sheet: by row, then by column."""
        return replace(self, problems=in_sheet_order((*self.problems, *more), self.columns))

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
    def to_send(self) -> pd.DataFrame:
        """`values` with codes replaced by the ids that are known for them; where an id is there, its code is blank."""
        frame = self.values.copy(deep=False)
        for field in JOBS:
            if field.lookup is None or field.name not in frame or field.name == field.lookup.id_field:
                continue
            ids = self._ids(frame, field.lookup.id_field)
            frame[field.lookup.id_field] = ids
            frame[field.name] = frame[field.name].where(ids == "", "")
        return frame

    def _ids(self, frame: pd.DataFrame, name: str) -> pd.Series:
        blank = pd.Series("", index=frame.index, dtype="str")
        found = self.lookups.get(name, blank)
        return frame[name].where(frame[name] != "", found) if name in frame else found

    def column_of(self, name: str) -> MappedColumn | None:
        """The sheet's column for the field `name`, if it has one."""
        return self._by_field.get(name)

    @cached_property
    def _by_field(self) -> Mapping[str, MappedColumn]:
        return {column.field: column for column in self.columns}

    def problem(self, code: Code, row: int | None, names: tuple[str, ...], **values: object) -> Problem:
        """Make the problem `code` of `row`, filled in with the headings, letters and text of the user's own sheet."""
        places = [self._by_field[name] for name in names if name in self._by_field]
        first = self._by_field.get(names[0]) if names else None
        typed = ""
        if first is not None and row is not None:
            typed = str(self._typed(first.place).get(row, ""))
        words = {"value": typed, **values}
        return Problem(
            code=code,
            row=row,
            message=code.sentence.format(**words),
            advice=code.advice.format(**words),
            column=first.letter if first else (places[0].letter if places else ""),
            fields=names,
            heading=first.heading if first else (field_named(names[0]).heading if names else ""),
            value=typed,
            also=tuple(place.letter for place in places if place is not first),
        )

    def _typed(self, place: int) -> Mapping[int, str]:
        cache: dict[int, Mapping[int, str]] = self._typed_columns
        if place not in cache:
            column = self.sheet.cells.iloc[:, place]
            cache[place] = dict(zip(column.index, column, strict=True))
        return cache[place]

    @cached_property
    def _typed_columns(self) -> dict[int, Mapping[int, str]]:
        return {}


def letter_of(number: int) -> str:
    """The letter of an Excel column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def in_sheet_order(problems: tuple[Problem, ...], columns: tuple[MappedColumn, ...]) -> tuple[Problem, ...]:
    """Sort by row (the whole sheet first), then by the column's place in the sheet, then by code."""
    places = {column.letter: column.place for column in columns}

    def place(problem: Problem) -> tuple[int, int, int]:
        return problem.row or 0, places.get(problem.column, len(places)), problem.code.number

    return tuple(sorted(problems, key=place))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one row. `job_id` is the id given to it, whether or not it was created; `sent_at` is UTC."""

    row: int
    status: Status
    job_id: str = ""
    problems: tuple[Problem, ...] = ()
    sent_at: datetime | None = None


@dataclass(frozen=True)
class ImportResult:
    """A finished run or check: every row of the sheet exactly once, in its order, and what there is to say.

    `stopped` is '' where every sound row was tried, else the reason in a sentence. Times are UTC.
    """

    batch: Batch
    outcomes: tuple[Outcome, ...]
    target: str
    started: datetime
    finished: datetime
    results: Path | None = None
    run: int | None = None
    stopped: str = ""
    interrupted: bool = False
    checked_only: bool = False

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends; the gravest of what happened."""
        counts = self.counts
        if self.interrupted:
            return ExitCode.INTERRUPTED
        if counts[Status.UNKNOWN]:
            return ExitCode.OPEN
        if counts[Status.NOT_SENT] and not self.checked_only:
            return ExitCode.STOPPED
        if counts[Status.INVALID] + counts[Status.REJECTED] + counts[Status.BLOCKED]:
            return ExitCode.SOME_FAILED
        return ExitCode.ALL_WELL

    @property
    def rows(self) -> int:
        """The rows of the sheet that have something in them."""
        return self.batch.sheet.rows

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, of the check and of the answers, in the order of the sheet."""
        answers = tuple(problem for outcome in self.outcomes for problem in outcome.problems)
        return in_sheet_order((*self.batch.problems, *answers), self.batch.columns)

    @property
    def counts(self) -> dict[Status, int]:
        """The rows by status, every status named; they add up to `rows`."""
        found = Counter(outcome.status for outcome in self.outcomes)
        return {status: found[status] for status in Status}

    @property
    def jobs(self) -> dict[int, str]:
        """Row to job id, of the rows whose job is in the target."""
        there = {Status.CREATED, Status.EXISTS}
        return {outcome.row: outcome.job_id for outcome in self.outcomes if outcome.status in there}
