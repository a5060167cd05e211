"""What a request must be before anything is done for it, and what every answer carries.

A web page of somebody else can send requests to this computer, and a name that its owner points here would let it read
the answers (DNS rebinding). Such a request has another Host, lacks the cookie, or the browser says where it is from.
Whoever asks under another name is not told the right one: it is what keeps the cookie from all other ports.
"""

import re
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from importer.languages import _
from importer.loopback import OWN_SITES, READING
from importer.loopback.bounded_body import BoundedBody
from importer.page.login_link import ENTER, OPEN, LoginLink
from importer.page.request_limits import LARGEST_BODY, LARGEST_FILE

OPEN_TO_ALL = "/static/"  # styles and scripts, which say nothing of anybody
UPLOAD = "/upload"
OWN_HEADER = "x-importer"  # a form of another page cannot send it, a script of one needs our leave
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ON_EVERY_ANSWER = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLOSE = {"Connection": "close"}
_LENGTH = re.compile("[0-9]{1,15}")


class BodyTooLong(Exception):
    """A body goes beyond its limit; the app answers this."""


class Guard:
    """Lets a request through to `app`, else answers itself; `seen` is called for each of who came in."""

    def __init__(self, app: ASGIApp, login_link: LoginLink, seen: Callable[[], None]) -> None:
        self._app, self._login_link, self._seen = app, login_link, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return

        largest = LARGEST_FILE if scope["path"] == UPLOAD else LARGEST_BODY
        body = BoundedBody(receive, largest, BodyTooLong)

        async def protected(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in (ON_EVERY_ANSWER | (CLOSE if body.is_too_long else {})).items():
                    headers[name] = value
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._find_refusal(scope, headers)
        if refusal is None and int(headers.get("content-length", "0")) > largest:
            refusal = _refuse(413, _("This is too large for the page."))
        if refusal is not None:
            await refusal(scope, receive, protected)
            return
        if has_cookie(headers, self._login_link):
            self._seen()
        await self._app(scope, body.receive, protected)

    def _find_refusal(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that must not come further; None for one of our own page."""
        method, path = scope["method"], scope["path"]
        if not _is_here(headers, self._login_link):
            return _refuse(421, _("This server answers under its own name only."))
        if not _LENGTH.fullmatch(headers.get("content-length", "0")):
            return _refuse(400, _("Content-Length is not a number."))
        if path == ENTER and method == "POST":
            return None  # its token is all that counts
        if method in READING and path.startswith(OPEN_TO_ALL):
            return None
        if not OWN_SITES.issuperset(headers.getlist("sec-fetch-site")):
            return _refuse(403, _("Another web page cannot send requests to importer."))
        if not has_cookie(headers, self._login_link):
            return _refuse(401, _("This page is closed. To open it again, type: {command}").format(command=OPEN))
        if method not in READING and not _is_our_write(headers):
            return _refuse(403, _("Another web page may not change anything here."))
        return None


def has_cookie(headers: Headers, login_link: LoginLink) -> bool:
    """Whether a request is from the browser that was let in, under the name that it was let in by."""
    return _is_here(headers, login_link) and login_link.is_ours(
        _read_cookie(headers, login_link.cookie), headers["host"]
    )


def _is_here(headers: Headers, login_link: LoginLink) -> bool:
    hosts = headers.getlist("host")
    return len(hosts) == 1 and login_link.is_here(hosts[0])


def _is_our_write(headers: Headers) -> bool:
    return (
        headers.getlist("sec-fetch-site") == ["same-origin"]
        and headers.getlist("origin") == [f"http://{headers['host']}"]
        and headers.getlist(OWN_HEADER) == ["page"]
    )


def _read_cookie(headers: Headers, name: str) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(name)
    except CookieError:
        return ""
    return found.value if found else ""


def _refuse(status: int, message: str) -> Response:
    return PlainTextResponse(message, status, headers=CLOSE)
