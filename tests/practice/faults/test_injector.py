"""Each mishap as it is seen from the other end of a bare socket, and whether the job was made."""

import json
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from tests.practice.faults.raw import CLOSED, LONGEST, RESET, SILENT, Came, exchange, posted, request

ID = "b3a7f0de-6a43-4a5e-9f0f-7a3f0c9d1e52"


@pytest.fixture
def misbehaving(tmp_path: Path) -> Callable[[Fault], PracticeServer]:
    return lambda fault: PracticeServer(tmp_path / "practice.sqlite", faults=FaultPlan([fault]))


@contextmanager
def met(server: PracticeServer, policy: float = 10, *, to_the_end: bool = False) -> Iterator[tuple[Came, int]]:
    with server:
        [came] = exchange(server, posted(id=ID), policy=policy, to_the_end=to_the_end)
        yield came, server.store.count("Jobs")


ENDS = {
    "dropped before": (Fault(sent="nothing", then="close"), 0, b"", CLOSED),
    "made, then dropped": (Fault(sent="nothing", then="close", carried_out=True), 1, b"", CLOSED),
    "reset before": (Fault(sent="nothing", then="reset"), 0, b"", RESET),
    "made, then reset": (Fault(sent="nothing", then="reset", carried_out=True), 1, b"", RESET),
    "half a head": (Fault(sent="half head"), 1, b"HTTP/1.1 201", CLOSED),
    "half a head, then reset": (Fault(sent="half head", then="reset"), 1, b"", RESET),
    "half a head of a refusal": (Fault(status=503, sent="half head"), 0, b"HTTP/1.1 503", CLOSED),
    "silence": (Fault(sent="nothing"), 0, b"", SILENT),
    "made, then silence": (Fault(sent="nothing", carried_out=True), 1, b"", SILENT),
    "half a body, then silence": (Fault(sent="half body", then="keep"), 1, b"HTTP/1.1 201", SILENT),
}


@pytest.mark.thorough(but=5)
@pytest.mark.parametrize(("fault", "jobs", "begins", "end"), ENDS.values(), ids=ENDS)
def test_an_answer_that_does_not_arrive(
    misbehaving: Callable[[Fault], PracticeServer], fault: Fault, jobs: int, begins: bytes, end: str
) -> None:
    with met(misbehaving(fault), policy=1 if end == SILENT else 10) as (came, made):
        assert (made, came.end) == (jobs, end)
        assert came.content.startswith(begins)
        assert b"\r\n\r\n" not in came.content or fault.sent == "half body"


