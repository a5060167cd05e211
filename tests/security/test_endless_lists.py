"""S6: a server whose lists have no end, go round in a circle, lead elsewhere or trickle: each can be left."""

import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from importer.directory import Directory, ListCache
from importer.errors import ApiMisplaced
from importer.jobs_api import JobsApi
from importer.jobs_api.connection import LARGEST_BODY
from importer.jobs_api.paging import ListLimits
from importer.settings import RequestPolicy, Target
from tests.builders import GOOD
from tests.command import Said, environment, importer
from tests.odd_server import DROP, Asked, OddServer, Reply, Respond, head, reply

EMPTY = reply(200, {"value": []})
WINDOWS = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")


def login(server: OddServer) -> dict[str, str]:
    return {"url": server.url, "user": "anna", "password": "p", "domain": "acme"}


def codes(server: OddServer, state: Path, *more: str) -> Said:
    return importer("codes", "job_type", *more, state=state, **login(server))


def job_types(*numbers: int) -> list[dict[str, str]]:
    return [{"id": f"00000000-0000-4000-8000-{number:012}", "code": f"T{number}", "name": "x"} for number in numbers]


def listing(respond: Respond) -> Respond:
    """Answers for job types so, and has nothing else."""
    return lambda asked: respond(asked) if "/JobType" in asked.path else EMPTY


def skip_of(asked: Asked) -> int:
    return int(asked.path.partition("$skip=")[2].partition("&")[0] or 0)


def pages_of(server: OddServer) -> int:
    return sum("/JobType" in asked.path for asked in server.asked)


def endless(size: int) -> Respond:
    """Always so many new entries, and a link to more."""
    pages = count()

    def respond(_asked: Asked) -> Reply:
        number = next(pages)
        entries = job_types(*range(number * size, (number + 1) * size))
        return reply(200, {"value": entries, "@odata.nextLink": f"JobType?$skip={number + 1}"})

    return listing(respond)


@pytest.mark.thorough
def test_a_list_without_end_is_given_up(tmp_path: Path) -> None:
    with OddServer(endless(2000)) as server:
        said = codes(server, tmp_path)
        assert pages_of(server) <= 101
    assert said.status == 3
    assert "job type" in said.err or "JobType" in said.err
    assert "200,000 entries" in said.err


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        (ListLimits(pages=5), "5 pages"),
        (ListLimits(entries=5), "5 entries"),
        (ListLimits(size=500), "MB"),
        (ListLimits(seconds=0.2), "seconds"),
    ],
)
def test_pages_entries_bytes_and_time_are_bounded_each_by_itself(limits: ListLimits, reason: str) -> None:
    with (
        OddServer(endless(1)) as server,
        JobsApi(Target("odd", server.url, "u", "p"), limits=limits) as api,
        pytest.raises(ApiMisplaced, match=reason),
    ):
        api.list_entries("JobType")
    assert pages_of(server) < 5000


def test_pages_without_entries_are_bounded_too(tmp_path: Path) -> None:
    pages = count(1)
    nothing_new = listing(
        lambda _asked: reply(200, {"value": job_types(1), "@odata.nextLink": f"JobType?p={next(pages)}"})
    )
    with OddServer(nothing_new) as server:
        said = codes(server, tmp_path)
        assert pages_of(server) < 100
    assert (said.status, "T1" in said.out) == (0, True)
    assert "incomplete" in said.err


@pytest.mark.parametrize("circle", [1, 2, 3])
def test_links_that_go_round_in_a_circle_are_told(tmp_path: Path, circle: int) -> None:
    def respond(asked: Asked) -> Reply:
        place = int(asked.path.partition("page=")[2] or 0)
        link = f"JobType?page={(place + 1) % circle}"
        return reply(200, {"value": job_types(place), "@odata.nextLink": link})

    with OddServer(listing(respond)) as server:
        said = codes(server, tmp_path)
        assert pages_of(server) <= circle + 4
    assert (said.status, f"T{circle - 1}" in said.out) == (0, True)
    assert "incomplete" in said.err


