"""Requests through the proxy of a company's network."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from importer.jobs_api import JobsApi
from importer.jobs_api.http_session import HttpSession, Timeout
from importer.jobs_api.response import NoResponse
from importer.settings import RequestPolicy, Target
from tests import certificate
from tests.odd_server import OddServer, reply

JOB = "7e60fd05-1c08-4886-b483-9f631f943287"
QUICK = RequestPolicy(connect_seconds=2, answer_seconds=2, attempts=1)


@contextmanager
def proxy_to(
    port: int, answer: bytes = b"HTTP/1.1 200 Connection established\r\n\r\n"
) -> Iterator[tuple[int, list[str]]]:
    """A proxy whose every way leads to this port: its own port, and the requests that it was asked."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            while True:
                try:
                    visitor, _ = door.accept()
                except OSError:
                    return
                threading.Thread(target=tunnel, args=(visitor,), daemon=True).start()

        def tunnel(visitor: socket.socket) -> None:
            with suppress(OSError), visitor, socket.create_connection(("127.0.0.1", port)) as server:
                request = b""
                while not request.endswith(b"\r\n\r\n"):
                    request += visitor.recv(1)
                asked.append(request.decode())
                visitor.sendall(answer)
                if b" 200 " in answer:
                    back = threading.Thread(target=copy, args=(server, visitor), daemon=True)
                    back.start()
                    copy(visitor, server)
                    back.join()

        def copy(one: socket.socket, other: socket.socket) -> None:
            with suppress(OSError):  # either of them may hang up
                while piece := one.recv(65536):
                    other.sendall(piece)
                other.shutdown(socket.SHUT_WR)

        threading.Thread(target=serve, daemon=True).start()
        yield door.getsockname()[1], asked
        door.shutdown(socket.SHUT_RDWR)


def through(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setenv("https_proxy", f"http://anna:secret@127.0.0.1:{port}")
    monkeypatch.setenv("no_proxy", "")


def port_of(server: OddServer) -> int:
    return urlsplit(server.url).port or 0


def test_a_tunnel_through_the_proxy_serves_all_requests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = certificate.made(tmp_path, host="api.example")
    with (
        OddServer(lambda _: reply(200, {"id": JOB}), own.context) as server,
        proxy_to(port_of(server)) as (port, asked),
    ):
        through(monkeypatch, port)
        with JobsApi(Target("far", "https://api.example/api", "u", "p", ca_bundle=own.bundle), QUICK) as api:
            assert [api.get_job(JOB).status, api.create({"id": JOB}).status] == [200, 200]
    (connect,) = asked
    assert connect.startswith("CONNECT api.example:443 ")
    assert "Proxy-Authorization: Basic YW5uYTpzZWNyZXQ=" in connect
    assert [(request.method, request.target) for request in server.asked] == [
        ("GET", f"/api/Jobs({JOB})"),
        ("POST", "/api/Jobs"),
    ]
    for request in server.asked:
        assert request.headers["host"] == "api.example"
        assert "proxy-authorization" not in request.headers


def test_a_proxy_that_refuses_is_told_and_nothing_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    with (
        OddServer(lambda _: reply(200, {})) as server,
        proxy_to(port_of(server), b"HTTP/1.1 407 Who are you\r\n\r\n") as (port, _asked),
    ):
        through(monkeypatch, port)
        with (
            JobsApi(Target("far", "https://api.example/api", "u", "p"), QUICK) as api,
            pytest.raises(NoResponse, match="proxy") as none,
        ):
            api.create({"id": JOB})
    assert (none.value.sent, none.value.hopeless, server.asked) == (False, False, [])


@pytest.mark.parametrize(
    ("address", "host"),
    [("http://127.0.0.1:80/api", "127.0.0.1"), ("https://bücher.example:443/api", "xn--bcher-kva.example")],
)
def test_the_host_is_named_as_the_network_knows_it(address: str, host: str) -> None:
    with JobsApi(Target("t", address, "u", "p")) as api:
        assert api._open_connection()._asking["Host"] == host


def test_no_header_breaks_into_two() -> None:
    with OddServer(lambda _: reply(200, {})) as server:
        line = HttpSession(server.url, {}, None, Timeout(2))
        with pytest.raises(Exception, match="line break"):
            line.send("GET", server.url, {"Host": "a", "X": "b\r\nY: c"}, None)
        assert server.asked == []
