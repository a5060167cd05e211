"""The process that opens a workbook: bounded before it looks at the file, which it is given open, as standard input.

It opens nothing else: no file, no socket, no process. What it is asked stands in the words of its command line.
"""

import json
import sys
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import IO, Any

import numpy as np
import pyarrow as pa

from importer.child_process.limits import bound_files, bound_memory, bound_time, mapped
from importer.problem import TOO_LARGE_TO_READ
from importer.steps.read.sandbox.choose import SheetRequest
from importer.steps.read.sandbox.formats import read_ole, read_zip
from importer.steps.read.sandbox.messages import write_word
from importer.steps.read.sandbox.output import Output
from importer.workbook_parts.refusal import Refusal, damage
from importer.workbook_parts.zip_entries import need_of, open_checked_zip

_MB = 1 << 20


def main() -> None:
    """Answer what is asked."""
    request = json.loads(sys.argv[1])
    pa.array(np.zeros(0))  # Arrow looks once whether there is pandas
    allowed, loaded, out = int(request["memory_mb"]) * _MB, mapped(), sys.stdout.buffer
    bound_files()
    bound_time(request["deadline_seconds"])

    def bound(need: int) -> None:
        write_word(out, "needs", bytes=need)
        out.flush()
        if not request["watched"]:
            bound_memory(loaded + allowed + need)

    bound(0)
    answer(sys.stdin.buffer, out, request, needs=bound)
    out.flush()


def answer(file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], *, needs: Callable[[int], None]) -> None:
    """Write the rows of the requested sheet, or why they are not there; `needs` is given the memory that it takes."""
    try:
        _read(file, out, request, needs)
    except Refusal as found:
        write_word(out, "refused", code=found.code.number, values=found.values)
    except MemoryError:
        more = f"{request['memory_mb']} MB of memory over what its parts unfold to"
        reason = f"it needs more than {more} (--memory-limit gives it more)"
        write_word(out, "refused", code=TOO_LARGE_TO_READ.number, values={"reason": reason})


def _read(file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], needs: Callable[[int], None]) -> None:
    wanted = SheetRequest(request["sheet"], request["heading_row"], request["known"])
    try:
        archive = open_checked_zip(file) if request["container"] == "zip" else None
        need = need_of(archive) if archive else 2 * file.seek(0, 2)
        needs(need)
        output = Output(out, int(request["memory_mb"]) * _MB + need)
        if archive is not None:
            read_zip(file, archive, wanted, output)
        else:
            read_ole(file, wanted, output)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as found:
        raise damage(f"a part of it is damaged ({found})") from found
