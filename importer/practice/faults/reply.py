"""The answer that a fault gives instead of the API's own: status, headers, body."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http import HTTPStatus

from importer.practice.faults.bodies import Made, body_of, make_verbatim
from importer.practice.faults.fault import Fault

Headers = tuple[tuple[bytes, bytes], ...]

DATES: Mapping[str, str] = {  # the three that RFC 9110 (5.6.7) has a client read
    "date": "%a, %d %b %Y %H:%M:%S GMT",
    "rfc850": "%A, %d-%b-%y %H:%M:%S GMT",
    "asctime": "%a %b %e %H:%M:%S %Y",
}
_BODILESS = (204, 304)
_UNFOLDED, _MEMBERS = 16 * 2**20, 64  # a gigabyte in 64 equal parts


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: its headers are without its length, which goes with what is sent of it."""

    status: int
    headers: Headers
    body: bytes

    def render_head(self, length: int) -> bytes:
        """The status line and headers as they go over the wire, announcing a body of this length."""
        phrase = HTTPStatus(self.status).phrase if self.status in set(HTTPStatus) else "Odd"
        lines = [f"HTTP/1.1 {self.status} {phrase}".encode(), *(b": ".join(header) for header in self.headers)]
        return b"\r\n".join([*lines, f"content-length: {length}".encode(), b"", b""])

    def replace_id(self, other_id: str) -> "Reply":
        """The same with another id, where it names one."""
        try:
            named = json.loads(self.body)
        except ValueError:
            return self
        if not isinstance(named, dict) or "id" not in named:
            return self
        return replace(self, body=json.dumps({**named, "id": other_id}).encode())


def reply_of(fault: Fault, some_id: str) -> Reply:
    """The answer that `fault` gives; `some_id` is what it names where it is to name one."""
    kind, body = _make_body(fault, some_id)
    headers = {"content-type": kind, "retry-after": _spell_retry_after(fault.retry_after), "location": fault.location}
    pairs = tuple((name.encode(), text.encode("latin-1", "replace")) for name, text in headers.items() if text)
    return Reply(fault.status, pairs, body)


def make_bomb() -> bytes:
    """A gzip of a megabyte that unfolds to a gigabyte of blanks."""
    return _make_member() * _MEMBERS


@cache
def _make_member() -> bytes:
    return zlib.compress(b" " * _UNFOLDED, 9, 31)


def _make_body(fault: Fault, some_id: str) -> Made:
    if fault.status in _BODILESS:
        return "", b""
    return make_verbatim(fault.text) if fault.text else body_of(fault.body, fault.status, some_id)


def _spell_retry_after(wanted: str) -> str:
    word, _, seconds = wanted.partition(" ")
    form = DATES.get(word)
    if form is None:
        return wanted
    return (datetime.now(UTC) + timedelta(seconds=float(seconds))).strftime(form)
