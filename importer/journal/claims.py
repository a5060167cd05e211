"""One run of a file at a time, by locks that the system itself takes back when a process ends, however it ends.

A lock that was left by a process that was killed is therefore free at once, and the number of that process being in
use again means nothing.
"""

import contextlib
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from importer.errors import RunUnderWay
from importer.problem import RUN_UNDER_WAY

if sys.platform == "win32":
    import msvcrt

    _FAR = 2**30  # a locked byte cannot be read by others, so it is one where nothing stands

    def _locked(file: IO[bytes]) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _locked(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            return True  # a file system without locks: job ids alone must do
        return True


FOLDER = "locks"
_LOOKS, _LOOK_SECONDS = 5, 0.02  # somebody who only looks whether a lock is held holds it for a moment


def file_claim(file: Path) -> str:
    """What a run of this file claims, whatever is in it."""
    return f"file\n{os.path.normcase(file.resolve())}"


def content_claim(file_hash: str, identity: str) -> str:
    """What a run of a file with this content to this target claims, wherever a copy of it lies."""
    return f"content\n{file_hash}\n{identity}"


def hash_of(file: Path) -> str:
    """SHA-256 of what is in the file; '' where it cannot be read, which reading it will tell."""
    try:
        with file.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return ""


@contextmanager
def claimed(folder: Path, *names: str) -> Iterator[None]:
    """Hold these names for as long as the context lasts; raises RunUnderWay where another run holds one of them.

    The locks are files in `folder`/locks. Raises OSError where they cannot be made.
    """
    with ExitStack() as held:
        for name in sorted(names):
            held.enter_context(_held(_place(folder, name)))
        yield


def is_claimed(folder: Path, name: str, pid: int) -> bool:
    """True while the process `pid` holds this name."""
    place = _place(folder, name)
    try:
        with place.open("rb") as file:
            holder, _ = _holder(file)
            return holder == pid and not _locked(file)
    except FileNotFoundError:
        return False


def _place(folder: Path, name: str) -> Path:
    return folder / FOLDER / f"{hashlib.sha256(name.encode('utf-8', 'surrogateescape')).hexdigest()[:32]}.lock"


@contextmanager
def _held(place: Path) -> Iterator[None]:
    place.parent.mkdir(mode=0o700, exist_ok=True)
    with _taken(place) as file:
        file.truncate(0)
        file.seek(0)
        file.write(json.dumps({"pid": os.getpid(), "since": datetime.now(UTC).isoformat()}).encode())
        file.flush()
        try:
            yield
        finally:
            with contextlib.suppress(OSError):  # Windows keeps a file that somebody looks at
                place.unlink()


def _taken(place: Path) -> IO[bytes]:
    """The lock file, locked by us; a file that its holder has just thrown away is none."""
    while True:
        file = os.fdopen(os.open(place, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        if not _patiently_locked(file):
            with file:
                pid, since = _holder(file)
            raise RunUnderWay(RUN_UNDER_WAY, pid=pid, since=since)
        with contextlib.suppress(FileNotFoundError):
            if place.stat().st_ino == os.fstat(file.fileno()).st_ino:
                return file
        file.close()


def _patiently_locked(file: IO[bytes]) -> bool:
    for _ in range(_LOOKS):
        if _locked(file):
            return True
        time.sleep(_LOOK_SECONDS)
    return False


def _holder(file: IO[bytes]) -> tuple[int, str]:
    """Who has written its name into the lock: process and local time; 0 where it has not come to that yet."""
    file.seek(0)
    try:
        told = json.loads(file.read(200))
        return int(told["pid"]), f"{datetime.fromisoformat(told['since']).astimezone():%Y-%m-%d %H:%M:%S}"
    except (ValueError, KeyError, TypeError, OSError):
        return 0, "a moment ago"
