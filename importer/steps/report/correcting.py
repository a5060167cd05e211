"""How to correct what is wrong: the sentences that say it alike everywhere, and the commands in them."""

from pathlib import Path

from importer.languages import N_, _
from importer.problem import (
    ARCHIVED_CODE,
    GROUP_LINE,
    MAPPED_TO_NO_CODE,
    MISSING_COLUMN,
    STATUS_NOT_FOR_NEW,
    UNKNOWN_CODE,
    spell_command,
)
from importer.records import ImportResult, Status

CORRECT_RESULTS = N_("Correct the red cells in {results}, save it, and type {retry}.")
CORRECT_SHEET = N_("Or correct {sheet} itself, and type {run}: rows whose jobs exist are not sent again.")
CORRECT_CSV = N_("Correct the cells that Problem names in {results}, save it, and type {retry}.")  # it has no colours
CORRECT_ROWS = N_("Correct the rows with a Problem in {results}, save it, and type {retry}.")  # no cell of one is red
CHECK_SHEET = N_("Or correct {sheet} itself, and type {check}.")
SHEET, ALL = "--sheet", "all"
_WRONG_VALUES = frozenset({UNKNOWN_CODE, ARCHIVED_CODE, STATUS_NOT_FOR_NEW, MAPPED_TO_NO_CODE})
_OF_SHEET = frozenset({MISSING_COLUMN, GROUP_LINE})
_WRONG = frozenset({Status.INVALID, Status.REJECTED, Status.CONFLICT})  # not those that only wait for another row
_MAP, _SAVE = "--map", "--save"


def command_of(result: ImportResult, verb: str, path: Path | None = None, *more: str) -> str:
    """The command in full, of the sheet or of `path`: what was said of the sheet and the target is said again."""
    arguments, sheet = (*result.arguments, *more), result.batch.sheet
    if verb == "run" and result.checked_only and not result.target:
        arguments = ("--target", "practice", *arguments)
    if path is None and sheet.other_sheets and SHEET not in arguments:
        arguments = (*arguments, SHEET, sheet.name)
    before = ("", *arguments)
    words = (_from_here(word) if b in {_MAP, _SAVE} else word for b, word in zip(before, arguments, strict=False))
    return spell_command(verb, path or sheet.path, *words)


def _from_here(file: str) -> str:
    """A file by the name that it has in the folder in which the command is typed."""
    here = Path.cwd()
    return str(Path(file).relative_to(here)) if Path(file).is_relative_to(here) else file


def spell_map_command(result: ImportResult) -> str:
    """The command that writes a mapping file for the sheet, the one that was given where there is one."""
    given = result.arguments
    file = given[given.index(_MAP) + 1] if _MAP in given else "mapping.toml"
    return command_of(result, "map", None, _SAVE, file)


def correct_results(result: ImportResult, results: Path, command: str) -> str:
    """The first of the two sentences, as it goes on after "Next:"."""
    sentence = CORRECT_CSV if results.suffix.casefold() == ".csv" else CORRECT_RESULTS
    correct = _(sentence if _has_each_a_cell(result) else CORRECT_ROWS).format(results=results.name, retry=command)
    return f"{correct[0].lower()}{correct[1:]}"


def _has_each_a_cell(result: ImportResult) -> bool:
    """Whether of each row that is wrong a cell is known, which is red then."""
    wrong = {outcome.row for outcome in result.outcomes if outcome.status in _WRONG} - result.corrected
    known = {problem.row for problem in result.problems if problem.is_error and problem.column}
    return None in known or wrong <= known


def advise_on_errors(result: ImportResult, *, has_decision: bool) -> str:
    """What to do about the errors that a check found; of results that it wrote, too. Of a cause that has a decision,
    a line of a mapping file settles many rows.
    """
    can_map = has_decision or _can_one_decision_do(result)
    command, map_ = command_of(result, "check"), spell_map_command(result) if can_map else ""
    if result.results is None and map_:
        return _(
            "Next: correct the cells listed here, or write their meaning once in a mapping file ({map} creates "
            "it); then run {command} again."
        ).format(map=map_, command=command)
    if result.results is None:
        return _("Next: correct the cells listed here, then run {command} again.").format(command=command)
    results = correct_results(result, result.results, command_of(result, "check", result.results))
    sheet = _(CHECK_SHEET).format(sheet=result.batch.sheet.path.name, check=command)
    once = _("Or write their meaning once in a mapping file; {map} creates it.") if map_ else ""
    return f"{_('Next: {what}').format(what=results)} {sheet} {once.format(map=map_)}".rstrip()


def _can_one_decision_do(result: ImportResult) -> bool:
    """Whether a line of a mapping file does for many rows: a column is missing, rows stand in groups, or a value is
    wrong in two of them.
    """
    values = [(p.field, p.value) for p in result.problems if p.code in _WRONG_VALUES]
    return len(set(values)) < len(values) or any(problem.code in _OF_SHEET for problem in result.problems)
