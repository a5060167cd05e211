"""Whatever an answer looks like, and whatever the network does, what is told of a row is so."""

import gzip
import socket
import struct
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from importer.jobs_api import JobsApi
from importer.jobs_api.connection import LARGEST_BODY
from importer.records import Outcome, Status
from importer.settings import Target
from importer.steps.submit import RunLog, plan_jobs, submit_rows
from tests import certificate
from tests.builders import good, judged, told
from tests.odd_server import DROP, Asked, LittleApi, OddServer, Reply, does_and_says, head, reply, says, times
from tests.steps.submit.scene import QUICK, Scene, named, statuses, stopped_by

STRANGER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
PAGE = "<html><head><title>Sign in</title></head><body>Please sign in.</body></html>"
ZIPPED = gzip.compress(b" " * (40 * LARGEST_BODY))
CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
ODD: dict[str, Reply] = {
    "201, JSON cut short": reply(201, text='{"id": "7e60fd05-1c08-'),
    "201, a web page": reply(201, text=PAGE),
    "201, a list": reply(201, [1, 2]),
    "201, an id that is none": reply(201, {"id": 17}),
    "200, a web page": reply(200, text=PAGE),
    "200, nothing": reply(200, text=""),
    "204": Reply((head(204),)),
    "202": reply(202, {}),
    "201, a bomb": Reply((head(201, Content_Length=str(len(ZIPPED)), Content_Encoding="gzip") + ZIPPED,)),
    "201, without end": Reply((head(201, Transfer_Encoding="chunked"), *[CHUNK] * 30), then="close"),
    "201, drop by drop": Reply((head(201, Content_Length="9"), *[b"x"] * 9), gap=0.2),
    "201, half a header": Reply((b"HTTP/1.1 201 Created\r\nContent-Le",), then="close"),
    "201, half a body": Reply((head(201, Content_Length="99") + b"{",), then="close"),
    "500, a web page": reply(500, text=PAGE),
    "501": reply(501, text=""),
    "511": reply(511, text=PAGE),
    "408": reply(408, text=""),
    "502": reply(502, text=PAGE),
    "no HTTP at all": Reply((b"220 smtp.example ESMTP\r\n",), then="close"),
    "dropped": DROP,
}


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_what_was_made_behind_an_odd_answer_is_created(scene: Scene, answer: Reply) -> None:
    scene.has(answer_seconds=1)
    scene.api.posts = [does_and_says(answer)]
    (outcome,) = scene.sent()
    assert (outcome.status, outcome.problems) == (Status.CREATED, ())
    assert list(scene.api.jobs) == [outcome.job_id]


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_what_was_not_made_behind_an_odd_answer_is_never_called_created(scene: Scene, answer: Reply) -> None:
    scene.has(answer_seconds=1, outage_seconds=0.4)
    scene.api.posts = [None, *times(4000, [says(answer)])]
    first, outcome = scene.sent(*named("first", "second"))
    assert first.status is Status.CREATED
    assert outcome.status in (Status.UNKNOWN, Status.REJECTED, Status.NOT_SENT)
    assert list(scene.api.jobs) == [first.job_id]


@pytest.mark.thorough(but=2)
@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
def test_an_odd_answer_that_cannot_be_looked_behind_is_never_called_created(scene: Scene, answer: Reply) -> None:
    scene.has(answer_seconds=1)
    scene.api.posts, scene.api.gets = [None, *times(400, [does_and_says(answer)])], times(400, [says(reply(403, {}))])
    _, outcome = scene.sent(*named("first", "second"))
    if outcome.status is Status.CREATED:  # sent again, it would be a conflict, and that is no proof either
        pytest.fail("nobody has seen this job")
    assert outcome.status is Status.UNKNOWN


SHAPES: dict[str, tuple[Reply, str, list[int]]] = {
    "fields": (reply(422, {"ModelState": {"jobs.name": ["Too dull."]}}), "Too dull.", [601]),
    "problem details": (reply(400, {"title": "Bad.", "errors": {"$.name": ["Too dull."]}}), "Too dull.", [601]),
    "OData": (
        reply(400, {"error": {"code": "", "message": "An error.", "innererror": {"message": "Too dull."}}}),
        "Too dull.",
        [602],
    ),
    "a bare string": (reply(400, "Too dull."), "Too dull.", [602]),
    "plain text": (reply(422, text="Too dull."), "Too dull.", [602]),
    "a web page": (reply(400, text="<html><title>Bad Request</title><h1>Too dull.</h1></html>"), "Too dull.", [602]),
    "nothing": (reply(400, text=""), "no reason was given", [602]),
    "10 MB": (reply(422, text="Too dull. " * 1024 * 1024), "Too dull.", [602]),
    "cut short": (Reply((head(400, Content_Length="900") + b'{"Message":',), then="close"), "no reason", [602]),
    "no text at all": (reply(400, {"Message": None, "ModelState": None}), "no reason was given", [602]),
}


