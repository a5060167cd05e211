"""A request over a bare socket, to see every byte that comes back and how the connection ends."""

import json
import socket
from base64 import b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from importer.practice.server import PracticeServer
from tests.practice.caller import good

WHOLE, CLOSED, RESET, SILENT = "whole", "closed", "reset", "silent"
LONGEST = 4 * 2**20


@dataclass(frozen=True)
class Came:
    """What came back, and how it ended."""

    content: bytes
    end: str

    @property
    def status(self) -> int:
        return int(self.content.split(b" ", 2)[1])

    @property
    def head(self) -> dict[str, str]:
        lines = self.content.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")[1:]
        return {name.lower(): text for name, _, text in (line.partition(": ") for line in lines)}

    @property
    def body(self) -> bytes:
        return self.content.partition(b"\r\n\r\n")[2]

    @property
    def object(self) -> Any:
        return json.loads(self.body)


def request(method: str = "POST", path: str = "/Jobs", *, body: bytes = b"") -> bytes:
    head = (
        f"{method} /api{path} HTTP/1.1\r\nHost: HOST\r\nAuthorization: Basic LOGIN\r\nAccept-Encoding: gzip\r\n"
        f"Content-Type: application/json\r\nPrefer: return=minimal\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def posted(**changes: object) -> bytes:
    return request(body=json.dumps(good(**changes)).encode())


def exchange(server: PracticeServer, *requests: bytes, policy: float = 10, to_the_end: bool = False) -> list[Came]:
    """Send requests one after another over one connection; what came of each.

    An answer that is whole ends an exchange, unless the connection is to be watched to its end.
    """
    parts = urlsplit(server.url)
    token = b64encode(f"{server.user}:{server.password}@{server.domain}".encode())
    with socket.create_connection((str(parts.hostname), int(parts.port or 0)), timeout=policy) as connection:
        return [
            _exchange(connection, content.replace(b"HOST", parts.netloc.encode()).replace(b"LOGIN", token), to_the_end)
            for content in requests
        ]


def _exchange(connection: socket.socket, content: bytes, to_the_end: bool) -> Came:
    came = bytearray()
    try:
        connection.sendall(content)
        while len(came) < LONGEST:
            piece = connection.recv(65536)
            if not piece:
                return Came(bytes(came), CLOSED)
            came += piece
            if not to_the_end and _is_whole(Came(bytes(came), WHOLE)):
                return Came(bytes(came), WHOLE)
    except ConnectionError:
        return Came(bytes(came), RESET)
    except TimeoutError:
        pass
    return Came(bytes(came), SILENT)


def _is_whole(came: Came) -> bool:
    if b"\r\n\r\n" not in came.content:
        return False
    length = came.head.get("content-length")
    return length is not None and len(came.body) == int(length)
