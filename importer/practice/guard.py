"""What a request must be before anything is done for it: meant for this server, not from a web page, and not too long.

A web page that somebody opens can send requests to this computer, and a name that its owner points here lets it read
the answers (DNS rebinding). Such a request has the page's own name as its Host, or the browser says where it is from.
"""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from importer.loopback import OWN_SITES, READING
from importer.loopback.bounded_body import BoundedBody
from importer.loopback.bounded_protocol import BoundedProtocol
from importer.practice.http_errors import HttpError
from importer.practice.middleware import LARGEST_BODY

NAMES = ("127.0.0.1", "localhost", "[::1]")
TOO_LONG = f"The request body is longer than {LARGEST_BODY // 2**20} MB."


class PracticeProtocol(BoundedProtocol):
    """What a job needs, and no more."""

    largest_body = 2 * LARGEST_BODY


class _RequestTooLong(HttpError):
    """The body goes beyond LARGEST_BODY."""

    def __init__(self) -> None:
        super().__init__(413, {"Message": TOO_LONG})


class RequestGuard:
    """Lets a request through to `app`, else answers 400, 403, 413 or 421 itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        refusal = _find_refusal(scope["method"], Headers(scope=scope), scope["server"][1])
        if refusal is not None:
            await refusal(scope, receive, send)
            return
        body = BoundedBody(receive, LARGEST_BODY, _RequestTooLong)

        async def closing(message: Message) -> None:
            if body.is_too_long and message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        try:
            await self._app(scope, body.receive, closing)
        except _RequestTooLong:  # before the API itself has begun to answer
            await _answer(413, TOO_LONG)(scope, receive, send)


def _find_refusal(method: str, headers: Headers, port: int) -> JSONResponse | None:
    hosts = {f"{name}:{port}" for name in NAMES}
    given = headers.getlist("host")
    if len(given) != 1:
        return _answer(400, "A request has exactly one Host.")
    if given[0].lower() not in hosts:
        return _answer(421, f"This server answers for {', '.join(sorted(hosts))} only.")
    if method not in READING:
        origins = headers.getlist("origin")
        if any(origin.lower() not in {f"http://{host}" for host in hosts} for origin in origins):
            return _answer(403, "A web page of another server may not change anything here.")
        if not OWN_SITES.issuperset(headers.getlist("sec-fetch-site")):
            return _answer(403, "A web page of another server may not change anything here.")
    length = headers.get("content-length", "0")
    if not length.isdecimal():
        return _answer(400, "Content-Length is not a number.")
    return _answer(413, TOO_LONG) if int(length[:20]) > LARGEST_BODY else None


def _answer(status: int, message: str) -> JSONResponse:
    return JSONResponse({"Message": message}, status, headers={"Connection": "close"})