@pytest.mark.parametrize(("answer", "sentence", "codes"), SHAPES.values(), ids=SHAPES)
@pytest.mark.thorough(but=2)
def test_a_refusal_is_told_in_its_own_words_and_the_rest_goes_on(
    scene: Scene, answer: Reply, sentence: str, codes: list[int]
) -> None:
    scene.api.posts = [None, says(answer)]
    outcomes = scene.sent(*named("first", "second", "third"))
    assert statuses(outcomes) == [Status.CREATED, Status.REJECTED, Status.CREATED]
    assert [problem.code.number for problem in outcomes[1].problems] == codes
    assert sentence in outcomes[1].problems[0].message
    assert len(outcomes[1].problems[0].message) < 600
    assert scene.posts == 3


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("midway", [False, True], ids=["at first", "midway"])
@pytest.mark.thorough(but=2)
def test_a_redirect_is_never_followed_and_the_login_goes_nowhere_else(
    scene: Scene, status: int, *, midway: bool
) -> None:
    with OddServer(lambda _: reply(201, {})) as elsewhere:
        address = elsewhere.url.replace("127.0.0.1", "localhost") + "/Jobs"
        answer = says(reply(status, {}, Location=address))
        scene.api.posts = [*([None] if midway else []), *[answer] * 9]
        outcomes = scene.sent(*named(*range(5)))
        assert elsewhere.connections == 0
    first = [Status.CREATED] if midway else [Status.UNKNOWN if status == 303 else Status.NOT_SENT]
    assert statuses(outcomes) == [*first, *[Status.NOT_SENT] * 4]
    assert "redirects to" in outcomes[-1].problems[0].message
    assert address in outcomes[-1].problems[0].message
    assert scene.posts == 1 + midway


@pytest.mark.parametrize(
    ("answer", "word"), [(reply(401, {}), "no longer accepts the login"), (reply(404, {}), "accepts no jobs")]
)
def test_a_cause_of_all_rows_stops_many_workers_at_once_and_resumes(scene: Scene, answer: Reply, word: str) -> None:
    scene.has(workers=8)
    scene.api.posts = [*[None] * 10, *[says(answer)] * 99]
    outcomes = scene.sent(*named(*range(60)))
    assert statuses(outcomes).count(Status.CREATED) == 10
    assert statuses(outcomes).count(Status.NOT_SENT) == 50
    assert scene.posts <= 10 + 8
    assert word in outcomes[-1].problems[0].message
    scene.api.posts.clear()
    again = statuses(scene.sent(*named(*range(60))))
    assert (again.count(Status.EXISTS), again.count(Status.CREATED)) == (10, 50)


def sent_to(url: str, scene: Scene, rows: int = 20) -> list[Outcome]:
    batch = judged(*named(*range(rows)))
    target = Target("odd", url, "u", "p", identity="odd")
    run = scene.journal.begin_run(batch, target)
    policy = replace(QUICK, workers=4, look_first=False)
    with JobsApi(target, policy) as api:
        return list(submit_rows(batch, plan_jobs(batch, "odd"), api, RunLog(scene.journal, run), policy=policy))


def test_a_name_that_is_not_known_stops_the_run_at_once(scene: Scene) -> None:
    outcomes = sent_to("https://no-such-host.invalid/api", scene)
    assert statuses(outcomes) == [Status.NOT_SENT] * 20
    assert "name is not known" in outcomes[0].problems[0].message


def test_a_connection_that_is_not_safe_stops_the_run_at_once(scene: Scene, tmp_path: Path) -> None:
    with OddServer(scene.api, certificate.made(tmp_path).context) as server:
        outcomes = sent_to(server.url, scene)
        assert server.connections <= 4
    assert statuses(outcomes) == [Status.NOT_SENT] * 20
    assert "certificate is not accepted" in outcomes[0].problems[0].message


