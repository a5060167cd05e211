"""The page's server: on this computer only, in a thread of this process, until nobody needs it any more."""

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from importer.loopback.quiet_server import make_quiet_server
from importer.page.app import make_page_app
from importer.page.connections import make_protocol, open_sockets
from importer.page.guard import Guard
from importer.page.login_link import LoginLink
from importer.page.request_limits import MOST_REQUESTS
from importer.workbench import Workbench

IDLE_SECONDS = 3600.0  # without a request; an open tab that can be seen asks every minute
LOOK_SECONDS = 1.0


class PageServer:
    """The page, while the context lasts; with a `file` it begins with that. Raises OSError where there is no port."""

    def __init__(
        self,
        file: Path | None = None,
        target: str | None = None,
        *,
        idle_seconds: float = IDLE_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._file, self._target, self._idle_seconds, self._now = file, target, idle_seconds, now
        self._ended = threading.Event()
        self._seen = now()

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            listening = [opened.enter_context(one) for one in open_sockets()]
            self.login_link = LoginLink(listening[0].getsockname()[1])
            self.url = self.login_link.url
            opened.callback(self.login_link.close)
            self.bench = Workbench()
            opened.callback(self.bench.close)
            first = f"/work/{self.bench.begin(self._file, target=self._target).id}/file" if self._file else "/"
            app = make_page_app(self.login_link, self.bench, self.end, first)
            guarded = Guard(app, self.login_link, self._record_visit)
            protocol = make_protocol(self.login_link)
            server = make_quiet_server(guarded, protocol, most_at_once=MOST_REQUESTS)
            thread = threading.Thread(target=server.run, args=(listening,), name="page", daemon=True)
            thread.start()
            opened.callback(thread.join, 10)
            opened.callback(server.stop)
            self._opened = opened.pop_all()
        return self

    def __exit__(self, *_error: object) -> None:
        self._opened.close()

    def end(self) -> None:
        """Have `stay_open` return."""
        self.login_link.lock()
        self._ended.set()

    def stay_open(self) -> None:
        """Wait until somebody closes the page, or nobody has asked for anything for long."""
        while not self._ended.wait(LOOK_SECONDS) and self._now() - self._seen < self._idle_seconds:
            if self.bench.is_busy:
                self._record_visit()

    def _record_visit(self) -> None:
        self._seen = self._now()
