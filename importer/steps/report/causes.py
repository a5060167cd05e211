"""Problems grouped by cause: one wording for the screen and the results workbook."""

from collections.abc import Iterable
from dataclasses import dataclass

from importer.languages import _, and_more
from importer.problem import UNKNOWN_HEADING, Problem

LOOKUPS = range(300, 400)  # of these each wrong code is a cause of its own: one fix, many rows
_SHOWN = 12  # headings


@dataclass(frozen=True)
class Cause:
    """One cause: its kind and column, how often it occurs, where, and the sentence of its first problem.

    `cells` are addresses ('D14', 'D' or '14'), none where the whole sheet is meant; `first` is the first problem.
    """

    number: int
    title: str
    heading: str
    is_error: bool
    message: str
    advice: str
    count: int
    cells: tuple[str, ...]
    first: Problem


def causes_of(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Group problems by kind and column (wrong codes also by code): errors first, the most frequent first.

    What is wrong with the whole sheet stands before what follows from it. Headings that are not known are one cause
    together.
    """
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_same(problem), []).append(problem)
    causes = [_of_headings(same) if same[0].code is UNKNOWN_HEADING else _cause(same) for same in groups.values()]
    return tuple(sorted(causes, key=lambda cause: (not cause.is_error, bool(cause.cells), -cause.count, cause.number)))


def _same(problem: Problem) -> tuple[object, ...]:
    if problem.code is UNKNOWN_HEADING:
        return (problem.code.number,)
    value = problem.value if problem.code.number in LOOKUPS else ""
    return problem.code.number, problem.heading, value


def _cause(same: list[Problem]) -> Cause:
    first = same[0]
    return Cause(
        first.code.number,
        _(first.code.title),
        first.heading,
        first.is_error,
        first.message,
        first.advice,
        len(same),
        tuple(problem.cell for problem in same if problem.cell),
        first,
    )


def _of_headings(same: list[Problem]) -> Cause:
    if len(same) == 1:
        return _cause(same)
    names = ", ".join(f'"{problem.heading}"{_meant(problem)}' for problem in same[:_SHOWN])
    return Cause(
        UNKNOWN_HEADING.number,
        _("Unknown headings"),
        "",
        is_error=False,
        message=_("{count} headings are not known, so their columns are not sent: {names}.").format(
            count=len(same), names=and_more(names, len(same) - _SHOWN)
        ),
        advice=UNKNOWN_HEADING.what_to_do(nearest=""),
        count=len(same),
        cells=tuple(problem.cell for problem in same),
        first=same[0],
    )


def _meant(problem: Problem) -> str:
    """The question at the beginning of a problem's advice, in brackets: ' (did you mean "Name"?)'; '' without one."""
    question, mark, _ = problem.advice.removesuffix(UNKNOWN_HEADING.what_to_do(nearest="")).partition("?")
    return f" ({question[0].lower()}{question[1:]}?)" if mark else ""
