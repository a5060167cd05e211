"""Several worksheets of one workbook, one after the other: each is a run of its own, with results of its own.

So each can be resumed, corrected and retried by itself, and a sheet that cannot be read stops no other. The promise
holds across them: a row that an earlier sheet has, too, is asked about.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from importer.errors import ExitCode, SheetError
from importer.languages import _
from importer.records import ImportResult
from importer.runs.request import RunRequest

ALL = "all"
_ENDS_ALL = frozenset({ExitCode.STOPPED, ExitCode.INTERRUPTED})
_NOT_IN_A_NAME = re.compile(r"[^\w-]+")

RunSheet = Callable[[RunRequest], ImportResult]
FindPlace = Callable[[RunRequest], object]
SheetsIn = Callable[[RunRequest], tuple[str, ...]]


def run_each(
    request: RunRequest, run: RunSheet, find_place: FindPlace, sheets_in: SheetsIn
) -> Iterator[ImportResult | SheetError]:
    """Give the result of the request, or of each worksheet with jobs where it asks for all of them.

    `sheets_in` names these sheets; `find_place` raises ResultsError where one could not have its results, before any is
    run. A run that stops early ends it all; for a sheet that cannot be read, why is given.
    """
    if request.options.sheet != ALL or ALL in (names := sheets_in(request)):
        yield run(request)
        return
    requests = [_of_sheet(request, name, file_name=_name_file(names, position)) for position, name in enumerate(names)]
    for one in requests:
        find_place(one)
    for position, (name, one) in enumerate(zip(names, requests, strict=True)):
        try:
            result = run(one)
        except SheetError as error:
            error.sheet = name
            error.message = _('The sheet "{name}" was not read. {message}').format(name=name, message=error.message)
            yield error
            continue
        ends = result.exit_code in _ENDS_ALL
        yield replace(result, one_of_all=one.one_of_all, sheets_left=names[position + 1 :] if ends else ())
        if ends:
            return


def make_sheet_path(path: Path, name: str) -> Path:
    """The name of a file with the name of a sheet in it: to-correct.xlsx is to-correct.March.xlsx."""
    return path.with_name(f"{path.stem}.{_clean(name)}{path.suffix}") if name else path


def _name_file(names: tuple[str, ...], position: int) -> str:
    """A sheet as it is named in the names of files, each otherwise than those before."""
    name = names[position]
    return f"{position + 1}-{name}" if _clean(name) in map(_clean, names[:position]) else name


def _of_sheet(request: RunRequest, name: str, *, file_name: str) -> RunRequest:
    results = make_sheet_path(request.results, file_name) if request.results else None
    arguments = _remove_sheet_option(request.arguments)
    return replace(request, results=results, one_of_all=file_name, arguments=arguments).of_sheet(name)


def _remove_sheet_option(arguments: tuple[str, ...]) -> tuple[str, ...]:
    at = arguments.index("--sheet") if "--sheet" in arguments else len(arguments)
    return (*arguments[:at], *arguments[at + 2 :])


def _clean(name: str) -> str:
    return _NOT_IN_A_NAME.sub("-", name)
