"""Targets that are not as the published page has them: what they make of a job, and what they show of it."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from tests.practice.faults.raw import exchange, posted, request

ID = "b3a7f0de-6a43-4a5e-9f0f-7a3f0c9d1e52"
SECOND = "c4a7f0de-6a43-4a5e-9f0f-7a3f0c9d1e53"
Misbehaving = Callable[..., PracticeServer]


@pytest.fixture
def misbehaving(tmp_path: Path) -> Misbehaving:
    return lambda *faults: PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan(faults))


def stored(server: PracticeServer) -> list[dict[str, Any]]:
    return [dict(job) for job in server.store.list_entries("Jobs")]


def test_a_target_with_own_ids_may_name_the_id_of_the_client(misbehaving: Misbehaving) -> None:
    with misbehaving(Fault(on="POST /Jobs", ids="stored")) as server:
        [came] = exchange(server, posted(id=ID))
        assert came.object["id"] == ID
        (job,) = stored(server)
        assert job["id"] != ID


@pytest.mark.parametrize(
    ("how", "sent", "kept"),
    [
        ("trim", {"description": " a  b "}, {"description": "a b"}),
        ("truncate", {"description": "a long description"}, {"description": "a long descr"}),
        ("minutes", {"due_date": "2026-03-01T10:20:30Z"}, {"due_date": "2026-03-01T10:20:00Z"}),
        ("status", {"job_status_code": "Open"}, {"job_status_code": "ToBePlanned"}),
    ],
)
def test_a_target_changes_values(
    misbehaving: Misbehaving, how: str, sent: dict[str, str], kept: dict[str, str]
) -> None:
    with misbehaving(Fault(on="POST /Jobs", normalises=how)) as server:
        exchange(server, posted(**sent))
        (job,) = stored(server)
        assert {name: job[name] for name in kept} == kept


def test_a_job_that_was_just_created_is_not_shown_yet(misbehaving: Misbehaving) -> None:
    with misbehaving(Fault(on="GET /Jobs*", lag=0.6)) as server:
        exchange(server, posted(id=ID))
        assert alter_answer(server) == (404, [])
        time.sleep(0.7)
        assert alter_answer(server) == (200, [ID])


def alter_answer(server: PracticeServer) -> tuple[int, list[str]]:
    [one] = exchange(server, request("GET", f"/Jobs({ID})"))
    [some] = exchange(server, request("GET", "/Jobs"))
    return one.status, [job["id"] for job in json.loads(some.body)["value"]]


def test_a_list_ignores_its_filter(misbehaving: Misbehaving) -> None:
    with misbehaving(Fault(on="GET /Jobs", filters="first page")) as server:
        for number in range(21):
            exchange(server, posted(name=f"Job {number}"))
        where = quote("name eq 'Job 20'")
        [came] = exchange(server, request("GET", f"/Jobs?$filter={where}"))
        page = json.loads(came.body)
        assert len(page["value"]) == 20
        assert "@odata.nextLink" not in page


def test_an_answer_is_that_of_the_request_before(misbehaving: Misbehaving) -> None:
    with misbehaving(Fault(on="POST /Jobs", at=(2,), answer="previous")) as server:
        first, second = (exchange(server, posted(id=job_id))[0] for job_id in (ID, SECOND))
        assert first.object["id"] == second.object["id"] == ID
        assert [job["id"] for job in stored(server)] == [ID]


def test_what_the_target_is_stays_when_its_faults_end() -> None:
    plan = FaultPlan([Fault(on="POST /Jobs", status=500), Fault(on="POST /Jobs", ids="own")])
    plan.end()
    assert plan.choose_fault("POST /Jobs") == Fault(on="POST /Jobs", ids="own")
