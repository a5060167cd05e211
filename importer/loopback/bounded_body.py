"""The body of a request, with a limit above which nothing more is read."""

from starlette.types import Message, Receive


class BoundedBody:
    """What `receive` brings, up to `largest` bytes; then `receive` raises `error`, and `is_too_long`."""

    def __init__(self, receive: Receive, largest: int, error: type[Exception]) -> None:
        self._receive, self._left, self._error = receive, largest, error

    @property
    def is_too_long(self) -> bool:
        """True once more than `largest` bytes have come: the rest is not read, so the connection has to be closed."""
        return self._left < 0

    async def receive(self) -> Message:
        """The next piece (ASGI)."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self.is_too_long:
            raise self._error
        return message
