"""How often a request is made again, and after what pauses."""

from importer.jobs_api import TEMPORARY, draw_pause_before
from importer.settings import RequestPolicy
from importer.steps.submit.throttle import Throttle


class Attempts:
    """The attempts of one request. Only those count that fail while the target serves others: the rest is its outage,
    which ends the run where it lasts.
    """

    def __init__(self, throttle: Throttle, policy: RequestPolicy, *, is_lookup: bool = False) -> None:
        self._throttle = throttle
        self._policy = policy
        self._is_lookup = is_lookup
        self._successes = throttle.successes
        self._own = 0
        self._asked_to_wait = False
        self.made = 0

    @property
    def left(self) -> bool:
        """True where there may be another."""
        return self._own < self._policy.attempts and not self._throttle.stop.is_set

    def record_failure(self, *, own: bool | None = None, by_status: int = 0) -> None:
        """Count one made in vain. `own` says whether it counts here and for the run, where that is known: a pause that
        the target asks for does not. A send refused `by_status` for now only counts where other sends are served:
        lookups say nothing of these.
        """
        self.made += 1
        self._asked_to_wait = own is False
        (sends, all_before), self._successes = self._successes, self._throttle.successes
        only_sends = by_status in TEMPORARY and not self._is_lookup
        served = self._successes[0] > sends if only_sends else self._successes[1] > all_before
        self._own += served if own is None else own

    def pause(self) -> None:
        """Wait before the next: full jitter, longer with each."""
        if self.left:
            if not self._asked_to_wait:
                self._throttle.record_retry(is_lookup=self._is_lookup)
            self._throttle.stop.wait(draw_pause_before(self.made + 1, self._policy))
