"""A run as the journal records it: sent, its results written from what stands there, and only then closed."""

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

from importer.catalogue import spell_count
from importer.child_process import Bounds
from importer.errors import ExitCode, JournalError, ResultsError
from importer.files import find_state_folder
from importer.jobs_api import JobsApi
from importer.journal import Journal, RunState, read_recorded_result
from importer.languages import _
from importer.problem import ROWS_DO_NOT_ADD_UP
from importer.records import Batch, ImportResult, Observer, PlannedJob, Status
from importer.settings import SendPolicy
from importer.steps.report import write_results
from importer.steps.submit import RunLog, submit_rows


def open_journal() -> Journal:
    """The journal of this user of this computer. Raises JournalError."""
    return Journal(find_state_folder() / "journal.sqlite")


def send_rows(
    batch: Batch,
    jobs: Sequence[PlannedJob],
    api: JobsApi,
    log: RunLog,
    *,
    policy: SendPolicy,
    observer: Observer,
) -> ImportResult:
    """Send the sound rows; what became of them is what the journal says, never what was meant to happen.

    Raises JournalError where it cannot be used, ResultsError where it does not tell of each row exactly once.
    """
    stopped = ""
    with closing(submit_rows(batch, jobs, api, log, policy=policy, observer=observer)) as outcomes:
        for done, outcome in enumerate(outcomes, start=1):
            observer.progress("Sending", done, len(jobs))
            if outcome.status is Status.NOT_SENT and not outcome.is_held and not stopped:
                stopped = outcome.problems[0].message
    previous_runs, run = log.journal.previous_runs, log.run
    try:
        result = read_recorded_result(previous_runs, run, of=batch)
        settled = sum(previous_runs.count_rows(previous_runs.find_run(run)).values())
    except JournalError as error:
        error.exit_code = ExitCode.OPEN  # rows were sent, and it cannot be said what became of them
        raise
    if settled != result.rows and not stopped:
        raise _make_counts_error(result, settled)
    interrupted = bool(stopped) and observer.stop is not None and observer.stop.is_set()
    return replace(result, stopped=stopped, interrupted=interrupted)


def finish_run(
    result: ImportResult, journal: Journal, path: Path, observer: Observer, *, bounds: Bounds, no_copy: str
) -> ImportResult:
    """Write the results, then close the run: one that is cut off in between is continued, and writes them again.

    `bounds` are those of the process that copies the workbook, `no_copy` why that cannot be. Raises ResultsError where
    they cannot be written anywhere; the run is closed then too.
    """
    try:
        written = write_results(result, path, journal, bounds=bounds, no_copy=no_copy, progress=observer.progress)
    except ResultsError as error:
        _close(result, journal)
        error.exit_code = ExitCode.STOPPED  # rows were sent
        error.advice = _("{advice} Or: 'importer runs results {run} --results PATH' writes them there.").format(
            advice=error.advice, run=result.run
        )
        raise
    _close(written, journal)
    return written


def _make_counts_error(result: ImportResult, settled: int) -> ResultsError:
    lost = [str(outcome.row) for outcome in result.outcomes if outcome.status in {Status.NOT_SENT, Status.UNKNOWN}]
    error = ResultsError(
        ROWS_DO_NOT_ADD_UP, read=spell_count(result.rows, "row"), written=settled, rows=", ".join(lost[:10])
    )
    error.exit_code = ExitCode.INTERNAL
    return error


def _close(result: ImportResult, journal: Journal) -> None:
    assert result.run is not None  # noqa: S101 - it was begun
    state = RunState.INTERRUPTED if result.interrupted else RunState.STOPPED if result.stopped else RunState.FINISHED
    with suppress(JournalError):  # all rows are told; a run that is not closed can only be continued once more
        journal.end_run(result.run, state, result.exit_code, results=result.results, counts=result.counts)
