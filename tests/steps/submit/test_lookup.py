"""What it proves that a job is found, or is not."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from importer.jobs_api import JobsApi
from importer.records import SentBefore, Status
from importer.settings import Target
from importer.steps.submit.job_search import find_alike
from importer.steps.submit.lookup import JobLookup
from importer.steps.submit.lookup_result import IdHandling, InconclusiveLookup, LookupResult, Undecided
from importer.steps.submit.throttle import Stopped, StopSignal, Throttle
from tests.builders import good
from tests.odd_server import DROP, Asked, Fault, LittleApi, OddServer, Reply, reply, says
from tests.steps.submit.scene import QUICK, Scene, statuses, stopped_by

JOB = "7e60fd05-1c08-4886-b483-9f631f943287"
OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
STRANGER = "95c70f4b-6876-4036-95ba-da05df5f3ec2"
OURS: dict[str, object] = {"id": JOB, "reference_back_office": "R-1", "name": "A"}
THEIRS = OURS | {"id": OTHER}


@pytest.fixture
def little() -> LittleApi:
    return LittleApi()


Look = Callable[..., JobLookup]


@pytest.fixture
def look(little: LittleApi) -> Iterator[Look]:
    """Makes a lookup over the little API."""
    with ExitStack() as open_:
        server = open_.enter_context(OddServer(little))

        def lookup(ids: IdHandling = IdHandling.UNTRIED, stop: StopSignal | None = None) -> JobLookup:
            policy = replace(QUICK, attempts=2)
            api = open_.enter_context(JobsApi(Target("odd", server.url, "u", "p"), policy))
            return JobLookup(api, Throttle(policy, stop or StopSignal()), policy, ids)

        yield lookup


@pytest.mark.parametrize("ids", IdHandling)
def test_a_job_under_its_id_is_found_whatever_the_target_does_with_ids(
    little: LittleApi, look: Look, ids: IdHandling
) -> None:
    little.jobs[JOB] = OURS
    assert look(ids).find(JOB, "R-1") == LookupResult(OURS)
    assert not look(ids).find(JOB).absent


@pytest.mark.parametrize("ids", [IdHandling.UNTRIED, IdHandling.REPLACED])
def test_by_its_reference_it_is_found_under_another_id(little: LittleApi, look: Look, ids: IdHandling) -> None:
    little.jobs[OTHER] = THEIRS
    assert look(ids).find(JOB, "R-1") == LookupResult(THEIRS)
    assert look(ids).find(JOB, "R-2").absent


def test_where_ids_are_kept_the_reference_is_asked_for_only_with_both(little: LittleApi, look: Look) -> None:
    little.jobs[OTHER] = THEIRS
    assert look(IdHandling.ACCEPTED).find(JOB, "R-1").absent
    assert look(IdHandling.ACCEPTED).find(JOB, "R-1", both=True) == LookupResult(THEIRS)
    assert look(IdHandling.ACCEPTED).find(JOB, both=True).absent


def test_without_a_reference_only_kept_ids_prove_that_there_is_none(look: Look) -> None:
    assert look(IdHandling.UNTRIED).find(JOB).absent
    with pytest.raises(Undecided):
        look(IdHandling.UNTRIED).find(JOB, may_exist=True)
    assert look(IdHandling.ACCEPTED).find(JOB, may_exist=True).absent
    assert look(IdHandling.REPLACED).find(JOB) == LookupResult(unsure="the target assigns its own ids")


def test_a_reference_is_the_same_to_the_letter_only(little: LittleApi, look: Look) -> None:
    little.gets = [None, says(reply(200, {"value": [THEIRS | {"reference_back_office": "r-1"}]}))]
    assert look().find(JOB, "R-1").absent


@pytest.mark.parametrize("busy", [500, 599, 408, 429, 502, 503, 504])
def test_what_may_pass_is_asked_again(little: LittleApi, look: Look, busy: int) -> None:
    little.jobs[JOB] = OURS
    little.gets = [says(reply(busy, {}))]
    assert look().find(JOB) == LookupResult(OURS)


@pytest.mark.parametrize("refusal", [reply(403, {}), reply(400, {"value": []}), reply(204), reply(200, {"id": ""})])
def test_what_is_no_answer_to_the_question_proves_nothing(little: LittleApi, look: Look, refusal: Reply) -> None:
    little.gets = [says(refusal)] * 4
    found = look().find(JOB)
    assert not found.absent
    assert "it could not be looked up (" in found.unsure
    with pytest.raises(InconclusiveLookup, match="HTTP") as unsure:
        look().find_jobs_with("id", [JOB])
    assert unsure.value.refused


@pytest.mark.parametrize("ids", IdHandling)
def test_a_job_that_was_not_asked_for_proves_nothing(little: LittleApi, look: Look, ids: IdHandling) -> None:
    """V5 and V8: an answer of somebody else's question, a filter that is ignored."""
    little.gets = [says(reply(200, THEIRS))] * 3
    assert "something other than this job" in look(ids).find(JOB).unsure
    assert not little.gets
    other = reply(200, {"value": [THEIRS, THEIRS | {"reference_back_office": "R-2"}]})
    little.gets = [None, says(other)]
    assert "did not request" in look(ids).find(JOB, "R-1", both=True).unsure
    little.gets = [says(other)]
    with pytest.raises(InconclusiveLookup):
        look(ids).find_jobs_with("reference_back_office", ["R-1"])


