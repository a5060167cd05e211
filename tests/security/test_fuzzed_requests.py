"""S15: whatever is asked of the practice server, it answers in JSON, and never with an error of its own."""

import json
import string
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from importer.practice.server import PracticeServer
from tests.examples import examples
from tests.practice.caller import Caller
from tests.practice.caller import good as good_job

NAMES = st.sampled_from(["id", "code", "name", "due_date", "archived", "latitude", "project_id", "nothing"])
LITERALS = st.one_of(
    st.text().map(lambda text: "'" + text.replace("'", "''") + "'"),
    st.integers().map(str),
    st.floats().map(str),
    st.sampled_from(
        ["true", "null", "0001-01-01", "9999-12-31T23:59:59.999999-14:00", "2026-02-30", "1e999", "-1e-999"]
    ),
    st.uuids().map(str),
)
CONDITIONS = st.recursive(
    st.builds("{} {} {}".format, NAMES, st.sampled_from(["eq", "ne", "gt", "ge", "lt", "le", "=", "EQ"]), LITERALS),
    lambda inner: st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(["and", "or", "xor"]), inner), inner.map("not {}".format)
    ),
    max_leaves=8,
)
VALUES = st.one_of(CONDITIONS, st.text(max_size=40), st.integers().map(str))
OPTIONS = st.sampled_from(["$filter", "$select", "$top", "$skip", "$orderby", "$count", "$expand", "x"])
LISTS = st.sampled_from(["Jobs", "Project", "JobStatus", "JobPlanning", "Nothing", "Jobs(x)", "Jobs()", "\x00", "é/%"])
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.sampled_from(["\ud800", "\x00", "9999-12-31", ""]),
)
FIELDS = st.one_of(
    st.sampled_from([*good_job(), "id", "project", "job_type", "due_date", "latitude", "email"]), st.text()
)
JSONS = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(FIELDS, inner, max_size=4)),
    max_leaves=8,
)
BODIES = st.one_of(
    st.binary(max_size=60),
    JSONS.map(lambda body: json.dumps(body).encode()),
    st.dictionaries(FIELDS, JSONS, max_size=6).map(lambda more: json.dumps({**good_job(), **more}).encode()),
    st.sampled_from([b"[" * 100_000, b'{"project":' * 2000 + b"1" + b"}" * 2000, b"9" * 5000, b'{"latitude":1e999}']),
)
PRINTABLE = st.text(
    alphabet=string.printable.replace("\r", "").replace("\n", "").replace("\x0b", "").replace("\x0c", "")
)
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "Content-Encoding", "Accept-Encoding", "Prefer", "Accept", "X-Else"]),
    st.one_of(
        PRINTABLE.map(str.strip), st.sampled_from(["application/json", "gzip", "deflate", "gzip;q=x", "identity"])
    ),
    max_size=3,
)
BOUNDED = settings(max_examples=examples(250), deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def talking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    with PracticeServer(tmp_path_factory.mktemp("fuzzed") / "practice.sqlite") as running, Caller(running) as caller:
        yield caller


@BOUNDED
@given(LISTS, st.dictionaries(OPTIONS, VALUES, max_size=3), HEADERS)
def test_no_list_that_is_asked_for_breaks_it(
    talking: Caller, name: str, options: dict[str, str], headers: dict[str, str]
) -> None:
    query = {key: text.encode("utf-8", "surrogatepass") for key, text in options.items()}
    answer = talking.session.get(f"{talking.url}/{name}", params=query, headers=headers, timeout=20)
    assert answer.status_code < 500, answer.text
    json.loads(answer.content)


@BOUNDED
@given(BODIES, HEADERS, st.sampled_from(["POST", "PUT", "PATCH", "DELETE"]))
def test_no_body_breaks_it(talking: Caller, body: bytes, headers: dict[str, str], method: str) -> None:
    path = "/Jobs" if method == "POST" else "/Jobs(00000000-0000-4000-8000-000000000001)"
    sent = {"Content-Type": "application/json"} | headers
    answer = talking.session.request(method, talking.url + path, data=body, headers=sent, timeout=20)
    assert answer.status_code < 500, answer.text
    json.loads(answer.content)
