"""Somebody with an account of their own on this computer, who may listen at any other port of it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from importer.page import connections
from importer.page.server import PageServer
from tests.page.browser import needs_browser, opened
from tests.page.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

LANDING = b"<!doctype html><title>weather</title><link rel=icon href=/icon><script>fetch('/again')</script>hello"


@contextmanager
def another_server() -> Iterator[tuple[int, list[tuple[str, str]]]]:
    """A server at another port, and what it has seen: addresses and cookies."""
    seen: list[tuple[str, str]] = []

    class Eavesdropper(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append((self.path, self.headers.get("Cookie", "")))
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Set-Cookie", f"own={len(seen)}")
            self.send_header("Content-Length", str(len(LANDING)))
            self.end_headers()
            self.wfile.write(LANDING)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Eavesdropper) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port, seen
        server.shutdown()
        thread.join()


@needs_browser
def test_rule_2_no_server_at_another_port_receives_the_cookie(browser: "Browser", page: PageServer) -> None:
    with another_server() as (port, seen), opened(browser, page) as screen:
        assert screen.context.cookies(page.url), "the page has its cookie in this browser"
        other = screen.context.new_page()
        for host in ("127.0.0.1", "localhost", "evil.localhost"):
            seen.clear()
            with other.expect_response("**/again"):
                other.goto(f"http://{host}:{port}/landing")
            other.goto(f"http://{host}:{port}/once-more")
            assert "own=" in dict(seen)["/once-more"], "its own cookie comes back to it"
            assert [line for line in seen if "importer-" in line[1]] == [], host
        other.close()
        screen.reload()
        screen.locator("main").wait_for()


def test_rule_2_the_cookie_alone_opens_nothing(visitor: Visitor) -> None:
    """Whoever has it, and the port, does not know under which name the page answers, and is not told."""
    name = urlsplit(visitor.server.url).hostname or ""
    port = urlsplit(visitor.server.url).port
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"x.localhost:{port}"):
        asked = visitor.get("/", {"Host": host})
        told = visitor.post("/leave", headers={"Host": host, "Origin": f"http://{host}"})
        for answer in (asked, told, visitor.get("/static/page.js", {"Host": host})):
            assert name not in answer.text + str(answer.headers)
        assert {asked.status, told.status} <= {401, 421}
    assert visitor.get("/").status == 200


def test_rule_2_each_start_is_an_origin_of_its_own(page: PageServer) -> None:
    """Nothing waits in the browser for it: no script in a cache, no service worker of who had that port before."""
    with PageServer() as another:
        names = [urlsplit(one.url).hostname or "" for one in (page, another)]
    assert len(set(names)) == 2
    assert all(name.endswith(".localhost") and len(name) >= 32 + len(".localhost") for name in names)


SAFARI = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Safari/605.1"
)


@needs_browser
def test_a_browser_that_may_not_find_the_name_is_asked_first(browser: "Browser", page: PageServer) -> None:
    """Safari looks for names in .localhost in the network. The number is an answer of the user, and no other way in."""
    context = browser.new_context(user_agent=SAFARI)
    screen = context.new_page()
    screen.goto(page.login_link.write_file().as_uri())
    screen.get_by_text("does not find importer").wait_for()
    assert screen.url.startswith("file:")
    screen.get_by_role("button", name="Open importer by its IP address (127.0.0.1)").press("Enter")
    screen.locator("main").wait_for()
    port = urlsplit(page.url).port
    assert screen.url == f"http://127.0.0.1:{port}/"
    cookies = [one for one in context.cookies() if one["name"] == f"importer-{port}"]
    assert [one["domain"] for one in cookies] == ["127.0.0.1"]
    visitor = Visitor(page)
    by_number: dict[str, str | None] = {"Host": visitor.place, "Cookie": f"importer-{port}={cookies[0]['value']}"}
    assert visitor.get("/", by_number).status == 200
    assert visitor.get("/", {**by_number, "Host": visitor.host}).status == 401, "each host has its own secret"
    assert visitor.get("/", {"Host": visitor.place}).status == 401
    context.close()


def has_second_address() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


needs_second_address = pytest.mark.skipif(not has_second_address(), reason="no ::1 on this computer")


@needs_second_address
def test_rule_1_nobody_else_can_listen_at_its_port_of_the_other_loopback_address(page: PageServer) -> None:
    """A browser tries ::1 first where a name ends in .localhost."""
    with socket.socket(socket.AF_INET6) as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            squatter.bind(("::1", urlsplit(page.url).port or 0))


@needs_second_address
def test_rule_1_a_port_that_somebody_has_at_the_other_address_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    squatters: list[socket.socket] = []
    usual = connections.open_socket

    def squatted(port: int, *address: str, exclusive: bool) -> socket.socket:
        listening = usual(port, *address, exclusive=exclusive)
        if not squatters:
            squatters.append(socket.create_server(("::1", listening.getsockname()[1]), family=socket.AF_INET6))
        return listening

    monkeypatch.setattr(connections, "open_socket", squatted)
    with PageServer() as page:
        assert urlsplit(page.url).port != squatters[0].getsockname()[1]
        assert Visitor(page).get("/").status == 200
    squatters[0].close()
