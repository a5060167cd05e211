"""The body of a request: JSON, and nothing else."""

import json
from collections.abc import Mapping

from starlette.requests import Request

from importer.practice.refusal import Refusal

MEDIA_TYPES = ("application/json", "text/json")


async def json_object(request: Request) -> Mapping[str, object]:
    """The JSON object that the request brings. Raises Refusal: 415 for another media type, 400 for no JSON."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in MEDIA_TYPES:
        raise Refusal(415, {"Message": f"The media type '{kind}' is not supported: send {MEDIA_TYPES[0]}."})
    return parsed(await request.body())


def parsed(text: bytes) -> Mapping[str, object]:
    """The JSON object in `text`. Raises Refusal (400) where it is none."""
    try:
        body = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refusal(400, {"Message": f"The request body is not JSON: {error}"}) from error
    if not isinstance(body, dict):
        raise Refusal(400, {"Message": "The request body must be a JSON object."})
    return body


def _no_constant(word: str) -> object:
    raise ValueError(f"{word} is no JSON value")
