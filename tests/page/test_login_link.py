"""Who may come in: each rule of the link and the guard with the attack that it is for."""

import socket
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from importer.languages import use_language
from importer.page import app as app_module
from importer.page import login_link as login_link_module
from importer.page import server as server_module
from importer.page.guard import CONTENT_SECURITY_POLICY
from importer.page.server import PageServer
from importer.workbench import Workbench
from tests.page.visitor import Visitor

SCREENS = ("/", "/runs", "/runs/1", "/nothing", "/static/page.css", "/enter", "/alive")


@pytest.fixture
def in_dutch() -> Iterator[None]:
    use_language("nl")
    yield
    use_language("en")


def test_rule_1_it_listens_on_this_computer_only_at_a_port_that_nobody_knows(page: PageServer, state: Path) -> None:
    port = urlsplit(page.url).port or 0
    socket.create_connection(("127.0.0.1", port), timeout=20).close()
    with pytest.raises(OSError, match=r".+"):
        socket.create_connection(("127.0.0.2", port), timeout=2)
    with PageServer() as another:
        assert urlsplit(another.url).port != port
    assert state.exists() is False  # nothing is written before it is needed


def test_rule_1_nobody_else_can_listen_at_its_port(page: PageServer) -> None:
    with socket.socket() as squatter:
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with pytest.raises(OSError, match="in use"):
            squatter.bind(("127.0.0.1", urlsplit(page.url).port or 0))


@pytest.mark.thorough(but=7)
@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("host", ["evil.example:{port}", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "", None])
def test_rule_1_a_name_that_its_owner_points_here_is_not_answered(
    visitor: Visitor, path: str, host: str | None
) -> None:
    port = str(urlsplit(visitor.server.url).port)
    answer = visitor.get(path, {"Host": None if host is None else host.format(port=port)})
    assert answer.status in ({421} if host is not None else {400, 421})


def test_rule_1_two_hosts_are_none(visitor: Visitor) -> None:
    with socket.create_connection(("127.0.0.1", urlsplit(visitor.server.url).port or 0), timeout=20) as raw:
        head = f"GET / HTTP/1.1\r\nHost: {visitor.host}\r\nHost: evil.example\r\nCookie: {visitor.cookie}\r\n\r\n"
        raw.sendall(head.encode())
        assert raw.recv(1000).split(b" ")[1] in {b"400", b"421"}


@pytest.mark.parametrize("address", ["http://evil.example/alive", "http://{host}/alive"])
def test_rule_1_what_is_sent_to_a_proxy_is_not_answered(visitor: Visitor, address: str) -> None:
    assert visitor.get(address.format(host=visitor.host)).status == 400
    assert visitor.get("/alive").status == 204


def test_rule_2_the_file_that_opens_it_is_the_users_alone_and_gone_when_used(page: PageServer) -> None:
    file = page.login_link.write_file()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert page.url in file.read_text(encoding="utf-8")
    visitor = Visitor(page)
    assert not file.exists()  # a new one makes it worth nothing
    assert visitor.get("/").status == 200
    assert list(file.parent.iterdir()) == []


