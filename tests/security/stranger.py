"""A stranger's folder with a sheet, the user's own system and settings, and a server where the stranger listens."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import Said, importer
from tests.terminal import Terminal
from tests.workbooks import workbook


@dataclass
class Listener:
    """A server that refuses everything and notes the logins that it is given."""

    url: str
    logins: list[str] = field(default_factory=list)


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port of this computer."""

    class Request(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            listener.logins.append(self.headers.get("Authorization", "none"))
            self.send_error(401)

        do_POST = do_GET  # noqa: N815 - as the base class spells it

        def log_message(self, *_: object) -> None:
            """Say nothing on the screen."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Request) as server:
        listener = Listener(f"http://127.0.0.1:{server.server_address[1]}/api")
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        yield listener
        server.shutdown()


class Desk:
    """A user who has a target, acme, and its password; and works in the folder of a stranger."""

    def __init__(self, place: Path, practice: PracticeServer, listener: Listener) -> None:
        self.folder, self.state = place / "from a stranger", place / "state"
        self.own, self.file = self.state / "config.toml", self.folder / "importer.toml"
        self.practice, self.listener = practice, listener
        self.folder.mkdir()
        self.state.mkdir()
        self.sheet = workbook(self.folder, good(Reference="A-1"))
        self.set_up(practice.url)

    def set_up(self, url: str, *more: str) -> None:
        """Have the user's own file say that acme is at this address, and more; its password is in the key store."""
        user, domain = self.practice.user, self.practice.domain
        lines = ("[targets.acme]", f'url = "{url}"', f'user = "{user}"', f'domain = "{domain}"', *more, "")
        self.own.write_text("\n".join(lines), encoding="utf-8")
        kept = {f"importer {url}\n{user}@{domain}": self.practice.password}
        (self.state / "keys.json").write_text(json.dumps(kept), encoding="utf-8")

    def deliver(self, text: str) -> None:
        """Have the stranger put this importer.toml beside the sheet."""
        self.file.write_text(text, encoding="utf-8")

    def type_in(self, *words: str | Path, typed: str = "", **settings: str) -> Said:
        """Type a command in the stranger's folder."""
        return importer(*words, state=self.state, cwd=str(self.folder), typed=typed, **settings)

    def terminal(self, *words: str | Path) -> Terminal:
        """The same on a terminal."""
        return Terminal(*words, state=self.state, cwd=self.folder)

    @property
    def jobs(self) -> int:
        """How many jobs are in the user's system."""
        return len(self.practice.store.list_entries("Jobs"))
