"""A column before and after it is understood, and what is asked where it can be understood in several ways."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pandas as pd

from importer.catalogue import Field, choose_words, get_field, join_words
from importer.frames import match_cells
from importer.languages import _, put_together, quote_name
from importer.problem import Code
from importer.records import CellNote, MappedColumn, Sheet
from importer.settings import Options
from importer.steps.map.column_convention import Evidence, Readings, Verdict, find_read_both_ways, find_read_one_way
from importer.workbook_parts import first_cell_of

SHOWN = 2  # values of the user's own in a question

NumberedCells = Iterator[tuple[int, str]]  # row, text


@dataclass(frozen=True)
class ParsedColumn:
    """The values of a column in canonical text, what is wrong with it or its cells, and how it was understood.

    A value that is not understood stays as typed. `local_time` is one of the times that say no zone, '' without any;
    the times of the rows `with_zone` say theirs.
    """

    values: pd.Series
    notes: tuple[CellNote, ...] = ()
    remarks: tuple[str, ...] = ()
    local_time: str = ""
    with_zone: pd.Index = field(default_factory=lambda: pd.Index([]))


@dataclass(frozen=True)
class RawColumn:
    """A column about to be understood: where it stands in `sheet`, the field that it fills, its cells (text, '' where
    blank), and what the user has decided.
    """

    sheet: Sheet
    mapped: MappedColumn
    cells: pd.Series
    options: Options

    @property
    def field(self) -> Field:
        """The field that the column fills."""
        return get_field(self.mapped.field)

    @property
    def number(self) -> int:
        """The Excel column, counted from 1."""
        return self.sheet.columns[self.mapped.position]

    def find_unread(self, plain: str) -> pd.Series:
        """The cells that have something in them and are not of the pattern (RE2) `plain`."""
        cells = self.cells
        return cells[(cells != "") & ~match_cells(cells, plain)]

    def replace_unread(self, unread: pd.Series, values: Mapping[str, str]) -> pd.Series:
        """All cells, the `unread` ones among them with the value of what was typed; what has none stays."""
        if all(text == value for text, value in values.items()):
            return self.cells
        column = self.cells.copy()
        column[unread.index] = [values.get(text, text) for text in unread.to_numpy(dtype=object)]
        return column

    def note(self, code: Code, row: int | None = None, **values: object) -> CellNote:
        """Something to be told of the cell in `row`, or of the whole column."""
        return CellNote(row, self.number, code, values)

    def note_wrong_kind(self, row: int) -> CellNote:
        """Told of a cell that is not what the field takes."""
        code = self.field.kind.problem_code
        assert code is not None  # noqa: S101 - only text can be anything, and it is never asked
        return self.note(code, row, **choose_words(code, (self.field.name,), {}))

    def describe_cells(self, rows: Sequence[int]) -> str:
        """The first of these cells, and how many more there are: C3 and 4 more."""
        return first_cell_of(self.mapped.letter, rows)

    def remark(self, text: str) -> str:
        """`text`, said of this column."""
        return _("Column {letter}: {text}").format(letter=self.mapped.letter, text=text)


class Wording(NamedTuple):
    """How the ways to read a column are told: `option` chooses one, `only` says that a value fits one of `names` alone,
    `in_words` what a value is when it is read.
    """

    ambiguous: Code
    contradicting: Code
    option: str
    only: str
    names: Mapping[str, str]
    in_words: Callable[[str], str]

    def spell_option(self, convention: str) -> str:
        """The option as it is typed; a sign of punctuation by its name, since shells read it as their own."""
        return f"{self.option} {convention if convention.isalnum() else self.names[convention]}"


def ask_reading(column: RawColumn, verdict: Verdict, read: Mapping[str, Readings], wording: Wording) -> CellNote:
    """Ask which of the ways is meant, with values of the column that show the difference."""
    one, other = verdict.rivals[:2]
    if verdict.evidence is Evidence.CONTRADICTING:
        pairs = ((one, other), (other, one))
        proofs = [
            put_together(
                quote_name(find_read_one_way(read, *pair)[0]),
                _(wording.only),
                _(wording.names[pair[0]]),
                by="{} {} {}".format,
            )
            for pair in pairs
        ]
        options = [wording.spell_option(convention) for convention in (one, other)]
        return column.note(wording.contradicting, shown=join_words(proofs), ways=join_words(options, "or"))
    differing = find_read_both_ways(read, one, other)[:SHOWN]
    found = [[wording.in_words(read[text][convention]) for convention in verdict.rivals] for text in differing]
    shown = [
        _('"{text}" is {each}').format(text=text, each=join_words(list(dict.fromkeys(each)), "or"))
        for text, each in zip(differing, found, strict=True)
    ]
    options = [
        _("{way} if it is {value}").format(way=wording.spell_option(convention), value=value)
        for convention, value in zip(verdict.rivals, found[0], strict=True)
    ]
    return column.note(wording.ambiguous, shown="; ".join(shown), ways=join_words(options, "or"))


def cells_of(column: pd.Series, texts: Collection[str]) -> NumberedCells:
    """The cells that hold one of `texts`, as (row, text). (pandas' isin takes a second where there are many texts.)"""
    if not texts:
        return
    for row, text in zip(column.index, column.to_numpy(dtype=object), strict=True):
        if text in texts:
            yield int(row), text
