"""A sheet at work: read and checked in the background, so that a face answers at once."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from importer.decisions import Interview
from importer.errors import ImporterError
from importer.languages import _
from importer.masking import keep_secret
from importer.problem import WORKBOOK_LOCKED, WRONG_WORKBOOK_PASSWORD
from importer.records import Edit, ImportResult, Observer
from importer.runs import (
    CheckedSheet,
    ConnectedTarget,
    LoadedSheet,
    check_again,
    check_edited_rows,
    hold_target,
    load_sheet,
)
from importer.workbench.draft import Draft
from importer.workbench.edits import FillOffer, edit_for, fill_offer_of
from importer.workbench.held_causes import HeldCause, find_held_causes
from importer.workbench.interviews import apply_answer, interview_of
from importer.workbench.question import Question, QuestionBox, explain_wait
from importer.workbench.saved_answer import SavedAnswer
from importer.workbench.sending import Sending

Stage = Literal["reading", "stopped", "ready"]
FEW_ROWS = 2_000  # are checked so fast that nobody waits
QUIET_SECONDS = 0.5  # without a further correction: then the whole sheet is checked
_LOG = logging.getLogger(__name__)


class OpenDraft:
    """A draft that is open: `checked` is the check of it as it is now, `error` why there is none, `sending` its run.

    What was read stays at hand: after a decision only the check is made again, when somebody wants to see it. After a
    correction in a long sheet the rows that were corrected are checked at once, and the check `is_up_to_date` when the
    whole sheet was checked again, in the background.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.checked: ImportResult | None = None
        self.loaded: LoadedSheet | None = None
        self.target: ConnectedTarget | None = None
        self.interview: Interview | None = None
        self.error: ImporterError | None = None
        self.failure: BaseException | None = None
        self.progress: tuple[str, int, int] = ("Reading", 0, 0)
        self.questions = QuestionBox()
        self.fill_offer: FillOffer | None = None
        self._causes: tuple[ImportResult | None, tuple[HeldCause, ...]] = (None, ())
        self.sending: Sending | None = None
        self._opened = ExitStack()
        self._last: CheckedSheet | None = None  # the last check of the whole sheet
        self._changed = threading.Event()
        self._swapping = threading.RLock()
        self._is_working = self._is_unread = self._is_stale = False  # stale: the interview is of other cells
        self._thread: threading.Thread | None = None
        self.ask_password = cache(self._ask_password)

    @property
    def stage(self) -> Stage:
        """Progress; 'ready' where something can be shown of it."""
        if self._is_working and self.checked is None:
            return "reading"
        return "ready" if self.interview is not None else "stopped"

    @property
    def is_up_to_date(self) -> bool:
        """True where the check is of the whole sheet as it is now, or there is none."""
        return not self._is_working

    @property
    def is_busy(self) -> bool:
        """True while it is read or sent."""
        return self._is_working or (self.sending is not None and self.sending.is_under_way)

    def read(self) -> None:
        """Begin to read and check it, in the background; what was read before counts no more."""
        with self._swapping:
            self._is_unread = True
            self.loaded = self.interview = self.checked = None
            self._begin()

    def check(self) -> None:
        """See that the check is of what was said last: begin with it in the background where it is not."""
        if self.stage == "ready" and self.checked is None and self.error is None and self.failure is None:
            self._begin()

    def find_causes(self, checked: ImportResult) -> tuple[HeldCause, ...]:
        """What is wrong by this check, found once for all screens of it."""
        known, causes = self._causes
        if known is not checked:
            causes = find_held_causes(checked)
            self._causes = checked, causes
        return causes

    def decide(self, key: str, choice: str, typed: str) -> str:
        """Take an answer to an open decision; '' where it is taken, else a sentence that says why not."""
        if self.stage != "ready" or self.interview is None:
            return self._explain_wait()
        found = apply_answer(self.interview, key, choice, typed)
        if isinstance(found, str):
            return found or _("This is already decided.")
        self.interview, answer = found
        if answer is not None:
            self._set_answers((*self.draft.answers, answer))
        return ""

    def _explain_wait(self) -> str:
        """Say why there is nothing to change yet, and see that there will be where nothing is wrong."""
        self.check()
        return explain_wait(self.error, self.failure)

    def undo(self) -> SavedAnswer | None:
        """Undo, and give it; None where there is none."""
        if self.stage == "reading" or not self.draft.answers or self.loaded is None:
            return None
        last = self.draft.answers[-1]
        self._set_answers(self.draft.answers[:-1])
        if not last.edits:
            self.interview = interview_of(self.draft, self.loaded, self.target)
        return last

    def edit(self, cell: str, text: str) -> str:
        """Correct a cell, and offer to fill those alike; '' where it is taken, else a sentence that says why not."""
        if self.stage != "ready" or self.checked is None:
            return self._explain_wait()
        sheet = self.checked.batch.sheet
        edit = edit_for(sheet, cell, text)
        if edit is None:
            return _("There is no such cell, or it already has this text.")
        self._correct(edit, (edit,))
        self.fill_offer = fill_offer_of(sheet, edit)
        return ""

    def fill_others(self, cell: str, text: str) -> str:
        """Correct the other cells as was offered after the correction of this one; '' where that is done."""
        if self.stage != "ready" or self.checked is None:
            return self._explain_wait()
        offered = self.fill_offer
        if offered is None or (offered.edit.cell, offered.edit.text) != (cell, text):
            return _("The sheet has changed since this was offered. Nothing was filled.")
        self._correct(offered.edit, offered.others)
        return ""

    def _correct(self, shown: Edit, edits: tuple[Edit, ...]) -> None:
        question = _("Corrected: {cell}").format(cell=shown.cell)
        self._set_answers((*self.draft.answers, SavedAnswer(question, shown.text, edits=edits)))

    def wait(self, seconds: float) -> None:
        """Wait until there is something to show, for so long."""
        thread = self._thread
        if thread is not None and self.checked is None:
            thread.join(seconds)

    def wait_until_up_to_date(self, seconds: float) -> None:
        """Wait until the check is of the whole sheet as it is now, for so long."""
        thread = self._thread
        if thread is not None and not self.is_up_to_date:
            thread.join(seconds)

    def close(self) -> None:
        """Give its target back, and let nobody wait for an answer."""
        self.questions.closed.set()
        self._changed.set()
        if self._thread is not None:
            self._thread.join(10)
        self._opened.close()

    def _set_answers(self, answers: tuple[SavedAnswer, ...]) -> None:
        with self._swapping:
            self.fill_offer, before = None, self.draft
            self.draft = before.change(answers=answers)
            rows = {edit.row for edit in {*before.edits} ^ {*self.draft.edits}}
            if not rows:
                self.checked = self.error = self.failure = None
                self._changed.set()
                return
            self._is_stale = True
            self.checked = self._check_few(rows)
            if self.checked is None:
                self.interview = None
            self._begin()

    def _check_few(self, rows: set[int]) -> ImportResult | None:
        """The check with these rows as they are now, where all rows would take too long."""
        if self._last is None or self.loaded is None or self.checked is None or self.loaded.sheet.rows <= FEW_ROWS:
            return None
        last = replace(self._last, result=self.checked)
        try:
            return check_edited_rows(last, self.loaded, self.target, edits=self.draft.edits, rows=rows)
        except Exception as error:  # noqa: BLE001 - the check of the whole sheet tells it
            _LOG.debug("Checking some rows failed", exc_info=error)
            return None

    def _begin(self) -> None:
        with self._swapping:
            self.error = self.failure = None
            self._changed.set()
            if not self._is_working:
                self._is_working = True
                self._thread = threading.Thread(target=self._run, name="reading", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        """Read and check until nothing has changed since; after corrections only once there is a moment's quiet."""
        while not self.questions.closed.is_set():
            while self.checked is not None and self._changed.wait(QUIET_SECONDS):
                self._changed.clear()
            with self._swapping:
                draft, loaded = self.draft, None if self._is_unread else self.loaded
                self._is_unread, self.error, self.failure = False, None, None
            checked, interview = self._read_and_check(draft, loaded)
            with self._swapping:
                if self.draft is draft and not self._is_unread:
                    self._last, self.interview = checked, interview
                    self.checked = checked.result if checked else None
                    self._is_working = self._is_stale = False
                    return
        self._is_working = False

    def _read_and_check(self, draft: Draft, loaded: LoadedSheet | None) -> tuple[CheckedSheet | None, Interview | None]:
        observer, interview = Observer(progress=self._show, ask_password=self.ask_password), None
        try:
            if loaded is None:
                self._opened.close()
                self.target = None
                loaded = load_sheet(draft.request, observer)
                self.target = self._opened.enter_context(hold_target(loaded.request))
                self.loaded = loaded
            self._show("Checking", 0, 0)
            interview = (None if self._is_stale else self.interview) or interview_of(draft, loaded, self.target)
            return check_again(loaded, draft.mapping, self.target, observer, edits=draft.edits), interview
        except ImporterError as error:
            self.error = error
            if error.code in {WORKBOOK_LOCKED, WRONG_WORKBOOK_PASSWORD}:
                self.ask_password.cache_clear()  # the next try asks again
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            _LOG.debug("Reading failed", exc_info=error)
            self.failure = error
        return None, interview

    def _show(self, step: str, done: int, total: int) -> None:
        self.progress = (step, done, total)

    def _ask_password(self, path: Path) -> str:
        asked = Question("password", _("{file} has a password. Type it to read the sheet.").format(file=path.name))
        password = self.questions.ask(asked, "")
        keep_secret(password)
        return password
