"""The practice API over real HTTP, in a thread of this process, on this computer only."""

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from importer.loopback import open_socket
from importer.loopback.quiet_server import QuietServer, make_quiet_server
from importer.practice.access import DOMAIN, USER, address_of
from importer.practice.app import Wrap, make_practice_app
from importer.practice.faults.injector import FaultInjector
from importer.practice.faults.plan import FaultPlan
from importer.practice.faults.raw_connection import OpenProtocol
from importer.practice.guard import PracticeProtocol, RequestGuard
from importer.practice.store import Store

MOST_AT_ONCE = 512  # connections, and requests; four times as many as an import can have workers


class PracticeServer:
    """The practice API over the data file `file`, while the context lasts; port 0 takes a free one.

    It behaves, except for what `faults` has in store; `wrap` goes around everything, to see or change any exchange.
    `store` looks into the same file, for whoever started the server. Raises StoreUnusable where the file cannot be
    used, and OSError where the port cannot.
    """

    user = USER
    domain = DOMAIN

    def __init__(self, file: Path, *, port: int = 0, wrap: Wrap | None = None, faults: FaultPlan | None = None) -> None:
        self.file = file
        self.faults = faults
        self._port = port
        self._wrap = wrap

    @property
    def password(self) -> str:
        """The password of the data file."""
        return self.store.password

    @property
    def url(self) -> str:
        """The address of the API, ending in /api."""
        return address_of(self._socket)

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._socket = opened.enter_context(open_socket(self._port))
            self.store = opened.enter_context(Store(self.file))
            serving = opened.enter_context(Store(self.file))
            server = make_server(serving, wrap=self._wrap, faults=self.faults)
            thread = threading.Thread(target=server.run, args=([self._socket],), name="practice", daemon=True)
            thread.start()
            opened.callback(thread.join)
            opened.callback(server.stop)
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()


def make_server(store: Store, *, wrap: Wrap | None = None, faults: FaultPlan | None = None) -> QuietServer:
    """A server for the API over `store`, logging nothing; `stop` ends it."""
    app = make_practice_app(store, wrap=wrap)
    guarded = RequestGuard(FaultInjector(app, faults) if faults else app)
    protocol = OpenProtocol if faults else PracticeProtocol
    return make_quiet_server(guarded, protocol, most_at_once=MOST_AT_ONCE)
