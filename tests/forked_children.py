"""The processes in which files are opened, forked as commands are (loaded.py) from interpreters that have loaded all.

Each is what a fresh one is, but for its start, which takes most of the time that a small file takes: it has its own
memory, bounds, files and end. `importer_afresh`, `importer_measured` and the tests of these processes start real ones.
"""

import gc
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import IO, Any

AFRESH = "TEST_CHILDREN_AFRESH"  # in the environment of a command: they are started after all
_serving: list["subprocess.Popen[bytes]"] = []  # which end with us
_LONGEST = 1 << 20  # bytes of an order
_SERVER = """
import fastapi, importer.practice.server, importer.practice.store
fastapi.FastAPI().get("/")(lambda word: word)  # what the first route with a parameter loads
"""
_WARM = "import numpy, pyarrow; pyarrow.array(numpy.zeros(0))"  # Arrow looks once whether there is pandas


def fork_children(*, now: bool) -> None:
    """From here on the processes that open files are forked. Where a system cannot do that, they are started.

    What they are forked from is started `now`, as those need who are forked themselves, or once it is needed.
    """
    if not hasattr(os, "fork") or not hasattr(os, "pidfd_open"):
        return
    from importer.child_process import bounded  # noqa: PLC0415 - those that are forked have no such module
    from importer.practice import process  # noqa: PLC0415
    from importer.steps.read import csv, workbook  # noqa: PLC0415
    from importer.steps.report import patch_process  # noqa: PLC0415

    codes = {workbook._START: _WARM, csv._START: _WARM, patch_process._CODE: "", process._CODE: _SERVER}
    ours = {bounded.make_child_command(code)[5]: code for code in codes}
    address_of = cache(lambda code: _listening(bounded, code, codes[code]))
    for code in codes if now else ():
        address_of(code)

    def popen(command: Sequence[str], **files: Any) -> "subprocess.Popen[Any] | ForkedChild":
        if AFRESH in os.environ or command[5] not in ours:
            return subprocess.Popen(command, **files)
        return ForkedChild(address_of(ours[command[5]]), command, **files)

    names = {**vars(subprocess), "Popen": popen}
    bounded.subprocess = process.subprocess = SimpleNamespace(**names)  # type: ignore[assignment]  # what is used of it


def _listening(bounded: Any, code: str, warm: str) -> str:
    """Start what forks; its address. It ends with us, as its input does."""
    listener = socket.socket(socket.AF_UNIX)
    listener.bind("")  # Linux gives it a name that no file has
    listener.listen()
    begin, _, last = code.rstrip().rpartition("\n")
    serving = f"import sys; sys.path.append({str(Path(__file__).parent.parent)!r})\n{warm}\n"
    serving += "import tests.forked_children\ntests.forked_children.serve()\n"
    _serving.append(
        subprocess.Popen(
            bounded.make_child_command(f"{begin}\n{serving}{last}\n", str(listener.fileno())),
            stdin=subprocess.PIPE,
            env=bounded.make_child_environment(**bounded._SETTINGS),
            pass_fds=[listener.fileno()],
        )
    )
    address: bytes = listener.getsockname()
    listener.close()
    return address.decode("latin-1")


