"""Somebody who talks to the page by HTTP alone: our own browser, or whoever pretends to be it."""

import http.client
import json
import re
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from importer.page.server import PageServer

TOKEN = re.compile(r'name="token" value="([^"]+)"')
LIMIT = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def object(self) -> dict[str, object]:
        found: dict[str, object] = json.loads(self.body)
        return found


class Visitor:
    """Our own browser: it has come in, and sends what a browser sends. Every header can be said otherwise; None
    leaves it out.
    """

    def __init__(self, server: PageServer) -> None:
        self.server = server
        self.host = urlsplit(server.url).netloc
        self.place = f"127.0.0.1:{urlsplit(server.url).port}"  # where a browser finds that name
        self.cookie = self.enter()

    def token(self) -> str:
        found = TOKEN.search(self.server.login_link.write_file().read_text(encoding="utf-8"))
        assert found
        return found[1]

    def enter(self) -> str:
        answer = self.ask("POST", "/enter", urlencode({"token": self.token()}).encode(), {"Cookie": None})
        assert answer.status == 200
        return answer.headers["set-cookie"].partition(";")[0]

    def get(self, path: str, headers: dict[str, str | None] | None = None) -> Answer:
        return self.ask("GET", path, b"", {"Sec-Fetch-Site": "same-origin", **(headers or {})})

    def post(self, path: str, given: object = None, headers: dict[str, str | None] | None = None) -> Answer:
        ours: dict[str, str | None] = {
            "Sec-Fetch-Site": "same-origin",
            "Origin": f"http://{self.host}",
            "X-Importer": "page",
            "Content-Type": "application/json",
        }
        body = given if isinstance(given, bytes) else json.dumps(given or {}).encode()
        return self.ask("POST", path, body, {**ours, **(headers or {})})

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str | None]) -> Answer:
        connection = http.client.HTTPConnection(self.place, timeout=LIMIT)
        cookie = getattr(self, "cookie", None)
        wanted = {"Host": self.host, "Cookie": cookie, "Content-Length": str(len(body)), **headers}
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in wanted.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders(body)
        answer = connection.getresponse()
        read = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        connection.close()
        return read
