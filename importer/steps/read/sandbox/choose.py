"""Which worksheet is read: the one that is wanted, else the visible one whose headings we know best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from importer.catalogue.field import folded
from importer.problem import EMPTY_SHEET, NO_SUCH_SHEET
from importer.steps.read.sandbox.refusal import Refusal

_HEADINGS_OF_JOBS = 2  # a hidden list for a drop-down may be headed like a field; a sheet of jobs has more headings

Row = tuple[int, list[str]]  # the number, and the text of its cells


@dataclass(frozen=True)
class Wish:
    """What is asked of the workbook: a sheet by name, headings in a certain row; and the headings we know, folded."""

    sheet: str | None
    heading_row: int | None
    known: frozenset[str]

    def is_known(self, heading: str) -> bool:
        """Whether it is a heading that we know, spelled in any of the ways that are forgiven."""
        return folded(heading) in self.known


@dataclass(frozen=True)
class Choice:
    """The place of the worksheet in the list, and the names of hidden ones that look like jobs too."""

    place: int
    hidden: tuple[str, ...] = ()


def chosen(names: Sequence[tuple[str, bool]], wish: Wish, first_rows: Callable[[int], list[Row]]) -> Choice:
    """Choose among the worksheets (each with whether it is visible). Raises a Refusal where none suits."""
    if wish.sheet is not None:
        return Choice(_named([name for name, _ in names], wish.sheet))
    places = range(len(names))
    scores = {place: _score(first_rows(place), wish) for place in places if len(names) > 1 or names[place][1]}
    hidden = [place for place in scores if not names[place][1] and scores[place] >= _HEADINGS_OF_JOBS]
    candidates = [place for place in scores if names[place][1] and scores[place] >= 0]
    if not candidates:
        raise Refusal(EMPTY_SHEET, which="Every visible sheet")
    return Choice(max(candidates, key=scores.__getitem__), tuple(names[place][0] for place in hidden))


def _named(names: list[str], wanted: str) -> int:
    alike = [place for place, name in enumerate(names) if name.casefold() == wanted.casefold()]
    if wanted in names:
        return names.index(wanted)
    if len(alike) != 1:
        raise Refusal(NO_SUCH_SHEET, name=wanted, found=", ".join(f'"{name}"' for name in names))
    return alike[0]


def _score(rows: list[Row], wish: Wish) -> int:
    """How many headings that we know stand in one row; -1 where the sheet is empty."""
    if wish.heading_row is not None:
        rows = [(number, cells) for number, cells in rows if number == wish.heading_row] or rows[:1]
    return max((sum(wish.is_known(cell) for cell in cells if cell) for _, cells in rows), default=-1)
