"""One command at work: its progress on the screen, Ctrl-C, its last words."""

import logging
import os
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType

import typer
from rich.markup import escape

from importer.catalogue import spell_count
from importer.cli.confirm import Questions
from importer.cli.console import Console, JsonSheets
from importer.cli.options import ImportOptions
from importer.cli.progress_bar import ProgressBar
from importer.cli.show import show_error, show_result
from importer.errors import ExitCode, ImporterError, SettingsError, SheetError
from importer.languages import _
from importer.problem import GROUP_LINE, MISSING_COLUMN
from importer.records import Batch, ImportResult, Observer
from importer.runs import ensure_file, make_request, make_sheet_path
from importer.settings import Target

BEFORE_SENDING = frozenset({"", "Reading", "Checking"})
SENDING = "Sending"
_LOG = logging.getLogger(__name__)


def import_file(file: Path, given: ImportOptions, *, retry: bool = False) -> None:
    """Import a sheet, or the results of a run again, and end with the exit status that says how it went.

    Raises SettingsError where the target is production and that is not confirmed; nothing has been sent then.
    """
    from importer.runs import import_each

    ensure_file(file)
    session = Session(given.as_json, given.quiet, yes=given.yes, confirm=given.confirm, failed_only=given.failed_only)
    session.ensure_confirmable(given.target, file)
    request = make_request(file, given.target, given.results, given.options, given.policy)
    with session.watch_sending() as observer:
        session.finish(import_each(replace(request, retry=retry), observer))


