from hypothesis import given
from hypothesis import strategies as st

from importer.steps.submit.throttle import CATCH_UP_SECONDS, RateLimit


@given(st.floats(0.5, 1000), st.lists(st.floats(0, 0.5), min_size=1, max_size=200))
def test_in_any_span_there_are_no_more_turns_than_the_rate(per_second: float, gaps: list[float]) -> None:
    rate, now, turns = RateLimit(per_second), 1000.0, list[float]()
    for gap in gaps:
        now += gap
        if rate.take(now) == 0:
            turns.append(now)
    for first, begun in enumerate(turns):
        for last in range(first + 1, len(turns)):
            span = turns[last] - begun
            assert last - first <= per_second * (span + CATCH_UP_SECONDS) + 1e-6


@given(st.floats(0.01, 1000), st.floats(0, 1e9))
def test_who_waits_as_long_as_is_said_has_a_turn(per_second: float, now: float) -> None:
    rate = RateLimit(per_second)
    assert rate.take(now) == 0
    wait = next(filter(None, iter(lambda: rate.take(now), -1)))
    assert 0 < wait <= 1 / per_second + 1e-6
    assert rate.take(now + wait * 1.000001 + 1e-6) == 0


def test_after_an_hour_asleep_there_is_no_burst() -> None:
    rate = RateLimit(10)
    assert rate.take(0) == 0
    assert [rate.take(3600) == 0 for _ in range(5)] == [True, True, False, False, False]


def test_without_a_rate_nobody_waits() -> None:
    rate = RateLimit(None)
    assert [rate.take(0) for _ in range(1000)] == [0.0] * 1000
