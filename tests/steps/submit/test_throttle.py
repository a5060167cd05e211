"""When requests go, to the second, on a clock that only moves where somebody waits."""

from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import Self

import pytest

from importer.jobs_api.response import NoResponse, Response
from importer.settings import SendPolicy
from importer.steps.submit.retries import Attempts
from importer.steps.submit.throttle import POLL_SECONDS, Stopped, StopSignal, Throttle

FINE = Response(201)
POLICY = SendPolicy(workers=16, failures_in_a_row=4)


@dataclass
class Clock:
    """Time, and a condition that is waited for: nobody else is there."""

    now: float = 1000.0
    waits: list[float] = field(default_factory=list)
    woken: int = 0

    def __call__(self) -> float:
        return self.now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += max(seconds, 1e-9)

    def notify(self) -> None:
        self.woken += 1

    notify_all = notify


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("importer.steps.submit.throttle.monotonic", clock)
    monkeypatch.setattr("importer.jobs_api.backoff.random.uniform", lambda low, high: high - low)
    return clock


def road(clock: Clock, **policy: object) -> Throttle:
    throttle = Throttle(SendPolicy(**{**vars(POLICY), **policy}), StopSignal())
    throttle._changed = clock  # type: ignore[assignment]  # of this kind enough
    return throttle


def went(throttle: Throttle, clock: Clock, *responses: Response | NoResponse, takes: float = 0.0) -> list[float]:
    """Make these requests one after the other; when each went, in seconds from now."""
    begun, times = clock.now, list[float]()

    def call(response: Response | NoResponse) -> Response:
        times.append(round(clock.now - begun, 6))
        clock.now += takes
        if isinstance(response, NoResponse):
            raise response
        return response

    for response in responses:
        try:
            throttle.request(lambda response=response: call(response))  # type: ignore[misc]  # bound now
        except NoResponse:
            continue
    return times


def test_a_healthy_target_is_asked_at_once(clock: Clock) -> None:
    assert went(road(clock), clock, *[FINE] * 5) == [0] * 5
    assert clock.waits == []


def test_a_rate_is_kept(clock: Clock) -> None:
    assert went(road(clock, rate=4), clock, *[FINE] * 4) == pytest.approx(
        [0, 0.15, 0.4, 0.65]
    )  # a tenth of a second may be made up for


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_pause_that_is_asked_for_is_kept(clock: Clock, status: int) -> None:
    assert went(road(clock), clock, Response(status, retry_after=7), FINE, FINE) == pytest.approx([0, 7, 7])


@pytest.mark.parametrize("status", [429, 503])
def test_not_now_is_never_at_once(clock: Clock, status: int) -> None:
    busy = Response(status)
    assert went(road(clock), clock, busy, busy, busy, FINE) == pytest.approx([0, 0.5, 1.5, 3.5])
    assert went(road(clock), clock, Response(status, retry_after=0), FINE) == pytest.approx([0, 0.5])
    assert max(clock.waits) == POLL_SECONDS


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_another_failure_holds_nobody_up(clock: Clock, status: int) -> None:
    assert went(road(clock), clock, *[Response(status)] * 3) == [0, 0, 0]


def test_after_some_failures_in_a_row_all_wait_longer_each_time(clock: Clock) -> None:
    failed = Response(500)
    assert went(road(clock), clock, *[failed] * 7) == pytest.approx([0, 0, 0, 0, 2, 6, 14])
    lost = NoResponse("gone", sent=True)
    assert went(road(clock), clock, *[lost] * 6) == pytest.approx([0, 0, 0, 0, 2, 6])
    assert went(road(clock), clock, failed, failed, failed, FINE, failed, failed, failed, FINE) == [0] * 8


def test_a_pause_too_long_ends_the_run_and_one_just_not_too_long_does_not(clock: Clock) -> None:
    assert went(road(clock), clock, Response(503, retry_after=600), FINE) == pytest.approx([0, 600])
    throttle = road(clock)
    went(throttle, clock, Response(503, retry_after=660))
    assert throttle.stop.reason == "the target asks to wait for 11 minutes (HTTP 503)"


@pytest.mark.parametrize(("failure", "how"), [(Response(500), "HTTP 500"), (NoResponse("gone", sent=True), "gone")])
def test_an_outage_ends_the_run_with_its_cause(clock: Clock, failure: Response | NoResponse, how: str) -> None:
    throttle = road(clock)
    while not throttle.stop.is_set:
        went(throttle, clock, failure, takes=1.0)
        assert clock.now < 2000
    assert clock.now - 1000 >= 300
    assert throttle.stop.reason.startswith("the target has not answered properly for ")
    assert throttle.stop.reason.endswith(f" ({how})")


