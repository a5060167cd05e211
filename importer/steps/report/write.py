"""The results are written: as a copy of the user's own workbook where that can be, else as a new one, or as CSV.

Whether what was written tells of every row is counted on the disk, not in what was meant to be written.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

from importer.catalogue import spell_count
from importer.child_process import Bounds
from importer.errors import ResultsError
from importer.files import open_regular_file
from importer.journal import Journal
from importer.languages import N_, _
from importer.problem import ROWS_DO_NOT_ADD_UP
from importer.records import ImportResult, Progress, Sheet, Status
from importer.steps.report.new_workbook import write_new_workbook
from importer.steps.report.patch_process import write_copy
from importer.steps.report.results_book import StatusCells
from importer.steps.report.results_file import (
    NotReplaced,
    ensure_not_the_sheet,
    find_free_path,
    replace_file,
    was_changed,
)
from importer.steps.report.to_csv import write_csv
from importer.steps.report.worksheet_limits import ensure_fits
from importer.workbook_parts import NotPatchable, Refusal, refuse_bomb

PROGRESS_EVERY = 500  # rows
_CORRECTED = N_("some of its cells were corrected on the page")


def explain_no_copy(result: ImportResult, path: Path, bounds: Bounds) -> str:
    """Try, before anything is sent, whether the results at `path` can be a copy of the user's workbook.

    All is done that will be done, with a result in which no row is sent. Gives why it cannot be, '' where it can.
    """
    if result.asked.get("edits"):
        return _(_CORRECTED)
    ending = path.suffix.casefold()
    if ending == ".csv" or not _is_of_a_workbook(result.batch.sheet):
        return ""
    try:
        write_copy(result, None, bounds, lambda _: None, with_macros=ending == ".xlsm")
    except NotPatchable as found:
        return _(found.reason)
    return ""


def write_results(
    result: ImportResult,
    path: Path,
    journal: Journal | None = None,
    *,
    bounds: Bounds,
    no_copy: str = "",
    progress: Progress | None = None,
) -> ImportResult:
    """Write the results to `path`; gives the result with the path where they are, and why where that is another.

    For an .xlsx or .xlsm they are a copy of the user's workbook with our columns, notes and sheets added, else (and
    where it cannot be changed safely, or within `bounds`, which Summary tells) a new workbook, or CSV where `path` ends
    in .csv. `no_copy` is what `explain_no_copy` found before. Every input cell keeps its address. The file is written
    under another name, synced and renamed, so that it is either whole or untouched. A name beside `path` is taken where
    `path` cannot be written, or is no file that `journal` has as written by us and unchanged. Raises ResultsError where
    none can be, where `path` is the sheet itself, and where what is written does not tell of each row exactly once.
    """
    ensure_not_the_sheet(path, result.batch.sheet.path)
    ensure_one_outcome_per_row(result)
    ensure_fits(result.batch.sheet)
    ending = path.suffix.casefold()
    rows = _RowProgress(progress, result)
    if not result.checked_only and was_changed(path, journal):
        result = replace(result, changed_results=path)
    expected = replace(result, results=find_free_path(path, journal))  # Summary names it in the command that retries
    written, not_replaced = replace_file(
        path, result.batch.sheet.path, lambda file: _write(expected, file, ending, rows, bounds, no_copy), journal
    )
    return replace(result, results=written, results_remark=_remark(not_replaced, path, written) if not_replaced else "")


def _remark(not_replaced: NotReplaced, path: Path, written: Path) -> str:
    return _("{why}; the new results are in {name}.").format(why=_(not_replaced).format(path=path), name=written.name)


def _write(
    result: ImportResult, file: IO[bytes], ending: str, rows: "_RowProgress", bounds: Bounds, no_copy: str
) -> None:
    if ending == ".csv":
        write_csv(result, file, rows)
        return
    with_macros = ending == ".xlsm"
    no_copy = no_copy or (_CORRECTED if result.asked.get("edits") else "")
    if not no_copy and _is_of_a_workbook(result.batch.sheet):
        try:
            cells = write_copy(result, file, bounds, rows.report, with_macros=with_macros)
            _ensure_copied(result, file, cells)
        except NotPatchable as found:
            no_copy = _(found.reason)
        else:
            return
    file.seek(0)
    file.truncate()
    sentence = _("This is a new workbook, not a copy of your own: {reason}.")
    why = sentence.format(reason=_(no_copy)) if no_copy else ""
    cells = write_new_workbook(result, file, rows, with_macros=with_macros, why=why)
    counts = _count_written(file, cells)
    if counts != _count_expected(result):
        _refuse(result, counts.total(), [])


def _is_of_a_workbook(sheet: Sheet) -> bool:
    """Whether the sheet was read from what may be an .xlsx or .xlsm; where it is gone, copying it tells why."""
    try:
        with open_regular_file(sheet.path) as file:
            return bool(sheet.name) and is_zipfile(file)
    except OSError:
        return bool(sheet.name)


class _RowProgress:
    """Tells progress of rows, now and then."""

    def __init__(self, progress: Progress | None, result: ImportResult) -> None:
        self._progress, self._total, self._done = progress, result.rows, -1  # the heading row is no row read

    def __call__(self, _row: int) -> None:
        self.report(self._done + 1)

    def report(self, done: int) -> None:
        """So many rows are done."""
        self._done = done
        if self._progress and (self._done % PROGRESS_EVERY == 0 or self._done == self._total):
            self._progress("Writing", self._done, self._total)


_AT_ONCE = 1 << 20
_LONGEST = 512  # bytes of one status cell
_UNREADABLE = (BadZipFile, LookupError, EOFError, zlib.error, Refusal, RuntimeError, ValueError, OverflowError, OSError)


def ensure_one_outcome_per_row(result: ImportResult) -> None:
    """Raise ResultsError where the outcomes are not exactly one for each row of the sheet."""
    read, written = Counter(result.batch.sheet.cells.index), Counter(outcome.row for outcome in result.outcomes)
    if read != written:
        _refuse(result, len(result.outcomes), sorted((read - written) + (written - read)))


def _ensure_copied(result: ImportResult, file: IO[bytes], cells: StatusCells) -> None:
    """Look through the copy, and raise NotPatchable where its counts by status are not the run's.

    The user's workbook may have taken over the process that wrote it.
    """
    try:
        found = _count_written(file, cells)
    except _UNREADABLE as error:
        raise NotPatchable(_("the copy was incomplete")) from error
    if found != _count_expected(result):
        raise NotPatchable(_("the copy did not contain every row"))


def _count_expected(result: ImportResult) -> Counter[bytes]:
    return Counter({str(status).encode(): count for status, count in result.counts.items() if count})


def _count_written(file: IO[bytes], cells: StatusCells) -> Counter[bytes]:
    """How many rows of each status are on the disk."""
    file.seek(0)
    with ZipFile(file) as archive:
        refuse_bomb(archive.getinfo(cells.part))
        with archive.open(cells.part) as part:
            return Counter(_find_statuses(part, cells.column))


def _find_statuses(part: IO[bytes], column: str) -> Iterator[bytes]:
    words = "|".join(status.value for status in Status)
    pattern = re.compile(rf'c r="{column}\d+" s="\d+" t="inlineStr"><[\w.:-]*is><[^<>]*>({words})</'.encode())
    rest = b""
    while piece := part.read(_AT_ONCE):
        text = rest + piece
        last = 0
        for found in pattern.finditer(text):
            yield found[1]
            last = found.end()
        rest = text[max(last, len(text) - _LONGEST) :]


def _refuse(result: ImportResult, written: int, wrong: list[int]) -> None:
    rows = ", ".join(map(str, wrong[:10])) or _("not known")
    raise ResultsError(ROWS_DO_NOT_ADD_UP, read=spell_count(result.rows, "row"), written=written, rows=rows)
