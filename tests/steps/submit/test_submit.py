import contextlib
import random
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from importer.errors import JournalError
from importer.jobs_api import JobsApi
from importer.journal import Journal
from importer.journal.entries import RowState
from importer.practice.server import PracticeServer
from importer.records import Observer, Outcome, Status
from importer.settings import SendPolicy, Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from importer.steps.submit.sender import JobSender
from importer.steps.submit.workers import MOST_TAKEN
from tests.builders import good, judged, told
from tests.odd_server import (
    DROP,
    RESET,
    Asked,
    Fault,
    LittleApi,
    OddServer,
    Reply,
    does_and_says,
    head,
    reply,
    says,
)
from tests.steps.submit.scene import QUICK, Scene

ELSE = "95c70f4b-6876-4036-95ba-da05df5f3ec6"
ONE, TWO = SendPolicy(workers=1), SendPolicy(workers=2)
PAGE = reply(200, text="<html><title>Log in</title></html>")


def test_every_row_is_created_once_and_stands_in_the_journal(scene: Scene) -> None:
    scene.has(workers=4)
    outcomes = scene.sent(*[good(Name=f"Job {number}") for number in range(50)])
    assert Counter(outcome.status for outcome in outcomes) == {Status.CREATED: 50}
    assert {outcome.job_id for outcome in outcomes} == set(scene.api.jobs)
    assert scene.posts == 50
    rows = scene.journal.read_rows(scene.run)
    assert [row.outcome for row in rows] == outcomes


def test_the_intent_of_all_rows_is_on_disk_before_the_first_is_sent(scene: Scene) -> None:
    seen: list[RowState] = []

    def look(api: LittleApi, asked: Asked) -> Reply:
        seen.extend(row.state for row in scene.journal.read_rows(scene.run))
        return api.create(asked)

    scene.api.posts = [look]
    scene.sent(*[good(Name=str(number)) for number in range(4)])
    assert seen == [RowState.SENDING] * 2 + [RowState.PLANNED] * 2


def test_an_outcome_is_on_disk_before_it_is_given(scene: Scene) -> None:
    batch = judged(good(Name="A"), good(Name="B"))
    with OddServer(scene.api) as server:
        target = Target("odd", server.url, "u", "p", identity="odd")
        with JobsApi(target) as api:
            run = scene.journal.begin_run(batch, target)
            for outcome in submit_rows(batch, plan_jobs(batch, "odd"), api, RunLog(scene.journal, run), policy=TWO):
                assert outcome in [row.outcome for row in scene.journal.read_rows(run)]


def _shouting(api: LittleApi, asked: Asked) -> Reply:
    api.create(asked)
    return reply(200, {"id": str(asked.job["id"]).upper()})


SILENT = Reply((b"", b"x"), gap=2)
CREATED: dict[str, tuple[list[Fault | None], list[Fault | None]]] = {
    "201 with the id": ([], []),
    "200 with the id in capitals": ([_shouting], []),
    "204": ([does_and_says(Reply((head(204),)))], []),
    "201 without a body": ([does_and_says(Reply((head(201, Content_Length="0"),)))], []),
    "200 with a web page, though it was made": ([does_and_says(PAGE)], []),
    "201 with another id that is not there": ([does_and_says(reply(201, {"id": ELSE}))], []),
    "half a body": ([does_and_says(Reply((head(201, Content_Length="99") + b"{",), then="close"))], []),
    "made, then dropped": ([does_and_says(DROP)], []),
    "made, then reset": ([does_and_says(RESET)], []),
    "made, then silent": ([does_and_says(SILENT)], []),
    "made, then 500": ([does_and_says(reply(500, {"Message": "Oops"}))], []),
    "made, then 504, then a conflict": ([does_and_says(reply(504, text="<html>"))], []),
    "dropped, then made": ([says(DROP)], []),
    "500, then made": ([says(reply(500, {}))], []),
    "503 twice, then made": ([says(reply(503, {})), says(reply(503, {}))], []),
    "429 and a wait, then made": ([says(reply(429, {}, Retry_After="1"))], []),
    "made, dropped, and looked up at the third try": ([does_and_says(DROP)], [says(reply(503, {})), says(DROP)]),
}


