"""Which worksheet is read: the one that is requested, else the visible one with most headings that we know."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from importer.catalogue.field import folded
from importer.problem import EMPTY_SHEET, HIDDEN_SHEETS, NO_SUCH_SHEET
from importer.steps.read.sandbox.output import Output
from importer.workbook_parts.refusal import Refusal

FIRST_ROWS = 30  # are looked at for headings
_HEADINGS_OF_JOBS = 2  # a hidden list for a drop-down may be headed like a field; a sheet of jobs has more headings

Row = tuple[int, list[str]]  # the number, and the text of its cells


@dataclass(frozen=True)
class SheetRequest:
    """What is asked of the workbook: a sheet by name, headings in a certain row; and the headings we know, folded."""

    sheet: str | None
    heading_row: int | None
    known: frozenset[str]

    def is_known(self, heading: str) -> bool:
        """Whether it is a heading that we know, spelled in any of the ways that are forgiven."""
        return folded(heading) in self.known


def choose_sheet(
    sheets: Sequence[tuple[str, bool]], request: SheetRequest, first_rows: Callable[[int], list[Row]], output: Output
) -> int:
    """The place of one of the worksheets (each by its name, and whether it is visible).

    Hidden ones that look like jobs too get a note. Raises a Refusal where none suits.
    """
    if request.sheet is not None:
        return _named([name for name, _ in sheets], request.sheet)
    places = range(len(sheets))
    scores = {place: _score(first_rows(place), request) for place in places if len(sheets) > 1 or sheets[place][1]}
    candidates = [place for place in scores if sheets[place][1] and scores[place] >= 0]
    if not candidates:
        raise Refusal(EMPTY_SHEET, which="Every visible sheet")
    hidden = [place for place in scores if not sheets[place][1] and scores[place] >= _HEADINGS_OF_JOBS]
    if hidden:
        output.add_file_note(HIDDEN_SHEETS, found=", ".join(f'"{sheets[place][0]}"' for place in hidden))
    return max(candidates, key=scores.__getitem__)


def _named(names: list[str], wanted: str) -> int:
    alike = [place for place, name in enumerate(names) if name.casefold() == wanted.casefold()]
    if wanted in names:
        return names.index(wanted)
    if len(alike) != 1:
        raise Refusal(NO_SUCH_SHEET, name=wanted, found=", ".join(f'"{name}"' for name in names))
    return alike[0]


def _score(rows: list[Row], request: SheetRequest) -> int:
    """How many headings that we know stand in one row; -1 where the sheet is empty."""
    if request.heading_row is not None:
        rows = [(number, cells) for number, cells in rows if number == request.heading_row] or rows[:1]
    return max((sum(request.is_known(cell) for cell in cells if cell) for _, cells in rows), default=-1)
