"""Where our columns stand on the user's sheet, and how they come in sight.

They stand right of all that is used, or where those of an earlier run stood: before the user's own columns they would
move every address that people, formulas, macros and messages know. In a wide sheet the columns up to the one that names
the row are frozen, and the window is scrolled to ours beside them. No conditional format of the user's hides what is
coloured, there or in their cells.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from importer.catalogue import REFERENCE
from importer.languages import N_
from importer.records import PROBLEM, RESULTS_COLUMNS, RESULTS_HEADINGS, Sheet
from importer.steps.report.data_sheet import DataSheet
from importer.steps.report.results_book import ResultsBook, SheetPart
from importer.workbook_parts import (
    ADDED_NAME,
    LAST_COLUMN,
    Element,
    FirstRule,
    Markup,
    NotPatchable,
    corners_of,
    find_sheet_named,
    read_whole_number,
    to_column_number,
)

SCREEN = 175  # letters side by side on the screen of a laptop
LEGIBLE = 30  # letters by which a problem is recognised
MOST_FROZEN_ROWS = 8
_MOST_APART = 500  # cells that are told of one by one

_PIXELS_WIDE, _EMU = 64, 9525  # of a column as it comes; what drawings are measured in, to a pixel


@dataclass(frozen=True)
class Layout:
    """The first of our columns, the columns of an earlier run, and the blank column before ours, if any."""

    first: int
    earlier: frozenset[int]
    gap: range


@dataclass(frozen=True)
class FrozenPane:
    """What stays in view on the data sheet, so many columns and rows, and the first column that is shown beside it.

    Of columns that the user has frozen, so many can stay.
    """

    columns: int
    rows: int
    first_column: int
    most_columns: int


def window_of(data_sheet: DataSheet, width_of: Callable[[int, int], float]) -> FrozenPane | None:
    """How Status and Problem come in sight beside what names the row; None where they are in sight as it is.

    `width_of` says how wide the columns from one to another are together, in letters.
    """
    ours = [column.width for column in RESULTS_COLUMNS[: RESULTS_COLUMNS.index(PROBLEM)]]
    room = SCREEN - sum(ours) - LEGIBLE
    if width_of(1, data_sheet.first_added - 1) <= room:
        return None
    rows = data_sheet.heading_row if data_sheet.heading_row <= MOST_FROZEN_ROWS else 0
    names = (data_sheet.batch.column_of(name) for name in (REFERENCE, "name"))
    wanted = [data_sheet.batch.sheet.columns[found.position] for found in names if found]
    most = bisect_right(range(1, data_sheet.first_added), room, key=lambda column: width_of(1, column))
    narrow = [column for column in (*wanted, 1) if column <= most]
    beside = [column for column in wanted if width_of(column, data_sheet.first_added - 1) <= room]
    if beside and not set(wanted) & set(narrow):  # they cannot be frozen, and are in sight left of ours
        return FrozenPane(0, rows, min(beside), most)
    return FrozenPane(max(narrow, default=0), rows, data_sheet.first_added, most)


def make_first_rules(data_sheet: DataSheet, theirs: Sequence[str]) -> list[FirstRule]:
    """The rules that come before those of the user, whose areas are `theirs`, where they meet.

    One is for our columns, one for the columns with a cell that is marked, in rows that have a problem: so the colours
    go along with rows that are sorted.
    """
    heading, added, letters = data_sheet.heading_row, data_sheet.added, data_sheet.letters_added
    first, last = heading + 1, max((heading + 1, *added))
    apart = sorted(address for address in data_sheet.annotations if address[0] not in added)[:_MOST_APART]
    always = [f"{letters[0]}{heading}:{letters[-1]}{last}", *(f"{letter}{row}" for row, letter in apart)]
    marked = {letter for row, letter in data_sheet.annotations if row in added}
    columns = [f"{letter}{first}:{letter}{last}" for letter in sorted(marked, key=to_column_number)]
    asked = f'${letters[RESULTS_COLUMNS.index(PROBLEM)]}{first}<>""'
    ruled = [corners_of(area) for area in theirs]
    found = ((_find_met(always, ruled), ""), (_find_met(columns, ruled), asked))
    return [FirstRule(" ".join(areas), formula) for areas, formula in found if areas]


def _find_met(areas: Sequence[str], ruled: Sequence[tuple[int, int, int, int]]) -> list[str]:
    """Those of the areas that meet one of `ruled`, of which a corner that is not given is beyond all."""
    return [area for area in areas if any(_is_met(corners_of(area), other) for other in ruled)]


def _is_met(area: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    (left, top, right, bottom), (first, upper, last, lower) = area, other
    return first <= right and upper <= bottom and left <= (last or left) and top <= (lower or top)


def find_columns_of_previous_run(book: ResultsBook, part: SheetPart, sheet: Sheet) -> frozenset[int]:
    """The columns that an earlier run added: those that its mark covers, but for what the user put among them."""
    marked = book.book.name_of(ADDED_NAME) or ""
    if "#REF" in marked or find_sheet_named(marked) != part.name:
        return frozenset()
    left, _, right, _ = corners_of(marked.rpartition("!")[2])
    headings = dict(zip(sheet.columns, sheet.headings, strict=True))
    return frozenset(column for column in range(left, right + 1) if column not in headings)


def layout_of(book: ResultsBook, part: SheetPart, last_used: int, earlier: frozenset[int]) -> Layout:
    """Decide where our columns go; `last_used` is the last column with something in it, or over it.

    Raises NotPatchable where the sheet has no room for them.
    """
    width = len(RESULTS_HEADINGS)
    if earlier and max(earlier) - min(earlier) + 1 == len(earlier) == width:
        return Layout(min(earlier), earlier, range(0))
    tables = [corners_of(area)[2] for area in _list_table_areas(book, part)]
    last = max(last_used, *tables, *_list_drawing_ends(book, part), *_list_note_columns(book, part), 0)
    gap = range(last + 1, last + 2) if last in tables else range(0)
    first = last + len(gap) + 1
    if first + width - 1 > LAST_COLUMN:
        raise NotPatchable(N_("it has no room for the results columns to the right of its own"))
    return Layout(first, earlier, gap)


def _list_table_areas(book: ResultsBook, part: SheetPart) -> Iterator[str]:
    for each in book.package.relations_of(part.part):
        if each.kind == "table":
            yield Markup(book.package.read_part(each.part)).root.attributes.get("ref", "A1")


def _list_note_columns(book: ResultsBook, part: SheetPart) -> Iterator[int]:
    for each in book.package.relations_of(part.part):
        if each.kind == "comments":
            notes = Markup(book.package.read_part(each.part)).root
            yield from (
                corners_of(note.attributes.get("ref", "A1"))[2] for note in notes.walk() if note.name == "comment"
            )


def _list_drawing_ends(book: ResultsBook, part: SheetPart) -> Iterator[int]:
    """The last column that each picture and chart lies over."""
    for each in book.package.relations_of(part.part):
        if each.kind == "drawing":
            drawing = Markup(book.package.read_part(each.part))
            for anchor in drawing.root.children:
                if (start := anchor.find("from")) is not None:
                    yield _find_last_column(drawing, anchor, start)


def _find_last_column(drawing: Markup, anchor: Element, start: Element) -> int:
    end, size = anchor.find("to"), anchor.find("ext")
    column = (end or start).find("col")
    area = drawing.inside_of(column).decode() if column else ""
    number = read_whole_number({"col": area}, "col") + 1
    if end is None and size is not None:
        number += read_whole_number(size.attributes, "cx") // (_PIXELS_WIDE * _EMU) + 1
    return number
