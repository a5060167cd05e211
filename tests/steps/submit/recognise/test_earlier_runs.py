"""What earlier runs did, where a run is stopped before it comes to a row, and where the target assigns its own ids."""

import threading
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from importer.journal import PreviousRuns
from importer.records import Status
from importer.steps.submit import plan_jobs
from tests.builders import good, judged, told
from tests.odd_server import DROP, Asked, Fault, LittleApi, Reply, does_and_says, reply, says
from tests.steps.submit.scene import Scene, named, statuses

GONE = says(reply(401, {}))
STRANGE = "95c70f4b-6876-4036-95ba-da05df5f3ec{}"


def replaces(place: int, answer: Reply | None = None) -> Fault:
    """Makes the job under an id of the target's own."""

    def fault(api: LittleApi, asked: Asked) -> Reply:
        job_id = STRANGE.format(place)
        api.jobs[job_id] = {**asked.job, "id": job_id}
        return answer or reply(201, {"id": job_id})

    return fault


def test_a_stopped_run_says_what_an_earlier_one_made(scene: Scene) -> None:
    rows = named("A", "B", "C")
    scene.sent(*rows)
    scene.api.gets = [GONE] * 9
    outcomes = scene.sent(*rows, good(Name="New"))
    assert statuses(outcomes) == [Status.EXISTS] * 3 + [Status.NOT_SENT]
    assert {outcome.job_id for outcome in outcomes[:3]} == set(scene.api.jobs)


def test_what_a_run_made_that_was_cut_off_is_created_where_the_next_is_stopped(scene: Scene) -> None:
    rows = named("A", "B")
    scene.sent(*rows, end=False)
    scene.api.gets = [GONE] * 9
    assert statuses(scene.sent(*rows)) == [Status.CREATED] * 2


def test_what_is_open_stays_open_where_a_run_is_stopped(scene: Scene) -> None:
    scene.api.posts = [says(DROP), says(DROP)]
    scene.api.gets = [says(reply(403, {}))] * 2
    rows = named("A", "B")
    assert statuses(scene.sent(*rows)) == [Status.UNKNOWN] * 2
    scene.api.gets = [GONE] * 9
    outcomes = scene.sent(*rows)
    assert statuses(outcomes) == [Status.UNKNOWN] * 2
    assert told(outcomes[1].problems) == [(3, "", 701)]


LATER: dict[str, list[Fault | None]] = {
    "the run is stopped": [None, GONE],
    "it is refused": [None, None, says(reply(422, {"Message": "No."}))],
    "it is not taken in": [None, None, *[says(reply(429, {}))] * 999],
}


@pytest.mark.parametrize("posts", LATER.values(), ids=LATER)
@pytest.mark.thorough(but=1)
def test_what_is_open_may_be_there_and_not_shown_yet_where_ids_are_kept(
    scene: Scene, posts: list[Fault | None]
) -> None:
    """The checker's seed 12760: a second job would conflict, but nothing else proves that there is none."""
    rows = named("A", "B", "C")
    scene.api.posts, scene.api.gets = [does_and_says(DROP)], [says(reply(403, {}))]
    (open_,) = scene.sent(*rows[:1])
    assert open_.status is Status.UNKNOWN
    scene.has(look_first=True, lag_seconds=2, workers=1, outage_seconds=1)
    scene.api.posts, scene.api.gets = posts, [hides_at_first(open_.job_id)] * 99
    outcomes = scene.sent(*rows)
    assert (outcomes[0].status, outcomes[0].job_id) == (Status.CREATED, open_.job_id)


def hides_at_first(job_id: str) -> Fault:
    """Does not show this job until it is asked for by its id a second time."""
    asked_for: list[str] = []

    def shows(api: LittleApi, asked: Asked) -> Reply:
        asked_for.extend([asked.path] * (job_id in asked.path and "Jobs(" in asked.path))
        hidden = api.jobs.pop(job_id) if len(asked_for) < 2 else None
        answer = api.show(asked)
        api.jobs |= {job_id: hidden} if hidden else {}
        return answer

    return shows


