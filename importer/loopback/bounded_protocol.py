"""The connection below HTTP, with a limit to each request."""

from asyncio import TimerHandle, Transport

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

LARGEST_HEAD = 1 << 16  # bytes of a request's address and headers; what arrives in one piece may go beyond it


class BoundedProtocol(HttpToolsProtocol):
    """Uvicorn's own, which also hangs up on a request that has no end, in bytes or in time."""

    largest_body = 0  # bytes, with what stands between and behind its pieces
    seconds = 60.0  # from the first byte of a request, or the connection, to the last byte
    _size = 0  # bytes of a request so far
    _most = LARGEST_HEAD
    _clock: TimerHandle | None = None  # runs while a request is not complete

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]  # said so by uvicorn too
        """Wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop_clock()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on."""
        self._size += len(data)
        super().data_received(data)
        if self._size > self._most:
            self.transport.abort()

    def on_message_begin(self) -> None:
        """Wait for the rest of the request."""
        super().on_message_begin()
        self._wait()

    def on_headers_complete(self) -> None:
        """What follows is the body. Refused is what is meant for a proxy: it names a server of its own, beside Host."""
        if not self.url.startswith(b"/"):
            raise ValueError(self.url)  # httptools tells it as a request that is none
        self._most = LARGEST_HEAD + self.largest_body
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """What follows is another request."""
        self._stop_clock()
        self._size, self._most = 0, LARGEST_HEAD
        super().on_message_complete()

    def extend_time(self, seconds: float) -> None:
        """Give what is left of the request so long."""
        self.seconds = seconds
        self._stop_clock()
        self._wait()

    def _wait(self) -> None:
        if self._clock is None:
            self._clock = self.loop.call_later(self.seconds, self._give_up)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _give_up(self) -> None:
        self.transport.abort()
