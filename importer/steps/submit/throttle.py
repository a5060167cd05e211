"""All requests of a run to its target: when one may go, what is learnt from how it went, and when the run stops."""

import threading
from collections.abc import Callable
from time import monotonic

from importer.catalogue import spell_duration
from importer.jobs_api import TEMPORARY, UNAUTHORISED, NoResponse, Response, draw_pause_before
from importer.languages import N_, _
from importer.settings import RequestPolicy, SendPolicy
from importer.steps.submit.outage import CircuitBreaker, ConcurrencyLimit

BY_USER = N_("you stopped the run")
POLL_SECONDS = 0.1  # the user's own signal is looked at so often during a pause
CATCH_UP_SECONDS = 0.1  # what a late sender may make up for
SERVER_ERROR = 500  # from this status on
NOT_NOW = frozenset({429, 503})  # the target itself says 'not now'


class Stopped(Exception):
    """The run was stopped before the turn of a request came; it was not made."""


class StopSignal:
    """Stops all workers of a run: the user may set it from outside, any of them from within, with a reason.

    What is in flight is finished either way.
    """

    def __init__(self, by_user: threading.Event | None = None) -> None:
        self._by_user = by_user or threading.Event()
        self._reasons: list[str] = []
        self._is_at_once = False

    def set(self, reason: str, *, at_once: bool = True) -> None:
        """Stop the run. The first reason is the one that counts. Unless it is `at_once`, what was sent may still be
        waited for.
        """
        self._is_at_once = self._is_at_once or at_once
        self._reasons.append(reason)

    @property
    def is_set(self) -> bool:
        """True where nothing more is to be sent."""
        return bool(self._reasons) or self._by_user.is_set()

    @property
    def is_at_once(self) -> bool:
        """True where nothing is to be waited for either."""
        return self._is_at_once or self._by_user.is_set()

    @property
    def reason(self) -> str:
        """Why, in half a sentence; '' while it is not set."""
        return self._reasons[0] if self._reasons else BY_USER if self._by_user.is_set() else ""

    def wait(self, seconds: float, *, also_stopped: bool = False) -> None:
        """Wait so long, or until the run stops; where it may be `also_stopped`, until it stops at once."""
        until = monotonic() + seconds
        while (remaining := until - monotonic()) > 0:
            if self.is_at_once or (self.is_set and not also_stopped):
                return
            self._by_user.wait(min(remaining, POLL_SECONDS))


class RateLimit:
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


class Throttle:
    """Decides when the workers of a run may ask its target. It delays nobody once the run is stopped.

    Sends and lookups have a circuit breaker each: a target that takes in nothing may still answer every look-up, so
    only a send closes that of sends. It closes both.
    """

    def __init__(self, policy: SendPolicy, stop: StopSignal) -> None:
        self.stop = stop
        self.was_let_in = False  # True once an answer is another than that the login is not accepted
        self._pauses: RequestPolicy = policy
        self._rate = RateLimit(policy.rate)
        self._limit = ConcurrencyLimit(policy.workers)
        self._sends = CircuitBreaker(policy)
        self._lookups = CircuitBreaker(policy)
        self._opens = 0.0
        self._paused = False
        self._under_way = 0
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)

    @property
    def successes(self) -> tuple[int, int]:
        """How many good answers have come: to sends, and to all requests."""
        return self._sends.successes, self._lookups.successes

    def request(
        self, call: Callable[[], Response], *, is_lookup: bool = False, even_if_stopped: bool = False
    ) -> Response:
        """Make a request when its turn has come. Raises NoResponse as `call` does.

        Raises Stopped where the run was stopped first, unless it is to be made `even_if_stopped`.
        """
        breaker = self._breaker_of(is_lookup)
        begun = self._enter(breaker)
        try:
            response = self._call(call, even_if_stopped=even_if_stopped)
        except BaseException as error:
            with self._lock:
                self._leave()
                if isinstance(error, NoResponse):
                    self._record_lost(breaker, error, begun)
            raise
        with self._lock:
            self._leave()
            self._record_response(breaker, response, begun)
        return response

    def _call(self, call: Callable[[], Response], *, even_if_stopped: bool) -> Response:
        if self.stop.is_set and not even_if_stopped:
            raise Stopped
        return call()

    def pause(self) -> None:
        """Let nothing go until `resume`."""
        self._paused = True

    def resume(self) -> None:
        """Go on after `pause`."""
        with self._lock:
            self._paused = False
            self._changed.notify_all()

    def record_retry(self, *, is_lookup: bool = False) -> None:
        """Count that a request is made again: so many times a run may do so."""
        breaker = self._breaker_of(is_lookup)
        with self._lock:
            breaker.record_retry()
            self._stop_for(breaker.find_reason_to_stop(monotonic()))

    def _breaker_of(self, is_lookup: bool) -> CircuitBreaker:
        return self._lookups if is_lookup else self._sends

    def _enter(self, breaker: CircuitBreaker) -> float:
        with self._lock:
            while not self.stop.is_set and (wait := self._wait(breaker)):
                self._changed.wait(min(wait, POLL_SECONDS))
            self._under_way += 1
        return monotonic()

    def _wait(self, breaker: CircuitBreaker) -> float:
        """Seconds until a request may go, as far as that is known; 0 takes the turn."""
        now = monotonic()
        if self._paused or self._under_way >= (1 if breaker.is_open else self._limit.allowed):
            return POLL_SECONDS
        return max(0.0, self._opens - now) or self._rate.take(now)

    def _leave(self) -> None:
        self._under_way -= 1
        self._changed.notify()

    def _record_lost(self, breaker: CircuitBreaker, lost: NoResponse, begun: float) -> None:
        if lost.hopeless:
            self.stop.set(_("{reason}; other rows would fail too").format(reason=lost.reason))
            return
        if lost.late:
            self._limit.record_overload(begun, monotonic())
        self._record_failure(breaker, lost.reason, begun)

    def _record_response(self, breaker: CircuitBreaker, response: Response, begun: float) -> None:
        now = monotonic()
        self.was_let_in = self.was_let_in or response.status != UNAUTHORISED
        if response.status not in TEMPORARY and response.status < SERVER_ERROR:
            self._lookups.record_success()
            if breaker is self._sends:
                breaker.record_success()
            self._limit.record_success(now - begun)
            return
        if response.status in TEMPORARY:
            self._limit.record_overload(begun, now)
        self._record_failure(breaker, f"HTTP {response.status}", begun)
        self._hold_back(breaker, response, now)

    def _record_failure(self, breaker: CircuitBreaker, how: str, begun: float) -> None:
        now = monotonic()
        self._opens = max(self._opens, now + breaker.record_failure(begun, now))
        reason = breaker.find_reason_to_stop(now)
        self._stop_for(f"{reason} ({how})" if reason else "")

    def _hold_back(self, breaker: CircuitBreaker, response: Response, now: float) -> None:
        """All wait at least as long as the target asks, and never nothing where it says 'not now'."""
        asked = response.retry_after
        if asked is not None and asked > self._pauses.longest_asked_seconds:
            self._stop_for(
                _("the target asks to wait for {asked} (HTTP {status})").format(
                    asked=spell_duration(asked), status=response.status
                )
            )
        elif asked is not None or response.status in NOT_NOW:
            own = draw_pause_before(breaker.failures_in_a_row + 1, self._pauses)
            self._opens = max(self._opens, now + max(own, asked or 0.0))

    def _stop_for(self, reason: str) -> None:
        if reason and not self.stop.is_set:
            self.stop.set(reason, at_once=False)
