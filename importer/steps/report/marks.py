"""Which cells are marked, how badly, and what the note on each says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from importer.problem import Problem, Severity

MOST_NOTES = 5_000  # thousands of notes make a workbook slow to open and slower to scroll

Place = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Mark:
    """What is said of one cell: the worst that was found, and the sentences and advice of all that was found."""

    severity: Severity
    note: str


def marks_of(problems: Iterable[Problem], heading_row: int) -> Mapping[Place, Mark]:
    """The marks by row and column letter; a problem of a whole column stands at its heading.

    A problem that no column stands for marks no cell: it is told beside its row.
    """
    found: dict[Place, list[Problem]] = {}
    for problem in problems:
        for letter in dict.fromkeys((problem.column, *problem.also)):
            if letter:
                found.setdefault((problem.row or heading_row, letter), []).append(problem)
    return {place: _mark(here) for place, here in found.items()}


def _mark(problems: list[Problem]) -> Mark:
    return Mark(worst(problems), "\n\n".join(f"{p.message}\n{p.advice}".strip() for p in problems))


def worst(problems: Iterable[Problem]) -> Severity:
    """Error where one of them is an error, else warning."""
    return Severity.ERROR if any(problem.is_error for problem in problems) else Severity.WARNING


def places_with_notes(marks: Mapping[Place, Mark]) -> frozenset[Place]:
    """The cells that get a note: all, or where that is too many, errors before warnings, from the top."""
    by_weight = sorted(marks, key=lambda place: (marks[place].severity is not Severity.ERROR, place[0]))
    return frozenset(by_weight[:MOST_NOTES])
