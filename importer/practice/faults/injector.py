"""A fault happening to a request. It goes around the whole API, before the login."""

import asyncio
from urllib.parse import unquote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from importer.practice.body import read_body, replay
from importer.practice.faults.alterations import alter_answer, alter_job, alter_query, find_job_id
from importer.practice.faults.fault import (
    BOMB,
    CLOSE,
    CUT,
    ENDLESS,
    HALF_BODY,
    HALF_HEAD,
    NOTHING,
    OTHER_ID,
    RESET,
    SLOWLY,
    STORED_IDS,
    Fault,
)
from importer.practice.faults.plan import FaultPlan
from importer.practice.faults.raw_connection import Transport
from importer.practice.faults.reply import Reply, make_bomb, reply_of

_BASE = "/api"
_MOST_AT_ONCE = 64 * 1024
_BELOW_HTTP = frozenset({HALF_HEAD, HALF_BODY, SLOWLY, NOTHING})
_NOT_PASSED_ON = frozenset({b"accept-encoding", b"content-length"})


class FaultInjector:
    """Around `app`: lets a request through, or injects the fault that `plan` has for it."""

    def __init__(self, app: ASGIApp, plan: FaultPlan) -> None:
        self._app = app
        self._plan = plan
        self._previous: dict[str, Reply] = {}  # by method

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Reply one request (ASGI), well or badly."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        transport = Transport(scope, receive)
        words = f"{scope['method']} {scope['path'].removeprefix(_BASE)}"
        text = f"{words}?{unquote(scope['query_string'].decode())}"
        if self._plan.needs_body:
            body = await read_body(receive)
            receive = replay(body, receive)
            text += "\n" + body.decode("utf-8", "replace")
        fault = self._plan.choose_fault(words, text)
        if fault is None and not self._plan.repeats_answers:
            await self._app(scope, receive, send)
        else:
            fault = fault or Fault()
            self._plan.under_way += 1
            try:
                await self._inject(fault, scope, receive, send, transport)
            finally:
                self._plan.under_way -= 1

    async def _inject(self, fault: Fault, scope: Scope, receive: Receive, send: Send, transport: Transport) -> None:
        answer = None
        if fault.does_it:
            body = await read_body(receive)
            await asyncio.sleep(fault.wait_before)
            answer = await self._make_reply(fault, scope, replay(body, receive))
        else:
            await asyncio.sleep(fault.wait_before)
        previous = self._previous.get(scope["method"])
        if answer is not None:
            self._previous[scope["method"]] = answer
        if fault.answer:
            answer = previous or answer
        if fault.status or answer is None:
            answer = reply_of(fault, self._plan.make_id())
        await asyncio.sleep(fault.wait_after)
        complete = await _send(answer, fault, send, transport)
        if fault.ending == RESET:
            transport.reset()
        elif fault.ending == CLOSE:
            transport.close()
        if not complete:
            await transport.wait_for_end()

    async def _make_reply(self, fault: Fault, scope: Scope, receive: Receive) -> Reply:
        own_id = ""
        if scope["method"] != "GET" and (fault.ids or fault.normalises):
            sent = await read_body(receive)
            own_id = find_job_id(sent) if fault.ids == STORED_IDS else ""
            receive = replay(alter_job(sent, fault), receive)
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            start.update(message if message["type"] == "http.response.start" else {})
            body.extend(message.get("body", b""))

        plain = [header for header in scope["headers"] if header[0] not in _NOT_PASSED_ON]
        query = alter_query(scope["query_string"], fault)
        await self._app({**scope, "headers": plain, "query_string": query}, receive, keep)
        headers = tuple(header for header in start["headers"] if header[0] not in _NOT_PASSED_ON)
        answer = Reply(start["status"], headers, bytes(body))
        if scope["method"] == "GET":
            return alter_answer(answer, fault)
        other_id = self._plan.make_id() if fault.ids == OTHER_ID else own_id
        return answer.replace_id(other_id) if other_id else answer


async def _send(answer: Reply, fault: Fault, send: Send, transport: Transport) -> bool:
    """Send as much of the answer as the fault lets through. False where the server still owes some of it."""
    if fault.sent in _BELOW_HTTP:
        await _write_bytes(answer, fault, transport)
        return False
    if fault.sent == ENDLESS:
        await _send_without_end(answer, send, transport)
        return False
    if fault.sent == BOMB:
        answer = Reply(answer.status, (*answer.headers, (b"content-encoding", b"gzip")), make_bomb())
    elif fault.sent == CUT:
        answer = Reply(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
    length = (b"content-length", str(len(answer.body)).encode())
    await send({"type": "http.response.start", "status": answer.status, "headers": [*answer.headers, length]})
    await send({"type": "http.response.body", "body": answer.body})
    return True


async def _write_bytes(answer: Reply, fault: Fault, transport: Transport) -> None:
    length = len(answer.body) or 100
    head = answer.render_head(length)
    if fault.sent == HALF_HEAD:
        transport.write(head[: len(head) // 2])
    elif fault.sent == HALF_BODY:
        transport.write(head + answer.body[: len(answer.body) // 2])
    elif fault.sent == SLOWLY:
        for byte in head + answer.body:
            transport.write(bytes([byte]))
            await asyncio.sleep(fault.gap)
            if not transport.open:
                break


async def _send_without_end(answer: Reply, send: Send, transport: Transport) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
    piece = (answer.body or b" ") * (_MOST_AT_ONCE // (len(answer.body) or 1) + 1)
    while transport.open:
        await send({"type": "http.response.body", "body": piece, "more_body": True})
        await asyncio.sleep(0)
