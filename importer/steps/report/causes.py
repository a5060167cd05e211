"""Problems grouped by cause, and the next thing to do: one wording for the screen and the results workbook."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from importer.catalogue import counted
from importer.command_line import command_line
from importer.problem import CHANGED_SINCE, DIFFERS_THERE, JOB_DELETED, LIKE_EARLIER_ROW, UNKNOWN_HEADING, Problem
from importer.records import IN_TARGET, ImportResult, Status

LOOKUPS = range(300, 400)  # of these each wrong code is a cause of its own: one fix, many rows
_SHOWN = 12  # headings
_DIFFERENT = frozenset({CHANGED_SINCE, DIFFERS_THERE})  # the job is there and says something else than the row


@dataclass(frozen=True)
class Cause:
    """One cause: its kind and column, how often it occurs, where, and the sentence of its first problem.

    `cells` are addresses ('D14', 'D' or '14'), none where the whole sheet is meant.
    """

    number: int
    title: str
    heading: str
    is_error: bool
    message: str
    advice: str
    count: int
    cells: tuple[str, ...]


def causes_of(problems: Iterable[Problem]) -> tuple[Cause, ...]:
    """Group problems by kind and column (wrong codes also by code): errors first, the most frequent first.

    Headings that are not known are one cause together.
    """
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in problems:
        groups.setdefault(_same(problem), []).append(problem)
    causes = [_of_headings(same) if same[0].code is UNKNOWN_HEADING else _cause(same) for same in groups.values()]
    return tuple(sorted(causes, key=lambda cause: (not cause.is_error, -cause.count, cause.number)))


def _same(problem: Problem) -> tuple[object, ...]:
    if problem.code is UNKNOWN_HEADING:
        return (problem.code.number,)
    value = problem.value if problem.code.number in LOOKUPS else ""
    return problem.code.number, problem.heading, value


def _cause(same: list[Problem]) -> Cause:
    first = same[0]
    return Cause(
        first.code.number,
        first.code.title,
        first.heading,
        first.is_error,
        first.message,
        first.advice,
        len(same),
        tuple(problem.cell for problem in same if problem.cell),
    )


def _of_headings(same: list[Problem]) -> Cause:
    if len(same) == 1:
        return _cause(same)
    names = ", ".join(f'"{problem.heading}"{_meant(problem)}' for problem in same[:_SHOWN])
    more = f" and {len(same) - _SHOWN} more" if len(same) > _SHOWN else ""
    return Cause(
        UNKNOWN_HEADING.number,
        "Unknown headings",
        "",
        is_error=False,
        message=f"{len(same)} headings are not known, so their columns are not sent: {names}{more}.",
        advice=UNKNOWN_HEADING.advice.format(nearest=""),
        count=len(same),
        cells=tuple(problem.cell for problem in same),
    )


def _meant(problem: Problem) -> str:
    """The question at the beginning of a problem's advice, in brackets: ' (did you mean "Name"?)'; '' without one."""
    question, mark, _ = problem.advice.removesuffix(UNKNOWN_HEADING.advice.format(nearest="")).partition("?")
    return f" ({question[0].lower()}{question[1:]}?)" if mark else ""


def next_step(result: ImportResult) -> str:
    """What to type next, in one sentence."""
    counts = result.counts
    if result.checked_only:
        if counts[Status.INVALID]:
            return f"Next: correct the cells named here, then run {command_of(result, 'check')} again."
        return f"{_verdict(result)} Next: {command_of(result, 'run')}."
    missing = result.rows - sum(counts[status] for status in IN_TARGET)
    if not missing:
        return _all_there(result)
    return f"{_not_there(missing, counts[Status.UNKNOWN])} {_to_do(result)}"


def _all_there(result: ImportResult) -> str:
    different = sum(any(p.code in _DIFFERENT for p in outcome.problems) for outcome in result.outcomes)
    if not different:
        return "Every row is in the target. Nothing more to do."
    rows = f"{counted(different, 'row')} {'differs' if different == 1 else 'differ'} from it"
    return f"Every row has a job in the target, but {rows}: make the changes in the field-service system."


def _not_there(missing: int, unknown: int) -> str:
    certain, told = missing - unknown, []
    if certain:
        told.append(f"{counted(certain, 'row')} {'is' if certain == 1 else 'are'} not in the target.")
    if unknown:
        told.append(f"It is not known whether {counted(unknown, 'row')} {'is' if unknown == 1 else 'are'}.")
    return " ".join(told) if certain else told[0].replace(".", " in the target.")


def _to_do(result: ImportResult) -> str:
    counts = result.counts
    again = command_of(result, "run")
    resume = f"{again} again" if result.run is None else f"'importer resume {result.run}'"
    if counts[Status.UNKNOWN]:
        return f"Next: run {resume}; it looks up the rows whose outcome is unknown before it sends anything."
    if counts[Status.NOT_SENT] > result.held:
        return f"{result.stopped or 'The run stopped early.'} Next: run {resume}; it continues where it stopped."
    if result.held == result.rows - sum(counts[status] for status in IN_TARGET):
        return f"Next: {_answer(result)}."
    return f"Next: correct the cells named here in your sheet, then run {again} again. No job is created twice."


def _answer(result: ImportResult) -> str:
    """The commands that answer what the rows that are held ask."""
    asked = {problem.code for outcome in result.outcomes if outcome.is_held for problem in outcome.problems}
    questions = (
        (LIKE_EARLIER_ROW, "if the rows like earlier ones are new jobs", "--new-rows"),
        (JOB_DELETED, "if the deleted jobs are to be created again", "--recreate"),
    )
    return "; ".join(
        f"{when}, run {command_of(replace(result, arguments=(*result.arguments, option)), 'run')}"
        for code, when, option in questions
        if code in asked
    )


def _verdict(result: ImportResult) -> str:
    """That a check found nothing wrong, and what it did not look at."""
    unknown = sum(problem.code is UNKNOWN_HEADING for problem in result.problems)
    unsent = f", but {counted(unknown, 'column')} will not be sent" if unknown else ""
    lookup = "" if result.target else " Codes were not looked up: add --target for that."
    return f"Nothing is wrong{unsent}.{lookup}"


def command_of(result: ImportResult, verb: str, path: Path | None = None) -> str:
    """The command in full, of the sheet or of `path`: what was said of the sheet and the target is said again."""
    arguments = result.arguments
    if verb == "run" and result.checked_only and not result.target:
        arguments = ("--target", "practice", *arguments)
    return command_line(verb, path or result.batch.sheet.path, *arguments)
