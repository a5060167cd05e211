"""What strangers may send, and how each of it is taken: server answers, requests, settings, child messages, parts."""

import io
import json
import random
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import strategies as st

from importer.child_process import Bounds
from importer.cli.console import write_json
from importer.cli.show import show_error
from importer.cli.show_targets import trust_file
from importer.errors import ImporterError, SheetError
from importer.jobs_api import JobsApi, ListRefused, NoResponse, read_refusals
from importer.jobs_api.response import response_of
from importer.practice.server import PracticeServer
from importer.settings import Options, Target
from importer.steps.read.child_answers import Answers, grid_of
from importer.steps.read.layout import make_sheet
from importer.steps.read.sandbox.messages import LimitedPipe
from importer.steps.report import patch_process
from importer.targets import KnownTargets
from importer.workbook_parts import NotPatchable
from tests.odd_server import OddServer
from tests.practice.caller import Caller
from tests.security import test_fuzzed_requests as requested
from tests.security.fuzzing.figures import Attempt, Kind
from tests.security.fuzzing.forged import ANSWERS_OF_A_CHILD, LINES_OF_COPIER, damaged
from tests.security.test_answers_of_a_hostile_server import QUICK, any_reply
from tests.security.test_fuzzed_settings_files import CONTENTS, use
from tests.security.test_fuzzed_workbooks import PARTS, book_in, changed, copied

SEEDS = st.integers(0, 2**32)
ANSWERS = st.tuples(SEEDS, st.sampled_from(("login", "list", "create", "look up")))
JOB = "/Jobs(00000000-0000-4000-8000-000000000001)"
LISTED = st.tuples(requested.LISTS, st.dictionaries(requested.OPTIONS, requested.VALUES, max_size=3))
SENT = st.tuples(st.sampled_from(("POST", "POST", "POST", "PUT", "PATCH", "DELETE")), requested.BODIES)
RAW = b'POST /api/Jobs?$select=id HTTP/1.1\r\nHost: HOST\r\nContent-Length: 12\r\nExpect: x\r\n\r\n{"name":"x"}'


@contextmanager
def _asking(_folder: Path) -> Iterator[Attempt]:
    """A client of a server that answers anything."""
    chance = random.Random()  # noqa: S311 - seeded by each case
    with (
        OddServer(lambda _asked: any_reply(chance)) as server,
        JobsApi(Target("t", server.url, "u", "p"), QUICK) as api,
    ):
        ask: dict[str, Callable[[], Any]] = {
            "login": api.check_connection,
            "list": lambda: api.list_entries("Project"),
            "create": lambda: [refusal.message for refusal in read_refusals(api.create({"id": "x"}))],
            "look up": lambda: api.get_job("x"),
        }

        def attempt(case: tuple[int, str]) -> str:
            chance.seed(case[0])
            try:
                write_json(str(ask[case[1]]()))
            except ImporterError as error:
                show_error(error, as_json=True)
                return f"{case[1]}: {error.code.title}"
            except (ListRefused, NoResponse) as found:
                write_json(str(found))
                return f"{case[1]}: {type(found).__name__}"
            return f"{case[1]}: answered"

        yield attempt


@contextmanager
def _practising(folder: Path) -> Iterator[Attempt]:
    """A practice server that is asked anything, in words of HTTP and without."""
    with PracticeServer(folder / "practice.sqlite") as running, Caller(running) as caller:

        def attempt(case: tuple[Any, ...]) -> str:
            if isinstance(case[0], int):
                return _said_raw(running.url, case[1])
            method, path, options, body, headers = case
            query = {key: text.encode("utf-8", "surrogatepass") for key, text in options.items()}
            sent = {"Content-Type": "application/json"} | headers
            answer = caller.session.request(
                method, caller.url + path, params=query, data=body or None, headers=sent, timeout=20
            )
            if answer.status_code >= 500 or any(sign < b" "[0] for sign in answer.content):
                raise AssertionError(answer.text)
            json.loads(answer.content)
            refused = response_of(answer.status_code, answer.headers, answer.content)
            write_json([refusal.message for refusal in read_refusals(refused)])
            return f"HTTP {answer.status_code}"

        yield attempt


def _said_raw(url: str, words: bytes) -> str:
    place = urlsplit(url)
    with socket.create_connection((place.hostname or "", place.port or 0), 20) as connection:
        connection.sendall(words.replace(b"HOST", f"{place.hostname}:{place.port}".encode()))
        connection.shutdown(socket.SHUT_WR)
        try:
            first = connection.recv(12)
        except ConnectionError:
            first = b""
    if first[9:10] == b"5":
        raise AssertionError(first)
    return f"raw: HTTP {first[9:].decode()}" if first else "raw: hung up"


