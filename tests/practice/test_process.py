import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from importer.practice.process import PracticeNotStarted, start_practice
from importer.practice.server import PracticeServer
from tests.practice.caller import Caller

BATCH_WAIT_SECONDS = 20.0
PARENT = """
import sys
from pathlib import Path
from importer.practice.process import start_practice
running = start_practice(Path(sys.argv[1]))
print(running.url, flush=True)
sys.stdin.read()
"""


def answers(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((str(parts.hostname), int(parts.port or 0)), 1).close()
    except OSError:
        return False
    return True


def test_a_server_of_its_own_process_answers_until_it_is_stopped(tmp_path: Path) -> None:
    with start_practice(tmp_path / "practice.sqlite") as running, Caller(running) as api:
        assert api.session.auth == (running.user, f"{running.password}@{running.domain}")
        api.created()
    assert not answers(running.url)
    assert running.process.returncode == 0


def test_the_next_server_finds_the_jobs_of_the_last(tmp_path: Path) -> None:
    file = tmp_path / "practice.sqlite"
    with start_practice(file) as first, Caller(first) as api:
        job = api.created()
    with PracticeServer(file) as second, Caller(second) as api:
        assert api.found("Jobs") == [job]
        assert [dict(entry) for entry in second.store.list_entries("Jobs")] == [job]


def test_two_servers_on_one_file_take_turns(tmp_path: Path) -> None:
    file = tmp_path / "practice.sqlite"
    with (
        start_practice(file) as first,
        PracticeServer(file) as second,
        Caller(first) as one,
        Caller(second) as other,
    ):
        made = [caller.created(name=str(number)) for number in range(10) for caller in (one, other)]
        assert one.found("Jobs") == other.found("Jobs") == made


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
def test_the_server_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path / "practice.sqlite")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        url = parent.stdout.readline().strip()
        assert answers(url)
        os.kill(parent.pid, signal.SIGKILL)
    until = time.monotonic() + BATCH_WAIT_SECONDS
    while answers(url) and time.monotonic() < until:
        time.sleep(0.05)
    assert not answers(url)


def test_a_file_that_cannot_be_used_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(PracticeNotStarted, match="there is no such file"):
        start_practice(tmp_path / "no such folder" / "practice.sqlite")


def test_a_port_that_is_taken_is_an_error_at_once(tmp_path: Path) -> None:
    with PracticeServer(tmp_path / "one") as server:
        port = int(urlsplit(server.url).port or 0)
        with pytest.raises(OSError, match="in use"), PracticeServer(tmp_path / "two", port=port):
            pass


def test_a_stopped_server_gives_its_port_back(tmp_path: Path) -> None:
    with PracticeServer(tmp_path / "one") as server, Caller(server) as api:
        api.get("Jobs")
        port = int(urlsplit(server.url).port or 0)
    with PracticeServer(tmp_path / "one", port=port) as again:
        assert answers(again.url)
