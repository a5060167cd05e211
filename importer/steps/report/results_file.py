"""Where the results go: beside the sheet, whole or not at all, under another name where a file would be lost."""

import errno
import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import IO, NamedTuple

from importer.errors import JournalError, ResultsError
from importer.files import (
    advise_on_writing,
    create_file,
    ensure_writable_folder,
    explain_failure,
    find_state_folder,
    identity_of,
    is_folder,
    is_there,
    move_over,
    open_same_file,
    open_to_readers_of,
    put_on_disk,
    resolve_links,
    take_away,
    take_free_name,
)
from importer.journal import Journal, hash_of
from importer.languages import N_, _
from importer.problem import RESULTS_OVER_INPUT, RESULTS_UNWRITABLE

SIBLINGS = 99
_ENDINGS = {".xlsx", ".xlsm", ".csv"}
_MARKS = {"user.xdg.origin.url", "user.xdg.referrer.url"}  # where a file was loaded from, on Linux
_QUARANTINE = "com.apple.quarantine"
_AGAIN = re.compile(r"(?P<of>.+)\.results(\.(?P<number>[0-9]{1,6}))?")


def results_path_of(sheet: Path) -> Path:
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
    ensure_not_the_sheet(path, sheet)
    if path.suffix.casefold() not in _ENDINGS and not is_folder(path):
        fix = _("Use the name {path}.").format(path=path.with_suffix(".xlsx"))
        raise ResultsError(RESULTS_UNWRITABLE, path=path, reason=_("results must be a workbook or a CSV"), fix=fix)
    try:
        if is_folder(path):
            raise IsADirectoryError(21, "Is a directory")
        ensure_writable_folder(path.parent)
    except OSError as error:
        raise make_unwritable_error(path, error) from error


class NotReplaced(StrEnum):
    """Why a file was not replaced, as a sentence begins."""

    LOCKED = N_("{path} cannot be written now (is it open in Excel?)")
    NOT_OURS = N_("importer has no record of writing {path}, so it did not replace it")
    CHANGED = N_("{path} was changed after importer wrote it, so importer did not replace it")


class WrittenFile(NamedTuple):
    """Where a file was put; and why the one that was to be replaced stayed, None where that is the place."""

    path: Path
    not_replaced: NotReplaced | None = None


def replace_file(path: Path, like: Path, write: Callable[[IO[bytes]], None], journal: Journal | None) -> WrittenFile:
    """Let `write` fill a new file, open by its name, which takes the place of `path` once it is complete and on disk.

    Only a file that we wrote ourselves is replaced, as the journal knows, and only where nobody changed it since. Else
    a name beside it is taken, and where nothing can be written there, the importer's own folder. Whoever may read
    `like` may read the file. Raises ResultsError where nothing helps.
    """
    refusal = None
    for beside in (True, False):
        try:
            folder = path.parent if beside else find_state_folder()
            written = _put(folder / path.name, like, write, journal)
        except JournalError:  # there is no second folder
            continue
        except OSError as error:
            refusal = refusal or make_unwritable_error(path, error)
        else:
            return WrittenFile(written.path, NotReplaced.LOCKED) if refusal else written
    raise refusal or AssertionError("no folder to try")


def find_free_path(path: Path, journal: Journal | None) -> Path:
    """Where `replace_file` would put the file now."""
    return next(
        (candidate for candidate in _list_paths(path) if _find_reason_to_stay(candidate, journal) is None), path
    )


def was_changed(path: Path, journal: Journal | None) -> bool:
    """Whether we wrote this file, and somebody has changed it since."""
    return _find_reason_to_stay(path, journal) is NotReplaced.CHANGED


def _put(path: Path, like: Path, write: Callable[[IO[bytes]], None], journal: Journal | None) -> WrittenFile:
    handle, fresh = create_file(path.parent)
    try:
        with os.fdopen(handle, "rb"), open_same_file(fresh, identity_of(handle)) as file:
            write(file)
            file.flush()
            put_on_disk(file.fileno())
            file.seek(0)
            content = hashlib.file_digest(file, "sha256").hexdigest()
            open_to_readers_of(like, handle)
            _copy_mark(like, fresh)
        written = _move(fresh, content, path, journal)
    except BaseException:
        take_away(fresh)
        raise
    _sync_folder(path.parent)
    return written


