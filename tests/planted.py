"""A password that the practice server takes instead of its own, and a search for it in whatever a program leaves."""

import base64
import html
import json
import re
import threading
import zipfile
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote, quote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.middleware import Login

PLANTED_USER, PLANTED_DOMAIN = "anna.peeters", "planted.example"
PLANTED = "Pl4nted/wörd+&%"


def login_of(user: str, password: str, domain: str) -> bytes:
    return base64.b64encode(f"{user}:{password}@{domain}".encode())


def takes_the_planted_login(app: ASGIApp) -> ASGIApp:
    """The practice API, whose login is the planted one; its own is refused."""
    planted = b"Basic " + login_of(PLANTED_USER, PLANTED, PLANTED_DOMAIN)
    assert isinstance(app, Login)
    its_own = b"Basic " + app._token

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            given = dict(scope["headers"]).get(b"authorization", b"")
            others = [pair for pair in scope["headers"] if pair[0] != b"authorization"]
            scope = {**scope, "headers": [*others, (b"authorization", its_own if given == planted else b"Basic no")]}
        await app(scope, receive, send)

    return answer


def spelled(secret: str) -> dict[str, bytes]:
    """The ways in which the secret could stand somewhere, by name."""
    plain = secret.encode()
    return {
        "clear": plain,
        "Latin-1": secret.encode("latin-1"),
        "UTF-16": secret.encode("utf-16-le"),
        "JSON": json.dumps(secret)[1:-1].encode(),
        "URL": quote(plain, safe="").encode(),
        "URL, / kept": quote(plain).encode(),
        "form": quote_plus(plain).encode(),
        "form, as ASP.NET has it": re.sub("%..", lambda code: code[0].lower(), quote_plus(plain)).encode(),
        "markup": html.escape(secret).encode(),
        "base64": base64.b64encode(plain).rstrip(b"="),
        "login": login_of(PLANTED_USER, secret, PLANTED_DOMAIN).rstrip(b"="),
        "login, for a web address": base64.urlsafe_b64encode(f"{PLANTED_USER}:{secret}@{PLANTED_DOMAIN}".encode()),
    }


def found_in(content: bytes, secret: str, where: str) -> Iterator[str]:
    """Where and how the secret stands in the content; zip archives, as workbooks are, are looked into."""
    for name, spelling in spelled(secret).items():
        if spelling in content:
            yield f"{where}: {name}"
    if content.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(content)) as archive:
            for part in archive.namelist():
                yield from found_in(archive.read(part), secret, f"{where}!{part}")


def found_in_files(folder: Path, secret: str, *, but: Iterable[Path] = ()) -> list[str]:
    """Where the secret stands in any file of the folder, its own key store left out."""
    files = [path for path in folder.rglob("*") if path.is_file() and path not in set(but)]
    assert files
    return [found for path in files for found in found_in(path.read_bytes(), secret, path.name)]


class CommandLines:
    """The words of every process of this computer, looked at again and again while the context lasts."""

    def __init__(self) -> None:
        self.seen: set[bytes] = set()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            for place in Path("/proc").glob("[0-9]*/cmdline"):
                try:
                    self.seen.add(place.read_bytes())
                except OSError:  # it ended meanwhile
                    continue
