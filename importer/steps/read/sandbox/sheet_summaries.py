"""What the worksheets of a workbook show at a glance, by which one of them is chosen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from importer.catalogue.field import fold_spelling
from importer.problem import NOT_READABLE
from importer.workbook_parts.refusal import Refusal

FIRST_ROWS = 30  # are looked at for headings
MOST_COUNTED = 10_000  # rows of a sheet that is not read
HEADINGS_OF_JOBS = 2  # a hidden list for a drop-down may be headed like a field; a sheet of jobs has more headings
_MANY = 50  # sheets of a workbook
NumberedRow = tuple[int, list[str]]  # the number, and the text of its cells


@dataclass(frozen=True)
class SheetRequest:
    """What is asked of the workbook: a sheet by name, headings in a certain row; and the headings we know, folded.

    `known` says for each which field it means.
    """

    sheet: str | None
    heading_row: int | None
    known: Mapping[str, str]


@dataclass(frozen=True)
class SheetGlance:
    """The first rows of a sheet with something in them, and the numbers of them all, ascending."""

    first_rows: list[NumberedRow]
    row_numbers: Sequence[int]


@dataclass(frozen=True)
class WorkbookSheets:
    """The worksheets of a workbook, each by its name and whether it is visible, and how to look into one by its place.

    `first_rows` gives the first rows with something in them, none of a sheet that cannot hold jobs; `row_numbers`
    those of all, ascending. `active` is the position of the sheet that was in front when the workbook was saved.
    `glance` sees both in a tenth of the time; None where only reading the sheet tells.
    """

    listed: Sequence[tuple[str, bool]]
    first_rows: Callable[[int], list[NumberedRow]]
    row_numbers: Callable[[int], Iterable[int]]
    active: int | None = None
    glance: Callable[[int], SheetGlance | None] = lambda _place: None


@dataclass(frozen=True)
class SheetSummary:
    """What the first rows show: how many fields their headings mean, -1 in an empty sheet, and whether jobs follow.

    `rows` counts those below the headings, None where nobody has counted them yet.
    """

    fields: int
    heading_row: int = 0
    has_jobs: bool = False
    rows: int | None = None

    @property
    def is_of_jobs(self) -> bool:
        """Whether it has rows below headings that we know."""
        return self.has_jobs and self.fields >= HEADINGS_OF_JOBS


def summarise_sheets(
    sheets: WorkbookSheets, request: SheetRequest, damaged: dict[int, Refusal]
) -> dict[int, SheetSummary]:
    """What each sheet shows; of many, those that can be are only glanced at. The damaged ones are noted down."""
    found: dict[int, SheetSummary] = {}
    for position in range(len(sheets.listed)):
        seen = sheets.glance(position) if len(sheets.listed) > _MANY else None
        if seen is None:
            found[position] = _summarise_rows(_read_first_rows(sheets, position, damaged), request)
        else:
            summary = _summarise_rows(seen.first_rows, request)
            found[position] = replace(summary, rows=_count(seen.row_numbers, summary.heading_row))
    return found


def count_rows(
    sheets: WorkbookSheets, positions: Iterable[int], summaries: Mapping[int, SheetSummary]
) -> dict[int, int]:
    """How many rows stand below the headings of each of these sheets; no more than one above MOST_COUNTED."""
    counts: dict[int, int] = {}
    for position in positions:
        known = summaries[position].rows
        counts[position] = (
            _count(sheets.row_numbers(position), summaries[position].heading_row) if known is None else known
        )
    return counts


def _read_first_rows(sheets: WorkbookSheets, position: int, damaged: dict[int, Refusal]) -> list[NumberedRow]:
    """None of a sheet that is damaged, which is noted down."""
    try:
        return sheets.first_rows(position)
    except Refusal as found:
        if found.code is not NOT_READABLE:
            raise
        damaged[position] = found
        return []


def _count(numbers: Iterable[int], heading_row: int) -> int:
    below = set[int]()
    with suppress(Refusal):  # what is damaged there is told when it is read
        for number in numbers:
            below |= {number} if number > heading_row else set()
            if len(below) > MOST_COUNTED:
                break
    return len(below)


def _summarise_rows(rows: list[NumberedRow], request: SheetRequest) -> SheetSummary:
    headings = rows
    if request.heading_row is not None:
        headings = [(number, cells) for number, cells in rows if number == request.heading_row] or rows[:1]
    if not headings:
        return SheetSummary(-1)
    fields = [
        len({request.known[name] for name in map(fold_spelling, cells) if name in request.known})
        for _, cells in headings
    ]
    at = fields.index(max(fields))
    below = any(number > headings[at][0] and any(map(str.strip, cells)) for number, cells in rows)
    return SheetSummary(fields[at], headings[at][0], below or (len(rows) == FIRST_ROWS and headings[at] == rows[-1]))