REQUESTS = st.one_of(
    st.builds(lambda listed, more: ("GET", f"/{listed[0]}", listed[1], b"", more), LISTED, requested.HEADERS),
    st.builds(
        lambda sent, more: (sent[0], "/Jobs" if sent[0] == "POST" else JOB, {}, sent[1], more), SENT, requested.HEADERS
    ),
    st.tuples(st.just(0), damaged(RAW)),
)


@contextmanager
def _settled(folder: Path) -> Iterator[Attempt]:
    """A desk where a settings file is the user's own, or lies beside a sheet and is even trusted."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("IMPORTER_STATE", str(folder / "state"))
        patch.setenv("IMPORTER_CONFIG", str(folder / "own.toml"))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")

        def attempt(case: tuple[str, bytes]) -> str:
            (folder / "own.toml").write_text('[targets.acme]\nurl = "https://acme.example"\nuser = "anna"\n')
            (folder / "importer.toml").unlink(missing_ok=True)
            (folder / case[0]).write_bytes(case[1])
            try:
                use(KnownTargets())
                if case[0] == "importer.toml":
                    trust_file(folder / case[0], digest=None, yes=True)
                    use(KnownTargets())
            except ImporterError as error:
                show_error(error, as_json=True)
                return f"{case[0]}: {error.code.title}"
            return f"{case[0]}: settings"

        yield attempt


@contextmanager
def _hearing(_folder: Path) -> Iterator[Attempt]:
    """The asker of a process that reads a workbook, which answers anything."""

    def attempt(content: bytes) -> str:
        path, answers = Path("jobs.xlsx"), Answers()
        answers.read(LimitedPipe(io.BytesIO(content), 1 << 20))
        if answers.last is None:
            return "no answer"
        try:
            sheet = make_sheet(grid_of(answers, path), path, Options())
        except SheetError as error:
            show_error(error, as_json=True)
            return error.code.title
        write_json(
            [
                sheet.full_name,
                *(note.code.fill_sentence(**note.values) for note in sheet.notes),
                str(sheet.other_sheets),
            ]
        )
        return "a sheet"

    yield attempt


@contextmanager
def _copying(folder: Path) -> Iterator[Attempt]:
    """Results that are put into a workbook whose parts are anything."""
    book = book_in(folder)

    def attempt(case: tuple[int, set[str]]) -> str:
        chance = random.Random(case[0])  # noqa: S311 - the same every time
        why = copied(book, {name: changed(book.parts[name], chance) for name in sorted(case[1])})
        write_json(why)
        return "a reason why not" if why else "a copy"

    yield attempt


class _Copier:
    """In place of the process that copies a workbook: it answers anything."""

    excess = None

    def __init__(self, content: bytes) -> None:
        self.input, self.output = io.BytesIO(), io.BytesIO(content)

    def __enter__(self) -> "_Copier":
        return self

    def __exit__(self, *_error: object) -> None:
        pass

    def allow(self, more: int) -> None:
        assert isinstance(more, int)

    def describe_end(self, _verb: str) -> str:
        return "it ended"


@contextmanager
def _told_of_a_copy(folder: Path) -> Iterator[Attempt]:
    """The asker of a process that copies a workbook with results, which answers anything."""
    result = book_in(folder).result

    def attempt(content: bytes) -> str:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(patch_process, "BoundedProcess", lambda *_asked: _Copier(content))
            try:
                cells = patch_process.write_copy(result, None, Bounds(1, 1), _check_rows, with_macros=False)
            except NotPatchable as found:
                write_json(found.reason)
                return "a reason why not"
        write_json([cells.part, cells.column])
        return "a copy"

    yield attempt


def _check_rows(rows: int) -> None:
    assert 0 <= rows <= 1


KINDS = (
    Kind("server answers", ANSWERS, _asking),
    Kind("practice requests", REQUESTS, _practising),
    Kind("settings files", st.tuples(st.sampled_from(("own.toml", "importer.toml")), CONTENTS), _settled),
    Kind("child messages", ANSWERS_OF_A_CHILD, _hearing),
    Kind("workbook parts", st.tuples(SEEDS, st.sets(st.sampled_from(PARTS), min_size=1, max_size=2)), _copying),
    Kind("copier's lines", LINES_OF_COPIER, _told_of_a_copy),
)
