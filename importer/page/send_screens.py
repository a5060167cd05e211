"""The screens of sending one sheet: what is confirmed, how far it is, and how it is stopped."""

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool

from importer.catalogue import spell_count
from importer.languages import _
from importer.page.pictures import calendar_of, coverage_of
from importer.page.progress import event_of, stream_of
from importer.page.render import go_to, refuse, render_screen
from importer.page.run_history import show_held_causes
from importer.page.sheet_context import describe_failure, read_given, show_not_ready, words_of
from importer.workbench import Confirmation, OpenDraft, Workbench

_MOST_WAITING = 20  # confirmations that nobody has used


class SendScreens:
    """The addresses below /work that send, for the sheets on `bench`."""

    def __init__(self, app: FastAPI, bench: Workbench) -> None:
        self._bench = bench
        self._confirmations: dict[str, tuple[str, Confirmation]] = {}
        app.get("/work/{draft_id}/send")(self.send)
        app.post("/work/{draft_id}/send")(self.begin_sending)
        app.post("/work/{draft_id}/stop")(self.stop)
        app.post("/work/{draft_id}/answer")(self.answer)
        app.get("/work/{draft_id}/events")(self.stream_events)

    def send(self, draft_id: str) -> Response:
        """What would be sent, where; and how far it is while it is sent."""
        opened = self._bench.show(draft_id)
        if opened.sending is not None and opened.sending.is_under_way:
            return render_screen("sending.html", words_of(opened, "send"))
        opened.check()
        if opened.checked is None or not opened.is_up_to_date:
            return show_not_ready(opened, "send")
        checked = opened.checked
        confirmation = self._bench.make_confirmation(opened, checked)
        self._confirmations = dict(list(self._confirmations.items())[-_MOST_WAITING:])
        self._confirmations[confirmation.token] = (draft_id, confirmation)
        held = [one for one in opened.find_causes(checked) if one.cause.is_error]
        words = {
            "confirmation": confirmation.token,
            "count": confirmation.rows,
            "to_send": spell_count(confirmation.rows, "row"),
            "not_sent": checked.rows - confirmation.rows,
            "causes": show_held_causes(held),
            "trouble": _describe_sending_failure(opened),
            "read_with": previous.read_with if (previous := checked.batch.sheet.previous_results) else "",
            "calendar": calendar_of(checked.batch, checked.batch.sound_rows),
            "coverage": coverage_of(checked.batch, checked.batch.sound_rows),
        }
        return render_screen("send.html", {**words_of(opened, "send"), **words})

    async def begin_sending(self, draft_id: str, request: Request) -> Response:
        """Send what was confirmed: once, and only that."""
        given = await read_given(request)
        known, confirmation = self._confirmations.pop(given.get("confirmation", ""), ("", None))
        opened = await run_in_threadpool(self._bench.show, draft_id)
        if confirmation is None or known != draft_id:
            return refuse(
                _("This confirmation was already used or has expired."), _("Reload this screen and check it.")
            )
        if not await run_in_threadpool(lambda: confirmation.is_of_present_target):
            return refuse(*_describe_change())
        target = confirmation.target
        if target.production and given.get("typed", "") != target.name:
            self._confirmations[confirmation.token] = (draft_id, confirmation)
            return refuse(_("Type the name of the target exactly as it is shown above. Nothing was sent."), status=422)
        await run_in_threadpool(self._bench.send, opened, confirmation)
        return go_to(f"/work/{draft_id}/send")

    async def stop(self, draft_id: str) -> Response:
        """Stop after the rows under way."""
        opened = await run_in_threadpool(self._bench.open, draft_id)
        if opened.sending is not None:
            opened.sending.stop()
        return refuse(_("The rows in progress are finished; no more are sent."), status=200)

    async def answer(self, draft_id: str, request: Request) -> Response:
        """Answer what is asked."""
        given = await read_given(request)
        opened = await run_in_threadpool(self._bench.open, draft_id)
        boxes = [opened.questions, *([opened.sending.questions] if opened.sending else [])]
        if not any(box.answer(given.get("answer", "")) for box in boxes):
            return refuse(_("This question is already answered."))
        return refuse("", status=200)

    async def stream_events(self, draft_id: str, of: str = "") -> Response:
        """Progress, as it goes on."""
        opened = await run_in_threadpool(self._bench.open, draft_id)
        return stream_of(lambda: event_of(opened, of_sending=of == "sending"))


def _describe_sending_failure(opened: OpenDraft) -> tuple[str, str]:
    """Why the last try to send sent nothing."""
    sending = opened.sending
    if sending is None or sending.is_under_way or sending.run is not None:
        return "", ""
    if sending.error is not None:
        return sending.error.message, sending.error.advice
    if sending.declined:
        return _describe_change()
    if sending.failure is not None:
        return describe_failure()
    return "", ""


def _describe_change() -> tuple[str, str]:
    """Why what was confirmed is not sent: it is no longer so."""
    message = _("The file, the target, the rows or your answers have changed since you confirmed. Nothing was sent.")
    return message, _("Check the sheet again before you send it.")
