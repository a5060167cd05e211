"""S6: whatever a server answers, the command ends with a sentence of ours, and each row has exactly one status."""

import contextlib
import json
import random
import re
import tracemalloc
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from importer.catalogue import Field, find_field
from importer.errors import ImporterError
from importer.jobs_api import JobsApi, ListRefused, NoResponse, read_refusals
from importer.jobs_api.response import DEEPEST, Response, response_of
from importer.settings import RequestPolicy, Target
from tests.builders import good
from tests.command import importer
from tests.examples import examples
from tests.odd_server import DROP, RESET, Asked, OddServer, Reply, reply
from tests.workbooks import workbook

RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b]")
EVIL = "\x1b]52;c;x\x07\x9b31m\u202e\x00=1+1"
HURRY = {
    "answer_seconds": "0.3",
    "connect_seconds": "0.5",
    "attempts": "2",
    "backoff_seconds": "0.01",
    "longest_wait_seconds": "0.05",
    "longest_asked_seconds": "0.2",
    "outage_seconds": "0.2",
    "lag_seconds": "0.3",
}
FINE = (200, 201, 202, 204, 206, 301, 302, 304)
STATUSES = (*FINE, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 502, 503, 599, 999)
MOMENTS = (
    *("Fri, 99 Foo 0000", "Fri, 31 Dec 9999 23:59:59 -9999", f"Mon, 1 Jan {'9' * 20} 00:00:00 GMT", "\xff"),
    *(
        f"Mon, 1 Jan 2026 00:00:00 +{'9' * 17}",
        f"Mon, 1 Jan 2026 {'9' * 30}:00:00 GMT",
        "Fri, 31 Dec 9999 23:59:59 GMT",
    ),
)
RETRY_AFTER = ("0", "-1", "9" * 400, "1e3", *MOMENTS)
DEEP = "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)
TEXTS = ("", "x", EVIL, "9" * 5000, "\ud800", "job.name", "0001-01-01", "NaN", "00000000-0000-4000-8000-000000000001")
NAMES = ("id", "value", "code", "name", "@odata.count", "@odata.nextLink", "error", "errors", "ModelState", "message")
LINKS = ("?x=1", "http://[", "//evil.example/", "\x00", "\ud800", "?\r\nX: y", "/ HTTP/1.1", 7, EVIL, "x" * 10_000)
MORE = ("details", "innererror", "target", "Message", "title", "archived", "reference_back_office", "modified_dateutc")


