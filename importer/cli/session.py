"""One command at work: its progress on the screen, its questions before sending, Ctrl-C, its last words."""

import logging
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event
from types import FrameType

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.prompt import Confirm, Prompt

from importer.catalogue import counted
from importer.cli.console import Console, one_line
from importer.cli.options import ImportOptions
from importer.cli.show import place_of, show_result
from importer.errors import ExitCode, SettingsError
from importer.problem import NOT_CONFIRMED
from importer.records import Batch, ImportResult, Observer, PlannedJob, SameJob
from importer.runs import import_sheet, retry_results
from importer.settings import Target, canonical_url
from importer.targets import find_target

BEFORE_SENDING = frozenset({"", "Reading", "Checking"})
SENDING = "Sending"
_SHOWN = 5  # rows in a question
_LOG = logging.getLogger(__name__)


def import_file(file: Path, given: ImportOptions, *, retry: bool = False) -> None:
    """Import a sheet, or the results of a run again, and end with the exit status that says how it went.

    Raises SettingsError where the target is production and that is not confirmed; nothing has been sent then.
    """
    session = Session(given.as_json, given.quiet, yes=given.yes, confirm=given.confirm, failed_only=given.failed_only)
    session.ensure_confirmable(given.target, file)
    send = retry_results if retry else import_sheet
    with session.sending() as observer:
        result = send(
            file,
            target=given.target,
            results=given.results,
            policy=given.policy,
            options=given.options,
            observer=observer,
        )
    session.finish(result)


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
            from importer.steps.report.failed_only import ensure_free

            ensure_free(failed_only)
        self._as_json, self._quiet, self._confirm, self._failed_only = as_json, quiet, confirm, failed_only
        self._console = Console(stderr=True, quiet=quiet or as_json)
        self._somebody_there = sys.stdin.isatty() and self._console.is_terminal and not self._console.quiet
        self._can_ask = sys.stdin.isatty() and sys.stderr.isatty()
        self._asks = self._can_ask and not yes
        self._asking = False
        self._stop = Event()
        self._step = ""
        self._bar = _Bar(self._console)

    def ensure_confirmable(self, target: str | None, file: Path) -> None:
        """Refuse before the work begins where the name of a production target can no longer be had.

        Raises SettingsError.
        """
        choice = find_target(target, beside=file)
        if choice.production and (self._confirm is not None or not self._can_ask):
            _ensure_named(choice.name, self._confirm)

    @contextmanager
    def watching(self) -> Iterator[Observer]:
        """Show a progress bar."""
        with self._bar.progress:
            yield Observer(progress=self._show_step)

    @contextmanager
    def sending(self, *, may_go_on: bool = True) -> Iterator[Observer]:
        """Show a progress bar and ask before sending; the name of a production target has to be typed first.

        Ctrl-C before the first row is sent leaves at once; later, once finishes what is in flight and writes the
        results, twice leaves at once. Unless it `may_go_on`, a run that would stop does so without a question.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupt)
        with self._bar.progress:
            observer = Observer(self._show_step, self._confirm_sending, self._stop, ask_same=self._ask_same)
            yield replace(observer, go_on=self._confirm_going_on) if may_go_on else observer

    def finish(self, result: ImportResult) -> None:
        """Say what became of the sheet, and end with the exit status that says the same."""
        counts = {str(status): count for status, count in result.counts.items() if count}
        _LOG.info("Ended with status %d: %s", result.exit_code, counts)
        self.show(result)
        raise typer.Exit(result.exit_code)

    def show(self, result: ImportResult) -> None:
        """Say what became of the sheet; write the file of the rows that need attention, where that is asked for."""
        if self._failed_only:
            from importer.steps.report.failed_only import write_failed_only

            count = write_failed_only(result, self._failed_only)
            rows = f"{counted(count, 'row')} to correct or send again"
            self._console.print(f"{rows}: {escape(str(self._failed_only))}", soft_wrap=True)
        show_result(result, as_json=self._as_json, quiet=self._quiet)

    @contextmanager
    def _question(self) -> Iterator[None]:
        """The screen is left to a question, which Ctrl-C ends at once."""
        self._bar.progress.stop()
        self._asking = True
        try:
            yield
        finally:
            self._asking = False
            self._bar.progress.start()

    def _show_step(self, step: str, done: int, total: int) -> None:
        self._step = step
        self._bar.show(step, done, total)

    def _confirm_sending(self, batch: Batch, target: Target) -> bool:
        confirmed = self._is_confirmed(batch, target)
        self._step = SENDING
        return confirmed

    def _is_confirmed(self, batch: Batch, target: Target) -> bool:
        if target.production:
            with self._question():
                self._confirm_production(target)
        if not self._asks or self._stop.is_set():
            return True
        sound = len(batch.sound_rows)
        held = batch.sheet.rows - sound
        question = (
            f"Send {sound} of {counted(batch.sheet.rows, 'row')} to {escape(place_of(target.name, target.identity))}?"
        )
        if held:
            question = f"Not sent because of errors: {counted(held, 'row')}. {question}"
        with self._question():
            return Confirm.ask(question, console=self._console)

    def _confirm_production(self, target: Target) -> None:
        typed = self._confirm
        if typed is None and self._can_ask:
            console, name = Console(stderr=True), escape(target.name)
            console.print(f"[bold red]{name} is production:[/bold red] {escape(canonical_url(target.url))}")
            typed = Prompt.ask(f"Type [bold red]{name}[/bold red] to send there", console=console)
        _ensure_named(target.name, typed)

    def _ask_same(self, jobs: Sequence[PlannedJob]) -> SameJob:
        """Show the rows that resemble earlier ones, a few of them, and ask once for all."""
        if not self._somebody_there or not self._asks:
            return SameJob.HELD
        with self._question():
            rows = counted(len(jobs), "row")
            self._console.print(f"{rows} may be jobs of an earlier run, or new ones:")
            for job in jobs[:_SHOWN]:
                if job.obstacle:
                    self._console.print(escape(one_line(f"  Row {job.row}: {job.obstacle.message}")), soft_wrap=True)
            word = Prompt.ask(
                "Are they the same jobs, new jobs, or do you decide later?",
                choices=["same", "new", "later"],
                default="later",
                console=self._console,
            )
        return {"same": SameJob.SAME, "new": SameJob.NEW}.get(word, SameJob.HELD)

    def _confirm_going_on(self, reason: str) -> bool:
        if not self._somebody_there:
            return False
        with self._question():
            return Confirm.ask(f"{escape(reason)}. Continue with the other rows?", console=self._console, default=False)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._asking or self._step in BEFORE_SENDING:
            raise KeyboardInterrupt
        if self._stop.is_set():
            self._leave_at_once()
        self._stop.set()
        self._console.print("Finishing the rows in progress; press Ctrl-C again to stop at once.")

    def _leave_at_once(self) -> None:
        """Wait for nothing and nobody: whatever was under way is open in the journal, as after a kill."""
        self._bar.progress.stop()  # the screen gets its cursor back
        self._console.print("Stopped at once. 'importer resume' continues and looks up the rows that were in progress.")
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)


def _ensure_named(name: str, typed: str | None) -> None:
    """Raise SettingsError where what was typed is not the name of the production target."""
    if typed != name:
        reason = "Its name was not typed." if typed is None else f'"{typed}" is not its name.'
        raise SettingsError(NOT_CONFIRMED, name=name, reason=reason)


class _Bar:
    """Count, rate and time left of the step under way."""

    def __init__(self, console: Console) -> None:
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._steps: dict[str, TaskID] = {}

    def show(self, step: str, done: int, total: int) -> None:
        """Show how far a step is; a total of 0 is not known yet."""
        if step not in self._steps:
            for earlier in self._steps.values():
                self.progress.update(earlier, visible=False)
            _LOG.info("%s ...", step)
            self._steps[step] = self.progress.add_task(step, total=total or None, rate="")
        speed = self.progress.tasks[-1].speed
        rate = f"{speed:,.0f} rows/s" if speed else ""
        self.progress.update(self._steps[step], completed=done, total=total or None, rate=rate)
