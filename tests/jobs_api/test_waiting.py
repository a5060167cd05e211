"""How long a list is waited for, on a clock that is only noted, and what an answer asks for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from importer.catalogue import spell_duration
from importer.errors import ApiDenied, ApiMisplaced, ApiUnreachable
from importer.jobs_api import JobsApi, ListedEntries, ListRefused
from importer.jobs_api.backoff import draw_pause_before
from importer.jobs_api.connection import Connection
from importer.jobs_api.response import NoResponse, Response, read_retry_after, response_of
from importer.settings import RequestPolicy, Target

TARGET = Target("odd", "http://127.0.0.1:1/api", "anna", "p", "acme")
POLICY = RequestPolicy(attempts=4)
PAGE = Response(200, {"value": []})
LOST, NEVER_SENT = NoResponse("gone", sent=True), NoResponse("no server answers", sent=False)


@pytest.fixture(autouse=True)
def no_chance(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importer.jobs_api.backoff.random.uniform", lambda low, high: high - low)


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    seconds: list[float] = []
    monkeypatch.setattr("importer.jobs_api.client.time.sleep", seconds.append)
    return seconds


def answers(monkeypatch: pytest.MonkeyPatch, *given: Response | NoResponse) -> JobsApi:
    """An API whose answers come in this order."""
    left: Iterator[Response | NoResponse] = iter(given)

    def get(_line: Connection, _url: str) -> Response:
        response = next(left)
        if isinstance(response, NoResponse):
            raise response
        return response

    monkeypatch.setattr(Connection, "get", get)
    return JobsApi(TARGET, POLICY)


def test_a_list_is_asked_for_again_after_longer_and_longer_pauses(
    monkeypatch: pytest.MonkeyPatch, slept: list[float]
) -> None:
    assert answers(monkeypatch, Response(503), LOST, Response(429), PAGE).list_entries("Skill") == ListedEntries(())
    assert slept == [0.5, 1, 2]


@pytest.mark.parametrize("status", [408, 429, 502, 503, 504])
def test_a_pause_that_is_asked_for_is_kept_where_it_is_the_longer(
    monkeypatch: pytest.MonkeyPatch, slept: list[float], status: int
) -> None:
    waits = (Response(status, retry_after=pause) for pause in (600, 0.7, None))
    answers(monkeypatch, *waits, PAGE).list_entries("Skill")
    assert slept == [600, 1, 2]


@pytest.mark.parametrize(
    ("given", "reason", "pauses"),
    [
        ([Response(503)] * 4, r"too busy \(HTTP 503\)", [0.5, 1, 2]),
        ([LOST] * 4, "gone", [0.5, 1, 2]),
        ([NEVER_SENT], "no server answers", []),
        ([Response(429, retry_after=601)], r"asks to wait for 10 minutes \(HTTP 429\)", []),
        ([LOST, Response(503, retry_after=7200)], r"asks to wait for 2 hours \(HTTP 503\)", [0.5]),
    ],
)
def test_a_target_is_given_up_with_the_reason(
    monkeypatch: pytest.MonkeyPatch,
    slept: list[float],
    given: list[Response | NoResponse],
    reason: str,
    pauses: list[float],
) -> None:
    with pytest.raises(ApiUnreachable, match=reason) as told:
        answers(monkeypatch, *given).list_entries("Skill")
    assert TARGET.url in told.value.message
    assert slept == pauses


@pytest.mark.parametrize("status", [200, 404])
def test_an_answer_counts_whatever_pause_it_asks_for(
    monkeypatch: pytest.MonkeyPatch, slept: list[float], status: int
) -> None:
    api = answers(monkeypatch, replace(PAGE, status=status, retry_after=9999))
    if status == 200:
        assert api.list_entries("Skill") == ListedEntries(())
    else:
        with pytest.raises(ListRefused, match="HTTP 404"):
            api.list_entries("Skill")
    assert slept == []


def test_what_concerns_the_whole_target_is_told_with_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ApiDenied, match="401") as denied:
        answers(monkeypatch, Response(401)).list_entries("Skill")
    assert "anna" in denied.value.message
    with pytest.raises(ApiMisplaced, match=r"elsewhere\.example"):
        answers(monkeypatch, Response(302, location="http://elsewhere.example/")).list_entries("Skill")


def test_the_first_pause_is_the_backoff_and_none_is_longer_than_the_longest() -> None:
    assert [draw_pause_before(attempt, RequestPolicy()) for attempt in (2, 3, 4, 8, 9, 10, 10_000)] == [
        0.5,
        1,
        2,
        32,
        60,
        60,
        60,
    ]
    assert draw_pause_before(10_000, RequestPolicy(longest_wait_seconds=1e9)) == 0.5 * 2**20


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (119, "119 seconds"),
        (120, "2 minutes"),
        (7199, "120 minutes"),
        (7200, "2 hours"),
        (172_799, "48 hours"),
        (172_800, "2 days"),
        (3_155_759_999, "36,525 days"),
        (3_155_760_000, "more than a hundred years"),
    ],
)
def test_how_a_time_is_said(seconds: float, words: str) -> None:
    assert spell_duration(seconds) == words


def test_a_moment_counts_from_the_clock_of_the_target_or_else_from_ours() -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    for headers in ({"Retry-After": moment}, {"Retry-After": moment, "Date": "at noon"}):
        assert 25 < (response_of(503, headers, b"").retry_after or 0) <= 30
    dated = {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT", "Date": "Fri, 31 Dec 1999 23:59:50 GMT"}
    assert response_of(503, dated, b"").retry_after == 9
    assert read_retry_after("Fri, 31 Dec 1999 23:59:59 -0000", "Fri, 31 Dec 1999 23:59:50 GMT") == 9
    assert read_retry_after("Sat, 01 Jan 2000 01:59:59 +0200", "Fri, 31 Dec 1999 23:59:50 GMT") == 9


def test_an_answer_is_what_came() -> None:
    told = response_of(302, {"Location": "/x", "Date": "today"}, b'{"a": 1}')
    assert told == Response(302, {"a": 1}, '{"a": 1}', None, "/x", "today")
    assert response_of(400, {}, b'{"a": 1}', whole=False) == Response(400, None, '{"a": 1}')
    assert response_of(200, {}, "é".encode() * 3000 + b"\xff").text == "é" * 2000
    assert response_of(200, {}, b"\xff").text == "\ufffd"


def test_entries_without_an_id_are_each_an_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [{"id": "a"}, {"code": "x"}, {"code": "y"}, {"id": "a", "code": "again"}]
    listed = answers(monkeypatch, Response(200, {"value": entries})).list_entries("Skill")
    assert list(listed.entries) == entries[:3]


def test_what_is_no_api_is_told_by_what_it_says_of_the_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    page = Response(200, None, "<html>")
    for first, second, words in ((Response(404), page, "a web page"), (page, Response(404), "HTTP 404")):
        with pytest.raises(ApiMisplaced, match=words):
            answers(monkeypatch, first, second).check_connection()
