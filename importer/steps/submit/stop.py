"""Stopping a run, and pausing it: both concern all its workers together."""

import threading
from time import monotonic

BY_USER = "you stopped the run"
_GLANCE = 0.1  # seconds; the user's own sign is looked at so often during a pause


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
            self._asked.wait(min(left, _GLANCE))


class Gate:
    """Holds all workers back while the target has asked for a pause."""

    def __init__(self, stop: StopSign) -> None:
        self._stop = stop
        self._opens = 0.0
        self._changing = threading.Lock()

    def hold(self, seconds: float) -> None:
        """Keep the gate closed for so long from now, or longer where it already is."""
        with self._changing:
            self._opens = max(self._opens, monotonic() + seconds)

    def wait(self) -> None:
        """Wait until it is open, or the run stops."""
        while not self._stop.up and (left := self._opens - monotonic()) > 0:
            self._stop.wait(left)
