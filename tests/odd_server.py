"""A server over a real socket that answers as oddly as it is told to, and a little jobs API to misbehave upon."""

import contextlib
import json
import re
import socket
import socketserver
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import unquote
from uuid import uuid4


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    target: str = ""  # the path as it came, escaped

    @property
    def job(self) -> dict[str, object]:
        parsed: dict[str, object] = json.loads(self.body)
        return parsed


@dataclass(frozen=True)
class Reply:
    """Bytes to send, piece by piece with a pause between; then the connection is kept, closed or reset."""

    pieces: tuple[bytes, ...] = ()
    gap: float = 0
    then: str = "keep"


def reply(status: int, body: object = None, *, text: str | None = None, **headers: str) -> Reply:
    """A whole answer: JSON, or `text` as it is; a header's underscores stand for dashes."""
    content = (json.dumps(body) if text is None else text).encode()
    return Reply((head(status, Content_Length=str(len(content)), **headers) + content,))


def head(status: int, **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} Odd", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


DROP = Reply(then="close")
RESET = Reply(then="reset")

_CONDITION = re.compile(r"(\w+) eq ('[^']*'|[\w-]+)")

Respond = Callable[[Asked], Reply]


class OddServer:
    """Answers every request with what `respond` gives for it; keeps what was asked, and counts connections.

    With a `secure` context it speaks TLS.
    """

    def __init__(self, respond: Respond, secure: ssl.SSLContext | None = None) -> None:
        self._respond = respond
        self._secure = secure
        self.asked: list[Asked] = []
        self.connections = 0

    @property
    def url(self) -> str:
        return f"http{'s' if self._secure else ''}://127.0.0.1:{self._server.server_address[1]}/api"

    def __enter__(self) -> Self:
        odd = self

        class Conversation(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                if not odd.reads(self.request):
                    return
                while (asked := _read(self.rfile.readline, self.rfile.read)) is not None:
                    odd.asked.append(asked)
                    if not _send(self.request, odd._respond(asked)):
                        return

        self._server = _Server(("127.0.0.1", 0), Conversation)
        self._server.met = self._meets
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def _meets(self, connection: socket.socket) -> socket.socket:
        self.connections += 1
        if self._secure is None:
            return connection
        try:
            return self._secure.wrap_socket(connection, server_side=True)
        except OSError:
            connection.close()
            raise

    def reads(self, connection: socket.socket) -> bool:
        """Whether what comes over a new connection is read; another kind of server may do otherwise."""
        del connection
        return True

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 64
    met: Callable[[socket.socket], socket.socket]

    def process_request_thread(self, request: object, client_address: object) -> None:
        with contextlib.suppress(OSError):  # a handshake that the client breaks off
            super().process_request_thread(self.met(request), client_address)  # type: ignore[arg-type]  # a socket

    def handle_error(self, request: object, client_address: object) -> None:
        del request, client_address  # clients of these tests hang up in the middle


def _read(line: Callable[[], bytes], body: Callable[[int], bytes]) -> Asked | None:
    first = line().decode()
    if not first:
        return None
    method, path, _ = first.split()
    headers = dict(text.decode().rstrip().split(": ", 1) for text in iter(line, b"\r\n"))
    lowered = {name.lower(): value for name, value in headers.items()}
    return Asked(method, unquote(path), lowered, body(int(lowered.get("content-length", "0"))), path)


def _send(connection: socket.socket, answer: Reply) -> bool:
    for number, piece in enumerate(answer.pieces):
        time.sleep(answer.gap if number else 0)
        connection.sendall(piece)
    if answer.then == "reset":
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return answer.then == "keep"


Fault = Callable[["LittleApi", Asked], Reply]


@dataclass
class LittleApi:
    """The least of the jobs API: creates, conflicts, shows; the first requests of each kind meet the given faults."""

    posts: list[Fault | None] = field(default_factory=list)
    gets: list[Fault | None] = field(default_factory=list)
    jobs: dict[str, dict[str, object]] = field(default_factory=dict)
    keeps_ids: bool = True
    _one_at_a_time: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, asked: Asked) -> Reply:
        with self._one_at_a_time:
            faults = self.posts if asked.method == "POST" else self.gets
            fault = faults.pop(0) if faults else None
            if fault is not None:
                return fault(self, asked)
            return self.create(asked) if asked.method == "POST" else self.show(asked)

    def create(self, asked: Asked) -> Reply:
        job_id = str(asked.job["id"]) if self.keeps_ids else str(uuid4())
        if job_id in self.jobs:
            return reply(409, {"Message": "There is a job with this id."})
        self.jobs[job_id] = {**asked.job, "id": job_id}
        return reply(201, {"id": job_id})

    def show(self, asked: Asked) -> Reply:
        if "Jobs(" in asked.path:
            job = self.jobs.get(asked.path.partition("(")[2].rstrip(")"))
            return reply(200, job) if job else reply(404, {"Message": "Not found."})
        wanted = _CONDITION.findall(asked.path.partition("$filter=")[2])
        found = [j for j in self.jobs.values() if any(str(j.get(key)) == text.strip("'") for key, text in wanted)]
        return reply(200, {"value": found})


def says(answer: Reply) -> Fault:
    """Answers so, and does nothing."""
    return lambda _api, _asked: answer


def does_and_says(answer: Reply) -> Fault:
    """Creates the job, but answers so."""

    def fault(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        return answer

    return fault


def times(count: int, faults: Iterable[Fault | None]) -> list[Fault | None]:
    return [fault for _ in range(count) for fault in faults]
