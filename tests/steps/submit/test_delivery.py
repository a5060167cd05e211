"""One job on its way: what is noted of it, how often it is asked for and sent, and what is told where it is open."""

from datetime import timedelta

import pytest

from importer.problem import CHANGED_SINCE, JOB_DELETED, NO_ANSWER, NOT_LOOKED_UP, NOT_SENT, OTHER_ID
from importer.records import LastResponse, Outcome, Status
from tests.builders import good
from tests.odd_server import DROP, Asked, Fault, LittleApi, Reply, does_and_says, reply, says, times
from tests.steps.submit.scene import Scene, named, statuses

OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
BROKE = "the connection broke off before the answer was complete"
BUSY = says(reply(429, text="Slow down."))


def last_of(scene: Scene) -> list[LastResponse]:
    return [row.last for row in scene.journal.read_rows(scene.run)]


def gets(scene: Scene) -> int:
    return len(scene.asked) - scene.posts


@pytest.mark.parametrize(
    ("posts", "last"),
    [
        ([], LastResponse(201, '{"id": "{}"}', 1)),
        ([BUSY], LastResponse(201, '{"id": "{}"}', 2)),
        ([says(reply(400, text="No such\ntype."))], LastResponse(400, "No such type.", 1)),
        ([does_and_says(DROP)], LastResponse(0, BROKE, 1)),
        ([says(DROP), does_and_says(DROP)], LastResponse(0, BROKE, 2)),
    ],
)
@pytest.mark.thorough(but=2)
def test_what_came_back_last_is_noted_with_the_number_of_tries(
    scene: Scene, posts: list[Fault | None], last: LastResponse
) -> None:
    scene.api.posts = posts
    (outcome,) = scene.sent(good(Reference="R"))
    assert last_of(scene) == [LastResponse(last.status, last.text.replace("{}", outcome.job_id), last.attempts)]


def test_a_row_that_is_not_sent_has_no_time_of_sending(scene: Scene) -> None:
    scene.api.posts = [says(reply(401, {}))]
    tried, left = scene.sent(*named("A", "B"))
    assert statuses([tried, left]) == [Status.NOT_SENT] * 2
    assert (tried.sent_at, left.sent_at) == (None, None)
    assert last_of(scene) == [LastResponse(401, "{}", 1), LastResponse()]
    assert [problem.code for problem in left.problems] == [NOT_SENT]
    assert "no longer accepts the login" in left.problems[0].message


def test_what_an_earlier_run_left_open_is_asked_for_once_where_it_is_seen_to_be_absent(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="R"))) == [Status.UNKNOWN]
    scene.has(look_first=True, lag_seconds=0.001)
    scene.asked.clear()
    assert statuses(scene.sent(good(Reference="R"))) == [Status.CREATED]
    methods = [asked.method for asked in scene.asked]
    # by its id, by its reference, by its name and what may be made of that, twice; whether the id is kept
    assert methods == [*["GET"] * 6, "POST", "GET"]


def test_what_somebody_has_deleted_is_told_and_made_again_only_where_that_is_wanted(scene: Scene) -> None:
    """V14."""
    (first,) = scene.sent()
    scene.api.jobs.clear()
    (deleted,) = scene.sent()
    assert (deleted.status, deleted.problems[0].code, scene.posts) == (Status.NOT_SENT, JOB_DELETED, 1)
    assert first.job_id in deleted.problems[0].message
    scene.has(recreate=True)
    (again,) = scene.sent()
    assert (again.status, again.job_id, scene.posts) == (Status.CREATED, first.job_id, 2)


