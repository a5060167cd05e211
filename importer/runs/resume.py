"""Going on with a run that did not come to its end."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from importer.errors import JournalError, NoSuchRun
from importer.journal import Journal, JournalRun
from importer.languages import _
from importer.problem import NOTHING_TO_RESUME, spell_command
from importer.records import ImportResult, Observer
from importer.runs.checked_sheet import add_password_command
from importer.runs.history import find_run, summaries_of
from importer.runs.pipeline import run_import
from importer.runs.recorded_run import open_journal
from importer.runs.request import restore_request
from importer.settings import SendPolicy, Target

_SHOWN = 5


def resume_run(
    run: str | None = None,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    change_policy: Callable[[SendPolicy], SendPolicy] = lambda policy: policy,
    workbook_password_command: str | None = None,
    observer: Observer | None = None,
) -> ImportResult:
    """Go on with a run that did not come to its end, as it was begun, without asking anything.

    `run` is its number or 'last'; None takes the last such run of a file in the current folder, or the only one.
    What was created is not sent again; what is open is looked up before anything is sent. The file is read as it
    stands now; where it is gone, the sheet is the one in the journal. `target` is needed only where it has no name
    that can be asked for again, `workbook_password_command` where the workbook has a password; `change_policy` takes
    how the run sent its rows, and returns how they are sent now. Raises NoSuchRun, and whatever `import_sheet` does.
    """
    with open_journal() as journal:
        earlier = _find_run_to_resume(run, journal)
    request = restore_request(Path(earlier.file), earlier.options)
    request = replace(
        request,
        target=target or request.target,
        results=Path(results) if results else request.results,
        policy=change_policy(request.policy),
    )
    observer = add_password_command(
        observer or Observer(), replace(request.options, workbook_password_command=workbook_password_command)
    )
    return run_import(request, observer or Observer(), earlier=earlier)


def _has_read_results(run: JournalRun, journal: Journal) -> bool:
    try:
        return journal.previous_runs.read_sheet(run).previous_results is not None
    except (NoSuchRun, JournalError):
        return False  # it is not kept: both commands send corrected rows


def _find_run_to_resume(number: str | None, journal: Journal) -> JournalRun:
    if number is not None:
        run = find_run(number, journal)
        while run.continued_by is not None:
            run = journal.previous_runs.find_run(run.continued_by)
        if run.is_complete:
            reason = _("Run {run} has finished").format(run=run.run)
            fix = _("'importer runs show {run}' shows it. {command} sends corrected rows.").format(
                run=run.run, command=spell_command("retry" if _has_read_results(run, journal) else "run", run.file)
            )
            raise NoSuchRun(NOTHING_TO_RESUME, reason=reason, fix=fix)
        return run
    unfinished = [summary.run for summary in summaries_of(journal) if summary.can_go_on]
    here = [run for run in unfinished if Path(run.file).parent == Path.cwd()]
    if here or len(unfinished) == 1:
        return (here or unfinished)[-1]
    if not unfinished:
        reason = _("Every run has finished or has been continued")
        raise NoSuchRun(NOTHING_TO_RESUME, reason=reason, fix=_("'importer runs' lists them."))
    shown = ", ".join(f"{run.run} ({run.file})" for run in unfinished[: -_SHOWN - 1 : -1])
    reason = _("No run of a file in this folder is open, and there are several elsewhere: {shown}").format(shown=shown)
    raise NoSuchRun(
        NOTHING_TO_RESUME,
        reason=reason,
        fix=_("Name one, for example 'importer resume {run}'.").format(run=unfinished[-1].run),
    )
