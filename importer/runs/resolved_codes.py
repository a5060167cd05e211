"""The codes of a sheet are looked up: in the target's lists, or in what this computer keeps of them."""

from dataclasses import replace

from importer.directory import Directory, ListCache, open_directory, remark_on_cache
from importer.files import find_cache_folder
from importer.records import Batch, Observer
from importer.runs.checked_sheet import check_rows
from importer.runs.request import RunRequest
from importer.settings import Target
from importer.steps.resolve import resolve_codes as resolved_codes
from importer.targets import identify_target
from importer.template import remark_on_age, stamp_of


def check_with_target(request: RunRequest, observer: Observer) -> tuple[str, Batch, RunRequest]:
    """Check the rows, and ask the target for their codes; its name, the rows, and the request that held."""
    batch, request = check_rows(request, offline=False, observer=observer)
    with open_directory(request.target, sheet=request.path) as (opened, directory):
        return opened.name, resolve_codes(batch, directory, opened), request


def check_with_cache(request: RunRequest, observer: Observer) -> tuple[str, Batch, RunRequest]:
    """The same, where nobody is asked."""
    known = identify_target(request.target, sheet=request.path)
    directory = Directory(None, ListCache(find_cache_folder(), known))
    batch, _ = check_rows(request, offline=not directory.can_list("JobStatus"), observer=observer)
    return known.name, resolve_codes(batch, directory, known), request


def resolve_codes(batch: Batch, directory: Directory, target: Target) -> Batch:
    """The batch with its codes resolved, and what there is to say of the lists they were looked up in."""
    resolved = resolved_codes(batch, directory, target.name)
    stamp = stamp_of(batch.sheet.properties)
    old = remark_on_age(stamp, directory, target.name) if stamp else ()
    return replace(resolved, remarks=(*resolved.remarks, *remark_on_cache(directory, target.name), *old))
