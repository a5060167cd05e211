"""Which rows meet a condition of the mapping file: whole columns at once, each distinct text once."""

from collections.abc import Callable, Sequence
from datetime import tzinfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.catalogue import fold_spelling
from importer.errors import SheetError
from importer.mapping import LIKE_ENOUGH, CellTest, ColumnMapping, RowCondition, pattern_of
from importer.problem import RULE_HEADING_MISSING, suggest_word
from importer.records import CellNote, MappedColumn, Sheet
from importer.settings import Options
from importer.steps.map.column import RawColumn
from importer.steps.map.dates import parse_dates
from importer.workbook_parts import letter_of

Mask = np.ndarray  # of bool, one for each row
_A_DATE = "due_date"  # a field that is read as days are
_DAY = 10  # letters of an ISO day


class RuleColumns:
    """The columns of a sheet as rules see them: by heading, with the cells that earlier rules have changed."""

    def __init__(self, sheet: Sheet, options: Options, zone: tzinfo) -> None:
        self.sheet = sheet
        self.notes: list[CellNote] = []
        self._options, self._zone = options, zone
        self._changed: dict[int, pd.Series] = {}
        self._days: dict[int, pd.Series] = {}
        self._places: dict[str, int] = {}
        for position, heading in reversed(list(enumerate(sheet.headings))):
            self._places[fold_spelling(heading)] = position
        self._places |= {heading: position for position, heading in reversed(list(enumerate(sheet.headings)))}

    def refuse_missing(self, mapping: ColumnMapping) -> None:
        """Raise SheetError where a rule needs a column that the sheet does not have."""
        for rule, heading in mapping.used:
            if heading not in self._places and fold_spelling(heading) not in self._places:
                meant = suggest_word(heading, self.sheet.headings, fold=fold_spelling, like_enough=LIKE_ENOUGH)
                raise SheetError(RULE_HEADING_MISSING, rule=rule, found=heading, nearest=meant)

    def position_of(self, heading: str) -> int:
        """The place of the column with this heading in the sheet."""
        return self._places[heading] if heading in self._places else self._places[fold_spelling(heading)]

    def number_of(self, heading: str) -> int:
        """The Excel column with this heading."""
        return self.sheet.columns[self.position_of(heading)]

    def cells_of(self, heading: str) -> pd.Series:
        """The cells of the column with this heading."""
        return self.get_cells_at(self.position_of(heading))

    def get_cells_at(self, position: int) -> pd.Series:
        """The cells of the column at this place."""
        return self._changed[position] if position in self._changed else self.sheet.cells.iloc[:, position]

    def change(self, heading: str, cells: pd.Series) -> None:
        """Let rules see these cells from now on."""
        self._changed[self.position_of(heading)] = cells

    def is_changed(self, position: int) -> bool:
        """Whether rules have changed the column at this place."""
        return position in self._changed

    def find_meeting(self, condition: RowCondition) -> Mask:
        """The rows that meet a condition."""
        met = np.ones(len(self.sheet.cells), dtype=bool)
        for heading, test in condition.tests.items():
            met &= self._find_passing(heading, test)
        return met

    def find_meeting_any(self, conditions: Sequence[RowCondition]) -> Mask:
        """The rows that meet one of the conditions."""
        met = np.zeros(len(self.sheet.cells), dtype=bool)
        for condition in conditions:
            met |= self.find_meeting(condition)
        return met

    def _find_passing(self, heading: str, test: CellTest) -> Mask:
        if test.patterns:
            wanted = pattern_of(test.patterns)
            passed = judge_distinct(self.cells_of(heading), lambda texts: pc.match_substring_regex(texts, wanted))
        else:
            passed = self._find_between(heading, test)
        return ~passed if test.negated else passed

    def _find_between(self, heading: str, test: CellTest) -> Mask:
        days = self._read_days(heading)
        passed = (days != "").to_numpy(dtype=bool)
        if test.before:
            passed = passed & (days < test.before).to_numpy(dtype=bool)
        if test.after:
            passed = passed & (days > test.after).to_numpy(dtype=bool)
        return passed

    def _read_days(self, heading: str) -> pd.Series:
        """The days of a column as ISO text, '' where there is none; what is not clear of all its dates is noted."""
        position = self.position_of(heading)
        if position not in self._days:
            mapped = MappedColumn(_A_DATE, position, letter_of(self.sheet.columns[position]), heading)
            column = RawColumn(self.sheet, mapped, self.cells_of(heading), self._options)
            parsed = parse_dates(column, self._zone)
            self.notes += parsed.notes
            days = parsed.values.str.slice(0, _DAY)
            self._days[position] = days.where(days.str.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "")
        return self._days[position]


def judge_distinct(column: pd.Series, judge: Callable[[pa.Array], pa.Array]) -> Mask:
    """What `judge` says of each cell, asked once for each distinct text."""
    encoded = pc.dictionary_encode(arrow_of(column))
    answers = judge(encoded.dictionary)
    return np.asarray(answers.take(encoded.indices).to_numpy(zero_copy_only=False), dtype=bool)


def arrow_of(column: pd.Series) -> pa.Array:
    """The texts of a column as one array of Arrow."""
    found = pa.array(column, type=pa.large_string())
    return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
