"""The rows below the headings, and those that are no jobs: headings again, a second table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import quote_names
from importer.problem import REPEATED_HEADINGS, SECOND_TABLE
from importer.records import CellNote
from importer.steps.read.layout.headings import FindField, TopRow, are_mostly_numbers

VISIBLE = r"[^\s\pZ\x1c-\x1f\x{85}]"  # anything but what `str.strip` takes away
_MOST_BLOCKS = 1_000  # where blank rows are more than these, they are the sheet's habit
_BLOCK = 200  # rows above, to tell what stands in a column


def find_matching(column: pd.Series, pattern: str) -> np.ndarray:
    """Where the text has the pattern (RE2) in it; pandas would ask Python's `re` cell by cell."""
    found: np.ndarray = pc.match_substring_regex(pa.array(column.array), pattern).to_numpy(zero_copy_only=False)
    return found


@dataclass(frozen=True)
class TableRows:
    """The rows below the headings. `lead` is the place of the first filled cell of each row, `fill` how many are."""

    cells: pd.DataFrame
    lead: np.ndarray
    fill: np.ndarray

    def texts_of(self, at: int) -> tuple[str, ...]:
        """The cells of one row, '' where nothing is to be seen."""
        return tuple(text if text.strip() else "" for text in self.cells.iloc[at].tolist())

    def number_of(self, at: int) -> int:
        """The Excel row."""
        return int(self.cells.index[at])

    def find_leading(self) -> Iterator[tuple[np.ndarray, pd.Series]]:
        """The first filled cell of each row, column by column: the rows that begin there, and their text."""
        for position in np.unique(self.lead[self.fill > 0]):
            rows = np.flatnonzero((self.lead == position) & (self.fill > 0))
            column = self.cells.iloc[:, int(position)]
            yield rows, column if len(rows) == len(column) else column.iloc[rows]


def body_of(cells: pd.DataFrame) -> TableRows:
    """Look where the rows have something; a row of white space alone is no row, and left out."""
    lead, fill = _find_filled(cells)
    body = TableRows(cells, lead, fill)
    seen = np.zeros(len(cells), dtype=bool)
    for rows, texts in body.find_leading():
        seen[rows] = find_matching(texts, VISIBLE)
    for at in np.flatnonzero(~seen):
        seen[at] = any(body.texts_of(int(at)))
    return body if seen.all() else TableRows(cells[seen], lead[seen], fill[seen])


def _find_filled(cells: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    lead = np.zeros(len(cells), dtype=np.int32)
    fill = np.zeros(len(cells), dtype=np.int32)
    for position in range(cells.shape[1]):
        here = pc.not_equal(pa.array(cells.iloc[:, position].array), "").to_numpy(zero_copy_only=False)
        lead[here & (fill == 0)] = position
        fill += here
    return lead, fill


def note_repeated_headings(
    body: TableRows, headings: Sequence[str], heading_row: int, find_field: FindField
) -> tuple[int, tuple[CellNote, ...]]:
    """Tell the rows that are headings again, and those of a second table, each by an error of that row; give where the
    rows of the first table end, too.
    """
    repeated = _find_repeated(body, headings)
    begins = _find_second_table(body, find_field, repeated)
    end = len(body.cells) if begins is None else begins[0]
    notes = [CellNote(body.number_of(at), 0, REPEATED_HEADINGS, {"found": heading_row}) for at in repeated if at < end]
    if begins:
        words = {"begins": body.number_of(end), "found": begins[1]}
        notes += [CellNote(int(row), 0, SECOND_TABLE, words) for row in body.cells.index[end:]]
    return end, tuple(notes)


def _find_repeated(body: TableRows, headings: Sequence[str]) -> list[int]:
    """Rows that say again what the headings say, as a printed list does on each page."""
    named = [position for position, text in enumerate(headings) if text]
    if len(named) <= 1:
        return []
    same = np.flatnonzero((body.cells.iloc[:, named[0]] == headings[named[0]]).to_numpy(dtype=bool))
    if not len(same):
        return []
    rows = body.cells.iloc[same]
    alike = np.zeros(len(same), dtype=np.int32)
    for position in named:
        alike += (rows.iloc[:, position] == headings[position]).to_numpy(dtype=bool)
    found: list[int] = same[alike * 3 >= len(named) * 2].tolist()
    return found


def _find_second_table(body: TableRows, find_field: FindField, repeated: Sequence[int]) -> tuple[int, str] | None:
    """Where a second table begins, and its headings: behind blank rows, with a title or without."""
    gaps = np.flatnonzero(np.diff(body.cells.index.to_numpy()) > 1)[:_MOST_BLOCKS] + 1
    for at in _list_possible_headings(body, gaps, find_field):
        for heads in (at, at + 1)[: 2 if body.fill[at] == 1 else 1]:
            if heads < len(body.cells) and heads not in repeated and _is_heading_row(body, heads, find_field):
                return at, quote_names(filter(None, body.texts_of(heads)))
    return None


def _list_possible_headings(body: TableRows, gaps: np.ndarray, find_field: FindField) -> Iterator[int]:
    """Places behind blank rows where a title stands alone, or a row that may be headings."""
    if not len(gaps):
        return
    texts = body.cells.iloc[gaps].to_numpy(dtype=object)
    for at, row in zip(map(int, gaps), texts, strict=True):
        filled = [text for text in row if text]
        if len(filled) == 1 or not _has_digits(filled) or sum(find_field(text) is not None for text in filled) > 1:
            yield at


def _is_heading_row(body: TableRows, at: int, find_field: FindField) -> bool:
    row = TopRow(at, body.number_of(at), body.texts_of(at))
    if row.fill == 1 or row.repeated or not row.is_wording:
        return False
    count = row.count_known(find_field)
    return (count > 1 and count * 2 >= row.fill) or _is_unlike_its_columns(body, row)


def _is_unlike_its_columns(body: TableRows, row: TopRow) -> bool:
    """True for words without a digit, above a row with digits, in a column that held numbers so far."""
    at = row.position
    follows = at + 1 < len(body.cells) and body.number_of(at + 1) == row.number + 1
    if not follows or _has_digits(row.texts) or not _has_digits(body.texts_of(at + 1)):
        return False
    above = body.cells.iloc[max(0, at - _BLOCK) : at]
    return any(text and are_mostly_numbers(above.iloc[:, position].tolist()) for position, text in enumerate(row.texts))


def _has_digits(texts: Sequence[str]) -> bool:
    return any(letter.isdigit() for text in texts for letter in text)