class Session:
    """What a command shows and asks. Progress and questions go to stderr, and only where a person looks on.

    `confirm` is the name of a production target, as it was typed with the command.
    """

    def __init__(
        self,
        as_json: bool,
        quiet: bool,
        *,
        yes: bool = True,
        confirm: str | None = None,
        failed_only: Path | None = None,
    ) -> None:
        if failed_only:
            from importer.steps.report import ensure_free

            ensure_free(failed_only)
        self._as_json, self._quiet, self._failed_only = as_json, quiet, failed_only
        self._console = Console(stderr=True, quiet=quiet or as_json)
        self._stop = Event()
        self._step = ""
        self._bar = ProgressBar(self._console)
        self._frame = JsonSheets()
        self._questions = Questions(self._console, self._bar, yes=yes, confirm=confirm)

    def ensure_confirmable(self, target: str | None, file: Path) -> None:
        """Refuse before the work begins where the name of a production target can no longer be had.

        Raises SettingsError.
        """
        from importer.targets import find_target

        choice = find_target(target, sheet=file)
        if choice.production:
            self._questions.ensure_confirmable(choice.name)

    @contextmanager
    def watch(self) -> Iterator[Observer]:
        """Show a progress bar."""
        with self._bar.progress:
            yield Observer(progress=self._show_step, ask_password=self._questions.ask_password)

    @contextmanager
    def watch_sending(self, *, may_go_on: bool = True) -> Iterator[Observer]:
        """Show a progress bar and ask before sending; the name of a production target has to be typed first.

        Ctrl-C before the first row is sent leaves at once; later, once finishes what is in flight and writes the
        results, twice leaves at once. Unless it `may_go_on`, a run that would stop does so without a question.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupt)
        with self._bar.progress:
            asked = self._questions
            observer = Observer(
                self._show_step,
                self._confirm_sending,
                self._stop,
                ask_same=asked.ask_same,
                ask_sheet=asked.ask_sheet,
                ask_password=asked.ask_password,
                send_unlooked=asked.confirm_unlooked,
            )
            yield replace(observer, go_on=asked.confirm_going_on) if may_go_on else observer

    def finish(self, results: Iterable[ImportResult | SheetError]) -> None:
        """Say what became of the sheet, or of each as it ends, and end with the exit status that says the same."""
        try:
            ends = self._tell_each(results)
        except ImporterError as error:
            if not self._frame.is_begun:
                raise
            self._frame.begin_sheet()
            show_error(error, as_json=True)
            ends = error.exit_code
        except BaseException as error:
            self._frame.end(ExitCode.INTERRUPTED if isinstance(error, KeyboardInterrupt) else ExitCode.INTERNAL)
            raise
        self._frame.end(ends)
        raise typer.Exit(ends)

    def _tell_each(self, results: Iterable[ImportResult | SheetError]) -> ExitCode:
        from importer.steps.report import describe_all_sheets, summarise_sheet

        ends, sheets, unread = ExitCode.ALL_WELL, [], []
        for result in results:
            self._bar.progress.stop()
            if isinstance(result, SheetError):
                self._begin_json()
                show_error(result, as_json=self._as_json)
                unread.append(result.sheet)
            else:
                counts = {str(status): count for status, count in result.counts.items() if count}
                _LOG.info("Ended with status %d: %s", result.exit_code, counts)
                self.show(result)
                sheets.append(summarise_sheet(result))
            self._bar.progress.start()
            ends = max(ends, result.exit_code)
        if sheets and len(sheets) + len(unread) > 1 and not self._as_json:
            self._bar.progress.stop()
            Console(quiet=self._quiet).say(describe_all_sheets(sheets, unread))
        return ends

    def show(self, result: ImportResult) -> None:
        """Say what became of the sheet; write the file of the rows that need attention, where that is asked for.

        Where that file cannot be written after a run, the command says so and ends as the run did.
        """
        if self._failed_only and not result.declined:
            self._write_failed_only(result, make_sheet_path(self._failed_only, result.one_of_all))
        is_open = any(problem.code in {MISSING_COLUMN, GROUP_LINE} for problem in result.problems)
        if is_open and result.checked_only and not (self._as_json or self._quiet):
            from importer.cli.show_open_headings import show_open_headings

            show_open_headings(result)
        if result.one_of_all:
            self._begin_json()
        shown = self._questions.remarks_shown if sys.stdout.isatty() else frozenset()
        show_result(result, as_json=self._as_json, quiet=self._quiet, shown=shown)

    def _begin_json(self) -> None:
        if self._as_json:
            self._frame.begin_sheet()

    def _write_failed_only(self, result: ImportResult, path: Path) -> None:
        from importer.steps.report import write_failed_only

        try:
            count = write_failed_only(result, path)
        except SettingsError as failed:
            if result.run is None:
                raise
            again = _("'importer runs results {run} --failed-only FILE' writes it under another name.")
            for text in (failed.message, again.format(run=result.run)):
                self._console.print(escape(text), soft_wrap=True)
            return
        rows = _("{rows} to correct or send again: {path}") if count else _("No row is left to correct: no {path}.")
        self._console.print(rows.format(rows=spell_count(count, "row"), path=escape(str(path))), soft_wrap=True)

    def _show_step(self, step: str, done: int, total: int) -> None:
        self._step = step
        self._bar.show(step, done, total)

    def _confirm_sending(self, batch: Batch, target: Target) -> bool:
        confirmed = self._stop.is_set() or self._questions.confirm_sending(batch, target)
        self._step = SENDING
        return confirmed

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._questions.is_asking or self._step in BEFORE_SENDING:
            raise KeyboardInterrupt
        if self._stop.is_set():
            self._leave_at_once()
        self._stop.set()
        self._console.print(_("Finishing the rows in progress; press Ctrl-C again to stop at once."))

    def _leave_at_once(self) -> None:
        """Wait for nothing and nobody: whatever was under way is open in the journal, as after a kill."""
        sentence = _("Stopped at once. 'importer resume' continues and looks up the rows that were in progress.")
        try:
            self._bar.progress.stop()  # the screen gets its cursor back
            self._console.print(sentence)
            sys.stderr.flush()
        except RuntimeError:  # the answer to the first press is being written at this moment
            if not self._console.quiet:
                os.write(sys.stderr.fileno(), f"{sentence}\n".encode())
        finally:
            os._exit(ExitCode.INTERRUPTED)
