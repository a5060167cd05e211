"""The bodies that a fault can answer with: the shapes of the API, of ASP.NET, and of gateways in between."""

import json
from collections.abc import Callable, Mapping

JSON, TEXT, HTML = "application/json", "text/plain; charset=utf-8", "text/html; charset=utf-8"
HUGE = 10 * 2**20  # bytes
_LOGIN = b"<html><title>Log in</title><form method=post><input name=user></form></html>"

Made = tuple[str, bytes]  # media type and body


def _to_json(value: object) -> Made:
    return JSON, json.dumps(value, separators=(",", ":")).encode()


def _make_model_state(_status: int, _id: str) -> Made:
    wrong = {"jobs.name": ["This server does not accept the name."]}
    return _to_json({"Message": "The request is invalid.", "ModelState": wrong})


def _make_odata(status: int, _id: str) -> Made:
    return _to_json({"error": {"code": str(status), "message": "Not now.", "innererror": {"message": "Practised."}}})


def _make_html(status: int, _id: str) -> Made:
    return HTML, f"<html><head><title>{status}</title></head><body><h1>Gateway</h1></body></html>".encode()


SHAPES: Mapping[str, Callable[[int, str], Made]] = {
    "message": lambda status, _id: _to_json({"Message": f"Practised: {status}."}),
    "model state": _make_model_state,
    "odata": _make_odata,
    "string": lambda status, _id: _to_json(f"Practised: {status}."),
    "text": lambda status, _id: (TEXT, f"Practised: {status}.".encode()),
    "html": _make_html,
    "login": lambda _status, _id: (HTML, _LOGIN),
    "empty": lambda _status, _id: ("", b""),
    "huge": lambda _status, _id: (TEXT, b"Practised. " * (HUGE // 11 + 1)),
    "other id": lambda _status, some_id: _to_json({"id": some_id}),
}


def body_of(shape: str, status: int, some_id: str) -> Made:
    """A body of this shape; `some_id` stands in it where it names one."""
    return SHAPES[shape or "message"](status, some_id)


def make_verbatim(text: str) -> Made:
    """A body that is `text` word for word."""
    return (JSON if text[:1] in '{["' else TEXT), text.encode()
