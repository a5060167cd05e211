"""What is shown on the user's sheet, whichever workbook it stands in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import ExcelValue, Kind, field_named
from importer.records import Batch, ImportResult, letter_of
from importer.results_marks import ADDED_HEADINGS
from importer.steps.report.added import ADDED_WIDTHS, AddedCells, added_cells
from importer.steps.report.looks import height_of
from importer.steps.report.marks import Mark, Place, marks_of, places_with_notes
from importer.steps.report.text import cut, workbook_text

_NOTE_UNITS = 2_000


@dataclass(frozen=True)
class Column:
    """A column of the user's: its place in the frame, its number and letter in the sheet, the kind of its field."""

    place: int
    number: int
    heading: str
    kind: Kind | None

    @cached_property
    def letter(self) -> str:
        """The letter of the column in the sheet."""
        return letter_of(self.number)

    @cached_property
    def value_of(self) -> Callable[[str], ExcelValue]:
        """How its text becomes the value of a cell: typed where nothing of the text is lost."""
        return self.kind.to_excel if self.kind else str

    @property
    def stays_text(self) -> bool:
        """True where every cell of it is text."""
        return self.kind is None or self.kind.stays_text


@dataclass(frozen=True)
class Page:
    """What is shown on the data sheet: the rows, what stands beside them, and which cells are marked or noted.

    `first_added` is the number of the first column that is ours.
    """

    batch: Batch
    added: Mapping[int, AddedCells]
    marks: Mapping[Place, Mark]
    noted: frozenset[Place]
    first_added: int

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The user's columns."""
        kinds = {column.place: field_named(column.field).kind for column in self.batch.columns}
        places = enumerate(zip(self.batch.sheet.columns, self.batch.sheet.headings, strict=True))
        return tuple(Column(place, number, heading, kinds.get(place)) for place, (number, heading) in places)

    @property
    def heading_row(self) -> int:
        """The row that holds the headings."""
        return self.batch.sheet.heading_row

    @property
    def notes(self) -> dict[str, str]:
        """What the note of each cell says, by address."""
        return {
            f"{letter}{row}": workbook_text(cut(self.marks[row, letter].note, _NOTE_UNITS))
            for row, letter in self._noted
        }

    @cached_property
    def _noted(self) -> list[Place]:
        return sorted(self.noted)

    @property
    def last_added(self) -> int:
        """The number of the last column that is ours."""
        return self.first_added + len(ADDED_HEADINGS) - 1

    @cached_property
    def letters_added(self) -> tuple[str, ...]:
        """The letters of the columns that are ours."""
        return tuple(letter_of(number) for number in range(self.first_added, self.last_added + 1))

    def height_added(self, row: int) -> float:
        """The height that our cells of a row need, 0 where one line does."""
        added = self.added.get(row)
        return height_of(zip(added.texts, ADDED_WIDTHS, strict=True)) if added and added.problem else 0.0


def page_of(result: ImportResult, *, first_added: int = 0) -> Page:
    """The page that tells this result; our columns stand behind the last with a heading unless said otherwise."""
    marks = marks_of(result.problems, result.batch.sheet.heading_row)
    first = first_added or max(result.batch.sheet.columns, default=0) + 1
    return Page(result.batch, added_cells(result), marks, places_with_notes(marks), first)