@pytest.mark.thorough(but=4)
@pytest.mark.parametrize(("posts", "gets"), CREATED.values(), ids=CREATED)
def test_a_job_that_is_made_is_created_once(scene: Scene, posts: list[Fault], gets: list[Fault]) -> None:
    scene.has(answer_seconds=1)
    scene.api.posts, scene.api.gets = list(posts), list(gets)
    (outcome,) = scene.sent()
    assert (outcome.status, outcome.problems) == (Status.CREATED, ())
    assert list(scene.api.jobs) == [outcome.job_id]
    assert outcome.sent_at


REJECTED: dict[str, tuple[Reply, list[tuple[str, int, str]]]] = {
    "400 field by field": (
        reply(400, {"ModelState": {"jobs.name": ["Too dull."], "jobs.due_date": ["Too late."]}}),
        [("name", 601, "D2"), ("due_date", 601, "2")],
    ),
    "422 about an id that came from a code": (
        reply(422, {"ModelState": {"jobs.job_type_id": ["Archived."]}}),
        [("job_type_code", 601, "B2")],
    ),
    "400 without a field": (reply(400, text="No."), [("", 602, "2")]),
    "400 and a large body": (reply(400, text="x" * 2_000_000), [("", 602, "2")]),
    "417": (reply(417, text=""), [("", 602, "2")]),
}


@pytest.mark.parametrize(("answer", "problems"), REJECTED.values(), ids=REJECTED)
def test_a_refused_job_is_not_tried_again(scene: Scene, answer: Reply, problems: list[tuple[str, int, str]]) -> None:
    scene.api.posts = [says(answer)]
    first, second = scene.sent(good(), good(Name="Second"))
    assert first.status is Status.REJECTED
    assert [(problem.field, problem.code.number, problem.cell) for problem in first.problems] == problems
    assert second.status is Status.CREATED
    assert scene.posts == 2


def of_the_first(fault: Fault) -> Fault:
    """Meets the first row only, however often and whenever it is sent."""
    return lambda api, asked: api.create(asked) if asked.job["name"] == "Second" else fault(api, asked)


def test_a_500_that_persists_is_a_refusal_of_this_row(scene: Scene) -> None:
    scene.api.posts = [of_the_first(says(reply(500, {"Message": "Object reference not set."})))] * 9
    first, second = scene.sent(good(), good(Name="Second"))
    assert first.status is Status.REJECTED
    assert "Object reference not set." in first.problems[0].message
    assert second.status is Status.CREATED


STOPPED: dict[str, Reply] = {
    "401": reply(401, {}),
    "403 as the first answer": reply(403, {}),
    "404": reply(404, {}),
    "redirect": reply(307, {}, Location="http://127.0.0.1:9/api/Jobs"),
}


@pytest.mark.parametrize("answer", STOPPED.values(), ids=STOPPED)
def test_what_would_hit_every_row_stops_the_run_at_once(scene: Scene, answer: Reply) -> None:
    scene.api.posts = [says(answer)] * 9
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(20)])
    assert [outcome.status for outcome in outcomes] == [Status.NOT_SENT] * 20
    assert told(outcomes[-1].problems) == [(21, "", 801)]
    assert scene.posts == 1
    assert scene.journal.previous_runs.find_sent_before(_again(scene)) == {}


def _again(scene: Scene) -> int:
    batch = judged(*[good(Name=str(number)) for number in range(20)])
    run = scene.journal.begin_run(batch, Target("odd", "http://x/api", "u", "p", identity="odd"))
    scene.journal.record_planned(run, plan_jobs(batch, "odd"))
    return run


