"""Who may come in: whoever can read the user's own files.

The browser is opened through a file that only the user can read. The one-time token in it is posted, so that it is in
no address and no history, for a cookie with the secret of this start of the program.
"""

import html
import secrets
import time
from hmac import compare_digest
from pathlib import Path

from importer.languages import _
from importer.settings import find_state_folder

ENTER = "/enter"
OPEN = "importer open"  # what opens it
TOKEN_SECONDS = 300.0  # for a browser that is slow to start
_BYTES = 32
_FILE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>importer</title></head>
<body onload="document.forms[0].submit()"><form method="post" action="{address}">
<input type="hidden" name="token" value="{token}"><button>{button}</button></form></body></html>
"""


class LoginLink:
    """The secret of one start, and the token that opens it once. `origin` is the address of the page."""

    def __init__(self, origin: str, port: int) -> None:
        self.cookie = f"importer-{port}"  # cookies are shared by all ports of a computer
        self._origin = origin
        self._secret = secrets.token_urlsafe(_BYTES)
        self._token = ""
        self._until = 0.0
        self._file: Path | None = None

    def write_file(self) -> Path:
        """Write the file that opens the page in a browser, once; an earlier one opens nothing any more.

        Raises JournalError or OSError where the folder for it cannot be used.
        """
        self.close()
        folder = find_state_folder() / "page"
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_mode & 0o077:
            folder.chmod(0o700)
        self._token, self._until = secrets.token_urlsafe(_BYTES), time.monotonic() + TOKEN_SECONDS
        self._file = folder / f"open-{secrets.token_hex(8)}.html"
        words = {"address": f"{self._origin}{ENTER}", "token": self._token, "button": html.escape(_("Open importer"))}
        self._file.touch(mode=0o600, exist_ok=False)
        self._file.write_text(_FILE.format(**words), encoding="utf-8")
        return self._file

    def open_with(self, token: str) -> str | None:
        """The secret for the right token, which is worth nothing from then on; None for any other."""
        is_right = bool(self._token) and time.monotonic() < self._until
        if not compare_digest(token.encode("utf-8", "replace"), self._token.encode()) or not is_right:
            return None
        self.close()
        return self._secret

    def is_ours(self, cookie: str) -> bool:
        """Whether a browser has the secret of this start."""
        return compare_digest(cookie.encode("utf-8", "replace"), self._secret.encode())

    def lock(self) -> None:
        """Let nobody in any more."""
        self.close()
        self._secret = secrets.token_urlsafe(_BYTES)

    def close(self) -> None:
        """Take the file and its token away."""
        self._token = ""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None
