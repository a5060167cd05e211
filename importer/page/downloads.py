"""Workbooks that the page makes for somebody: one to fill in, one for whoever has to correct rows, a corrected copy.

Each is made in a folder of its own that is gone when the browser has it.
"""

import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Response
from starlette.exceptions import HTTPException

from importer.catalogue import LANGUAGES
from importer.languages import get_current_language
from importer.page.target_screens import read_own_targets
from importer.records import ImportResult, Status
from importer.runs import bounds_of
from importer.settings import PRACTICE
from importer.steps.report import write_failed_only, write_results
from importer.template import Stamp, choose_fields, design_template, find_offered_lists
from importer.template.write import write_template
from importer.versions import VERSION
from importer.workbench import OpenDraft, Workbench

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = "usual"  # of a workbook to fill in
_CHECK_SECONDS = 60.0  # that a file of the whole check waits for it


class Downloads:
    """The addresses that give a workbook which is made just then."""

    def __init__(self, app: FastAPI, bench: Workbench) -> None:
        self._bench = bench
        app.get("/template")(self.give_template)
        app.get("/work/{draft_id}/for-the-customer")(self.give_wrong_rows)
        app.get("/work/{draft_id}/corrected")(self.give_corrected)

    def give_template(self, target: str = PRACTICE) -> Response:
        """A workbook to fill in, with the lists of a target of the user's own file."""
        if target not in {PRACTICE, *read_own_targets().own.targets}:
            raise HTTPException(404)
        fields, language = choose_fields(_COLUMNS), get_current_language()
        name, offered = find_offered_lists(fields, target)
        stamp = Stamp(VERSION, language, name, datetime.now(UTC), offered.states)
        design = design_template(fields, LANGUAGES[language], offered.lists, stamp)
        return _make_workbook("jobs.xlsx", lambda path: write_template(design, path))

    def give_wrong_rows(self, draft_id: str) -> Response:
        """The rows that cannot be sent, with the reasons, for whoever can correct them."""
        checked = _find_checked(self._bench.open(draft_id))
        wrong = tuple(outcome for outcome in checked.outcomes if outcome.status is Status.INVALID)
        if not wrong:
            raise HTTPException(404)
        name = f"{checked.batch.sheet.path.stem}.to-correct.xlsx"
        return _make_workbook(name, lambda path: write_failed_only(replace(checked, outcomes=wrong), path))

    def give_corrected(self, draft_id: str) -> Response:
        """The sheet with the cells that were corrected here, which it names, and what the check found."""
        opened = self._bench.open(draft_id)
        checked = _find_checked(opened)
        if not opened.draft.edits:
            raise HTTPException(404)
        name = f"{checked.batch.sheet.path.stem}.corrected.xlsx"
        return _make_workbook(
            name, lambda path: write_results(checked, path, bounds=bounds_of(opened.draft.request.options))
        )


def _find_checked(opened: OpenDraft) -> ImportResult:
    opened.check()
    opened.wait_until_up_to_date(_CHECK_SECONDS)
    if opened.checked is None or not opened.is_up_to_date:
        raise HTTPException(404)
    return opened.checked


def _make_workbook(name: str, write: Callable[[Path], object]) -> Response:
    with tempfile.TemporaryDirectory(prefix="importer-") as folder:
        path = Path(folder) / name
        write(path)
        content = path.read_bytes()
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, errors='replace')}"}
    return Response(content, media_type=EXCEL, headers=headers)
