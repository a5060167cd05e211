"""A process that opens what strangers made: bounded in memory and time, and ended where it goes beyond either.

On Linux it bounds its own memory before it looks at the file; it is ended from here where it has none left and goes on
all the same. Where a system cannot hold a process to a bound, its memory is watched from here. What it started, as only
one that was taken over does, is ended with it.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from signal import Signals
from threading import Event, Thread
from time import monotonic
from typing import IO, Any

from importer.child_process.pipes import open_until
from importer.child_process.start import make_child_command, make_child_environment
from importer.languages import _

WATCHED = sys.platform != "linux"  # Windows has no bound that a process sets itself, macOS none that it keeps
_EVERY = 0.05  # seconds
# CPython 3.11 needs memory to leave a `with` block by an exception: where there is none left it tries again for ever.
_LOOK, _TIMES_FULL = 1.0, 3  # how often it is looked, in seconds, and how often in a row it is then full
_ARENA = 1 << 20  # bytes that Python asks for at a time
_LIBRARIES = 256 << 20  # bytes that are there before the file is looked at
_MOST_NEED = 8 << 30  # bytes: twice what all parts of a workbook may unfold to
_LAST_BREATH = 2.0  # seconds, from the last answer to the end
_BEYOND = 0.5  # seconds, from the deadline to when nobody waits for it any more
_MOST_WORDS = 1 << 16  # bytes that are read of what it says when it dies
_OUT_OF_MEMORY = (b"MemoryError", b"bad_alloc", b"memory allocation of", b"Cannot allocate memory", b"out of memory")
_OWN_GROUP = None if sys.platform == "win32" else 0
# Rooms of which such a process needs little are entered without their __init__, which would load the whole.
_ENTER = """
import types
for room in {rooms!r}:
    package = types.ModuleType("importer." + room)
    package.__path__ = [importer.__path__[0] + "/" + room.replace(".", "/")]
    sys.modules[package.__name__] = package
