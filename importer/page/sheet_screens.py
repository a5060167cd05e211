"""The screens of one sheet before it is sent: its file, what is open of it, its check."""

import re
from typing import Any

from fastapi import FastAPI, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from importer.catalogue import spell_count
from importer.languages import _
from importer.mapping import to_mapping_text
from importer.page.decisions import (
    DECISIONS_SHOWN,
    MAPPING_FILE,
    DecisionStep,
    list_offered_words,
    show_decisions,
    step_of,
)
from importer.page.render import go_to, refuse, render_screen, swap_screen
from importer.page.run_history import show_held_causes
from importer.page.sheet_context import (
    describe_customer,
    list_customers,
    list_targets,
    read_given,
    show_not_ready,
    words_of,
)
from importer.visible import STEERING, escape_invisible
from importer.workbench import OpenDraft, Workbench, edit_for, show_first_rows, show_rows_page
from importer.workbook_parts import LAST_ROW

CHECK_SECONDS = 20.0
_ROW = re.compile("[1-9][0-9]{0,6}")
_ORDER = re.compile("-?[A-Z]{0,3}")
ALWAYS = "always:"  # before the number of an answer that is kept for the customer at once
LONGEST_NAME = 100  # letters of a customer's name


class SheetScreens:
    """The addresses below /work, for the sheets on `bench`."""

    def __init__(self, app: FastAPI, bench: Workbench) -> None:
        self._bench = bench
        app.get("/work/{draft_id}/file")(self.show_file)
        app.post("/work/{draft_id}/file")(self.use_file)
        app.get("/work/{draft_id}/columns")(self.show_columns)
        app.get("/work/{draft_id}/values")(self.show_values)
        app.post("/work/{draft_id}/decide")(self.decide)
        app.post("/work/{draft_id}/undo")(self.undo)
        app.get("/work/{draft_id}/mapping")(self.give_mapping)
        app.get("/work/{draft_id}/check")(self.check)
        app.post("/work/{draft_id}/edit")(self.edit)
        app.post("/work/{draft_id}/again")(self.read_again)

    def show_file(self, draft_id: str) -> Response:
        """What was found in the file."""
        opened = self._bench.show(draft_id)
        if opened.loaded is None:
            return show_not_ready(opened, "file")
        sheet = opened.loaded.sheet
        names = sheet.other_sheets.with_jobs if sheet.other_sheets else (sheet.name,)
        facts = {
            "sheet": sheet,
            "names": names,
            "rows": spell_count(sheet.rows, "row"),
            "first": show_first_rows(sheet),
        }
        choices = {"targets": list_targets(opened.draft), "customers": list_customers()}
        return render_screen("file.html", {**words_of(opened, "file"), **facts, **choices})

    async def use_file(self, draft_id: str, request: Request) -> Response:
        """Read it as is said now; go on where nothing is said otherwise."""
        given = await read_given(request)
        opened = await run_in_threadpool(self._bench.open, draft_id)
        row = given.get("heading_row", "")
        if row and not (_ROW.fullmatch(row) and int(row) <= LAST_ROW):
            return refuse(_("Type the heading row as a number, such as 4."), status=422)
        draft = opened.draft
        changes: dict[str, str | int | None] = {}
        if given.get("sheet", draft.sheet or "") not in {draft.sheet or "", _name_sheet(opened)}:
            changes = {"sheet": given["sheet"], "heading_row": None}
        elif row and int(row) != (opened.loaded.sheet.heading_row if opened.loaded else 0):
            changes = {"heading_row": int(row)}
        if given.get("target", draft.target) != draft.target and given["target"] in list_targets(opened.draft):
            changes["target"] = given["target"]
        if given.get("customer", draft.customer).strip() != draft.customer:
            changes["customer"] = given["customer"].strip()[:LONGEST_NAME]
        if changes:
            await run_in_threadpool(lambda: self._bench.change(opened, **changes))
            return go_to(f"/work/{draft_id}/file")
        opened_now = opened.interview.open if opened.interview else ()
        step = next((step_of(decision) for decision in opened_now), "check")
        return go_to(f"/work/{draft_id}/{step}")

    def show_columns(self, draft_id: str) -> Response:
        """The decisions on columns that are open."""
        return self._show_decisions(draft_id, "columns")

    def show_values(self, draft_id: str) -> Response:
        """The decisions on values and rows that are open."""
        return self._show_decisions(draft_id, "values")

    def _show_decisions(self, draft_id: str, step: DecisionStep) -> Response:
        opened = self._bench.show(draft_id)
        if opened.stage != "ready" or opened.interview is None:
            return show_not_ready(opened, step)
        shown = show_decisions(opened.interview, step)
        words: dict[str, Any] = {
            "decisions": shown[:DECISIONS_SHOWN],
            "more": len(shown[DECISIONS_SHOWN:]),
            "answers": opened.draft.answers,
        }
        words["customer"] = describe_customer(opened) if step == "values" else ""
        self._bench.keep_left(opened)
        words["offered"] = list_offered_words(opened.interview, step)
        return render_screen(
            "decisions.html", {**words_of(opened, step), **words, "choices": opened.interview.analysis.choices}
        )

    async def decide(self, draft_id: str, request: Request) -> Response:
        """Take an answer to an open decision."""
        given = await read_given(request)
        opened = await run_in_threadpool(self._bench.open, draft_id)
        key, choice, typed = (given.get(name, "") for name in ("key", "choice", "typed"))
        always = choice.startswith(ALWAYS)
        choice = choice.removeprefix(ALWAYS)
        wrong = await run_in_threadpool(lambda: self._bench.decide(opened, key, choice, typed, always=always))
        if wrong:
            return refuse(wrong, status=422)
        message = _("It is saved for {customer}.").format(customer=describe_customer(opened)) if always else ""
        return swap_screen(message)

    async def undo(self, draft_id: str) -> Response:
        """Undo."""
        opened = await run_in_threadpool(self._bench.open, draft_id)
        last = await run_in_threadpool(self._bench.undo, opened)
        await run_in_threadpool(opened.wait, CHECK_SECONDS)
        if last is None:
            return refuse(_("Nothing to undo."))
        return swap_screen(_("Undone: {answer}").format(answer=f"{last.question} {last.answer}"))

    def give_mapping(self, draft_id: str) -> Response:
        """What was decided, as a mapping file for the command."""
        opened = self._bench.open(draft_id)
        if opened.draft.mapping is None:
            raise HTTPException(404)
        headers = {"Content-Disposition": f'attachment; filename="{MAPPING_FILE}"'}
        return Response(to_mapping_text(opened.draft.mapping), media_type="application/toml", headers=headers)

    def check(self, draft_id: str, cause: str = "", only: str = "problems", page: int = 1, order: str = "") -> Response:
        """What is wrong, by cause, and the rows."""
        opened = self._bench.show(draft_id)
        opened.check()
        if opened.checked is None:
            return show_not_ready(opened, "check")
        checked = opened.checked
        held = opened.find_causes(checked)
        chosen = next((one for one in held if one.key == cause), None)
        wrong = frozenset(problem.row for problem in checked.problems if problem.row is not None)
        order = order if _ORDER.fullmatch(order) else ""
        of = chosen.rows if chosen else wrong if only == "problems" else None
        words = {
            "causes": show_held_causes(held),
            "chosen": chosen.key if chosen else "",
            "only": "" if of is None else "problems",
            "table": show_rows_page(checked, of, page, order),
            "wrong": len(wrong),
            "sound": len(checked.batch.sound_rows),
            "total": checked.rows,
            "remarks": checked.batch.remarks,
            "offer": opened.fill_offer,
            "answers": opened.draft.answers,
            "is_being_checked": not opened.is_up_to_date,
            "order": order,
            "is_edited": bool(opened.draft.edits),
        }
        self._bench.keep_left(opened)
        return render_screen("check.html", {**words_of(opened, "check"), **words})

    async def edit(self, draft_id: str, request: Request) -> Response:
        """Correct a cell, or fill those offered; the answer waits for the check, where that does not take long."""
        given = await read_given(request)
        opened = await run_in_threadpool(self._bench.open, draft_id)
        cell, text, offered = given.get("cell", ""), given.get("text", ""), bool(given.get("offered"))
        text = await run_in_threadpool(_restore_unseen, opened, cell, text)
        wrong = await run_in_threadpool(lambda: self._bench.edit(opened, cell, text, as_offered=offered))
        if wrong:
            return refuse(wrong, status=422)
        await run_in_threadpool(opened.wait, CHECK_SECONDS)
        return swap_screen(_("Corrected: {cell}").format(cell=cell))

    async def read_again(self, draft_id: str) -> Response:
        """Read and check it again, since the file or the target has changed."""
        opened = await run_in_threadpool(self._bench.open, draft_id)
        await run_in_threadpool(self._bench.change, opened)
        return go_to(f"/work/{draft_id}/file")


def _restore_unseen(opened: OpenDraft, cell: str, text: str) -> str:
    """What was typed, with the escapes that the screen shows for signs of this cell as those signs again."""
    cleared = edit_for(opened.checked.batch.sheet, cell, "") if opened.checked else None
    for sign in set(STEERING.findall(cleared.was)) if cleared else ():
        text = text.replace(escape_invisible(sign), sign)
    return text


def _name_sheet(opened: OpenDraft) -> str:
    return opened.loaded.sheet.name if opened.loaded else ""