def any_json(chance: random.Random, depth: int = 0) -> object:
    kind = chance.randrange(10 if depth < 5 else 6)
    if kind < 6:
        return chance.choice((None, True, 0, -1, 1e308, 10**400, 1.5, chance.choice(TEXTS)))
    if kind < 8:
        return [any_json(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice((*NAMES, *MORE, EVIL)): any_json(chance, depth + 1) for _ in range(chance.randrange(5))}


def page(chance: random.Random) -> object:
    """A list that looks like one, with odd entries, counts and links."""
    entries = [any_json(chance) for _ in range(chance.randrange(4))]
    entries += [{name: chance.choice(TEXTS) for name in NAMES[:4]} for _ in range(chance.randrange(3))]
    found: dict[str, object] = {"value": entries}
    if chance.random() < 0.3:
        found["@odata.count"] = chance.choice((0, 2, -1, 10**30, "7", None, True))
    if chance.random() < 0.2:
        found["@odata.nextLink"] = chance.choice(
            ("?x=1", "http://[", "//evil.example/", "\x00", 7, EVIL, "\ud800", "?\r\nX: y", "/ HTTP/1.1", "x" * 10_000)
        )
    return found


def any_body(chance: random.Random) -> bytes:
    whole = json.dumps(chance.choice((any_json, page))(chance)).encode()
    return chance.choice(
        (
            whole,
            whole,
            page_bytes(chance),
            whole[: len(whole) // 2],
            whole.decode().encode("utf-16"),
            DEEP.encode(),
            b"[" * 100_000,
            b'{"id":"a","id":"b","value":[],"value":{}}',
            EVIL.encode("utf-8", "surrogatepass"),
            b"\xff\xfe\x00\xd8",
            b"<html><title>" + EVIL.encode() + b"</title><![" + b"<a" * 100,
            b"",
        )
    )


def page_bytes(chance: random.Random) -> bytes:
    return json.dumps(page(chance)).encode()


def any_reply(chance: random.Random) -> Reply:
    if chance.random() < 0.05:
        return chance.choice((DROP, RESET, Reply((b"\x00\xff\r\n\r\n",), then="close")))
    body = any_body(chance)
    odd = (
        ("Content_Type", f"text/html; charset={EVIL!r}"),
        ("Content_Encoding", chance.choice(("gzip", "br", "x"))),
        ("Retry_After", chance.choice(RETRY_AFTER)),
        ("Location", chance.choice(("/", "http://evil.example/\x1b[31m", "x" * 5000))),
        ("Date", chance.choice(("now", *MOMENTS))),
    )
    headers = {"Content_Length": str(len(body))} | {name: text for name, text in odd if chance.random() < 0.1}
    if chance.random() < 0.05:
        headers["Content_Length"] = chance.choice(("-1", "9" * 30, "x", str(len(body) + 10)))
    text = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    status = f"HTTP/1.1 {chance.choice(STATUSES)} {chance.choice(('OK', '', EVIL.replace(chr(0), '')))}\r\n"
    wire = (status + text + "\r\n").encode("latin-1", "replace") + body
    return Reply((wire,), then=chance.choice(("keep", "close")))


def sound(asked: Asked) -> Reply:
    """What a sound server answers, so that some runs come as far as sending."""
    if asked.method == "POST":
        return reply(201, {"id": asked.job["id"]})
    if "/Jobs" in asked.path:
        return reply(404, {}) if "Jobs(" in asked.path else reply(200, {"value": []})
    codes = {"JobStatus": "ToBePlanned", "JobType": "MAINT", "Project": "P-1001"}
    code = codes.get(asked.path.partition("/api/")[2].partition("?")[0], "")
    entry = {"id": "00000000-0000-4000-8000-000000000001", "usable_on_api": True}
    return reply(200, {"value": [{**entry, "code": code, "reference_back_office": code}]})


@pytest.mark.thorough(but=1)
@pytest.mark.parametrize("seed", range(16))
def test_a_run_ends_with_each_row_told_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same every time
    oddness = chance.choice((0.05, 0.3, 0.9))
    only_jobs = chance.random() < 0.7

    def respond(asked: Asked) -> Reply:
        odd = chance.random() < oddness and (not only_jobs or "/Jobs" in asked.path)
        return any_reply(chance) if odd else sound(asked)

    sheet = workbook(tmp_path, *(good(Reference=f"R-{number}") for number in range(6)))
    with OddServer(respond) as server:
        login = {"url": server.url, "user": "anna", "password": "p", "domain": "acme"}
        said = importer("run", sheet, "--yes", "--json", "--workers", "2", state=tmp_path / "s", **login, **HURRY)
    assert said.status != 1, said.err
    assert not RAW.search(said.out + said.err)
    told = said.object
    results = tmp_path / "jobs.results.xlsx"
    assert (told.get("error") is None) == results.exists()
    if results.exists():
        assert sum(told["counts"].values()) == told["rows"] == 6
        book = openpyxl.load_workbook(results)
        headings, *rows = book["Jobs"].iter_rows(values_only=True)
        book.close()
        place = headings.index("Status")
        assert len([row for row in rows if row[place]]) == 6


QUICK = RequestPolicy(
    connect_seconds=1, answer_seconds=0.15, attempts=2, backoff_seconds=0.01, longest_asked_seconds=0.1
)


def test_each_request_has_an_answer_or_an_error_of_ours() -> None:
    chance = random.Random(7)  # noqa: S311 - the same every time
    with (
        OddServer(lambda _asked: any_reply(chance)) as server,
        JobsApi(Target("t", server.url, "u", "p"), QUICK) as api,
    ):
        for _ in range(60):
            for ask in (
                api.check_connection,
                lambda: api.list_entries("Project"),
                lambda: read_refusals(api.create({"id": "x"})),
                lambda: api.get_job("x"),
            ):
                with contextlib.suppress(ImporterError, ListRefused, NoResponse):
                    ask()


SPANS = st.sampled_from(["0", "1", "99", "2026", "9" * 20, "+0000", "-9999", "+" + "9" * 17, "GMT", "Jan", "Mon,", ":"])
VALUES = st.text() | st.sampled_from(MOMENTS) | st.lists(SPANS, max_size=9).map(" ".join)
CHARSETS = st.sampled_from(["utf-8", "latin-1", "punycode", "idna", "hex", "utf-16", "big5", "x"]).map(
    "a/b; charset={}".format
)
HEADERS = st.fixed_dictionaries({}, optional={"Retry-After": VALUES, "Date": VALUES, "Content-Type": VALUES | CHARSETS})


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_moment_that_no_clock_shows_is_no_pause(moment: str) -> None:
    said = response_of(429, {"Retry-After": moment, "Date": moment}, b"{}")
    assert said.retry_after is None or said.retry_after >= 0
    said = response_of(429, {"Retry-After": "Mon, 1 Jan 2035 00:00:00 GMT", "Date": moment}, b"{}")
    assert said.retry_after is not None


@pytest.mark.parametrize(
    ("codec", "content"),
    [
        ("punycode", b"bcher-kva"),
        ("idna", b"xn--bcher-kva"),
        ("unicode_escape", rb"\u0041"),
        ("raw-unicode-escape", rb"\u0041"),
    ],
)
def test_what_is_no_code_page_does_not_decode_an_answer(codec: str, content: bytes) -> None:
    """Of Python's codecs, some are no encodings of texts, and take a second for each kilobyte."""
    for status in (200, 400):
        said = response_of(status, {"Content-Type": f"application/json; charset={codec}"}, content)
        assert said.text == content.decode()


@pytest.mark.parametrize(
    "codec", ["ISO-8859-15", "windows-1250", "cp437", "Shift_JIS", "gb18030", "koi8-r", "macintosh"]
)
def test_a_code_page_still_does(codec: str) -> None:
    said = response_of(200, {"Content-Type": f"application/json; charset={codec}"}, '{"a": "x"}'.encode(codec))
    assert said.body == {"a": "x"}


WIDE = {
    "a key of many steps": {"errors": {"a." * 500_000: ["no"]}},
    "a place of many steps": {"errors": [{"loc": ["a"] * 200_000, "msg": "no"}]},
    "a long key above many": {"errors": {"a" * 400_000: {f"k{number}": ["no"] for number in range(40_000)}}},
    "many keys": {"errors": {f"a.b.c.d.{number}": ["no"] for number in range(40_000)}},
    "many errors": {"errors": [{"msg": "no", "field": f"a.b.{number}"} for number in range(30_000)]},
    "many errors in one": {"errors": [{"details": [{"msg": "no", "field": f"a.{n}"} for n in range(30_000)]}]},
    "a long sentence": {"message": "job_type_cod " * 70_000},
}


@pytest.mark.parametrize("body", WIDE.values(), ids=WIDE)
def test_the_work_on_a_refusal_is_bounded(body: object, monkeypatch: pytest.MonkeyPatch) -> None:
    letters = [0]

    def count(heading: str) -> Field | None:
        letters[0] += len(heading)
        assert letters[0] < 2_000_000
        return find_field(heading)

    monkeypatch.setattr("importer.jobs_api.refusals.find_field", count)
    tracemalloc.start()
    try:
        assert read_refusals(Response(400, body))
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_a_field_at_the_end_of_a_key_is_still_found() -> None:
    body = {"errors": {"request.jobs[3].job.name": ["no"], "x" * 150 + ".due_date": ["late"]}}
    assert [detail.field for detail in read_refusals(Response(400, body))] == ["name", "due_date"]


@settings(
    max_examples=examples(500, daily=60), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(st.binary(max_size=200), st.sampled_from(STATUSES), HEADERS)
@example(DEEP.encode(), 400, {})
@example(b'{"errors":' * (DEEPEST - 2) + b'"x"' + b"}" * (DEEPEST - 2), 400, {})
@example(b"<![" + b"<" * 100, 400, {})
@example(b"<![CDATA[<!DOCTYPE [<!ENTITY", 400, {})
@example(b"<!-- -- <!x [", 400, {})
def test_any_bytes_are_an_answer(body: bytes, status: int, headers: dict[str, str]) -> None:
    for refusal in read_refusals(response_of(status, headers, body)):
        assert 0 < len(refusal.message) <= 500
        assert not RAW.search(refusal.message)
