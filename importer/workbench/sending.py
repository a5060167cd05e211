"""What was confirmed, and the run that follows: it sends just that, or nothing."""

import logging
import secrets
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from importer.errors import ImporterError, SettingsError
from importer.files import find_state_folder
from importer.journal import PreviousRuns, hash_of
from importer.languages import _, ngettext
from importer.records import AskPassword, Batch, ImportResult, Observer, PlannedJob, SameJob, Status
from importer.runs import RunRequest, run_import
from importer.settings import Target
from importer.targets import identify_target
from importer.workbench.question import Question, QuestionBox

_SAME = {"same": SameJob.SAME, "new": SameJob.NEW}
YES, NO = "yes", "no"
_SHOWN = 5
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class SeenTarget:
    """What a person sees of a target. The practice server has no address: its port differs each time."""

    name: str
    identity: str
    url: str
    production: bool


def seen_target_of(target: Target) -> SeenTarget:
    """What a person sees of a target."""
    return SeenTarget(target.name, target.identity, target.address, target.production)


def find_present_target(request: RunRequest) -> SeenTarget | None:
    """The target of a request as the environment and the settings files have it now; None where they have none."""
    try:
        return seen_target_of(identify_target(request.target, sheet=request.path))
    except SettingsError:
        return None


@dataclass(frozen=True)
class Confirmation:
    """What a person was shown before sending: what is asked of the run, the file, where it goes and how many rows.

    It is good for one run.
    """

    request: RunRequest
    file_hash: str
    target: SeenTarget
    rows: int
    token: str = field(default_factory=secrets.token_urlsafe)

    @property
    def is_of_present_target(self) -> bool:
        """Whether the target is still what was shown."""
        return find_present_target(self.request) == self.target

    def is_of(self, batch: Batch, target: Target, request: RunRequest) -> bool:
        """Whether this is what would be sent now."""
        return (
            self.request == request
            and self.file_hash == hash_of(request.path)
            and self.target == seen_target_of(target)
            and self.rows == len(batch.sound_rows)
        )


class Sending:
    """A run in the background. `run` is its number once it is in the journal, `result` what became of it."""

    def __init__(self, request: RunRequest, confirmation: Confirmation, ask_password: AskPassword) -> None:
        self.run: int | None = None
        self.result: ImportResult | None = None
        self.error: ImporterError | None = None
        self.failure: BaseException | None = None
        self.progress: tuple[str, int, int] = ("", 0, 0)
        self.declined = False
        self.questions = QuestionBox()
        self.began_at = time.monotonic()
        self._stop = threading.Event()
        self._reading = threading.Lock()
        self._journal: PreviousRuns | None = None
        self._request, self._confirmation = request, confirmation
        self._ask_password = ask_password
        self._thread = threading.Thread(target=self._send, name="sending", daemon=True)

    def begin(self, ended: Callable[["Sending"], None]) -> None:
        """Begin to send; `ended` is called when it is over."""
        self._ended = ended
        self._thread.start()

    @property
    def is_under_way(self) -> bool:
        """True until there is a result, or it is known why there is none."""
        return self._thread.is_alive()

    @property
    def is_stopping(self) -> bool:
        """True once it was told to stop."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Finish the rows that are under way, and send no more."""
        self._stop.set()
        self.questions.closed.set()

    def count_rows(self) -> Mapping[Status, int]:
        """The rows by status, as the journal has them now."""
        if self.run is None:
            return {}
        with self._reading:
            if self._journal is None:
                self._journal = PreviousRuns(find_state_folder() / "journal.sqlite")
            return self._journal.count_rows(self._journal.find_run(self.run))

    def join(self, seconds: float) -> None:
        """Wait for its end, for so long."""
        if self._thread.is_alive():
            self._thread.join(seconds)

    def _send(self) -> None:
        observer = Observer(
            self._show,
            self._confirm,
            self._stop,
            go_on=self._go_on,
            ask_same=self._ask_same,
            ask_password=self._ask_password,
            send_unlooked=self._send_unlooked,
            began=self._note_run,
        )
        try:
            self.result = run_import(self._request, observer)
        except ImporterError as error:
            self.error = error
        except Exception as error:  # noqa: BLE001 - a thread has nobody else to tell
            _LOG.debug("Sending failed", exc_info=error)
            self.failure = error
        finally:
            with self._reading:
                if self._journal is not None:
                    self._journal.close()
                    self._journal = None
            self._ended(self)

    def _show(self, step: str, done: int, total: int) -> None:
        self.progress = (step, done, total)

    def _note_run(self, run: int) -> None:
        self.run = run

    def _confirm(self, batch: Batch, target: Target) -> bool:
        self.declined = not self._confirmation.is_of(batch, target, self._request)
        return not self.declined

    def _go_on(self, reason: str) -> bool:
        text = _("{reason}. Continue with the other rows?").format(reason=reason)
        return self.questions.ask(Question("yes or no", text, (YES, NO)), NO) == YES

    def _send_unlooked(self, reason: str) -> bool:
        text = _(
            "The target does not say which jobs it already has ({reason}). Jobs that were created from another "
            "computer may be created again. Send anyway?"
        ).format(reason=reason)
        return self.questions.ask(Question("yes or no", text, (YES, NO)), NO) == YES

    def _ask_same(self, jobs: Sequence[PlannedJob]) -> SameJob:
        asked = ngettext(
            "{count} row may be a job of an earlier run, or a new one:",
            "{count} rows may be jobs of an earlier run, or new ones:",
            len(jobs),
        ).format(count=len(jobs))
        lines = [
            _("Row {row}: {message}").format(row=job.row, message=job.obstacle.message)
            for job in jobs[:_SHOWN]
            if job.obstacle
        ]
        text = "\n".join((asked, *lines, _("Are they the same jobs or new jobs, or will you decide later?")))
        return _SAME.get(self.questions.ask(Question("same", text, ("same", "new", "later")), "later"), SameJob.HELD)