def test_tries_in_vain_end_the_run(clock: Clock) -> None:
    throttle = road(clock, retries=2)
    throttle.record_retry()
    throttle.record_retry()
    assert not throttle.stop.is_set
    throttle.record_retry()
    assert throttle.stop.reason == "the target fails too often: 3 retries failed"


def test_an_overload_makes_it_fewer_at_once(clock: Clock) -> None:
    allowed = []
    late, lost = NoResponse("late", sent=True, late=True), NoResponse("gone", sent=True)
    for failure in (Response(429), Response(503), Response(504), late, lost, Response(500), Response(404)):
        throttle = road(clock)
        went(throttle, clock, *[FINE] * 8, failure)
        allowed.append(throttle._limit.allowed)
    assert allowed == [6, 6, 6, 6, 12, 12, 13]


def test_answers_that_become_slow_let_it_grow_no_more(clock: Clock) -> None:
    throttle = road(clock)
    went(throttle, clock, FINE, FINE, takes=0.1)
    assert throttle._limit.allowed == 6
    went(throttle, clock, *[FINE] * 20, takes=5.0)
    assert throttle._limit.allowed == 6
    assert throttle.successes == (22, 22)


def test_what_is_held_twice_is_held_longest(clock: Clock) -> None:
    throttle = road(clock)
    for seconds in (5, 2):
        throttle._hold_back(throttle._sends, Response(429, retry_after=seconds), clock())
    assert went(throttle, clock, FINE) == pytest.approx([5])


def test_a_place_is_given_back_and_somebody_woken(clock: Clock) -> None:
    throttle = road(clock, workers=1)
    assert went(throttle, clock, NoResponse("gone", sent=True), FINE, FINE) == [0, 0, 0]
    assert clock.woken == 3
    throttle.pause()
    throttle.resume()
    assert clock.woken == 4
    assert went(throttle, clock, FINE) == [0]


def test_only_so_many_go_at_once(clock: Clock) -> None:
    throttle = road(clock, workers=2)

    def third() -> Response:
        assert throttle._wait(throttle._sends) == POLL_SECONDS
        return FINE

    def second() -> Response:
        assert throttle._wait(throttle._sends) == POLL_SECONDS
        return FINE

    def first() -> Response:
        assert throttle._wait(throttle._sends) == 0
        return throttle.request(second)

    assert throttle.request(first) is FINE
    went(throttle, clock, *[Response(500)] * 4)
    clock.now += 10
    assert throttle._wait(throttle._sends) == 0
    assert throttle.request(third) is FINE  # one at a time, while it is out of order


def test_what_is_hopeless_stops_the_run_and_counts_no_more(clock: Clock) -> None:
    throttle = road(clock)
    went(throttle, clock, NoResponse("its name is not known", sent=False, hopeless=True, late=True))
    assert throttle.stop.reason == "its name is not known; other rows would fail too"
    assert throttle._limit.allowed == 4
    with pytest.raises(Stopped):
        throttle.request(lambda: FINE)


def waited(tries: Attempts, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr(tries._throttle.stop, "wait", seconds.append)
    return seconds


def test_a_row_waits_twice_as_long_each_time(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = Attempts(road(clock, retries=2), replace(POLICY, attempts=4))
    pauses = waited(tries, monkeypatch)
    for _ in range(3):
        tries.record_failure(own=True)
        tries.pause()
    assert (pauses, tries.made) == ([0.5, 1, 2], 3)
    assert not tries.left  # the third was one too many for the run


def test_a_pause_that_was_asked_for_costs_neither_the_row_nor_the_run(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = Attempts(road(clock, retries=0), replace(POLICY, attempts=2))
    pauses = waited(tries, monkeypatch)
    for _ in range(4):
        tries.record_failure(own=False)
        tries.pause()
    assert pauses == [0.5, 1, 2, 4]
    assert tries.left
    tries.record_failure(own=True)
    assert tries.left
    tries.record_failure(own=True)
    assert not tries.left
    tries.pause()
    assert len(pauses) == 4


@pytest.mark.parametrize(("status", "left"), [(503, True), (500, False), (0, False)])
def test_a_look_up_that_succeeds_does_not_tell_that_sends_are_served(clock: Clock, status: int, left: bool) -> None:
    throttle, policy = road(clock), replace(POLICY, attempts=2)
    send, lookup = Attempts(throttle, policy), Attempts(throttle, policy, is_lookup=True)
    for _ in range(2):
        throttle.request(lambda: FINE, is_lookup=True)
        for attempts in (send, lookup):
            attempts.record_failure(by_status=status)
    assert throttle.successes == (0, 2)
    assert (send.left, lookup.left) == (left, False)
    for _ in range(2):
        throttle.request(lambda: FINE)
        send.record_failure(by_status=status)
    assert throttle.successes == (2, 4)
    assert not send.left
