"""Earlier runs: which there are, how they stand, going on with one, writing its results again."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from importer.errors import JournalError, NoSuchRun, RunUnderWay
from importer.journal import Journal, JournalRow, JournalRun, read_recorded_result
from importer.languages import _
from importer.problem import NOTHING_TO_RESUME, RUN_UNDER_WAY, spell_command
from importer.records import ImportResult, Observer
from importer.runs.checked_sheet import add_password_command
from importer.runs.pipeline import run_import
from importer.runs.recorded_run import open_journal
from importer.runs.request import restore_request
from importer.runs.summary import UNDER_WAY, RunSummary, find_run, summaries_of, summary_of
from importer.settings import Target, is_there
from importer.steps.report import ensure_writable, results_path_of, write_results

_SHOWN = 5


def list_runs() -> tuple[RunSummary, ...]:
    """All runs of this user on this computer, the oldest first. Raises JournalError."""
    with open_journal() as journal:
        return summaries_of(journal)


def find_run_summary(run: str) -> RunSummary:
    """How a run stands, by its number or 'last'. Raises NoSuchRun, JournalError."""
    with open_journal() as journal:
        return summary_of(find_run(run, journal), journal)


def show_run(run: str) -> tuple[RunSummary, ImportResult, tuple[JournalRow, ...]]:
    """A run by its number, or the 'last' one: how it stands, as a result, and its rows as the journal has them.

    Raises NoSuchRun, JournalError.
    """
    with open_journal() as journal:
        found = find_run(run, journal)
        summary = summary_of(found, journal)
        reason = _("the run is under way") if summary.state == UNDER_WAY else _("the run was cut off")
        result = read_recorded_result(journal.previous_runs, found.run, reason=reason)
        results = Path(found.results) if found.results and is_there(Path(found.results)) else None
        return summary, replace(result, results=results), journal.read_rows(found.run)


def write_results_again(
    run: str, results: str | Path | None = None, *, observer: Observer | None = None
) -> ImportResult:
    """Write the results workbook of a run again, from the journal alone, to `results` or where it was written before.

    Raises NoSuchRun, RunUnderWay where it has not come to its end, JournalError, and ResultsError where the workbook
    cannot be written.
    """
    summary, result, _ = show_run(run)
    if summary.state == UNDER_WAY:
        raise RunUnderWay(
            RUN_UNDER_WAY, pid=summary.run.pid, since=f"{summary.run.started.astimezone():%Y-%m-%d %H:%M:%S}"
        )
    place = Path(results or summary.run.results or results_path_of(Path(summary.run.file)))
    ensure_writable(place, sheet=result.batch.sheet.path)
    progress = observer.progress if observer else None
    with open_journal() as journal:
        return write_results(result, place, journal, progress=progress)


def resume_run(
    run: str | None = None,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    sending: Mapping[str, Any] | None = None,
    workbook_password_command: str | None = None,
    observer: Observer | None = None,
) -> ImportResult:
    """Go on with a run that did not come to its end, as it was begun, without asking anything.

    `run` is its number or 'last'; None takes the last such run of a file in the current folder, or the only one.
    What was created is not sent again; what is open is looked up before anything is sent. The file is read as it
    stands now; where it is gone, the sheet is the one in the journal. `target` is needed only where it has no name
    that can be asked for again, `workbook_password_command` where the workbook has a password; `sending` names the
    fields of SendPolicy that are to be otherwise now. Raises NoSuchRun, and whatever `import_sheet` does.
    """
    with open_journal() as journal:
        earlier = _find_run_to_resume(run, journal)
    request = restore_request(Path(earlier.file), earlier.options)
    request = replace(
        request,
        target=target or request.target,
        results=Path(results) if results else request.results,
        policy=replace(request.policy, **(sending or {})),
    )
    observer = add_password_command(
        observer or Observer(), replace(request.options, workbook_password_command=workbook_password_command)
    )
    return run_import(request, observer, earlier=earlier)


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
            fix = _("'importer runs show {run}' shows it. Corrected rows are sent by {command}.").format(
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
