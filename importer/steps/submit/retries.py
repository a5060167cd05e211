"""How often a request is made again, and after what pauses; how long a job is looked for that may not be shown yet."""

from time import monotonic

from importer.jobs_api import TEMPORARY
from importer.steps.submit.throttle import Throttle

FIRST_PAUSE, LONGEST_PAUSE = 0.05, 1.0  # seconds until a job is looked for again that may not be shown yet


class Attempts:
    """The attempts of one request. Only those count that fail while the target serves others: the rest is its outage,
    which ends the run where it lasts.
    """

    def __init__(self, throttle: Throttle, *, looks_up: bool = False) -> None:
        self._throttle = throttle
        self._looks_up = looks_up
        self._successes = throttle.successes
        self._own = 0
        self._asked_to_wait = False
        self.made = 0

    @property
    def left(self) -> bool:
        """True where there may be another."""
        return self._own < self._throttle.policy.attempts and not self._throttle.stop.is_set

    def record_failure(self, *, own: bool | None = None, by_status: int = 0) -> None:
        """Count one made in vain. `own` says whether it counts here and for the run, where that is known: a pause that
        the target asks for does not. A send refused `by_status` for now only counts where other sends are served:
        look-ups say nothing of these.
        """
        self.made += 1
        self._asked_to_wait = own is False
        (sends, all_before), self._successes = self._successes, self._throttle.successes
        only_sends = by_status in TEMPORARY and not self._looks_up
        served = self._successes[0] > sends if only_sends else self._successes[1] > all_before
        self._own += served if own is None else own

    def pause(self) -> None:
        """Wait before the next: full jitter, longer with each."""
        if self.left:
            if not self._asked_to_wait:
                self._throttle.record_retry(looks_up=self._looks_up)
            self._throttle.stop.wait(self._throttle.policy.pause_before(self.made + 1))


class PauseForLag:
    """Pauses, longer with each, for as long as a job that was sent at `since` may be there and not shown yet."""

    def __init__(self, throttle: Throttle, since: float) -> None:
        self._throttle = throttle
        self._until = since + throttle.policy.lag_seconds
        self._seconds = FIRST_PAUSE

    def take(self) -> bool:
        """Wait; False where there is no more waiting, or the run is stopped at once."""
        left = self._until - monotonic()
        if left <= 0 or self._throttle.stop.is_at_once:
            return False
        self._throttle.stop.wait(min(self._seconds, left), also_stopped=True)
        self._seconds = min(2 * self._seconds, LONGEST_PAUSE)
        return True
