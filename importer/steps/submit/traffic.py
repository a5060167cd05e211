"""All requests of a run to its target: when one may go, and what is learnt from how it went.

rate.py    so many a second
limit.py   so many at once
outage.py  failures in a row
"""

import threading
from collections.abc import Callable
from time import monotonic

from importer.jobs_api.answer import TEMPORARY, Answer, NoAnswer
from importer.jobs_api.waiting import duration, pause_before
from importer.settings import SendPolicy
from importer.steps.submit.limit import Limit
from importer.steps.submit.outage import Outage
from importer.steps.submit.rate import Rate
from importer.steps.submit.stop import GLANCE, StopSign

FAILING = 500  # from this status on
NOT_NOW = frozenset({429, 503})  # 'not now', said by the target itself


class Stopped(Exception):
    """The run was stopped before the turn of a request came; it was not made."""


class Traffic:
    """What the workers of a run know together of its target. It waits for nobody once the run is stopped."""

    def __init__(self, policy: SendPolicy, stop: StopSign) -> None:
        self.policy = policy
        self.stop = stop
        self._rate = Rate(policy.rate)
        self._limit = Limit(policy.workers)
        self._outage = Outage(policy)
        self._opens = 0.0
        self._halted = False
        self._under_way = 0
        self._changed = threading.Condition()

    @property
    def goods(self) -> int:
        """How many good answers have come."""
        return self._outage.goods

    def ask(self, call: Callable[[], Answer], *, even_if_stopped: bool = False) -> Answer:
        """Make a request when its turn has come. Raises NoAnswer as `call` does.

        Raises Stopped where the run was stopped first, unless it is to be made `even_if_stopped`.
        """
        begun = self._enter()
        try:
            if self.stop.up and not even_if_stopped:
                raise Stopped
            answer = call()
        except NoAnswer as lost:
            self._lost(lost, begun)
            raise
        finally:
            self._leave()
        self._answered(answer, begun)
        return answer

    def hold(self, seconds: float) -> None:
        """Let nothing go for so long from now, or longer where that was said already."""
        with self._changed:
            self._opens = max(self._opens, monotonic() + seconds)

    def halt(self) -> None:
        """Let nothing go until `go`."""
        self._halted = True

    def go(self) -> None:
        """Go on after `halt`."""
        with self._changed:
            self._halted = False
            self._changed.notify_all()

    def retried(self) -> None:
        """A row is going to be sent again: so many times a run may do so."""
        with self._changed:
            self._outage.retried()
            self._end_if(self._outage.reason_to_end(monotonic()))

    def _enter(self) -> float:
        with self._changed:
            while not self.stop.up and (wait := self._wait()):
                self._changed.wait(min(wait, GLANCE))
            self._under_way += 1
        return monotonic()

    def _wait(self) -> float:
        """Seconds until a request may go, as far as that is known; 0 takes the turn."""
        now = monotonic()
        if self._halted or self._under_way >= (1 if self._outage.open else self._limit.allowed):
            return GLANCE
        return max(0.0, self._opens - now) or self._rate.take(now)

    def _leave(self) -> None:
        with self._changed:
            self._under_way -= 1
            self._changed.notify()

    def _lost(self, lost: NoAnswer, begun: float) -> None:
        if lost.hopeless:
            self.stop.ask(f"{lost.reason}; nothing else would fare better")
            return
        with self._changed:
            if lost.late:
                self._limit.overloaded(begun, monotonic())
            self._failed(lost.reason, begun)

    def _answered(self, answer: Answer, begun: float) -> None:
        now = monotonic()
        with self._changed:
            if answer.status not in TEMPORARY and answer.status < FAILING:
                self._outage.good()
                self._limit.good(now - begun)
                return
            if answer.status in TEMPORARY:
                self._limit.overloaded(begun, now)
            self._failed(f"HTTP {answer.status}", begun)
            self._pause(answer, now)

    def _failed(self, how: str, begun: float) -> None:
        now = monotonic()
        self._opens = max(self._opens, now + self._outage.failed(begun, now))
        reason = self._outage.reason_to_end(now)
        self._end_if(f"{reason} ({how})" if reason else "")

    def _pause(self, answer: Answer, now: float) -> None:
        """All wait at least as long as the target asks, and never nothing where it says 'not now'."""
        asked = answer.retry_after
        if asked is not None and asked > self.policy.longest_asked_seconds:
            self._end_if(f"the target asks to wait for {duration(asked)} (HTTP {answer.status})")
        elif asked is not None or answer.status in NOT_NOW:
            own = pause_before(self._outage.in_a_row + 1, self.policy)
            self._opens = max(self._opens, now + max(own, asked or 0.0))

    def _end_if(self, reason: str) -> None:
        if reason and not self.stop.up:
            self.stop.ask(reason)


class Tries:
    """The tries of one request. Only those count that fail while the target serves others: the rest is its outage,
    which ends the run where it lasts.
    """

    def __init__(self, traffic: Traffic) -> None:
        self._traffic = traffic
        self._goods = traffic.goods
        self._own = 0
        self._asked_to_wait = False
        self.made = 0

    @property
    def left(self) -> bool:
        """True where there may be another."""
        return self._own < self._traffic.policy.attempts and not self._traffic.stop.up

    def failed(self, *, own: bool | None = None) -> None:
        """One was made in vain. `own` says whether it counts, where that is known: a pause that was asked for does not,
        here or for the run.
        """
        self.made += 1
        self._asked_to_wait = own is False
        goods = self._traffic.goods
        self._own += goods > self._goods if own is None else own
        self._goods = goods

    def pause(self) -> None:
        """Wait before the next: full jitter, longer with each."""
        if self.left:
            if not self._asked_to_wait:
                self._traffic.retried()
            self._traffic.stop.wait(pause_before(self.made + 1, self._traffic.policy))
