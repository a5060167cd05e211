"""Rule 11: connections and the time that each may take, with somebody beside who opens them and says nothing."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from importer.page import connections
from tests.page.test_uploads import CSV
from tests.page.visitor import Visitor

MANY = 200


@contextmanager
def silent_connections(visitor: Visitor, count: int = MANY, said: bytes = b"") -> Iterator[list[socket.socket]]:
    """Connections of somebody without the cookie, who begins a request at most."""
    with ExitStack() as opened:
        yield [opened.enter_context(connected(visitor, said)) for _ in range(count)]


def connected(visitor: Visitor, said: bytes = b"") -> socket.socket:
    made = socket.create_connection(("127.0.0.1", urlsplit(visitor.server.url).port or 0), timeout=60)
    made.sendall(said)
    return made


def wait_for_end(connection: socket.socket) -> bytes:
    """What comes until the server hangs up."""
    came = b""
    try:
        while piece := connection.recv(1 << 16):
            came += piece
    except ConnectionError:
        pass
    return came


@pytest.mark.parametrize(
    "said",
    [b"", b"GET / HTTP/1.1\r\nHost: ", b"POST /enter HTTP/1.1\r\nHost: {host}\r\nContent-Length: 900\r\n\r\ntoken="],
    ids=["nothing", "half a head", "half a body"],
)
def test_rule_11_who_has_no_cookie_locks_nobody_out(visitor: Visitor, said: bytes) -> None:
    said = said.replace(b"{host}", visitor.host.encode())
    with silent_connections(visitor, said=said):
        for _time in range(3):
            assert visitor.get("/alive").status == 204
        assert Visitor(visitor.server).get("/").status == 200


def test_rule_11_a_connection_with_the_cookie_keeps_its_place(visitor: Visitor) -> None:
    ours = HTTPConnection(visitor.place, timeout=60)
    headers = {"Host": visitor.host, "Cookie": visitor.cookie}
    for _time in range(2):
        ours.request("GET", "/alive", headers=headers)
        answer = ours.getresponse()
        assert (answer.status, answer.read()) == (204, b"")
        held = ours.sock
        with silent_connections(visitor):
            ours.request("GET", "/alive", headers=headers)
            assert ours.getresponse().read() == b""
        assert ours.sock is held, "the browser did not have to connect again"
    ours.close()


def test_rule_11_only_who_has_the_cookie_may_take_long(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    host = visitor.host.encode()
    slow = HTTPConnection(visitor.place, timeout=60)
    slow.putrequest("POST", "/upload", skip_host=True)
    ours = {"Host": visitor.host, "Cookie": visitor.cookie, "Sec-Fetch-Site": "same-origin"}
    more = {"Origin": f"http://{visitor.host}", "X-Importer": "page", "X-File-Name": "slow.csv"}
    for name, value in {**ours, **more, "Content-Length": str(len(CSV))}.items():
        slow.putheader(name, value)
    slow.endheaders()
    slow.send(CSV[:10])
    for said in (
        b"",
        b"GET / HTTP/1.1\r\nHost: " + host,
        b"POST /enter HTTP/1.1\r\nContent-Length: 900\r\nHost: " + host + b"\r\n\r\ntoken=",
        b"POST /upload HTTP/1.1\r\nContent-Length: 900\r\nCookie: x=y\r\nHost: " + host + b"\r\n\r\nName",
    ):
        with connected(visitor, said) as silent:
            assert wait_for_end(silent)[:12] in {b"", b"HTTP/1.1 401"}
    slow.send(CSV[10:])
    assert slow.getresponse().status == 200
    slow.close()