def test_a_403_after_a_success_is_about_that_row(scene: Scene) -> None:
    scene.api.posts = [None, says(reply(403, {"Message": "Not that project."}))]
    outcomes = scene.sent(good(Name="A"), good(Name="B"), good(Name="C"))
    assert [outcome.status for outcome in outcomes] == [Status.CREATED, Status.REJECTED, Status.CREATED]


def test_a_login_that_expires_stops_the_run_with_what_was_done(scene: Scene) -> None:
    scene.api.posts = [None, None, *[says(reply(401, {}))] * 9]
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(5)])
    assert [outcome.status for outcome in outcomes] == [Status.CREATED] * 2 + [Status.NOT_SENT] * 3


@pytest.mark.parametrize("busy", [reply(429, {}), reply(503, {})])
def test_a_target_that_stays_busy_stops_the_run(scene: Scene, busy: Reply) -> None:
    scene.has(outage_seconds=0.4)
    scene.api.posts = [says(busy)] * 9999
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(5)])
    assert {outcome.status for outcome in outcomes} == {Status.NOT_SENT}
    assert str(busy.pieces[0].split()[1].decode()) in outcomes[0].problems[0].message
    assert not scene.api.jobs


def test_a_gateway_that_gives_up_leaves_the_outcome_open(scene: Scene) -> None:
    scene.has(outage_seconds=0.4)
    scene.api.posts = [says(reply(504, text="<html>"))] * 9999
    (outcome,) = scene.sent()
    assert outcome.status is Status.UNKNOWN
    assert told(outcome.problems) == [(2, "", 701)]


def test_where_nobody_listens_nothing_is_sent(scene: Scene) -> None:
    batch = judged(*[good(Name=str(number)) for number in range(30)])
    with OddServer(scene.api) as server:
        target = Target("odd", server.url, "u", "p", identity="odd")
    policy = replace(QUICK, workers=4, outage_seconds=0.4)
    run = scene.journal.begin_run(batch, target)
    with JobsApi(target, policy) as api:
        outcomes = list(submit_rows(batch, plan_jobs(batch, "odd"), api, RunLog(scene.journal, run), policy=policy))
    assert [outcome.status for outcome in outcomes] == [Status.NOT_SENT] * 30
    assert "connection refused" in outcomes[0].problems[0].message


UNKNOWN: dict[str, tuple[list[Fault | None], list[Fault | None]]] = {
    "dropped every time": ([of_the_first(says(DROP))] * 9, []),
    "dropped, and no way to look": ([says(DROP)], [says(reply(403, {}))] * 9),
    "dropped, and the look meets a web page": ([says(DROP)], [says(PAGE)] * 9),
    "200 with a web page": ([says(PAGE)], []),
    "204, but not there": ([says(Reply((head(204),)))], []),
    "made, 409 on the way back, and no way to look": ([does_and_says(reply(409, {}))], [says(reply(500, {}))] * 9),
}


