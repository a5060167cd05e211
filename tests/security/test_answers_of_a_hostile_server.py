"""S6: whatever a server answers, the command ends with a sentence of ours, and each row has exactly one status."""

import contextlib
import json
import random
import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from importer.errors import ImporterError
from importer.jobs_api import JobsApi, ListRefused, NoResponse, read_refusals
from importer.jobs_api.response import DEEPEST, response_of
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
RETRY_AFTER = ("0", "-1", "9" * 400, "Fri, 99 Foo 0000", "1e3", "Fri, 31 Dec 9999 23:59:59 -9999")
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
        ("Date", chance.choice(("now", "Fri, 31 Dec 9999 23:59:59 GMT", "\xff"))),
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


HEADERS = st.dictionaries(st.sampled_from(["Retry-After", "Date"]), st.text())


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