def test_connections_that_are_closed_after_each_answer_lose_nothing(scene: Scene) -> None:
    def closes(api: LittleApi, asked: Asked) -> Reply:
        return replace(api.create(asked), then="close")

    scene.has(workers=4)
    scene.api.posts = [closes] * 99
    assert set(statuses(scene.sent(*named(*range(40))))) == {Status.CREATED}
    assert len(scene.api.jobs) == 40


class _Breaking(OddServer):
    """Resets the first connections in the middle of a request."""

    def __init__(self, respond: LittleApi, breaks: int) -> None:
        super().__init__(respond)
        self.breaks = breaks

    def reads(self, connection: socket.socket) -> bool:
        self.breaks -= 1
        if self.breaks < 0:
            return True
        connection.recv(1000)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return False


def test_a_connection_reset_in_the_middle_of_an_upload_loses_nothing(scene: Scene) -> None:
    rows = [good(Name=str(number), Internal_memo="long " * 400_000) for number in range(4)]
    batch = judged(*rows)
    with _Breaking(scene.api, 3) as server:
        target = Target("odd", server.url, "u", "p", identity="odd")
        run = scene.journal.begin_run(batch, target)
        with JobsApi(target, QUICK) as api:
            outcomes = list(submit_rows(batch, plan_jobs(batch, "odd"), api, RunLog(scene.journal, run), policy=QUICK))
    assert statuses(outcomes) == [Status.CREATED] * 4
    assert len(scene.api.jobs) == 4


def test_where_ids_are_replaced_an_open_row_without_a_reference_is_not_sent_again(scene: Scene) -> None:
    scene.api.keeps_ids = False
    scene.api.posts = [None, does_and_says(reply(504, text=PAGE))]
    first, second, third = scene.sent(*named("A", "B", "C"))
    assert statuses([first, second, third]) == [Status.CREATED, Status.UNKNOWN, Status.CREATED]
    assert told(second.problems) == [(3, "", 701)]
    assert len(scene.api.jobs) == scene.posts == 3


@pytest.mark.parametrize("lost", [DROP, reply(500, {}), reply(502, text=PAGE), reply(503, {}), reply(504, {})])
@pytest.mark.thorough(but=2)
def test_where_ids_are_replaced_an_open_row_with_a_reference_is_found_by_it(scene: Scene, lost: Reply) -> None:
    scene.api.keeps_ids = False
    scene.api.posts = [does_and_says(lost), None, does_and_says(lost)]
    outcomes = scene.sent(*[good(Reference=f"WO-{number}") for number in range(4)])
    assert set(statuses(outcomes)) == {Status.CREATED}
    assert {outcome.job_id for outcome in outcomes} == set(scene.api.jobs)
    assert scene.posts == 4


def test_an_answer_with_the_id_of_a_job_that_is_not_ours_proves_nothing(scene: Scene) -> None:
    foreign = "95c70f4b-6876-4036-95ba-da05df5f3ec6"
    scene.api.jobs[foreign] = {"id": foreign, "name": "Somebody else's"}
    scene.api.posts = [says(reply(201, {"id": foreign}))]
    (outcome,) = scene.sent()
    assert outcome.status is Status.UNKNOWN
    scene.api.posts = [does_and_says(reply(201, {"id": foreign}))]
    (other,) = scene.sent(good(Name="Other"))
    assert (other.status, other.job_id in scene.api.jobs) == (Status.CREATED, True)
    assert other.job_id != foreign


