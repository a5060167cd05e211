"""A fault happening to a request. It goes around the whole API, before the login."""

import asyncio
import json
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from importer.practice.faults.answer import Answer, answer_of, bomb
from importer.practice.faults.fault import (
    BOMB,
    CLOSE,
    CUT,
    ENDLESS,
    HALF_BODY,
    HALF_HEAD,
    NOTHING,
    OTHER_ID,
    OWN_IDS,
    RESET,
    SLOWLY,
    Fault,
)
from importer.practice.faults.plan import FaultPlan
from importer.practice.faults.wire import Wire
from importer.practice.whole_body import given, whole

_BASE = "/api"
_MOST_AT_ONCE = 64 * 1024
_BELOW_HTTP = frozenset({HALF_HEAD, HALF_BODY, SLOWLY, NOTHING})
_NOT_PASSED_ON = frozenset({b"accept-encoding", b"content-length"})


class Misbehaving:
    """Around `app`: lets a request through, or lets the fault happen that `plan` has for it."""

    def __init__(self, app: ASGIApp, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI), well or badly."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wire = Wire(scope, receive)
        words = f"{scope['method']} {scope['path'].removeprefix(_BASE)}"
        text = f"{words}?{unquote(scope['query_string'].decode())}"
        if self._plan.looks_inside:
            body = await whole(receive)
            receive = given(body, receive)
            text += "\n" + body.decode("utf-8", "replace")
        fault = self._plan.fault_for(words, text)
        if fault is None:
            await self._app(scope, receive, send)
        else:
            self._plan.under_way += 1
            try:
                await self._happen(fault, scope, receive, send, wire)
            finally:
                self._plan.under_way -= 1

    async def _happen(self, fault: Fault, scope: Scope, receive: Receive, send: Send, wire: Wire) -> None:
        answer = None
        if fault.does_it:
            body = await whole(receive)
            await asyncio.sleep(fault.wait_before)
            answer = await self._own_answer(fault, scope, given(body, receive))
        else:
            await asyncio.sleep(fault.wait_before)
        if fault.status or answer is None:
            answer = answer_of(fault, self._plan.some_id())
        await asyncio.sleep(fault.wait_after)
        complete = await _sent(answer, fault, send, wire)
        if fault.ending == RESET:
            wire.reset()
        elif fault.ending == CLOSE:
            wire.close()
        if not complete:
            await wire.ended()

    async def _own_answer(self, fault: Fault, scope: Scope, receive: Receive) -> Answer:
        if fault.ids == OWN_IDS:
            receive = given(_without_id(await whole(receive)), receive)
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            body.extend(message.get("body", b""))

        plain = [header for header in scope["headers"] if header[0] not in _NOT_PASSED_ON]
        await self._app({**scope, "headers": plain}, receive, keep)
        headers = tuple(header for header in start["headers"] if header[0] not in _NOT_PASSED_ON)
        answer = Answer(start["status"], headers, bytes(body))
        return answer.naming(self._plan.some_id()) if fault.ids == OTHER_ID else answer


async def _sent(answer: Answer, fault: Fault, send: Send, wire: Wire) -> bool:
    """Send as much of the answer as the fault lets through. False where the server still owes some of it."""
    if fault.sent in _BELOW_HTTP:
        await _as_bytes(answer, fault, wire)
        return False
    if fault.sent == ENDLESS:
        await _without_end(answer, send, wire)
        return False
    if fault.sent == BOMB:
        answer = Answer(answer.status, (*answer.headers, (b"content-encoding", b"gzip")), bomb())
    elif fault.sent == CUT:
        answer = Answer(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
    length = (b"content-length", str(len(answer.body)).encode())
    await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]})
    await send({"type": "http.response.body", "body": answer.body})
    return True


async def _as_bytes(answer: Answer, fault: Fault, wire: Wire) -> None:
    length = len(answer.body) or 100
    head = answer.head(length)
    if fault.sent == HALF_HEAD:
        wire.write(head[: len(head) // 2])
    elif fault.sent == HALF_BODY:
        wire.write(head + answer.body[: len(answer.body) // 2])
    elif fault.sent == SLOWLY:
        for byte in head + answer.body:
            wire.write(bytes([byte]))
            await asyncio.sleep(fault.gap)
            if not wire.open:
                break


async def _without_end(answer: Answer, send: Send, wire: Wire) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
    piece = (answer.body or b" ") * (_MOST_AT_ONCE // (len(answer.body) or 1) + 1)
    while wire.open:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0)


def _without_id(body: bytes) -> bytes:
    try:
        told = json.loads(body)
    except ValueError:
        return body
    return json.dumps({name: value for name, value in told.items() if name != "id"}).encode()