def _copy_mark(sheet: Path, written: Path) -> None:
    """Mark a file as coming from outside where the sheet is marked so, as browsers and mail programs do."""
    with suppress(OSError, subprocess.SubprocessError, UnicodeDecodeError):
        if sys.platform == "win32":
            mark = Path(f"{sheet}:Zone.Identifier").read_bytes()
            Path(f"{written}:Zone.Identifier").write_bytes(mark)
        elif sys.platform == "darwin":
            mark = _run_xattr("-p", _QUARANTINE, str(sheet)).strip()
            _run_xattr("-w", _QUARANTINE, mark.decode(), str(written))
        else:
            for name in {*os.listxattr(sheet)} & _MARKS:
                os.setxattr(written, name, os.getxattr(sheet, name))


def _run_xattr(*words: str) -> bytes:
    completed = subprocess.run(("/usr/bin/xattr", *words), env={}, capture_output=True, check=True, timeout=10)  # noqa: S603 - of the system
    return completed.stdout


def _move(written: Path, content: str, path: Path, journal: Journal | None) -> WrittenFile:
    """Give the file its name, or the first beside it that can be had."""
    not_replaced = None
    for candidate in _list_paths(path):
        reason = _move_to(candidate, written, content, journal)
        if reason is None:
            return WrittenFile(candidate, not_replaced)
        not_replaced = not_replaced or reason
    taken = _("{count} files with such names already exist").format(count=SIBLINGS)
    raise FileExistsError(errno.EEXIST, taken)


def _list_paths(path: Path) -> Iterator[Path]:
    """The path, and the names beside it: results count on, as those of a retry do."""
    results = _AGAIN.fullmatch(path.stem)
    stem = f"{results['of']}.results" if results else path.stem
    first = int(results["number"] or 1) if results else 1
    yield path
    for number in range(first + 1, first + SIBLINGS):
        yield path.with_name(f"{stem}.{number}{path.suffix}")


def _find_reason_to_stay(path: Path, journal: Journal | None) -> NotReplaced | None:
    """Why a file at this place must not be replaced; None where it may be, or there is none."""
    if not os.path.lexists(path):
        return None
    known: frozenset[str] = frozenset()
    with suppress(JournalError):
        known = journal.previous_runs.find_written_content(path) if journal else known
    there = hash_of(path)
    if not there or _is_open(path):
        return NotReplaced.LOCKED
    if there not in known:
        return NotReplaced.CHANGED if known else NotReplaced.NOT_OURS
    return None


def _move_to(path: Path, written: Path, content: str, journal: Journal | None) -> NotReplaced | None:
    """Give the file this name; why not, where that would cost somebody a file."""
    if not os.path.lexists(path):
        _record(journal, path, content, replaces="")
        try:
            take_free_name(written, path)
        except FileExistsError:
            return NotReplaced.NOT_OURS
        return None
    if reason := _find_reason_to_stay(path, journal):
        return reason
    _record(journal, path, content, replaces=hash_of(path))
    try:
        move_over(written, path)
    except OSError:
        return NotReplaced.LOCKED
    return None


def _is_open(path: Path) -> bool:
    """Whether Excel or LibreOffice has the file open: each puts a file beside it as long as it does."""
    return any(is_there(path.with_name(name)) for name in (f"~${path.name}", f".~lock.{path.name}#"))


def _record(journal: Journal | None, path: Path, content: str, *, replaces: str) -> None:
    if journal:
        with suppress(JournalError):  # the file is then taken for somebody's the next time
            journal.record_file(path, content, replaces=replaces)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder, and syncs a rename by itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def ensure_not_the_sheet(path: Path, sheet: Path) -> None:
    """Raise ResultsError where the results would be written over the sheet."""
    try:
        same = path.samefile(sheet)
    except OSError:  # one of them is not there
        same = resolve_links(path) == resolve_links(sheet)
    if same:
        raise ResultsError(RESULTS_OVER_INPUT, path=sheet)


def make_unwritable_error(path: Path, error: OSError) -> ResultsError:
    """The error that says why the results cannot be written."""
    fix = advise_on_writing(error, path, "--results")
    return ResultsError(RESULTS_UNWRITABLE, path=path, reason=explain_failure(error), fix=fix)
