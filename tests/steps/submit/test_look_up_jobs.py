"""What a question about twenty jobs at once tells of each of them, and of what the target does with ids."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest

from importer.jobs_api import JobsApi
from importer.problem import DIFFERS_THERE
from importer.records import Batch, SentBefore, Status
from importer.settings import Target
from importer.steps.submit import plan_jobs
from importer.steps.submit.context import SendContext
from importer.steps.submit.existing_jobs import ExistingJobs, Query, QueryResult, look_up_jobs
from importer.steps.submit.lookup import JobLookup
from importer.steps.submit.lookup_result import IdHandling
from importer.steps.submit.throttle import StopSignal, Throttle
from tests.builders import good, judged
from tests.odd_server import LittleApi, OddServer, reply, says, times
from tests.steps.submit.scene import QUICK

OWN = "7e60fd05-1c08-4886-b483-9f631f943287"
OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
TripOf = Callable[..., SendContext]


@pytest.fixture
def little() -> LittleApi:
    return LittleApi()


@pytest.fixture
def trip_of(little: LittleApi) -> Iterator[TripOf]:
    with ExitStack() as open_:
        server = open_.enter_context(OddServer(little))
        api = open_.enter_context(JobsApi(Target("odd", server.url, "u", "p"), QUICK))

        def context(batch: Batch, before: dict[str, SentBefore] | None = None) -> SendContext:
            throttle = Throttle(QUICK, StopSignal())
            return SendContext(batch, api, QUICK, before or {}, throttle, JobLookup(api, throttle, QUICK))

        yield context


def in_turn(task: Callable[[Query], QueryResult], questions: Sequence[Query]) -> Iterator[QueryResult]:
    return map(task, questions)


def looked_up(context: SendContext, progress: list[tuple[int, int]] | None = None) -> ExistingJobs:
    steps = progress if progress is not None else []
    return look_up_jobs(
        plan_jobs(context.batch, "odd"), context, in_turn, lambda done, total: steps.append((done, total))
    )


def has(little: LittleApi, batch: Batch, **changes: object) -> None:
    """Let the target have the job of the first row, changed."""
    job = plan_jobs(batch, "odd")[0]
    known: dict[str, object] = {"id": job.job_id, **job.payload, **changes}
    little.jobs[str(known["id"])] = known


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        (good(), IdHandling.ACCEPTED),
        (good(Reference="R"), IdHandling.ACCEPTED),
        (good(Id=OWN), IdHandling.UNTRIED),  # who made it may have made the id, too
        (good(Id=OWN, Reference="R"), IdHandling.UNTRIED),
    ],
)
def test_a_job_under_an_id_that_only_we_can_give_shows_that_ids_are_kept(
    little: LittleApi, trip_of: TripOf, row: dict[str, str], ids: IdHandling
) -> None:
    context = trip_of(judged(row))
    has(little, context.batch)
    assert looked_up(context).there[2].status is Status.EXISTS
    assert context.lookup.ids is ids


def test_a_job_under_another_id_shows_nothing(little: LittleApi, trip_of: TripOf) -> None:
    context = trip_of(judged(good(Reference="R")))
    has(little, context.batch, id=OTHER)
    assert looked_up(context).there[2].job_id == OTHER
    assert context.lookup.ids is IdHandling.UNTRIED


def test_of_all_rows_it_is_known_whether_they_are_there(little: LittleApi, trip_of: TripOf) -> None:
    rows = [good(Reference=f"R-{number}") for number in range(21)]
    context, steps = trip_of(judged(*rows, good())), list[tuple[int, int]]()
    has(little, context.batch)
    already = looked_up(context, steps)
    assert (set(already.there), already.absent, already.unsure) == ({2}, set(range(3, 24)), "")
    assert steps == [(0, 22), (1, 22), (21, 22), (22, 22)]


def test_a_refused_question_says_why_and_no_other_is_asked(little: LittleApi, trip_of: TripOf) -> None:
    little.gets = times(1, [says(reply(403, {}))])
    already = looked_up(trip_of(judged(*(good(Reference=f"R-{number}") for number in range(50)))))
    assert (already.there, already.absent, already.unsure) == ({}, set(), "HTTP 403")


def test_a_question_that_only_meets_trouble_leaves_the_others(little: LittleApi, trip_of: TripOf) -> None:
    little.gets = times(60, [says(reply(500, {}))])
    context = trip_of(judged(*(good(Reference=f"R-{number}") for number in range(21))))
    already = looked_up(context)
    assert already.unsure
    assert already.absent == set()


def test_a_stopped_run_says_why_it_does_not_know(trip_of: TripOf) -> None:
    context = trip_of(judged(good()))
    context.stop.set("enough")
    already = looked_up(context)
    assert (already.there, already.absent, already.unsure) == ({}, set(), "enough")


def test_of_several_jobs_the_one_under_our_id_is_it_then_the_one_that_fits(little: LittleApi, trip_of: TripOf) -> None:
    context = trip_of(judged(good(Reference="R")))
    has(little, context.batch, id=OTHER, name="Pump")
    assert looked_up(context).there[2].status is Status.CONFLICT
    has(little, context.batch, id=OTHER, job_type_code="REPAIR")
    differs = looked_up(context).there[2]
    assert (differs.job_id, [problem.code for problem in differs.problems]) == (OTHER, [DIFFERS_THERE])
    fitting = OTHER[:-1] + "2"
    has(little, context.batch, id=fitting)
    assert looked_up(context).there[2].job_id == fitting
    has(little, context.batch, job_type_code="REPAIR")
    (job,) = plan_jobs(context.batch, "odd")
    assert looked_up(context).there[2].job_id == job.job_id


def test_a_job_that_was_given_another_id_before_is_it(little: LittleApi, trip_of: TripOf) -> None:
    batch = judged(good(Reference="R"))
    (job,) = plan_jobs(batch, "odd")
    before = SentBefore(1, OTHER, job.content, Status.CREATED, finished=True)
    has(little, batch, id=OTHER, reference_back_office="changed there")
    assert looked_up(trip_of(batch, {job.job_id: before})).there[2].job_id == OTHER
    assert looked_up(trip_of(batch)).there == {}


def test_rows_that_share_a_reference_are_asked_for_by_their_own_ids(little: LittleApi, trip_of: TripOf) -> None:
    context = trip_of(judged(good(Id=OWN, Reference="R"), good(Id=OTHER, Reference="R", Name="Pump")))
    has(little, context.batch)
    already = looked_up(context)
    assert (set(already.there), already.absent) == ({2}, {3})
