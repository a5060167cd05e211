"""A run whose rows are all rejected alike stops, unless somebody wants it to go on."""

import time
from dataclasses import dataclass, field, replace
from itertools import count

import pytest

from importer.problem import REJECTED_JOB, Problem
from importer.records import Observer, Outcome, Status
from importer.settings import SendPolicy
from importer.steps.submit.stop_on_rejections import ALIKE, Rejections, complaint_of
from importer.steps.submit.throttle import StopSignal
from tests.odd_server import Asked, Fault, LittleApi, Reply, reply, says
from tests.steps.submit.scene import Scene, named, statuses

NO = says(reply(400, text="The job type of this tenant has no default planner."))


@dataclass
class Somebody:
    answer: bool
    asked: list[str] = field(default_factory=list)

    def __call__(self, reason: str) -> bool:
        self.asked.append(reason)
        return self.answer

    @property
    def observer(self) -> Observer:
        return Observer(go_on=self)


def test_the_same_rejection_of_all_the_first_rows_stops_the_run(scene: Scene) -> None:
    scene.api.posts = [NO] * 999
    outcomes = scene.sent(*named(*range(300)))
    rejected = statuses(outcomes).count(Status.REJECTED)
    assert ALIKE <= rejected < 60
    assert statuses(outcomes).count(Status.NOT_SENT) == 300 - rejected
    message = outcomes[-1].problems[0].message
    assert "rejected the first 20 rows for the same reason" in message
    assert "no default planner" in message
    assert "--keep-going" in message


def test_somebody_may_let_it_go_on_and_is_asked_once(scene: Scene) -> None:
    somebody = Somebody(answer=True)
    scene.api.posts = [NO] * 60
    outcomes = scene.sent(*named(*range(100)), observer=somebody.observer)
    assert statuses(outcomes).count(Status.REJECTED) == 60
    assert statuses(outcomes).count(Status.CREATED) == 40
    assert len(somebody.asked) == 1
    assert "no default planner" in somebody.asked[0]


def test_nothing_is_sent_while_somebody_thinks(scene: Scene) -> None:
    seen: list[int] = []

    def thinks(_reason: str) -> bool:
        for _ in range(20):
            seen.append(scene.api.refused)  # type: ignore[attr-defined]  # of the class below
            time.sleep(0.02)
        return False

    class Counting(LittleApi):
        refused = 0

        def __call__(self, asked: Asked) -> Reply:
            self.refused += 1
            return super().__call__(asked)

    scene.api = Counting(posts=[NO] * 999)
    scene.has(workers=4)
    scene.sent(*named(*range(300)), observer=Observer(go_on=thinks))
    assert seen[5] == seen[-1]


def test_keep_going_asks_nobody(scene: Scene) -> None:
    somebody = Somebody(answer=False)
    scene.has(keep_going=True)
    scene.api.posts = [NO] * 60
    outcomes = scene.sent(*named(*range(80)), observer=somebody.observer)
    assert statuses(outcomes).count(Status.REJECTED) == 60
    assert somebody.asked == []


def mixed(api: LittleApi, asked: Asked) -> Reply:
    if int(str(asked.job["name"])) == 7:
        return api.create(asked)
    return reply(400, text="No.")


def differing(_api: LittleApi, asked: Asked) -> Reply:
    return reply(400, {"Message": "Not today." if int(str(asked.job["name"])) % 2 else "Not so."})


@pytest.mark.parametrize("fault", [mixed, differing], ids=["one of them was created", "not all alike"])
def test_rows_that_do_not_all_fare_alike_do_not_stop_the_run(scene: Scene, fault: Fault) -> None:
    scene.api.posts = [fault] * 99
    outcomes = scene.sent(*named(*range(60)))
    assert Status.NOT_SENT not in statuses(outcomes)


def test_stop_after_counts_all_rejected_rows(scene: Scene) -> None:
    scene.has(stop_after=3)
    scene.api.posts = [None, NO] * 99
    outcomes = scene.sent(*named(*range(100)))
    assert 3 <= statuses(outcomes).count(Status.REJECTED) <= 12
    assert statuses(outcomes).count(Status.NOT_SENT) > 70
    assert "3 rows were rejected" in outcomes[-1].problems[0].message
    assert "--stop-after" in outcomes[-1].problems[0].message


ROWS = count(2)


def rejected(message: str) -> Outcome:
    row = next(ROWS)
    return Outcome(row, Status.REJECTED, "", (Problem(REJECTED_JOB, row, message, ""),))


