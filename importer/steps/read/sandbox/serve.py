"""How a process that reads a file answers: bounded before it looks at the file, which is given open, as standard input.

It opens nothing else: no file, no socket, no process. What it is asked stands in the words of its command line.
"""

import json
import os
import sys
from collections.abc import Callable, Mapping
from typing import IO, Any

import numpy as np
import pyarrow as pa

from importer.child_process.limits import bound_files, bound_memory, bound_time, mapped
from importer.languages import _, use_language
from importer.problem import TOO_LARGE_TO_READ
from importer.steps.read.sandbox.messages import write_word
from importer.workbook_parts.refusal import Refusal

_MB = 1 << 20


class Limits:
    """What reading may use: without bounds, as where the process is the one that asks."""

    def allow(self, need: int) -> None:
        """Take so many bytes of memory more, which the file honestly needs."""

    def open_no_more(self) -> None:
        """Open nothing from here on."""


Read = Callable[[IO[bytes], IO[bytes], Mapping[str, Any], Limits], None]


class _ReadBounds(Limits):
    """Bounds that the system holds this process to."""

    def __init__(self, out: IO[bytes], request: Mapping[str, Any]) -> None:
        self._out, self._watched = out, bool(request["watched"])
        self._whole = mapped() + int(request["memory_mb"]) * _MB
        bound_time(request["deadline_seconds"])
        self.allow(0)

    def allow(self, need: int) -> None:
        write_word(self._out, "needs", bytes=need)
        self._out.flush()
        if not self._watched:
            bound_memory(self._whole + need)

    def open_no_more(self) -> None:
        bound_files()


def serve(read: Read) -> None:
    """Answer what is asked with what `read` writes of the file, and end the process: to take apart what is loaded
    would take as long as to read a small file.
    """
    use_language()
    request = json.loads(sys.argv[1])
    pa.array(np.zeros(0))  # Arrow looks once whether there is pandas
    out = sys.stdout.buffer
    answer(read, sys.stdin.buffer, out, request, _ReadBounds(out, request))
    out.flush()
    os._exit(0)


def answer(read: Read, file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], limits: Limits) -> None:
    """Write what `read` finds, or why there is nothing."""
    try:
        read(file, out, request, limits)
    except Refusal as found:
        write_word(out, "refused", code=found.code.number, values=found.values)
    except MemoryError:
        more = _("{memory_mb} MB of memory beyond its own size").format(memory_mb=request["memory_mb"])
        values = {"reason": _("it needs more than {more} (allow more with --memory-limit)").format(more=more)}
        write_word(out, "refused", code=TOO_LARGE_TO_READ.number, values=values)
