"""A sheet is checked, and nothing is sent. What only a target or results need is loaded where they are asked for."""

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path

from importer.child_process import Bounds
from importer.errors import JournalError, SheetError
from importer.files import is_folder
from importer.records import Batch, ImportResult, Observer, Outcome, Status
from importer.runs.checked_sheet import add_password_command, check_rows, ensure_file, list_sheets
from importer.runs.every_sheet import make_sheet_path, run_each
from importer.runs.request import RunRequest, make_request
from importer.settings import Options, Target


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
    observer = add_password_command(observer or Observer(), options)
    return _check(make_request(path, target, results, options), observer, offline=offline)


def check_each(request: RunRequest, observer: Observer, *, offline: bool) -> Iterator[ImportResult | SheetError]:
    """Do what `check_sheet` does, with each worksheet that has jobs where the request is of all."""
    observer = add_password_command(observer, request.options)
    return run_each(
        request,
        lambda one: _check(one, observer, offline=offline),
        lambda one: choose_results_path(one) if one.results else None,
        lambda all_: list_sheets(all_, observer),
    )


def _check(request: RunRequest, observer: Observer, *, offline: bool) -> ImportResult:
    started, name = datetime.now(UTC), ""
    path = choose_results_path(request) if request.results else None
    if offline or request.target is not None:
        from importer.runs import resolved_codes as codes  # noqa: PLC0415 - all that asks a target is loaded with it

        check_codes = codes.check_with_cache if offline else codes.check_with_target
        name, batch, request = check_codes(request, observer)
    else:
        batch, request = check_rows(request, offline=True, observer=observer)
    checked = replace(make_unsent_result(batch, started, name, request), checked_only=True)
    if path is None:
        return checked
    return _add_results(checked, path, request.options, observer)


def _add_results(checked: ImportResult, path: Path, options: Options, observer: Observer) -> ImportResult:
    from importer.runs.recorded_run import open_journal  # noqa: PLC0415 - for results alone
    from importer.steps.report import write_results  # noqa: PLC0415 - the same

    with ExitStack() as stack:
        journal = None
        with suppress(JournalError):  # without it no file is replaced
            journal = stack.enter_context(open_journal())
        return write_results(checked, path, journal, bounds=bounds_of(options), progress=observer.progress)


def choose_results_path(request: RunRequest) -> Path:
    """Where the results go. Raises ResultsError where they could not be written there."""
    if is_folder(request.path):
        ensure_file(request.path)
    from importer.steps.report import ensure_writable, results_path_of  # noqa: PLC0415 - for results alone

    path = request.results or results_path_of(make_sheet_path(request.path, request.one_of_all))
    ensure_writable(path, sheet=request.path)
    return path


def bounds_of(options: Options) -> Bounds:
    """What the process may use that opens the workbook."""
    return Bounds(options.memory_mb, options.deadline_seconds)


def make_unsent_result(batch: Batch, started: datetime, target: str, request: RunRequest) -> ImportResult:
    """Every row of the sheet exactly once, where none was sent."""
    asked = request.to_json()
    status = dict.fromkeys(batch.left_out, Status.LEFT_OUT) | dict.fromkeys(batch.invalid_rows, Status.INVALID)
    rows = batch.sheet.cells.index.tolist()
    outcomes = tuple(map(Outcome, rows, map(status.get, rows, repeat(Status.NOT_SENT))))
    return ImportResult(batch, outcomes, target, started, datetime.now(UTC), arguments=request.arguments, asked=asked)
