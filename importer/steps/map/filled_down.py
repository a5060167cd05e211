"""Columns filled down, as grouped reports need it: from the row above, and from the lines above groups."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from importer.catalogue import join_words, spell_count
from importer.languages import append_more, quote_name
from importer.problem import FILLED_ACROSS, NOT_IN_NEXT_GROUP
from importer.records import CellNote
from importer.steps.map.conditions import Mask, RuleColumns
from importer.steps.map.group_levels import GroupValues, find_group_values
from importer.steps.map.grouped_rows import find_lines_of_column, group_lines_of

_SHOWN = 6  # rows in a sentence


def fill_down(columns: RuleColumns, headings: Sequence[str], jobs: Mask) -> dict[str, frozenset[int]]:
    """Fill the empty cells of these columns from rows of `jobs` and from lines above groups, no further than the group
    goes; the rows of the lines, by heading. What stays empty so, and what may not be meant, is noted.
    """
    sheet = columns.sheet
    lines = group_lines_of(sheet) if headings else ()
    typed = {heading: columns.cells_of(heading).str.strip() for heading in headings}
    found = {}
    for heading in headings:
        number = columns.number_of(heading)
        own = find_lines_of_column(lines, heading, number, is_blank=not (typed[heading][jobs] != "").any())
        group_values = find_group_values(lines, own, sheet.cells.index[jobs])
        cells = columns.cells_of(heading)
        filled, further = _fill(cells, group_values, jobs), _fill(cells, GroupValues(group_values.values), jobs)
        columns.change(heading, filled)
        columns.notes += note_ended(heading, number, further[jobs], filled[jobs])
        if not own:
            left = {other: typed[other] for other in headings if columns.number_of(other) < number}
            columns.notes += _note_across(heading, number, filled[jobs], typed[heading], left)
        found[heading] = frozenset(group_values.values)
    return found


def _fill(cells: pd.Series, group_values: GroupValues, jobs: Mask) -> pd.Series:
    values = {**dict.fromkeys(group_values.ends, ""), **group_values.values}
    if values:
        cells = cells.copy()
        cells[list(values)] = list(values.values())
    of_lines = cells.index.isin(list(values))  # one without a value ends the group above
    filled = (cells.str.strip() != "").to_numpy(dtype=bool) | of_lines
    above = cells.where(filled & (jobs | of_lines)).ffill().fillna("").astype(cells.dtype)
    return cells.where(filled | ~jobs, above)


def note_ended(heading: str, number: int, further: pd.Series, filled: pd.Series) -> Iterator[CellNote]:
    """Tell the rows that stay empty because a group begins above them, where otherwise they would be filled."""
    ended = filled.index[(filled.str.strip() == "") & (further.str.strip() != "")]
    if len(ended):
        yield CellNote(None, number, NOT_IN_NEXT_GROUP, {"heading": heading, **_describe(ended)})


def _note_across(
    heading: str, number: int, filled: pd.Series, typed: pd.Series, left: dict[str, pd.Series]
) -> Iterator[CellNote]:
    """Tell the rows that are filled down where a column to the left, which is filled down too, has a new value."""
    blank = (typed[filled.index] == "") & (filled.str.strip() != "")
    crossed: dict[str, pd.Series] = {}
    for other, all_cells in left.items():
        cells = all_cells[filled.index]
        before = cells.where(cells != "").ffill().shift().fillna("")
        is_new = (cells != "") & (before != "") & (cells != before)
        if (is_new & blank).any():
            crossed[other] = is_new & blank
    if crossed:
        rows = filled.index[np.logical_or.reduce([one.to_numpy(dtype=bool) for one in crossed.values()])]
        others = join_words([quote_name(other) for other in crossed])
        yield CellNote(None, number, FILLED_ACROSS, {"heading": heading, "others": others, **_describe(rows)})


def _describe(rows: pd.Index) -> dict[str, object]:
    which = append_more(", ".join(map(str, rows[:_SHOWN])), len(rows) - _SHOWN)
    return {"count": spell_count(len(rows), "row"), "which": which}
