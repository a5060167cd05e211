"""Headings in two rows: groups above them, names or units below them, or single words of each in both."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from importer.catalogue import OR, fold_spelling, join_words
from importer.languages import _, put_together, quote_name
from importer.problem import TWO_ROW_HEADINGS, TWO_ROWS_UNCLEAR, UNITS_ROW, Code
from importer.records import CellNote
from importer.steps.read.grid import Grid, MergedCells
from importer.steps.read.layout.headings import FindField, TopRow, is_below_headings

_EXAMPLES = 3
_UNIT = re.compile(
    r"\(.*\)|\[.*\]|[dmyjathsu]{1,4}([-/. :]+[dmyjathsu]{1,4}){1,5}"
    r"|min(\.|utes?|uten)?|h|hrs?|hours?|uur|stunden?|heures?|days?|dagen|tage|jours|s|sec|km|m|mm|cm|m2|m²|kg|l"
    r"|eur|euro|usd|gbp|€|\$|£|%|pcs|pieces|st|stuks?|stück|pi[èe]ces?|°c|kwh?"
    r"|text|tekst|texte|date|datum|number|getal|nummer|zahl|nombre|code|guid|yes/no|ja/nee|ja/nein|oui/non"
    r"|(required|optional|mandatory|verplicht|optioneel|pflicht|facultatif|obligatoire)\*?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class HeadingRows:
    """The headings, of one row or of two joined: `first` and `last` hold them, `texts` has one for each column."""

    first: TopRow
    last: TopRow
    texts: tuple[str, ...]
    notes: tuple[CellNote, ...] = ()

    @property
    def number(self) -> int:
        """The Excel row of the headings, of the lower one of two."""
        return self.last.number


def join_heading_rows(
    rows: Sequence[TopRow], at: int, grid: Grid, find_field: FindField, *, alone: bool
) -> HeadingRows:
    """Join the heading row with the row above or below it where the two are headings together.

    `alone` takes the row as it is: it was asked for by number. Where it is not clear what two rows mean, an error
    of the whole sheet says so.
    """
    row = rows[at]
    if alone:
        return HeadingRows(row, row, row.texts)
    below = rows[at + 1] if at + 1 < len(rows) and rows[at + 1].number == row.number + 1 else None
    if below and _is_group_row(row, below, grid, find_field):
        return _join_grouped(row, below, grid, find_field)
    above = rows[at - 1] if at and rows[at - 1].number == row.number - 1 else None
    for upper, lower in ((row, below), (above, row)):
        if upper and lower and (texts := _join_split_headings(upper, lower, grid, find_field)):
            return _make_joined_rows(upper, lower, texts)
    if below and _has_headings(below, find_field) and not is_below_headings(rows, at + 1, below.fill):
        return _join_named_twice(row, below, find_field)
    if above:
        return _join_grouped(above, row, grid, find_field)
    return HeadingRows(row, row, row.texts)


def note_units(row: TopRow, heading_row: int) -> CellNote | None:
    """Tell a row that only says how the columns are written: (min), EUR, dd-mm-yyyy, required."""
    filled = [text.strip() for text in row.texts if text]
    if row.number != heading_row + 1 or len(filled) == 1 or not all(map(_UNIT.fullmatch, filled)):
        return None
    return CellNote(heading_row, 0, UNITS_ROW, {"found": row.number, "examples": ", ".join(filled[:_EXAMPLES])})


def _is_group_row(row: TopRow, below: TopRow, grid: Grid, find_field: FindField) -> bool:
    """True where a cell is merged across columns that each have a heading of their own below, or where the row below
    repeats itself and its words are known together with those above, as in Project | Customer over Code | Code.
    """
    if not below.is_wording:
        return False
    for places in find_merged_across(row, grid):
        if row.texts[places[0]] and all(below.texts[position] for position in places):
            return True
    if not below.repeated or below.fill <= row.fill:
        return False
    together = replace(below, texts=_join_grouped(row, below, grid, find_field).texts).count_known(find_field)
    return together > below.count_known(find_field) and together >= row.count_known(find_field)


def _join_split_headings(row: TopRow, below: TopRow, grid: Grid, find_field: FindField) -> tuple[str, ...]:
    """The headings whose words stand one below the other, as in Due over date; () where they do not.

    What stands alone is a heading by itself; nearly all that stands below another word means a field together with
    that word, and none without it. Where a word above seems to be meant for several columns, it is
    a group.
    """
    if (
        not (row.is_wording and below.is_wording)
        or any(find_merged_across(row, grid))
        or any(find_merged_across(below, grid))
    ):
        return ()
    texts = tuple(_join_words(upper, lower) for upper, lower in zip(row.texts, below.texts, strict=True))
    both = [
        position for position, (upper, lower) in enumerate(zip(row.texts, below.texts, strict=True)) if upper and lower
    ]
    gained = [position for position in both if find_field(texts[position]) and not find_field(below.texts[position])]
    alone = [position for position, text in enumerate(below.texts) if text and not row.texts[position]]
    if (
        not gained
        or len(gained) * 3 < len(both) * 2
        or not all(find_field(below.texts[position]) for position in alone)
    ):
        return ()
    if any(_is_meant_for(row.texts[:position], below.texts[position], find_field) for position in alone):
        return ()
    return texts if len(gained) > 1 or (len(both) == 1 and alone) else ()


def _join_words(upper: str, lower: str) -> str:
    if not (upper and lower):
        return upper or lower
    return f"{upper.strip()[:-1]}{lower.strip()}" if upper.strip().endswith("-") else f"{upper.strip()} {lower.strip()}"


def _is_meant_for(before: Sequence[str], text: str, find_field: FindField) -> bool:
    group = next((word for word in reversed(before) if word), "")
    together = find_field(f"{group.strip()} {text.strip()}") if group else None
    return together is not None and together != find_field(text)


def _make_joined_rows(row: TopRow, below: TopRow, texts: tuple[str, ...]) -> HeadingRows:
    both = zip(texts, row.texts, below.texts, strict=True)
    examples = [quote_name(text) for text, upper, lower in both if upper and lower]
    return HeadingRows(row, below, texts, (_make_note(TWO_ROW_HEADINGS, row, below, examples),))


def find_merged_across(row: TopRow, grid: Grid) -> Iterator[range]:
    """Give the places that cells merged within `row` reach over; a title over the whole width is no group."""
    for area in grid.merged:
        if area.first_row <= row.number <= area.last_row and area.last_column > area.first_column:
            ends = bisect_left(grid.columns, area.first_column), bisect_left(grid.columns, area.last_column + 1)
            if 1 < len(places := range(*ends)) < len(grid.columns):
                yield places


def _has_headings(row: TopRow, find_field: FindField) -> bool:
    count = row.count_known(find_field)
    return count > 1 and count * 3 >= row.fill * 2


def _join_named_twice(row: TopRow, below: TopRow, find_field: FindField) -> HeadingRows:
    """Two heading rows that name the same fields in two ways, such as for people and for a program."""
    texts, contradicting = [], []
    for upper, lower in zip(row.texts, below.texts, strict=True):
        above, beneath = find_field(upper) if upper else None, find_field(lower) if lower else None
        if above and beneath and above.name != beneath.name:
            contradicting.append(join_words([quote_name(upper), quote_name(lower)], OR))
        texts.append(upper if above or not beneath else lower)
    if contradicting:
        return HeadingRows(row, below, tuple(texts), (_make_note(TWO_ROWS_UNCLEAR, row, below, contradicting),))
    pairs = [
        join_words([quote_name(a), quote_name(b)])
        for a, b in zip(row.texts, below.texts, strict=True)
        if a and b and a != b
    ]
    note = _make_note(TWO_ROW_HEADINGS, row, below, pairs or [quote_name(text) for text in texts if text])
    return HeadingRows(row, below, tuple(texts), (note,))


def _join_grouped(row: TopRow, below: TopRow, grid: Grid, find_field: FindField) -> HeadingRows:
    """A row of groups above the headings: a heading takes its group's name where that makes it known or unique."""
    groups, merged = _find_groups(row, below, grid)
    texts, changed, doubtful = list(below.texts), [], []
    for position, (group, lower) in enumerate(zip(groups, below.texts, strict=True)):
        text = _join_heading(group, lower, below, find_field) if lower else row.texts[position]
        sure = position in merged or (fold_spelling(lower) in below.repeated if lower else find_field(text) is not None)
        if sure and text != lower:
            texts[position] = text
            phrase = _('"{text}" instead of "{lower}"') if lower else _('"{text}" from row {row}')
            changed.append(phrase.format(text=text, lower=lower, row=row.number))
        elif not sure and find_field(text) != find_field(lower):
            doubtful.append(join_words([quote_name(lower), quote_name(text)], OR))
    if doubtful:
        return HeadingRows(row, below, below.texts, (_make_note(TWO_ROWS_UNCLEAR, row, below, doubtful),))
    if not changed:
        return HeadingRows(below, below, below.texts)
    return HeadingRows(row, below, tuple(texts), (_make_note(TWO_ROW_HEADINGS, row, below, changed),))


