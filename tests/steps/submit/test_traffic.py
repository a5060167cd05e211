"""When requests go, to the second, on a clock that only moves where somebody waits."""

from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

import pytest

from importer.jobs_api.answer import Answer, NoAnswer
from importer.settings import SendPolicy
from importer.steps.submit.stop import GLANCE, StopSign
from importer.steps.submit.traffic import Stopped, Traffic, Tries

FINE = Answer(201)
PATIENCE = SendPolicy(workers=16, failures_in_a_row=4)


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
    monkeypatch.setattr("importer.steps.submit.traffic.monotonic", clock)
    monkeypatch.setattr("importer.jobs_api.waiting.random.uniform", lambda low, high: high - low)
    return clock


def road(clock: Clock, **policy: object) -> Traffic:
    traffic = Traffic(SendPolicy(**{**vars(PATIENCE), **policy}), StopSign())
    traffic._changed = clock  # type: ignore[assignment]  # of this kind enough
    return traffic


def went(traffic: Traffic, clock: Clock, *answers: Answer | NoAnswer, takes: float = 0.0) -> list[float]:
    """Make these requests one after the other; when each went, in seconds from now."""
    begun, times = clock.now, list[float]()

    def call(answer: Answer | NoAnswer) -> Answer:
        times.append(round(clock.now - begun, 6))
        clock.now += takes
        if isinstance(answer, NoAnswer):
            raise answer
        return answer

    for answer in answers:
        try:
            traffic.ask(lambda answer=answer: call(answer))  # type: ignore[misc]  # bound now
        except NoAnswer:
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
    assert went(road(clock), clock, Answer(status, retry_after=7), FINE, FINE) == pytest.approx([0, 7, 7])


@pytest.mark.parametrize("status", [429, 503])
def test_not_now_is_never_at_once(clock: Clock, status: int) -> None:
    busy = Answer(status)
    assert went(road(clock), clock, busy, busy, busy, FINE) == pytest.approx([0, 0.5, 1.5, 3.5])
    assert went(road(clock), clock, Answer(status, retry_after=0), FINE) == pytest.approx([0, 0.5])
    assert max(clock.waits) == GLANCE


@pytest.mark.parametrize("status", [408, 500, 502, 504])
def test_another_failure_holds_nobody_up(clock: Clock, status: int) -> None:
    assert went(road(clock), clock, *[Answer(status)] * 3) == [0, 0, 0]


def test_after_some_failures_in_a_row_all_wait_longer_each_time(clock: Clock) -> None:
    failed = Answer(500)
    assert went(road(clock), clock, *[failed] * 7) == pytest.approx([0, 0, 0, 0, 2, 6, 14])
    lost = NoAnswer("gone", sent=True)
    assert went(road(clock), clock, *[lost] * 6) == pytest.approx([0, 0, 0, 0, 2, 6])
    assert went(road(clock), clock, failed, failed, failed, FINE, failed, failed, failed, FINE) == [0] * 8


def test_a_pause_too_long_ends_the_run_and_one_just_not_too_long_does_not(clock: Clock) -> None:
    assert went(road(clock), clock, Answer(503, retry_after=600), FINE) == pytest.approx([0, 600])
    traffic = road(clock)
    went(traffic, clock, Answer(503, retry_after=660))
    assert traffic.stop.reason == "the target asks to wait for 11 minutes (HTTP 503)"


@pytest.mark.parametrize(("failure", "how"), [(Answer(500), "HTTP 500"), (NoAnswer("gone", sent=True), "gone")])
def test_an_outage_ends_the_run_with_its_cause(clock: Clock, failure: Answer | NoAnswer, how: str) -> None:
    traffic = road(clock)
    while not traffic.stop.up:
        went(traffic, clock, failure, takes=1.0)
        assert clock.now < 2000
    assert clock.now - 1000 >= 300
    assert traffic.stop.reason.startswith("the target has given no good answer for ")
    assert traffic.stop.reason.endswith(f" ({how})")


