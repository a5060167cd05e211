"""S3, S13, S15: other programs, people and web pages on the computer of somebody who practises: none gets in."""

import re
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests

from importer.loopback.bounded_protocol import LARGEST_HEAD
from importer.practice.guard import PracticeProtocol
from importer.practice.middleware import LARGEST_BODY
from importer.practice.server import MOST_AT_ONCE, PracticeServer
from tests.builders import good
from tests.command import environment, importer
from tests.practice.caller import good as good_job
from tests.workbooks import workbook


@contextmanager
def practising(folder: Path, *words: str, umask: int = -1) -> Iterator[dict[str, str]]:
    """`importer practice` as it is typed; what it prints that others need to know."""
    running = subprocess.Popen(
        [sys.executable, "-m", "importer", "practice", "--port", "0", *words],
        env=environment(folder),
        stdout=subprocess.PIPE,
        text=True,
        umask=umask,
    )
    try:
        assert running.stdout is not None
        lines = [running.stdout.readline() for _ in range(3)]
        login = re.fullmatch(r"Login: user (\S+), password (\S+), domain (\S+)\n", lines[2])
        address = re.search(r"http://127\.0\.0\.1:\d+/api", lines[0])
        assert login
        assert address
        yield {"url": address[0], "user": login[1], "password": login[2], "domain": login[3]}
    finally:
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=30)


def call(
    server: dict[str, str], method: str = "GET", path: str = "/Jobs", *, password: str = "", **headers: str
) -> requests.Response:
    login = (server["user"], f"{password or server['password']}@{server['domain']}")
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = good_job() if method != "GET" else None
    return requests.request(method, server["url"] + path, auth=login, headers=named, json=body, timeout=20)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with practising(tmp_path_factory.mktemp("state")) as printed:
        yield printed


def port_of(server: dict[str, str]) -> int:
    return urlsplit(server["url"]).port or 0


@pytest.mark.thorough
def test_each_data_file_has_a_password_of_its_own_that_stays(tmp_path: Path, server: dict[str, str]) -> None:
    with practising(tmp_path) as first:
        assert call(first, password="let-me-try").status_code == 401
        assert call(first, password=server["password"]).status_code == 401
        assert call(first).status_code == 200
    with practising(tmp_path) as again:
        assert again["password"] == first["password"] != server["password"]
        assert len(again["password"]) >= 20
    with practising(tmp_path, "--file", str(tmp_path / "other.sqlite")) as other:
        assert other["password"] != first["password"]


@pytest.mark.thorough
def test_a_run_on_the_same_computer_finds_the_password_and_shows_it_nowhere(tmp_path: Path) -> None:
    sheet = workbook(tmp_path, good(Reference="A-1"))
    with practising(tmp_path / "state") as printed:
        said = importer("run", sheet, "--target", "practice", "--yes", "-v", state=tmp_path / "state")
        assert said.status == 0
        assert printed["password"] not in said.out + said.err
        assert len(call(printed).json()["value"]) == 1
    given = {name: text for name, text in printed.items() if name != "password"}
    assert "password" not in given


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{}", "127.0.0.1", "127.0.0.1:1", "localhost", "0.0.0.0:{}", "x@127.0.0.1:{}", ""],
)
def test_a_name_that_points_here_gets_nothing(server: dict[str, str], host: str) -> None:
    for method in ("GET", "POST"):
        answer = call(server, method, Host=host.format(port_of(server)))
        assert 400 <= answer.status_code < 500
        assert "value" not in answer.text
    docs = requests.get(server["url"].removesuffix("/api") + "/docs", headers={"Host": host}, timeout=20)
    assert 400 <= docs.status_code < 500


@pytest.mark.parametrize("host", ["127.0.0.1:{}", "localhost:{}", "LOCALHOST:{}", "[::1]:{}"])
def test_this_computer_by_its_own_names_is_served(server: dict[str, str], host: str) -> None:
    assert call(server, Host=host.format(port_of(server))).status_code == 200


