"""Pipes to a process that may have been taken over: whatever it does with its ends, nobody waits beyond a moment.

That a process is ended closes its ends, but not those of a process that it may have started.
"""

import os
import select
import sys
from io import BufferedReader, BufferedWriter, RawIOBase
from math import ceil
from time import monotonic
from typing import IO, Any

_AT_ONCE = 1 << 20  # bytes


def open_until(file: IO[bytes], end: float) -> IO[bytes]:
    """The same end of a pipe: at `end`, a moment of `monotonic`, reading has come to its end, and writing fails.

    On Windows a process leaves no pipe to those that it starts, unless it says so for each.
    """
    if sys.platform == "win32":
        return file
    os.set_blocking(file.fileno(), False)
    pipe = _PipeUntil(file, end)
    return BufferedReader(pipe, _AT_ONCE) if file.readable() else BufferedWriter(pipe, _AT_ONCE)


class _PipeUntil(RawIOBase):
    def __init__(self, file: IO[bytes], end: float) -> None:
        self._file, self._end, self._number = file, end, file.fileno()
        self._is_reading = file.readable()

    def readable(self) -> bool:
        return self._is_reading

    def writable(self) -> bool:
        return not self._is_reading

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - whatever bytes go into
        while self._wait(select.POLLIN):
            try:
                return os.readv(self._number, [buffer])
            except BlockingIOError:
                continue
        return 0

    def write(self, content: Any) -> int:  # noqa: ANN401 - whatever bytes are in
        while self._wait(select.POLLOUT):
            try:
                return os.write(self._number, content)
            except BlockingIOError:
                continue
        raise TimeoutError

    def close(self) -> None:
        if not self.closed:
            super().close()
            self._file.close()

    def _wait(self, event: int) -> bool:
        """Whether something happens to the pipe before the end."""
        waiting = select.poll()
        waiting.register(self._number, event)
        left = self._end - monotonic()
        return left > 0 and bool(waiting.poll(ceil(left * 1000)))
