"""A sheet that is read once and checked again after each decision, as a person works on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from importer.directory import Directory, open_directory
from importer.journal import hash_of
from importer.mapping import ColumnMapping
from importer.records import Edit, ImportResult, Observer, Sheet
from importer.runs.check import make_unsent_result
from importer.runs.checked_sheet import check_rows, ensure_file, read_asked
from importer.runs.request import RunRequest
from importer.runs.resolved_codes import resolve_codes
from importer.settings import Target


@dataclass(frozen=True)
class LoadedSheet:
    """A sheet as it was read, with the request that it was read for and SHA-256 of its file."""

    sheet: Sheet
    request: RunRequest
    file_hash: str


@dataclass(frozen=True)
class ConnectedTarget:
    """A target that answers, with its lists."""

    target: Target
    directory: Directory


@dataclass(frozen=True)
class CheckedSheet:
    """A check, and the mapping that it was made by: what was decided, recalled and recognised of the headings."""

    result: ImportResult
    mapping: ColumnMapping


@contextmanager
def hold_target(request: RunRequest) -> Iterator[ConnectedTarget]:
    """The target of a request, for as long as the context lasts. Raises SettingsError, ApiError."""
    with open_directory(request.target, sheet=request.path) as (target, directory):
        yield ConnectedTarget(target, directory)


def load_sheet(request: RunRequest, observer: Observer) -> LoadedSheet:
    """Read the sheet. Raises SheetError."""
    ensure_file(request.path)
    observer.progress("Reading", 0, 0)
    file_hash = hash_of(request.path)
    sheet, request = read_asked(request, observer)
    return LoadedSheet(sheet, request, file_hash)


def check_again(
    loaded: LoadedSheet,
    mapping: ColumnMapping | None,
    target: ConnectedTarget | None,
    observer: Observer,
    *,
    edits: tuple[Edit, ...] = (),
) -> CheckedSheet:
    """Check the sheet as `mapping` understands it, with these `edits`, its codes looked up where there is a target.

    Raises SheetError where the sheet cannot be understood at all.
    """
    started, request = datetime.now(UTC), replace(loaded.request, mapping=mapping, edits=edits)
    batch, request = check_rows(request, offline=target is None, observer=observer, saved=loaded.sheet)
    name = ""
    if target is not None:
        observer.progress("Checking", 0, 0)
        name, batch = target.target.name, resolve_codes(batch, target.directory, target.target)
    result = replace(make_unsent_result(batch, started, name, request), checked_only=True)
    return CheckedSheet(result, request.mapping or ColumnMapping())
