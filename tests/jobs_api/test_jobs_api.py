import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importer.catalogue import spell_duration
from importer.errors import ApiDenied, ApiMisplaced, ApiUnreachable, SettingsError
from importer.jobs_api import JobsApi, ListRefused, write_filter
from importer.jobs_api.backoff import draw_pause_before
from importer.jobs_api.connection import LARGEST_BODY, body_of
from importer.jobs_api.listing import LONGEST_FILTER, write_filters
from importer.jobs_api.response import NoResponse, parse_json, read_retry_after
from importer.settings import RequestPolicy, Target
from tests.odd_server import DROP, RESET, Asked, OddServer, Reply, Respond, head, reply

QUICK = RequestPolicy(
    connect_seconds=2, answer_seconds=0.5, attempts=3, backoff_seconds=0.01, longest_wait_seconds=0.05
)
JOB = "7e60fd05-1c08-4886-b483-9f631f943287"


def target(url: str) -> Target:
    return Target("odd", url, "anna", "pass:wörd", "acme")


def answering(respond: Respond, policy: RequestPolicy = QUICK) -> tuple[OddServer, JobsApi]:
    server = OddServer(respond)
    server.__enter__()
    return server, JobsApi(target(server.url), policy)


@pytest.fixture
def opened() -> Iterator[list[tuple[OddServer, JobsApi]]]:
    pairs: list[tuple[OddServer, JobsApi]] = []
    yield pairs
    for server, api in pairs:
        api.close()
        server.__exit__(None, None, None)


@pytest.fixture
def talk(opened: list[tuple[OddServer, JobsApi]]) -> "Talk":
    return Talk(opened)


class Talk:
    def __init__(self, opened: list[tuple[OddServer, JobsApi]]) -> None:
        self._opened = opened

    def to(self, *replies: Reply, policy: RequestPolicy = QUICK) -> JobsApi:
        """An API that gives these replies, the last of them for ever."""
        left = list(replies)
        return self.by(lambda _: left.pop(0) if len(left) > 1 else left[0], policy)

    def by(self, respond: Respond, policy: RequestPolicy = QUICK) -> JobsApi:
        self._opened.append(answering(respond, policy))
        return self._opened[-1][1]

    @property
    def asked(self) -> list[Asked]:
        return self._opened[-1][0].asked

    @property
    def connections(self) -> int:
        return self._opened[-1][0].connections


def test_a_job_goes_out_with_everything_the_api_asks_for(talk: Talk) -> None:
    api = talk.to(reply(201, {"id": JOB}))
    response = api.create({"id": JOB, "name": "Größe"})
    (asked,) = talk.asked
    assert (response.status, response.entity) == (201, {"id": JOB})
    assert (asked.method, asked.path) == ("POST", "/api/Jobs")
    assert asked.body == f'{{"id":"{JOB}","name":"Größe"}}'.encode()
    assert asked.headers["prefer"] == "return=minimal"
    assert asked.headers["content-type"].startswith("application/json")
    assert "expect" not in asked.headers


def test_the_login_is_user_password_and_domain_in_utf_8(talk: Talk) -> None:
    talk.to(reply(200, {})).get_job(JOB)
    token = "YW5uYTpwYXNzOnfDtnJkQGFjbWU="  # anna:pass:wörd@acme
    assert talk.asked[0].headers["authorization"] == f"Basic {token}"


def test_one_connection_serves_many_requests(talk: Talk) -> None:
    api = talk.to(reply(404, {}))
    for _ in range(3):
        api.get_job(JOB)
    assert talk.connections == 1


def test_a_job_is_asked_for_by_its_bare_id(talk: Talk) -> None:
    talk.to(reply(200, {"id": JOB})).get_job(JOB)
    assert talk.asked[0].path == f"/api/Jobs({JOB})"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(talk: Talk, status: int) -> None:
    response = talk.to(reply(status, {}, Location="http://127.0.0.1:9/elsewhere")).create({})
    assert (response.redirects, response.location) == (True, "http://127.0.0.1:9/elsewhere")
    assert len(talk.asked) == 1


