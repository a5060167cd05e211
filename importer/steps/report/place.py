"""Where the results go: beside the sheet, whole or not at all, under another name where theirs cannot be written."""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

from importer.errors import ResultsError
from importer.problem import RESULTS_OVER_INPUT, RESULTS_UNWRITABLE
from importer.settings import state_folder

SIBLINGS = 99
_AGAIN = re.compile(r"(?P<of>.+)\.results(\.(?P<number>[0-9]{1,6}))?")


def results_path(sheet: Path) -> Path:
    """Where the results of a sheet go unless told otherwise: `jobs.xlsx` gives `jobs.results.xlsx` beside it.

    Results that are run again give `jobs.results.2.xlsx`, then `jobs.results.3.xlsx`: what was corrected stays.
    A workbook with macros keeps its ending, without which Excel does not open it.
    """
    ending = ".xlsm" if sheet.suffix.casefold() == ".xlsm" else ".xlsx"
    again = _AGAIN.fullmatch(sheet.stem)
    if again:
        return sheet.with_name(f"{again['of']}.results.{int(again['number'] or 1) + 1}{ending}")
    return sheet.with_name(f"{sheet.stem}.results{ending}")


def ensure_writable(path: Path, *, sheet: Path) -> None:
    """Try, before anything is sent, whether the results can be written; raises ResultsError where not.

    It is enough that they can be written under another name beside it, as when Excel has the last results open.
    """
    refuse_the_sheet_itself(path, sheet)
    try:
        if path.is_dir():
            raise IsADirectoryError(21, "Is a directory")
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise unwritable(path, error) from error


def put_in_place(path: Path, like: Path, write: Callable[[IO[bytes]], None]) -> Path:
    """Let `write` fill a new file that takes the place of `path` once it is complete and on disk; gives its path.

    Where `path` cannot be replaced, a free name beside it is taken, and where nothing can be written there, the
    importer's own folder. Whoever may read `like` may read the file. Raises ResultsError where nothing helps.
    """
    refusal = None
    for folder in (path.parent, state_folder()):
        try:
            return _put(folder, path, like, write)
        except OSError as error:
            refusal = refusal or unwritable(path, error)
    raise refusal or AssertionError("no folder to try")


def _put(folder: Path, path: Path, like: Path, write: Callable[[IO[bytes]], None]) -> Path:
    handle, name = tempfile.mkstemp(prefix=".importer-", suffix=".tmp", dir=folder)
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            shutil.copymode(like, name)
        place = _renamed(Path(name), folder, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    return place


def _renamed(written: Path, folder: Path, path: Path) -> Path:
    """The file under its name; where the file that has it cannot be replaced, under the next that nobody has."""
    place = folder / path.name
    try:
        return written.replace(place)
    except OSError:
        numbered = (folder / f"{path.stem} {number}{path.suffix}" for number in range(2, SIBLINGS + 2))
        free = next((each for each in numbered if not each.exists()), None)
        if free is None:
            raise
        return written.replace(free)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder, and syncs a rename by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def refuse_the_sheet_itself(path: Path, sheet: Path) -> None:
    """Raise ResultsError where the results would be written over the sheet."""
    same = path.samefile(sheet) if path.exists() and sheet.exists() else path.resolve() == sheet.resolve()
    if same:
        raise ResultsError(RESULTS_OVER_INPUT, path=sheet)


def unwritable(path: Path, error: OSError) -> ResultsError:
    """The error that says why the results cannot be written."""
    return ResultsError(RESULTS_UNWRITABLE, path=path, reason=error.strerror or str(error))