def test_rule_2_a_token_opens_once_and_not_for_long(page: PageServer, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = Visitor(page)
    token = visitor.token()
    posted = urlencode({"token": token}).encode()
    assert visitor.ask("POST", "/enter", posted, {"Cookie": None}).status == 200
    again = visitor.ask("POST", "/enter", posted, {"Cookie": None})
    assert (again.status, "set-cookie" in again.headers) == (401, False)
    monkeypatch.setattr(login_link_module, "TOKEN_SECONDS", -1.0)
    late = visitor.ask("POST", "/enter", urlencode({"token": visitor.token()}).encode(), {"Cookie": None})
    assert (late.status, "set-cookie" in late.headers) == (401, False)


@pytest.mark.parametrize("token", ["", "x", "\u202e", "A" * 43])
def test_rule_2_no_other_token_opens(page: PageServer, token: str) -> None:
    visitor = Visitor(page)
    for waiting in (False, True):
        if waiting:
            page.login_link.write_file()
        answer = visitor.ask("POST", "/enter", urlencode({"token": token}).encode(), {"Cookie": None})
        assert (answer.status, "set-cookie" in answer.headers) == (401, False)


def test_rule_2_the_cookie_is_named_after_the_port_and_no_script_and_no_other_site_has_it(visitor: Visitor) -> None:
    entered = visitor.ask("POST", "/enter", urlencode({"token": visitor.token()}).encode(), {"Cookie": None})
    name, _, rest = entered.headers["set-cookie"].partition("=")
    assert name == f"importer-{urlsplit(visitor.server.url).port}"
    assert {part.strip().lower() for part in rest.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
    assert len(rest.split(";")[0]) >= 43  # 256 bits
    assert rest.split(";")[0] not in entered.text


@pytest.mark.thorough(but=7)
@pytest.mark.parametrize("path", ["/", "/runs", "/alive", "/nothing"])
@pytest.mark.parametrize("cookie", [None, "importer-1=x", "{name}=", "{name}=x", "{name}=\xe9", '{name}="'])
def test_rule_2_without_the_cookie_nothing_is_told(visitor: Visitor, path: str, cookie: str | None) -> None:
    given = cookie and cookie.format(name=visitor.cookie.partition("=")[0])
    answer = visitor.get(path, {"Cookie": given})
    assert answer.status == 401
    assert "importer open" in answer.text


def test_rule_2_a_cookie_of_another_start_is_worth_nothing(visitor: Visitor) -> None:
    with PageServer() as another:
        value = visitor.cookie.partition("=")[2]
        theirs = Visitor(another)
        name = theirs.cookie.partition("=")[0]
        assert theirs.get("/", {"Cookie": f"{name}={value}"}).status == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_rule_3_a_link_or_picture_of_another_page_gets_nothing(visitor: Visitor, site: str) -> None:
    assert visitor.get("/", {"Sec-Fetch-Site": site}).status == 403
    assert visitor.get("/", {"Sec-Fetch-Site": "none"}).status == 200  # an address that was typed


WRONG_WRITES: list[dict[str, str | None]] = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": None},
    {"Origin": None},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "https://{host}"},
    {"Origin": "http://{host}.evil.example"},
    {"X-Importer": None},
    {"X-Importer": "form"},
    {"X-Importer": None, "Content-Type": "text/plain"},
]


@pytest.mark.parametrize("wrong", WRONG_WRITES, ids=str)
def test_rule_3_no_form_or_script_of_another_page_changes_anything(
    visitor: Visitor, wrong: dict[str, str | None]
) -> None:
    said = {name: value and value.format(host=visitor.host) for name, value in wrong.items()}
    assert visitor.post("/leave", headers=said).status == 403
    assert visitor.get("/").status == 200


def test_rule_3_other_methods_are_writes_too(visitor: Visitor) -> None:
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"):
        answer = visitor.ask(method, "/", b"", {"Sec-Fetch-Site": "same-origin"})
        assert answer.status == 403
        assert not any(name.startswith("access-control") for name in answer.headers)


def test_rule_3_asking_changes_nothing(visitor: Visitor) -> None:
    assert visitor.get("/leave").status in {404, 405}
    assert visitor.get("/enter").status in {404, 405}
    assert visitor.get("/").status == 200


@pytest.mark.parametrize("path", SCREENS)
def test_rule_4_every_answer_says_what_a_browser_may_do_with_it(visitor: Visitor, path: str) -> None:
    for answer in (visitor.get(path), visitor.get(path, {"Host": "evil.example"}), visitor.get(path, {"Cookie": None})):
        assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers
    assert CONTENT_SECURITY_POLICY == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


