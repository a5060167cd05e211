"""The real command in a pseudo-terminal: what a person sees, and what they type."""

import os
import select
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.command import CommandOnTerminal, environment

_AT_ONCE = 1024
_LIMIT_SECONDS = 60


class Terminal:
    """A command on a terminal of its own; `shown` is all that it has written so far, control sequences too."""

    def __init__(
        self, *words: str | Path, state: Path, settings: Mapping[str, str] | None = None, cwd: Path | None = None
    ) -> None:
        self._words = tuple(map(str, words))
        self._environment = {**environment(state), "TERM": "xterm", **(settings or {})}
        self._folder = str(cwd or Path.cwd())
        self.shown = b""
        self._seen = 0  # of what is shown, when the last answer was typed

    def __enter__(self) -> Self:
        import pty  # noqa: PLC0415 - not there on Windows

        self._ours, theirs = pty.openpty()
        self._command = CommandOnTerminal(self._words, self._environment, self._folder, os.ttyname(theirs))
        os.close(theirs)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._command.kill()
        self._command.wait()
        os.close(self._ours)

    def answer(self, question: bytes, typed: str) -> None:
        """Wait until the question is on the screen, and type the answer."""
        self.press(question, f"{typed}\n")

    def press(self, question: bytes, keys: str) -> None:
        """Wait until the question is on the screen anew, and press keys."""
        self.wait_for(question)
        self._seen = len(self.shown)
        os.write(self._ours, keys.encode())

    def wait_for(self, question: bytes) -> None:
        """Wait until the question is on the screen anew."""
        while question not in self.shown[self._seen :]:
            assert select.select([self._ours], [], [], _LIMIT_SECONDS)[0], self.shown.decode("utf-8", "replace")
            self.shown += os.read(self._ours, _AT_ONCE)

    def end(self) -> int:
        """Wait for the end of the command, and give its exit status."""
        try:
            while piece := os.read(self._ours, _AT_ONCE):
                self.shown += piece
        except OSError:  # the other end is closed
            pass
        return self._command.wait()
