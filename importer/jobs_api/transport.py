"""Connections that keep to a deadline for the whole answer, and that know whether anything of a request went out.

A time-out of requests counts each read from the socket anew, so a target that gives a byte now and then could hold
a request for ever. Here each read gets only what is left of the request's own time.
"""

import io
import socket
import threading
from http.client import HTTPResponse
from time import monotonic
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from importer.languages import _

MOST_BYTES = 4 * 2**20  # far more than the longest body that is read, whatever it is wrapped in


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


class _Timed(io.RawIOBase):
    """Reads a socket, with no more time than the request has left."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket) -> None:
        self._raw = raw
        self._sock = sock

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:  # noqa: ANN401 - as declared by io
        left = under_way.deadline - monotonic()
        if left <= 0:
            raise TimeoutError(_("the request has used up its time"))
        if under_way.left <= 0:
            raise TooLong
        self._sock.settimeout(left)
        size = self._raw.readinto(buffer)
        under_way.left -= size or 0
        return size

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - http.client's own
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_Timed(self.fp.detach(), sock))


class _Noting:
    """Notes when the request itself begins to go out; a handshake or a proxy's CONNECT is not it."""

    def connect(self) -> None:
        try:
            super().connect()  # type: ignore[misc]  # mixed into a connection
        finally:
            under_way.sent = False

    def send(self, data: Any) -> None:  # noqa: ANN401 - http.client's own
        if getattr(self, "sock", None) is None:
            self.connect()
        under_way.sent = True
        super().send(data)  # type: ignore[misc]  # mixed into a connection


class _Connection(_Noting, HTTPConnection):
    response_class = _TimedResponse


class _SecureConnection(_Noting, HTTPSConnection):
    response_class = _TimedResponse


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _SecureConnection


class TimedAdapter(HTTPAdapter):
    """Makes requests use these connections, through a proxy too. It never repeats a request by itself."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own
        super().init_poolmanager(*args, **kwargs)
        _use_ours(self.poolmanager)

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own
        manager = super().proxy_manager_for(*args, **kwargs)
        _use_ours(manager)
        return manager


def _use_ours(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
