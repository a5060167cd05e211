"""How far a command is, on the screen."""

import logging
from time import monotonic

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from importer.cli.console import Console
from importer.languages import _

DRAWN_SECONDS = 0.1  # nobody reads more often

_LOG = logging.getLogger(__name__)


class ProgressBar:
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
        self._drawn = float("-inf")

    def show(self, step: str, done: int, total: int) -> None:
        """Show how far a step is; a total of 0 is not known yet."""
        if step not in self._steps:
            for earlier in self._steps.values():
                self.progress.update(earlier, visible=False)
            _LOG.info("%s ...", step)
            self._steps[step] = self.progress.add_task(_(step), total=total or None, rate="")
        elif done < total and monotonic() < self._drawn + DRAWN_SECONDS:
            return
        self._drawn = monotonic()
        speed = self.progress.tasks[-1].speed
        rate = _("{count} rows/s").format(count=f"{speed:,.0f}") if speed else ""
        self.progress.update(self._steps[step], completed=done, total=total or None, rate=rate)