def test_rows_that_are_open_and_not_there_are_looked_up_together(scene: Scene) -> None:
    """Once one of them has shown that the target keeps ids, nothing more has to be asked of the others."""
    rows = named(*range(30))
    scene.api.posts, scene.api.gets = [says(DROP)] * 30, [says(reply(403, {}))] * 30
    assert statuses(scene.sent(*rows)) == [Status.UNKNOWN] * 30
    scene.asked.clear()
    scene.has(look_first=True, lag_seconds=0.001)
    assert statuses(scene.sent(*rows)) == [Status.CREATED] * 30
    looks = [asked.path for asked in scene.asked if asked.method == "GET"]
    assert len(looks) <= 2 + 4, (
        "two queries for all, then the first row alone: by its id, twice by its name, and when it is made"
    )


def test_a_row_that_says_something_else_by_now_is_there_without_its_changes(scene: Scene) -> None:
    scene.sent(good(Name="Other"), good(Reference="R", Name="A"))
    scene.api.gets = [GONE] * 9
    outcomes = scene.sent(good(Name="Other"), good(Reference="R", Name="B"))
    assert statuses(outcomes) == [Status.EXISTS] * 2
    assert told(outcomes[1].problems) == [(3, "", 607)]
    assert {outcome.job_id for outcome in outcomes} == set(scene.api.jobs)


def test_a_child_that_an_earlier_run_made_is_not_called_unsent_with_its_parent(scene: Scene) -> None:
    rows = (good(Reference="A"), good(Name="Child", Parent="A"))
    scene.sent(*rows)
    scene.api.gets = [GONE] * 9
    assert statuses(scene.sent(*rows)) == [Status.EXISTS] * 2


def test_the_journal_knows_that_the_target_gives_ids_of_its_own(scene: Scene) -> None:
    scene.api.posts = [replaces(1), replaces(2, DROP)]
    scene.api.gets = [None, says(reply(403, {}))]
    rows = named("A", "B")
    assert statuses(scene.sent(*rows)) == [Status.CREATED, Status.UNKNOWN]
    assert statuses(scene.sent(*reversed(rows))) == [Status.UNKNOWN, Status.EXISTS]
    scene.has(look_first=True)
    assert statuses(scene.sent(*reversed(rows))) == [Status.UNKNOWN, Status.EXISTS]
    assert len(scene.api.jobs) == 2


def test_a_lost_job_waits_until_it_is_seen_whose_ids_count(scene: Scene, tmp_path: Path) -> None:
    scene.api.posts = [replaces(1, DROP), replaces(2)]
    assert statuses(scene.sent(*named("A", "B"))) == [Status.UNKNOWN, Status.CREATED]
    assert len(scene.api.jobs) == 2
    kept = LittleApi(posts=[says(DROP)])
    scene.api = kept
    assert statuses(scene.from_elsewhere(tmp_path, *named("A", "B"))) == [Status.CREATED] * 2
    assert len(kept.jobs) == 2


def test_where_nothing_says_whose_ids_count_a_lost_job_is_sent_again(scene: Scene) -> None:
    scene.api.posts = [says(DROP)]
    assert statuses(scene.sent()) == [Status.CREATED]


def test_unless_the_target_has_one_that_says_the_same(scene: Scene) -> None:
    scene.api.posts = [replaces(1, DROP)]
    (outcome,) = scene.sent()
    assert (outcome.status, told(outcome.problems)) == (Status.UNKNOWN, [(2, "", 701)])
    assert "a similar job" in outcome.problems[0].message
    assert len(scene.api.jobs) == 1


