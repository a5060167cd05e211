"""One run of a file at a time, by locks that the system itself takes back when a process ends, however it ends.

A lock that was left by a process that was killed is therefore free at once, and the number of that process being in
use again means nothing. The library filelock would not say which process holds such a lock, which the user is told.
"""

import contextlib
import errno
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import IO

from importer.errors import RunUnderWay
from importer.files import open_regular_file, resolve_links
from importer.problem import RUN_UNDER_WAY

if sys.platform == "win32":
    import msvcrt

    _HELD = frozenset({errno.EACCES, errno.EDEADLK})
    _FAR = 2**30  # a locked byte cannot be read by others, so it is one where nothing stands

    def _lock(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            return error.errno not in _HELD  # else a file system without locks: job ids alone must do
        return True

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: job ids alone must do
        return True


FOLDER = "locks"
_MOST_TURNS = (
    50  # that others take before us; there are file systems, as FAT, that give a file another number each time
)
_TRIES, _PAUSE = 5, 0.02  # who only asks whether a lock is held holds it for a moment


def name_file_lock(file: Path) -> str:
    """The name of the lock on a file, whatever is in it."""
    return f"file\n{os.path.normcase(resolve_links(file))}"


def name_content_lock(file_hash: str, identity: str) -> str:
    """The name of the lock on this content for this target, wherever a copy of the file lies."""
    return f"content\n{file_hash}\n{identity}"


def hash_of(file: Path) -> str:
    """SHA-256 of what is in the file; '' where it cannot be read, which reading it will tell."""
    try:
        with open_regular_file(file) as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


@contextmanager
def hold_locks(folder: Path, *names: str) -> Iterator[None]:
    """Hold these locks while the context lasts; raises RunUnderWay where another run holds one of them.

    The locks are files in `folder`/locks. Raises OSError where they cannot be created.
    """
    with ExitStack() as held:
        for name in sorted(names):
            held.enter_context(_hold(_path_of(folder, name)))
        yield


def is_locked_by(folder: Path, name: str, pid: int) -> bool:
    """True while the process `pid` holds this lock."""
    path = _path_of(folder, name)
    try:
        with path.open("rb") as file:
            holder, _ = _find_holder(file)
            return holder == pid and not _lock(file)
    except FileNotFoundError:
        return False


def _path_of(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.lock"


@contextmanager
def _hold(path: Path) -> Iterator[None]:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    with _open_locked(path) as file:
        file.truncate(0)
        file.seek(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat()}).encode())
        file.flush()
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows keeps a file that somebody looks at
                path.unlink()


def _open_locked(path: Path) -> IO[bytes]:
    """The lock file, locked by us. A file that its holder has just deleted does not count."""
    for turn in count(1):
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        if not _lock_with_retries(file):
            with file:
                pid, since = _find_holder(file)
            raise RunUnderWay(RUN_UNDER_WAY, pid=pid, since=since)
        with contextlib.suppress(FileNotFoundError):
            if path.stat().st_ino == os.fstat(file.fileno()).st_ino or turn >= _MOST_TURNS:
                return file
        file.close()
    raise AssertionError  # it counts on


def _lock_with_retries(file: IO[bytes]) -> bool:
    for _ in range(_TRIES):
        if _lock(file):
            return True
        time.sleep(_PAUSE)
    return False


def _find_holder(file: IO[bytes]) -> tuple[int, str]:
    """The process in the lock and its local start; 0 where it has not written them yet."""
    file.seek(0)
    try:
        written = json.loads(file.read(200))
        return int(written["pid"]), f"{datetime.fromisoformat(written['since']).astimezone():%Y-%m-%d %H:%M:%S}"
    except (ValueError, KeyError, TypeError, OSError):
        return 0, "a moment ago"
