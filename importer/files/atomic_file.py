"""A file is written whole or not at all, under a name that nobody can foresee until it is complete."""

import contextlib
import errno
import os
import re
import secrets
import stat
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from importer.files.untrusted_file import is_folder, is_there
from importer.languages import _

if sys.platform == "darwin":
    import fcntl

HALF_PAIR = re.compile("[\ud800-\udfff]")  # of surrogates: half a character, in no file but in the name of one
_TRIES, _PAUSE = 5, 0.1  # a virus scanner of Windows holds a new file for a moment
_OPEN = 0o664  # to whom a file may be at most: nobody but its user and group writes to it
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_ALLOWED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


def advise_on_writing(error: OSError, path: Path, option: str = "") -> str:
    """What to do where a file cannot be written; `option` is what names the file."""
    choose = _("choose another file with {option}").format(option=option) if option else _("choose another file")
    if error.errno == errno.ENOENT and not is_folder(path.absolute().parent):
        return _("Create the folder {folder} first, or {choose}.").format(folder=path.parent, choose=choose)
    if is_folder(path):
        return _("{name} is a folder: {choose}.").format(name=path.name or path, choose=choose)
    if error.errno in _NOT_ALLOWED and not is_there(path):
        may_not = _("You may not write in the folder {folder}: {choose}.")
        return may_not.format(folder=path.absolute().parent, choose=choose)
    if error.errno in _NO_ROOM:
        return _("Free up disk space, or {choose}.").format(choose=choose)
    if not is_there(path):
        return _("No file can be created there: {choose}.").format(choose=choose)
    return _("Close it in Excel, free up disk space, or {choose}.").format(choose=choose)


def write_whole_file(
    path: Path,
    write: Callable[[IO[bytes]], object],
    *,
    replace: bool,
    private: bool = False,
    like: Path | None = None,
) -> None:
    """Let `write` fill a new file, which then gets the name `path`; what was there is replaced only if `replace`.

    Until then it is the user's alone, and so it stays where it is `private`. Else whoever reads `like`, or the file
    that is replaced, may read it. Raises OSError, FileExistsError among them, where that cannot be done; nothing is
    left behind then.
    """
    handle, fresh = create_file(path.parent)
    try:
        with os.fdopen(handle, "w+b") as file:
            write(file)
            file.flush()
            put_on_disk(file.fileno())
            if not private:
                open_to_readers_of(like or path, file.fileno(), otherwise=0 if like else _OPEN & ~_find_mask())
        if replace:
            move_over(fresh, path)
        else:
            take_free_name(fresh, path)
    except BaseException:
        take_away(fresh)
        raise


def take_away(fresh: Path) -> None:
    """Remove a file of ours that nobody needs; one that stays is in nobody's way."""
    with contextlib.suppress(OSError):
        _try_while_held(partial(fresh.unlink, missing_ok=True))


def put_on_disk(handle: int) -> None:
    """Have what is written of a file on the disk itself. Raises OSError where that cannot be done."""
    if sys.platform == "darwin":  # whose fsync leaves it in the memory of the disk
        with contextlib.suppress(OSError):  # a file system without it, as of a share
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
            return
    os.fsync(handle)


def move_over(fresh: Path, path: Path) -> None:
    """Give a file the name of another, which is gone then. Raises OSError where somebody holds that for longer."""
    _try_while_held(partial(fresh.replace, path))


def _try_while_held(change: Callable[[], object]) -> None:
    for _try in range(_TRIES - 1):
        try:
            change()
        except PermissionError:
            time.sleep(_PAUSE)
        else:
            return
    change()


def create_file(folder: Path) -> tuple[int, Path]:
    """A new file in a folder, the user's alone, open, and where it is. Raises OSError.

    It is tried once: `tempfile` takes a folder that Windows denies for a name that is taken, and tries two thousand
    million names.
    """
    path = folder / f".importer-{secrets.token_hex(8)}.tmp"
    try:
        return os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0), 0o600), path
    except FileNotFoundError as error:
        if not folder.is_dir():
            raise
        raise OSError(errno.EROFS, os.strerror(errno.EROFS), str(folder)) from error  # as /proc says it


def ensure_writable_folder(folder: Path) -> None:
    """Write a byte into a folder and take it away again. Raises OSError where that cannot be done."""
    handle, path = create_file(folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(b"x")
    finally:
        take_away(path)


def open_to_readers_of(like: Path, handle: int, *, otherwise: int = 0) -> None:
    """Let an open file be read by whoever reads another, and written by its user; `otherwise` where there is none."""
    if sys.platform == "win32":
        return  # a file there has the rights of its folder
    try:
        mode = stat.S_IMODE(like.stat().st_mode) & _OPEN
    except OSError:
        mode = otherwise
    with contextlib.suppress(OSError):  # a file system that has none
        os.fchmod(handle, mode | stat.S_IRUSR | stat.S_IWUSR)


def _find_mask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def take_free_name(fresh: Path, path: Path) -> None:
    """Give a file a name that nobody has; FileExistsError where somebody was quicker. Raises OSError."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError:  # a file system that has no links
        if os.path.lexists(path):
            raise FileExistsError(f"{path} already exists") from None
        _try_while_held(partial(fresh.rename, path))
    else:
        take_away(fresh)  # it has its name
