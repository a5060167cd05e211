"""A target may show a job later than it has made it: whether it is seen to, and how long a job is looked for then."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from importer.steps.submit.delivery import State
from importer.steps.submit.throttle import StopSignal

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds until a job is looked for again that may not be shown yet
TRIES = 3  # to see it by the job that was made last
MAY_LAG = {  # states in which a job that is not shown may be shown a little later
    State.CHECKING_OPEN,
    State.CHECKING_MADE,
    State.CHECKING_AGAIN,
    State.CHECKING_LOST,
    State.CHECKING_PROOF,
    State.CHECKING_CONFLICT,
}
LAGS_AFTER_FAILURE = {State.CHECKING_REFUSAL, State.CHECKING_LAST, State.CHECKING_STOPPED}  # so may an earlier try's
PROVEN_BY_ID = {State.CHECKING_OPEN, State.CHECKING_AGAIN, State.CHECKING_LOST}  # a second one would conflict


@dataclass
class Lag:
    """What is seen of it in a run. `last_made` is what the job that was made last is looked for by: its id, or, where
    the target gives its own, its reference.
    """

    is_seen: bool = False
    last_made: str = ""
    _tries_left: int = TRIES

    @property
    def is_undecided(self) -> bool:
        """True while no job was made that shows whether the target lags, and one may be."""
        return not (self.is_seen or self.last_made) and self._tries_left == TRIES

    def record(self, *, late: bool = False, prompt: bool = False) -> None:
        """A job was shown `late`, or, in a moment, `prompt`."""
        self.is_seen = self.is_seen or late
        if prompt:
            self._tries_left = 0

    def try_last_made(self, find: Callable[[str], object]) -> None:
        """Look for the job that was made last, unless it is known, or was tried often enough."""
        last_made, self.last_made = self.last_made, ""
        if last_made and self._tries_left and not self.is_seen:
            self._tries_left -= 1
            self.record(late=find(last_made) is None)


class PauseForLag:
    """Pauses, longer with each, until the time when a job that is there must be shown."""

    def __init__(self, stop: StopSignal, until: float) -> None:
        self._stop = stop
        self._until = until
        self._seconds = FIRST_PAUSE
        self.taken = False

    def take(self) -> bool:
        """Wait; False where there is no more waiting, or the run is stopped at once."""
        left = self._until - monotonic()
        if left <= 0 or self._stop.is_at_once:
            return False
        self._stop.wait(min(self._seconds, left), also_stopped=True)
        self._seconds = min(2 * self._seconds, LONGEST_PAUSE)
        self.taken = True
        return True
