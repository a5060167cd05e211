"""A process that kills itself at the nth moment that counts: a write to its journal, a commit, a send to its target.

SQLite lets its system calls be replaced (sqlite3_vfs.xSetSystemCall, https://sqlite.org/c3ref/vfs.html), so the
moments inside a commit count too, and the last write may be torn in half. Nothing of this is in the program: it is
done to a process before the command begins in it.
"""

import atexit
import ctypes
import os
import signal
import socket
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

_WRITES = (b"pwrite64", b"pwrite", b"write")
_PWRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int64)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t)
_SET_CALL = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)
_GET_CALL = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)


class _Vfs(ctypes.Structure):
    """The beginning of SQLite's own struct; the two calls that we need are its last but one (version 3)."""

    _fields_ = (
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("path_length", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("own", ctypes.c_void_p),
        *((f"call_{number}", ctypes.c_void_p) for number in range(13)),
        ("set_call", _SET_CALL),
        ("get_call", _GET_CALL),
    )


class KillPoint:
    """Counts moments; at number `at` the process is no more. With `torn` a write that it meets is half done."""

    def __init__(self, at: int, *, torn: bool = False) -> None:
        self.count = 0
        self._at = at
        self._torn = torn
        self._kept: list[object] = []
        self._one_at_a_time = threading.Lock()

    def arm(self, told: Path) -> None:
        """From now on every moment of this process counts; how many there were is written to `told` at its end."""
        self._watch_sends()
        self._watch_commits()
        self._watch_writes()
        atexit.register(lambda: told.write_text(str(self.count), encoding="utf-8"))

    def _moment(self, half: Callable[[], object] | None = None) -> None:
        with self._one_at_a_time:
            self.count += 1
            if self.count == self._at:
                if half is not None and self._torn:
                    half()
                os.kill(os.getpid(), signal.SIGKILL)

    def _watch_sends(self) -> None:
        send = socket.socket.sendall

        def watched(connection: socket.socket, content: Any, *flags: int) -> None:
            view = memoryview(content)
            self._moment(lambda: send(connection, view[: len(view) // 2], *flags))
            send(connection, content, *flags)
            self._moment()

        setattr(socket.socket, "sendall", watched)  # noqa: B010 - mypy forbids the plain form

    def _watch_commits(self) -> None:
        connect, moment = sqlite3.connect, self._moment

        class Watched(sqlite3.Connection):
            def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
                cursor = super().execute(statement, *values)
                if statement == "COMMIT":
                    moment()
                return cursor

        def connected(*words: Any, **options: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*words, **{"factory": Watched, **options})
            return connection

        setattr(sqlite3, "connect", connected)  # noqa: B010 - as above

    def _watch_writes(self) -> None:
        """The writes inside SQLite; where its library cannot be reached the commits alone count."""
        library = _library()
        if library is None:
            return
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        place = ctypes.addressof(vfs)
        for name in _WRITES:
            address = vfs.get_call(place, name)
            if address:
                watched = self._watched(address, _WRITE if name == b"write" else _PWRITE)
                self._kept.append(watched)
                vfs.set_call(place, name, ctypes.cast(watched, ctypes.c_void_p))
                atexit.register(vfs.set_call, place, name, None)  # nothing of Python is left to be called later

    def _watched(self, address: int, form: Any) -> Any:
        write = form(address)

        def call(file: int, start: int, length: int, *place: int) -> int:
            self._moment(lambda: write(file, start, length // 2, *place))
            written: int = write(file, start, length, *place)
            return written

        return form(call)


def _library() -> ctypes.CDLL | None:
    """The library that Python's own sqlite3 has loaded."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.exists() else []
    loaded = {line.split(maxsplit=5)[5] for line in lines if "libsqlite3" in line}
    return ctypes.CDLL(loaded.pop()) if loaded else None
