import gzip
import json
import socket
import zlib
from urllib.parse import urlsplit

import pytest
import requests
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.loopback import open_socket
from importer.practice.server import PracticeServer
from tests.practice.caller import Caller, good

JSON = {"Content-Type": "application/json"}


def send(api: Caller, body: bytes, **headers: str) -> requests.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return api.session.post(f"{api.url}/Jobs", data=body, headers=JSON | named, timeout=20)


@pytest.mark.parametrize(
    "login",
    [
        None,
        ("practice", "{}"),
        ("practice", "{}@example.org"),
        ("practice", "wrong@example.com"),
        ("practice", "let-me-try@example.com"),
        ("somebody", "{}@example.com"),
    ],
)
def test_without_the_right_login_nothing_is_told(practice: PracticeServer, login: tuple[str, str] | None) -> None:
    login = login and (login[0], login[1].format(practice.password))
    for path in ("Jobs", "Nothing"):
        answer = requests.get(f"{practice.url}/{path}", auth=login, timeout=20)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"].startswith("Basic realm=")


@pytest.mark.parametrize("login", ["Basic", "Basic ???", "Bearer cHJhY3RpY2U6", "Basic \xe9"])
def test_a_broken_login_is_refused(practice: PracticeServer, login: str) -> None:
    answer = requests.get(f"{practice.url}/Jobs", headers={"Authorization": login.encode("latin-1")}, timeout=20)
    assert answer.status_code == 401


def test_the_description_is_open_and_shows_the_fields(practice: PracticeServer) -> None:
    root = practice.url.removesuffix("/api")
    assert requests.get(f"{root}/docs", timeout=20).status_code == 200
    description = requests.get(f"{root}/openapi.json", timeout=20).json()
    job = description["components"]["schemas"]["job"]
    assert job["properties"]["name"]["maxLength"] == 255
    assert job["properties"]["name"]["description"]
    assert job["properties"]["project"] == {"$ref": "#/components/schemas/project"}
    body = description["paths"]["/api/Jobs"]["post"]["requestBody"]["content"]["application/json"]
    assert body["schema"] == {"$ref": "#/components/schemas/job"}


def test_every_reference_in_the_description_leads_somewhere(practice: PracticeServer) -> None:
    text = requests.get(practice.url.removesuffix("/api") + "/openapi.json", timeout=20).text
    models = json.loads(text)["components"]["schemas"]
    assert {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]} <= set(models)


def test_answers_are_sent_without_delay() -> None:
    with open_socket(0) as listening:  # asyncio sets TCP_NODELAY only where it sees this
        assert listening.proto == socket.IPPROTO_TCP


def test_it_listens_on_this_computer_only(practice: PracticeServer) -> None:
    assert urlsplit(practice.url).hostname == "127.0.0.1"
    assert urlsplit(practice.url).path == "/api"


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_long_answer_comes_compressed_where_that_is_accepted(api: Caller, packing: str) -> None:
    answer = api.get("Project", {"Accept-Encoding": packing})
    assert answer.headers["Content-Encoding"] == packing
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.json() == api.get("Project", {"Accept-Encoding": "identity"}).json()


@pytest.mark.parametrize("accepted", ["identity", "br", "gzip;q=0"])
def test_an_answer_is_plain_where_compression_is_not_accepted(api: Caller, accepted: str) -> None:
    assert "Content-Encoding" not in api.get("Project", {"Accept-Encoding": accepted}).headers


def test_a_short_answer_is_not_compressed(api: Caller) -> None:
    answer = api.post(good(), {"Prefer": "return=minimal", "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_a_body_may_come_compressed(api: Caller) -> None:
    body = json.dumps(good()).encode()
    raw = zlib.compressobj(wbits=-15)
    for packed, name in (
        (gzip.compress(body), "gzip"),
        (zlib.compress(body), "deflate"),
        (raw.compress(body) + raw.flush(), "deflate"),
    ):
        assert send(api, packed, Content_Encoding=name).status_code == 201


def test_a_damaged_or_endless_compressed_body_is_refused(api: Caller) -> None:
    packed = gzip.compress(json.dumps(good()).encode())
    assert send(api, packed[:-9], Content_Encoding="gzip").status_code == 400
    assert send(api, b"not gzip", Content_Encoding="gzip").status_code == 400
    assert send(api, gzip.compress(bytes(40_000_000)), Content_Encoding="gzip").status_code == 400
    assert send(api, packed, Content_Encoding="br").status_code == 415


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"x"', b'{"name": NaN}', b"\xff", b"[" * 100_000, b'{"id2":' + b"9" * 5000 + b"}"],
)
def test_a_body_that_is_no_json_object_is_refused(api: Caller, body: bytes) -> None:
    assert send(api, body).status_code == 400


def test_half_a_character_is_refused_and_named(api: Caller) -> None:
    body = json.dumps(good(description="\ud800")).encode()
    answer = send(api, body)
    assert (answer.status_code, list(answer.json()["ModelState"])) == (400, ["jobs.description"])


def test_another_media_type_is_refused(api: Caller) -> None:
    assert send(api, b"name=x", Content_Type="application/x-www-form-urlencoded").status_code == 415
    assert send(api, json.dumps(good()).encode(), Content_Type="text/json; charset=utf-8").status_code == 201


def test_a_verb_that_is_not_offered_is_refused(api: Caller) -> None:
    assert api.session.delete(f"{api.url}/Jobs", timeout=20).status_code == 405


def test_the_name_of_the_client_stays_in_the_next_link(api: Caller) -> None:
    host = f"localhost:{urlsplit(api.url).port}"
    answer = api.get("Project", {"Host": host})
    assert answer.json()["@odata.nextLink"].startswith(f"http://{host}/api/Project?")


def test_every_exchange_passes_through_what_is_put_around(practice: PracticeServer) -> None:
    seen = []

    def around(app: ASGIApp) -> ASGIApp:
        async def watched(scope: Scope, receive: Receive, send: Send) -> None:
            seen.append(scope["path"])
            await app(scope, receive, send)

        return watched

    with PracticeServer(practice.file, wrap=around) as server:
        requests.get(f"{server.url}/Jobs", timeout=20)
    assert seen == ["/api/Jobs"]