def _find_groups(row: TopRow, below: TopRow, grid: Grid) -> tuple[list[str], frozenset[int]]:
    """What stands above each column, and the columns for which merged cells say so.

    Without merged cells a group is taken to reach to the next one. A row with one cell only is a title.
    """
    merged = _find_merged_down(row, below, grid)
    groups = list(row.texts)
    for places in find_merged_across(row, grid):
        groups[places.start : places.stop] = [row.texts[places.start]] * len(places)
        merged |= frozenset(places)
    if merged:
        return groups, merged
    if row.fill == 1 or not row.is_wording:
        return [""] * len(groups), merged
    return list(accumulate(groups, _take_last_filled)), merged


def _take_last_filled(last: str, text: str) -> str:
    return text or last


def _find_merged_down(row: TopRow, below: TopRow, grid: Grid) -> frozenset[int]:
    def reaches(area: MergedCells) -> bool:
        return area.first_row == row.number and area.last_row == below.number

    columns = {area.first_column for area in grid.merged if reaches(area)}
    return frozenset(position for position, column in enumerate(grid.columns) if column in columns)


def _join_heading(group: str, heading: str, below: TopRow, find_field: FindField) -> str:
    together = f"{group.strip()} {heading.strip()}"
    return together if group and (find_field(together) or fold_spelling(heading) in below.repeated) else heading


def _list_examples(*examples: str) -> str:
    return "; ".join(examples)


def _make_note(code: Code, row: TopRow, below: TopRow, examples: list[str]) -> CellNote:
    words = {
        "first": row.number,
        "last": below.number,
        "examples": put_together(*examples[:_EXAMPLES], by=_list_examples),
    }
    return CellNote(None if code is TWO_ROWS_UNCLEAR else below.number, 0, code, words)
