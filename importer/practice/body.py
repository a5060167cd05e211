"""The body of a request: in one piece, given on as if it had just come, and as a JSON object."""

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import Message, Receive

from importer.practice.http_errors import HttpError

MEDIA_TYPES = ("application/json", "text/json")


async def read_body(receive: Receive) -> bytes:
    """All that the request brings."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` first."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return messages.pop() if messages else await receive()

    return give


async def read_json_object(request: Request) -> Mapping[str, object]:
    """The JSON object that the request brings. Raises HttpError: 415 for another media type, 400 for no JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in MEDIA_TYPES:
        raise HttpError(415, {"Message": f"The media type '{kind}' is not supported: send {MEDIA_TYPES[0]}."})
    return _parse(await request.body())


def _parse(text: bytes) -> Mapping[str, object]:
    try:
        body = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise HttpError(400, {"Message": f"The request body is not JSON: {error}"}) from error
    if not isinstance(body, dict):
        raise HttpError(400, {"Message": "The request body must be a JSON object."})
    return body


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is not a JSON value")
