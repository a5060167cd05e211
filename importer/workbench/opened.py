"""A sheet at work: read and checked in the background, so that a face answers at once."""

import logging
import threading
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from importer.errors import ImporterError
from importer.languages import _
from importer.masking import keep_secret
from importer.records import ImportResult, Observer
from importer.runs import SheetAtHand, TargetAtHand, check_again, read_once, target_at_hand
from importer.workbench.question import Desk, Question
from importer.workbench.sending import Sending
from importer.workbench.work import Work

Stage = Literal["reading", "stopped", "checked"]
_LOG = logging.getLogger(__name__)


class OpenedWork:
    """A work that is open: `checked` is the last check of it, `error` why there is none, `sending` its run."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.checked: ImportResult | None = None
        self.at_hand: SheetAtHand | None = None
        self.target: TargetAtHand | None = None
        self.error: ImporterError | None = None
        self.failure: BaseException | None = None
        self.progress: tuple[str, int, int] = ("Reading", 0, 0)
        self.desk = Desk()
        self.sending: Sending | None = None
        self._opened = ExitStack()
        self._thread: threading.Thread | None = None
        self.ask_password = cache(self._ask_password)

    @property
    def stage(self) -> Stage:
        """How far it is: a check that is there is shown until a new one is."""
        if self._thread is not None and self._thread.is_alive():
            return "reading"
        return "checked" if self.checked is not None else "stopped"

    @property
    def is_busy(self) -> bool:
        """True while it is read or sent."""
        return self.stage == "reading" or (self.sending is not None and self.sending.is_under_way)

    def read(self) -> None:
        """Begin to read and check it, in the background; what was checked before counts no more."""
        if self.stage == "reading":
            return
        self.checked = self.at_hand = self.error = self.failure = None
        self._thread = threading.Thread(target=self._read_and_check, name="reading", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Give its target back, and let nobody wait for an answer."""
        self.desk.closed.set()
        if self._thread is not None:
            self._thread.join(10)
        self._opened.close()

    def _read_and_check(self) -> None:
        observer = Observer(progress=self._show, ask_password=self.ask_password)
        try:
            self._opened.close()
            at_hand = read_once(self.work.request, observer)
            self.at_hand = at_hand
            self.target = self._opened.enter_context(target_at_hand(at_hand.request))
            self.checked = check_again(at_hand, self.work.mapping, self.target, observer)
        except ImporterError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            _LOG.debug("Reading failed", exc_info=error)
            self.failure = error

    def _show(self, step: str, done: int, total: int) -> None:
        self.progress = (step, done, total)

    def _ask_password(self, path: Path) -> str:
        asked = Question("password", _("{file} has a password. Type it to read the sheet.").format(file=path.name))
        password = self.desk.ask(replace(asked), "")
        keep_secret(password)
        return password