@pytest.mark.parametrize(("posts", "gets"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_cannot_be_settled_is_unknown(scene: Scene, posts: list[Fault], gets: list[Fault]) -> None:
    scene.api.posts, scene.api.gets = list(posts), list(gets)
    outcome, second = scene.sent(good(), good(Name="Second"))
    assert (outcome.status, told(outcome.problems)) == (Status.UNKNOWN, [(2, "", 701)])
    assert outcome.sent_at
    assert second.status is Status.CREATED


def test_a_target_that_gives_ids_of_its_own_is_told_and_trusted(scene: Scene) -> None:
    def replaces(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[ELSE] = {**asked.job, "id": ELSE}
        return reply(201, {"id": ELSE})

    scene.api.posts = [replaces]
    (outcome,) = scene.sent()
    assert (outcome.status, outcome.job_id) == (Status.CREATED, ELSE)
    assert told(outcome.problems) == [(2, "id", 604)]
    (again,) = scene.sent()
    assert (again.status, again.job_id) == (Status.EXISTS, ELSE)
    assert list(scene.api.jobs) == [ELSE]


def test_where_ids_are_replaced_an_open_job_is_found_by_its_reference(scene: Scene) -> None:
    def replaces(job_id: str, answer: Reply) -> Fault:
        def fault(api: LittleApi, asked: Asked) -> Reply:
            api.jobs[job_id] = {**asked.job, "id": job_id}
            return answer

        return fault

    other = ELSE.replace("9", "8")
    scene.api.posts = [replaces(ELSE, reply(201, {"id": ELSE})), replaces(other, DROP), says(DROP)]
    rows = (good(Name="A"), good(Name="B", Reference="WO-2"), good(Name="C"))
    outcomes = scene.sent(*rows)
    assert [outcome.status for outcome in outcomes] == [Status.CREATED, Status.CREATED, Status.UNKNOWN]
    assert outcomes[1].job_id == other
    assert scene.posts == 3


def test_a_job_that_is_there_and_equal_already_exists(scene: Scene, tmp_path: Path) -> None:
    scene.sent(good(Reference="WO-1"))
    (outcome,) = scene.from_elsewhere(tmp_path, good(Reference="WO-1"))
    assert (outcome.status, outcome.problems) == (Status.EXISTS, ())


def test_a_job_that_is_there_and_differs_is_told_with_both_values(scene: Scene, tmp_path: Path) -> None:
    scene.sent(good(Reference="WO-1"))
    (outcome,) = scene.from_elsewhere(tmp_path, good(Reference="WO-1", Name="Pump"))
    assert outcome.status is Status.CONFLICT
    assert told(outcome.problems) == [(2, "name", 603)]
    assert 'Name ("Pump" here, "Yearly boiler service" there)' in outcome.problems[0].message
    assert [job["name"] for job in scene.api.jobs.values()] == ["Yearly boiler service"]


def test_a_second_run_creates_nothing(scene: Scene) -> None:
    rows = [good(Name=str(number)) for number in range(5)]
    scene.sent(*rows)
    before = scene.posts
    assert {outcome.status for outcome in scene.sent(*rows)} == {Status.EXISTS}
    assert scene.posts == before


def test_what_was_changed_in_the_target_since_is_no_fault(scene: Scene) -> None:
    scene.sent()
    for job in scene.api.jobs.values():
        job["name"] = "Renamed in the office"
    assert [outcome.status for outcome in scene.sent()] == [Status.EXISTS]


def test_a_job_that_was_created_counts_as_there_where_it_cannot_be_looked_up(scene: Scene) -> None:
    (first,) = scene.sent()
    scene.api.gets = [says(reply(403, {}))]
    (again,) = scene.sent()
    assert (again.status, again.job_id) == (Status.EXISTS, first.job_id)
    assert scene.posts == 1


def test_an_open_job_is_looked_up_before_it_is_sent_again(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [does_and_says(DROP)], [says(reply(403, {}))]
    assert [outcome.status for outcome in scene.sent()] == [Status.UNKNOWN]
    assert [outcome.status for outcome in scene.sent()] == [Status.CREATED]
    assert scene.posts == 1


def test_an_open_job_that_is_not_there_is_sent(scene: Scene) -> None:
    scene.api.posts, scene.api.gets = [says(DROP)], [says(reply(403, {}))]
    assert [outcome.status for outcome in scene.sent()] == [Status.UNKNOWN]
    assert [outcome.status for outcome in scene.sent()] == [Status.CREATED]


def test_a_run_that_was_cut_off_made_what_it_made(scene: Scene) -> None:
    scene.sent(end=False)
    assert [outcome.status for outcome in scene.sent()] == [Status.CREATED]
    assert scene.posts == 1


def test_a_stop_finishes_what_is_in_flight_and_sends_no_more(scene: Scene) -> None:
    stop = threading.Event()

    def stops(api: LittleApi, asked: Asked) -> Reply:
        stop.set()
        return api.create(asked)

    scene.api.posts = [None, stops]
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(10)], observer=Observer(stop=stop))
    assert [outcome.status for outcome in outcomes] == [Status.CREATED] * 2 + [Status.NOT_SENT] * 8
    assert "you stopped the run" in outcomes[-1].problems[0].message
    assert [row.outcome for row in scene.journal.read_rows(scene.run)] == outcomes


def test_a_stopped_run_goes_on_where_it_stopped(scene: Scene) -> None:
    stop = threading.Event()

    def stops(api: LittleApi, asked: Asked) -> Reply:
        stop.set()
        return api.create(asked)

    scene.api.posts = [None, stops]
    rows = [good(Name=str(number)) for number in range(10)]
    scene.sent(*rows, observer=Observer(stop=stop))
    statuses = [outcome.status for outcome in scene.sent(*rows)]
    assert statuses == [Status.EXISTS] * 2 + [Status.CREATED] * 8
    assert scene.posts == 10


def test_children_go_after_their_parents_and_not_without_them(scene: Scene) -> None:
    scene.api.posts = [None, says(reply(400, text="No."))]
    rows = (
        good(Reference="A"),
        good(Name="Child of A", Parent="A", Reference="A1"),
        good(Name="Grandchild", Parent="A1"),
        good(Name="Child of the grandchild's", Parent="A", Working_sequence="2"),
    )
    outcomes = scene.sent(*rows)
    assert [outcome.status for outcome in outcomes] == [
        Status.CREATED,
        Status.REJECTED,
        Status.BLOCKED,
        Status.CREATED,
    ]
    assert told(outcomes[2].problems) == [(4, "_parent_jobs_reference_back_office", 802)]
    assert "row 3" in outcomes[2].problems[0].message


def test_of_a_circle_nothing_is_sent(scene: Scene) -> None:
    outcomes = scene.sent(good(Reference="A", Parent="B"), good(Reference="B", Parent="A"), good(Parent="A"))
    assert [outcome.status for outcome in outcomes] == [Status.BLOCKED] * 3
    assert scene.asked == []


def test_a_row_whose_id_is_taken_is_invalid(scene: Scene) -> None:
    (first,) = plan_jobs(judged(good(Reference="A")), "odd")
    outcomes = scene.sent(good(Reference="A", Id=first.job_id), good(Reference="A"))
    assert [outcome.status for outcome in outcomes] == [Status.CREATED, Status.INVALID]


MISHAPS: list[Fault | None] = [
    *[None] * 6,
    says(DROP),
    says(reply(500, {})),
    says(reply(503, {})),
    says(reply(429, {}, Retry_After="0")),
    says(reply(400, text="No.")),
    does_and_says(RESET),
    does_and_says(reply(502, text="<html>")),
    does_and_says(PAGE),
]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("seed", range(4))
def test_whatever_goes_wrong_each_row_is_told_truly(scene: Scene, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - chance that can be repeated
    scene.has(workers=6)
    scene.api.posts = chance.choices(MISHAPS, k=80)
    scene.api.gets = chance.choices([None, None, None, says(DROP), says(reply(503, {}))], k=40)
    rows = [good(Name=str(number)) for number in range(60)]
    first = scene.sent(*rows)
    assert [outcome.row for outcome in first] == list(range(2, 62))
    for outcome in first:
        if outcome.status is not Status.UNKNOWN:
            assert (outcome.job_id in scene.api.jobs) == (outcome.status is Status.CREATED)
    scene.api.posts.clear()
    scene.api.gets.clear()
    assert {outcome.status for outcome in scene.sent(*rows)} <= {Status.CREATED, Status.EXISTS}
    assert len(scene.api.jobs) == 60


def test_without_a_journal_nothing_more_is_sent(scene: Scene) -> None:
    def breaks(api: LittleApi, asked: Asked) -> Reply:
        with contextlib.suppress(JournalError):
            scene.journal._writer.ask("PRAGMA query_only = 1")
        return api.create(asked)

    scene.api.posts = [None, None, breaks]
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(40)], end=False)
    assert 3 <= len(scene.api.jobs) <= MOST_TAKEN
    for outcome in outcomes:
        there = outcome.job_id in scene.api.jobs
        assert outcome.status in ((Status.CREATED, Status.UNKNOWN) if there else (Status.NOT_SENT,))
    assert outcomes[2].status is Status.UNKNOWN
    assert "journal" in outcomes[-1].problems[0].message


def test_where_nothing_can_be_announced_nothing_is_sent(scene: Scene) -> None:
    def breaks(api: LittleApi, asked: Asked) -> Reply:
        with contextlib.suppress(JournalError):
            scene.journal._writer.ask("PRAGMA query_only = 1")
        return api.show(asked)

    scene.has(look_first=True)
    scene.api.gets = [breaks]
    outcomes = scene.sent(*[good(Name=str(number)) for number in range(5)], end=False)
    assert [outcome.status for outcome in outcomes] == [Status.NOT_SENT] * 5
    assert scene.posts == 0


def test_a_fault_of_our_own_is_not_swallowed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_sender: JobSender) -> Outcome:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(JobSender, "deliver", wrong)
    with pytest.raises(RuntimeError, match="of ours"):
        scene.sent()


