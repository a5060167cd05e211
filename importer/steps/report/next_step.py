"""The last sentences of a run or a check: what is not in the target, and what to type next.

They are the same on the screen and in Summary. They name every row that is not in the target, those that were never
read too.
"""

from pathlib import Path

from importer.catalogue import counted
from importer.command_line import command_line
from importer.problem import (
    CHANGED_SINCE,
    DIFFERS_THERE,
    HEADING_MISFIT,
    JOB_DELETED,
    LIKE_EARLIER_ROW,
    UNKNOWN_HEADING,
)
from importer.records import IN_TARGET, ImportResult, Status

CORRECT_RESULTS = "Correct the coloured cells in {results}, save it, and type {retry}."
CORRECT_SHEET = "Or correct {sheet} itself, and type {run}: rows whose jobs exist are not sent again."

_SHEET, _ALL = "--sheet", "all"
_DIFFERENT = frozenset({CHANGED_SINCE, DIFFERS_THERE})  # the job is there and says something else than the row


def next_step(result: ImportResult) -> str:
    """What is not in the target, and what to type next."""
    if result.checked_only:
        return " ".join(filter(None, (_verdict(result), _not_read(result), _after_check(result))))
    missing = _missing(result)
    said = _not_there(missing, result.counts[Status.UNKNOWN]) if missing else _all_there(result)
    to_do = _to_do(result) if missing else _other_sheets(result)
    return " ".join(filter(None, (said, _not_read(result), to_do)))


def command_of(result: ImportResult, verb: str, path: Path | None = None, *more: str) -> str:
    """The command in full, of the sheet or of `path`: what was said of the sheet and the target is said again."""
    arguments, sheet = (*result.arguments, *more), result.batch.sheet
    if verb == "run" and result.checked_only and not result.target:
        arguments = ("--target", "practice", *arguments)
    if path is None and sheet.other_sheets and _SHEET not in arguments:
        arguments = (*arguments, _SHEET, sheet.name)
    return command_line(verb, path or sheet.path, *arguments)


def _missing(result: ImportResult) -> int:
    return result.rows - sum(result.counts[status] for status in IN_TARGET)


def _not_read(result: ImportResult) -> str:
    """The rows that are not among those of the result: hidden or struck ones left out, those of other sheets."""
    sheet, others = result.batch.sheet, result.batch.sheet.other_sheets
    parts = (
        sheet.hidden_rows.replace("row", "hidden row"),
        sheet.struck_rows.replace("row", "struck row"),
        f"{others.sheets} ({others.rows})" if others else "",
        ", ".join(f'"{name}"' for name in result.sheets_left),
    )
    found = " and ".join(filter(None, parts))
    return f"Not read: {found}." if found else ""


def _all_there(result: ImportResult) -> str:
    different = sum(any(p.code in _DIFFERENT for p in outcome.problems) for outcome in result.outcomes)
    sheet = result.batch.sheet
    whole = not _not_read(result)
    rows = "Every row" if whole else "Every row read"
    if sheet.other_sheets or result.one_of_all:
        rows = f'Every row of the sheet "{sheet.name}"'
    if not different:
        return f"{rows} is in the target.{' Nothing more to do.' if whole else ''}"
    differ = f"{counted(different, 'row')} {'differs' if different == 1 else 'differ'} from it"
    return f"{rows} has a job in the target, but {differ}: make the changes in the field-service system."


def _other_sheets(result: ImportResult) -> str:
    """How to read the other sheets, where no sheet was chosen."""
    if not result.batch.sheet.other_sheets or _SHEET in result.arguments:
        return ""
    return f"Next: {command_of(result, 'run', None, _SHEET, _ALL)}."


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
    answer = _answer(result)
    if result.held == _missing(result):
        return f"Next: {answer}."
    return f"Next: {_correct(result)}{f' And {answer}.' if answer else ''}"


def _correct(result: ImportResult) -> str:
    """How to correct what is wrong, and send it."""
    sheet = CORRECT_SHEET.format(sheet=result.batch.sheet.path.name, run=command_of(result, "run"))
    if result.results is None:
        return sheet.removeprefix("Or ")
    retry = command_of(result, "retry", result.results)
    results = CORRECT_RESULTS.format(results=result.results.name, retry=retry)
    return f"{results[0].lower()}{results[1:]} {sheet}"


def _answer(result: ImportResult) -> str:
    """The commands that answer what the rows that are held ask."""
    asked = {problem.code for outcome in result.outcomes if outcome.is_held for problem in outcome.problems}
    questions = (
        (LIKE_EARLIER_ROW, "if the rows like earlier ones are new jobs", "--new-rows"),
        (JOB_DELETED, "if the deleted jobs are to be created again", "--recreate"),
    )
    return "; ".join(
        f"{when}, run {command_of(result, 'run', None, option)}" for code, when, option in questions if code in asked
    )


def _verdict(result: ImportResult) -> str:
    """What a check found, and what it did not look at."""
    lookup = "" if result.target else " Codes were not looked up: add --target for that."
    invalid = result.counts[Status.INVALID]
    if invalid:
        return f"{invalid} of {counted(result.rows, 'row')} {'has' if invalid == 1 else 'have'} errors.{lookup}"
    unknown = sum(problem.code in {HEADING_MISFIT, UNKNOWN_HEADING} for problem in result.problems)
    unsent = f", but {counted(unknown, 'column')} will not be sent" if unknown else ""
    return f"Nothing is wrong{unsent}.{lookup}"


def _after_check(result: ImportResult) -> str:
    if result.counts[Status.INVALID]:
        return f"Next: correct the cells named here, then run {command_of(result, 'check')} again."
    return f"Next: {command_of(result, 'run')}."