def test_a_list_may_show_our_job_before_it_is_found_by_its_id(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [does_and_says(DROP)], [says(reply(404, {}))] * 2
    assert statuses(scene.sent()) == [Status.CREATED]
    assert scene.posts == 1


def test_or_does_not_show_what_it_has(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [None, None, says(reply(403, {}))]
    assert statuses(scene.sent()) == [Status.UNKNOWN]
    assert scene.posts == 1


def test_a_job_under_an_id_of_the_target_is_ours_although_the_sheet_gives_another(scene: Scene) -> None:
    scene.api.posts = [replaces(1, reply(201, text=""))]
    (outcome,) = scene.sent(good(Reference="R", Id=STRANGE.format(9)))
    assert (outcome.status, outcome.job_id) == (Status.CREATED, STRANGE.format(1))
    assert told(outcome.problems) == [(2, "id", 604)]


def test_a_look_that_was_too_early_proves_nothing_when_the_row_has_its_turn(scene: Scene) -> None:
    def slowly(api: LittleApi, asked: Asked) -> Reply:
        time.sleep(0.5)
        return api.create(asked)

    scene.api.keeps_ids = False
    scene.api.posts, scene.api.gets = [replaces(1, DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="R"), end=False)) == [Status.UNKNOWN]
    scene.has(look_first=True, lag_seconds=0.5)
    scene.api.posts, scene.api.gets = [slowly], [says(reply(200, {"value": []}))] * 2  # not shown yet
    assert statuses(scene.sent(good(Reference="before it"), good(Reference="R"))) == [Status.CREATED] * 2
    assert len(scene.api.jobs) == 2


def test_a_try_may_be_carried_out_until_its_answer_is_given_up(scene: Scene) -> None:
    """It took longer than the target may lag; so it may still not be shown."""

    def late(api: LittleApi, asked: Asked) -> Reply:
        time.sleep(0.4)
        api.gets = [says(reply(404, {})), says(reply(200, {"value": []}))] * 2  # not shown yet
        api.create(asked)
        return DROP

    scene.api.keeps_ids = False
    scene.api.posts = [None, late]
    scene.has(lag_seconds=0.3)
    assert statuses(scene.sent(good(Reference="first"), good(Reference="R"))) == [Status.CREATED] * 2
    assert len(scene.api.jobs) == 2


def test_a_run_that_was_cut_off_may_have_sent_a_row_again_at_its_very_end(scene: Scene) -> None:
    """When it noted the row says nothing of its last try, which the target may not show yet."""
    scene.api.keeps_ids = False
    scene.api.posts, scene.api.gets = [replaces(1, DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="R"), end=False)) == [Status.UNKNOWN]
    time.sleep(0.3)
    scene.has(look_first=True, lag_seconds=0.3)
    scene.api.gets = [says(reply(200, {"value": []}))] * 2  # not shown yet
    assert statuses(scene.sent(good(Reference="R"))) == [Status.CREATED]
    assert len(scene.api.jobs) == 1


def test_a_row_that_had_to_wait_is_noted_as_sent_before_it_is_sent(scene: Scene) -> None:
    """A run that is killed then leaves it open, and the next one waits until the target shows what it has."""
    noted: list[object] = []

    def note(api: LittleApi, asked: Asked) -> Reply:
        noted.extend(row.sent_at for row in scene.journal.previous_runs.read_rows(scene.run))
        return api.create(asked)

    scene.api.keeps_ids = False
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent()) == [Status.UNKNOWN]
    scene.api.posts = [note]
    scene.sent()
    assert scene.posts == 2
    assert len(noted) == 1
    assert None not in noted


def test_what_was_looked_for_beforehand_is_not_looked_for_again(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="R"))) == [Status.UNKNOWN]
    scene.has(look_first=True, lag_seconds=0.001)
    before = len(scene.asked)
    assert statuses(scene.sent(good(Reference="R"))) == [Status.CREATED]
    asked = [asked.method for asked in scene.asked[before:]]
    assert asked == [*["GET"] * 6, "POST", "GET"]  # by its names, too; the last shows whether the id is kept


def test_a_row_of_a_run_that_ended_a_moment_ago_may_not_be_shown_yet(scene: Scene) -> None:
    scene.api.keeps_ids = False
    scene.api.posts, scene.api.gets = [replaces(1, DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="R"))) == [Status.UNKNOWN]
    scene.has(look_first=True, lag_seconds=10)
    scene.api.gets = [says(reply(200, {"value": []}))] * 2  # not shown yet
    assert statuses(scene.sent(good(Reference="R"))) == [Status.CREATED]
    assert len(scene.api.jobs) == 1


def test_a_row_of_a_run_that_ended_long_ago_is_sent_after_one_look_for_it_alone_where_references_are_kept(
    scene: Scene,
) -> None:
    scene.api.keeps_ids = False
    rows = good(Name="Kept", Reference="R-1"), good(Reference="R-2")
    scene.api.posts, scene.api.gets = [None, says(DROP)], [None, says(reply(403, {}))]
    assert statuses(scene.sent(*rows)) == [Status.CREATED, Status.UNKNOWN]
    time.sleep(0.3)
    scene.has(look_first=True, lag_seconds=0.2)
    before = len(scene.asked)
    assert statuses(scene.sent(*rows)) == [Status.EXISTS, Status.CREATED]
    assert [asked.method for asked in scene.asked[before:]].index("POST") <= 3