def test_a_list_whose_next_page_is_refused_proves_nothing(little: LittleApi, look: Look) -> None:
    first = reply(200, {"value": [THEIRS], "@odata.nextLink": "?page=2"})
    little.gets = [says(first), says(first), says(reply(403, {}))]
    with pytest.raises(InconclusiveLookup, match="HTTP 403") as unsure:
        look().find_jobs_with("reference_back_office", ["R-1"])
    assert not unsure.value.refused


def test_all_pages_of_a_list_are_looked_at(little: LittleApi, look: Look) -> None:
    asked: list[str] = []

    def page(entry: dict[str, object], **more: str) -> Fault:
        def shows(_api: LittleApi, question: Asked) -> Reply:
            asked.append(question.path)
            return reply(200, {"value": [entry], **more})

        return shows

    first = page(THEIRS, **{"@odata.nextLink": "?page=2"})
    little.gets = [first, first, page(OURS)]
    assert look().find_jobs_with("name", ["A"]) == (THEIRS, OURS)
    assert asked == ["/api/Jobs?$filter=name eq 'A'&$count=true"] * 2 + ["/api/Jobs?page=2"]


def test_a_login_that_is_refused_meanwhile_stops_the_run(little: LittleApi, look: Look) -> None:
    stop = StopSignal()
    little.gets = [says(reply(401, {}))]
    assert look(stop=stop).find(JOB).unsure
    assert "no longer accepts the login" in stop.reason
    little.gets = [says(reply(302, Location="https://elsewhere.example/"))]
    other = StopSignal()
    assert look(stop=other).find(JOB).unsure
    assert "elsewhere" in other.reason


def test_where_the_run_is_stopped_a_job_is_looked_for_but_no_list_is_asked_for(little: LittleApi, look: Look) -> None:
    little.jobs[OTHER] = THEIRS
    stop = StopSignal()
    stop.set("enough")
    assert look(stop=stop).find(JOB, "R-1") == LookupResult(THEIRS)
    assert find_alike(look(stop=stop), JOB, {"name": "A"}).unsure
    with pytest.raises(Stopped):
        look(stop=stop).find_jobs_with("id", [JOB])


def test_a_job_that_says_the_same_may_be_ours(little: LittleApi, look: Look) -> None:
    content = {"name": "A", "reference_back_office": "R-1"}
    assert find_alike(look(), JOB, content).absent
    little.jobs[OTHER] = THEIRS
    alike = LookupResult(unsure=f"the target has a similar job with the id {OTHER}")
    assert find_alike(look(), JOB, content) == alike
    assert find_alike(look(), JOB, content, is_of_another=lambda found: found == OTHER).absent
    little.jobs[STRANGER] = {**THEIRS, "id": STRANGER}
    assert find_alike(look(), JOB, content, is_of_another=lambda found: found == OTHER).unsure.endswith(STRANGER)
    assert find_alike(look(), JOB, content | {"reference_back_office": "R-2"}).absent
    little.jobs[JOB] = OURS
    assert find_alike(look(), JOB, content) == LookupResult(OURS)
    little.gets = [says(reply(403, {}))]
    assert find_alike(look(), JOB, content) == LookupResult(unsure="it could not be looked up (HTTP 403)")


def test_a_job_that_says_the_same_is_found_where_the_first_look_has_the_answer_to_another_question(
    little: LittleApi, look: Look
) -> None:
    """The checker's seed 18730: a target that drops references, behind a gateway that confuses answers."""
    little.jobs[OTHER] = THEIRS
    little.gets = [says(reply(200, {"value": []}))]
    assert find_alike(look(), JOB, {"name": "A", "reference_back_office": "R-1"}).unsure.endswith(OTHER)


def tried(job_id: str, status: Status | None = Status.CREATED) -> SentBefore:
    return SentBefore(1, job_id, "", status, finished=True)


@pytest.mark.parametrize(
    ("before", "ids"),
    [
        ({}, IdHandling.UNTRIED),
        ({JOB: tried(JOB)}, IdHandling.UNTRIED),  # that the answer named it is no proof
        ({JOB: tried(JOB), OTHER: tried(JOB)}, IdHandling.REPLACED),
        ({JOB: tried(JOB, Status.EXISTS), OTHER: tried(JOB, None)}, IdHandling.UNTRIED),
    ],
)
def test_earlier_runs_say_what_the_target_does_with_ids(
    look: Look, before: dict[str, SentBefore], ids: IdHandling
) -> None:
    lookup = look()
    lookup.learn_from(before)
    assert lookup.ids is ids


