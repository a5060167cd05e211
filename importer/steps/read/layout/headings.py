"""Which row holds the headings: by headings that we know first, then by shape."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import Field, fold_spelling
from importer.steps.read.grid import FIRST_ROWS, Grid

FindField = Callable[[str], Field | None]

HEADINGS_WITHIN = 30  # rows with something in them
_SPACE = r"[\s\x{A0}]*"
NUMBER_LIKE = (  # numbers, dates, times; no two of its spaces stand side by side, so that it is quick
    rf"{_SPACE}(?:[-+(]{_SPACE})?(?:[€$£]{_SPACE})?[0-9](?:{_SPACE}(?:[0-9.,:/'-]|T[0-9]))*{_SPACE}"
    rf"(?:[%€Z]{_SPACE})?(?:\){_SPACE})?"
)
_NUMBER_LIKE = re.compile(NUMBER_LIKE.replace(r"\x{A0}", "\xa0"))


@dataclass(frozen=True)
class TopRow:
    """A row near the top: its place in the grid, its Excel row, its texts ('' where nothing is to be seen)."""

    position: int
    number: int
    texts: tuple[str, ...]

    @property
    def fill(self) -> int:
        """How many cells have something in them."""
        return sum(map(bool, self.texts))

    @cached_property
    def numbers(self) -> int:
        """How many cells are numbers, dates or times."""
        return sum(is_number_like(text) for text in self.texts if text)

    @property
    def is_wording(self) -> bool:
        """True where no cell is a number, date or time."""
        return not self.numbers

    @cached_property
    def repeated(self) -> frozenset[str]:
        """What several of its cells say, folded."""
        counts = Counter(fold_spelling(text) for text in self.texts if text)
        return frozenset(text for text, count in counts.items() if count > 1)

    def count_as_headings(self, find_field: FindField) -> int:
        """The same, but 0 for a row of values: numbers or dates among words of which few are known, or no more."""
        count = self.count_known(find_field)
        return count if self.is_wording or (count * 2 >= self.fill and count > self.numbers) else 0

    def count_known(self, find_field: FindField) -> int:
        """How many different fields its cells name."""
        return len({field.name for text in self.texts if text and (field := find_field(text))})


def is_number_like(text: str) -> bool:
    """True for a number, date or time in digits, however it is written."""
    return _NUMBER_LIKE.fullmatch(text) is not None


def list_top_rows(grid: Grid, first_row: int = 1) -> tuple[TopRow, ...]:
    """The first rows of the grid, from an Excel row onwards, in which something is to be seen."""
    start = int(grid.cells.index.searchsorted(first_row))
    first = grid.cells.iloc[start : start + FIRST_ROWS, :1]
    texts = grid.cells.iloc[start : start + FIRST_ROWS].to_numpy(dtype=object) if start else grid.first_texts
    rows = (
        TopRow(start + offset, int(number), tuple(text if text.strip() else "" for text in texts[offset]))
        for offset, number in enumerate(first.index)
    )
    return tuple(row for row in rows if row.fill)


def find_heading_row(rows: Sequence[TopRow], find_field: FindField) -> int:
    """Where in `rows` the headings are: the first row nearly as rich in known headings as any, else the first by shape.

    One known heading alone may be a word of a title, or a value: then the shape decides.
    """
    candidates = rows[:HEADINGS_WITHIN]
    counts = [row.count_as_headings(find_field) for row in candidates]
    counts = [0 if count and is_below_headings(rows, at, count) else count for at, count in enumerate(counts)]
    best = max(counts)
    if best > 1:
        return next(at for at, count in enumerate(counts) if count * 3 >= best * 2)
    return _find_by_shape(rows)


def is_below_headings(rows: Sequence[TopRow], at: int, count: int) -> bool:
    """True where a row with `count` known words is a row of values, as one above it is nearly as dense and fewer of
    its cells are numbers; or where both are words alone and this row has unknown words, a row of values above it or
    its own words in another row.
    """
    row = rows[at]
    if any(_is_heading_row_for(rows[above], row, at - above) for above in range(at)):
        return True
    dense = [above for above in range(at) if rows[above].is_wording and rows[above].fill >= row.fill]
    return any(
        row.number - rows[above].number == at - above  # no blank row between: there another table begins
        and (
            count * 3 < row.fill * 2
            or _has_values(rows[above + 1 : at], row.fill)
            or _is_repeated_in_part(row, rows[above + 1 :])
        )
        for above in dense
    )


def _is_heading_row_for(above: TopRow, row: TopRow, distance: int) -> bool:
    is_group_row = distance == 1 and above.repeated
    return above.numbers < row.numbers and above.fill * 3 >= row.fill * 2 and not is_group_row


def _has_values(between: Sequence[TopRow], fill: int) -> bool:
    return any(row.fill * 2 > fill and any(map(str.isdigit, "".join(row.texts))) for row in between)


def _is_repeated_in_part(row: TopRow, rows: Sequence[TopRow]) -> bool:
    """True where a word of the row stands in its column again, in a row that is not the whole of it again."""
    alike = (
        sum(bool(text) and fold_spelling(text) == fold_spelling(other) for text, other in pairs)
        for pairs in (zip(row.texts, each.texts, strict=True) for each in rows)
    )
    return any(0 < count * 3 < row.fill * 2 for count in alike)


def _find_by_shape(rows: Sequence[TopRow]) -> int:
    width = sorted(row.fill for row in rows)[len(rows) * 2 // 3]  # not the median: titles above narrow it
    candidates = rows[:HEADINGS_WITHIN]
    first = next((at for at, row in enumerate(candidates) if row.fill * 2 > width), 0)
    if candidates[first].fill >= width:
        return first
    clear = (
        at
        for at, row in enumerate(candidates)
        if at > first and row.fill >= width and row.is_wording and not row.repeated and _has_numbers_below(rows, at)
    )
    return next(clear, first)


def _has_numbers_below(rows: Sequence[TopRow], at: int) -> bool:
    below = rows[at + 1 :]
    columns = ([row.texts[position] for row in below] for position, text in enumerate(rows[at].texts) if text)
    return any(are_mostly_numbers(column) for column in columns)


def are_mostly_numbers(texts: Sequence[str]) -> bool:
    """True where four in five of the cells with something in them are number-like."""
    filled = [text for text in texts if text]
    return bool(filled) and sum(map(is_number_like, filled)) * 5 >= len(filled) * 4