def test_a_job_that_only_a_strange_answer_names_says_nothing_of_the_ids_of_others(scene: Scene) -> None:
    """The target shows no job at all: what it says it created under our ids is believed, as without that answer."""
    foreign = "95c70f4b-6876-4036-95ba-da05df5f3ec6"

    class Blind(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            if asked.method == "GET":
                return reply(404, {}) if foreign in asked.path else reply(403, {})
            return super().__call__(asked)

    scene.has(lag_seconds=0.001, workers=1)
    scene.api = Blind(posts=[says(reply(201, {"id": foreign}))])
    strange, *others = scene.sent(*named(*range(5)))
    assert strange.status is Status.UNKNOWN
    assert statuses(others) == [Status.CREATED] * 4


def test_a_409_is_created_where_the_journal_knows_that_we_sent_it(scene: Scene) -> None:
    scene.has(lag_seconds=0.001)
    scene.api.posts, scene.api.gets = [does_and_says(DROP)], [says(reply(403, {}))]
    assert statuses(scene.sent()) == [Status.UNKNOWN]
    late = says(reply(404, {}))
    scene.api.gets = [late, late, *[says(reply(200, {"value": []}))] * 4]  # looking beforehand finds it late
    assert statuses(scene.sent()) == [Status.CREATED]
    assert scene.posts == 2


def test_a_job_made_by_us_that_the_target_keeps_otherwise_is_ours_all_the_same(scene: Scene) -> None:
    def shortens(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        api.jobs[str(asked.job["id"])]["name"] = "Yearly"
        return DROP

    scene.has(look_first=True)
    scene.api.posts = [shortens]
    (outcome,) = scene.sent()
    assert outcome.status is Status.CREATED
    assert told(outcome.problems) == [(2, "name", 605)]


def test_a_conflict_may_be_about_the_reference(scene: Scene) -> None:
    def unique(api: LittleApi, asked: Asked) -> Reply:
        taken = {job.get("reference_back_office") for job in api.jobs.values()}
        return reply(409, {"Message": "Taken."}) if asked.job["reference_back_office"] in taken else api.create(asked)

    theirs = "95c70f4b-6876-4036-95ba-da05df5f3ec6"
    like = {"project_reference_back_office": "P-1001", "job_type_code": "MAINT", "job_status_code": "ToBePlanned"}
    scene.api.jobs[theirs] = {**like, "id": theirs, "name": "Yearly boiler service", "reference_back_office": "WO-2"}
    scene.api.posts = [unique] * 9
    outcomes = scene.sent(good(Reference="WO-1"), good(Reference="WO-2"))
    assert statuses(outcomes) == [Status.CREATED, Status.EXISTS]
    assert outcomes[1].job_id == theirs


def test_what_a_target_does_with_ids_is_known_from_earlier_runs(scene: Scene) -> None:
    scene.api.keeps_ids = False
    scene.sent(good(Name="A"))
    scene.api.posts = [does_and_says(DROP)]
    outcomes = scene.sent(good(Name="A"), good(Name="B"))
    assert statuses(outcomes) == [Status.EXISTS, Status.UNKNOWN]
    assert len(scene.api.jobs) == 2


@pytest.mark.parametrize("rows", [["A"], ["A", "B"]], ids=["alone", "beside a row that shows what ids are"])
def test_a_conflict_of_a_target_that_gives_its_own_ids_is_open(scene: Scene, rows: list[str]) -> None:
    scene.api.keeps_ids = False
    scene.api.posts = [does_and_says(reply(409, text="<html>Conflict</html>"))]
    outcomes = scene.sent(*named(*rows))
    assert statuses(outcomes) == [Status.UNKNOWN, *[Status.CREATED] * (len(rows) - 1)]
    scene.sent(*named(*rows))
    assert len(scene.api.jobs) == len(rows)


def test_a_conflict_is_open_where_the_job_is_not_shown(scene: Scene) -> None:
    """V3: it may be in a replica that is behind, archived, or hidden by rights."""
    scene.api.posts = [says(reply(409, {"Message": "Not now."})), None, says(reply(409, {"Message": "Not now."}))]
    first, second = scene.sent(*named("A", "B"))
    assert statuses([first, second]) == [Status.UNKNOWN, Status.CREATED]
    assert 'HTTP 409 ("Not now."), and does not show this job' in first.problems[0].message
    assert len(scene.api.jobs) == 1


def test_what_may_have_been_made_behind_a_503_is_open_where_the_run_is_stopped_before_it_can_be_seen(
    scene: Scene,
) -> None:
    stop = threading.Event()

    def makes_it(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        api.gets = [says(reply(404, {}))] * 9
        stop.set()
        return reply(503, {})

    scene.has(lag_seconds=5)
    scene.api.posts = [makes_it]
    assert statuses(scene.sent(observer=stopped_by(stop))) == [Status.UNKNOWN]


@pytest.mark.thorough
def test_an_outage_gives_the_last_tries_time_to_show_what_they_made(scene: Scene) -> None:
    """All answer 503; behind one of them the job was made, and the target does not show it at once."""

    def makes_it(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        api.gets = [says(reply(404, {}))] * 4
        return reply(503, {})

    scene.has(lag_seconds=3, outage_seconds=0.4, workers=3)
    scene.api.posts = [makes_it, *[says(reply(503, {}))] * 9999]
    outcomes = scene.sent(*named("A", "B", "C"))
    made = [outcome for outcome in outcomes if outcome.job_id in scene.api.jobs]
    assert statuses(made) == [Status.CREATED]
    assert set(statuses(outcomes)) == {Status.CREATED, Status.NOT_SENT}


def test_what_may_have_been_made_behind_a_redirect_is_open_where_it_cannot_be_looked_up(scene: Scene) -> None:
    def makes_it(api: LittleApi, asked: Asked) -> Reply:
        api.create(asked)
        return reply(303, {}, Location="/elsewhere")

    scene.api.posts, scene.api.gets = [makes_it], [says(reply(403, {}))] * 9
    assert statuses(scene.sent()) == [Status.UNKNOWN]


def test_what_may_have_been_made_behind_see_other_is_open_where_its_name_may_have_been_cut(scene: Scene) -> None:
    """The checker's seed 10132: the target gives ids of its own, and cuts names."""

    def makes_it(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[STRANGER] = {**asked.job, "id": STRANGER, "name": "Boiler of"}
        return reply(303, {}, Location="/elsewhere")

    scene.api.posts = [makes_it]
    (outcome,) = scene.sent(good(Name="Boiler of the north wing"))
    assert outcome.status is Status.UNKNOWN
    assert "HTTP 303" in outcome.problems[0].message


class OneAnswerForTwo(LittleApi):
    """Makes A under an id of its own, which its answer to B names; A is answered `after` so many looks at that."""

    def __init__(self, answer: Reply, *, after: int) -> None:
        super().__init__()
        self._answer, self._after = answer, after
        self._made, self._looks = threading.Event(), threading.Semaphore(0)

    def __call__(self, asked: Asked) -> Reply:
        if asked.method == "GET":
            self._looks.release()
            return self.show(asked)
        if asked.job["name"] == "B":
            self._made.wait(5)
            return reply(201, {"id": STRANGER})
        self.jobs[STRANGER] = {**asked.job, "id": STRANGER}
        self._made.set()
        for _look in range(self._after):
            self._looks.acquire(timeout=5)
        return self._answer


@pytest.mark.parametrize("status", [422, 404])
def test_an_answer_that_names_the_job_of_another_row_does_not_hide_that_from_a_refused_one(
    scene: Scene, status: int
) -> None:
    """The checker's seed 14656."""
    scene.api = OneAnswerForTwo(reply(status, {}), after=1)
    scene.has(workers=2)
    refused, other = scene.sent(*named("A", "B"))
    assert statuses([refused, other]) == [Status.UNKNOWN] * 2
    assert STRANGER in " ".join(problem.message for problem in refused.problems)


def test_nor_does_it_keep_that_from_the_row_whose_job_it_is(scene: Scene) -> None:
    scene.api = OneAnswerForTwo(reply(201, {"id": STRANGER}), after=2)
    scene.has(workers=2)
    ours, other = scene.sent(*named("A", "B"))
    assert (ours.status, ours.job_id) == (Status.CREATED, STRANGER)
    assert other.status is Status.UNKNOWN


def test_a_conflict_waits_for_lag_also_where_ids_are_seen_to_be_kept(scene: Scene) -> None:
    scene.api.posts = [None, does_and_says(reply(409, {}))]
    scene.api.gets = [None, *[says(reply(404, {}))] * 2]
    scene.has(lag_seconds=2)
    outcomes = scene.sent(*named("A", "B"))
    assert statuses(outcomes) == [Status.CREATED, Status.EXISTS]
    assert {outcome.job_id for outcome in outcomes} == set(scene.api.jobs)


def test_a_reference_shows_without_waiting_that_the_target_gives_ids_of_its_own(scene: Scene) -> None:
    """Its answer names our id all the same (V9)."""

    def renames(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[STRANGER] = {**asked.job, "id": STRANGER}
        return reply(201, {"id": asked.job["id"]})

    scene.api.posts = [renames]
    scene.has(lag_seconds=1)
    (outcome,) = scene.sent(good(Reference="R-1"))
    assert (outcome.status, outcome.job_id) == (Status.CREATED, STRANGER)
    looks = [asked.path for asked in scene.asked if asked.method == "GET"]
    assert ["Jobs(" in path for path in looks] == [True, False] * 2, "once for ids, once for the row"


def test_a_conflict_names_what_is_taken(scene: Scene) -> None:
    job_id, theirs = "11111111-1111-4111-8111-111111111111", {"id": STRANGER, "reference_back_office": "R-9"}
    scene.api.jobs[job_id] = {"id": job_id, "name": "Another"}
    scene.api.jobs[STRANGER] = {**theirs, "name": "Another"}
    scene.has(look_first=True)
    by_id, by_reference = scene.sent(good(Id=job_id, Name="Ours"), good(Reference="R-9", Name="Ours too"))
    assert [by_id.status, by_reference.status] == [Status.CONFLICT] * 2
    assert "has this id" in by_id.problems[0].message
    assert "has this reference" in by_reference.problems[0].message


MODEL_STATE = reply(422, {"ModelState": {"jobs.name": ["Too dull."]}})


def test_a_run_that_is_stopped_at_once_does_not_wait_for_what_was_refused(scene: Scene) -> None:
    stop = threading.Event()

    def refuses(_api: LittleApi, _asked: Asked) -> Reply:
        stop.set()
        return reply(422, text="Too dull.")

    scene.has(lag_seconds=60)
    scene.api.posts = [refuses]
    (outcome,) = scene.sent(observer=stopped_by(stop))
    assert outcome.status is Status.UNKNOWN
    assert [problem.code.number for problem in outcome.problems] == [602, 701]


@pytest.mark.parametrize(
    ("refusal", "later", "waits"),
    [
        (MODEL_STATE, True, False),
        (MODEL_STATE, False, True),
        (reply(422, text="Too dull."), True, True),
        (reply(409, {"ModelState": {"jobs.name": ["Too dull."]}}), True, True),
    ],
    ids=["of values", "of values, in the last row", "without a value", "not of a check"],
)
def test_a_refusal_is_waited_for_unless_it_is_of_values_and_a_later_job_is_shown(
    scene: Scene, refusal: Reply, later: bool, waits: bool
) -> None:
    """The job is made all the same, and shown a little later."""
    scene.has(lag_seconds=2)
    scene.api.posts = [does_and_says(refusal), None] if later else [None, does_and_says(refusal)]
    looks = 0

    class Late(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            nonlocal looks
            answer = super().__call__(asked)
            if asked.method == "GET" and "Late" in repr(answer):
                looks += 1
                shown = [job for job in self.jobs.values() if job["name"] != "Late" and "$filter=id" in asked.path]
                return (reply(200, {"value": shown}) if shown else reply(404, {})) if looks <= 3 else answer
            return answer

    scene.api = Late(posts=scene.api.posts)
    rows = named("Late", "Prompt") if later else named("Prompt", "Late")
    outcomes = {row["Name"]: outcome for row, outcome in zip(rows, scene.sent(*rows), strict=True)}
    assert (outcomes["Late"].status is not Status.REJECTED) == waits


def test_that_one_server_shows_a_later_job_and_another_not_the_refused_one_proves_nothing(scene: Scene) -> None:
    """Behind one address two servers answer, and one of them lags."""
    scene.has(lag_seconds=2)
    scene.api.posts, scene.api.gets = [does_and_says(MODEL_STATE), None], [None, says(reply(404, {}))]
    assert statuses(scene.sent(*named("Refused", "Prompt"))) == [Status.CREATED, Status.CREATED]


def test_where_refusals_of_values_are_seen_to_make_nothing_others_are_believed_at_once(scene: Scene) -> None:
    """Nothing is made after that of the child, and the target may take a minute to show a job."""
    scene.has(lag_seconds=60)
    fails = says(MODEL_STATE)

    class Checks(LittleApi):
        def __call__(self, asked: Asked) -> Reply:
            is_bad = asked.method == "POST" and str(asked.job["name"]).startswith("Bad")
            return fails(self, asked) if is_bad else super().__call__(asked)

    scene.api = Checks()
    rows = [good(Name="Bad 1"), good(Name="Top", Reference="T"), good(**{"Name": "Bad 2", "Parent job reference": "T"})]
    assert statuses(scene.sent(*rows)) == [Status.REJECTED, Status.CREATED, Status.REJECTED]
