"""Columns that mean one field: the plainest heading has it; where none is plainer, a person is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from importer.catalogue import Field, find_field, fold_spelling, get_field, heading_of, join_words, meanings_of
from importer.languages import _, name_column, quote_name
from importer.mapping.column_mapping import ColumnMapping
from importer.problem import DOUBLE_FIELD, WEAKER_HEADING, spell_line
from importer.records import CellNote, Sheet
from importer.workbook_parts import letter_of

_LAST = 1_000


class RankedColumn(NamedTuple):
    """A column that means a field: whether a person says so, whether it is blank, how plainly, and its place."""

    is_undecided: bool
    is_blank: bool
    rank: int
    at: int


@dataclass(frozen=True)
class CompetingColumns:
    """The columns of one field, as numbers of columns and headings, the first of which has it.

    `is_open` where the second says it as plainly: somebody has to choose.
    """

    field: Field
    columns: tuple[tuple[int, str], ...]
    is_open: bool

    @property
    def notes(self) -> Iterator[CellNote]:
        """What there is to say of the columns."""
        (first, heading), *others = self.columns
        if self.is_open:
            both = join_words([name_column(letter_of(number), text) for number, text in self.columns])
            leave_out = suggest_column_to_ignore([text for __, text in self.columns])
            words = {"columns": both, "heading": quote_name(heading_of(self.field)), "leave_out": leave_out}
            yield CellNote(None, 0, DOUBLE_FIELD, words)
        for number, text in () if self.is_open or self.field.read_only else others:
            where = {"heading": text, "field": heading_of(self.field), "column": letter_of(first), "used": heading}
            yield CellNote(None, number, WEAKER_HEADING, where | {"name": self.field.name})


def find_competing_columns(sheet: Sheet, mapping: ColumnMapping) -> tuple[CompetingColumns, ...]:
    """The fields that several columns mean, where a person has not decided on all of these.

    Two columns with the same heading are left to the reader of the columns: no mapping can tell them apart.
    """
    columns: dict[str, list[tuple[int, int]]] = {}  # by field: how plainly, and the position of the column
    for position, heading in enumerate(sheet.headings):
        if field := mapping.field_of(heading):
            columns.setdefault(field.name, []).append((_rank_heading(heading, field, mapping), position))
    several = {name: _sort_blank_last(sheet, same) for name, same in columns.items() if len(same) > 1}
    return tuple(
        _make_rivals(sheet, get_field(name), same) for name, same in several.items() if _can_choose(sheet, same)
    )


def _sort_blank_last(sheet: Sheet, same: Sequence[tuple[int, int]]) -> list[RankedColumn]:
    return sorted(
        RankedColumn(rank >= 0, bool((sheet.cells.iloc[:, at].str.strip() == "").all()), rank, at) for rank, at in same
    )


def _can_choose(sheet: Sheet, same: Sequence[RankedColumn]) -> bool:
    return same[1].is_undecided and len({fold_spelling(sheet.headings[column.at]) for column in same}) == len(same)


def _make_rivals(sheet: Sheet, field: Field, same: Sequence[RankedColumn]) -> CompetingColumns:
    columns = tuple((sheet.columns[column.at], sheet.headings[column.at]) for column in same)
    return CompetingColumns(field, columns, not field.read_only and same[0][:-1] == same[1][:-1])


def suggest_column_to_ignore(headings: Sequence[str]) -> str:
    """How a mapping leaves one of these columns out; '' where no heading is of one column only."""
    texts = [fold_spelling(heading) for heading in headings]
    own = next((heading for heading in reversed(headings) if texts.count(fold_spelling(heading)) == 1), None)
    if own is None:
        return ""
    return _(", or leave one out with {line} under [columns] in a mapping file").format(line=spell_line(own, ""))


def keep_first_rivals(mapping: ColumnMapping, rivals: tuple[CompetingColumns, ...]) -> ColumnMapping:
    """The mapping in which only the first column of each has the field."""
    return mapping.add_columns({heading: "" for rival in rivals for __, heading in rival.columns[1:]})


def _rank_heading(heading: str, field: Field, mapping: ColumnMapping) -> int:
    """How plainly a heading means the field, 0 the plainest, -1 where a person has said it."""
    if mapping.find_decision(heading) is not None:
        return -1
    sure = next((meaning for meaning in meanings_of(heading) if meaning.is_sure), None)
    if find_field(heading):
        return _LAST if sure and sure.field != field.name else 0
    return 1 + sure.rank if sure else _LAST
