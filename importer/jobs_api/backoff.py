"""How long to wait before a request is made again."""

import random

from importer.settings import RequestPolicy


def draw_pause_before(attempt: int, policy: RequestPolicy) -> float:
    """Seconds to wait before try number `attempt` (the second is 2), with full jitter.

    That is a random part of a span that doubles with each try, so that many senders do not come back at once. It is
    never longer than the longest wait.
    """
    span = policy.backoff_seconds * 2 ** min(attempt - 2, 20)
    return random.uniform(0, min(span, policy.longest_wait_seconds))  # noqa: S311 - jitter is no secret
