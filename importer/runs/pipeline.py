"""The run, told in a screenful of calls. The only module that knows the order of the steps."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, TypeVar, Unpack

from importer.directory import Directory, ListCache, cache_remarks
from importer.errors import JournalError, SettingsError
from importer.jobs_api import JobsApi
from importer.journal import JournalRun, hash_of
from importer.mapping import (
    ColumnMapping,
    complete_mapping,
    missing_headings,
    open_notes,
    read_mapping,
    recall,
    recalled_headings,
    refuse_constants_with_columns,
    remember,
)
from importer.problem import OTHER_TARGET
from importer.records import Batch, ImportResult, Observer, Options, Outcome, Sheet, Status
from importer.runs.recorded_run import finish_run, open_journal, send_rows
from importer.runs.request import RunRequest
from importer.runs.rerun import change_remarks, refuse_other_results
from importer.settings import SendPolicy, Target, cache_folder, state_folder
from importer.steps.map import map_columns
from importer.steps.read import read_sheet
from importer.steps.report import ensure_fits, ensure_writable, results_path, write_results
from importer.steps.resolve import resolve_codes
from importer.steps.submit import RunLog, keep_job_ids, plan_jobs, reject_circles
from importer.steps.validate import validate_rows
from importer.targets import identify_target, open_target
from importer.template import age_remarks, renamed_headings, renamed_remarks, stamp_of

Told = TypeVar("Told")


class ImportArguments(TypedDict, total=False):
    """What is asked of an import besides its sheet; `import_sheet` says what each means."""

    target: Target | str | None
    results: str | Path | None
    policy: SendPolicy
    options: Options


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
    started, observer = datetime.now(UTC), observer or Observer()
    place = _place(Path(path), results) if results else None
    name, request = "", RunRequest(Path(path), target, options=options)
    if offline:
        name, batch = _check_offline(request, observer)
    else:
        batch, _ = _check_rows(request, offline=target is None, observer=observer)
    if target is not None and not offline:
        with open_target(target, beside=Path(path)) as chosen, JobsApi(chosen) as api:
            api.check_connection()
            name, batch = chosen.name, _resolve_codes(batch, Directory(api, ListCache(cache_folder(), chosen)), chosen)
    checked = _result(batch, started, target=name)
    checked = replace(checked, checked_only=True, arguments=_arguments_of(target, options))
    if place is None:
        return checked
    with ExitStack() as opened:
        journal = None
        with suppress(JournalError):  # without it no file is replaced
            journal = opened.enter_context(open_journal())
        return write_results(checked, place, journal, progress=observer.progress)


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
    return run_import(_request(path, target, results, policy, options), observer or Observer())


def retry_results(
    path: str | Path, *, observer: Observer | None = None, **arguments: Unpack[ImportArguments]
) -> ImportResult:
    """Do what `import_sheet` does with the results of an earlier run, and refuse any other sheet, or other target."""
    return run_import(replace(_request(path, **arguments), retry=True), observer or Observer())


def _request(
    path: str | Path,
    target: Target | str | None = None,
    results: str | Path | None = None,
    policy: SendPolicy = SendPolicy(),
    options: Options = Options(),
) -> RunRequest:
    where = Path(results) if results else None
    return RunRequest(Path(path), target, where, options, policy, arguments=_arguments_of(target, options))


def run_import(request: RunRequest, observer: Observer, *, earlier: JournalRun | None = None) -> ImportResult:
    """Do what `import_sheet` promises; or go on with an earlier run, also where the file of its sheet is gone."""
    started, place, file_hash = datetime.now(UTC), _place(request.path, request.results), hash_of(request.path)
    with open_target(request.target, beside=request.path) as chosen, open_journal() as journal:
        _refuse_another_target(chosen, earlier)
        with journal.exclusive_run(request.path, file_hash, chosen.identity), JobsApi(chosen, request.policy) as api:
            api.check_connection()
            kept = journal.previous_runs.sheet(earlier) if earlier and not request.path.exists() else None
            batch, mapping = _check_rows(request, offline=False, observer=observer, kept=kept)
            if request.retry:
                refuse_other_results(batch.sheet, chosen)
            batch = _resolve_codes(batch, Directory(api, ListCache(cache_folder(), chosen)), chosen)
            batch = _with_change_remark(batch, file_hash, earlier)
            batch, before = keep_job_ids(batch, chosen.identity, journal.previous_runs)
            batch = replace(
                batch, remarks=(*batch.remarks, *change_remarks(batch, before, journal.previous_runs, chosen))
            )
            if batch.sound_rows and not observer.confirm(batch, chosen):
                result = _result(batch, started, target=chosen.name)
                return write_results(
                    replace(result, arguments=request.arguments), place, journal, progress=observer.progress
                )
            jobs = plan_jobs(batch, chosen.identity, journal.previous_runs, before)
            words = replace(request, mapping=mapping).kept()
            log = RunLog(journal, journal.begin_run(batch, chosen, words, file_hash=file_hash))
            result = send_rows(batch, jobs, api, log, policy=request.policy, observer=observer)
            return finish_run(result, journal, place, observer)


def _refuse_another_target(chosen: Target, earlier: JournalRun | None) -> None:
    if earlier and earlier.identity != chosen.identity:
        raise SettingsError(OTHER_TARGET, run=earlier.run, ours=earlier.identity, theirs=chosen.identity)


def _with_change_remark(batch: Batch, file_hash: str, earlier: JournalRun | None) -> Batch:
    if earlier is None or file_hash == earlier.file_hash:
        return batch
    changed = f"has been changed since run {earlier.run}: its rows are known by what they say"
    gone = f"is gone: its rows are taken from the journal, as run {earlier.run} read them"
    return replace(batch, remarks=(*batch.remarks, f"{batch.sheet.path.name} {changed if file_hash else gone}."))


def _check_offline(request: RunRequest, observer: Observer) -> tuple[str, Batch]:
    known = identify_target(request.target, beside=request.path)
    directory = Directory(None, ListCache(cache_folder(), known))
    batch, _ = _check_rows(request, offline=not directory.knows("JobStatus"), observer=observer)
    return known.name, _resolve_codes(batch, directory, known)


def _resolve_codes(batch: Batch, directory: Directory, target: Target) -> Batch:
    """The batch with its codes resolved, and what there is to say of the lists they were looked up in."""
    resolved = resolve_codes(batch, directory, target.name)
    stamp = stamp_of(batch.sheet.properties)
    old = age_remarks(stamp, directory, target.name) if stamp else ()
    return replace(resolved, remarks=(*resolved.remarks, *cache_remarks(directory, target.name), *old))


def _map_headings(sheet: Sheet, mapping: ColumnMapping, options: Options) -> tuple[Sheet, ColumnMapping]:
    """The mapping that holds for this sheet, what was decided for its headings before among it; the rest is told."""
    before = recall(sheet.headings, state_folder())
    renamed = renamed_headings(sheet)
    mapping = replace(mapping, columns={**renamed, **mapping.columns})
    told = (*missing_headings(sheet, mapping), *recalled_headings(sheet, mapping, before))
    whole = complete_mapping(sheet, mapping, remembered=before, accept_suggestions=options.accept_suggestions)
    refuse_constants_with_columns(sheet, whole)
    if options.mapping or options.accept_suggestions:
        remember(sheet.headings, whole, state_folder())
    return replace(
        sheet,
        notes=(*open_notes(sheet, whole), *_new(told, sheet.notes)),
        remarks=(*sheet.remarks, *_new(renamed_remarks(renamed), sheet.remarks)),
    ), whole


def _new(told: Sequence[Told], before: Sequence[Told]) -> tuple[Told, ...]:
    """What a sheet from the journal does not have already."""
    return tuple(one for one in told if one not in before)


def _arguments_of(target: Target | str | None, options: Options) -> tuple[str, ...]:
    return (*(("--target", target) if isinstance(target, str) else ()), *options.arguments)


def _place(path: Path, results: str | Path | None) -> Path:
    place = Path(results) if results else results_path(path)
    ensure_writable(place, sheet=path)
    return place


def _check_rows(
    request: RunRequest, *, offline: bool, observer: Observer, kept: Sheet | None = None
) -> tuple[Batch, ColumnMapping]:
    """The sheet, checked as far as it can be without a target, and the mapping that held."""
    observer.progress("Reading", 0, 0)
    options = request.options
    mapping = request.mapping or (read_mapping(options.mapping) if options.mapping else ColumnMapping())
    options = mapping.options_for(options)
    sheet = kept or read_sheet(request.path, options=options, known=mapping.field_of, headings=mapping.headings)
    sheet, mapping = _map_headings(sheet, mapping, options)
    ensure_fits(sheet)
    batch = map_columns(sheet, options, mapping)
    observer.progress("Checking", 0, batch.sheet.rows)
    return reject_circles(validate_rows(batch, offline=offline)), mapping


def _result(batch: Batch, started: datetime, *, target: str) -> ImportResult:
    """Every row of the sheet exactly once, where none was sent."""
    outcomes = tuple(
        Outcome(row, Status.INVALID if row in batch.invalid_rows else Status.NOT_SENT) for row in batch.values.index
    )
    return ImportResult(batch, outcomes, target, started, datetime.now(UTC))