def test_a_request_with_no_host_or_two_gets_nothing(server: dict[str, str]) -> None:
    port = port_of(server)
    for hosts in ("", f"Host: 127.0.0.1:{port}\r\nHost: evil.example\r\n"):
        with socket.create_connection(("127.0.0.1", port), 20) as connection:
            connection.sendall(f"GET /docs HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "target", ["http://evil.example/api/Jobs", "http://127.0.0.1:1/api/Jobs", "//evil.example/api/Jobs"]
)
def test_a_request_that_names_another_server_than_its_host_gets_nothing(server: dict[str, str], target: str) -> None:
    login = requests.auth._basic_auth_str(server["user"], f"{server['password']}@{server['domain']}")
    head = f"Host: 127.0.0.1:{port_of(server)}\r\nAuthorization: {login}\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port_of(server)), 20) as connection:
        connection.sendall(f"GET {target} HTTP/1.1\r\n{head}".encode())
        assert connection.recv(100)[:12] in {b"HTTP/1.1 400", b"HTTP/1.1 404"}


@pytest.mark.parametrize("site", ["cross-site", "same-site", "CROSS-SITE", "elsewhere", ""])
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_a_web_page_of_another_server_changes_nothing(server: dict[str, str], method: str, site: str) -> None:
    path = "/Jobs" if method == "POST" else "/Jobs(00000000-0000-4000-8000-000000000001)"
    before = call(server).text
    assert call(server, method, path, Sec_Fetch_Site=site).status_code == 403
    assert call(server, method, path, Origin="https://evil.example").status_code == 403
    assert call(server, method, path, Origin="null").status_code == 403
    assert call(server, method, path, Origin="http://127.0.0.1:1").status_code == 403
    assert call(server).text == before
    assert call(server, "POST", Sec_Fetch_Site="same-origin").status_code == 201


def test_no_answer_lets_a_web_page_read_it(server: dict[str, str]) -> None:
    answer = call(server, Origin="https://evil.example")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]
    assert call(server, "OPTIONS", Origin="https://evil.example", Sec_Fetch_Site="cross-site").status_code == 403


def test_the_page_of_documentation_stands_by_itself(server: dict[str, str]) -> None:
    page = requests.get(server["url"].removesuffix("/api") + "/docs", timeout=20)
    assert page.status_code == 200
    assert "<script" not in page.text
    assert not re.search(r"(src|href)=[\"']?(https?:)?//", page.text)
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "project_reference_back_office" in page.text


@pytest.mark.parametrize("said", [True, False], ids=["said to be so", "in chunks"])
def test_a_body_without_end_is_cut_off(server: dict[str, str], said: bool) -> None:
    length = f"Content-Length: {10 * 2**30}" if said else "Transfer-Encoding: chunked"
    login = requests.auth._basic_auth_str(server["user"], f"{server['password']}@{server['domain']}")
    head = f"POST /api/Jobs HTTP/1.1\r\nHost: 127.0.0.1:{port_of(server)}\r\nAuthorization: {login}\r\n{length}\r\n"
    piece, sent = b"x" * 2**16, 0
    with socket.create_connection(("127.0.0.1", port_of(server)), 20) as connection:
        connection.sendall((head + "Content-Type: application/json\r\n\r\n").encode())
        try:
            while sent < 20 * LARGEST_BODY:
                connection.sendall(piece if said else b"10000\r\n" + piece + b"\r\n")
                sent += len(piece)
        except OSError:
            pass
    assert sent < 3 * LARGEST_BODY
    assert call(server).status_code == 200


@pytest.mark.parametrize("piece", [b"x" * 2**16, b"\r\nX-a: b" * 2**13], ids=["one header", "many headers"])
@pytest.mark.parametrize("line", [b"GET /api/Jobs HTTP/1.1\r\nX: ", b"GET /api/Jobs?"], ids=["headers", "address"])
def test_a_request_whose_head_has_no_end_is_cut_off(server: dict[str, str], line: bytes, piece: bytes) -> None:
    sent = 0
    with socket.create_connection(("127.0.0.1", port_of(server)), 20) as connection:
        connection.sendall(line)
        try:
            while sent < 100 * LARGEST_HEAD:
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
    assert sent < 100 * LARGEST_HEAD
    assert call(server).status_code == 200


