"""Children go after their parents, in their sequence, and not without them."""

import threading
import time
from itertools import pairwise

import pytest

from importer.records import Observer, Status
from tests.builders import good, told
from tests.odd_server import DROP, Asked, LittleApi, Reply, does_and_says, reply, says
from tests.steps.submit.scene import Scene, statuses

GIVEN = "7e60fd05-1c08-4886-b483-9f631f943287"


class Noting(LittleApi):
    """Notes when each job arrived and when it was answered, in the order of the events."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[tuple[str, str]] = []

    def __call__(self, asked: Asked) -> Reply:
        if asked.method != "POST":
            return super().__call__(asked)
        name = str(asked.job["name"])
        self.events.append((name, "came"))
        time.sleep(0.005)
        answer = super().__call__(asked)
        self.events.append((name, "went"))
        return answer

    def order(self, *names: str) -> bool:
        """Each was answered before the next came."""
        places = [(self.events.index((name, "came")), self.events.index((name, "went"))) for name in names]
        return all(one[1] < other[0] for one, other in pairwise(places))


@pytest.fixture
def noting(scene: Scene) -> Noting:
    scene.api = Noting()
    scene.has(workers=8)
    return scene.api


def child(parent: str, name: str, sequence: str = "", **more: str) -> dict[str, str]:
    return good(Name=name, Parent=parent, Working_sequence=sequence, **more)


def test_siblings_go_one_after_the_other_in_their_sequence(scene: Scene, noting: Noting) -> None:
    rows = [good(Reference=f"P{n}", Name=f"P{n}") for n in range(4)]
    rows += [child(f"P{n}", f"{n}/{sequence}", str(sequence)) for sequence in (30, 4, 200, 10) for n in range(4)]
    assert set(statuses(scene.sent(*rows))) == {Status.CREATED}
    for n in range(4):
        assert noting.order(f"P{n}", f"{n}/4", f"{n}/10", f"{n}/30", f"{n}/200")


def test_siblings_of_a_parent_in_the_target_keep_their_sequence_too(scene: Scene, noting: Noting) -> None:
    scene.sent(*[child("WO-there", str(sequence), str(sequence)) for sequence in (3, 1, 2)], good(Name="Alone"))
    assert noting.order("1", "2", "3")


def test_children_without_a_sequence_need_not_wait_for_each_other(scene: Scene, noting: Noting) -> None:
    scene.sent(good(Reference="P", Name="P"), *[child("P", str(n)) for n in range(16)])
    assert not noting.order(*[str(n) for n in range(16)])


def test_what_became_of_a_sibling_does_not_matter_to_the_next(scene: Scene) -> None:
    scene.api.posts = [None, says(reply(400, text="No."))]
    outcomes = scene.sent(good(Reference="P"), child("P", "first", "1"), child("P", "second", "2"))
    assert statuses(outcomes) == [Status.CREATED, Status.REJECTED, Status.CREATED]


def test_a_child_of_a_row_whose_outcome_is_open_is_blocked(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    outcomes = scene.sent(good(Reference="P"), child("P", "child"))
    assert statuses(outcomes) == [Status.UNKNOWN, Status.BLOCKED]
    assert told(outcomes[1].problems) == [(3, "_parent_jobs_reference_back_office", 805)]
    assert "the outcome of its parent in row 2 is unknown" in outcomes[1].problems[0].message


def test_a_child_of_a_row_that_was_not_sent_is_not_sent(scene: Scene) -> None:
    stop = threading.Event()
    stop.set()
    outcomes = scene.sent(good(Reference="P"), child("P", "child"), observer=Observer(stop=stop))
    assert statuses(outcomes) == [Status.NOT_SENT] * 2


def test_a_child_that_is_there_already_does_not_need_its_parent(scene: Scene) -> None:
    scene.sent(good(Reference="P"), child("P", "child", Reference="C"))
    scene.api.jobs = {key: job for key, job in scene.api.jobs.items() if job["name"] == "child"}
    scene.has(look_first=True, recreate=True)
    scene.api.posts = [says(reply(400, text="No."))]
    outcomes = scene.sent(good(Reference="P"), child("P", "child", Reference="C"))
    assert statuses(outcomes) == [Status.REJECTED, Status.EXISTS]


def test_a_child_gets_the_id_that_its_parent_has_in_the_target(scene: Scene) -> None:
    scene.api.keeps_ids = False
    parent, son = scene.sent(good(Id=GIVEN), good(Name="child", Parent_job_id=GIVEN))
    assert statuses([parent, son]) == [Status.CREATED] * 2
    assert parent.job_id != GIVEN
    assert scene.api.jobs[son.job_id]["_parent_id"] == parent.job_id


def test_a_child_that_names_its_parent_by_reference_is_sent_as_it_is(scene: Scene) -> None:
    scene.api.keeps_ids = False
    _, son = scene.sent(good(Reference="P"), child("P", "child"))
    assert scene.api.jobs[son.job_id]["_parent_jobs_reference_back_office"] == "P"


def test_generations_go_level_by_level(scene: Scene, noting: Noting) -> None:
    names = [f"N{n}" for n in range(6)]
    sons = [child(parent, name, Reference=name) for parent, name in pairwise(names)]
    rows = [good(Reference=names[0], Name=names[0]), *sons]
    assert set(statuses(scene.sent(*reversed(rows)))) == {Status.CREATED}
    assert noting.order(*names)


def test_a_child_that_an_earlier_run_left_open_is_still_open_where_its_parent_is_not_there(scene: Scene) -> None:
    family = [good(Name="P", Reference="P"), child("P", "C")]
    no = says(reply(403, {}))
    scene.api.posts, scene.api.gets = [does_and_says(DROP)], [no] * 9
    assert statuses(scene.sent(family[1])) == [Status.UNKNOWN]
    scene.api.posts, scene.api.gets = [says(DROP)], [no] * 99
    outcomes = scene.sent(*family)
    assert statuses(outcomes) == [Status.UNKNOWN, Status.UNKNOWN]
    assert "an earlier run sent it, and its parent in row 2 must be looked up" in outcomes[1].problems[0].message
    scene.api.posts, scene.api.gets = [], []
    assert statuses(scene.sent(*family)) == [Status.CREATED, Status.CREATED]
    assert len(scene.api.jobs) == 2