def test_an_answer_may_be_zipped(talk: Talk) -> None:
    content = gzip.compress(b'{"id":"x"}')
    api = talk.to(Reply((head(200, Content_Length=str(len(content)), Content_Encoding="gzip") + content,)))
    assert api.get_job(JOB).body == {"id": "x"}


def test_a_gzip_bomb_is_not_unfolded(talk: Talk) -> None:
    content = gzip.compress(b" " * (50 * LARGEST_BODY))
    api = talk.to(Reply((head(200, Content_Length=str(len(content)), Content_Encoding="gzip") + content,)))
    with pytest.raises(NoResponse, match="longer than"):
        api.get_job(JOB)


def test_an_endless_answer_is_cut_off(talk: Talk) -> None:
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    api = talk.to(Reply((head(200, Transfer_Encoding="chunked"), *[chunk] * 30), then="close"))
    with pytest.raises(NoResponse, match="longer than"):
        api.get_job(JOB)


def test_of_a_refusal_the_beginning_is_enough(talk: Talk) -> None:
    api = talk.to(reply(400, text="No. " * LARGEST_BODY))
    response = api.create({})
    assert (response.status, response.body) == (400, None)
    assert response.text.startswith("No. No.")


def test_a_refusal_cut_short_is_still_a_refusal(talk: Talk) -> None:
    api = talk.to(Reply((head(422, Content_Length="900") + b'{"Message":',), then="close"))
    assert api.create({}).status == 422


OPEN = {
    "dropped before the status line": DROP,
    "reset": RESET,
    "half a status line": Reply((b"HTTP/1.1 2",), then="close"),
    "no HTTP at all": Reply((b"SSH-2.0-OpenSSH_9.6\r\n",), then="close"),
    "half a body": Reply((head(201, Content_Length="900") + b'{"id":',), then="close"),
    "a body that is not what it says": Reply((head(201, Content_Length="3", Content_Encoding="gzip") + b"abc",)),
    "nothing for too long": Reply((b"", head(201)), gap=2),
    "headers that drip": Reply(tuple(bytes([b]) for b in head(201, Content_Length="0")), gap=0.3),
    "a body that drips": Reply((head(201, Content_Length="9"), *[b"x"] * 9), gap=1.5),
}


@pytest.mark.parametrize("odd", OPEN.values(), ids=OPEN)
def test_an_answer_that_does_not_come_whole_leaves_the_outcome_open(talk: Talk, odd: Reply) -> None:
    api = talk.to(odd)
    begun = time.monotonic()
    with pytest.raises(NoResponse) as none:
        api.create({})
    assert none.value.sent
    assert time.monotonic() - begun < 8  # the whole answer takes longer


def test_after_an_open_outcome_the_line_works_again(talk: Talk) -> None:
    api = talk.to(Reply((head(201, Content_Length="9"), *[b"x"] * 9), gap=0.2), reply(200, {"id": JOB}))
    with pytest.raises(NoResponse):
        api.create({})
    assert api.get_job(JOB).entity == {"id": JOB}


def closed_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (f"http://127.0.0.1:{closed_port()}/api", "connection refused"),
        ("https://no-such-host.invalid/api", "name is not known"),
    ],
    ids=["nobody listens", "no such name"],
)
def test_where_nothing_was_reached_nothing_was_sent(url: str, reason: str) -> None:
    with JobsApi(target(url), QUICK) as api, pytest.raises(NoResponse, match=reason) as none:
        api.create({})
    assert not none.value.sent


def test_a_failed_handshake_sends_nothing(talk: Talk) -> None:
    plain = talk.to(reply(200, {}))
    secure = target(plain.target.url.replace("http:", "https:"))
    with JobsApi(secure, QUICK) as api, pytest.raises(NoResponse) as none:
        api.create({})
    assert not none.value.sent


