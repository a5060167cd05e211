"""The practice API in a process of its own, which ends with the one that started it, however that ends.

The two talk through the child's pipes: its first line of output is the address and the password, or why there is none;
the end of its input is the end of its parent. The address comes as soon as the socket listens, while the rest is still
loading: a request that comes so early waits a moment.
"""

import subprocess
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from importer.child_process import make_child_command, make_child_environment
from importer.languages import _
from importer.practice.access import DOMAIN, USER

READY, FAILED = "ready", "failed"
_STOP_SECONDS = 10.0
_CODE = """
from pathlib import Path
from importer.practice.child import serve
serve(Path(sys.argv[1]))
"""


class PracticeNotStarted(Exception):
    """The practice server could not start; the text says why."""


@dataclass(frozen=True)
class RunningPractice(AbstractContextManager["RunningPractice"]):
    """A practice server in another process; leaving the context, or `stop`, ends it."""

    user: ClassVar[str] = USER
    domain: ClassVar[str] = DOMAIN
    url: str
    password: str
    process: subprocess.Popen[str]

    def stop(self) -> None:
        """End the server; more than once is fine."""
        _end(self.process)

    def __exit__(self, *_error: object) -> None:
        self.stop()


def start_practice(file: Path) -> RunningPractice:
    """Start the practice API over the data file `file`. Raises PracticeNotStarted."""
    process = subprocess.Popen(  # noqa: S603 - our own module, with the file as its only word
        make_child_command(_CODE, str(file)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=make_child_environment(),
        encoding="utf-8",
        start_new_session=True,  # Ctrl-C is for the run, which may still need its server to finish
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),  # and the same on Windows
    )
    word, _space, rest = _ensure_pipe(process.stdout).readline().strip().partition(" ")
    if word == READY:
        url, _space, password = rest.partition(" ")
        return RunningPractice(url, password, process)
    _end(process)
    raise PracticeNotStarted(rest or _("it ended before it was ready"))


def _end(process: subprocess.Popen[str]) -> None:
    _ensure_pipe(process.stdin).close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    _ensure_pipe(process.stdout).close()


def _ensure_pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None  # noqa: S101 - the process was started with it
    return pipe
