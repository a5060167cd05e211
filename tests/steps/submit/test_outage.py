from dataclasses import replace

import pytest

from importer.settings import SendPolicy
from importer.steps.submit.outage import Outage

PATIENCE = SendPolicy(failures_in_a_row=3, outage_seconds=300, retries=5)


def failing(outage: Outage, count: int, *, begun: float = 0.0) -> list[float]:
    return [outage.failed(begun + number, begun + number + 0.5) for number in range(count)]


def test_a_few_failures_in_a_row_open_it_and_a_good_answer_closes_it() -> None:
    outage = Outage(PATIENCE)
    failing(outage, 2)
    assert not outage.open
    failing(outage, 1, begun=2)
    assert outage.open
    outage.good()
    assert not outage.open
    assert outage.in_a_row == 0


def test_failures_among_good_answers_do_not_open_it() -> None:
    outage = Outage(PATIENCE)
    for _ in range(50):
        failing(outage, 2)
        outage.good()
    assert not outage.open


def test_what_was_under_way_when_it_opened_does_not_lengthen_the_pause() -> None:
    outage = Outage(replace(PATIENCE, longest_wait_seconds=1e9))
    assert failing(outage, 2) == [0.0, 0.0]
    pauses = [outage.failed(begun=1.0, now=10.0 + number) for number in range(20)]
    assert max(pauses) <= 0.5 * 2**3
    assert pauses[1:] == [0.0] * 19


def test_the_pauses_grow_with_each_try_and_are_bounded() -> None:
    longest = [0.0] * 12
    for _ in range(200):
        outage = Outage(PATIENCE)
        pauses = failing(outage, 12)
        longest = [max(pair) for pair in zip(longest, pauses, strict=True)]
    assert longest[:2] == [0, 0]
    assert 0 < longest[2] <= 4 < longest[4] <= 16
    assert max(longest) <= 60


def test_an_outage_that_lasts_ends_the_run() -> None:
    outage = Outage(PATIENCE)
    failing(outage, 10)
    assert outage.reason_to_end(now=300) == ""
    assert "no good answer for 5 minutes" in outage.reason_to_end(now=301)
    outage.good()
    assert outage.reason_to_end(now=301) == ""


def test_an_hour_asleep_is_no_outage() -> None:
    outage = Outage(PATIENCE)
    outage.good()
    outage.failed(begun=3600, now=3601)
    assert outage.reason_to_end(now=3601) == ""
    assert outage.reason_to_end(now=9999) == ""  # one failure alone says nothing


def test_tries_in_vain_end_the_run_unless_there_are_twice_as_many_good_answers() -> None:
    outage = Outage(PATIENCE)
    for _ in range(5):
        outage.retried()
    assert outage.reason_to_end(0) == ""
    outage.retried()
    assert "6 tries were in vain" in outage.reason_to_end(0)
    outage.good()
    assert outage.reason_to_end(0)
    outage.good()
    assert outage.reason_to_end(0) == ""


def test_the_first_pause_is_four_times_that_of_a_row_and_each_is_twice_the_last(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("importer.jobs_api.waiting.random.uniform", lambda low, high: high - low)
    outage = Outage(PATIENCE)
    assert failing(outage, 9) == [0, 0, 2, 4, 8, 16, 32, 60, 60]
    outage.good()
    assert failing(outage, 4, begun=9) == [0, 0, 2, 4]


def test_it_begins_with_the_first_failure_after_a_good_answer() -> None:
    outage = Outage(PATIENCE)
    for begun in (1000.0, 2000.0):
        failing(outage, 3, begun=begun)
        assert outage.reason_to_end(begun + 300) == ""
        assert "no good answer for 5 minutes" in outage.reason_to_end(begun + 301)
        outage.good()
        assert (outage.in_a_row, outage.goods) == (0, int(begun / 1000))
