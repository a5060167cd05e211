"""The process that opens a workbook: bounded before it looks at the file."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import IO, Any

from importer.languages import _
from importer.steps.read.sandbox.active_content import list_active_content
from importer.steps.read.sandbox.formats import read_ole, read_zip
from importer.steps.read.sandbox.output import Output
from importer.steps.read.sandbox.serve import Limits, serve
from importer.steps.read.sandbox.sheet_summaries import SheetRequest
from importer.workbook_parts.refusal import make_damage_refusal
from importer.workbook_parts.zip_entries import need_of, open_checked_zip

_MB = 1 << 20
_NEED_UNLOCKING = 16  # times the file: its bytes, what they become, and lists of both


def main() -> None:
    """Answer what is asked."""
    serve(read)


def read(file: IO[bytes], out: IO[bytes], request: Mapping[str, Any], limits: Limits) -> None:
    """Write the rows of the requested sheet; one with a password comes through a pipe, behind it. Raises a Refusal."""
    unlock = _prepare_unlocking() if request["locked_bytes"] else None
    limits.open_no_more()
    wanted, container = SheetRequest(request["sheet"], request["heading_row"], request["known"]), request["container"]
    try:
        if unlock:
            limits.allow(_NEED_UNLOCKING * request["locked_bytes"])
            file, container = unlock(file)
        archive = open_checked_zip(file) if container == "zip" else None
        need = need_of(archive) if archive else 2 * file.seek(0, 2)
        limits.allow(need + _NEED_UNLOCKING * request["locked_bytes"])
        output = Output(out, int(request["memory_mb"]) * _MB + need)
        output.active_content = list_active_content(file, archive)
        if archive is not None:
            read_zip(file, archive, wanted, output)
        else:
            read_ole(file, wanted, output)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as found:
        raise make_damage_refusal(_("a part of it is damaged ({reason})").format(reason=found)) from found


def _prepare_unlocking() -> Callable[[IO[bytes]], tuple[IO[bytes], str]]:
    """Load what few workbooks need, while files can still be opened."""
    from importer.steps.read.sandbox.encryption import decrypt, prepare  # noqa: PLC0415 - few need it, and it is slow

    prepare()
    return decrypt
