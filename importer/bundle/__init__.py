"""What a supporter needs to see of a run, in one file that names nobody and has no secret in it.

told.py    the run, its rows and its problems, in words that may be shown
shapes.py  a text without what it says
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable
from pathlib import Path

from importer.bundle.told import Line, cells_told, problems_told, rows_told, run_told, settings_told
from importer.errors import ResultsError
from importer.masking import masked
from importer.problem import BUNDLE_UNWRITABLE
from importer.runs import show_run
from importer.versions import versions

_ABOUT = """\
What happened in one run of importer, for somebody who helps.

versions.json  the program, Python, the system and the libraries
settings.json  how the target is set, without its name, its user or a secret
run.json       what was asked, when, and how it ended
rows.csv       what the journal has of each row
problems.csv   what was wrong, by number ('importer explain NUMBER' tells what it means)
cells.csv      the sheet, each cell as its shape: A-999 for a code, 12 letters for a name

No cell, no name and no password is in here. Look for yourself before you send it.
"""


def write_bundle(word: str, out: Path | None = None) -> Path:
    """Write what there is to see of a run, by its number or 'last', to a new zip file; give its place.

    Raises NoSuchRun, JournalError, and ResultsError where the file cannot be written or is there already.
    """
    told, result, rows = show_run(word)
    run = told.run
    place = out or Path(f"importer-run-{run.run}.zip")
    parts = {
        "about.txt": _ABOUT,
        "versions.json": _as_json(versions()),
        "settings.json": _as_json(settings_told(run)),
        "run.json": _as_json(run_told(run, told.state, result)),
        "rows.csv": _as_csv(rows_told(rows)),
        "problems.csv": _as_csv(problems_told(result.problems)),
        "cells.csv": _as_csv(cells_told(result)),
    }
    try:
        with place.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in parts.items():
                archive.writestr(name, masked(text))
    except FileExistsError as error:
        raise ResultsError(BUNDLE_UNWRITABLE, path=place, reason="it is there already") from error
    except OSError as error:
        raise ResultsError(BUNDLE_UNWRITABLE, path=place, reason=error.strerror or "output error") from error
    return place


def _as_json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _as_csv(lines: Iterable[Line]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([_harmless(cell) for cell in line] for line in lines)
    return text.getvalue()


def _harmless(cell: object) -> object:
    """A text that a spreadsheet would take for a formula is kept from being one."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in {"=", "+", "-", "@"} else cell
