"""The results are put in their place: all of them or nothing, and never over the user's own sheet."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from importer.errors import ResultsError
from importer.problem import RESULTS_OVER_INPUT, RESULTS_UNWRITABLE, ROWS_DO_NOT_ADD_UP, SHEET_TOO_LARGE
from importer.records import ImportResult, Sheet, letter_of
from importer.steps.report.added import ADDED_HEADINGS
from importer.steps.report.fresh import write_fresh

Progress = Callable[[str, int, int], None]

TOLD_EVERY = 500  # rows
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


def results_path(sheet: Path) -> Path:
    """Where the results of a sheet go unless told otherwise: `jobs.xlsx` gives `jobs.results.xlsx` beside it."""
    return sheet.with_name(f"{sheet.stem}.results.xlsx")


def ensure_writable(path: Path, *, sheet: Path) -> None:
    """Try, before anything is sent, whether the results can be written; raises ResultsError where not."""
    _refuse_the_sheet_itself(path, sheet)
    try:
        if path.exists():
            with path.open("r+b"):
                pass  # a file that Excel has open, a folder or a protected file says so here
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _unwritable(path, error) from error


def ensure_fits(sheet: Sheet) -> None:
    """Try, before anything is sent, whether a workbook has room for the sheet and our columns; raises ResultsError."""
    row = max((sheet.heading_row, *sheet.cells.index[-1:]))
    column = max(sheet.columns, default=0)
    if row > MOST_ROWS or column + len(ADDED_HEADINGS) > MOST_COLUMNS:
        raise ResultsError(
            SHEET_TOO_LARGE,
            path=sheet.path,
            row=f"{row:,}",
            column=letter_of(column),
            last_row=f"{MOST_ROWS:,}",
            last_column=letter_of(MOST_COLUMNS),
        )


def write_results(result: ImportResult, path: Path, *, progress: Progress | None = None) -> Path:
    """Write the results workbook to `path` and give that path.

    Every input cell keeps its address; our columns stand behind the last used one; the sheets Problems and Summary
    follow. The file is written under another name, synced and renamed, so that `path` is either whole or untouched.
    Raises ResultsError where it cannot be written, where it would replace the sheet itself, and where the outcomes
    are not exactly one for each row of the sheet.
    """
    _refuse_the_sheet_itself(path, result.batch.sheet.path)
    _refuse_what_does_not_add_up(result)
    ensure_fits(result.batch.sheet)
    try:
        with _replacing(path, like=result.batch.sheet.path) as file:
            write_fresh(result, file, _Counted(progress, result))
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


class _Counted:
    """Tells progress of rows, now and then."""

    def __init__(self, progress: Progress | None, result: ImportResult) -> None:
        self._progress, self._total, self._done = progress, result.rows, -1  # the heading row is no row read

    def __call__(self, _row: int) -> None:
        self._done += 1
        if self._progress and (self._done % TOLD_EVERY == 0 or self._done == self._total):
            self._progress("Writing", self._done, self._total)


@contextmanager
def _replacing(path: Path, *, like: Path) -> Iterator[IO[bytes]]:
    """Give a new file that takes the place of `path` once it is complete and on disk, readable for whom `like` is."""
    handle, name = tempfile.mkstemp(prefix=".importer-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError):
            shutil.copymode(like, name)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder, and syncs a rename by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_the_sheet_itself(path: Path, sheet: Path) -> None:
    same = path.samefile(sheet) if path.exists() and sheet.exists() else path.resolve() == sheet.resolve()
    if same:
        raise ResultsError(RESULTS_OVER_INPUT, path=sheet)


def _refuse_what_does_not_add_up(result: ImportResult) -> None:
    read, told = Counter(result.batch.sheet.cells.index), Counter(outcome.row for outcome in result.outcomes)
    if read != told:
        wrong = sorted((read - told) + (told - read))
        raise ResultsError(
            ROWS_DO_NOT_ADD_UP, read=result.rows, told=len(result.outcomes), rows=", ".join(map(str, wrong[:10]))
        )


def _unwritable(path: Path, error: OSError) -> ResultsError:
    return ResultsError(RESULTS_UNWRITABLE, path=path, reason=error.strerror or str(error))
