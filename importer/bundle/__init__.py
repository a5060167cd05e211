"""What a supporter needs to see of a run, in one file that names nobody and has no secret in it."""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO

from importer.bundle.contents import CsvLine, describe_run, describe_settings, list_cells, list_problems, list_rows
from importer.catalogue import guard_formula
from importer.errors import ResultsError
from importer.files import explain_failure, write_whole_file
from importer.languages import _
from importer.masking import mask_secrets
from importer.problem import BUNDLE_UNWRITABLE
from importer.runs import show_run
from importer.versions import read_versions

_ABOUT = """\
What happened in one run of importer, for the person who helps you.

versions.json  the program, Python, the system and the libraries
settings.json  the settings of the target, without its name, its user or any secret
run.json       the command, when it ran, and how it ended
rows.csv       what the journal has about each row
problems.csv   what was wrong, by number ('importer explain NUMBER' tells what it means)
cells.csv      the sheet, each cell as its shape: A-999 for a code, 12 letters for a name

It contains no cell, no name and no password. Check it yourself before you send it.
"""


def write_bundle(run: str, out: Path | None = None) -> Path:
    """Write what there is to see of a run, by its number or 'last', to a new zip file; give its place.

    Raises NoSuchRun, JournalError, and ResultsError where the file cannot be written or is there already.
    """
    listed, result, rows = show_run(run)
    path = out or Path(f"importer-run-{listed.run.run}.zip")
    parts = {
        "about.txt": _ABOUT,
        "versions.json": _to_json(read_versions()),
        "settings.json": _to_json(describe_settings(listed.run)),
        "run.json": _to_json(describe_run(listed.run, listed.state, result)),
        "rows.csv": _to_csv(list_rows(rows)),
        "problems.csv": _to_csv(list_problems(result.problems)),
        "cells.csv": _to_csv(list_cells(result)),
    }
    try:
        write_whole_file(path, lambda file: _zip(parts, file), replace=False, private=True)
    except FileExistsError as error:
        raise ResultsError(BUNDLE_UNWRITABLE, path=path, reason=_("it already exists")) from error
    except OSError as error:
        raise ResultsError(BUNDLE_UNWRITABLE, path=path, reason=explain_failure(error)) from error
    return path


def _zip(parts: Mapping[str, str], file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, mask_secrets(text))


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _to_csv(lines: Iterable[CsvLine]) -> str:
    text = io.StringIO()
    guarded = ([guard_formula(cell) if isinstance(cell, str) else cell for cell in line] for line in lines)
    csv.writer(text, lineterminator="\r\n").writerows(guarded)
    return text.getvalue()
