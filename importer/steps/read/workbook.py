"""A workbook is opened in a process of its own, and its rows come back as text."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from importer.catalogue import find_field, fold_spelling, list_known_names
from importer.child_process import code_of
from importer.errors import SheetError
from importer.files import open_regular_file
from importer.languages import N_, _
from importer.problem import WORKBOOK_LOCKED, WRONG_WORKBOOK_PASSWORD
from importer.records import AskPassword, give_no_password
from importer.settings import Options
from importer.steps.read.child_answers import ask_process
from importer.steps.read.grid import Grid
from importer.steps.read.layout import FindField

_OF_EXCEL = "VelvetSweatshop"  # encrypts what is only protected from changes; Excel opens that without a question
_NOT_PROTECTED = N_(
    "The workbook has a password. The results, and the rows recorded on this computer, are not protected by it."
)
_MOST_LETTERS = 28_000  # of headings: a command line of Windows has 32,767, in which a quote may take two
_START = code_of("importer.steps.read.sandbox.child", "child_process", "steps.read", "catalogue", "workbook_parts")


def read_workbook(
    path: Path,
    container: str,
    options: Options,
    *,
    find_field: FindField = find_field,
    headings: Sequence[str] = list_known_names(),
    ask_password: AskPassword = give_no_password,
) -> Grid:
    """Read the rows of one worksheet: the one of `options.sheet`, else the visible one with most headings that we know.

    `container` is how the file is packed, zip or ole; `headings` are those that we know, and `find_field` says which
    field each means. `ask_password` gives the password of one that is protected. Raises SheetError where it is no
    workbook, is damaged, stays protected, could do harm, has no such sheet or nothing in it, or takes more memory or
    time than `options` allow.
    """
    request = request_of(container, options, find_field, headings)
    with open_regular_file(path) as file:
        try:
            return ask_process(_START, file, path, request, options)
        except SheetError as found:
            if found.code is not WORKBOOK_LOCKED:
                raise
        return _unlock(file, path, request, options, ask_password)


def _unlock(
    file: IO[bytes], path: Path, request: Mapping[str, Any], options: Options, ask_password: AskPassword
) -> Grid:
    request = {**request, "locked_bytes": file.seek(0, 2)}
    try:
        return ask_process(_START, file, path, request, options, password=_OF_EXCEL)
    except SheetError as found:
        if found.code is not WRONG_WORKBOOK_PASSWORD:
            raise
    password = ask_password(path)
    if not password:
        raise SheetError(WORKBOOK_LOCKED, path=path)
    grid = ask_process(_START, file, path, request, options, password=password)
    return replace(grid, remarks=(*grid.remarks, _(_NOT_PROTECTED)))


def request_of(container: str, options: Options, find_field: FindField, headings: Sequence[str]) -> Mapping[str, Any]:
    """What the process is asked, as JSON takes it."""
    return {
        "container": container,
        "sheet": options.sheet,
        "heading_row": options.heading_row,
        "memory_mb": options.memory_mb,
        "locked_bytes": 0,
        "known": dict(_take_that_fit(_name_fields(find_field, reversed(headings)))),
    }


def _name_fields(find_field: FindField, headings: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each heading, folded, with the field that it means."""
    for heading in headings:
        named = find_field(heading)
        yield fold_spelling(heading), named.name if named else heading


def _take_that_fit(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """As many pairs as the command line of a process holds: a worksheet is known by far fewer headings."""
    left = _MOST_LETTERS
    for pair in pairs:
        text = json.dumps(pair)
        cost = len(text) + text.count('"') + text.count("\\")
        if cost <= left:
            left -= cost
            yield pair
