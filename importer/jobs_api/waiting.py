"""How long to wait before the same request goes out again."""

import random

from importer.settings import RequestPolicy

MINUTE, HOUR, DAY = 60, 3600, 86400
CENTURY = 36525 * DAY


def pause_before(attempt: int, policy: RequestPolicy) -> float:
    """Seconds to wait before try number `attempt` (the second is 2), with full jitter.

    That is a random part of a span that doubles with each try, so that many senders do not come back at once. It is
    never longer than the longest wait.
    """
    span = policy.backoff_seconds * 2 ** min(attempt - 2, 20)
    return random.uniform(0, min(span, policy.longest_wait_seconds))  # noqa: S311 - jitter is no secret


def duration(seconds: float) -> str:
    """A time as a person says it."""
    if seconds < 2 * MINUTE:
        return f"{seconds:.0f} seconds"
    if seconds < 2 * HOUR:
        return f"{seconds / MINUTE:.0f} minutes"
    if seconds < 2 * DAY:
        return f"{seconds / HOUR:.0f} hours"
    return f"{seconds / DAY:,.0f} days" if seconds < CENTURY else "more than a hundred years"
