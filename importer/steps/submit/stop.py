"""Stopping a run: it concerns all its workers together."""

import threading
from time import monotonic

BY_USER = "you stopped the run"
GLANCE = 0.1  # seconds; the user's own sign is looked at so often during a pause


class StopSign:
    """Says whether to go on. The user's sign may be given from outside; a reason may be given from within.

    What is in flight is finished either way.
    """

    def __init__(self, asked: threading.Event | None = None) -> None:
        self._asked = asked or threading.Event()
        self._reasons: list[str] = []

    def ask(self, reason: str) -> None:
        """Stop the run. The first reason is the one that counts."""
        self._reasons.append(reason)

    @property
    def up(self) -> bool:
        """True where nothing more is to be sent."""
        return bool(self._reasons) or self._asked.is_set()

    @property
    def reason(self) -> str:
        """Why, in half a sentence; '' while nobody asked."""
        return self._reasons[0] if self._reasons else BY_USER if self._asked.is_set() else ""

    def wait(self, seconds: float) -> None:
        """Wait so long, or until the run stops."""
        until = monotonic() + seconds
        while not self.up and (left := until - monotonic()) > 0:
            self._asked.wait(min(left, GLANCE))
