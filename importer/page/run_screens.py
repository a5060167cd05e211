"""The screens of runs, those of commands too: the list, and one with what is left to do of it."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from importer.files import is_there
from importer.languages import _
from importer.page.downloads import EXCEL
from importer.page.pictures import minutes_of
from importer.page.progress import make_run_event, stream_of
from importer.page.render import go_to, refuse, render_screen, swap_screen
from importer.page.run_history import show_causes, show_statuses, summarise_run
from importer.page.sheet_context import read_given
from importer.problem import spell_command
from importer.records import TO_CORRECT
from importer.runs import find_run_summary, forget_run, list_runs, show_run, write_results_again
from importer.steps.report import describe_next_step, describe_what_is_there, find_causes
from importer.workbench import Workbench, find_options_not_stored

RUNS_A_PAGE = 50
LOOK_SECONDS = 1.0  # between two looks at a run of another process
RESULT_TYPES = {
    ".xlsx": EXCEL,
    ".xlsm": "application/vnd.ms-excel.sheet.macroEnabled.12",
    ".csv": "text/csv",
}


class RunScreens:
    """The addresses below /runs."""

    def __init__(self, app: FastAPI, bench: Workbench) -> None:
        self._bench = bench
        app.get("/runs")(self.show_runs)
        app.get("/runs/{number}")(self.show_run)
        app.get("/runs/{number}/results")(self.give_results)
        app.get("/runs/{number}/events")(self.stream_events)
        app.post("/runs/{number}/correct")(self.correct)
        app.post("/runs/{number}/again")(self.write_again)
        app.post("/runs/{number}/forget")(self.forget)

    def show_runs(self, page: int = 1) -> Response:
        """All runs of this computer, the latest first."""
        found = list_runs()[::-1]
        page = max(1, page)
        shown = found[(page - 1) * RUNS_A_PAGE : page * RUNS_A_PAGE]
        words = {"earlier": page + 1 if len(found) > page * RUNS_A_PAGE else 0, "later": page - 1}
        return render_screen("runs.html", {"here": "/runs", "runs": list(map(summarise_run, shown)), **words})

    def show_run(self, number: int) -> Response:
        """One run, and what is left to do of it."""
        summary, result, rows = show_run(str(number))
        draft = self._bench.find_draft(summary.run)
        causes, is_copy = find_causes(result), draft is not None and draft.is_copy
        next_step = summary.next_step or (
            describe_what_is_there(result) if is_copy else describe_next_step(result, causes)
        )
        words: dict[str, Any] = {
            "run": summarise_run(summary),
            "of_statuses": show_statuses(result.counts),
            "causes": show_causes(causes),
            "next_step": next_step,
            "to_correct": sum(result.counts[status] for status in TO_CORRECT),
            "minutes": minutes_of(rows),
            "total": result.rows,
            "draft_folder": self._bench.store.folder_of(draft.id) if draft else None,
        }
        return render_screen("run.html", {"here": "/runs", **words})

    def give_results(self, number: int) -> Response:
        """The results workbook of a run."""
        path = Path(find_run_summary(str(number)).run.results)
        kind = RESULT_TYPES.get(path.suffix.lower())
        if kind is None or not is_there(path):
            raise HTTPException(404)
        return FileResponse(path, media_type=kind, filename=path.name, content_disposition_type="attachment")

    async def stream_events(self, number: int) -> Response:
        """How far a run is that another process makes."""
        await run_in_threadpool(find_run_summary, str(number))
        return stream_of(lambda: make_run_event(number), LOOK_SECONDS)

    async def correct(self, number: int) -> Response:
        """Open the sheet of a run, to correct its rows or to go on with it; nothing is sent by that."""
        run = (await run_in_threadpool(find_run_summary, str(number))).run
        beyond = await run_in_threadpool(find_options_not_stored, run)
        if beyond:
            message = _("This run used {options}, which the page does not support.")
            same = spell_command("run", run.file, "--target", run.target, *beyond)
            advice = _("Correct the file, then type {command}.").format(command=same)
            return refuse(message.format(options=" ".join(beyond)), advice)
        draft = await run_in_threadpool(self._bench.begin_after, run)
        return go_to(f"/work/{draft.id}/check")

    async def write_again(self, number: int) -> Response:
        """Write the results workbook again, which somebody has moved or deleted."""
        result = await run_in_threadpool(write_results_again, str(number))
        name = result.results.name if result.results else ""
        return swap_screen(_("The results are written again: {file}.").format(file=name))

    async def forget(self, number: int, request: Request) -> Response:
        """Erase a run from the journal, where somebody has ticked that this is meant."""
        if not (await read_given(request)).get("sure"):
            return refuse(_("Select the check box first. Nothing was erased."), status=422)
        await run_in_threadpool(forget_run, str(number))
        return go_to("/runs")
