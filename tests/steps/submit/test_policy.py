"""What the target says of its own state is heeded by all workers of a run together."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from importer.jobs_api.response import NoResponse, Response
from importer.records import Status
from importer.settings import SendPolicy
from importer.steps.submit.retries import Attempts
from importer.steps.submit.throttle import Stopped, StopSignal, Throttle
from tests.builders import good
from tests.odd_server import DROP, Asked, Fault, LittleApi, Reply, does_and_says, reply, says
from tests.steps.submit.scene import QUICK, Scene, named, statuses

FINE = Response(201)


def refusing(times_of: list[float], answer: Reply) -> Fault:
    def fault(_api: LittleApi, _asked: Asked) -> Reply:
        times_of.append(time.monotonic())
        return answer

    return fault


def noting(times_of: list[float]) -> Fault:
    def fault(api: LittleApi, asked: Asked) -> Reply:
        times_of.append(time.monotonic())
        return api.create(asked)

    return fault


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_asked_for_is_kept_by_all(scene: Scene, status: int) -> None:
    refused, created = list[float](), list[float]()
    scene.has(workers=6)
    scene.api.posts = [refusing(refused, reply(status, {}, Retry_After="1")), *[noting(created)] * 40]
    assert set(statuses(scene.sent(*named(*range(30))))) == {Status.CREATED}
    late = [moment for moment in created if moment > refused[0] + 0.1]  # what was under way then was sent before
    assert min(late) - refused[0] >= 1
    assert len(created) - len(late) <= 6


def a_date(seconds: float) -> str:
    return format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)


SHORT = {"in seconds": "0", "negative": "-5", "garbage": "soon", "a date gone by": a_date(-1000), "empty": ""}


@pytest.mark.parametrize("asked", SHORT.values(), ids=SHORT)
def test_a_pause_that_says_nothing_is_our_own(scene: Scene, asked: str) -> None:
    scene.api.posts = [says(reply(429, {}, Retry_After=asked))] * 3
    assert set(statuses(scene.sent(*named(*range(3))))) == {Status.CREATED}


LONG = {"10 years": "315360000", "a date in 10 years": a_date(315360000), "beyond all numbers": "9" * 400}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("asked", LONG.values(), ids=LONG)
@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_that_is_too_long_ends_the_run(scene: Scene, asked: str, status: int) -> None:
    scene.has(workers=4)
    scene.api.posts = [None, None, *[says(reply(status, {}, Retry_After=asked))] * 99]
    outcomes = scene.sent(*named(*range(30)))
    assert statuses(outcomes).count(Status.NOT_SENT) == 28
    held = next(outcome for outcome in outcomes if outcome.status is Status.NOT_SENT)
    assert "the target asks to wait for" in held.problems[0].message
    assert f"HTTP {status}" in held.problems[0].message
    assert "importer resume" in held.problems[0].advice
    assert scene.posts <= 2 + 4


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("answer", [reply(500, {}), reply(502, text="<html>"), reply(503, {}), reply(504, {}), DROP])
def test_a_burst_of_failures_is_outlived(scene: Scene, answer: Reply) -> None:
    scene.has(workers=8)
    scene.api.posts = [None] * 5 + [says(answer)] * 40
    scene.api.gets = [says(answer)] * 10
    outcomes = scene.sent(*named(*range(60)))
    assert set(statuses(outcomes)) <= {Status.CREATED, Status.REJECTED, Status.UNKNOWN}
    assert statuses(outcomes).count(Status.CREATED) >= 40
    assert len(scene.api.jobs) == statuses(outcomes).count(Status.CREATED)


@pytest.mark.thorough
@pytest.mark.parametrize("answer", [reply(429, {}), reply(503, {})])
def test_no_row_is_lost_to_a_target_that_is_only_busy(scene: Scene, answer: Reply) -> None:
    scene.has(workers=8)
    scene.api.posts = [None] * 5 + [says(answer)] * 60
    assert set(statuses(scene.sent(*named(*range(60))))) == {Status.CREATED}


def test_an_outage_that_lasts_stops_the_run_with_few_requests(scene: Scene) -> None:
    scene.has(workers=8, longest_wait_seconds=0.2, backoff_seconds=0.05, outage_seconds=0.5)
    scene.api.posts = [None] * 10 + [says(reply(503, {}))] * 9999
    outcomes = scene.sent(*named(*range(500)))
    assert statuses(outcomes).count(Status.CREATED) == 10
    assert statuses(outcomes).count(Status.NOT_SENT) == 490
    assert "not answered properly for" in outcomes[-1].problems[0].message
    assert "HTTP 503" in outcomes[-1].problems[0].message
    assert scene.posts < 100


def test_too_many_tries_in_vain_stop_the_run(scene: Scene) -> None:
    scene.has(workers=4, retries=5, attempts=50)
    scene.api.posts = [
        None,
        *[fault for _ in range(99) for fault in (says(reply(500, {})), says(reply(500, {})), None)],
    ]
    outcomes = scene.sent(*named(*range(200)))
    assert Status.NOT_SENT in statuses(outcomes)
    held = [outcome.problems[0].message for outcome in outcomes if outcome.status is Status.NOT_SENT]
    assert all("retries failed" in message for message in held)
    assert len(scene.api.jobs) == statuses(outcomes).count(Status.CREATED)


def test_a_row_that_always_fails_does_not_hold_up_the_others(scene: Scene) -> None:
    def poisonous(api: LittleApi, asked: Asked) -> Reply:
        return DROP if asked.job["name"] == "3" else api.create(asked)

    scene.has(workers=3)
    scene.api.posts = [poisonous] * 99
    outcomes = scene.sent(*named(*range(20)))
    assert [outcome.row for outcome in outcomes if outcome.status is Status.UNKNOWN] == [5]
    assert statuses(outcomes).count(Status.CREATED) == 19


def test_a_rate_is_kept_by_all_workers_together(scene: Scene) -> None:
    created = list[float]()
    scene.has(workers=8, rate=40)
    scene.api.posts = [noting(created)] * 99
    assert set(statuses(scene.sent(*named(*range(24))))) == {Status.CREATED}
    assert max(created) - min(created) >= (24 - 1) / 40 - 0.15


def at_most(scene: Scene, answer: Reply | None, rows: int) -> int:
    """The most requests that were at the target at once."""
    now, most, counting = [0], [0], threading.Lock()

    def slow(api: LittleApi, asked: Asked) -> Reply:
        return api.create(asked) if answer is None else answer

    class Slow(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            with counting:
                now[0] += 1
                most[0] = max(most[0], now[0])
            time.sleep(0.02)
            with counting:
                now[0] -= 1
            return super().__call__(asked)

    scene.api = Slow(posts=[slow] * rows)
    scene.sent(*named(*range(rows)))
    return most[0]


def test_a_healthy_target_gets_all_workers(scene: Scene) -> None:
    scene.has(workers=16)
    assert at_most(scene, None, 500) == 16


def throttle(**changes: object) -> Throttle:
    return Throttle(replace(QUICK, **changes), StopSignal())  # type: ignore[arg-type]  # any of its fields


@contextmanager
def asking(throttle: Throttle, count: int) -> Iterator[list[float]]:
    """So many threads that each ask once; when each had its turn."""
    turns: list[float] = []

    def call() -> Response:
        turns.append(time.monotonic())
        time.sleep(0.02)
        return FINE

    threads = [threading.Thread(target=throttle.request, args=(call,)) for _ in range(count)]
    for thread in threads:
        thread.start()
    yield turns
    for thread in threads:
        thread.join()


def test_a_halt_holds_everybody_until_it_is_lifted() -> None:
    road = throttle(workers=4)
    road.pause()
    with asking(road, 4) as turns:
        time.sleep(0.1)
        assert turns == []
        road.resume()
    assert len(turns) == 4


def test_while_the_target_is_out_of_order_one_at_a_time_tries() -> None:
    road = throttle(workers=8, failures_in_a_row=2, longest_wait_seconds=0.0)

    def down() -> Response:
        under_way.append(1)
        most.append(len(under_way))
        time.sleep(0.01)
        under_way.pop()
        return Response(503)

    under_way, most = list[int](), list[int]()
    for _ in range(2):
        road.request(down)
    threads = [threading.Thread(target=road.request, args=(down,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(most) == 1


def test_a_stop_lets_only_what_is_asked_for_all_the_same_go() -> None:
    road = throttle()
    road.request(lambda: Response(503, retry_after=30))
    road.stop.set("enough")
    with pytest.raises(Stopped):
        road.request(lambda: FINE)
    assert road.request(lambda: FINE, even_if_stopped=True) is FINE


@pytest.mark.parametrize("wrong", [ValueError("a fault of ours"), NoResponse("gone", sent=True)])
def test_whatever_happens_to_a_request_its_place_is_given_back(wrong: Exception) -> None:
    road = throttle(workers=1)

    def fails() -> Response:
        raise wrong

    for _ in range(3):
        with pytest.raises(type(wrong)):
            road.request(fails)
    assert road.request(lambda: FINE) is FINE


def test_what_is_hopeless_stops_the_run_at_once() -> None:
    road = throttle()

    def lost() -> Response:
        raise NoResponse("the name is not known in the network", sent=False, hopeless=True)

    with pytest.raises(NoResponse):
        road.request(lost)
    assert "name is not known" in road.stop.reason


def test_a_try_counts_against_a_row_only_while_the_target_serves_others() -> None:
    road = throttle()
    tries = Attempts(road, replace(QUICK, attempts=2))
    for _ in range(10):
        tries.record_failure()
    assert tries.left
    road.request(lambda: FINE)
    tries.record_failure()
    tries.record_failure()
    assert tries.left
    road.request(lambda: FINE)
    tries.record_failure()
    assert not tries.left
    assert tries.made == 13


def test_what_a_target_takes_too_long_for_makes_it_fewer_at_once(scene: Scene) -> None:
    scene.has(workers=8, answer_seconds=1)
    scene.api.posts = [None] * 30 + [does_and_says(Reply((b"", b"x"), gap=2))] * 2
    outcomes = scene.sent(*named(*range(60)))
    assert set(statuses(outcomes)) == {Status.CREATED}
    assert len(scene.api.jobs) == 60


def test_the_policy_has_a_bound_for_everything_by_itself() -> None:
    policy = SendPolicy()
    assert policy.longest_wait_seconds <= policy.longest_asked_seconds
    assert policy.attempts * policy.workers <= policy.retries


def test_an_answer_that_is_a_refusal_is_a_good_one_for_the_traffic(scene: Scene) -> None:
    scene.has(keep_going=True, failures_in_a_row=3)
    scene.api.posts = [says(reply(400, text="No."))] * 30
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(30)])
    assert set(statuses(outcomes)) == {Status.REJECTED}
    assert scene.posts == 30
