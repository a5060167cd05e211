"""S8: a server in a debugging mode, or a proxy, repeats a request in its refusal: the login in it is kept nowhere."""

import base64
import html
import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote_plus

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import importer
from tests.planted import PLANTED, PLANTED_DOMAIN, PLANTED_USER, found_in, found_in_files, takes_the_planted_login
from tests.workbooks import workbook


def _as_dotnet(text: str) -> str:
    return "".join(letter if letter.isalnum() and letter.isascii() else f"\\u{ord(letter):04X}" for letter in text)


def _as_asp_net(escaped: str) -> str:
    return re.sub("%..", lambda code: code[0].lower(), escaped)


REPEATS: dict[str, Callable[[str, str], str]] = {
    "a sentence": lambda header, login: json.dumps({"Message": f"No: {header} is {login}", "encoding": login}),
    "the name of a field": lambda header, login: json.dumps({"ModelState": {login: [header, login]}}),
    "JSON of .NET": lambda header, login: f'{{"Message": "{_as_dotnet(header)} {_as_dotnet(login)}"}}',
    "a page": lambda header, login: f"<h1>{header}</h1><h2>{html.escape(login)}</h2>",
    "a form": lambda header, login: f"{header.rstrip('=')} {quote_plus(login)} {_as_asp_net(quote_plus(login))}",
}


def repeating(repeat: Callable[[str, str], str]) -> Callable[[ASGIApp], ASGIApp]:
    """The practice API, which refuses each job with the login that came with it."""

    def wrap(app: ASGIApp) -> ASGIApp:
        api = takes_the_planted_login(app)

        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope["method"] != "POST":
                await api(scope, receive, send)
                return
            header = dict(scope["headers"])[b"authorization"].decode()
            body = repeat(header, base64.b64decode(header.split()[1]).decode()).encode()
            kind = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 400, "headers": kind})
            await send({"type": "http.response.body", "body": body})

        return answer

    return wrap


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("repeat", REPEATS.values(), ids=REPEATS.keys())
def test_the_login_is_kept_and_shown_nowhere(tmp_path: Path, repeat: Callable[[str, str], str]) -> None:
    state, sheet = tmp_path / "state", workbook(tmp_path, good())
    words = ("--user", PLANTED_USER, "--domain", PLANTED_DOMAIN, "--password-stdin")
    with PracticeServer(tmp_path / "practice.sqlite", wrap=repeating(repeat)) as server:
        assert importer("login", "acme", "--url", server.url, *words, state=state, typed=PLANTED).status == 0
        said = importer("run", sheet, "--target", "acme", "--yes", "-v", "--log-file", tmp_path / "log", state=state)
    assert said.status == 4, said.err
    bundled = importer("runs", "bundle", "last", "--out", tmp_path / "for-support.zip", state=state)
    shown = [importer("runs", "show", "last", *more, state=state) for more in ((), ("--json",))]
    for one in (said, bundled, *shown):
        assert [*found_in((one.out + one.err).encode(), PLANTED, "the screen")] == []
    assert "***" in shown[0].out
    assert found_in_files(tmp_path, PLANTED, but=[state / "keys.json"]) == []
