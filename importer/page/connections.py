"""Where the page listens, who may hold a connection to it, and for how long.

Every account of this computer can connect. Whoever has not shown the cookie is a stranger, also our own browser before
its first request: of these there are a few at a time, a new one taking the place of the oldest, and none has long.
"""

import errno
import os
import socket
from asyncio import Transport

from starlette.datastructures import Headers

from importer.loopback import LOOPBACK_6, open_socket
from importer.loopback.bounded_protocol import BoundedProtocol
from importer.page.guard import UPLOAD, has_cookie
from importer.page.login_link import LoginLink
from importer.page.request_limits import BODY_SECONDS, FILE_SECONDS, HEAD_SECONDS, LARGEST_FILE, MOST_STRANGERS, SLACK

_PORTS_TRIED = 50
_NO_SUCH_ADDRESS = frozenset({errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})


def open_sockets() -> list[socket.socket]:
    """One port at both addresses of this computer, of which a browser tries either first: nobody else may have one."""
    for _time in range(_PORTS_TRIED):
        first = open_socket(0, exclusive=True)
        try:
            return [first, open_socket(first.getsockname()[1], LOOPBACK_6, exclusive=True)]
        except OSError as error:
            if error.errno in _NO_SUCH_ADDRESS:
                return [first]
            first.close()
    raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))


class PageProtocol(BoundedProtocol):
    """A connection to the page that `login_link` opens."""

    largest_body = LARGEST_FILE + SLACK
    login_link: LoginLink
    strangers: dict["PageProtocol", None]  # the oldest first

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # said so by uvicorn too
        """Take it, in the place of the oldest stranger where there are many."""
        self.seconds = HEAD_SECONDS
        super().connection_made(transport)
        self.strangers[self] = None
        if len(self.strangers) > MOST_STRANGERS:
            oldest = next(iter(self.strangers))
            del self.strangers[oldest]
            self.connections.discard(oldest)  # at once: uvicorn counts it otherwise until its loop comes round
            oldest.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Its place is free."""
        self.strangers.pop(self, None)
        super().connection_lost(exc)

    def on_headers_complete(self) -> None:
        """Now it is known who asks."""
        if has_cookie(Headers(raw=self.headers), self.login_link):
            self.strangers.pop(self, None)
            self.extend_time(FILE_SECONDS if self.url == UPLOAD.encode() else BODY_SECONDS)
        else:
            self.strangers.setdefault(self)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The next request has its own time."""
        super().on_message_complete()
        self.seconds = HEAD_SECONDS


def make_protocol(login_link: LoginLink) -> type[PageProtocol]:
    """The protocol of one server."""
    return type("OwnPageProtocol", (PageProtocol,), {"login_link": login_link, "strangers": {}})