def test_values_of_a_row_do_not_make_a_rejection_another_one() -> None:
    one, other = rejected("Project 'P-1' (id 17) is not open."), rejected("Project 'P-2' (id 9) is not open.")
    assert complaint_of(one) == complaint_of(other)
    assert complaint_of(one) != complaint_of(rejected("Project 'P-1' (id 17) is not known."))


@dataclass
class Road:
    """What a run's throttle is told."""

    stop: StopSignal = field(default_factory=StopSignal)
    said: list[str] = field(default_factory=list)

    def pause(self) -> None:
        self.said.append("halt")

    def resume(self) -> None:
        self.said.append("go")


def watching(road: Road, *, answer: bool = True, **policy: object) -> Rejections:
    def thinks(reason: str) -> bool:
        road.said.append(reason)
        return answer

    return Rejections(replace(SendPolicy(), **policy), road, thinks)  # type: ignore[arg-type]  # its fields; a throttle


WHY = "The target rejected the first 20 rows for the same reason: No planner"


def test_everybody_waits_while_somebody_is_asked_after_the_twentieth() -> None:
    road = Road()
    rejections = watching(road)
    for _ in range(ALIKE - 1):
        rejections.record(rejected("No planner."))
    assert road.said == []
    rejections.record(rejected("No planner."))
    assert road.said == ["halt", WHY, "go"]
    for _ in range(2 * ALIKE):
        rejections.record(rejected("No planner."))
    assert (len(road.said), road.stop.is_set) == (3, False)


def test_who_does_not_want_it_is_told_how_it_could_go_on() -> None:
    road = Road()
    rejections = watching(road, answer=False)
    for _ in range(ALIKE):
        rejections.record(rejected("No planner."))
    assert road.said == ["halt", WHY, "go"]
    assert road.stop.reason == (
        "the target rejected the first 20 rows for the same reason: No planner "
        "('importer resume --keep-going' sends the others)"
    )


@pytest.mark.parametrize("place", [0, 10, 19])
@pytest.mark.parametrize("other", [rejected("No team."), Outcome(2, Status.CREATED, "")])
def test_one_row_that_fares_otherwise_is_enough(place: int, other: Outcome) -> None:
    road = Road()
    rejections = watching(road)
    for number in range(3 * ALIKE):
        rejections.record(other if number == place else rejected("No planner."))
    assert road.said == []


def test_what_was_there_or_is_open_says_nothing_about_rejections() -> None:
    road = Road()
    rejections = watching(road)
    for _ in range(ALIKE):
        rejections.record(Outcome(2, Status.EXISTS, ""))
        rejections.record(Outcome(2, Status.UNKNOWN, ""))
        rejections.record(rejected("No planner."))
    assert road.said == ["halt", WHY, "go"]


@pytest.mark.parametrize(("most", "words"), [(1, "1 row was"), (2, "2 rows were")])
def test_so_many_are_borne_and_no_more(most: int, words: str) -> None:
    road = Road()
    rejections = watching(road, stop_after=most)
    for _ in range(most - 1):
        rejections.record(rejected("No planner."))
    assert not road.stop.is_set
    rejections.record(rejected("No team."))
    assert road.stop.reason == f"{words} rejected, which is the limit of --stop-after"


def test_a_row_that_is_refused_counts_once_and_not_where_its_job_is_there_after_all() -> None:
    road = Road()
    rejections = watching(road, stop_after=2)
    first, second = rejected("No planner."), rejected("No planner.")
    for outcome in (first, first, second):
        assert not road.stop.is_set
        rejections.record(outcome)
    assert road.stop.is_set
    road = Road()
    rejections = watching(road, stop_after=2)
    for outcome in (first, replace(first, status=Status.CREATED, problems=()), second):
        rejections.record(outcome)
    assert not road.stop.is_set


def test_a_run_that_is_stopped_asks_nobody() -> None:
    road = Road()
    rejections = watching(road)
    road.stop.set("enough")
    for _ in range(ALIKE):
        rejections.record(rejected("No planner."))
    assert road.said == []


def test_a_complaint_is_its_code_its_field_and_its_words() -> None:
    code, field_ = rejected("x").problems[0].code.number, rejected("x").problems[0].field
    assert complaint_of(rejected("Row 12 of \"A\" is no 'B'.")) == {(code, field_, "Row  of  is no .")}


def test_rows_that_are_refused_alike_and_cannot_be_looked_up_stop_it_too(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [NO] * 999, [says(reply(403, {}))] * 9999
    outcomes = scene.sent(*named(*range(300)))
    assert ALIKE <= statuses(outcomes).count(Status.UNKNOWN) < 60
    assert "rejected the first 20 rows for the same reason: The target" in outcomes[-1].problems[0].message