from importer.child_process.lean_imports import install_lean_imports
install_lean_imports()
from {module} import main
main()
"""
# One thread is as fast, and neither the threads nor Arrow's and numpy's own stores of memory count against the bound.
_SETTINGS = {
    "OPENBLAS_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "MALLOC_ARENA_MAX": "1",
}


@dataclass(frozen=True)
class Bounds:
    """What a process may use: MB of memory beyond what its file honestly takes, and seconds."""

    memory_mb: int
    deadline_seconds: float


class LimitExceeded(Enum):
    """Of what a process took more than it may."""

    TIME = "time"
    MEMORY = "memory"


def code_of(module: str, *rooms: str) -> str:
    """The code that runs `main` of a module; `rooms` are the packages whose __init__ is not needed."""
    return _ENTER.format(module=module, rooms=rooms)


class BoundedProcess(AbstractContextManager["BoundedProcess"]):
    """A process of ours that is asked `request`, in the words of its command line; leaving the context ends it.

    `code` ends in a call that reads the request and sets its own bounds, by `importer.child_process.limits`.
    """

    def __init__(
        self, code: str, request: Mapping[str, Any], bounds: Bounds, *, stdin: IO[bytes] | int = subprocess.PIPE
    ) -> None:
        allowed = {"memory_mb": bounds.memory_mb, "deadline_seconds": bounds.deadline_seconds, "watched": WATCHED}
        started = monotonic()
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            make_child_command(code, json.dumps({**request, **allowed})),
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=make_child_environment(**_SETTINGS),
            process_group=_OWN_GROUP,
        )
        self._bounds, self._more = bounds, 0
        self._end = started + bounds.deadline_seconds
        self._input, self._output = map(self._open_until, (self._process.stdin, self._process.stdout))
        self._was_cut_off = False
        self._words = b""
        self._excess: LimitExceeded | None = None
        self._over = Event()
        self._threads = [Thread(target=watch, daemon=True) for watch in (self._watch, self._listen)]
        for thread in self._threads:
            thread.start()

    @property
    def input(self) -> IO[bytes]:
        """What it reads, where that is no file."""
        assert self._input is not None  # noqa: S101 - it was started with it
        return self._input

    @property
    def output(self) -> IO[bytes]:
        """What it answers."""
        assert self._output is not None  # noqa: S101 - it was started with it
        return self._output

    @property
    def excess(self) -> LimitExceeded | None:
        """Why it was ended, once it is: None where it ended by itself."""
        return self._excess

    def allow(self, more: int) -> None:
        """Let it take so many bytes more, which its file honestly needs; no more than any file can."""
        self._more = min(max(more, 0), _MOST_NEED)

    def __exit__(self, *_error: object) -> None:
        self.output.close()  # it cannot wait for somebody to read on
        try:
            self._process.wait(_LAST_BREATH)
        except subprocess.TimeoutExpired:
            self._was_cut_off = self._excess is None
            self._process.kill()
            self._process.wait()
        self._end_group()
        self._over.set()
        for thread in self._threads:
            thread.join(_LAST_BREATH)
        if self._excess is None and not self._was_cut_off and self._has_died_of_memory():
            self._excess = LimitExceeded.MEMORY

    def describe_end(self, doing: str) -> str:
        """Why there is no answer, as a sentence goes on behind 'it'; `doing` is what it was there for."""
        if self._excess is LimitExceeded.TIME:
            return _("it takes longer than {deadline_seconds:g} s to {doing} (allow more with --deadline)").format(
                deadline_seconds=self._bounds.deadline_seconds, doing=doing
            )
        if self._excess is LimitExceeded.MEMORY:
            more = _("{memory_mb} MB of memory beyond its own size").format(memory_mb=self._bounds.memory_mb)
            return _("it needs more than {more} (allow more with --memory-limit)").format(more=more)
        status = self._process.returncode
        if status == 0 or self._was_cut_off:
            return _("the process that had to {doing} it failed; the file may be damaged").format(doing=doing)
        how = Signals(-status).name if status < 0 else status
        return _("the process that had to {doing} it ended early ({how}); the file may be damaged or too large").format(
            doing=doing, how=how
        )

    def _open_until(self, file: IO[bytes] | None) -> IO[bytes] | None:
        return open_until(file, self._end + _BEYOND) if file else None

    def _has_died_of_memory(self) -> bool:
        killed_by_the_system = sys.platform != "win32" and self._process.returncode == -Signals.SIGKILL
        return killed_by_the_system or any(words in self._words for words in _OUT_OF_MEMORY)

    def _watch(self) -> None:
        full = 0
        while not self._over.wait(_EVERY if WATCHED else min(_LOOK, max(self._end - monotonic(), 0))):
            full = 0 if WATCHED or not _is_full(self._process.pid) else full + 1
            if monotonic() >= self._end:
                self._end_for(LimitExceeded.TIME)
            elif full == _TIMES_FULL or (WATCHED and _memory_of(self._process.pid) > self._most_memory):
                self._end_for(LimitExceeded.MEMORY)
            else:
                continue
            return

    @property
    def _most_memory(self) -> int:
        return _LIBRARIES + (self._bounds.memory_mb << 20) + self._more

    def _end_for(self, excess: LimitExceeded) -> None:
        if self._process.poll() is None:
            self._excess = excess
            self._process.kill()

    def _end_group(self) -> None:
        """End what the process started and left behind, but for what it took out of its group."""
        if sys.platform != "win32":
            with suppress(ProcessLookupError, PermissionError):  # there is none, as almost always
                os.killpg(self._process.pid, Signals.SIGKILL)

    def _listen(self) -> None:
        """Read what it says when it dies, and throw away what is too long."""
        assert self._process.stderr is not None  # noqa: S101 - it was started with it
        with self._process.stderr as file:
            while words := file.read1(_MOST_WORDS):  # type: ignore[attr-defined]  # it is buffered
                self._words = (self._words + words)[-_MOST_WORDS:]


def _is_full(pid: int) -> bool:
    """Whether a process on Linux has no more memory to get under its bound."""
    import resource  # noqa: PLC0415 - Windows has none

    try:
        bound, _ = resource.prlimit(pid, resource.RLIMIT_AS)
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return False
    return bound != resource.RLIM_INFINITY and bound - pages * resource.getpagesize() < _ARENA


def _memory_of(pid: int) -> int:
    """The bytes that a process and all that it started hold; 0 where it has ended."""
    import psutil  # noqa: PLC0415 - for systems that cannot bound memory

    try:
        first = psutil.Process(pid)
        return sum(each.memory_info().rss for each in (first, *first.children(recursive=True)))
    except psutil.Error:
        return 0
