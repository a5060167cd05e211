"""How far a sheet is, as the browser is told while it waits: four times a second at most."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from fastapi import Response
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from importer.catalogue import spell_count
from importer.languages import N_, _, group_thousands
from importer.page.run_history import show_statuses
from importer.records import Status
from importer.runs import UNDER_WAY, find_run_summary
from importer.visible import escape_invisible
from importer.workbench import OpenDraft, Question, Sending

EVENT_SECONDS = 0.25
_WORDS = {
    "yes": N_("Yes"),
    "no": N_("No"),
    "same": N_("They are the same jobs"),
    "new": N_("They are new jobs"),
    "later": N_("Decide later"),
}


def stream_of(event: Callable[[], dict[str, Any]], seconds: float = EVENT_SECONDS) -> Response:
    """A stream of events, one whenever something has changed, until one says where to go."""

    async def stream_events() -> AsyncIterator[str]:
        last = ""
        while True:
            state = await run_in_threadpool(event)
            text = json.dumps(state)
            if text != last:
                yield f"id: {state['id']}\ndata: {text}\n\n"
                last = text
            if state["go"]:
                return
            await asyncio.sleep(seconds)

    return StreamingResponse(stream_events(), media_type="text/event-stream")


def event_of(opened: OpenDraft, *, of_sending: bool) -> dict[str, Any]:
    """What the browser is told: a sentence, how far of how much, what is asked, and where to `go` when it is over.

    A screen `of_sending` goes to the run then, any other is shown again.
    """
    sending = opened.sending
    if sending is not None and sending.is_under_way:
        return _of_sending(sending)
    address = f"/work/{opened.draft.id}"
    if not opened.is_up_to_date:
        step, done, total = opened.progress
        message = _("Reading the sheet.") if step == "Reading" else _("Checking the rows.")
        return _make_event(f"{step}.{done}", message, done, total, opened.questions.question)
    if sending is not None and of_sending:
        return {
            **_make_event("over", "", 0, 0, None),
            "go": f"/runs/{sending.run}" if sending.run else f"{address}/send",
        }
    return {**_make_event("over", "", 0, 0, None), "go": "reload"}


def _of_sending(sending: Sending) -> dict[str, Any]:
    step, done, total = sending.progress
    if sending.run is None:
        return _make_event(
            f"before.{step}", _("Reading and checking the sheet once more."), 0, 0, sending.questions.question
        )
    message = _("Finished: {done} of {total}.").format(done=group_thousands(done), total=group_thousands(total))
    if sending.is_stopping:
        message = f"{message} {_('Stopping after the rows in progress.')}"
    elif step not in {"Sending", "Checking", "Reading", ""}:
        message = f"{message} {_('Writing the results.')}"
    event = _make_event(f"{sending.run}.{done}", message, done, total, sending.questions.question)
    return {**event, "counts": _show_counts(sending.count_rows())}


def make_run_event(number: int) -> dict[str, Any]:
    """The same of a run that another process makes, which the journal tells of."""
    summary = find_run_summary(str(number))
    done = sum(summary.counts.values())
    if summary.state != UNDER_WAY:
        return {**_make_event("over", "", 0, 0, None), "go": "reload"}
    event = _make_event(f"{number}.{done}", _("Finished: {rows}.").format(rows=spell_count(done, "row")), done, 0, None)
    return {**event, "counts": _show_counts(summary.counts)}


def _show_counts(counts: Mapping[Status, int]) -> list[dict[str, str]]:
    return [
        {"text": f"{one.sign} {group_thousands(one.count)} {one.status}", "css_class": one.css_class}
        for one in show_statuses(counts)
    ]


def _make_event(name: str, message: str, done: int, total: int, question: Question | None) -> dict[str, Any]:
    asked = None
    if question is not None:
        words = [{"word": word, "text": _(_WORDS[word])} for word in question.words]
        asked = {"kind": question.kind, "text": escape_invisible(question.text), "words": words}
    return {
        "id": name,
        "message": escape_invisible(message),
        "done": done,
        "total": total,
        "asked": asked,
        "counts": [],
        "go": "",
    }
