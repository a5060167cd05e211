"""One command at work: its progress on the screen, its question before sending, Ctrl-C, its last words."""

import logging
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from types import FrameType, TracebackType
from typing import Any, Self

import typer
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.prompt import Confirm

from importer.cli.console import Console
from importer.cli.options import Output
from importer.cli.production import ProductionConsent
from importer.cli.show import show_result
from importer.errors import ExitCode
from importer.failed_only import ensure_free, write_failed_only
from importer.records import Batch, ImportResult, Observer, Options
from importer.runs import check_sheet, import_sheet, results_again, resume_run, retry_results
from importer.settings import SendPolicy, Target
from importer.targets import find_target

_LOG = logging.getLogger(__name__)


class Session:
    """A command on one sheet. Progress and questions go to stderr, and only where a person looks on."""

    def __init__(self, file: Path = Path(), options: Options = Options(), output: Output = Output()) -> None:
        self._file = file
        self._options = options
        self._output = output
        if output.failed_only:
            ensure_free(output.failed_only)
        self._console = Console(stderr=True, quiet=output.quiet or output.as_json)
        self._is_interactive = sys.stdin.isatty() and self._console.is_terminal and not self._console.quiet
        self._asks = not output.yes and sys.stdin.isatty() and sys.stderr.isatty()
        self._consent = ProductionConsent(output.confirm, Console(stderr=True))
        self._asking = False
        self._stop = Event()
        self._bar = _Bar(self._console)

    def check(self, *, offline: bool = False) -> ImportResult:
        """Check the sheet, with a progress bar. A target that is none is told before the sheet is read."""
        output = self._output
        if output.target is not None:
            find_target(output.target, beside=self._file)
        with self._bar:
            return check_sheet(
                self._file,
                target=output.target,
                results=output.results,
                options=self._options,
                observer=Observer(progress=self._bar.show),
                offline=offline,
            )

    def run(self, policy: SendPolicy, *, retry: bool = False) -> ImportResult:
        """Import the sheet; Ctrl-C once finishes what is in flight and writes the results, twice leaves at once.

        Raises SettingsError where the target is production and that is not confirmed; nothing has been sent then.
        """
        output = self._output
        self._consent.ensure_possible(output.target, beside=self._file)
        with self._stoppable():
            send = retry_results if retry else import_sheet
            return send(
                self._file,
                target=output.target,
                results=output.results,
                policy=policy,
                options=self._options,
                observer=Observer(self._bar.show, self._confirm, self._stop, self._ask_to_go_on),
            )

    def resume(self, word: str | None, sending: Mapping[str, Any]) -> ImportResult:
        """Go on with a run, as it was consented to when it was begun; Ctrl-C does what it does in `run`.

        Raises SettingsError where the target is production and that is not confirmed again.
        """
        output = self._output
        with self._stoppable():
            observer = Observer(progress=self._bar.show, confirm=self._confirm_production, stop=self._stop)
            return resume_run(word, target=output.target, results=output.results, sending=sending, observer=observer)

    def results_again(self, word: str) -> ImportResult:
        """Write the results of a run again, with a progress bar."""
        with self._bar:
            return results_again(word, self._output.results, observer=Observer(progress=self._bar.show))

    def finish(self, result: ImportResult) -> None:
        """Say what became of the sheet, and end with the exit status that says the same."""
        counts = {str(status): count for status, count in result.counts.items() if count}
        _LOG.info("Ended with status %d: %s", result.exit_code, counts)
        self.tell(result)
        raise typer.Exit(result.exit_code)

    def tell(self, result: ImportResult) -> None:
        """Say what became of the sheet; write the file of the rows that need somebody, where that is asked for."""
        if self._output.failed_only:
            count = write_failed_only(result, self._output.failed_only)
            rows = "1 row that needs" if count == 1 else f"{count} rows that need"
            self._console.print(f"{rows} somebody: {escape(str(self._output.failed_only))}", soft_wrap=True)
        show_result(result, as_json=self._output.as_json, quiet=self._output.quiet)

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._interrupted)
        with self._bar:
            yield

    @contextmanager
    def _question(self) -> Iterator[None]:
        """The screen is left to a question, which Ctrl-C ends at once."""
        with self._bar.paused():
            self._asking = True
            try:
                yield
            finally:
                self._asking = False

    def _confirm_production(self, _batch: Batch, target: Target) -> bool:
        """True; a production target's name has to be typed first."""
        if target.production:
            with self._question():
                self._consent.ensure(target)
        return True

    def _confirm(self, batch: Batch, target: Target) -> bool:
        self._confirm_production(batch, target)
        if not self._asks or self._stop.is_set():
            return True
        sound = len(batch.sound_rows)
        held = batch.sheet.rows - sound
        question = f"Send {sound} of {batch.sheet.rows} rows to {target.name}?"
        if held:
            question = f"{held} rows have errors and will not be sent. {question}"
        with self._question():
            return Confirm.ask(question, console=self._console)

    def _ask_to_go_on(self, reason: str) -> bool:
        if not self._is_interactive:
            return False
        with self._question():
            return Confirm.ask(f"{escape(reason)}. Go on with the other rows?", console=self._console, default=False)

    def _interrupted(self, _number: int, _frame: FrameType | None) -> None:
        if self._asking:
            raise KeyboardInterrupt
        if self._stop.is_set():
            self._leave_at_once()
        self._stop.set()
        self._console.print("Finishing what is under way; press Ctrl-C again to leave at once.")

    def _leave_at_once(self) -> None:
        """Wait for nothing and nobody: whatever was under way is open in the journal, as after a kill."""
        self._bar.__exit__(None, None, None)  # the screen gets its cursor back
        self._console.print("Left at once. 'importer resume' goes on; it looks up what was under way.")
        sys.stderr.flush()
        os._exit(ExitCode.INTERRUPTED)


class _Bar:
    """Count, rate and time left of the step under way."""

    def __init__(self, console: Console) -> None:
        self._progress = Progress(
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

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._progress.stop()

    def show(self, step: str, done: int, total: int) -> None:
        """Tell how far a step is; a total of 0 is not known yet."""
        if step not in self._steps:
            for earlier in self._steps.values():
                self._progress.update(earlier, visible=False)
            _LOG.info("%s ...", step)
            self._steps[step] = self._progress.add_task(step, total=total or None, rate="")
        speed = self._progress.tasks[-1].speed
        rate = f"{speed:,.0f} rows/s" if speed else ""
        self._progress.update(self._steps[step], completed=done, total=total or None, rate=rate)

    def paused(self) -> "_Pause":
        """Leave the screen to a question."""
        return _Pause(self._progress)


class _Pause:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def __enter__(self) -> None:
        self._progress.stop()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._progress.start()
