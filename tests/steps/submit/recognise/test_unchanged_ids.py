"""Ids and hashes that were made once are made again: a journal of an older version still knows every row."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from importer.journal import RunState
from importer.problem import NO_RECORD_OF_JOB
from importer.records import Batch, IdFrom, LastResponse, Outcome, PlannedJob, RowIdentity, Status, id_scheme
from importer.settings import Target
from importer.steps.submit import plan_jobs
from importer.steps.submit.recognise import row_identity
from tests.builders import good, judged
from tests.journal.settled import settle
from tests.steps.submit.scene import Scene, statuses

OWN = "7e60fd05-1c08-4886-b483-9f631f943287"
PROJECT = "1b4e28ba-2fa1-11d2-883f-0016d3cca427"
ROWS = (
    good(Reference="WO-1", Estimated_time="90", Due_date="2026-12-31"),
    good(Id=OWN.upper(), Name="Größe ≤ 3 m²"),
    good(Name="Chaudière : entretien annuel", Description="x", Working_sequence="3", Parent="WO-1"),
    good(Name="Twice"),
    good(Name="Twice"),
    good(Project_code="", Project_id=PROJECT, Name="By id", Parent_job_id=OWN),
)


def made(row: int, job_id: str, id_from: IdFrom, content: str, level: int = 0) -> PlannedJob:
    return PlannedJob(row, job_id, {}, content, id_from, level)


MADE = (  # for the target 'odd', by version 1 of the scheme
    made(2, "621debaa-5f28-5e7d-a61d-e4ba4f86be8f", IdFrom.REFERENCE, "9ca743b860c359d25acba7f9caaa2daf", 0),
    made(3, "7e60fd05-1c08-4886-b483-9f631f943287", IdFrom.ID, "0fba740f825cf64d28a9d6e99bc4bad5", 0),
    made(4, "1e86656a-d0db-5550-891c-fd31132b10ff", IdFrom.CONTENT, "18c00294f677d4549999676c8579da76", 1),
    made(5, "ab005df3-4c94-51cf-aea4-91ee99fea454", IdFrom.CONTENT, "145b58a92026044b48db08cf45526511", 0),
    made(6, "37094b9e-aed2-5929-be5a-92e8b5ca8596", IdFrom.CONTENT, "145b58a92026044b48db08cf45526511", 0),
    made(7, "3a6ccac4-7964-5dcf-a839-0c9d5e033a0c", IdFrom.CONTENT, "39c9418f44425bf635e466e77f84fd20", 1),
)


def with_codes_resolved(batch: Batch) -> Batch:
    ids = pd.DataFrame({"project_id": "95c70f4b-6876-4036-95ba-da05df5f3ec5"}, index=batch.values.index)
    return replace(batch, lookups=ids)


NEW = (  # by versions 2 and 3; the id that the sheet gives is the same in all
    "779f22a0-a23e-512d-8e1c-c6cb8d292f2b",
    OWN,
    "7b1b5e1b-1d38-52c8-9bdb-add88b63aa43",
    "c9f3397e-5308-5493-9c02-a8d36fa72882",
    "44e75194-ef53-51e5-98c2-2a0c7cc29f60",
    "771bf463-8155-5e4f-9a33-e480d85a4ec3",
)


TIMES = ("2026-12-31T09:00:00Z", "2026-12-31T09:00:00+05:00", "2026-12-31 09:00", "2026-12-31T07:00:00.50Z")
TIMED = [good(Suggested_start=time) for time in TIMES]
BY_CLOCK = (  # by version 2, to which the first three are one time
    made(2, "2792c623-db10-5885-b6d4-2e03ac6e1bed", IdFrom.CONTENT, "3ffcae904b201cdb6384e8f837cf4b34"),
    made(3, "809b2a67-9c41-56de-afb3-cddf41dd9f1c", IdFrom.CONTENT, "d9c6cff65ddeee42bed32bd21d1a5ef4"),
    made(4, "aec24bee-4127-5f90-af7d-95334e0edbc4", IdFrom.CONTENT, "5883880b2a55911c8c267c8c259eb5a6"),
    made(5, "27c3a4f1-5348-51b0-9d27-812e133936c7", IdFrom.CONTENT, "c5fa2c7bda208ed3f67863fb2dbf40ea"),
)
TIMED_NOW = (
    "61054618-bbab-58c7-badc-d1dfc9db8ada",
    "85b747b8-37dc-5d37-9829-20fda611b14b",
    "2792c623-db10-5885-b6d4-2e03ac6e1bed",  # of the time without a zone, as by version 2
    "6c31c475-aa05-5d7a-9a60-5ba0fd05d548",
)


def send_as_before(scene: Scene, batch: Batch, rows: tuple[PlannedJob, ...] = MADE) -> None:
    target = Target("odd", "http://localhost/api", "u", "p", identity="odd")
    run = scene.journal.begin_run(batch, target)
    scene.journal.record_planned(run, rows)
    for made in rows:
        scene.journal.mark_sending(run, [made.row])
        outcome = Outcome(made.row, Status.CREATED, made.job_id, (), datetime.now(UTC))
        settle(scene.journal, run, outcome, LastResponse(201, "", 1))
        scene.api.jobs[made.job_id] = {"id": made.job_id}
    scene.journal.end_run(run, RunState.FINISHED)


@pytest.mark.parametrize("batch", [judged(*ROWS), with_codes_resolved(judged(*ROWS))], ids=["codes", "ids"])
def test_ids_and_hashes_of_version_1_are_found_in_the_journal(scene: Scene, batch: Batch) -> None:
    send_as_before(scene, batch)
    jobs = sorted(plan_jobs(batch, "odd", scene.journal.previous_runs), key=lambda job: job.row)
    assert [made(job.row, job.job_id, job.id_from, job.content, job.level) for job in jobs] == list(MADE)


def test_ids_never_change() -> None:
    jobs = sorted(plan_jobs(judged(*ROWS), "odd"), key=lambda job: job.row)
    assert tuple(job.job_id for job in jobs) == NEW


def test_version_3_takes_a_time_with_a_zone_as_the_instant() -> None:
    jobs = sorted(plan_jobs(judged(*TIMED), "odd"), key=lambda job: job.row)
    assert tuple(job.job_id for job in jobs) == TIMED_NOW


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 1, 0)], ids=["all", "some in another order"])
def test_ids_of_version_2_are_found_in_the_journal(scene: Scene, order: tuple[int, ...]) -> None:
    send_as_before(scene, judged(*TIMED), BY_CLOCK)
    jobs = plan_jobs(judged(*(TIMED[place] for place in order)), "odd", scene.journal.previous_runs)
    ids = [job.job_id for job in sorted(jobs, key=lambda job: job.row)]
    assert ids == [made.job_id for made in BY_CLOCK[: len(order)]]


def test_ids_of_version_3_are_found_where_those_of_version_2_are_none(scene: Scene) -> None:
    rows = tuple(replace(row, job_id=job_id) for row, job_id in zip(BY_CLOCK, TIMED_NOW, strict=True))
    send_as_before(scene, judged(*TIMED), rows)
    jobs = plan_jobs(judged(*reversed(TIMED)), "odd", scene.journal.previous_runs)
    assert [job.job_id for job in sorted(jobs, key=lambda job: -job.row)] == list(TIMED_NOW)


def test_a_job_with_the_id_of_version_2_is_found_in_the_target(scene: Scene) -> None:
    """It was sent from another computer."""
    scene.has(look_first=True)
    batch, older = judged(TIMED[0]), BY_CLOCK[0].job_id
    (job,) = plan_jobs(batch, "odd")
    scene.api.jobs[older] = {**job.payload, "id": older}
    (outcome,) = scene.submitted(batch)
    assert (outcome.status, outcome.job_id, scene.posts) == (Status.EXISTS, older, 0)
    assert [problem.code for problem in outcome.problems] == [NO_RECORD_OF_JOB]


def test_rows_that_version_1_sent_are_not_sent_again(scene: Scene) -> None:
    batch = judged(*ROWS)
    send_as_before(scene, batch)
    outcomes = scene.submitted(batch, known=True)
    assert statuses(outcomes) == [Status.EXISTS] * len(ROWS)
    assert [outcome.problems for outcome in outcomes] == [()] * len(ROWS)
    assert scene.posts == 0


@pytest.mark.parametrize("contents", [("a", "a"), ("a", "b")], ids=["one and the same", "two that version 2 mixes"])
def test_each_id_is_made_once(monkeypatch: pytest.MonkeyPatch, contents: tuple[str, str]) -> None:
    asked = Counter[str]()
    make = id_scheme._to_uuid5
    monkeypatch.setattr(id_scheme, "_to_uuid5", lambda name: asked.update([name]) or make(name))
    ids = row_identity.JobIds(("now", "before"), frozenset())
    rows = {row: RowIdentity(("", "", ""), (text, "older", text)) for row, text in enumerate(contents, start=2)}
    made = ids.of_rows(rows, lambda _ids: frozenset())
    assert len(ids.find_older(rows, frozenset(made.values()))) == len(rows)
    assert set(asked.values()) == {1}
