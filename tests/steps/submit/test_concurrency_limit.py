from hypothesis import given
from hypothesis import strategies as st

from importer.steps.submit.outage import BEGINS_WITH, ConcurrencyLimit


def after(limit: ConcurrencyLimit, answers: int, seconds: float) -> ConcurrencyLimit:
    for _ in range(answers):
        limit.record_success(seconds)
    return limit


def test_it_reaches_the_workers_within_a_few_answers() -> None:
    assert after(ConcurrencyLimit(32), 32 - BEGINS_WITH, 0.2).allowed == 32
    assert after(ConcurrencyLimit(32), 1000, 0.2).allowed == 32


def test_few_workers_are_few_from_the_beginning() -> None:
    assert ConcurrencyLimit(1).allowed == 1
    assert after(ConcurrencyLimit(2), 100, 0.01).allowed == 2


def test_an_overload_halves_it_once_for_all_that_were_under_way() -> None:
    limit = after(ConcurrencyLimit(32), 100, 0.2)
    for begun in (9.0, 9.5, 9.9):
        limit.record_overload(begun, now=10.0 + begun / 100)
    assert limit.allowed == 16
    limit.record_overload(begun=11.0, now=12.0)
    assert limit.allowed == 8


def test_it_never_goes_below_one() -> None:
    limit = ConcurrencyLimit(8)
    for time in range(50):
        limit.record_overload(time, time + 0.5)
    assert limit.allowed == 1


def test_after_an_overload_it_grows_by_one_a_round() -> None:
    limit = after(ConcurrencyLimit(32), 100, 0.2)
    limit.record_overload(1.0, 2.0)
    assert after(limit, 8, 0.2).allowed == 16
    assert after(limit, 12, 0.2).allowed == 17
    assert after(limit, 1000, 0.2).allowed == 32


def test_it_does_not_grow_while_answers_become_slow() -> None:
    limit = after(ConcurrencyLimit(64), 2, 0.2)
    before = limit.allowed
    assert after(limit, 20, 3.0).allowed <= before + 2
    assert after(limit, 200, 0.2).allowed == 64


@given(st.integers(1, 128), st.lists(st.one_of(st.none(), st.floats(0, 60)), max_size=300))
def test_it_stays_between_one_and_the_workers(most: int, events: list[float | None]) -> None:
    limit = ConcurrencyLimit(most)
    for time, seconds in enumerate(events):
        if seconds is None:
            limit.record_overload(time, time + 0.5)
        else:
            limit.record_success(seconds)
        assert 1 <= limit.allowed <= most


def test_until_the_first_overload_each_answer_allows_one_more() -> None:
    assert [after(ConcurrencyLimit(32), answers, 0.2).allowed for answers in (0, 1, 2, 3)] == [4, 5, 6, 7]


def test_one_slow_answer_among_quick_ones_is_no_sign() -> None:
    limit = after(ConcurrencyLimit(64), 10, 0.2)
    before = limit.allowed
    limit.record_success(1.0)
    assert limit.allowed == before + 1


def test_what_is_quick_is_quick_whatever_its_ratio() -> None:
    assert after(ConcurrencyLimit(32), 28, 0.001).allowed == 32
    assert after(after(ConcurrencyLimit(32), 1, 0.001), 27, 0.1).allowed == 32


def test_a_target_that_has_become_slower_for_good_is_believed_in_the_end() -> None:
    limit = after(ConcurrencyLimit(32), 2, 0.01)
    assert after(limit, 100, 1.0).allowed < 12
    assert after(limit, 10_000, 1.0).allowed == 32


def test_a_request_that_began_before_it_was_halved_tells_nothing_new() -> None:
    limit = after(ConcurrencyLimit(32), 100, 0.2)
    limit.record_overload(begun=1.0, now=2.0)
    limit.record_overload(begun=1.9, now=30.0)
    assert limit.allowed == 16
    limit.record_overload(begun=2.1, now=3.0)
    assert limit.allowed == 8
