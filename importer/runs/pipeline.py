"""A run as a sequence of steps. No other module knows their order."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from importer.directory import Directory, ListCache
from importer.errors import SettingsError, SheetError
from importer.files import find_cache_folder, is_there
from importer.jobs_api import JobsApi
from importer.journal import JournalRun, hash_of
from importer.languages import _
from importer.problem import OTHER_TARGET
from importer.records import Batch, ImportResult, Observer, SameJob, Sheet
from importer.runs.check import bounds_of, choose_results_path, make_unsent_result
from importer.runs.checked_sheet import add_password_command, check_rows, list_sheets
from importer.runs.every_sheet import run_each
from importer.runs.forget import forget_old_runs
from importer.runs.recorded_run import finish_run, open_journal, send_rows
from importer.runs.request import RunRequest, make_request
from importer.runs.resolved_codes import resolve_codes
from importer.runs.retry import keep_previous_jobs, recognise_target, refuse_other_results, remark_on_changes
from importer.settings import Options, SendPolicy, Target
from importer.steps.report import explain_no_copy
from importer.steps.submit import Decide, RunLog, apply_decision, limit_workers, plan_jobs
from importer.targets import open_target, read_days_to_keep_runs


def import_each(request: RunRequest, observer: Observer) -> Iterator[ImportResult | SheetError]:
    """Do what `import_sheet` does, with each worksheet that has jobs where the request is of all."""
    observer = add_password_command(observer, request.options)
    return run_each(
        request, lambda one: run_import(one, observer), choose_results_path, lambda all_: list_sheets(all_, observer)
    )


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
    observer = add_password_command(observer or Observer(), options)
    return run_import(make_request(path, target, results, options, policy), observer)


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
    observer = add_password_command(observer or Observer(), options)
    return run_import(replace(make_request(path, target, results, options, policy), retry=True), observer)


def run_import(request: RunRequest, observer: Observer, *, earlier: JournalRun | None = None) -> ImportResult:
    """Do what `import_sheet` promises; or go on with an earlier run, also where the file of its sheet is gone."""
    started, path, file_hash = datetime.now(UTC), choose_results_path(request), hash_of(request.path)
    with open_target(request.target, sheet=request.path) as target, open_journal() as journal:
        _refuse_another_target(target, earlier)
        with (
            journal.lock_run(request.path, file_hash, target.identity),
            JobsApi(target, request.policy, stop=observer.stop) as api,
        ):
            api.check_connection()
            journal.record_target(target)
            erased = forget_old_runs(journal, read_days_to_keep_runs())
            saved = journal.previous_runs.read_sheet(earlier) if earlier and not is_there(request.path) else None
            batch, request = check_rows(request, offline=False, observer=observer, journal=journal, saved=saved)
            batch = _recognise(batch, target, request)
            batch = resolve_codes(batch, Directory(api, ListCache(find_cache_folder(), target)), target)
            batch, before = keep_previous_jobs(batch, target, journal.previous_runs, request.policy)
            changes = remark_on_changes(batch, before, journal.previous_runs, target)
            policy, fewer = _limit_policy(request.policy)
            of_file = _remark_on_file(batch.sheet, file_hash, earlier)
            batch = replace(batch, remarks=(*batch.remarks, *of_file, *changes, *erased, *fewer))
            bounds, no_copy = bounds_of(request.options), ""
            if batch.sound_rows:
                no_copy = explain_no_copy(make_unsent_result(batch, started, target.name, request), path, bounds)
                batch = replace(batch, remarks=(*batch.remarks, *_remark_on_new_workbook(no_copy)))
            if batch.sound_rows and not observer.confirm(batch, target):
                unsent = make_unsent_result(batch, started, target.name, request)
                unsent = replace(unsent, address=target.address, identity=target.identity, declined=True)
                return replace(unsent, run=earlier.run) if earlier else unsent
            jobs = plan_jobs(batch, target.identity, journal.previous_runs, before, decide=_decide(request, observer))
            run = journal.begin_run(batch, target, request.to_json(), file_hash=file_hash, reserved=before.reserved)
            observer.began(run)
            result = send_rows(batch, jobs, api, RunLog(journal, run), policy=policy, observer=observer)
            result = replace(result, address=target.address)
            return finish_run(result, journal, path, observer, bounds=bounds, no_copy=no_copy)


def _recognise(batch: Batch, target: Target, request: RunRequest) -> Batch:
    """The batch with what its file says of the target. Raises SettingsError where a retry has no results of it."""
    batch = recognise_target(batch, target)
    if request.retry:
        refuse_other_results(batch.sheet, target)
    return batch


def _remark_on_new_workbook(no_copy: str) -> tuple[str, ...]:
    sentence = _("The results are a new workbook, not a copy of your own: {no_copy}.")
    return (sentence.format(no_copy=no_copy),) if no_copy else ()


def _limit_policy(policy: SendPolicy) -> tuple[SendPolicy, tuple[str, ...]]:
    """The policy with no more workers than there can be connections, and a remark where that makes them fewer."""
    workers = limit_workers(policy.workers)
    if workers == policy.workers:
        return policy, ()
    fewer = _("Rows sent at once: {workers}, because this system lets a program open only a few files (ulimit -n).")
    return replace(policy, workers=workers), (fewer.format(workers=workers),)


def _decide(request: RunRequest, observer: Observer) -> Decide:
    """What becomes of rows that resemble earlier ones."""
    same = SameJob.NEW if request.policy.new_rows else None
    return lambda asked: apply_decision(asked, same or observer.ask_same(asked))


def _refuse_another_target(target: Target, earlier: JournalRun | None) -> None:
    if earlier and not target.is_known_as(earlier.identity):
        raise SettingsError(OTHER_TARGET, run=earlier.run, ours=earlier.identity, theirs=target.identity)


def _remark_on_file(sheet: Sheet, file_hash: str, earlier: JournalRun | None) -> tuple[str, ...]:
    if earlier is None or file_hash == earlier.file_hash:
        return ()
    changed = _("{file} has changed since run {run}; its rows are recognised by their content.")
    gone = _("{file} no longer exists; its rows come from the journal, as run {run} read them.")
    return ((changed if file_hash else gone).format(file=sheet.path.name, run=earlier.run),)
