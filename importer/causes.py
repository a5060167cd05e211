"""Problems grouped by cause, and the next thing to do: one wording for the screen and the results workbook."""

from collections.abc import Iterable
from dataclasses import dataclass

from importer.problem import Problem
from importer.records import ImportResult, Status

LOOKUPS = range(300, 400)  # of these each wrong code is a cause of its own: one fix, many rows


@dataclass(frozen=True)
class Cause:
    """One cause: its kind and column, how often it occurs, where, and the sentence of its first problem."""

    number: int
    heading: str
    is_error: bool
    message: str
    advice: str
    count: int
    cells: tuple[str, ...]


def causes_of(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Group problems by kind and column (wrong codes also by code): errors first, the most frequent first."""
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        value = problem.value if problem.code.number in LOOKUPS else ""
        groups.setdefault((problem.code.number, problem.heading, value), []).append(problem)
    causes = [_cause(same) for same in groups.values()]
    return tuple(sorted(causes, key=lambda cause: (not cause.is_error, -cause.count, cause.number)))


def _cause(same: list[Problem]) -> Cause:
    first = same[0]
    return Cause(
        first.code.number,
        first.heading,
        first.is_error,
        first.message,
        first.advice,
        len(same),
        tuple(problem.cell for problem in same if problem.cell),
    )


def next_step(result: ImportResult) -> str:
    """What to type next, in one sentence."""
    counts, path = result.counts, _quoted(str(result.batch.sheet.path))
    target = f" --target {result.target}" if result.target == "practice" else ""
    if result.checked_only:
        if counts[Status.INVALID]:
            return f"Next: correct the cells named here, then run 'importer check {path}{target}' again."
        return f"Nothing is wrong. Next: 'importer run {path}{target or ' --target practice'}'."
    again = f"'importer run {path}{target}'"
    if counts[Status.UNKNOWN]:
        return f"Next: run {again} again: it looks up the rows whose outcome is open before it sends anything."
    if counts[Status.NOT_SENT]:
        return f"{result.stopped or 'The run stopped early.'} Next: run {again} again; it goes on where it stopped."
    if counts[Status.INVALID] + counts[Status.REJECTED] + counts[Status.BLOCKED]:
        return f"Next: correct the cells named here in your sheet, then run {again} again. No job is created twice."
    return "Every row is in the target. Nothing more to do."


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path
