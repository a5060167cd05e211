"""What a question about twenty jobs at once tells of each of them, and of what the target does with ids."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack

import pytest

from importer.jobs_api import JobsApi
from importer.problem import DIFFERS_THERE
from importer.records import Batch, SentBefore, Status
from importer.settings import Target
from importer.steps.submit import plan_jobs
from importer.steps.submit.already import Already, Answered, Question, look_up
from importer.steps.submit.settle import Ids, Lookout
from importer.steps.submit.stop import StopSign
from importer.steps.submit.traffic import Traffic
from importer.steps.submit.trip import Trip
from tests.builders import good, judged
from tests.odd_server import LittleApi, OddServer, reply, says, times
from tests.steps.submit.scene import QUICK

OWN = "7e60fd05-1c08-4886-b483-9f631f943287"
OTHER = "95c70f4b-6876-4036-95ba-da05df5f3ec1"
TripOf = Callable[..., Trip]


@pytest.fixture
def little() -> LittleApi:
    return LittleApi()


@pytest.fixture
def trip_of(little: LittleApi) -> Iterator[TripOf]:
    with ExitStack() as open_:
        server = open_.enter_context(OddServer(little))
        api = open_.enter_context(JobsApi(Target("odd", server.url, "u", "p"), QUICK))

        def trip(batch: Batch, before: dict[str, SentBefore] | None = None) -> Trip:
            traffic = Traffic(QUICK, StopSign())
            return Trip(batch, api, before or {}, traffic, Lookout(api, traffic))

        yield trip


def in_turn(task: Callable[[Question], Answered], questions: Sequence[Question]) -> Iterator[Answered]:
    return map(task, questions)


def looked_up(trip: Trip, progress: list[tuple[int, int]] | None = None) -> Already:
    steps = progress if progress is not None else []
    return look_up(plan_jobs(trip.batch, "odd"), trip, in_turn, lambda done, total: steps.append((done, total)))


def has(little: LittleApi, batch: Batch, **changes: object) -> None:
    """Let the target have the job of the first row, changed."""
    job = plan_jobs(batch, "odd")[0]
    known: dict[str, object] = {"id": job.job_id, **job.payload, **changes}
    little.jobs[str(known["id"])] = known


@pytest.mark.parametrize(
    ("row", "ids"),
    [
        (good(), Ids.KEPT),
        (good(Reference="R"), Ids.KEPT),
        (good(Id=OWN), Ids.UNTRIED),  # who made it may have made the id, too
        (good(Id=OWN, Reference="R"), Ids.UNTRIED),
    ],
)
def test_a_job_under_an_id_that_only_we_can_give_shows_that_ids_are_kept(
    little: LittleApi, trip_of: TripOf, row: dict[str, str], ids: Ids
) -> None:
    trip = trip_of(judged(row))
    has(little, trip.batch)
    assert looked_up(trip).there[2].status is Status.EXISTS
    assert trip.lookout.ids is ids


def test_a_job_under_another_id_shows_nothing(little: LittleApi, trip_of: TripOf) -> None:
    trip = trip_of(judged(good(Reference="R")))
    has(little, trip.batch, id=OTHER)
    assert looked_up(trip).there[2].job_id == OTHER
    assert trip.lookout.ids is Ids.UNTRIED


def test_of_all_rows_it_is_known_whether_they_are_there(little: LittleApi, trip_of: TripOf) -> None:
    rows = [good(Reference=f"R-{number}") for number in range(21)]
    trip, steps = trip_of(judged(*rows, good())), list[tuple[int, int]]()
    has(little, trip.batch)
    already = looked_up(trip, steps)
    assert (set(already.there), already.absent, already.unsure) == ({2}, set(range(3, 24)), "")
    assert steps == [(0, 22), (1, 22), (21, 22), (22, 22)]


def test_a_refused_question_says_why_and_no_other_is_asked(little: LittleApi, trip_of: TripOf) -> None:
    little.gets = times(1, [says(reply(403, {}))])
    already = looked_up(trip_of(judged(*(good(Reference=f"R-{number}") for number in range(50)))))
    assert (already.there, already.absent, already.unsure) == ({}, set(), "HTTP 403")


def test_a_question_that_only_meets_trouble_leaves_the_others(little: LittleApi, trip_of: TripOf) -> None:
    little.gets = times(60, [says(reply(500, {}))])
    trip = trip_of(judged(*(good(Reference=f"R-{number}") for number in range(21))))
    already = looked_up(trip)
    assert already.unsure
    assert already.absent == set()


def test_a_stopped_run_says_why_it_does_not_know(trip_of: TripOf) -> None:
    trip = trip_of(judged(good()))
    trip.stop.ask("enough")
    already = looked_up(trip)
    assert (already.there, already.absent, already.unsure) == ({}, set(), "enough")


def test_of_several_jobs_the_one_under_our_id_is_it_then_the_one_that_fits(little: LittleApi, trip_of: TripOf) -> None:
    trip = trip_of(judged(good(Reference="R")))
    has(little, trip.batch, id=OTHER, name="Pump")
    differs = looked_up(trip).there[2]
    assert (differs.job_id, [problem.code for problem in differs.problems]) == (OTHER, [DIFFERS_THERE])
    fitting = OTHER[:-1] + "2"
    has(little, trip.batch, id=fitting)
    assert looked_up(trip).there[2].job_id == fitting
    has(little, trip.batch, name="Pump")
    (job,) = plan_jobs(trip.batch, "odd")
    assert looked_up(trip).there[2].job_id == job.job_id


def test_a_job_that_was_given_another_id_before_is_it(little: LittleApi, trip_of: TripOf) -> None:
    batch = judged(good(Reference="R"))
    (job,) = plan_jobs(batch, "odd")
    before = SentBefore(1, OTHER, job.content, Status.CREATED, finished=True)
    has(little, batch, id=OTHER, reference_back_office="changed there")
    assert looked_up(trip_of(batch, {job.job_id: before})).there[2].job_id == OTHER
    assert looked_up(trip_of(batch)).there == {}


def test_rows_that_share_a_reference_are_asked_for_by_their_own_ids(little: LittleApi, trip_of: TripOf) -> None:
    trip = trip_of(judged(good(Id=OWN, Reference="R"), good(Id=OTHER, Reference="R", Name="Pump")))
    has(little, trip.batch)
    already = looked_up(trip)
    assert (set(already.there), already.absent) == ({2}, {3})
