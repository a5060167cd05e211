"""How many requests may be under way at once: as many as the target bears well."""

BEGINS_WITH = 4
FLAT = 2.0  # times the quickest answers of late
SLACK_SECONDS = 0.1  # answers quicker than this are quick, whatever their ratio
FORGETTING = 1.001  # the quickest is believed a little less with each answer
WEIGHT = 0.1  # of the newest answer in the average


class Limit:
    """Grows while answers stay quick, halves where the target is overloaded (additive increase, multiplicative
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

    def good(self, seconds: float) -> None:
        """An answer came after so many seconds."""
        self._quickest = min(self._quickest * FORGETTING, seconds)
        self._average = seconds if self._average is None else self._average + WEIGHT * (seconds - self._average)
        if self._allowed < self._most and self._average <= FLAT * self._quickest + SLACK_SECONDS:
            more = 1 if self._rising else 1 / self._allowed
            self._allowed = min(self._allowed + more, self._most)

    def overloaded(self, begun: float, now: float) -> None:
        """A request that began then met an overload. It counts once for all that were under way together."""
        if begun < self._halved:
            return
        self._allowed = max(1.0, self._allowed / 2)
        self._halved = now
        self._rising = False
