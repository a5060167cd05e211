"""What every request passes before the API sees it: the login, and compression both ways.

Bodies that come in gzip or deflate are opened; answers are compressed for a client that accepts it. Starlette's own
middleware opens no bodies, and compresses in gzip alone.
"""

import re
import zlib
from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache
from hmac import compare_digest

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from importer.practice.access import DOMAIN, USER
from importer.practice.body import read_body, replay

SMALLEST = 500  # bytes; below it compression costs more than it saves
LARGEST_BODY = 8 * 2**20  # bytes, as they come and unfolded; a job with a full cell in every field has 2
_GZIP, _ZLIB, _RAW = 31, 15, -15  # zlib's names for its containers, as window sizes
_REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$", re.IGNORECASE)
OPEN_TO_ALL = ("/docs", "/openapi.json")


class Login:
    """Lets a request through to `app` where it carries the practice login; answers 401 itself otherwise."""

    def __init__(self, app: ASGIApp, password: str) -> None:
        self._app = app
        self._token = b64encode(f"{USER}:{password}@{DOMAIN}".encode())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http" or scope["path"] in OPEN_TO_ALL or self._is_known(Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        refused = JSONResponse(
            {"Message": "Authorization has been denied for this request."},
            status_code=401,
            headers={"WWW-Authenticate": 'Basic realm="practice", charset="UTF-8"'},
        )
        await refused(scope, receive, send)

    def _is_known(self, headers: Headers) -> bool:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "basic" and compare_digest(token.strip().encode(), self._token)


class Compression:
    """Around `app`, which sees and gives plain bodies, each answer in one piece."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        packed = headers.get("content-encoding", "identity").strip().lower()
        answer = _pack(headers.get("accept-encoding", ""), send)
        if packed == "identity":
            await self._app(scope, receive, answer)
        elif packed not in {"gzip", "x-gzip", "deflate"}:
            await _refuse(415, f"Content-Encoding '{packed}' is not gzip or deflate.", scope, receive, send)
        else:
            body = _open_body(await read_body(receive), packed)
            if body is None:
                await _refuse(400, f"The request body is not {packed}, or too large.", scope, receive, send)
            else:
                await self._app(scope, replay(body, receive), answer)


async def _refuse(status: int, message: str, scope: Scope, receive: Receive, send: Send) -> None:
    await JSONResponse({"Message": message}, status_code=status)(scope, receive, send)


def _open_body(body: bytes, packed: str) -> bytes | None:
    """The plain body; None where it is damaged, cut off or unfolds to more than is reasonable."""
    window = _GZIP if packed != "deflate" else _ZLIB if _is_zlib(body) else _RAW
    opener = zlib.decompressobj(window)
    try:
        plain = opener.decompress(body, LARGEST_BODY)
    except zlib.error:
        return None
    return plain if opener.eof else None


def _is_zlib(body: bytes) -> bool:
    """'deflate' should mean zlib's container, and often means none at all."""
    return len(body) > 1 and body[0] & 0x0F == 8 and int.from_bytes(body[:2]) % 31 == 0  # noqa: PLR2004 - RFC 1950


def _pack(accepted: str, send: Send) -> Send:
    packer = _choose_packer(accepted)
    if packer is None:
        return send
    name, pack = packer
    start: list[Message] = []

    async def packed(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.append(message)
            return
        if start:
            body = message.get("body", b"")
            if len(body) >= SMALLEST and not message.get("more_body", False):
                message = {**message, "body": pack(body)}
                headers = MutableHeaders(scope=start[0])
                headers["Content-Encoding"] = name
                headers["Content-Length"] = str(len(message["body"]))
                headers.add_vary_header("Accept-Encoding")
            await send(start.pop())
        await send(message)

    return packed


@lru_cache(maxsize=64)
def _choose_packer(accepted: str) -> tuple[str, Callable[[bytes], bytes]] | None:
    offers = {offer.partition(";")[0].strip().lower() for offer in accepted.split(",") if not _REFUSED.search(offer)}
    if "gzip" in offers or "*" in offers:
        return "gzip", lambda body: zlib.compress(body, 1, _GZIP)
    if "deflate" in offers:
        return "deflate", lambda body: zlib.compress(body, 1, _ZLIB)
    return None
