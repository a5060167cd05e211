"""Rows that reports write between and below the jobs: totals, counts, page numbers, remarks at the end.

What can be nothing else is left out, told; what might be a job is an error of its row.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from importer.languages import N_
from importer.problem import FOOTER_LEFT_OUT, TOTALS_ROW
from importer.records import CellNote
from importer.steps.read.layout.footer_words import (
    COUNT,
    COUNTED,
    FILTERS,
    IS_COUNT,
    IS_LINE,
    IS_PAGE,
    LINE,
    OF_TOTAL,
    PAGE,
    PAGE_OF,
    REMARK,
    SURE_REMARK,
    TOTAL_OF,
    TOTAL_WORD,
)
from importer.steps.read.layout.headings import NUMBER_LIKE, is_number_like
from importer.steps.read.layout.rows import TableRows, find_matching

_ENOUGH = 3  # rows, before numbers may be told to be their sums
_SHOWN = 4
_MOST_BELOW = 3  # rows that go on a total: Subtotal, Count, 89
_WIDE, _FRACTION = 4, 3  # cells of most rows, and of which part a footer has at most
_LONGEST = 40
_NUMBER = re.compile("[0-9.,]+")
_OF = re.compile(r"^(?:of|van|von|de|der|di) ", re.IGNORECASE)
_TOTALS, _PAGE, _LINE, _FOOTER = N_("totals"), N_("a page number"), N_("a line"), N_("a footer")


@dataclass(frozen=True)
class _Added:
    """A row that a report has added: what it holds, its text, and whether it can be nothing else."""

    what: str
    found: str
    is_sure: bool


def note_totals_and_footers(
    body: TableRows, end: int, of_tables: Collection[int], others: Collection[int | None]
) -> tuple[CellNote, ...]:
    """Tell the totals and footers among the rows before `end`, and the rows that a table of Excel keeps for its totals
    (`of_tables`); not those in `others`, which are no jobs for another reason.
    """
    rows = _JobsAndFooters(body, end)
    found = dict(rows.find_totals())
    found |= dict(rows.find_footers(found))
    for at in np.flatnonzero(body.cells.index.isin(list(of_tables))).tolist():
        texts = [text for text in body.texts_of(at) if text]
        found[at] = _Added(_TOTALS, ", ".join(texts[:_SHOWN]), is_sure=len(texts) * 2 <= rows.usual + 1)
    return tuple(
        CellNote(
            number, 0, FOOTER_LEFT_OUT if added.is_sure else TOTALS_ROW, {"what": added.what, "found": added.found}
        )
        for at, added in found.items()
        if (number := body.number_of(at)) not in others
    )


@dataclass(frozen=True)
class _JobsAndFooters:
    """The rows of the first table: those of `body` before `end`."""

    body: TableRows
    end: int

    @cached_property
    def usual(self) -> int:
        """The cells of the fullest row."""
        return int(self.body.fill[: self.end].max()) if self.end else 0

    def find_totals(self) -> Iterator[tuple[int, _Added]]:
        """Rows that begin with a word for totals and hold nothing else but numbers and words for counts; page numbers;
        sums in the last row.
        """
        body = self.body
        labelled = np.zeros(len(body.cells), dtype=bool)
        for rows, texts in body.find_leading():
            labelled[rows] = find_matching(texts, f"^(?:{TOTAL_OF}|{OF_TOTAL}|{PAGE}|{LINE})$")
        labelled[self.end :] = False
        chosen = np.flatnonzero(labelled)
        if len(chosen):
            plain = _are_only_numbers(body.cells.iloc[chosen], body.lead[chosen])
            labels = {at: body.texts_of(at)[body.lead[at]].strip() for at in chosen[plain].tolist()}
            known = self._find_texts([_find_group(label) for label in labels.values()])
            for at, label in labels.items():
                total = self._describe_total(at, label, known)
                yield at, total
                if total.what == _TOTALS:
                    yield from self._find_below_total(at, is_sure=total.is_sure)
        if self.end > _ENOUGH and not labelled[self.end - 1] and (found := _describe_sums(body, self.end - 1)):
            yield self.end - 1, _Added(_TOTALS, found, is_sure=False)

    def _describe_total(self, at: int, label: str, known: Collection[str]) -> _Added:
        filled = [text.strip() for text in self.body.texts_of(at) if text]
        if IS_LINE.fullmatch(label):
            return _Added(_LINE, label, is_sure=all(map(IS_LINE.fullmatch, filled)))
        is_short = len(filled) * 2 <= self.usual and self.usual >= _WIDE
        if IS_PAGE.fullmatch(label):
            return _Added(_PAGE, label, is_sure=is_short and len(filled) == 1)
        name = _find_group(label)
        is_whole = len(filled) * 2 <= self.usual + 1 and self.usual >= _WIDE and not name
        is_of_known = name in known or any(each.fullmatch(name) for each in (COUNTED, IS_COUNT, _NUMBER))
        return _Added(_TOTALS, label, is_sure=is_whole or (is_short and is_of_known))

    def _find_texts(self, names: Sequence[str]) -> set[str]:
        """Those of `names` that are the whole text of a cell: the groups that totals are of."""
        wanted = pa.array(sorted({name for name in names if name}), type=pa.large_string())
        found: set[str] = set()
        for position in range(self.body.cells.shape[1]) if len(wanted) else ():
            column = pa.array(self.body.cells.iloc[: self.end, position].array).cast(pa.large_string())
            found |= set(column.filter(pc.is_in(column, value_set=wanted)).unique().to_pylist())
        return found

    def _find_below_total(self, total: int, *, is_sure: bool) -> Iterator[tuple[int, _Added]]:
        """The rows that go on a total: a word for counts or numbers alone, where other rows have far more."""
        is_counted = any(IS_COUNT.fullmatch(text) for text in self.body.texts_of(total) if text)
        for at in range(total + 1, min(self.end, total + 1 + _MOST_BELOW)):
            filled = [text.strip() for text in self.body.texts_of(at) if text]
            is_count = IS_COUNT.fullmatch(filled[0]) is not None
            is_short = len(filled) * (2 if is_count else _FRACTION) <= self.usual
            if not is_short or not all(map(_is_count_or_number, filled)):
                return
            is_counted = is_counted or is_count
            yield at, _Added(_TOTALS, filled[0], is_sure and is_counted)

    def find_footers(self, known: Collection[int]) -> Iterator[tuple[int, _Added]]:
        """The rows at the end with a fraction of what others have: sentences about the sheet, or counts.

        They are looked at block by block, blank rows between them, from the end upwards.
        """
        last = self.end
        while last and self.usual >= _WIDE:
            first = last
            while first and (first == last or not self._is_behind_blank(first)) and self._is_short(first - 1, known):
                first -= 1
            found = dict(self._find_in_block(range(first, last), known))
            yield from found.items()
            if first == last or not all(at in found or at in known for at in range(first, last)):
                return
            if not self._is_behind_blank(first):
                return
            last = first

    def _is_behind_blank(self, at: int) -> bool:
        return at > 0 and self.body.number_of(at) > self.body.number_of(at - 1) + 1

    def _is_short(self, at: int, known: Collection[int]) -> bool:
        fill = int(self.body.fill[at])
        return at in known or (fill * 2 <= self.usual and (fill * _FRACTION <= self.usual or self._is_count(at)))

    def _is_count(self, at: int) -> bool:
        filled = [text.strip() for text in self.body.texts_of(at) if text]
        return len(filled) > 1 and IS_COUNT.fullmatch(filled[0]) is not None and all(map(_is_count_or_number, filled))

    def _find_in_block(self, block: range, known: Collection[int]) -> Iterator[tuple[int, _Added]]:
        """The footers of some rows at the end. A line between or below two sentences that only a report has is theirs,
        if it begins where they do; so is a line above them, where a blank row stands above that.
        """
        texts = {at: self._text_of(at) for at in block if at not in known}
        sure = {at: text for at, text in texts.items() if SURE_REMARK.search(text)}
        filters = min((at for at, text in sure.items() if FILTERS.search(text)), default=self.end)
        first_sure, is_report = min(sure, default=self.end), len(sure) > 1
        places = {int(self.body.lead[at]) for at in sure}
        is_behind_blank = bool(block) and self._is_behind_blank(block[0])
        found: dict[int, _Added] = {}
        for at in reversed(block):
            if at in known:
                continue
            text = texts[at]
            is_part = bool(sure) and (at > first_sure or is_behind_blank) and int(self.body.lead[at]) in places
            is_sure = at in sure or self._is_sure_count(at) or (is_part and (is_report or at > filters))
            if not is_sure and not is_part and not self._is_likely(at, text):
                return
            found[at] = _Added(_FOOTER, " ".join(text.split())[:_LONGEST], is_sure)
            yield at, found[at]

    def _is_sure_count(self, at: int) -> bool:
        return self._is_count(at) and not is_number_like(self._text_of(at))

    def _text_of(self, at: int) -> str:
        """What a row with one cell says, or one with a label and its text; of others the first cell."""
        filled = [text.strip() for text in self.body.texts_of(at) if text]
        return " ".join(filled) if len(filled) == 2 and filled[0].endswith(":") else filled[0]  # noqa: PLR2004 - both

    def _is_likely(self, at: int, text: str) -> bool:
        """Whether a lone text is no beginning of a job: a sentence with a colon or several lines, or behind a blank."""
        if self._is_count(at) or PAGE_OF.fullmatch(text):
            return True
        is_remark = REMARK.search(text) is not None or self._is_behind_blank(at)
        return self.body.fill[at] == 1 and not is_number_like(text) and is_remark


def _find_group(label: str) -> str:
    """What a total is of: P-1001 of "Total P-1001" and "P-1001 Total"; '' for "Grand total"."""
    found = TOTAL_WORD.match(label)
    if found:
        return _OF.sub("", label[found.end() :].strip(" :()=."))
    return label[: label.rindex(" ")].rstrip(" -") if " " in label else label


def _is_count_or_number(text: str) -> bool:
    return is_number_like(text) or IS_COUNT.fullmatch(text) is not None


def _are_only_numbers(rows: pd.DataFrame, lead: np.ndarray) -> np.ndarray:
    plain = np.ones(len(rows), dtype=bool)
    for position in range(rows.shape[1]):
        column = rows.iloc[:, position]
        plain &= find_matching(column, rf"^(?:{NUMBER_LIKE}|{COUNT}|{LINE}|\s*)$") | (lead == position)
    return plain


def _describe_sums(body: TableRows, at: int) -> str:
    """What the last row holds, if that is nothing but the sums of the columns above; else ''."""
    filled = {position: text for position, text in enumerate(body.texts_of(at)) if text}
    if len(filled) == body.cells.shape[1] or not all(map(is_number_like, filled.values())):
        return ""
    for position, text in filled.items():
        above = pd.to_numeric(body.cells.iloc[:at, position], errors="coerce")
        total = pd.to_numeric(text, errors="coerce")
        if above.count() < _ENOUGH or not total or not np.isclose(above.sum(), total, rtol=1e-9, atol=1e-6):
            return ""
    return ", ".join(list(filled.values())[:_SHOWN])