def test_another_host_is_never_asked(tmp_path: Path) -> None:
    with OddServer(lambda _asked: EMPTY) as other:
        elsewhere = f"{other.url}/JobType?$skip=1"
        stuck = listing(lambda _asked: reply(200, {"value": job_types(0), "@odata.nextLink": elsewhere}))
        with OddServer(stuck) as server:
            said = codes(server, tmp_path)
            assert pages_of(server) <= 3
        assert other.asked == []
    assert "incomplete" in said.err


LINKS: list[object] = [None, 7, {"href": "x"}, ["x"], "http://[", "http://elsewhere.example/x", "NoSuchPage", ""]


@pytest.mark.thorough(but=3)
@pytest.mark.parametrize("link", LINKS, ids=repr)
def test_a_page_of_ten_of_twenty_goes_on_without_its_link(tmp_path: Path, link: object) -> None:
    def respond(asked: Asked) -> Reply:
        skip = skip_of(asked)
        return reply(200, {"value": job_types(*range(skip, min(skip + 10, 20))), "@odata.count": 20, "next": link})

    def linked(asked: Asked) -> Reply:
        page = respond(asked)
        text = page.pieces[0].partition(b"\r\n\r\n")[2].replace(b'"next"', b'"@odata.nextLink"')
        return reply(200, text=text.decode())

    def serve(asked: Asked) -> Reply:
        return reply(404, {}) if "NoSuchPage" in asked.path else listing(linked)(asked)

    with OddServer(serve) as server:
        said = codes(server, tmp_path, "--json")
    assert said.status == 0
    [listed] = json.loads(said.out)["lists"]
    assert len(listed["codes"]) == 20
    assert "incomplete" not in said.err


def test_a_list_that_shows_ten_of_twenty_whatever_is_asked_is_said_to_be_incomplete(tmp_path: Path) -> None:
    ten = listing(lambda _asked: reply(200, {"value": job_types(*range(10)), "@odata.count": 20}))
    with OddServer(ten) as server:
        said = codes(server, tmp_path)
        assert (said.status, "incomplete" in said.err, "10 of 20" in said.err) == (0, True, True)
        again = codes(server, tmp_path)
        assert "incomplete" in again.err


def test_a_code_of_the_part_that_is_not_shown_is_no_error_of_the_sheet(tmp_path: Path) -> None:
    def respond(asked: Asked) -> Reply:
        if "/JobType" in asked.path:
            return reply(200, {"value": job_types(*range(10)), "@odata.count": 20})
        return sound(asked) or EMPTY

    with OddServer(respond) as server:
        said = importer("run", sheet(tmp_path, 1), "--yes", "--json", state=tmp_path, **login(server))
    told = {problem["code"]: problem["message"] for problem in said.object["problems"]}
    assert "the target shows 10 of 20 entries" in told[230]
    assert 301 not in told
    assert any(asked.method == "POST" for asked in server.asked)


