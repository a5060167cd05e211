"""What the target has already is found before anything is sent, twenty at a time, from any computer."""

import threading
from pathlib import Path

import pytest

from importer.journal import PreviousRow, PreviousRuns
from importer.problem import NO_RECORD_OF_JOB
from importer.records import Observer, Status
from importer.steps.submit import plan_jobs
from tests.builders import good, judged, told
from tests.odd_server import DROP, Asked, LittleApi, Reply, reply, says, times
from tests.steps.submit.scene import Scene, named, statuses

GIVEN = "7e60fd05-1c08-4886-b483-9f631f943287"
OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec6"


@pytest.fixture(autouse=True)
def look_first(scene: Scene) -> None:
    scene.has(look_first=True, workers=4)


def referenced(count: int, **changes: str) -> list[dict[str, str]]:
    return [good(Reference=f"WO-{number}", **changes) for number in range(count)]


def test_a_second_run_from_another_computer_sends_nothing(scene: Scene, tmp_path: Path) -> None:
    rows = [*referenced(50), good(), good(), good(Name="With an id of its own", Id=GIVEN)]
    first = scene.sent(*rows)
    assert set(statuses(first)) == {Status.CREATED}
    scene.asked.clear()
    again = scene.from_elsewhere(tmp_path, *rows)
    assert set(statuses(again)) == {Status.EXISTS}
    assert [outcome.job_id for outcome in again] == [outcome.job_id for outcome in first]
    told = [[problem.code for problem in outcome.problems] for outcome in again]
    assert told == [*[[]] * 50, [NO_RECORD_OF_JOB], [NO_RECORD_OF_JOB], []]  # two have neither a reference nor an id
    assert [asked.method for asked in scene.asked] == ["GET"] * 4  # 50 references are three filters, 3 ids are one


def test_so_it_is_where_the_target_gives_ids_of_its_own(scene: Scene, tmp_path: Path) -> None:
    scene.api.keeps_ids = False
    first = scene.sent(*referenced(5), good(Id=GIVEN, Reference="WO-own"))
    assert set(statuses(first)) == {Status.CREATED}
    again = scene.from_elsewhere(tmp_path, *referenced(5), good(Id=GIVEN, Reference="WO-own"))
    assert set(statuses(again)) == {Status.EXISTS}
    assert [outcome.job_id for outcome in again] == [outcome.job_id for outcome in first]
    assert told(again[-1].problems) == [(7, "id", 605)]  # the id of the sheet is not the one that it has there
    assert scene.posts == len(scene.api.jobs) == 6


def test_the_journal_knows_the_ids_that_a_target_gave_to_rows_without_a_reference(scene: Scene) -> None:
    scene.api.keeps_ids = False
    first = scene.sent(good(Name="A"), good(Name="B"))
    again = scene.sent(good(Name="A"), good(Name="B"))
    assert set(statuses(again)) == {Status.EXISTS}
    assert [outcome.job_id for outcome in again] == [outcome.job_id for outcome in first]


def test_what_differs_is_told_and_not_overwritten(scene: Scene, tmp_path: Path) -> None:
    scene.sent(good(Reference="WO-1"))
    (outcome,) = scene.from_elsewhere(tmp_path, good(Reference="WO-1", Name="Pump"))
    assert outcome.status is Status.CONFLICT
    assert told(outcome.problems) == [(2, "name", 603)]
    assert 'Name ("Pump" here, "Yearly boiler service" there)' in outcome.problems[0].message
    assert [job["name"] for job in scene.api.jobs.values()] == ["Yearly boiler service"]
    assert scene.posts == 1


def test_of_several_jobs_with_one_reference_the_one_that_fits_is_named(scene: Scene) -> None:
    like = {"reference_back_office": "WO-1", "project_reference_back_office": "P-1001", "job_type_code": "MAINT"}
    like |= {"job_status_code": "ToBePlanned"}
    scene.api.jobs[GIVEN] = {**like, "id": GIVEN, "name": "Another"}
    scene.api.jobs[OTHER] = {**like, "id": OTHER, "name": "Yearly boiler service"}
    (outcome,) = scene.sent(good(Reference="WO-1"))
    assert (outcome.status, outcome.job_id, outcome.problems) == (Status.EXISTS, OTHER, ())


def test_a_reference_is_compared_to_the_letter(scene: Scene) -> None:
    def forgiving(api: LittleApi, asked: Asked) -> Reply:
        del asked
        return reply(200, {"value": list(api.jobs.values())})

    scene.api.jobs[OTHER] = {"id": OTHER, "reference_back_office": "wo-1", "name": "Another"}
    scene.api.gets = [forgiving]
    assert statuses(scene.sent(good(Reference="WO-1"))) == [Status.CREATED]