def test_a_run_that_is_left_sends_no_more(scene: Scene) -> None:
    batch = judged(*[good(Name=str(number)) for number in range(200)])
    with OddServer(scene.api) as server:
        target = Target("odd", server.url, "u", "p", identity="odd")
        with JobsApi(target) as api:
            run = scene.journal.begin_run(batch, target)
            for _ in submit_rows(batch, plan_jobs(batch, "odd"), api, RunLog(scene.journal, run), policy=ONE):
                break
    assert 1 <= len(scene.api.jobs) < 200


def test_the_practice_server_gets_what_the_sheet_says(tmp_path: Path) -> None:
    batch = judged(good(Name="Größe", Estimated_time="90", Due_date="2026-12-31"), good(Name="Second", Id=ELSE))
    with PracticeServer(tmp_path / "practice.sqlite") as server, Journal(tmp_path / "j.sqlite") as journal:
        target = Target("practice", server.url, server.user, server.password, server.domain, identity="practice")
        with JobsApi(target) as api:
            api.check_connection()
            run = journal.begin_run(batch, target)
            outcomes = list(submit_rows(batch, plan_jobs(batch, "practice"), api, RunLog(journal, run), policy=TWO))
            assert {outcome.status for outcome in outcomes} == {Status.CREATED}
            jobs = {str(job["name"]): job for job in api.list_entries("Jobs").entries}
    assert jobs["Größe"]["estimated_time"] == 90
    assert str(jobs["Größe"]["due_date"]).startswith("2026-12-31")
    assert jobs["Second"]["id"] == ELSE


def test_the_practice_server_says_what_it_refuses(tmp_path: Path) -> None:
    batch = judged(good(Job_type_code="NONE"))
    with PracticeServer(tmp_path / "practice.sqlite") as server, Journal(tmp_path / "j.sqlite") as journal:
        target = Target("practice", server.url, server.user, server.password, server.domain, identity="practice")
        with JobsApi(target) as api:
            run = journal.begin_run(batch, target)
            (outcome,) = submit_rows(batch, plan_jobs(batch, "practice"), api, RunLog(journal, run), policy=TWO)
    assert outcome.status is Status.REJECTED
    assert told(outcome.problems) == [(2, "job_type_code", 601)]
    assert outcome.problems[0].cell == "B2"