def test_tries_in_vain_end_the_run(clock: Clock) -> None:
    traffic = road(clock, retries=2)
    traffic.retried()
    traffic.retried()
    assert not traffic.stop.up
    traffic.retried()
    assert traffic.stop.reason == "the target fails too often: 3 tries were in vain"


def test_an_overload_makes_it_fewer_at_once(clock: Clock) -> None:
    allowed = []
    late, lost = NoAnswer("late", sent=True, late=True), NoAnswer("gone", sent=True)
    for failure in (Answer(429), Answer(503), Answer(504), late, lost, Answer(500), Answer(404)):
        traffic = road(clock)
        went(traffic, clock, *[FINE] * 8, failure)
        allowed.append(traffic._limit.allowed)
    assert allowed == [6, 6, 6, 6, 12, 12, 13]


def test_answers_that_become_slow_let_it_grow_no_more(clock: Clock) -> None:
    traffic = road(clock)
    went(traffic, clock, FINE, FINE, takes=0.1)
    assert traffic._limit.allowed == 6
    went(traffic, clock, *[FINE] * 20, takes=5.0)
    assert traffic._limit.allowed == 6
    assert traffic.goods == 22


def test_what_is_held_twice_is_held_longest(clock: Clock) -> None:
    traffic = road(clock)
    traffic.hold(5)
    traffic.hold(2)
    assert went(traffic, clock, FINE) == pytest.approx([5])


def test_a_place_is_given_back_and_somebody_woken(clock: Clock) -> None:
    traffic = road(clock, workers=1)
    assert went(traffic, clock, NoAnswer("gone", sent=True), FINE, FINE) == [0, 0, 0]
    assert clock.woken == 3
    traffic.halt()
    traffic.go()
    assert clock.woken == 4
    assert went(traffic, clock, FINE) == [0]


def test_only_so_many_go_at_once(clock: Clock) -> None:
    traffic = road(clock, workers=2)

    def third() -> Answer:
        assert traffic._wait() == GLANCE
        return FINE

    def second() -> Answer:
        assert traffic._wait() == GLANCE
        return FINE

    def first() -> Answer:
        assert traffic._wait() == 0
        return traffic.ask(second)

    assert traffic.ask(first) is FINE
    went(traffic, clock, *[Answer(500)] * 4)
    clock.now += 10
    assert traffic._wait() == 0
    assert traffic.ask(third) is FINE  # one at a time, while it is out of order


def test_what_is_hopeless_stops_the_run_and_counts_no_more(clock: Clock) -> None:
    traffic = road(clock)
    went(traffic, clock, NoAnswer("its name is not known", sent=False, hopeless=True, late=True))
    assert traffic.stop.reason == "its name is not known; nothing else would fare better"
    assert traffic._limit.allowed == 4
    with pytest.raises(Stopped):
        traffic.ask(lambda: FINE)


def waited(tries: Tries, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr(tries._traffic.stop, "wait", seconds.append)
    return seconds


def test_a_row_waits_twice_as_long_each_time(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    tries = Tries(road(clock, attempts=4, retries=2))
    pauses = waited(tries, monkeypatch)
    for _ in range(3):
        tries.failed(own=True)
        tries.pause()
    assert (pauses, tries.made) == ([0.5, 1, 2], 3)
    assert not tries.left  # the third was one too many for the run


def test_a_pause_that_was_asked_for_costs_neither_the_row_nor_the_run(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = Tries(road(clock, attempts=2, retries=0))
    pauses = waited(tries, monkeypatch)
    for _ in range(4):
        tries.failed(own=False)
        tries.pause()
    assert pauses == [0.5, 1, 2, 4]
    assert tries.left
    tries.failed(own=True)
    assert tries.left
    tries.failed(own=True)
    assert not tries.left
    tries.pause()
    assert len(pauses) == 4
