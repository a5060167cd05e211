"""A run of the real command that can be looked at, signalled and killed while it is under way."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.practice.server import PracticeServer
from tests.builders import GOOD

LONG = 60.0


def sheet_with(rows: int, path: Path, *, reference: bool = True) -> Path:
    """A CSV of so many good rows."""
    last = "Reference" if reference else "Customer reference"
    lines = [",".join([*GOOD, last]), *(",".join([*GOOD.values(), f"R-{number}"]) for number in range(rows))]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def settings_of(server: PracticeServer) -> dict[str, str]:
    """The environment's words for this server, without their IMPORTER_."""
    return {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}


def environment_of(server: PracticeServer, state: Path) -> dict[str, str]:
    """Everything that a command needs to find this server and its own files."""
    settings = {f"IMPORTER_{name.upper()}": value for name, value in settings_of(server).items()}
    return {**os.environ, **settings, "IMPORTER_STATE": str(state)}


def started(server: PracticeServer, state: Path, *words: str | Path) -> "subprocess.Popen[str]":
    """The command, as it begins."""
    return subprocess.Popen(
        [sys.executable, "-m", "importer", *map(str, words)],
        env=environment_of(server, state),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def while_sending(server: PracticeServer, state: Path, *words: str | Path) -> Iterator["subprocess.Popen[str]"]:
    """The command, once it has made some jobs; killed at the end if it still runs."""
    before = server.store.count("Jobs")
    process = started(server, state, *words)
    try:
        until = time.monotonic() + LONG
        while server.store.count("Jobs") < before + 20:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < until
            time.sleep(0.01)
        yield process
    finally:
        process.kill()
        process.communicate()


def killed_run(server: PracticeServer, state: Path, path: Path) -> None:
    """A run of the sheet, sent slowly, that kill -9 ended in the middle."""
    with while_sending(server, state, "run", path, "--json", "--rate", "60/s") as process:
        process.send_signal(signal.SIGKILL)
        process.wait(LONG)
