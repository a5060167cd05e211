"""A command that is over: was it left to tell what became of its rows, and if not, was that in order?"""

import signal
from collections.abc import Iterator
from dataclasses import dataclass

from importer.errors import ExitCode
from tests.exactly_once.launch import LIMIT_SECONDS
from tests.exactly_once.schedule import By, Stop

TELLING = (ExitCode.ALL_WELL, ExitCode.SOME_FAILED, ExitCode.STOPPED, ExitCode.OPEN, ExitCode.INTERRUPTED)
AT_ONCE = (ExitCode.INTERRUPTED, -signal.SIGINT, -signal.SIGTERM)  # before there is anything to tell, or after


@dataclass(frozen=True)
class Over:
    """How it ended, the `stop` that was meant for it, what it printed, and how many jobs were `made` meanwhile."""

    status: int
    stop: Stop | None
    printed: str
    made: int

    @property
    def was_killed(self) -> bool:
        return self.status == -signal.SIGKILL

    @property
    def tells(self) -> bool:
        """True where there is a result, which must hold in all that it says."""
        return self.status in TELLING and bool(self.printed)

    def findings(self) -> Iterator[str]:
        """What is not in order about an end without a result."""
        if self.tells or self.was_killed:
            return
        if self.status == -signal.SIGABRT:
            yield f"I7: the command did not end within {LIMIT_SECONDS:g} seconds"
        elif self.status == ExitCode.NOT_STARTED:
            if self.made:
                yield f"I5: exit 3 says that nothing was sent, and {self.made} jobs were made"
        elif self._was_signalled and self.status in AT_ONCE:
            if self.made and not self.printed and self.stop and self.stop.by is not By.TWICE:
                yield f"I7: interrupted once, {self.made} jobs were made, and nothing was said of them"
        else:
            yield f"I7: exit status {self.status}, and nothing was said of the rows"

    @property
    def _was_signalled(self) -> bool:
        return self.stop is not None and not self.stop.kills
