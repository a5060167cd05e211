"""A run as a sequence of steps. No other module knows their order."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from importer.child_process import Bounds
from importer.directory import Directory, ListCache, cache_remarks, open_directory
from importer.errors import JournalError, SettingsError, SheetError
from importer.jobs_api import JobsApi
from importer.journal import JournalRun, hash_of
from importer.languages import _
from importer.problem import OTHER_TARGET
from importer.records import Batch, ImportResult, Observer, Outcome, SameJob, Sheet, Status
from importer.runs.checked_sheet import check_rows, ensure_file, sheets_in, with_password_command
from importer.runs.every_sheet import path_of_sheet, run_each
from importer.runs.forget import forget_old_runs
from importer.runs.recorded_run import finish_run, open_journal, send_rows
from importer.runs.request import RunRequest, new_request
from importer.runs.rerun import change_remarks, recognise_target, refuse_other_results
from importer.settings import Options, SendPolicy, Target, cache_folder, is_folder, is_there
from importer.steps.report import ensure_writable, results_path, why_no_copy, write_results
from importer.steps.resolve import resolve_codes
from importer.steps.submit import Decide, RunLog, affordable_workers, as_decided, keep_job_ids, plan_jobs
from importer.targets import days_to_keep_runs, identify_target, open_target
from importer.template import age_remarks, stamp_of


def check_sheet(
    path: str | Path,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    options: Options = Options(),
    observer: Observer | None = None,
    offline: bool = False,
) -> ImportResult:
    """Tell everything that is wrong with a sheet; nothing is sent.

    With a `target`, or the name of one, its codes are looked up too; without one they are taken as they are. `results`
    names a workbook to write the findings to; `options` say how to read a sheet that does not say so itself. Rows
    without an error come out as `not sent`. `offline` asks nobody: codes are looked up in what this computer keeps of
    the target's lists, and a remark says how old that is. Raises ImporterError where the sheet cannot be read or the
    target not be used.
    """
    observer = with_password_command(observer or Observer(), options)
    return _check(new_request(path, target, results, options), observer, offline=offline)


def check_each(request: RunRequest, observer: Observer, *, offline: bool) -> Iterator[ImportResult | SheetError]:
    """Do what `check_sheet` does, with each worksheet that has jobs where the request is of all."""
    observer = with_password_command(observer, request.options)
    return run_each(request, lambda one: _check(one, observer, offline=offline), lambda all_: sheets_in(all_, observer))


def import_each(request: RunRequest, observer: Observer) -> Iterator[ImportResult | SheetError]:
    """Do what `import_sheet` does, with each worksheet that has jobs where the request is of all."""
    observer = with_password_command(observer, request.options)
    return run_each(request, lambda one: run_import(one, observer), lambda all_: sheets_in(all_, observer))


def _check(request: RunRequest, observer: Observer, *, offline: bool) -> ImportResult:
    started, target, name = datetime.now(UTC), request.target, ""
    place = _place_of(request) if request.results else None
    if offline:
        name, batch = _check_offline(request, observer)
    else:
        batch, request = check_rows(request, offline=target is None, observer=observer)
    if target is not None and not offline:
        with open_directory(target, sheet=request.path) as (opened, directory):
            name, batch = opened.name, _resolve_codes(batch, directory, opened)
    checked = replace(_unsent_result(batch, started, name, request), checked_only=True)
    if place is None:
        return checked
    with ExitStack() as stack:
        journal = None
        with suppress(JournalError):  # without it no file is replaced
            journal = stack.enter_context(open_journal())
        return write_results(checked, place, journal, bounds=_bounds_of(request.options), progress=observer.progress)


def import_sheet(
    path: str | Path,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    policy: SendPolicy = SendPolicy(),
    options: Options = Options(),
    observer: Observer | None = None,
) -> ImportResult:
    """Check a sheet, send its sound rows to the target exactly once each, and write what became of every row.

    `target` None takes what the environment or a settings file chooses, 'practice' the practice server. `results` is
    FILE.results.xlsx beside the sheet unless given; `policy` says how the rows are sent. A results workbook can be
    imported again: rows whose jobs are there are not sent. Raises ImporterError where nothing could be sent; whatever
    happens later is in the result, and in the results workbook.
    """
    observer = with_password_command(observer or Observer(), options)
    return run_import(new_request(path, target, results, options, policy), observer)


def retry_results(
    path: str | Path,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    policy: SendPolicy = SendPolicy(),
    options: Options = Options(),
    observer: Observer | None = None,
) -> ImportResult:
    """Do what `import_sheet` does with the results of an earlier run, and refuse any other sheet, or other target."""
    observer = with_password_command(observer or Observer(), options)
    return run_import(replace(new_request(path, target, results, options, policy), retry=True), observer)


def run_import(request: RunRequest, observer: Observer | None, *, earlier: JournalRun | None = None) -> ImportResult:
    """Do what `import_sheet` promises; or go on with an earlier run, also where the file of its sheet is gone."""
    observer = observer or Observer()
    started, place, file_hash = datetime.now(UTC), _place_of(request), hash_of(request.path)
    with open_target(request.target, sheet=request.path) as target, open_journal() as journal:
        _refuse_another_target(target, earlier)
        with (
            journal.exclusive_run(request.path, file_hash, target.identity),
            JobsApi(target, request.policy, stop=observer.stop) as api,
        ):
            api.check_connection()
            journal.record_target(target)
            erased = forget_old_runs(journal, days_to_keep_runs())
            saved = journal.previous_runs.sheet(earlier) if earlier and not is_there(request.path) else None
            batch, request = check_rows(request, offline=False, observer=observer, journal=journal, saved=saved)
            batch = recognise_target(batch, target)
            if request.retry:
                refuse_other_results(batch.sheet, target)
            batch = _resolve_codes(batch, Directory(api, ListCache(cache_folder(), target)), target)
            batch, before = keep_job_ids(batch, target.identity, journal.previous_runs)
            changes = change_remarks(batch, before, journal.previous_runs, target)
            policy, fewer = _affordable(request.policy)
            remarks = (*_file_remarks(batch.sheet, file_hash, earlier), *changes, *erased, *fewer)
            batch = replace(batch, remarks=(*batch.remarks, *remarks))
            bounds, no_copy = _bounds_of(request.options), ""
            if batch.sound_rows:
                no_copy = why_no_copy(_unsent_result(batch, started, target.name, request), place, bounds)
                batch = replace(batch, remarks=(*batch.remarks, *_new_workbook_remarks(no_copy)))
            if batch.sound_rows and not observer.confirm(batch, target):
                declined, progress = _unsent_result(batch, started, target.name, request), observer.progress
                return write_results(declined, place, journal, bounds=bounds, no_copy=no_copy, progress=progress)
            decide = _decision(request, observer)
            jobs = plan_jobs(batch, target.identity, journal.previous_runs, before, decide=decide)
            log = RunLog(journal, journal.begin_run(batch, target, request.to_json(), file_hash=file_hash))
            result = send_rows(batch, jobs, api, log, policy=policy, observer=observer)
            return finish_run(result, journal, place, observer, bounds=bounds, no_copy=no_copy)


def _new_workbook_remarks(no_copy: str) -> tuple[str, ...]:
    told = _("The results are a new workbook, not a copy of your own: {no_copy}.")
    return (told.format(no_copy=no_copy),) if no_copy else ()


def _affordable(policy: SendPolicy) -> tuple[SendPolicy, tuple[str, ...]]:
    """The policy with no more workers than there can be connections, and a remark where that makes them fewer."""
    workers = affordable_workers(policy.workers)
    if workers == policy.workers:
        return policy, ()
    fewer = _("Rows sent at once: {workers}, because this system lets a program open only few files (ulimit -n).")
    return replace(policy, workers=workers), (fewer.format(workers=workers),)


def _decision(request: RunRequest, observer: Observer) -> Decide:
    """What becomes of rows that resemble earlier ones."""
    same = SameJob.NEW if request.policy.new_rows else None
    return lambda asked: as_decided(asked, same or observer.ask_same(asked))


def _refuse_another_target(target: Target, earlier: JournalRun | None) -> None:
    if earlier and not target.is_known_as(earlier.identity):
        raise SettingsError(OTHER_TARGET, run=earlier.run, ours=earlier.identity, theirs=target.identity)


def _file_remarks(sheet: Sheet, file_hash: str, earlier: JournalRun | None) -> tuple[str, ...]:
    if earlier is None or file_hash == earlier.file_hash:
        return ()
    changed = _("{file} has changed since run {run}; its rows are recognised by their content.")
    gone = _("{file} no longer exists; its rows come from the journal, as run {run} read them.")
    return ((changed if file_hash else gone).format(file=sheet.path.name, run=earlier.run),)


def _check_offline(request: RunRequest, observer: Observer) -> tuple[str, Batch]:
    known = identify_target(request.target, sheet=request.path)
    directory = Directory(None, ListCache(cache_folder(), known))
    batch, _ = check_rows(request, offline=not directory.knows("JobStatus"), observer=observer)
    return known.name, _resolve_codes(batch, directory, known)


def _resolve_codes(batch: Batch, directory: Directory, target: Target) -> Batch:
    """The batch with its codes resolved, and what there is to say of the lists they were looked up in."""
    resolved = resolve_codes(batch, directory, target.name)
    stamp = stamp_of(batch.sheet.properties)
    old = age_remarks(stamp, directory, target.name) if stamp else ()
    return replace(resolved, remarks=(*resolved.remarks, *cache_remarks(directory, target.name), *old))


def _bounds_of(options: Options) -> Bounds:
    """What the process may use that opens the workbook."""
    return Bounds(options.memory_mb, options.deadline_seconds)


def _place_of(request: RunRequest) -> Path:
    """Where the results go. Raises ResultsError where they could not be written there."""
    if is_folder(request.path):
        ensure_file(request.path)
    place = request.results or results_path(path_of_sheet(request.path, request.one_of_all))
    ensure_writable(place, sheet=request.path)
    return place


def _unsent_result(batch: Batch, started: datetime, target: str, request: RunRequest) -> ImportResult:
    """Every row of the sheet exactly once, where none was sent."""
    asked = request.to_json()
    status = dict.fromkeys(batch.left_out, Status.LEFT_OUT) | dict.fromkeys(batch.invalid_rows, Status.INVALID)
    rows = batch.sheet.cells.index.tolist()
    outcomes = tuple(map(Outcome, rows, (status.get(row, Status.NOT_SENT) for row in rows)))
    return ImportResult(batch, outcomes, target, started, datetime.now(UTC), arguments=request.arguments, asked=asked)
