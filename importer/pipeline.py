"""The run, told in a screenful of calls. The only module that knows the order of the steps."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from importer.directory import Directory, KeptLists, kept_remarks
from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.mapping import (
    Mapping,
    headings_not_there,
    headings_remembered,
    notes_still_open,
    read_mapping,
    refuse_constants_with_columns,
    remember,
    remembered,
    settled,
)
from importer.records import Batch, ImportResult, Options, Outcome, Sheet, Status
from importer.settings import Patience, Target, cache_folder, state_folder
from importer.steps.map import map_columns
from importer.steps.read import read_sheet
from importer.steps.report import ensure_fits, ensure_writable, results_path, write_results
from importer.steps.resolve import resolve_codes
from importer.steps.submit import plan_jobs, submit_rows, without_circles
from importer.steps.validate import validate_rows
from importer.targets import known_target, opened_target
from importer.template.age import age_remarks
from importer.template.ids import renamed_headings, renamed_remarks
from importer.template.stamp import read_stamp
from importer.watcher import Watcher


def check_sheet(
    path: str | Path,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    options: Options = Options(),
    watcher: Watcher | None = None,
    offline: bool = False,
) -> ImportResult:
    """Tell everything that is wrong with a sheet; nothing is sent.

    With a `target`, or the name of one, its codes are looked up too; without one they are taken as they are. `results`
    names a workbook to write the findings to; `options` say how to read a sheet that does not say so itself. Rows
    without an error come out as `not sent`. `offline` asks nobody: codes are looked up in what this computer keeps of
    the target's lists, and a remark says how old that is. Raises ImporterError where the sheet cannot be read or the
    target not be used.
    """
    started, watcher = datetime.now(UTC), watcher or Watcher()
    place = _place(Path(path), results) if results else None
    name = ""
    if offline:
        name, batch = _checked_offline(Path(path), target, options, watcher)
    else:
        batch = _judged(Path(path), options, offline=target is None, watcher=watcher)
    if target is not None and not offline:
        with opened_target(target, beside=Path(path)) as chosen, JobsApi(chosen, Patience()) as api:
            api.check_connection()
            name, batch = chosen.name, _looked_up(batch, Directory(api, KeptLists(cache_folder(), chosen)), chosen)
    checked = _result(batch, (), started, target=name)
    return _written(replace(checked, checked_only=True, said=_said(target, options)), place, watcher)


def import_sheet(
    path: str | Path,
    *,
    target: Target | str | None = None,
    results: str | Path | None = None,
    patience: Patience = Patience(),
    options: Options = Options(),
    watcher: Watcher | None = None,
) -> ImportResult:
    """Check a sheet, send its sound rows to the target exactly once each, and write what became of every row.

    `target` None takes what the environment or a settings file chooses, 'practice' the practice server. `results` is
    FILE.results.xlsx beside the sheet unless given; `patience` says how the rows are sent. Raises ImporterError where
    nothing could be sent; whatever happens later is in the result, and in the results workbook.
    """
    started, watcher = datetime.now(UTC), watcher or Watcher()
    place = _place(Path(path), results)
    with opened_target(target, beside=Path(path)) as chosen, JobsApi(chosen, patience) as api:
        api.check_connection()
        batch = _judged(Path(path), options, offline=False, watcher=watcher)
        batch = _looked_up(batch, Directory(api, KeptLists(cache_folder(), chosen)), chosen)
        if not batch.sound_rows or not watcher.confirm(batch, chosen):
            result = _result(batch, (), started, target=chosen.name)
            return _written(replace(result, said=_said(target, options)), place, watcher)
        with Journal(state_folder() / "journal.sqlite") as journal:
            result = _sent(batch, api, journal, watcher, started)
    return _written(replace(result, said=_said(target, options)), place, watcher)


def _checked_offline(path: Path, target: Target | str | None, options: Options, watcher: Watcher) -> tuple[str, Batch]:
    known = known_target(target, beside=path)
    directory = Directory(None, KeptLists(cache_folder(), known))
    batch = _judged(path, options, offline=not directory.knows("JobStatus"), watcher=watcher)
    return known.name, _looked_up(batch, directory, known)


def _looked_up(batch: Batch, directory: Directory, target: Target) -> Batch:
    """The batch with its codes resolved, and what there is to say of the lists they were looked up in."""
    resolved = resolve_codes(batch, directory)
    stamp = read_stamp(batch.sheet.path)
    old = age_remarks(stamp, directory, target.name) if stamp else ()
    return replace(resolved, remarks=(*resolved.remarks, *kept_remarks(directory, target.name), *old))


def _sent(batch: Batch, api: JobsApi, journal: Journal, watcher: Watcher, started: datetime) -> ImportResult:
    jobs = plan_jobs(batch, api.target.identity)
    run = journal.begin_run(batch, api.target)
    outcomes: list[Outcome] = []
    for outcome in submit_rows(batch, jobs, api, journal, run=run, watcher=watcher):
        outcomes.append(outcome)
        watcher.progress("Sending", len(outcomes), len(jobs))
    result = _result(batch, outcomes, started, target=api.target.name)
    result = replace(result, run=run, **_how_it_stopped(outcomes, watcher))
    journal.end_run(run, result.exit_code.name)
    return result


def _mapped(sheet: Sheet, mapping: Mapping, options: Options) -> tuple[Sheet, Mapping]:
    """The mapping that holds for this sheet, what was decided for its headings before among it; the rest is told."""
    before = remembered(sheet.headings, state_folder())
    renamed = renamed_headings(sheet)
    mapping = replace(mapping, columns={**renamed, **mapping.columns})
    told = (*headings_not_there(sheet, mapping), *headings_remembered(sheet, mapping, before))
    whole = settled(sheet, mapping, remembered=before, accept_suggestions=options.accept_suggestions)
    refuse_constants_with_columns(sheet, whole)
    if options.mapping or options.accept_suggestions:
        remember(sheet.headings, whole, state_folder())
    return replace(
        sheet,
        notes=(*notes_still_open(sheet, whole), *told),
        remarks=(*sheet.remarks, *renamed_remarks(renamed)),
    ), whole


def _how_it_stopped(outcomes: Iterable[Outcome], watcher: Watcher) -> dict[str, Any]:
    held = next((outcome for outcome in outcomes if outcome.status is Status.NOT_SENT), None)
    if held is None:
        return {}
    interrupted = watcher.stop is not None and watcher.stop.is_set()
    return {"stopped": held.problems[0].message if held.problems else "", "interrupted": interrupted}


def _said(target: Target | str | None, options: Options) -> tuple[str, ...]:
    return (*(("--target", target) if isinstance(target, str) else ()), *options.words)


def _place(path: Path, results: str | Path | None) -> Path:
    place = Path(results) if results else results_path(path)
    ensure_writable(place, sheet=path)
    return place


def _judged(path: Path, options: Options, *, offline: bool, watcher: Watcher) -> Batch:
    watcher.progress("Reading", 0, 0)
    mapping = read_mapping(options.mapping) if options.mapping else Mapping()
    options = mapping.options_for(options)
    sheet = read_sheet(path, options=options, known=mapping.field_of, headings=mapping.headings)
    sheet, mapping = _mapped(sheet, mapping, options)
    ensure_fits(sheet)
    batch = map_columns(sheet, options, mapping)
    watcher.progress("Checking", 0, batch.sheet.rows)
    return without_circles(validate_rows(batch, offline=offline))


def _result(batch: Batch, outcomes: Iterable[Outcome], started: datetime, *, target: str) -> ImportResult:
    """Every row of the sheet exactly once: as it was sent, else invalid, else not sent."""
    sent = {outcome.row: outcome for outcome in outcomes}
    complete = tuple(
        sent.get(row) or Outcome(row, Status.INVALID if row in batch.invalid_rows else Status.NOT_SENT)
        for row in batch.values.index
    )
    return ImportResult(batch, complete, target, started, datetime.now(UTC))


def _written(result: ImportResult, place: Path | None, watcher: Watcher) -> ImportResult:
    if place is None:
        return result
    written = write_results(result, place, progress=watcher.progress)
    return replace(result, results=written, results_wanted=place)
