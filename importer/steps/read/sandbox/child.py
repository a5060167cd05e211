"""The process that opens a workbook: bounded before it looks at the file."""

import zipfile
import zlib
from collections.abc import Mapping
from typing import IO, Any

from importer.steps.read.sandbox.choose import SheetRequest
from importer.steps.read.sandbox.formats import read_ole, read_zip
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.serve import Limits, serve
from importer.workbook_parts.refusal import damage
from importer.workbook_parts.zip_entries import need_of, open_checked_zip

_MB = 1 << 20


def main() -> None:
    """Answer what is asked."""
    serve(read)


def read(file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], limits: Limits) -> None:
    """Write the rows of the requested sheet. Raises a Refusal."""
    limits.open_no_more()
    wanted = SheetRequest(request["sheet"], request["heading_row"], request["known"])
    try:
        archive = open_checked_zip(file) if request["container"] == "zip" else None
        need = need_of(archive) if archive else 2 * file.seek(0, 2)
        limits.allow(need)
        output = Output(out, int(request["memory_mb"]) * _MB + need)
        if archive is not None:
            read_zip(file, archive, wanted, output)
        else:
            read_ole(file, wanted, output)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as found:
        raise damage(f"a part of it is damaged ({found})") from found
