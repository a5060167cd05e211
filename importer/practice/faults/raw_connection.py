"""The connection below HTTP: what no ASGI application can do, such as hanging up in the middle or resetting."""

import asyncio
import socket
import struct
from typing import cast

from starlette.types import Receive, Scope

from importer.practice.guard import PracticeProtocol

_PLACE = "importer.practice.transport"


class OpenProtocol(PracticeProtocol):
    """The usual one, which also shows each request the connection that it came over."""

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self.scope["extensions"] = {_PLACE: {"transport": self.transport}}


class Transport:
    """The connection that a request came over."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._transport = cast("asyncio.Transport", scope["extensions"][_PLACE]["transport"])
        self._receive = receive

    @property
    def open(self) -> bool:
        """False once either side has hung up."""
        return not self._transport.is_closing()

    def write(self, piece: bytes) -> None:
        """Send bytes as they are."""
        if self.open:
            self._transport.write(piece)

    def close(self) -> None:
        """Hang up politely: what was written still arrives."""
        self._transport.close()

    def reset(self) -> None:
        """Hang up at once: the other side gets a RST."""
        connection: socket.socket | None = self._transport.get_extra_info("socket")
        if connection is not None and self.open:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._transport.abort()

    async def wait_for_end(self) -> None:
        """Wait until the connection is no more."""
        while (await self._receive())["type"] != "http.disconnect":
            pass