def test_an_open_row_is_looked_for_under_the_id_that_the_target_gave(scene: Scene) -> None:
    def another(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[OTHER] = {**asked.job, "id": OTHER}
        return reply(201, {"id": OTHER})

    scene.api.posts = [another]
    (first,) = scene.sent()
    assert (first.status, first.job_id, [p.code for p in first.problems]) == (Status.CREATED, OTHER, [OTHER_ID])
    assert all(job_id in first.problems[0].message for job_id in (OTHER, str(scene.asked[0].job["id"])))
    (again,) = scene.sent()
    assert (again.status, again.job_id, scene.posts) == (Status.EXISTS, OTHER, 1)


def test_an_open_row_that_cannot_be_looked_up_stays_open_and_says_why(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    (outcome,) = scene.sent()
    (problem,) = outcome.problems
    assert (outcome.status, problem.code) == (Status.UNKNOWN, NO_ANSWER)
    assert "it could not be looked up (HTTP 403)" in problem.message
    assert outcome.job_id == scene.asked[0].job["id"]
    assert outcome.sent_at is not None
    assert outcome.sent_at.utcoffset() == timedelta(0)
    scene.api.gets = [says(reply(403, {}))]
    (again,) = scene.sent()
    assert (again.status, again.job_id, again.sent_at, scene.posts) == (Status.UNKNOWN, outcome.job_id, None, 1)
    assert "it could not be looked up (HTTP 403)" in again.problems[0].message


def test_what_failed_is_sent_again_until_it_is_made_and_no_more(scene: Scene) -> None:
    scene.api.posts = [None, *times(9, [says(reply(500, {})), None])]
    outcomes = scene.sent(*named("A", "B", "C"))
    assert statuses(outcomes) == [Status.CREATED] * 3
    assert scene.posts == 5


def test_a_job_is_sent_no_more_often_than_is_allowed_while_others_are_served(scene: Scene) -> None:
    scene.has(attempts=2, workers=2)
    fails = says(reply(500, text="Broken."))

    class Choosy(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            if asked.method == "POST" and asked.job["name"] == "Bad":
                return fails(self, asked)
            return super().__call__(asked)

    scene.api = Choosy()
    outcomes = scene.sent(*named(*range(30)), good(Name="Bad"), *named(*range(100, 130)))
    assert statuses(outcomes).count(Status.CREATED) == 60
    (bad,) = [outcome for outcome in outcomes if outcome.status is not Status.CREATED]
    assert bad.status is Status.REJECTED
    assert bad.job_id in {asked.job["id"] for asked in scene.asked if asked.method == "POST"} - set(scene.api.jobs)
    assert "Broken." in bad.problems[0].message
    assert len([asked for asked in scene.asked if asked.method == "POST" and asked.job["name"] == "Bad"]) < 10


def test_that_nothing_could_be_looked_up_is_told_once_with_the_first_row(scene: Scene) -> None:
    scene.has(look_first=True)
    scene.api.gets = [says(reply(403, {}))]
    first, second = scene.sent(good(Name="A", Reference="R-1"), good(Name="B", Reference="R-2"))
    assert statuses([first, second]) == [Status.CREATED] * 2
    (remark,) = [*first.problems, *second.problems]
    assert remark.code is NOT_LOOKED_UP
    assert "HTTP 403" in remark.message


def changed(scene: Scene) -> Outcome:
    """A row with a reference that was sent as it was before, in a run that is stopped before it comes to it."""
    scene.sent(good(Reference="R", Name="Before"))
    scene.api.gets = [says(reply(401, {}))]
    (outcome,) = scene.sent(good(Reference="R", Name="After"))
    return outcome


def test_a_row_that_was_changed_since_is_told_so_where_the_run_is_stopped(scene: Scene) -> None:
    outcome = changed(scene)
    assert (outcome.status, [problem.code for problem in outcome.problems]) == (Status.EXISTS, [CHANGED_SINCE])
    assert scene.posts == 1


@pytest.mark.parametrize(
    "theirs", [{"reference_back_office": "R-2"}, {"reference_back_office": "R-1", "name": "Theirs"}]
)
def test_a_job_under_another_id_is_ours_by_its_reference(scene: Scene, theirs: dict[str, object]) -> None:
    def another(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[OTHER] = {**asked.job, **theirs, "id": OTHER}
        return reply(201, {"id": OTHER})

    scene.api.posts = [another]
    (outcome,) = scene.sent(good(Reference="R-1"))
    ours = theirs["reference_back_office"] == "R-1"
    assert (outcome.status, outcome.job_id) == (Status.CREATED if ours else Status.UNKNOWN, OTHER)
    if not ours:
        sentence = f"shows a different job under the id that it returned ({OTHER})"
        assert sentence in outcome.problems[0].message
    for _run in range(2):  # it is looked for under that id, and never sent again
        (again,) = scene.sent(good(Reference="R-1"))
        assert (again.status, again.job_id) == (Status.EXISTS if ours else Status.UNKNOWN, OTHER)
    assert scene.posts == 1


@pytest.mark.parametrize("name", ["Theirs", " Yearly boiler service "])
def test_without_a_reference_it_is_ours_by_its_name(scene: Scene, name: str) -> None:
    def another(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[OTHER] = {**asked.job, "name": name, "id": OTHER}
        return reply(201, {"id": OTHER})

    scene.api.posts = [another]
    (outcome,) = scene.sent()
    assert outcome.status is (Status.UNKNOWN if name == "Theirs" else Status.CREATED)