def test_half_a_body_announces_the_whole(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with met(misbehaving(Fault(sent="half body"))) as (came, made):
        assert made == 1
        assert len(came.body) == int(came.head["content-length"]) // 2 > 0
        assert came.end == CLOSED


def test_json_cut_short_looks_whole(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with met(misbehaving(Fault(sent="cut"))) as (came, made):
        assert (made, came.status) == (1, 201)
        assert len(came.body) == int(came.head["content-length"])
        with pytest.raises(ValueError, match="Unterminated"):
            json.loads(came.body)


def test_a_slow_answer_comes_byte_by_byte(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    begun = time.monotonic()
    with met(misbehaving(Fault(sent="slowly", gap=0.005)), to_the_end=True) as (came, _):
        assert came.object == {"id": ID}
        assert came.end == CLOSED
        assert time.monotonic() - begun >= 0.005 * len(came.content)


def test_an_answer_without_end_ends_when_the_client_hangs_up(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with met(misbehaving(Fault(sent="endless"))) as (came, _):
        assert len(came.content) >= LONGEST
        assert came.head["transfer-encoding"] == "chunked"


def test_a_bomb_unfolds_to_a_gigabyte(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with met(misbehaving(Fault(status=200, sent="bomb"))) as (came, _):
        assert came.head["content-encoding"] == "gzip"
        first = zlib.decompressobj(31)
        size = len(first.decompress(came.body))
        assert size * len(came.body) / (len(came.body) - len(first.unused_data)) >= 10**9
        assert len(came.body) < 2**21


BODIES = {
    "message": ("application/json", b'{"Message":'),
    "model state": ("application/json", b'{"Message":"The request is invalid.","ModelState":{"jobs.name":["'),
    "odata": ("application/json", b'{"error":{"code":"400"'),
    "string": ("application/json", b'"Practised'),
    "text": ("text/plain; charset=utf-8", b"Practised"),
    "html": ("text/html; charset=utf-8", b"<html>"),
    "login": ("text/html; charset=utf-8", b"<html><title>Log in</title>"),
    "empty": ("", b""),
    "huge": ("text/plain; charset=utf-8", b"Practised"),
    "other id": ("application/json", b'{"id":"'),
}


@pytest.mark.parametrize(("body", "kind", "begins"), [(name, *told) for name, told in BODIES.items()], ids=BODIES)
@pytest.mark.thorough(but=2)
def test_an_answer_of_every_shape_replaces_the_own(
    misbehaving: Callable[[Fault], PracticeServer], body: str, kind: str, begins: bytes
) -> None:
    with met(misbehaving(Fault(status=400, body=body))) as (came, made):
        assert (made, came.status, came.head.get("content-type", "")) == (0, 400, kind)
        assert came.body.startswith(begins)
        assert body != "huge" or int(came.head["content-length"]) > 10**7


def test_the_job_may_be_made_behind_another_answer(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with met(misbehaving(Fault(status=504, body="html", carried_out=True))) as (came, made):
        assert (came.status, made) == (504, 1)


@pytest.mark.parametrize("asked", ["120", "0", "-1", "soon", "315360000"])
def test_a_pause_is_asked_for_as_it_is_told(misbehaving: Callable[[Fault], PracticeServer], asked: str) -> None:
    with met(misbehaving(Fault(status=429, retry_after=asked))) as (came, _):
        assert (came.status, came.head["retry-after"]) == (429, asked)


@pytest.mark.parametrize("form", ["date", "rfc850", "asctime"])
@pytest.mark.parametrize("seconds", [90, -90])
def test_a_pause_is_asked_for_as_a_date(
    misbehaving: Callable[[Fault], PracticeServer], form: str, seconds: int
) -> None:
    with met(misbehaving(Fault(status=503, retry_after=f"{form} {seconds}"))) as (came, _):
        moment = parsedate_to_datetime(came.head["retry-after"]).replace(tzinfo=None)
        answered = parsedate_to_datetime(came.head["date"]).replace(tzinfo=None)
        assert abs((moment - answered).total_seconds() - seconds) <= 2


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_points_where_it_is_told(misbehaving: Callable[[Fault], PracticeServer], status: int) -> None:
    with met(misbehaving(Fault(status=status, location="http://elsewhere.test/api/Jobs"))) as (came, made):
        assert (came.status, came.head["location"], made) == (status, "http://elsewhere.test/api/Jobs", 0)


def test_the_server_may_take_no_ids_from_its_clients(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    server = misbehaving(Fault(on="POST /Jobs", ids="own"))
    with met(server) as (came, made):
        assert made == 1
        assert came.object["id"] != ID
        assert server.store.find_body("Jobs", came.object["id"])


def test_the_answer_may_name_an_id_that_is_not_there(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    server = misbehaving(Fault(ids="other"))
    with met(server) as (came, _):
        assert server.store.find_body("Jobs", ID)
        assert server.store.find_body("Jobs", came.object["id"]) is None


def test_a_connection_may_be_closed_unannounced_after_an_answer(
    misbehaving: Callable[[Fault], PracticeServer],
) -> None:
    with met(misbehaving(Fault(then="close")), to_the_end=True) as (came, made):
        assert (came.status, came.end, made) == (201, CLOSED, 1)
        assert "connection" not in came.head


@pytest.mark.parametrize("fault", [Fault(wait_before=0.6), Fault(wait_after=0.6)], ids=["job", "answer"])
def test_a_late_job_and_a_late_answer(misbehaving: Callable[[Fault], PracticeServer], fault: Fault) -> None:
    begun = time.monotonic()
    with met(misbehaving(fault)) as (came, made):
        assert (came.status, made) == (201, 1)
        assert time.monotonic() - begun >= 0.6


def test_a_client_that_hung_up_meanwhile_has_its_job_all_the_same(
    misbehaving: Callable[[Fault], PracticeServer],
) -> None:
    server = misbehaving(Fault(wait_before=0.6))
    with met(server, policy=0.2) as (came, made):
        assert (came.end, made) == (SILENT, 0)
        while not server.store.count("Jobs"):
            time.sleep(0.05)


def test_what_is_not_met_stays_as_it_was(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with misbehaving(Fault(on="GET /Nothing", status=500)) as server:
        first, second = exchange(server, posted(id=ID), request("GET", f"/Jobs({ID})"))
        assert (first.status, second.status) == (201, 200)
        assert second.head["content-encoding"] == "gzip"


def test_after_a_whole_answer_the_connection_goes_on(misbehaving: Callable[[Fault], PracticeServer]) -> None:
    with misbehaving(Fault(status=503, at=(1,))) as server:
        first, second = exchange(server, posted(id=ID), posted(id=ID))
        assert (first.status, second.status) == (503, 201)
