"""What the workers note, in which order they go, and what is told where the journal cannot be written any more."""

import contextlib
import threading
import time

import pytest

from importer.errors import JournalError
from importer.journal.entries import RowState
from importer.problem import NO_ANSWER
from importer.records import LastResponse, Status
from importer.steps.submit import workers
from tests.builders import good
from tests.odd_server import DROP, Asked, LittleApi, Reply, reply, says
from tests.steps.submit.scene import Scene, named, statuses, stopped_by


def test_an_outcome_that_cannot_be_noted_is_open_and_says_so_of_its_own_row(scene: Scene) -> None:
    def breaks(api: LittleApi, asked: Asked) -> Reply:
        with contextlib.suppress(JournalError):
            scene.journal._writer.ask("PRAGMA query_only = 1")
        return api.create(asked)

    scene.api.posts = [None, breaks]
    first, second, third = scene.sent(*named("A", "B", "C"), end=False)
    assert statuses([first, second, third]) == [Status.CREATED, Status.UNKNOWN, Status.NOT_SENT]
    (problem,) = second.problems
    assert (problem.code, problem.row) == (NO_ANSWER, 3)
    assert str(scene.journal.path) in problem.message
    assert ".." not in problem.message
    assert second.job_id == [asked for asked in scene.asked if asked.method == "POST"][1].job["id"]
    assert second.sent_at is not None
    assert str(scene.journal.path) in third.problems[0].message


def test_a_worker_announces_only_what_it_takes(scene: Scene) -> None:
    states: list[list[RowState]] = []

    def look(api: LittleApi, asked: Asked) -> Reply:
        states.append([row.state for row in scene.journal.read_rows(scene.run)])
        return api.create(asked)

    scene.api.posts = [look]
    scene.sent(*named(*range(40)))
    assert states[0].count(RowState.SENDING) == 8
    scene.has(workers=3)
    scene.api.posts = [look]
    scene.sent(*named(*range(100, 112)))
    assert 1 <= states[1].count(RowState.SENDING) <= 6  # two for each, so that none is left with a heap


def test_rows_that_are_there_are_noted_without_a_try(scene: Scene) -> None:
    scene.sent(*named("A", "B"))
    scene.has(look_first=True)
    assert statuses(scene.sent(*named("A", "B", "C"))) == [Status.EXISTS] * 2 + [Status.CREATED]
    rows = scene.journal.read_rows(scene.run)
    assert [row.last.attempts for row in rows] == [0, 0, 1]
    assert [row.last for row in rows[:2]] == [LastResponse()] * 2


def test_brothers_go_one_after_the_other_though_there_are_many_workers(scene: Scene) -> None:
    under_way, most, order = 0, 0, list[object]()
    counting = threading.Lock()

    class Watching(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            nonlocal under_way, most
            if asked.method != "POST" or "_parent_jobs_reference_back_office" not in asked.job:
                return super().__call__(asked)
            with counting:
                under_way += 1
                most = max(most, under_way)
            try:
                order.append(asked.job["name"])
                return super().__call__(asked)
            finally:
                with counting:
                    under_way -= 1

    scene.api = Watching()
    scene.has(workers=8)
    children = [good(Name=str(20 - n), Parent="P", Working_sequence=str(n)) for n in range(1, 20)]
    outcomes = scene.sent(good(Reference="P"), *reversed(children))
    assert set(statuses(outcomes)) == {Status.CREATED}
    assert (most, order) == (1, [str(n) for n in range(19, 0, -1)])


def test_what_waits_for_the_others_is_decided_when_they_are_done(scene: Scene) -> None:
    scene.api.posts = [says(DROP)]
    outcomes = scene.sent(*named("A", "B"))
    assert statuses(outcomes) == [Status.CREATED] * 2
    assert [asked.job["name"] for asked in scene.asked if asked.method == "POST"] == ["A", "B", "A"]


def test_what_cannot_be_announced_is_not_sent_and_says_why(scene: Scene) -> None:
    def breaks(api: LittleApi, asked: Asked) -> Reply:
        with contextlib.suppress(JournalError):
            scene.journal._writer.ask("PRAGMA query_only = 1")
        return api.show(asked)

    scene.has(look_first=True)
    scene.api.gets = [breaks]
    outcomes = scene.sent(*named("A", "B"), end=False)
    assert statuses(outcomes) == [Status.NOT_SENT] * 2
    assert [str(scene.journal.path) in outcome.problems[0].message for outcome in outcomes] == [True] * 2


def test_once_stopped_what_waits_for_the_others_is_looked_up_for_a_while_and_the_rest_is_left_open(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = threading.Event()

    def takes_the_last_and_stops(api: LittleApi, asked: Asked) -> Reply:
        stop.set()
        return says(DROP)(api, asked)

    def slowly(api: LittleApi, asked: Asked) -> Reply:
        time.sleep(0.1)
        return api.show(asked)

    monkeypatch.setattr(workers, "SECONDS_TO_DECIDE", 0.35)
    scene.has(lag_seconds=0)
    scene.api.posts = [*[says(DROP)] * 11, takes_the_last_and_stops]
    scene.api.gets = [None] * 12 + [slowly] * 60
    outcomes = scene.sent(*named(*range(12)), observer=stopped_by(stop))
    left = [outcome for outcome in outcomes if "stopped before the job was looked up" in outcome.problems[0].message]
    assert 0 < len(left) < 12
    assert {outcome.status for outcome in left} == {Status.UNKNOWN}
    noted = {row.row: row for row in scene.journal.read_rows(scene.run)}
    assert [noted[outcome.row].outcome for outcome in left] == left
    assert {noted[outcome.row].last.attempts for outcome in left} == {1}


class Slow(LittleApi):
    """Takes its time for each job, and counts how many it makes at once, and in what order."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds, self.under_way, self.most = seconds, 0, 0
        self.order: list[object] = []
        self._counting = threading.Lock()

    def __call__(self, asked: Asked) -> Reply:
        if asked.method != "POST":
            return super().__call__(asked)
        with self._counting:
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            self.order.append(asked.job["name"])
        time.sleep(self.seconds)
        with self._counting:
            self.under_way -= 1
        return super().__call__(asked)


def test_rows_that_an_earlier_run_left_open_are_sent_several_at_a_time(scene: Scene) -> None:
    rows = named(*range(24))
    scene.api.posts, scene.api.gets = [says(DROP)] * 24, [says(reply(403, {}))] * 24
    assert statuses(scene.sent(*rows)) == [Status.UNKNOWN] * 24
    scene.api = Slow(0.05)
    scene.has(look_first=True, lag_seconds=0, workers=8)
    assert statuses(scene.sent(*rows)) == [Status.CREATED] * 24
    assert scene.api.most > 2
    assert len(scene.api.jobs) == 24


def test_brothers_that_were_left_open_go_one_after_the_other(scene: Scene) -> None:
    children = [good(Name=str(n), Parent="P", Working_sequence=str(n)) for n in range(1, 9)]
    scene.sent(good(Reference="P"))
    scene.api.posts, scene.api.gets = [says(DROP)] * 8, [says(reply(403, {}))] * 99
    assert statuses(scene.sent(good(Reference="P"), *children))[1:] == [Status.UNKNOWN] * 8
    slow = Slow(0.01)
    slow.jobs |= scene.api.jobs
    scene.api = slow
    scene.has(look_first=True, lag_seconds=0, workers=8)
    assert statuses(scene.sent(good(Reference="P"), *reversed(children)))[1:] == [Status.CREATED] * 8
    assert (slow.most, slow.order) == (1, [str(n) for n in range(1, 9)])