def test_a_connection_that_the_other_side_has_closed_is_made_anew(talk: Talk) -> None:
    answer = reply(200, {"id": JOB})
    api = talk.to(Reply(answer.pieces, then="close"))
    for _ in range(3):
        assert api.get_job(JOB).status == 200
        time.sleep(0.2)  # until the close has arrived; before that the outcome of a request is honestly open


def test_each_thread_has_a_connection_of_its_own(talk: Talk) -> None:
    api = talk.to(reply(200, {"id": JOB}))
    threads = [threading.Thread(target=api.get_job, args=(JOB,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert talk.connections == 3


def test_a_ca_bundle_must_exist(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such file"):
        JobsApi(Target("t", "https://x/api", "u", "p", ca_bundle=tmp_path / "none.pem"), QUICK)


PAGE = reply(200, {"value": []})


def test_a_target_that_shows_a_list_is_the_api(talk: Talk) -> None:
    talk.to(PAGE).check_connection()
    assert talk.asked[0].path == "/api/JobStatus?$top=1&$count=true"


def test_a_login_that_may_see_only_the_jobs_is_let_in(talk: Talk) -> None:
    talk.to(reply(403, {}), PAGE).check_connection()
    assert talk.asked[1].path.startswith("/api/Jobs?")


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_login_is_told_with_the_user_but_not_the_password(talk: Talk, status: int) -> None:
    with pytest.raises(ApiDenied, match="anna") as denied:
        talk.to(reply(status, {})).check_connection()
    assert "wörd" not in str(denied.value) + denied.value.advice


@pytest.mark.parametrize(
    "odd",
    [
        reply(404, {}),
        reply(200, text="<html><title>Welcome</title></html>"),
        reply(200, {"hello": "world"}),
        reply(200, text="[1, 2]"),
        reply(302, {}, Location="https://elsewhere.example/"),
    ],
)
def test_what_is_not_the_api_is_told(talk: Talk, odd: Reply) -> None:
    with pytest.raises(ApiMisplaced):
        talk.to(odd).check_connection()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [(500, "Down for maintenance."), (400, "Unknown domain: acme."), (402, "Quota used up."), (407, "Proxy login.")],
)
def test_a_target_that_takes_no_requests_is_quoted(talk: Talk, status: int, sentence: str) -> None:
    with pytest.raises(ApiUnreachable, match=f"HTTP {status}.*{sentence}"):
        talk.to(reply(status, {"message": sentence})).check_connection()


def test_nobody_there_is_told_with_the_reason() -> None:
    url = f"http://127.0.0.1:{closed_port()}/api"
    with JobsApi(target(url), QUICK) as api, pytest.raises(ApiUnreachable, match="refused"):
        api.check_connection()


@pytest.mark.parametrize("busy", [reply(429, {}), reply(502, text="<html>"), reply(503, {}), reply(504, {}), DROP])
def test_a_busy_target_is_asked_again(talk: Talk, busy: Reply) -> None:
    talk.to(busy, busy, PAGE).check_connection()
    assert len(talk.asked) == 3


@pytest.mark.parametrize("busy", [reply(503, {}), DROP])
def test_a_target_that_stays_busy_is_given_up(talk: Talk, busy: Reply) -> None:
    with pytest.raises(ApiUnreachable):
        talk.to(busy).check_connection()
    assert len(talk.asked) == QUICK.attempts


def paged(pages: int, link: str) -> Respond:
    """A list of so many pages; `link` is what the next page's address begins with."""

    def respond(asked: Asked) -> Reply:
        number = int(asked.path.partition("$skip=")[2].partition("&")[0] or 0)
        page: dict[str, object] = {"value": [{"id": number}], "@odata.count": pages}
        if number < pages - 1:
            page["@odata.nextLink"] = f"{link or 'http://' + asked.headers['host']}/api/Project?$skip={number + 1}"
        return reply(200, page)

    return respond


def test_a_list_is_read_page_by_page(talk: Talk) -> None:
    listed = talk.by(paged(4, "")).list_entries("Project", where="code eq 'A'", select=("id", "name"))
    assert [entry["id"] for entry in listed.entries] == [0, 1, 2, 3]
    assert (listed.complete, listed.total) == (True, 4)
    assert talk.asked[0].path == "/api/Project?$filter=code eq 'A'&$select=id,name&$count=true"


def test_a_link_to_another_host_is_not_followed_but_counted_on(talk: Talk) -> None:
    listed = talk.by(paged(3, "http://internal.example")).list_entries("Project")
    assert [entry["id"] for entry in listed.entries] == [0, 1, 2]


def test_a_list_may_be_left_unread(talk: Talk) -> None:
    listed = talk.by(paged(9, "")).list_entries("Project", pages=2)
    assert (len(listed.entries), listed.complete) == (2, False)


def test_the_older_spelling_of_the_link_is_known(talk: Talk) -> None:
    first = reply(200, {"value": [{"id": 1}], "@odata.nextlink": "Project?$skip=1"})
    listed = talk.to(first, reply(200, {"value": [{"id": 2}]})).list_entries("Project")
    assert [entry["id"] for entry in listed.entries] == [1, 2]
    assert talk.asked[1].path == "/api/Project?$skip=1"


def test_a_page_that_leads_to_itself_ends_the_list(talk: Talk) -> None:
    listed = talk.to(reply(200, {"value": [{"id": 1}], "@odata.nextLink": "?"})).list_entries("Project")
    assert len(listed.entries) == 1


def test_pages_that_show_one_entry_twice_and_another_never_are_not_the_whole_list(talk: Talk) -> None:
    def respond(asked: Asked) -> Reply:
        skip = int(asked.path.partition("$skip=")[2].partition("&")[0] or 0)
        link = {"@odata.nextLink": "/api/Project?$skip=2"} if not skip else {}
        return reply(
            200, {"value": [{"id": 0}, {"id": 1}] if not skip else [{"id": 1}, {"id": 2}], "@odata.count": 4, **link}
        )

    listed = talk.by(respond).list_entries("Project")
    assert (len(listed.entries), listed.complete) == (3, False)
    assert listed.problem == "the target shows 3 of 4 entries"


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_a_refused_list_says_with_what_status(talk: Talk, status: int) -> None:
    with pytest.raises(ListRefused) as refused:
        talk.to(reply(status, {})).list_entries("Skill")
    assert refused.value.status == status


@pytest.mark.parametrize(("odd", "error"), [(reply(401, {}), ApiDenied), (reply(200, text="<html>"), ApiMisplaced)])
def test_a_list_may_show_that_the_target_is_of_no_use(talk: Talk, odd: Reply, error: type[Exception]) -> None:
    with pytest.raises(error):
        talk.to(odd).list_entries("Skill")


def test_codes_are_quoted_and_ids_are_not() -> None:
    assert write_filter("code", ["A", "O'Brien"]) == "code eq 'A' or code eq 'O''Brien'"
    assert write_filter("id", [JOB]) == f"id eq {JOB}"


@given(st.text())
def test_any_text_can_be_sent_as_json(text: str) -> None:
    assert parse_json(body_of({"name": text})) == {"name": text}


def test_half_a_surrogate_pair_is_escaped() -> None:
    assert body_of({"name": "\ud83d"}) == b'{"name":"\\ud83d"}'


def test_a_body_nested_without_end_is_no_json() -> None:
    assert parse_json(b"[" * LARGEST_BODY) is None


def test_a_pause_may_be_asked_for_in_seconds_or_until_a_moment() -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    past = format_datetime(datetime.now(UTC) - timedelta(days=3650), usegmt=True)
    assert read_retry_after("7") == 7
    assert read_retry_after("9" * 30) == pytest.approx(1e30)
    assert 25 < (read_retry_after(soon) or 0) <= 30
    assert read_retry_after(past) == 0
    assert read_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", "Fri, 31 Dec 1999 23:59:50 GMT") == 9


@pytest.mark.parametrize("header", ["", "-5", "soon", "1e3", "NaN", "Mon, 99 Foo 2026", "7 s"])
def test_a_pause_that_cannot_be_understood_is_none(header: str) -> None:
    assert read_retry_after(header) is None


@given(st.integers(2, 10_000))
def test_no_pause_is_longer_than_the_longest(attempt: int) -> None:
    assert 0 <= draw_pause_before(attempt, RequestPolicy()) <= 60


def test_pauses_are_drawn_from_a_span_that_doubles() -> None:
    longest = [max(draw_pause_before(attempt, RequestPolicy()) for _ in range(300)) for attempt in (2, 3, 4, 9)]
    assert all(0.8 * span < pause <= span for pause, span in zip(longest, (0.5, 1, 2, 60), strict=True))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(90, "90 seconds"), (600, "10 minutes"), (7200, "2 hours"), (864000, "10 days"), (1e30, "more than a hundred")],
)
def test_a_time_is_said_as_a_person_says_it(seconds: float, words: str) -> None:
    assert spell_duration(seconds).startswith(words)


def test_a_pause_asked_for_before_the_first_row_is_kept(talk: Talk) -> None:
    begun = time.monotonic()
    talk.to(reply(429, {}, Retry_After="1"), PAGE).check_connection()
    assert time.monotonic() - begun >= 1


def test_one_that_is_too_long_is_not_waited_for(talk: Talk) -> None:
    with pytest.raises(ApiUnreachable, match="asks to wait for 3,650 days"):
        talk.to(reply(503, {}, Retry_After="315360000")).check_connection()
    assert len(talk.asked) == 1


def test_a_proxy_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("no_proxy", "")
    with JobsApi(target("https://api.example/api"), QUICK) as api, pytest.raises(NoResponse, match="proxy") as none:
        api.create({})
    assert (none.value.sent, none.value.hopeless) == (False, False)


def test_filters_ask_for_twenty_at_a_time_and_fit_into_an_address() -> None:
    asked = list(write_filters("code", [f"C{number}" for number in range(45)]))
    assert [len(codes) for _, codes in asked] == [20, 20, 5]
    assert asked[2][0].startswith("code eq 'C40' or code eq 'C41'")
    long = list(write_filters("code", ["é" * 50 + str(number) for number in range(45)]))
    assert sum(len(codes) for _, codes in long) == 45
    assert all(len(quote(where)) <= LONGEST_FILTER + 10 for where, _ in long)
    assert list(write_filters("code", [])) == []
    assert len(list(write_filters("code", ["é" * 5000, "A"]))) == 2


def test_a_connection_that_does_not_come_about_in_time_has_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, contextlib.ExitStack() as waiting:
        for _ in range(4):  # who comes first fills the queue; nobody accepts
            early = waiting.enter_context(socket.socket())
            early.setblocking(False)
            early.connect_ex(full.getsockname())
        policy = replace(QUICK, connect_seconds=0.2)
        with (
            JobsApi(target(f"http://127.0.0.1:{full.getsockname()[1]}/api"), policy) as api,
            pytest.raises(NoResponse, match=r"no connection within 0\.2 seconds") as lost,
        ):
            api.create({})
    assert (lost.value.sent, lost.value.late, lost.value.hopeless) == (False, True, False)


def test_where_only_one_try_is_allowed_there_is_one(talk: Talk) -> None:
    api = talk.to(reply(503), policy=replace(QUICK, attempts=1))
    with pytest.raises(ApiUnreachable, match="too busy"):
        api.check_connection()
    assert len(talk.asked) == 1


def test_an_api_that_is_closed_while_an_answer_comes_leaves_the_outcome_open(talk: Talk) -> None:
    dripping = Reply((head(201, Content_Length="40"), *[b"x"] * 40), gap=0.05)
    api = talk.to(dripping, policy=replace(QUICK, answer_seconds=5))
    closing = threading.Timer(0.3, api.close)
    closing.start()
    with pytest.raises(NoResponse) as none:
        api.create({})
    closing.join()
    assert none.value.sent
