"""A dropped file: streamed to the disk, never larger than may be, one at a time, under a name of ours.

It is not looked into here: only the bounded process that reads sheets opens it.
"""

import asyncio
import os
import re
from pathlib import Path
from urllib.parse import unquote

from fastapi import Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from importer.files import explain_failure
from importer.languages import _
from importer.page.guard import BodyTooLong
from importer.page.render import go_to, refuse
from importer.page.request_limits import LARGEST_FILE
from importer.records import SHEET_ENDINGS
from importer.workbench import Draft, Workbench

NAME = "x-file-name"  # as the browser spells it for an address
_NOT_IN_A_NAME = re.compile(r"[^\w .()+-]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])( *\.|$)")  # by Windows
_LONGEST, _LONGEST_ENDING = 80, 10  # letters


class Uploads:
    """Takes dropped files for a workbench."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench
        self._one_at_a_time = asyncio.Lock()

    async def take(self, request: Request) -> Response:
        """Put a dropped file on the bench, and open it there."""
        if self._one_at_a_time.locked():
            return refuse(_("Another file is still uploading."), _("Wait a moment, then drop this one again."))
        async with self._one_at_a_time:
            given = unquote(request.headers.get(NAME, ""))
            name = clean_name(given)
            if Path(name).suffix.lower() not in SHEET_ENDINGS:
                message = _("This is not a sheet: its name does not end in {endings}.")
                return refuse(message.format(endings=", ".join(SHEET_ENDINGS)))
            draft = Draft(Path(), given.rpartition("/")[2], "", is_copy=True)
            folder = await run_in_threadpool(self._bench.store.folder_of, draft.id)
            path = folder / name
            try:
                await _write(path, request)
            except BodyTooLong:
                path.unlink(missing_ok=True)
                message = _("The file is larger than {size} MB.").format(size=LARGEST_FILE >> 20)
                return refuse(message, _("Send it in parts, or with the command 'importer run'."), status=413)
            except (ClientDisconnect, OSError) as error:
                path.unlink(missing_ok=True)
                reason = explain_failure(error) if isinstance(error, OSError) else _("the upload was incomplete")
                return refuse(_("The file could not be saved: {reason}.").format(reason=reason))
            draft = await run_in_threadpool(self._bench.begin, path, draft)
            return go_to(f"/work/{draft.id}/file")


async def _write(path: Path, request: Request) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "wb") as file:
        async for piece in request.stream():
            await run_in_threadpool(file.write, piece)


def clean_name(name: str) -> str:
    """A name of ours for a file: letters, digits and plain signs, no folder, none that a system keeps for itself."""
    stem, dot, ending = re.split(r"[/\\]", name)[-1].rpartition(".")
    stem, ending = (_NOT_IN_A_NAME.sub("_", part).strip(" .") for part in (stem, ending))
    stem = stem[:_LONGEST].strip(" .") or "sheet"
    return f"{'_' if _RESERVED.match(stem) else ''}{stem}{dot}{ending[:_LONGEST_ENDING]}"
