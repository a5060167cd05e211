"""A workbook is opened in a process of its own, and its rows come back as text."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from importer.catalogue import find_field, folded, known_names
from importer.child_process import code_of
from importer.settings import Options
from importer.steps.read.answers import ask_process
from importer.steps.read.grid import Grid
from importer.steps.read.layout import Known

_START = code_of("importer.steps.read.sandbox.child", "child_process", "steps.read", "catalogue", "workbook_parts")


def read_workbook(
    path: Path,
    container: str,
    options: Options,
    *,
    known: Known = find_field,
    headings: Sequence[str] = known_names(),
) -> Grid:
    """Read the rows of one worksheet: the one of `options.sheet`, else the visible one with most headings that we know.

    `container` is how the file is packed, zip or ole; `headings` are those that we know, and `known` says which field
    each means. Raises SheetError where it is no workbook, is damaged, has a password, could do harm, has no such sheet
    or nothing in it, or takes more memory or time than `options` allow.
    """
    request = request_of(container, options, known, headings)
    with path.open("rb") as file:
        return ask_process(_START, file, path, request, options)


def request_of(container: str, options: Options, known: Known, headings: Sequence[str]) -> Mapping[str, Any]:
    """What the process is asked, as JSON takes it."""
    return {
        "container": container,
        "sheet": options.sheet,
        "heading_row": options.heading_row,
        "memory_mb": options.memory_mb,
        "known": {folded(heading): named.name if (named := known(heading)) else heading for heading in headings},
    }