def test_one_look_shows_whether_the_target_keeps_ids(little: LittleApi, look: Look) -> None:
    """V9: what its answer says of the id is no proof."""
    little.jobs[JOB] = OURS
    lookup = look()
    assert lookup.does_take_our_id(JOB, "")
    little.jobs.clear()
    assert lookup.does_take_our_id(OTHER, "")
    assert lookup.ids is IdHandling.ACCEPTED
    little.jobs[OTHER] = THEIRS
    for reference in ("", "R-1"):
        lookup = look()
        assert not lookup.does_take_our_id(JOB, reference)
        assert lookup.ids is IdHandling.REPLACED


def test_a_target_that_cannot_be_asked_is_believed(little: LittleApi, look: Look) -> None:
    lookup = look()
    little.gets = [says(reply(403, {}))] * 9
    assert not lookup.does_take_our_id(JOB, "")
    assert lookup.does_take_our_id(JOB, "", at_last=True)
    assert not little.gets
    assert lookup.ids is IdHandling.UNTRIED


def test_one_that_refuses_the_question_for_a_while_is_asked_again(little: LittleApi, look: Look) -> None:
    """The checker's seeds 10383 and 11559: it names our id, gives its own, and refuses some questions."""
    lookup = look()
    little.gets = [says(reply(403, {}))] * 8
    assert not lookup.does_take_our_id(JOB, "", at_last=True)
    assert lookup.ids is IdHandling.REPLACED


def test_meanwhile_it_is_asked_about_the_first_job_the_second_the_fourth_and_so_on(
    little: LittleApi, look: Look
) -> None:
    lookup = look()
    little.gets = [says(reply(403, {}))] * 9
    asked = []
    for number in range(1, 300):
        left = len(little.gets)
        assert lookup.does_take_our_id(JOB, "") == (number >= 256)
        assert lookup.is_undecided == (number < 256)
        asked += [number] * (left - len(little.gets))
    assert asked == [1, 2, 4, 8, 16, 32, 64, 128, 256]


def test_one_404_does_not_delete_a_job_that_was_seen(little: LittleApi, look: Look) -> None:
    """V5: it may be the answer about another job."""
    little.jobs[JOB] = OURS
    little.gets = [says(reply(404, {}))]
    assert look().find_seen(JOB, "") == LookupResult(OURS)
    little.jobs.clear()
    assert look().find_seen(JOB, "").absent


def test_an_answer_about_another_job_is_asked_for_again(little: LittleApi, look: Look) -> None:
    little.jobs[JOB] = OURS
    little.gets = [says(reply(200, THEIRS))] * 2
    assert look().find(JOB) == LookupResult(OURS)


@pytest.mark.parametrize(("failures", "ids"), [(8, IdHandling.REPLACED), (9, IdHandling.UNTRIED)])
def test_whether_ids_are_kept_is_asked_again_where_the_target_fails(
    little: LittleApi, look: Look, failures: int, ids: IdHandling
) -> None:
    lookup = look()
    little.gets = [says(reply(500, {}))] * failures
    assert lookup.does_take_our_id(JOB, "", at_last=True) == (ids is IdHandling.UNTRIED)
    assert lookup.ids is ids


def test_what_cannot_be_looked_up_by_its_reference_waits_for_what_other_rows_show(
    little: LittleApi, look: Look
) -> None:
    """V8: a list that ignores its filter."""
    little.gets = [None, says(reply(200, {"value": [THEIRS | {"reference_back_office": "R-2"}]}))]
    lookup = look()
    with pytest.raises(Undecided, match="did not request"):
        lookup.find(JOB, "R-1", may_exist=True)
    lookup.record_own_id_shown()
    assert lookup.find(JOB, "R-1", may_exist=True).absent


def test_an_id_is_the_same_in_any_spelling(little: LittleApi, look: Look) -> None:
    little.gets = [says(reply(200, {"value": [OURS | {"id": JOB.upper()}, {"name": "a "}]}))]
    found = find_alike(look(), JOB, {"name": "A"})
    assert found.job is not None
    assert found.job["id"] == JOB.upper()


def test_a_row_that_was_lost_as_the_run_was_stopped_is_found_by_its_reference(scene: Scene) -> None:
    stop = threading.Event()

    def made_and_lost(api: LittleApi, asked: Asked) -> Reply:
        api.jobs[OTHER] = {**asked.job, "id": OTHER}
        stop.set()
        return DROP

    scene.api.posts = [made_and_lost]
    (outcome, left) = scene.sent(good(Reference="R-1"), good(Reference="R-2"), observer=stopped_by(stop))
    assert statuses([outcome, left]) == [Status.CREATED, Status.NOT_SENT]
    assert outcome.job_id == OTHER
