"""S2: a password goes to the target alone: no proxy, redirect or link on the way to it leads it elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import certificate
from tests.builders import good
from tests.command import Said, importer
from tests.jobs_api.test_proxy import port_of, proxy_to
from tests.odd_server import Asked, OddServer, Reply, reply
from tests.security.stranger import Listener, listening
from tests.workbooks import workbook

LOGIN = {"user": "anna", "password": "let-me-in", "domain": "acme"}
HURRY = {"answer_seconds": "2", "connect_seconds": "2", "attempts": "1", "outage_seconds": "0.2"}


def behind(proxy: int, own: certificate.Certificate) -> dict[str, str]:
    """The environment of somebody whose way to a target far away leads through a proxy."""
    ways = {"HTTPS_PROXY": f"http://127.0.0.1:{proxy}", "NO_PROXY": "", "ca_bundle": str(own.bundle)}
    return {**LOGIN, **HURRY, **ways, "url": "https://api.example/api"}


def run(folder: Path, environment: dict[str, str]) -> Said:
    sheet = workbook(folder, good(Reference="A-1"))
    return importer("run", sheet, "--yes", state=folder / "state", **environment)


@pytest.fixture
def listener() -> Iterator[Listener]:
    with listening() as opened:
        yield opened


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_leads_no_password_away(tmp_path: Path, listener: Listener, status: int, method: str) -> None:
    def respond(asked: Asked) -> Reply:
        if asked.method == method:
            return reply(status, {}, Location=listener.url)
        return sound(asked)

    with OddServer(respond) as server:
        said = run(tmp_path, {**LOGIN, "url": server.url, **HURRY})
    assert said.status in {3, 4, 5, 6}, said.err
    assert listener.logins == []
    assert "let-me-in" not in said.out + said.err


@pytest.mark.thorough(but=8)
@pytest.mark.parametrize(
    "words",
    [
        ("login", "acme", "--password-stdin"),
        ("template", "new.xlsx", "--target", "acme"),
        ("codes", "--target", "acme"),
        ("codes", "project", "--target", "acme", "--export", "new.csv"),
        ("doctor", "--target", "acme"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(
    "where", ["{there}", "//{place}/api", "https://{place}/api", "file:///etc/hosts", "?again", ""]
)
def test_no_command_follows_one_or_keeps_anything_of_it(
    tmp_path: Path, listener: Listener, words: tuple[str, ...], where: str
) -> None:
    location = where.format(there=listener.url, place=listener.url.partition("//")[2].partition("/")[0])
    state, folder = tmp_path / "state", tmp_path / "desk"
    state.mkdir()
    folder.mkdir()
    with OddServer(lambda _asked: reply(302, {}, Location=location)) as server:
        (state / "config.toml").write_text(f'[targets.acme]\nurl = "{server.url}"\nuser = "anna"\ndomain = "acme"\n')
        password = {} if words[0] == "login" else {"password": "let-me-in"}
        said = importer(*words, state=state, cwd=str(folder), typed="let-me-in\n", **password, **HURRY)
        assert server.asked
    assert said.status == 3, said.err
    assert (listener.logins, list(folder.iterdir())) == ([], [])
    assert not (state / "keys.json").exists()
    assert "let-me-in" not in said.out + said.err


def sound(asked: Asked) -> Reply:
    codes = {"JobStatus": "ToBePlanned", "JobType": "MAINT", "Project": "P-1001"}
    code = codes.get(asked.path.partition("/api/")[2].partition("?")[0], "")
    entry = {"id": "00000000-0000-4000-8000-000000000001", "usable_on_api": True}
    if "/Jobs" in asked.path:
        if asked.method == "POST":
            return reply(400, {"message": "Name is taken."})
        return reply(404, {}) if "Jobs(" in asked.path else reply(200, {"value": []})
    return reply(200, {"value": [{**entry, "code": code, "reference_back_office": code}]})


def test_a_link_to_a_next_page_in_another_spelling_of_the_host_is_not_followed(
    tmp_path: Path, listener: Listener
) -> None:
    port = listener.url.rpartition(":")[2].partition("/")[0]
    links = (listener.url, f"//127.0.0.1:{port}/api", f"http://localhost:{port}/api", "https://127.0.0.1/api")

    def respond(asked: Asked) -> Reply:
        page = sound(asked)
        if b'"value"' not in page.pieces[0] or "/Jobs" in asked.path:
            return page
        link = links[len(server.asked) % len(links)]
        return reply(200, {"value": [{"id": "1", "code": "x"}], "@odata.nextLink": link})

    with OddServer(respond) as server:
        run(tmp_path, {**LOGIN, "url": server.url, **HURRY})
        assert server.asked
    assert listener.logins == []


def test_a_proxy_of_the_environment_is_not_asked_for_this_computer(tmp_path: Path, listener: Listener) -> None:
    with OddServer(sound) as server:
        proxies = dict.fromkeys(("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"), listener.url)
        run(tmp_path, {**LOGIN, "url": server.url, **HURRY, **proxies, "NO_PROXY": ""})
        assert server.asked
    assert listener.logins == []


def test_a_proxy_that_answers_in_the_place_of_the_target_gets_no_password(tmp_path: Path) -> None:
    """It says that the tunnel is there and speaks itself: in the clear, or by a certificate of its own."""
    own, other = certificate.made(tmp_path, host="api.example"), tmp_path / "other"
    other.mkdir()
    forged = certificate.made(other, host="api.example")
    for context in (None, forged.context):
        with OddServer(sound, context) as server, proxy_to(port_of(server)) as (port, asked):
            said = run(tmp_path, behind(port, own))
            assert (said.status, server.asked) == (3, [])
            assert asked
            assert not any("Basic" in head for head in asked)


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("words", [("doctor",), ("codes",), ("run", "jobs.xlsx", "--yes")])
@pytest.mark.parametrize(
    "proxy", ["http://[", "http://bob:hush@[::1", "http://", "ftp://x", "http://x:99999", "http://\x1b[31m"]
)
def test_a_proxy_that_is_none_is_a_sentence_without_its_login(
    tmp_path: Path, proxy: str, words: tuple[str, ...]
) -> None:
    workbook(tmp_path, good())
    settings = {**LOGIN, "url": "https://api.example/api", "HTTPS_PROXY": proxy, "NO_PROXY": ""}
    said = importer(*words, state=tmp_path / "state", cwd=str(tmp_path), **settings)
    assert said.status == 3, said.err
    assert "the proxy of your network" in said.out + said.err
    assert not [text for text in ("hush", "\x1b") if text in said.out + said.err]
