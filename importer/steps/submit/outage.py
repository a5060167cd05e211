"""Is the target out of order, or overloaded? Failures in a row, and how many requests it bears at once."""

from importer.catalogue import spell_duration
from importer.jobs_api import draw_pause_before
from importer.languages import _, ngettext
from importer.settings import SendPolicy

FIRST_COOLING = 2  # doublings of the first pause: an outage lasts longer than a hiccup
BEGINS_WITH = 4  # requests at once
FLAT = 2.0  # times the quickest answers of late
SLACK_SECONDS = 0.1  # answers quicker than this are quick, whatever their ratio
FORGETTING = 1.001  # the quickest is believed a little less with each answer
WEIGHT = 0.1  # of the newest answer in the average


class CircuitBreaker:
    """Open after some failures in a row: only one request at a time tries, after a pause. Any good answer closes it.

    It says, too, when a run should stop: where failures last, or too many rows are sent again. Times are those of a
    monotonic clock.
    """

    def __init__(self, policy: SendPolicy) -> None:
        self._policy = policy
        self._since = 0.0
        self._opened = float("-inf")
        self._rounds = 0
        self._retries = 0
        self.failures_in_a_row = 0
        self.successes = 0

    @property
    def is_open(self) -> bool:
        """True while nothing but one try at a time should go out."""
        return self.failures_in_a_row >= self._policy.failures_in_a_row

    def record_success(self) -> None:
        """The target has answered as it should."""
        self.failures_in_a_row = self._rounds = 0
        self.successes += 1

    def record_failure(self, begun: float, now: float) -> float:
        """A request that began then has failed. Gives the seconds that all should wait."""
        if not self.failures_in_a_row:
            self._since = now
        self.failures_in_a_row += 1
        if not self.is_open or begun < self._opened:  # what was under way when it opened tells nothing new
            return 0.0
        self._opened = now
        self._rounds += 1
        return draw_pause_before(self._rounds + 1 + FIRST_COOLING, self._policy)

    def record_retry(self) -> None:
        """A row is sent again."""
        self._retries += 1

    def find_reason_to_stop(self, now: float) -> str:
        """Why the run should stop; '' while it should not."""
        if self.failures_in_a_row > 1 and now - self._since > self._policy.outage_seconds:
            return _("the target has not answered properly for {time}").format(time=spell_duration(now - self._since))
        if self._retries > self._policy.retries + self.successes // 2:
            return ngettext(
                "the target fails too often: {count} retry failed",
                "the target fails too often: {count} retries failed",
                self._retries,
            ).format(count=self._retries)
        return ""


class ConcurrencyLimit:
    """How many requests may be under way at once: as many as the target bears well.

    It grows while answers stay quick and halves where the target is overloaded (additive increase, multiplicative
    decrease); until the first overload it doubles with each round of answers.
    """

    def __init__(self, most: int) -> None:
        self._most = max(1, most)
        self._allowed = float(min(self._most, BEGINS_WITH))
        self._rising = True
        self._quickest = float("inf")
        self._average: float | None = None
        self._halved = float("-inf")

    @property
    def allowed(self) -> int:
        """How many may be under way now; at least 1."""
        return int(self._allowed)

    def record_success(self, seconds: float) -> None:
        """An answer came after so many seconds."""
        self._quickest = min(self._quickest * FORGETTING, seconds)
        self._average = seconds if self._average is None else self._average + WEIGHT * (seconds - self._average)
        if self._allowed < self._most and self._average <= FLAT * self._quickest + SLACK_SECONDS:
            more = 1 if self._rising else 1 / self._allowed
            self._allowed = min(self._allowed + more, self._most)

    def record_overload(self, begun: float, now: float) -> None:
        """A request that began then met an overload. It counts once for all that were under way together."""
        if begun < self._halved:
            return
        self._allowed = max(1.0, self._allowed / 2)
        self._halved = now
        self._rising = False