def sheet(folder: Path, rows: int, heading: str = "Reference") -> Path:
    path = folder / "jobs.csv"
    lines = [",".join([*GOOD, heading])]
    lines += [",".join([*GOOD.values(), f"R-{number}"]) for number in range(rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def flood(unasked: int, wide: str = "") -> Respond:
    """Has a million job types, and answers to whom asks for some with those and so many others."""
    numbers = count(10**6)

    def respond(asked: Asked) -> Reply:
        if "$filter" not in asked.path:
            return reply(200, {"value": job_types(1), "@odata.count": 10**6})
        named = [int(number) for number in re.findall(r"'T([0-9]+)'", asked.path)]
        others = [next(numbers) for _ in range(unasked)]
        return reply(200, {"value": [{**entry, "more": wide} for entry in job_types(*named, *others)]})

    return listing(respond)


@pytest.mark.parametrize(
    ("flooding", "limits", "reason"),
    [(flood(300), ListLimits(entries=1000), "1,000 entries"), (flood(0, "x" * 30_000), ListLimits(size=2**21), "2 MB")],
    ids=["entries", "bytes"],
)
def test_what_comes_without_being_asked_for_adds_up_over_the_questions(
    flooding: Respond, limits: ListLimits, reason: str
) -> None:
    with (
        OddServer(flooding) as server,
        JobsApi(Target("odd", server.url, "u", "p"), limits=limits) as api,
        pytest.raises(ApiMisplaced, match=reason),
    ):
        Directory(api).fetch({"job_type_code": frozenset(f"T{number}" for number in range(2, 400))})
    assert 3 < pages_of(server) < 10


def test_only_what_was_asked_for_is_kept(tmp_path: Path) -> None:
    wanted = frozenset(f"T{number}" for number in range(2, 102))
    cache = ListCache(tmp_path, Target("odd", "http://x.example", "u", "p"))
    with OddServer(flood(300, "x" * 100)) as server, JobsApi(Target("odd", server.url, "u", "p")) as api:
        directory = Directory(api, cache)
        directory.fetch({"job_type_code": wanted})
        assert all(directory.find("job_type_code", code).entry for code in wanted)
        seen = directory.list_seen("JobType")
    assert {entry["code"] for entry in seen} == wanted | {"T1"}
    assert set().union(*seen) == {"id", "code", "name"}
    assert len(cache.read("JobType").entries) == 100


def test_what_a_server_takes_for_a_code_is_kept() -> None:
    """Many compare without regard to case."""

    def respond(asked: Asked) -> Reply:
        if "$filter" not in asked.path:
            return reply(200, {"value": job_types(1), "@odata.count": 10**6})
        return reply(200, {"value": job_types(7)})

    with OddServer(listing(respond)) as server, JobsApi(Target("odd", server.url, "u", "p")) as api:
        directory = Directory(api)
        directory.fetch({"job_type_code": frozenset({"t7"})})
        assert directory.find("job_type_code", "t7").suggestions == ("T7",)


@contextmanager
def running(server: OddServer, path: Path, *words: str) -> Iterator["subprocess.Popen[str]"]:
    run = subprocess.Popen(
        [sys.executable, "-m", "importer", "run", str(path), "--yes", "--json", *words],
        env=environment(path.parent / "state", **login(server)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield run
    finally:
        run.kill()
        run.communicate()


def wait_until(seen: Callable[[], bool]) -> None:
    until = time.monotonic() + 60
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.02)


def ended(run: "subprocess.Popen[str]", number: int) -> tuple[str, str, float]:
    begun = time.monotonic()
    run.send_signal(number)
    out, err = run.communicate(timeout=60)
    assert "Traceback" not in err
    return out, err, time.monotonic() - begun


SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])


@pytest.mark.thorough
@WINDOWS
@SIGNALS
@pytest.mark.parametrize("odd", ["pages", "pause", "trickle"])
def test_a_run_is_left_while_lists_are_read(tmp_path: Path, number: int, odd: str) -> None:
    pages = count(1)

    def respond(asked: Asked) -> Reply:
        if "$top" in asked.path:
            return EMPTY
        if odd == "pause":
            return reply(429, {}, Retry_After="300")
        if odd == "trickle":
            return Reply((head(200, Content_Length="500"), *[b" "] * 500), gap=0.2)
        time.sleep(0.05)
        page = next(pages)
        return reply(200, {"value": job_types(page), "@odata.nextLink": f"JobType?p={page}"})

    with OddServer(respond) as server, running(server, sheet(tmp_path, 30)) as run:
        wait_until(lambda: len(server.asked) > 2 or (odd != "pages" and len(server.asked) > 1))
        time.sleep(0.3)
        _, _, took = ended(run, number)
        assert run.returncode == 130
        assert not any(asked.method == "POST" for asked in server.asked)
        assert took < 30


def sound(asked: Asked) -> Reply | None:
    """Every code is known, so that rows are sent."""
    if asked.method != "GET" or "/Jobs" in asked.path:
        return None
    entry = {"id": "00000000-0000-4000-8000-000000000001", "usable_on_api": True}
    codes = {"JobStatus": "ToBePlanned", "JobType": "MAINT", "Project": "P-1001"}
    name = asked.path.partition("/api/")[2].partition("?")[0]
    return reply(200, {"value": [{**entry, "code": codes.get(name, ""), "reference_back_office": codes.get(name, "")}]})


@pytest.mark.thorough
@WINDOWS
@SIGNALS
def test_a_run_is_left_while_existing_jobs_are_looked_up(tmp_path: Path, number: int) -> None:
    pages = count(1)

    def respond(asked: Asked) -> Reply:
        if (known := sound(asked)) is not None:
            return known
        if "$filter" not in asked.path and "p=" not in asked.path:
            return EMPTY
        time.sleep(0.05)
        page = next(pages)
        return reply(200, {"value": job_types(page), "@odata.nextLink": f"Jobs?p={page}"})

    with OddServer(respond) as server, running(server, sheet(tmp_path, 30)) as run:
        wait_until(lambda: sum("/Jobs?p=" in asked.path for asked in server.asked) > 5)
        out, _, took = ended(run, number)
        assert run.returncode == 130
        assert sum(json.loads(out)["counts"].values()) == 30
        assert not any(asked.method == "POST" for asked in server.asked)
        assert took < 30


@pytest.mark.thorough
@WINDOWS
def test_a_run_is_left_while_open_outcomes_are_looked_up(tmp_path: Path) -> None:
    """Most answers are lost, the ids prove nothing, and each look-up takes its time."""
    slow: list[str] = []
    sends = count(1)

    def respond(asked: Asked) -> Reply:
        if (known := sound(asked)) is not None:
            return known
        if asked.method == "POST":  # where it answered none, the target would be out of order, and the run would wait
            return DROP if next(sends) % 5 else reply(201, {"id": str(uuid4())})
        if "name eq" in asked.path:
            slow.append(asked.path)
            time.sleep(1)
        return reply(404, {}) if "Jobs(" in asked.path else EMPTY

    path = sheet(tmp_path, 60, "Description")
    with OddServer(respond) as server, running(server, path, "--no-look") as run:
        wait_until(lambda: len(slow) > 1)
        out, _, took = ended(run, signal.SIGTERM)
        assert run.returncode == 6
        told = json.loads(out)
        assert told["counts"]["unknown"] > 50
        assert sum(told["counts"].values()) == told["rows"] == 60
        assert took < 40


FLOODS = {
    "a body": (head(200, Content_Length=str(10 * 2**30)), b" " * 2**20),
    "a header": (b"HTTP/1.1 200 OK\r\nX: ", b"x" * 2**20),
    "headers": (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 2**17),
    "100s": (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 2**15),
    "a chunk's length": (head(200, Transfer_Encoding="chunked"), b"0" * 2**20),
    "a chunk's remark": (head(200, Transfer_Encoding="chunked") + b"1;", b"x" * 2**20),
    "a trailer": (head(200, Transfer_Encoding="chunked") + b"0\r\nX: ", b"x" * 2**20),
    "a refusal": (head(400, Transfer_Encoding="chunked"), b"100000\r\n" + b"x" * 2**20 + b"\r\n"),
}


@pytest.mark.parametrize("flood", FLOODS.values(), ids=FLOODS)
def test_an_answer_without_end_is_cut_off_wherever_it_grows(flood: tuple[bytes, bytes]) -> None:
    begin, more = flood
    policy = RequestPolicy(attempts=1, answer_seconds=60)
    server = Flood(begin, more)
    with server, JobsApi(Target("odd", server.url, "u", "p"), policy) as api:
        begun = time.monotonic()
        with pytest.raises(Exception, match=r"longer|no answer|broke|answers|refuses every request") as found:
            api.check_connection()
        took = time.monotonic() - begun
    assert type(found.value).__module__.startswith("importer.")
    assert took < 40
    assert server.sent < 40 * LARGEST_BODY


class Flood(OddServer):
    """Sends `more` for ever; counts what it could send."""

    def __init__(self, begin: bytes, more: bytes) -> None:
        super().__init__(self._endless)
        self._pieces = begin, more
        self.sent = 0

    def _endless(self, _asked: Asked) -> Reply:
        begin, more = self._pieces

        def pieces() -> Iterator[bytes]:
            yield begin
            while True:
                self.sent += len(more)
                yield more

        return Reply(pieces())  # type: ignore[arg-type]  # as many as there are
