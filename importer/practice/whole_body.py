"""The body of a request in one piece, and given on as if it had just come."""

from starlette.types import Message, Receive


async def whole(receive: Receive) -> bytes:
    """All that the request brings."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(body)


def given(body: bytes, receive: Receive) -> Receive:
    """A `receive` that gives `body` first."""
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def give() -> Message:
        return messages.pop() if messages else await receive()

    return give