class ForkedChild:
    """What is used of a Popen."""

    def __init__(
        self,
        address: str,
        command: Sequence[str],
        *,
        stdin: Any,
        env: dict[str, str],
        stderr: int | None = None,
        encoding: str | None = None,
        **_: object,
    ) -> None:
        self._lock = threading.Lock()
        self.returncode: int | None = None
        self.args, text = command, "" if encoding else "b"
        self.stdin: IO[Any] | None = None
        self.stderr: IO[Any] | None = None
        theirs, kept = [0, 0, 2], []
        if stdin == subprocess.PIPE:
            theirs[0], ours = os.pipe()
            self.stdin = os.fdopen(ours, "w" + text, encoding=encoding)
        else:
            theirs[0] = stdin.fileno()
            kept.append(theirs[0])
        ours, theirs[1] = os.pipe()
        self.stdout = os.fdopen(ours, "r" + text, encoding=encoding)
        if stderr == subprocess.PIPE:
            ours, theirs[2] = os.pipe()
            self.stderr = os.fdopen(ours, "rb")
        else:
            kept.append(theirs[2])
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.connect(address.encode("latin-1"))
        order = json.dumps({"words": command[8:], "environment": env, "folder": str(Path.cwd())}).encode()
        socket.send_fds(self._connection, [len(order).to_bytes(4, "big")], theirs)
        self._connection.sendall(order)
        for end in {*theirs} - {*kept}:
            os.close(end)
        self.pid = int.from_bytes(self._connection.recv(4, socket.MSG_WAITALL), "big")

    def wait(self, timeout: float | None = None) -> int:
        if self.returncode is None and not self._has_ended(timeout):
            raise subprocess.TimeoutExpired("forked", timeout or 0)
        with self._lock:
            if self.returncode is None:
                with self._connection:
                    self.returncode = int.from_bytes(self._connection.recv(4, socket.MSG_WAITALL), "big", signed=True)
            return self.returncode

    def _has_ended(self, timeout: float | None) -> bool:
        with selectors.DefaultSelector() as waiting, suppress(ValueError):  # closed: another thread has seen the end
            waiting.register(self._connection, selectors.EVENT_READ)
            return bool(waiting.select(timeout))
        return True

    def poll(self) -> int | None:
        with suppress(subprocess.TimeoutExpired):
            return self.wait(0)
        return None

    def kill(self) -> None:
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


def serve() -> None:
    """Fork a process for each order, in which it returns, and tell how it ended; exit where our own input ends."""
    listener = socket.socket(fileno=int(sys.argv[1]))
    gc.freeze()
    waiting = selectors.DefaultSelector()
    waiting.register(0, selectors.EVENT_READ)
    waiting.register(listener, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fd == 0:
                sys.exit()
            if key.fileobj is not listener:
                waiting.unregister(key.fileobj)
                _tell_the_end(key.fd, *key.data)
                continue
            connection, _ = listener.accept()
            order, files = _order(connection)
            if order is None:
                _let_go(connection, files)
                continue
            process = os.fork()
            if process == 0:
                _close(waiting, connection)
                return _become(order, files)
            for file in files:
                os.close(file)
            with suppress(OSError):
                connection.sendall(process.to_bytes(4, "big"))
            waiting.register(os.pidfd_open(process), selectors.EVENT_READ, (process, connection))


def _order(connection: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    """None where it breaks off: who orders may be killed amid it."""
    size, files, _, _ = socket.recv_fds(connection, 4, 3)
    length = min(int.from_bytes(size, "big"), _LONGEST)
    with suppress(ValueError, OSError):
        return json.loads(connection.recv(length, socket.MSG_WAITALL)), list(files)
    return None, list(files)


def _let_go(connection: socket.socket, files: list[int]) -> None:
    connection.close()
    for file in files:
        os.close(file)


def _tell_the_end(watched: int, process: int, connection: socket.socket) -> None:
    os.close(watched)
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    with suppress(OSError), connection:
        connection.sendall(status.to_bytes(4, "big", signed=True))


def _close(waiting: selectors.BaseSelector, connection: socket.socket) -> None:
    """What is ours and not the new process's: closed later, by the collector, another file might have its number."""
    connection.close()
    for key in waiting.get_map().values():
        if key.data:
            os.close(key.fd)
            key.data[1].close()
        elif key.fd != 0:
            key.fileobj.close()  # type: ignore[union-attr]  # what listens
    waiting.close()


def _become(order: dict[str, Any], files: list[int]) -> None:
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin = os.fdopen(0)  # the one of before remembers that it was a pipe
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv[1:] = order["words"]
