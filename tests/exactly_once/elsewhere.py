"""Another host, which a redirect points to. Nobody may ever come there, least of all with a login."""

import socket
from types import TracebackType
from typing import Self


class Elsewhere:
    """A socket that listens and waits, while the context lasts."""

    def __enter__(self) -> Self:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.setblocking(False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    @property
    def url(self) -> str:
        host, port = self._socket.getsockname()[:2]
        return f"http://{host}:{port}/api/Jobs"

    def findings(self) -> list[str]:
        """What there is to say of visitors."""
        try:
            connection, _ = self._socket.accept()
        except BlockingIOError:
            return []
        connection.close()
        return ["I5: a redirect to another host was followed"]
