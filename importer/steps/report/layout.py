"""Where our columns stand on the user's sheet: right of all that is used, or where those of an earlier run stood."""

from collections.abc import Iterator
from dataclasses import dataclass

from importer.records import RESULTS_HEADINGS, Sheet
from importer.steps.report.results_book import ResultsBook, SheetPart
from importer.workbook_parts import ADDED_NAME, LAST_COLUMN, Element, Markup, NotPatchable, corners, sheet_in

_PIXELS_WIDE, _EMU = 64, 9525  # of a column as it comes; what drawings are measured in, to a pixel


@dataclass(frozen=True)
class Layout:
    """The first of our columns, the columns of an earlier run, and the blank column before ours, if any."""

    first: int
    earlier: frozenset[int]
    gap: range


def columns_of_earlier_run(book: ResultsBook, part: SheetPart, sheet: Sheet) -> frozenset[int]:
    """The columns that an earlier run added: those that its mark covers, but for what the user put among them."""
    marked = book.book.name_of(ADDED_NAME) or ""
    if "#REF" in marked or sheet_in(marked) != part.name:
        return frozenset()
    left, _, right, _ = corners(marked.rpartition("!")[2])
    headings = dict(zip(sheet.columns, sheet.headings, strict=True))
    return frozenset(column for column in range(left, right + 1) if headings.get(column, "Status") in RESULTS_HEADINGS)


def layout_of(book: ResultsBook, part: SheetPart, last_used: int, earlier: frozenset[int]) -> Layout:
    """Decide where our columns go; `last_used` is the last column with something in it, or over it.

    Raises NotPatchable where the sheet has no room for them.
    """
    width = len(RESULTS_HEADINGS)
    if earlier and max(earlier) - min(earlier) + 1 == len(earlier) == width:
        return Layout(min(earlier), earlier, range(0))
    tables = [corners(area)[2] for area in _areas_of_tables(book, part)]
    last = max(last_used, *tables, *_ends_of_drawings(book, part), *_columns_of_notes(book, part), 0)
    gap = range(last + 1, last + 2) if last in tables else range(0)
    first = last + len(gap) + 1
    if first + width - 1 > LAST_COLUMN:
        raise NotPatchable("it has no room for the results columns to the right of its own")
    return Layout(first, earlier, gap)


def _areas_of_tables(book: ResultsBook, part: SheetPart) -> Iterator[str]:
    for each in book.package.relations(part.part):
        if each.kind == "table":
            yield Markup(book.package.content(each.part)).root.attributes.get("ref", "A1")


def _columns_of_notes(book: ResultsBook, part: SheetPart) -> Iterator[int]:
    for each in book.package.relations(part.part):
        if each.kind == "comments":
            notes = Markup(book.package.content(each.part)).root
            yield from (
                corners(note.attributes.get("ref", "A1"))[2] for note in notes.everything() if note.name == "comment"
            )


def _ends_of_drawings(book: ResultsBook, part: SheetPart) -> Iterator[int]:
    """The last column that each picture and chart lies over."""
    for each in book.package.relations(part.part):
        if each.kind == "drawing":
            drawing = Markup(book.package.content(each.part))
            for anchor in drawing.root.children:
                if (start := anchor.first("from")) is not None:
                    yield _last_column(drawing, anchor, start)


def _last_column(drawing: Markup, anchor: Element, start: Element) -> int:
    end, size = anchor.first("to"), anchor.first("ext")
    column = (end or start).first("col")
    number = int(drawing.inside_of(column)) + 1 if column else 1
    if end is None and size is not None:
        number += int(size.attributes.get("cx", "0")) // (_PIXELS_WIDE * _EMU) + 1
    return number
