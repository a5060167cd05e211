"""The page's server: on this computer only, in a thread of this process, until nobody needs it any more."""

import socket
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Self

from importer.loopback import LOOPBACK, listening_socket
from importer.loopback.quiet_server import server_for
from importer.page.app import page_app
from importer.page.door import Door
from importer.page.guard import Guard
from importer.page.limits import MOST_AT_ONCE, PageProtocol

IDLE_SECONDS = 3600.0  # without a request; an open tab that can be seen asks every minute
LOOK_SECONDS = 1.0


class PageServer:
    """The page, while the context lasts. Raises OSError where there is no port for it."""

    def __init__(self, *, idle_seconds: float = IDLE_SECONDS, now: Callable[[], float] = time.monotonic) -> None:
        self._idle_seconds, self._now = idle_seconds, now
        self._ended = threading.Event()
        self._seen = now()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            listening = opened.enter_context(_exclusive(listening_socket(0)))
            port = listening.getsockname()[1]
            self.url = f"http://{LOOPBACK}:{port}"
            self.door = Door(self.url, port)
            opened.callback(self.door.close)
            app = page_app(self.door, self.end)
            guarded = Guard(app, self.door, f"{LOOPBACK}:{port}", self._has_seen)
            server = server_for(guarded, PageProtocol, most_at_once=MOST_AT_ONCE)
            thread = threading.Thread(target=server.run, args=([listening],), name="page", daemon=True)
            thread.start()
            opened.callback(thread.join, 10)
            opened.callback(server.stop)
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def end(self) -> None:
        """Have `wait` return."""
        self.door.lock()
        self._ended.set()

    def wait(self) -> None:
        """Wait until somebody closes the page, or nobody has asked for anything for long."""
        while not self._ended.wait(LOOK_SECONDS) and self._now() - self._seen < self._idle_seconds:
            pass

    def _has_seen(self) -> None:
        self._seen = self._now()


def _exclusive(listening: socket.socket) -> socket.socket:
    """Where the system lets another program listen at the same port, it must not."""
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    if option is not None:  # Windows
        listening.setsockopt(socket.SOL_SOCKET, option, 1)
    return listening
