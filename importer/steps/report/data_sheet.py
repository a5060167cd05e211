"""What is shown on the data sheet, whichever workbook it stands in: the rows, and what each cell is annotated with."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from importer.catalogue import ExcelValue, Kind, get_field
from importer.problem import Problem, Severity
from importer.records import RESULTS_COLUMNS, Batch, ImportResult, make_added_headings
from importer.steps.report.added_cells import AddedCells, AddedCellWriter, make_added_cells
from importer.steps.report.styles import CellWriter
from importer.workbook_parts import cut_text, letter_of, to_workbook_text

MOST_NOTES = 5_000  # thousands of notes make a workbook slow to open and slower to scroll
_NOTE_UNITS = 2_000

CellKey = tuple[int, str]  # row and column letter


@dataclass(frozen=True)
class Column:
    """A column of the user's: its place in the frame, its number and letter in the sheet, the kind of its field."""

    position: int
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


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said of one cell: the worst that was found, and the sentences and advice of all that was found."""

    severity: Severity
    note: str


@dataclass(frozen=True)
class DataSheet:
    """The rows, the cells added to them, and the annotations of cells; `noted` are those that get a note.

    `first_added` is the number of the first column that is ours.
    """

    batch: Batch
    added: Mapping[int, AddedCells]
    annotations: Mapping[CellKey, Annotation]
    noted: frozenset[CellKey]
    first_added: int

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The user's columns."""
        kinds = {column.position: get_field(column.field).kind for column in self.batch.columns}
        places = enumerate(zip(self.batch.sheet.columns, self.batch.sheet.headings, strict=True))
        return tuple(Column(position, number, heading, kinds.get(position)) for position, (number, heading) in places)

    @property
    def heading_row(self) -> int:
        """The row that holds the headings."""
        return self.batch.sheet.heading_row

    @property
    def notes(self) -> dict[str, str]:
        """What the note of each cell says, by address, from the top."""
        return {
            f"{letter}{row}": to_workbook_text(cut_text(self.annotations[row, letter].note, _NOTE_UNITS))
            for row, letter in sorted(self.noted)
        }

    @property
    def last_added(self) -> int:
        """The number of the last column that is ours."""
        return self.first_added + len(RESULTS_COLUMNS) - 1

    @cached_property
    def letters_added(self) -> tuple[str, ...]:
        """The letters of the columns that are ours."""
        return tuple(letter_of(number) for number in range(self.first_added, self.last_added + 1))

    @cached_property
    def headings_added(self) -> tuple[str, ...]:
        """The headings of the columns that are ours; one that the user's sheet has already says whose it is."""
        return make_added_headings(self.batch.sheet.headings)

    def address_of(self, letter: str, row: int | None) -> str:
        """The address of a cell on the data sheet: its heading where no row is meant, its status where no column is."""
        return f"{letter or self.letters_added[0]}{row or self.heading_row}"

    def cell_of(self, problem: Problem) -> str:
        """The cell that a problem is about; '' for the whole sheet, and for a column that is not there."""
        is_there = problem.column or (problem.row and not problem.heading)
        return self.address_of(problem.column, problem.row) if is_there else ""

    def make_cell_writer(self, writer: CellWriter) -> AddedCellWriter:
        """What writes the added cells of this sheet."""
        return AddedCellWriter(self.added, self.letters_added, self.headings_added, writer)

    def height_of(self, row: int) -> float:
        """The height that our cells of a row need, 0 where one line does."""
        added = self.added.get(row)
        return added.height if added else 0.0


def data_sheet_of(result: ImportResult, *, first_added: int = 0) -> DataSheet:
    """The data sheet of this result; our columns stand behind the last with a heading unless said otherwise."""
    annotations = _make_annotations(result.problems, result.batch.sheet.heading_row)
    first = first_added or max(result.batch.sheet.columns, default=0) + 1
    return DataSheet(result.batch, make_added_cells(result), annotations, _choose_cells_with_notes(annotations), first)


def _make_annotations(problems: Iterable[Problem], heading_row: int) -> Mapping[CellKey, Annotation]:
    """The annotations by row and column letter; a problem of a whole column stands at its heading.

    A problem that no column stands for annotates no cell: it is told beside its row.
    """
    found: dict[CellKey, list[Problem]] = {}
    for problem in problems:
        for letter in dict.fromkeys((problem.column, *problem.also)):
            if letter:
                found.setdefault((problem.row or heading_row, letter), []).append(problem)
    return {row_and_field: _make_annotation(here) for row_and_field, here in found.items()}


def _make_annotation(problems: list[Problem]) -> Annotation:
    severity = Severity.ERROR if any(problem.is_error for problem in problems) else Severity.WARNING
    return Annotation(severity, "\n\n".join(f"{p.message}\n{p.advice}".strip() for p in problems))


def _choose_cells_with_notes(annotations: Mapping[CellKey, Annotation]) -> frozenset[CellKey]:
    """The cells that get a note: all, or where that is too many, errors before warnings, from the top."""
    by_weight = sorted(
        annotations,
        key=lambda row_and_field: (annotations[row_and_field].severity is not Severity.ERROR, row_and_field[0]),
    )
    return frozenset(by_weight[:MOST_NOTES])
