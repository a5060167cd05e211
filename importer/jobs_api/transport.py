"""Connections that keep to a deadline for the whole answer, and that know whether anything of a request went out.

A time-out of requests counts each read from the socket anew, so a target that gives a byte now and then could hold
a request for ever. Here each read gets only what is left of the request's own time.
"""

import io
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.client import HTTPException
from http.client import HTTPResponse as StandardResponse
from time import monotonic
from typing import Any, Self

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from importer.jobs_api.incoming import Incoming
from importer.languages import _

MOST_BYTES = 4 * 2**20  # far more than the longest body that is read, whatever it is wrapped in
PIECE = 64 * 1024  # at most so many bytes are read at a time


class TooLong(OSError):
    """The answer has more bytes than any answer can have."""


class _UnderWay(threading.local):
    """The request that this thread is making."""

    deadline: float = float("inf")  # on the monotonic clock
    left: int = 0  # bytes of an answer, its head and its wrapping too
    sent: bool = False


under_way = _UnderWay()


def begin(seconds: float) -> None:
    """Say that this thread begins a request, which may take so long."""
    under_way.deadline = monotonic() + seconds
    under_way.left = MOST_BYTES
    under_way.sent = False


def _allow(sock: socket.socket) -> None:
    """Give the next use of the socket as much time as the request has left."""
    left = under_way.deadline - monotonic()
    if left <= 0:
        raise TimeoutError(_("the request timed out"))
    if under_way.left <= 0:
        raise TooLong
    sock.settimeout(left)


class _TimedStream(io.RawIOBase):
    """Reads a socket, with no more time than the request has left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - as declared by io
        _allow(self._sock)
        size = self._raw.readinto(buffer)
        under_way.left -= size or 0
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(StandardResponse):
    """What a proxy answers to CONNECT."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - http.client's own
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_TimedStream(self.fp.detach(), sock))


class RawResponse:
    """An answer of which the head has come, with what urllib3 asks of one. Where it is left before it is whole, or says
    so, its connection is hung up.
    """

    version_string = "HTTP"
    length_remaining = None
    retries = None

    def __init__(self, incoming: Incoming, hang_up: Callable[[], None]) -> None:
        self.status = incoming.status
        self.headers = incoming.headers
        self._incoming = incoming
        self._hang_up = hang_up

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not (self._incoming.is_whole and self._incoming.keeps):
            self._hang_up()

    def read_pieces(self) -> Iterator[bytes]:
        """The body as it comes, unzipped."""
        if "Content-Encoding" in self.headers:
            yield from HTTPResponse(
                self._incoming,  # type: ignore[arg-type]  # as much of a file as is used
                self.headers,
                preload_content=False,
                enforce_content_length=False,  # llhttp sees to that
            ).stream(PIECE)
            return
        while piece := self._incoming.read():
            yield piece


class _DirectConnection:
    """Writes a request in one go and reads the answer as `Incoming`. It notes when the request itself begins to go
    out; a handshake or a proxy's CONNECT is not it.
    """

    sock: Any
    close: Callable[[], None]
    response_class = _TimedResponse

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc]  # mixed into a connection
        finally:
            under_way.sent = False

    def request(self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], **_: object) -> None:
        """Send a request whose headers are complete, `Host` and the length of its body among them."""
        lines = [f"{method} {url} HTTP/1.1", *map(": ".join, headers.items()), "", ""]
        head = "\r\n".join(lines)
        if head.count("\n") != len(lines) - 1:
            raise HTTPException("a line break within a header")
        if self.sock is None:
            self.connect()
        sock: socket.socket = self.sock  # whoever closes the API meanwhile takes it from here
        _allow(sock)
        under_way.sent = True
        sock.sendall(head.encode("latin-1") + (body or b""))

    def getresponse(self) -> RawResponse:
        """Its head has been read, its body is read as it is asked for."""
        incoming = Incoming(partial(_receive, self.sock))
        incoming.take_head()
        return RawResponse(incoming, self.close)


def _receive(sock: socket.socket) -> bytes:
    _allow(sock)
    received = sock.recv(PIECE)
    under_way.left -= len(received)
    return received


class _DeadlineConnection(_DirectConnection, HTTPConnection):  # type: ignore[misc]  # its own `request` and `getresponse`
    pass


class _SecureConnection(_DirectConnection, HTTPSConnection):  # type: ignore[misc]  # as above
    pass


class Pool(HTTPConnectionPool):
    ConnectionCls = _DeadlineConnection  # type: ignore[assignment]  # for its `request`


class SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection  # type: ignore[assignment]  # for its `request`
