"""At most so many requests a second, evenly."""

CATCH_UP_SECONDS = 0.1  # what a late sender may make up for


class Rate:
    """A token bucket. Times are those of a monotonic clock, so a clock that is set cannot disturb it.

    In any span there are at most `per_second` times its seconds, and those of a tenth of a second more. None is
    without bounds.
    """

    def __init__(self, per_second: float | None) -> None:
        self._every = 1 / per_second if per_second else 0.0
        self._next = float("-inf")

    def take(self, now: float) -> float:
        """Take a turn: 0 where there was one, else the seconds until there will be."""
        if not self._every:
            return 0.0
        if now < self._next:
            return self._next - now
        self._next = max(self._next, now - CATCH_UP_SECONDS) + self._every
        return 0.0
