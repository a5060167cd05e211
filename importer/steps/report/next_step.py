"""The last sentences of a run or a check: what is not in the target, and what to type next.

They are the same on the screen and in Summary. They name every row that is not in the target, those that were never
read too, and every column that was not sent.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from importer.catalogue import spell_count
from importer.languages import N_, _, group_thousands, ngettext
from importer.problem import (
    CHANGED_SINCE,
    CORRECTED_ELSEWHERE,
    DIFFERS_THERE,
    HELD_IN_RESULTS,
    JOB_DELETED,
    JOB_SAYS_THE_SAME,
    LIKE_PREVIOUS_ROW,
    MISSING_COLUMN,
    NO_RECORD_OF_JOB,
    NOT_SHOWN,
)
from importer.records import ImportResult, Status
from importer.steps.report.correcting import (
    ALL,
    CORRECT_SHEET,
    SHEET,
    advise_on_errors,
    command_of,
    correct_results,
    spell_map_command,
)
from importer.steps.report.left_out import (
    count_missing_rows,
    describe_columns_not_sent,
    describe_corrected_rows,
    describe_missing_rows,
    describe_rows_not_read,
    find_columns_left_out,
    has_other_headings,
    warn_about_columns_not_sent,
)

if TYPE_CHECKING:
    from importer.steps.report.causes import Cause

_ONLY_SHEET = N_("correct {sheet} itself, and type {run}: rows whose jobs exist are not sent again.")

_NOT_LOOKED_UP = N_("Codes were not looked up: add a target for that, such as --target practice.")
_NO_ROW_LEFT = N_("No row is left to import.")
_DIFFERENT = frozenset({CHANGED_SINCE, DIFFERS_THERE})  # the job is there and says something else than the row


def describe_next_step(result: ImportResult, causes: Iterable["Cause"]) -> str:
    """What is not in the target, and what to type next; `causes` are those of the result."""
    if result.checked_only:
        advice = _advise_after_check(result, has_decision=any(cause.decision for cause in causes))
        return " ".join(filter(None, (_describe_verdict(result), describe_rows_not_read(result), advice)))
    if result.declined:
        return _("You answered no, so nothing was sent. Next: {command}.").format(command=_ask_again(result))
    if result.has_no_row_left:
        return f"{describe_what_is_there(result)} {_correct_rules(result, 'run')}"
    to_do = _to_do(result) if count_missing_rows(result) else _describe_other_sheets(result)
    new = _advise_on_unrecorded(result)
    return " ".join(filter(None, (describe_what_is_there(result), new, to_do, _describe_columns_left(result))))


def describe_what_is_there(result: ImportResult) -> str:
    """What is in the target after a run, and what is not; without a command, for a file that none can name."""
    missing = count_missing_rows(result)
    if result.has_no_row_left:
        return f"{_(_NO_ROW_LEFT)} {describe_rows_not_read(result)}"
    sentences = (describe_missing_rows(result), _describe_differing(result)) if missing else (_say_all_there(result),)
    unrecorded, corrected = _describe_unrecorded(result), describe_corrected_rows(result)
    return " ".join(filter(None, (*sentences, corrected, describe_rows_not_read(result), unrecorded)))


def count_differing_rows(result: ImportResult) -> int:
    """The rows whose job is there and says something else."""
    return sum(any(problem.code in _DIFFERENT for problem in outcome.problems) for outcome in result.outcomes)


def _describe_differing(result: ImportResult) -> str:
    count = count_differing_rows(result)
    form = ngettext(
        "{count} row differs from its job in the target: make the changes in the field-service system.",
        "{count} rows differ from their jobs in the target: make the changes in the field-service system.",
        count,
    )
    return _tell_count(form, count)


def count_unrecorded_rows(result: ImportResult) -> int:
    """The rows whose job this computer has no record of creating, and that nothing but their content says is theirs."""
    return sum(problem.code is NO_RECORD_OF_JOB for outcome in result.outcomes for problem in outcome.problems)


def _describe_unrecorded(result: ImportResult) -> str:
    count = count_unrecorded_rows(result)
    form = ngettext(
        "{count} row without a reference counts as a job that this computer has no record of creating.",
        "{count} rows without a reference count as jobs that this computer has no record of creating.",
        count,
    )
    return _tell_count(form, count)


def _tell_count(form: str, count: int) -> str:
    return form.format(count=group_thousands(count)) if count else ""


def _advise_on_unrecorded(result: ImportResult) -> str:
    if not count_unrecorded_rows(result):
        return ""
    sentence = _("If it is new work, give each of these rows a reference of its own, then run {command}.")
    return sentence.format(command=command_of(result, "run", None, "--new-rows"))


def _say_all_there(result: ImportResult) -> str:
    different = count_differing_rows(result)
    sheet = result.batch.sheet
    whole = describe_rows_not_read(result) == ""
    is_open = find_columns_left_out(result) or count_unrecorded_rows(result) or result.one_of_all
    nothing = "" if is_open else _("Nothing more to do.")
    rows = _("Every row") if whole else _("Every row to send")
    if sheet.unread_sheets or result.one_of_all:
        rows = _('Every row of the sheet "{name}"').format(name=sheet.name)
    if not different:
        there = _("{rows} is in the target.").format(rows=rows)
        return f"{there} {nothing}".rstrip() if whole else there
    return ngettext(
        "{rows} has a job in the target, but {count} row differs from it: make the changes in the "
        "field-service system.",
        "{rows} has a job in the target, but {count} rows differ from it: make the changes in the "
        "field-service system.",
        different,
    ).format(rows=rows, count=group_thousands(different))


def _describe_columns_left(result: ImportResult) -> str:
    """The columns that were not sent, where the sentence on the mapping file does not speak of them anyway."""
    headings = find_columns_left_out(result)
    return (
        describe_columns_not_sent(headings, spell_map_command(result))
        if headings and not has_other_headings(result)
        else ""
    )


def _describe_other_sheets(result: ImportResult) -> str:
    """How to read the other sheets, where no sheet was chosen."""
    if not result.batch.sheet.other_sheets or SHEET in result.arguments:
        return ""
    return _("Next: {command}.").format(command=command_of(result, "run", None, SHEET, ALL))


def _to_do(result: ImportResult) -> str:
    counts = result.counts
    resume = _spell_resume(result)
    if counts[Status.UNKNOWN]:
        next_ = _("Next: run {command}; it looks up the rows whose outcome is unknown before it sends anything.")
        return next_.format(command=resume)
    if counts[Status.NOT_SENT] > result.held:
        stopped = result.stopped or _("The run stopped early.")
        return f"{stopped} {_('Next: run {command}; it continues where it stopped.').format(command=resume)}"
    if has_other_headings(result):
        return _describe_map(result)
    if any(problem.code is MISSING_COLUMN for problem in result.problems):
        return _describe_missing_column(result)
    answer = _list_answers(result)
    if result.held == count_missing_rows(result):
        return _("Next: {command}.").format(command=answer)
    correct = _("Next: {what}").format(what=_correct(result))
    return f"{correct} {_('And {answer}.').format(answer=answer)}" if answer else correct


def _spell_resume(result: ImportResult) -> str:
    return f"'importer resume {result.run}'"


def _ask_again(result: ImportResult) -> str:
    """The command that asks once more whether to send."""
    previous = result.batch.sheet.previous_results
    is_retry = previous is not None and previous.target in {"", result.identity}
    return _spell_resume(result) if result.run is not None else command_of(result, "retry" if is_retry else "run")


def _correct(result: ImportResult) -> str:
    """How to correct what is wrong, and send it."""
    if changed := result.changed_results:
        sends = _("{command} sends the rows that you corrected in {file}.")
        return sends.format(command=command_of(result, "retry", changed), file=changed.name)
    words = {"sheet": result.batch.sheet.path.name, "run": command_of(result, "run")}
    if result.results is None:
        return _(_ONLY_SHEET).format(**words)
    sheet = "" if result.batch.sheet.previous_results else _(CORRECT_SHEET).format(**words)
    return f"{correct_results(result, result.results, command_of(result, 'retry', result.results))} {sheet}".rstrip()


def _describe_map(result: ImportResult) -> str:
    sentence = _("Next: {command} writes a file in which you say what the headings mean.")
    return sentence.format(command=spell_map_command(result))


def _describe_missing_column(result: ImportResult) -> str:
    sentence = _(
        "Next: add the missing column to {sheet}, or say what the headings mean in a mapping file, which {map} writes; "
        "then run {command} again."
    )
    words = {"map": spell_map_command(result), "command": command_of(result, "run")}
    return sentence.format(sheet=result.batch.sheet.path.name, **words)


def _list_answers(result: ImportResult) -> str:
    """The commands that answer what the rows that are held ask."""
    asked = {problem.code for outcome in result.outcomes if outcome.is_held for problem in outcome.problems}
    questions = (
        (
            {LIKE_PREVIOUS_ROW, JOB_SAYS_THE_SAME, HELD_IN_RESULTS, CORRECTED_ELSEWHERE},
            _("if the rows that resemble earlier ones are new jobs, run {command}"),
            "--new-rows",
        ),
        ({NOT_SHOWN}, _("if no other computer has sent the rows, run {command}"), "--new-rows"),
        ({JOB_DELETED}, _("to create the deleted jobs again, run {command}"), "--recreate"),
    )
    return "; ".join(
        answer.format(command=command_of(result, "run", None, option))
        for codes, answer, option in questions
        if codes & asked
    )


def _describe_verdict(result: ImportResult) -> str:
    """What a check found, and what it did not look at."""
    lookup = "" if result.target else _(_NOT_LOOKED_UP)
    if result.has_no_row_left:
        return _(_NO_ROW_LEFT)
    invalid = result.counts[Status.INVALID]
    if invalid:
        form = ngettext("{count} of {rows} has errors.", "{count} of {rows} have errors.", invalid)
        return f"{form.format(count=group_thousands(invalid), rows=spell_count(result.rows, 'row'))} {lookup}".rstrip()
    headings = find_columns_left_out(result)
    return f"{warn_about_columns_not_sent(headings) if headings else _('No errors.')} {lookup}".rstrip()


def _correct_rules(result: ImportResult, verb: str) -> str:
    sentence = _("Next: correct [rows] in the mapping file, then run {command} again.")
    return sentence.format(command=command_of(result, verb))


def _advise_after_check(result: ImportResult, *, has_decision: bool) -> str:
    if result.has_no_row_left:
        return _correct_rules(result, "check")
    if has_other_headings(result):
        return _describe_map(result)
    if result.counts[Status.INVALID]:
        return advise_on_errors(result, has_decision=has_decision)
    return _("Next: {command}.").format(command=command_of(result, "run"))