def test_a_job_that_was_deleted_is_made_again_where_that_is_wanted(scene: Scene) -> None:
    scene.sent(good(Reference="R"))
    scene.api.jobs.clear()
    assert statuses(scene.sent(good(Reference="R"))) != [Status.CREATED]
    assert not scene.api.jobs
    scene.has(recreate=True)
    assert statuses(scene.sent(good(Reference="R"))) == [Status.CREATED]
    assert len(scene.api.jobs) == 1


def test_where_ids_are_the_targets_own_a_row_with_a_reference_is_looked_for_once_with_all_others(scene: Scene) -> None:
    """One without a reference is looked for on its own: what all were asked for does not show it."""
    scene.api.keeps_ids = False
    scene.api.posts, scene.api.gets = [None, says(DROP), says(DROP)], [None, *[says(reply(403, {}))] * 2]
    rows = (good(Name="made"), good(Name="named", Reference="R"), good(Name="unnamed"))
    assert statuses(scene.sent(*rows)) == [Status.CREATED, Status.UNKNOWN, Status.UNKNOWN]
    scene.has(look_first=True, lag_seconds=0.4)
    before = len(scene.asked)
    _made, _named, unnamed = scene.sent(*rows)
    alone = [asked.path for asked in scene.asked[before:] if asked.method == "GET"][2]  # after two for all
    assert alone == f"/api/Jobs({unnamed.job_id})"


def test_whose_ids_count_is_looked_up_though_the_target_has_stopped_the_run(scene: Scene) -> None:
    """The first look at it breaks off, after another row was sent elsewhere: it is looked at once more."""
    made, looks, sent = threading.Event(), [DROP], list[str]()

    class Elsewhere(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            if asked.method == "POST" and asked.job["name"] == "A":
                answer = replaces(1, reply(201, {"id": asked.job["id"]}))(self, asked)
                sent.append(str(asked.job["id"]))
                made.set()
                return answer
            if asked.method == "POST":
                made.wait(5)
                return reply(301, {}, Location="/elsewhere")
            time.sleep(0.3)
            return looks.pop() if looks and sent[0] in asked.path else self.show(asked)

    scene.api = Elsewhere()
    scene.has(workers=2)
    first, other = scene.sent(*named("A", "B"))
    assert not looks
    assert first.status is Status.UNKNOWN
    assert other.status is Status.NOT_SENT


def test_a_look_that_is_sent_elsewhere_says_nothing_of_whose_ids_count(scene: Scene) -> None:
    scene.api.posts = [lambda api, asked: replaces(1, reply(201, {"id": asked.job["id"]}))(api, asked)]
    scene.api.gets = [says(reply(301, {}, Location="/elsewhere"))]
    (outcome,) = scene.sent()
    assert outcome.status is Status.UNKNOWN


def test_an_open_job_that_is_found_under_our_id_shows_that_ids_are_kept(scene: Scene) -> None:
    """The lists cannot be asked: only the ids say that the other was never made."""

    def shows_no_lists(api: LittleApi, asked: Asked) -> Reply:
        return api.show(asked) if "Jobs(" in asked.path else reply(501, {})

    rows = named("A", "B")
    scene.api.posts, scene.api.gets = [does_and_says(DROP), says(DROP)], [says(reply(403, {}))] * 2
    assert statuses(scene.sent(*rows)) == [Status.UNKNOWN] * 2
    scene.api.gets = [shows_no_lists] * 99
    assert statuses(scene.sent(*rows)) == [Status.CREATED] * 2
    assert [job["name"] for job in scene.api.jobs.values()] == ["A", "B"]


def test_which_rows_are_new_is_asked_of_the_journal_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.sent(*named("Boiler", "Pump"))
    asked: list[list[str]] = []
    ids_there = PreviousRuns.select_ids_there

    def count(journal: PreviousRuns, job_ids: Iterable[str], identity: str) -> frozenset[str]:
        asked.append(list(job_ids))
        return ids_there(journal, asked[-1], identity)

    monkeypatch.setattr(PreviousRuns, "select_ids_there", count)
    jobs = plan_jobs(judged(*named("Boiler", "Pump", "Pump", "Lift")), "odd", scene.journal.previous_runs)
    assert len({job.job_id for job in jobs if not job.new_id}) == 3
    assert len(asked) == 1
