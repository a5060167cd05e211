"""HTTP Basic for the practice API: who may come in, and a door before everything but the description."""

from base64 import b64encode
from hmac import compare_digest

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.access import DOMAIN, PASSWORD, USER

OPEN_TO_ALL = ("/docs", "/openapi.json")

_TOKEN = b64encode(f"{USER}:{PASSWORD}@{DOMAIN}".encode()).decode()


class Login:
    """Lets a request through to `app` where it carries the practice login; answers 401 itself otherwise."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] in OPEN_TO_ALL or _is_known(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        refused = JSONResponse(
            {"Message": "Authorization has been denied for this request."},
            status_code=401,
            headers={"WWW-Authenticate": 'Basic realm="practice", charset="UTF-8"'},
        )
        await refused(scope, receive, send)


def _is_known(headers: Headers) -> bool:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    return scheme.lower() == "basic" and compare_digest(token.strip().encode(), _TOKEN.encode())
