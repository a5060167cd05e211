"""Is the target out of order? Failures in a row, how long they last, and how often a run may try again."""

from importer.jobs_api.waiting import duration, pause_before
from importer.settings import SendPolicy

FIRST_COOLING = 2  # doublings of the first pause: an outage lasts longer than a hiccup


class Outage:
    """A circuit: after some failures in a row it is open, and only one request at a time tries, after a pause.

    Any good answer closes it. Times are those of a monotonic clock.
    """

    def __init__(self, policy: SendPolicy) -> None:
        self._policy = policy
        self._in_a_row = 0
        self._since = 0.0
        self._opened = float("-inf")
        self._rounds = 0
        self._retries = 0
        self.goods = 0

    @property
    def open(self) -> bool:
        """True while nothing but one try at a time should go out."""
        return self._in_a_row >= self._policy.failures_in_a_row

    @property
    def in_a_row(self) -> int:
        """How many failures have come since the last good answer."""
        return self._in_a_row

    def good(self) -> None:
        """The target has answered as it should."""
        self._in_a_row = self._rounds = 0
        self.goods += 1

    def failed(self, begun: float, now: float) -> float:
        """A request that began then has failed. Gives the seconds that all should wait."""
        if not self._in_a_row:
            self._since = now
        self._in_a_row += 1
        if not self.open or begun < self._opened:  # what was under way when it opened tells nothing new
            return 0.0
        self._opened = now
        self._rounds += 1
        return pause_before(self._rounds + 1 + FIRST_COOLING, self._policy)

    def retried(self) -> None:
        """A row is sent again."""
        self._retries += 1

    def reason_to_end(self, now: float) -> str:
        """Why the run should end; '' while it should not."""
        if self._in_a_row > 1 and now - self._since > self._policy.outage_seconds:
            return f"the target has given no good answer for {duration(now - self._since)}"
        if self._retries > self._policy.retries + self.goods // 2:
            return f"the target fails too often: {self._retries} tries were in vain"
        return ""