def test_rows_that_share_a_reference_are_known_by_their_own_ids(scene: Scene, tmp_path: Path) -> None:
    first, second = good(Id=GIVEN, Reference="WO-1"), good(Id=OTHER, Reference="WO-1")
    scene.sent(first)
    assert statuses(scene.from_elsewhere(tmp_path, first, second)) == [Status.EXISTS, Status.CREATED]


def test_an_open_row_is_created_where_it_is_found(scene: Scene) -> None:
    def made_and_dropped(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        return DROP

    scene.has(look_first=False)
    scene.api.posts, scene.api.gets = [made_and_dropped], [says(reply(403, {}))]
    assert statuses(scene.sent(good(Reference="WO-1"))) == [Status.UNKNOWN]
    scene.has(look_first=True)
    assert statuses(scene.sent(good(Reference="WO-1"))) == [Status.CREATED]
    assert scene.posts == 1


def test_an_open_row_is_not_sent_again_where_the_look_at_all_has_the_answer_to_another_question(scene: Scene) -> None:
    """The checker's seed 18629: a gateway gave the look by reference the answer to the look by id."""

    def made_and_dropped(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        return DROP

    rows = [good(Reference="WO-1"), good(Reference="WO-2")]
    scene.api.keeps_ids = False
    scene.has(look_first=False, workers=1, lag_seconds=0.0)
    scene.api.posts, scene.api.gets = [None, made_and_dropped], [None, None, *[says(reply(403, {}))] * 9]
    assert statuses(scene.sent(*rows)) == [Status.CREATED, Status.UNKNOWN]
    first = next(iter(scene.api.jobs.values()))
    scene.has(look_first=True)
    scene.api.gets = [says(reply(200, {"value": [first]}))] * 2
    assert statuses(scene.sent(*rows)) == [Status.EXISTS, Status.CREATED]
    assert scene.posts == 2


def test_no_look_asks_nothing_and_a_conflict_tells_the_same(scene: Scene, tmp_path: Path) -> None:
    scene.sent(*referenced(3))
    scene.asked.clear()
    scene.has(look_first=False)
    assert set(statuses(scene.from_elsewhere(tmp_path, *referenced(3)))) == {Status.EXISTS}
    assert [asked.method for asked in scene.asked].count("POST") == 3


def test_a_list_that_is_refused_is_asked_for_once_and_told_once(scene: Scene) -> None:
    scene.has(workers=1)
    scene.api.gets = times(9, [says(reply(403, {}))])
    outcomes = scene.sent(*referenced(60))
    assert set(statuses(outcomes)) == {Status.CREATED}
    problems = tuple(problem for outcome in outcomes for problem in outcome.problems)
    assert told(problems) == [(None, "", 606)]
    assert "HTTP 403" in problems[0].message
    assert len(scene.asked) == 1 + 60 + 9  # one look, the rows, and nine times whether one is kept under its id


@pytest.mark.parametrize("wanted", [False, True])
def test_where_it_cannot_be_looked_up_somebody_may_not_want_it_sent(scene: Scene, *, wanted: bool) -> None:
    """A job of another computer, on a target that gives ids of its own, would be made a second time."""
    scene.api.gets = [says(reply(403, {}))]
    asked: list[str] = []
    observer = Observer(send_unlooked=lambda reason: asked.append(reason) or wanted)  # type: ignore[func-returns-value]
    outcomes = scene.sent(*referenced(3), observer=observer)
    assert asked == ["HTTP 403"]
    assert set(statuses(outcomes)) == {Status.CREATED if wanted else Status.NOT_SENT}
    assert scene.posts == (3 if wanted else 0)
    assert wanted or "--no-look" in outcomes[0].problems[0].message


def test_nobody_is_asked_about_jobs_that_earlier_runs_have_seen(scene: Scene) -> None:
    scene.sent(*referenced(3))
    scene.api.gets = [says(reply(403, {}))]
    said = Observer(send_unlooked=lambda _reason: pytest.fail("asked"))
    assert set(statuses(scene.sent(*referenced(3), observer=said))) == {Status.EXISTS}


def test_a_look_that_meets_trouble_is_made_again(scene: Scene, tmp_path: Path) -> None:
    scene.sent(*referenced(30))
    scene.api.gets = [says(DROP), says(reply(503, {})), says(DROP)]
    assert set(statuses(scene.from_elsewhere(tmp_path, *referenced(30)))) == {Status.EXISTS}


@pytest.mark.parametrize("answer", [reply(401, {}), reply(302, {}, Location="http://elsewhere.example/")])
def test_a_look_may_show_that_the_target_is_of_no_use(scene: Scene, answer: Reply) -> None:
    scene.api.gets = times(9, [says(answer)])
    outcomes = scene.sent(*referenced(3))
    assert set(statuses(outcomes)) == {Status.NOT_SENT}
    assert scene.posts == 0


def test_a_stop_ends_the_looking(scene: Scene) -> None:
    stop = threading.Event()
    scene.has(workers=1)

    def stops(api: LittleApi, asked: Asked) -> Reply:
        stop.set()
        return api.show(asked)

    scene.api.gets = [stops]
    outcomes = scene.sent(*referenced(60), observer=Observer(stop=stop))
    assert set(statuses(outcomes)) == {Status.NOT_SENT}
    assert len(scene.asked) == 1


def test_looking_is_a_step_of_its_own_with_its_progress(scene: Scene) -> None:
    steps: list[tuple[str, int, int]] = []
    scene.sent(*referenced(30), good(), observer=Observer(progress=lambda *step: steps.append(step)))
    assert steps[0] == ("Looking up", 0, 31)
    assert steps[-1] == ("Looking up", 31, 31)
    assert [done for _, done, _ in steps] == sorted(done for _, done, _ in steps)


def test_long_references_are_asked_for_fewer_at_a_time(scene: Scene, tmp_path: Path) -> None:
    rows = [good(Reference="Größe/" + "é" * 40 + str(number)) for number in range(40)]
    scene.sent(*rows)
    assert set(statuses(scene.from_elsewhere(tmp_path, *rows))) == {Status.EXISTS}
    assert max(len(asked.target) for asked in scene.asked) < 2000


def in_pages(api: LittleApi, asked: Asked) -> Reply:
    """Two jobs a page, as many pages as it takes."""
    skip = int(asked.path.partition("$skip=")[2].partition("&")[0] or 0)
    jobs = list(api.jobs.values())
    page: dict[str, object] = {"value": jobs[skip : skip + 2]}
    if skip + 2 < len(jobs):
        page["@odata.nextLink"] = f"http://{asked.headers['host']}/api/Jobs?$skip={skip + 2}"
    return reply(200, page)


def test_an_answer_of_several_pages_is_read_to_its_end(scene: Scene, tmp_path: Path) -> None:
    scene.sent(*referenced(5))
    scene.api.gets = [in_pages] * 9
    assert set(statuses(scene.from_elsewhere(tmp_path, *referenced(5)))) == {Status.EXISTS}


def test_what_moves_to_a_page_that_was_read_already_is_asked_for_by_itself(scene: Scene, tmp_path: Path) -> None:
    """Somebody deletes a job while the pages are read: the target gives ids of its own, and would take it twice."""

    def shifting(api: LittleApi, asked: Asked) -> Reply:
        page = in_pages(api, asked)
        api.jobs.pop(gone, None)
        return page

    scene.api.keeps_ids = False
    gone = scene.sent(good(Reference="R-gone"), *referenced(5))[0].job_id
    scene.api.gets = [in_pages, shifting, in_pages, in_pages]  # the first page, then all of them
    outcomes = scene.from_elsewhere(tmp_path, good(Reference="R-gone"), *referenced(5))
    assert statuses(outcomes)[1:] == [Status.EXISTS] * 5


def test_pages_that_cannot_be_read_to_their_end_prove_nothing(scene: Scene, tmp_path: Path) -> None:
    scene.sent(*referenced(5))
    scene.api.gets = [in_pages, in_pages, says(reply(403, {}))]
    outcomes = scene.from_elsewhere(tmp_path, *referenced(5))
    assert set(statuses(outcomes)) == {Status.EXISTS}  # by the conflict that each of them meets
    assert len(scene.api.jobs) == 5


def test_all_jobs_of_earlier_runs_are_listed_only_where_a_job_says_the_same(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed: list[str] = []

    def rows_there(_: PreviousRuns, identity: str, _most: int) -> list[PreviousRow]:
        listed.append(identity)
        return []

    monkeypatch.setattr(PreviousRuns, "list_rows_there", rows_there)
    scene.has(look_first=True)
    scene.sent(*named("A"))
    scene.sent(*named("A"))
    assert listed == []
    (other,) = plan_jobs(judged(*named("B")), "of another computer")
    scene.api.jobs[other.job_id] = other.request
    assert statuses(scene.sent(*named("A", "B"))) == [Status.EXISTS, Status.NOT_SENT]
    assert len(listed) == 1


def test_ids_of_the_version_before_are_asked_for_once(scene: Scene) -> None:
    """They are others for times with a zone; what the journal knows has the id that it has."""
    batch = judged(*(good(Name=f"Job {n}", Suggested_start="2026-12-31T09:00:00Z") for n in range(20)))
    scene.submitted(batch, known=True)
    first = len(scene.asked)
    scene.submitted(batch, known=True)
    assert [asked.method for asked in scene.asked[first:]] == ["GET"]
