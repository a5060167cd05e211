"""Who may come in: whoever can read the user's own files.

The browser is opened through a file that only the user can read. The one-time token in it is posted, so that it is in
no address and no history, for a cookie with the secret of this start of the program.

A browser sends a cookie to all ports of a host, whoever listens there. So the page has a host name of its own at each
start, which nobody else knows; browsers look for names in .localhost on this computer. Nor does anything wait there
from who had the port before, such as a script in the browser's cache. Safari does not find such names: it can open the
page by its number, where the user wants that, with a secret that the name does not take.
"""

import html
import secrets
import time
from hmac import compare_digest
from pathlib import Path
from urllib.parse import urlsplit

from importer.files import find_state_folder
from importer.languages import _, get_current_language
from importer.loopback import LOOPBACK

ENTER = "/enter"
OPEN = "importer open"  # what opens it
TOKEN_SECONDS = 300.0  # for a browser that is slow to start
_BYTES, _BYTES_OF_NAME = 32, 16
_FILE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="referrer" content="no-referrer">
<title>importer</title></head>
<body><form id="name" method="post" action="{address}">
<input type="hidden" name="token" value="{token}"><button>{button}</button></form>
<p>{when}</p><form method="post" action="{by_number}">
<input type="hidden" name="token" value="{token}"><button>{button_by_number}</button></form>
<script>
const came = performance.getEntriesByType("navigation")[0];
if (/Chrom|Firefox/.test(navigator.userAgent) && !(came && came.type === "back_forward")) document.forms[0].submit();
</script></body></html>
"""


class LoginLink:
    """The secret of one start, and the token that opens it once. `url` is the address of the page, with its name."""

    def __init__(self, port: int) -> None:
        self.cookie = f"importer-{port}"
        self.url = f"http://importer-{secrets.token_hex(_BYTES_OF_NAME)}.localhost:{port}"
        self._by_number = f"http://{LOOPBACK}:{port}"
        self._secrets: dict[str, str] = {}  # by host, with its port
        self._token = ""
        self._until = 0.0
        self._file: Path | None = None
        self.lock()

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
        words = {
            "language": get_current_language(),
            "address": f"{self.url}{ENTER}",
            "by_number": f"{self._by_number}{ENTER}",
            "token": self._token,
            "button": html.escape(_("Open importer")),
            "when": html.escape(
                _(
                    "If your browser does not find importer, use Chrome, Edge or Firefox. The second button opens it "
                    "in any browser, but less safely: until you close importer, open no other address of this computer "
                    "that somebody gives you."
                )
            ),
            "button_by_number": html.escape(_("Open importer by its IP address (127.0.0.1)")),
        }
        self._file.touch(mode=0o600, exist_ok=False)
        self._file.write_text(_FILE.format(**words), encoding="utf-8")
        return self._file

    def is_here(self, host: str) -> bool:
        """Whether this, with its port, is where the page answers."""
        given = host.encode("utf-8", "replace")
        return sum(compare_digest(given, known.encode()) for known in self._secrets) > 0  # each is compared

    def open_with(self, token: str, host: str) -> str | None:
        """The secret of a host for the right token, which is worth nothing from then on; None for any other."""
        is_right = bool(self._token) and time.monotonic() < self._until
        if not compare_digest(token.encode("utf-8", "replace"), self._token.encode()) or not is_right:
            return None
        self.close()
        return self._secrets[host]

    def is_ours(self, cookie: str, host: str) -> bool:
        """Whether a browser has the secret of this start, for this host."""
        return compare_digest(cookie.encode("utf-8", "replace"), self._secrets[host].encode())

    def lock(self) -> None:
        """Let nobody in any more."""
        self.close()
        hosts = [urlsplit(address).netloc for address in (self.url, self._by_number)]
        self._secrets = {host: secrets.token_urlsafe(_BYTES) for host in hosts}

    def close(self) -> None:
        """Take the file and its token away."""
        self._token = ""
        if self._file is not None:
            self._file.unlink(missing_ok=True)
            self._file = None
