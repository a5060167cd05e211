"""A production target is sent to only when its name has been typed."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from importer.practice.server import PracticeServer
from tests.builders import good
from tests.command import importer
from tests.terminal import Terminal
from tests.workbooks import workbook


@dataclass
class Shut:
    """While `shut`, the login is no longer accepted for new jobs, so that a run stops."""

    shut: bool = False

    def around(self, app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            closed = self.shut and scope["type"] == "http" and scope["method"] == "POST"
            await (JSONResponse({}, status_code=401) if closed else app)(scope, receive, send)

        return answer


@pytest.fixture
def door() -> Shut:
    return Shut()


@pytest.fixture
def practice(tmp_path: Path, door: Shut) -> Iterator[PracticeServer]:
    with PracticeServer(tmp_path / "practice.sqlite", wrap=door.around) as server:
        yield server


@pytest.fixture
def sheet(practice: PracticeServer, tmp_path: Path) -> Path:
    words = ("--url", practice.url, "--user", practice.user, "--domain", practice.domain, "--production")
    said = importer("login", "acme", *words, "--password-stdin", state=tmp_path, typed=f"{practice.password}\n")
    assert said.status == 0, said.err
    return workbook(tmp_path, good())


def test_in_a_script_nothing_is_sent_without_its_name(practice: PracticeServer, tmp_path: Path, sheet: Path) -> None:
    for words in ((), ("--yes", "--confirm", "acne")):
        said = importer("run", sheet, "--target", "acme", *words, state=tmp_path)
        assert said.status == 3
        assert "acme is a production target" in said.err
        assert "--confirm acme" in said.err
        assert not practice.store.list_entries("Jobs")
    said = importer("run", sheet, "--target", "acme", "--confirm", "acme", state=tmp_path)
    assert said.status == 0, said.err
    assert len(practice.store.list_entries("Jobs")) == 1


@pytest.mark.thorough
@pytest.mark.skipif(os.name != "posix", reason="a terminal of this kind is only there on POSIX")
@pytest.mark.parametrize(("typed", "status", "jobs"), [("acme", 0, 1), ("y", 3, 0)])
def test_on_a_terminal_its_name_is_asked_for_in_red(
    practice: PracticeServer, tmp_path: Path, sheet: Path, typed: str, status: int, jobs: int
) -> None:
    with Terminal("run", sheet, "--target", "acme", "--yes", state=tmp_path) as terminal:
        terminal.answer(b"to send there", typed)
        assert terminal.end() == status, terminal.shown
    assert b"\x1b[1;31macme" in terminal.shown
    assert b"To send: " in terminal.shown
    assert len(practice.store.list_entries("Jobs")) == jobs


@pytest.mark.thorough
def test_going_on_with_a_run_asks_for_the_name_again(
    practice: PracticeServer, tmp_path: Path, sheet: Path, door: Shut
) -> None:
    door.shut = True
    assert importer("run", sheet, "--target", "acme", "--confirm", "acme", state=tmp_path).status == 5
    door.shut = False
    refused = importer("resume", "last", state=tmp_path)
    assert (refused.status, "--confirm acme" in refused.err) == (3, True)
    assert not practice.store.list_entries("Jobs")
    assert importer("resume", "last", "--confirm", "acme", state=tmp_path).status == 0
    assert len(practice.store.list_entries("Jobs")) == 1
