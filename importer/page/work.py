"""The screens of one sheet: its file, its check, sending it."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from importer.catalogue import counted
from importer.languages import _
from importer.page.answers import go_to, refused, screen
from importer.page.progress import EVENT_SECONDS, event_of
from importer.page.runs import local, shown_causes_held
from importer.problem import command_line
from importer.records import ImportResult
from importer.settings import PRACTICE, Target, canonical_url
from importer.targets import KnownTargets
from importer.workbench import Confirmation, OpenedWork, Work, Workbench, causes_held, first_rows, rows_page

MOST_HEADING_ROW = 1_048_576


class WorkScreens:
    """The addresses below /work, for the sheets on `bench`."""

    def __init__(self, app: FastAPI, bench: Workbench) -> None:
        self._bench = bench
        self._confirmations: dict[str, tuple[str, Confirmation]] = {}
        app.get("/work/{work_id}/file")(self.file)
        app.post("/work/{work_id}/file")(self.use_file)
        app.get("/work/{work_id}/check")(self.check)
        app.post("/work/{work_id}/again")(self.again)
        app.get("/work/{work_id}/send")(self.send)
        app.post("/work/{work_id}/send")(self.begin_sending)
        app.post("/work/{work_id}/stop")(self.stop)
        app.post("/work/{work_id}/answer")(self.answer)
        app.get("/work/{work_id}/events")(self.events)

    def file(self, work_id: str) -> Response:
        """What was found in the file."""
        opened = self._bench.open(work_id)
        if opened.at_hand is None:
            return _not_ready(opened, "file")
        sheet = opened.at_hand.sheet
        names = sheet.other_sheets.with_jobs if sheet.other_sheets else (sheet.name,)
        facts = {"sheet": sheet, "names": names, "rows": counted(sheet.rows, "row"), "first": first_rows(sheet)}
        targets = [*KnownTargets(sheet.path.parent).names, PRACTICE]
        return screen("file.html", {**_words(opened, "file"), **facts, "targets": targets})

    async def use_file(self, work_id: str, request: Request) -> Response:
        """Read it as is said now; go on where nothing is said otherwise."""
        given = await _given(request)
        opened = await run_in_threadpool(self._bench.open, work_id)
        row = given.get("heading_row", "")
        if row and not (row.isdecimal() and 0 < int(row[:8]) <= MOST_HEADING_ROW):
            return refused(_("The row of the headings is a number, such as 4."), status=422)
        work = opened.work
        changes: dict[str, str | int | None] = {}
        if given.get("sheet", work.sheet or "") not in {work.sheet or "", _sheet_name(opened)}:
            changes = {"sheet": given["sheet"], "heading_row": None}
        elif row and int(row) != (opened.at_hand.sheet.heading_row if opened.at_hand else 0):
            changes = {"heading_row": int(row)}
        if given.get("target", work.target) != work.target and given["target"] in self._targets(opened):
            changes["target"] = given["target"]
        if changes:
            await run_in_threadpool(lambda: self._bench.change(opened, **changes))
            return go_to(f"/work/{work_id}/file")
        return go_to(f"/work/{work_id}/check")

    def check(self, work_id: str, cause: str = "", only: str = "problems", page: int = 1) -> Response:
        """What is wrong, by cause, and the rows."""
        opened = self._bench.open(work_id)
        if opened.checked is None:
            return _not_ready(opened, "check")
        checked = opened.checked
        held = causes_held(checked)
        chosen = next((one for one in held if one.key == cause), None)
        wrong = frozenset(problem.row for problem in checked.problems if problem.row is not None)
        of = chosen.rows if chosen else wrong if only == "problems" else None
        words = {
            "causes": shown_causes_held(held),
            "chosen": chosen.key if chosen else "",
            "only": "" if of is None else "problems",
            "table": rows_page(checked, of, page),
            "wrong": len(wrong),
            "sound": len(checked.batch.sound_rows),
            "total": checked.rows,
            "remarks": checked.batch.remarks,
        }
        return screen("check.html", {**_words(opened, "check"), **words})

    async def again(self, work_id: str) -> Response:
        """Read and check it again, since the file or the target has changed."""
        opened = await run_in_threadpool(self._bench.open, work_id)
        await run_in_threadpool(self._bench.change, opened)
        return go_to(f"/work/{work_id}/file")

    def send(self, work_id: str) -> Response:
        """What would be sent, where; and how far it is while it is sent."""
        opened = self._bench.open(work_id)
        if opened.sending is not None and opened.sending.is_under_way:
            return screen("sending.html", _words(opened, "send"))
        if opened.checked is None:
            return _not_ready(opened, "send")
        checked = opened.checked
        confirmation = self._bench.confirmation(opened, checked)
        self._confirmations = dict(list(self._confirmations.items())[-20:])
        self._confirmations[confirmation.token] = (work_id, confirmation)
        held = [one for one in causes_held(checked) if one.cause.is_error]
        words = {
            "confirmation": confirmation.token,
            "count": confirmation.rows,
            "to_send": counted(confirmation.rows, "row"),
            "not_sent": checked.rows - confirmation.rows,
            "causes": shown_causes_held(held),
            "trouble": _trouble_of_sending(opened),
        }
        return screen("send.html", {**_words(opened, "send"), **words})

    async def begin_sending(self, work_id: str, request: Request) -> Response:
        """Send what was confirmed: once, and only that."""
        given = await _given(request)
        known, confirmation = self._confirmations.pop(given.get("confirmation", ""), ("", None))
        opened = await run_in_threadpool(self._bench.open, work_id)
        if confirmation is None or known != work_id:
            return refused(_("This was confirmed before, or not at all."), _("Load this screen again, and look at it."))
        target = opened.target.target if opened.target else None
        if target is None or (target.production and given.get("typed", "") != target.name):
            self._confirmations[confirmation.token] = (work_id, confirmation)
            return refused(_("Type the name of the target as it is written above. Nothing was sent."), status=422)
        await run_in_threadpool(self._bench.send, opened, confirmation)
        return go_to(f"/work/{work_id}/send")

    async def stop(self, work_id: str) -> Response:
        """Stop after the rows under way."""
        opened = await run_in_threadpool(self._bench.open, work_id)
        if opened.sending is not None:
            opened.sending.stop()
        return refused(_("The rows under way are finished; no more are sent."), status=200)

    async def answer(self, work_id: str, request: Request) -> Response:
        """Answer what is asked."""
        given = await _given(request)
        opened = await run_in_threadpool(self._bench.open, work_id)
        desks = [opened.desk, *([opened.sending.desk] if opened.sending else [])]
        if not any(desk.answer(given.get("answer", "")) for desk in desks):
            return refused(_("This was answered already."))
        return refused("", status=200)

    async def events(self, work_id: str) -> Response:
        """How far it is, as it goes on."""
        opened = await run_in_threadpool(self._bench.open, work_id)

        async def told() -> AsyncIterator[str]:
            last = ""
            while True:
                event = await run_in_threadpool(event_of, opened)
                text = json.dumps(event)
                if text != last:
                    yield f"id: {event['id']}\ndata: {text}\n\n"
                    last = text
                if event["go"]:
                    return
                await asyncio.sleep(EVENT_SECONDS)

        return StreamingResponse(told(), media_type="text/event-stream")

    def _targets(self, opened: OpenedWork) -> tuple[str, ...]:
        return (*KnownTargets(opened.work.path.parent).names, PRACTICE)


@dataclass(frozen=True)
class ShownWork:
    """A sheet that somebody works on, as it is listed."""

    address: str
    name: str
    changed: str
    run: int | None


def shown_work(work: Work) -> ShownWork:
    """A sheet as it is listed."""
    return ShownWork(f"/work/{work.id}/file", work.name, local(work.changed), work.run)


def _sheet_name(opened: OpenedWork) -> str:
    return opened.at_hand.sheet.name if opened.at_hand else ""


def _words(opened: OpenedWork, step: str) -> dict[str, Any]:
    """What every screen of a sheet shows."""
    checked = opened.checked
    target = opened.target.target if opened.target else None
    return {
        "here": "",
        "step": step,
        "work": opened.work,
        "address": f"/work/{opened.work.id}",
        "target_name": target.name if target else opened.work.target,
        "target_address": _address_of(target),
        "production": bool(target and target.production),
        "left": _left(checked) if checked else {},
        "command": _command(opened),
    }


def _address_of(target: Target | None) -> str:
    if target is None:
        return ""
    return _("on this computer") if target.identity == PRACTICE else canonical_url(target.url)


def _left(checked: ImportResult) -> Mapping[str, int]:
    return {"check": len(checked.batch.invalid_rows), "send": len(checked.batch.sound_rows)}


def _command(opened: OpenedWork) -> str:
    request, work = opened.work.request, opened.work
    return command_line("run", work.name if work.is_copy else work.path, *request.arguments).strip("'")


def _not_ready(opened: OpenedWork, step: str) -> Response:
    """The screen while a sheet is read, or where it cannot be."""
    words = _words(opened, step)
    if opened.stage == "reading":
        return screen("reading.html", words)
    message, advice = _("An error in this program stopped it."), _("Nothing was sent. Try it again, or with a command.")
    if opened.error is not None:
        message, advice = opened.error.message, opened.error.advice
    return screen("unread.html", {**words, "message": message, "advice": advice}, status=200)


def _trouble_of_sending(opened: OpenedWork) -> tuple[str, str]:
    """Why the last try to send sent nothing."""
    sending = opened.sending
    if sending is None or sending.is_under_way or sending.run is not None:
        return "", ""
    if sending.error is not None:
        return sending.error.message, sending.error.advice
    if sending.declined:
        told = _("The file, the target or the number of rows is not what you confirmed. Nothing was sent.")
        return told, _("Check the sheet again, and look at what would be sent.")
    if sending.failure is not None:
        return _("An error in this program stopped it."), _("Nothing was sent. Try it again, or with a command.")
    return "", ""


async def _given(request: Request) -> dict[str, str]:
    try:
        given = json.loads(await request.body())
    except ValueError:
        return {}
    return {str(name): str(value) for name, value in given.items()} if isinstance(given, dict) else {}