@pytest.mark.usefixtures("in_dutch")
def test_who_is_refused_reads_why_in_the_language(visitor: Visitor) -> None:
    assert visitor.get("/", {"Host": "evil.example"}).text == "Deze server antwoordt alleen onder zijn eigen naam."
    assert visitor.get("/", {"Content-Length": "9" * 16}).text == "Content-Length is geen getal."
    linked = visitor.get("/", {"Sec-Fetch-Site": "cross-site"}).text
    assert linked == "Een andere webpagina mag hier niets vragen."
    written = visitor.post("/leave", headers={"X-Importer": None}).text
    assert written == "Een andere webpagina mag hier niets veranderen."


def test_rule_4_no_screen_needs_what_the_policy_forbids() -> None:
    for template in (Path(login_link_module.__file__).parent / "templates").iterdir():
        text = template.read_text(encoding="utf-8")
        for forbidden in ("style=", "<style", "onclick", "onload", "javascript:", "http://", "https://", "| safe"):
            assert forbidden not in text, template.name
        assert text.count("<script") == text.count('<script type="module" src="/static/'), template.name


def test_rule_11_what_is_too_large_is_refused_before_it_is_read(visitor: Visitor) -> None:
    assert visitor.post("/leave", headers={"Content-Length": str((1 << 20) + 1)}).status == 413
    assert visitor.post("/leave", headers={"Content-Length": "9" * 400}).status == 400


def test_rule_11_leaving_locks_the_door(visitor: Visitor) -> None:
    told = visitor.post("/leave")
    assert told.status == 200
    assert "importer open" in str(told.object["closed"])
    assert visitor.get("/").status == 401
    visitor.server.stay_open()  # returns at once


def test_rule_11_it_ends_when_nobody_has_asked_for_long(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "LOOK_SECONDS", 0.01)
    clock = [0.0]
    with PageServer(idle_seconds=600, now=lambda: clock[0]) as server:
        visitor = Visitor(server)
        clock[0] = 599.0
        assert visitor.get("/alive").status == 204
        clock[0] = 1200.0
        server.stay_open()  # returns
    assert state.exists()


def test_rule_11_who_has_no_cookie_does_not_keep_it_open(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "LOOK_SECONDS", 0.01)
    clock = [0.0]
    with PageServer(idle_seconds=600, now=lambda: clock[0]) as server:
        visitor = Visitor(server)
        clock[0] = 601.0
        by_number: dict[str, str | None] = {"Host": visitor.place, "Cookie": None}
        assert visitor.get("/static/page.css", by_number).status == 200
        assert visitor.ask("POST", "/enter", b"token=x", by_number).status == 401
        staying = threading.Thread(target=server.stay_open, daemon=True)
        staying.start()
        staying.join(20)
        assert not staying.is_alive()
    assert state.exists()


def test_rule_11_it_does_not_end_while_a_sheet_is_read_or_sent(state: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "LOOK_SECONDS", 0.01)
    busy, clock = iter([True] * 9), iter(range(0, 10**6, 400))
    monkeypatch.setattr(Workbench, "is_busy", property(lambda _: next(busy, False)))
    with PageServer(idle_seconds=600, now=lambda: float(next(clock))) as server:
        server.stay_open()  # returns
    assert list(busy) == []
    assert not state.exists()


@pytest.mark.parametrize("path", ["/runs?page=x", "/runs/x", "/runs/99999999999999999999", "/runs?page=-5"])
def test_an_address_that_means_nothing_is_a_screen(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status in {200, 404, 409}
    assert "<main" in answer.text


def test_no_traceback_reaches_anybody(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("secret of the program")

    monkeypatch.setattr(app_module, "list_runs", broken)
    answer = visitor.get("/")
    assert answer.status == 500
    assert "importer stopped because of an internal error." in answer.text
    assert "Nothing was sent" not in answer.text  # who knows: a run may be under way
    assert "importer runs" in answer.text
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY
