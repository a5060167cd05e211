from dataclasses import replace

import pytest

from importer.settings import SendPolicy
from importer.steps.submit.outage import CircuitBreaker

POLICY = SendPolicy(failures_in_a_row=3, outage_seconds=300, retries=5)


def failing(outage: CircuitBreaker, count: int, *, begun: float = 0.0) -> list[float]:
    return [outage.record_failure(begun + number, begun + number + 0.5) for number in range(count)]


def test_a_few_failures_in_a_row_open_it_and_a_good_answer_closes_it() -> None:
    outage = CircuitBreaker(POLICY)
    failing(outage, 2)
    assert not outage.is_open
    failing(outage, 1, begun=2)
    assert outage.is_open
    outage.record_success()
    assert not outage.is_open
    assert outage.failures_in_a_row == 0


def test_failures_among_good_answers_do_not_open_it() -> None:
    outage = CircuitBreaker(POLICY)
    for _ in range(50):
        failing(outage, 2)
        outage.record_success()
    assert not outage.is_open


def test_what_was_under_way_when_it_opened_does_not_lengthen_the_pause() -> None:
    outage = CircuitBreaker(replace(POLICY, longest_wait_seconds=1e9))
    assert failing(outage, 2) == [0.0, 0.0]
    pauses = [outage.record_failure(begun=1.0, now=10.0 + number) for number in range(20)]
    assert max(pauses) <= 0.5 * 2**3
    assert pauses[1:] == [0.0] * 19


def test_the_pauses_grow_with_each_try_and_are_bounded() -> None:
    longest = [0.0] * 12
    for _ in range(200):
        outage = CircuitBreaker(POLICY)
        pauses = failing(outage, 12)
        longest = [max(pair) for pair in zip(longest, pauses, strict=True)]
    assert longest[:2] == [0, 0]
    assert 0 < longest[2] <= 4 < longest[4] <= 16
    assert max(longest) <= 60


def test_an_outage_that_lasts_ends_the_run() -> None:
    outage = CircuitBreaker(POLICY)
    failing(outage, 10)
    assert outage.find_reason_to_stop(now=300) == ""
    assert "not answered properly for 5 minutes" in outage.find_reason_to_stop(now=301)
    outage.record_success()
    assert outage.find_reason_to_stop(now=301) == ""


def test_an_hour_asleep_is_no_outage() -> None:
    outage = CircuitBreaker(POLICY)
    outage.record_success()
    outage.record_failure(begun=3600, now=3601)
    assert outage.find_reason_to_stop(now=3601) == ""
    assert outage.find_reason_to_stop(now=9999) == ""  # one failure alone says nothing


def test_tries_in_vain_end_the_run_unless_there_are_twice_as_many_good_answers() -> None:
    outage = CircuitBreaker(POLICY)
    for _ in range(5):
        outage.record_retry()
    assert outage.find_reason_to_stop(0) == ""
    outage.record_retry()
    assert "6 retries failed" in outage.find_reason_to_stop(0)
    outage.record_success()
    assert outage.find_reason_to_stop(0)
    outage.record_success()
    assert outage.find_reason_to_stop(0) == ""


def test_the_first_pause_is_four_times_that_of_a_row_and_each_is_twice_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importer.jobs_api.backoff.random.uniform", lambda low, high: high - low)
    outage = CircuitBreaker(POLICY)
    assert failing(outage, 9) == [0, 0, 2, 4, 8, 16, 32, 60, 60]
    outage.record_success()
    assert failing(outage, 4, begun=9) == [0, 0, 2, 4]


def test_it_begins_with_the_first_failure_after_a_good_answer() -> None:
    outage = CircuitBreaker(POLICY)
    for begun in (1000.0, 2000.0):
        failing(outage, 3, begun=begun)
        assert outage.find_reason_to_stop(begun + 300) == ""
        assert "not answered properly for 5 minutes" in outage.find_reason_to_stop(begun + 301)
        outage.record_success()
        assert (outage.failures_in_a_row, outage.successes) == (0, int(begun / 1000))