@pytest.mark.parametrize(
    "piece", [b"x" * 2**16, (b"X: " + b"y" * 1000 + b"\r\n") * 64], ids=["one trailer", "many trailers"]
)
def test_a_body_with_headers_behind_it_that_have_no_end_is_cut_off(server: dict[str, str], piece: bytes) -> None:
    head = f"POST /api/Jobs HTTP/1.1\r\nHost: 127.0.0.1:{port_of(server)}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: "
    sent, most = 0, 8 * LARGEST_BODY
    with socket.create_connection(("127.0.0.1", port_of(server)), 20) as connection:
        connection.sendall(head.encode())
        try:
            while sent < most:
                connection.sendall(piece)
                sent += len(piece)
        except OSError:
            pass
    assert sent < most
    assert call(server).status_code == 200


def test_a_request_that_is_never_complete_is_not_waited_for(
    practice: PracticeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few hundred such connections would keep everybody else out."""
    monkeypatch.setattr(PracticeProtocol, "seconds", 0.5)
    port = urlsplit(practice.url).port
    begun = f"POST /api/Jobs HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 100\r\n\r\n".encode()
    whole = f"GET /docs HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
    with ExitStack() as opened:
        slow = [opened.enter_context(socket.create_connection(("127.0.0.1", port or 0), 20)) for _ in range(4)]
        quick = opened.enter_context(socket.create_connection(("127.0.0.1", port or 0), 20))
        for connection, words in zip(slow, (b"", b"GET /docs HT", whole * 2 + b"GET ", begun + b"{"), strict=True):
            connection.sendall(words)
        quick.sendall(whole)
        for connection in slow:
            assert ended(connection)
        time.sleep(0.6)
        quick.sendall(whole)  # a connection that rests between two requests is as good as ever
        assert quick.recv(12) == b"HTTP/1.1 200"


def ended(connection: socket.socket) -> bool:
    """True once the other side hangs up."""
    try:
        while connection.recv(2**16):
            pass
    except ConnectionError:
        pass
    return True


def test_requests_after_each_other_are_no_long_head(server: dict[str, str]) -> None:
    count = LARGEST_HEAD // 20_000 + 2
    with requests.Session() as session:
        login = (server["user"], f"{server['password']}@{server['domain']}")
        for _ in range(count):
            answer = session.get(server["url"] + "/JobStatus", auth=login, headers={"X": "x" * 20_000}, timeout=20)
            assert answer.status_code == 200


def test_no_more_requests_than_it_can_serve_at_once(tmp_path: Path) -> None:
    with practising(tmp_path) as printed, ExitStack() as opened:
        place = ("127.0.0.1", port_of(printed))
        for _ in range(MOST_AT_ONCE + 5):
            opened.enter_context(socket.create_connection(place, 20))
        assert call(printed).status_code == 503
        opened.close()
        for _ in range(50):
            if (status := call(printed).status_code) == 200:
                break
        assert status == 200


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="rights of files are another matter there")
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_its_files_are_private_under_any_umask(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    file = folder / "practice.sqlite"
    file_before = folder / "before.sqlite"
    file_before.touch(0o666)
    for place in (file, file_before):
        with practising(tmp_path / "state", "--file", str(place), umask=umask) as printed:
            assert call(printed, "POST").status_code == 201
            modes = {
                path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if place.stem in path.name
            }
        assert len(modes) == 3
        assert set(modes.values()) == {0o600}, modes


@pytest.mark.parametrize(
    "line",
    [
        b"GET",
        b"GET /api/Jobs",
        b"GET /api/%ff%ed%a0%80 HTTP/1.1",
        b"GET /api/Jobs?\xff=\xfe HTTP/1.1",
        b"\x00\x01\x02",
        b"PRI * HTTP/2.0",
    ],
)
def test_no_line_breaks_it(server: dict[str, str], line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port_of(server)), 5) as connection:
        connection.sendall(line + b"\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n" % port_of(server))
        assert not re.match(rb"HTTP/1.1 5", connection.recv(100))
    assert call(server).status_code == 200
