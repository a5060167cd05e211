"""A practice server and a launcher of commands, each a process of its own, for one schedule after the other."""

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from importer.practice.access import DOMAIN, USER
from importer.practice.faults import Fault
from tests.command import ZONE
from tests.exactly_once.launch import Order
from tests.exactly_once.traits import PATIENCE_SECONDS
from tests.loaded import READY

ROOT = Path(__file__).parent.parent.parent
HURRY = {  # so that a schedule does not take minutes
    "IMPORTER_CONNECT_SECONDS": "2",
    "IMPORTER_ANSWER_SECONDS": "0.6",
    "IMPORTER_ATTEMPTS": "4",
    "IMPORTER_BACKOFF_SECONDS": "0.02",
    "IMPORTER_LONGEST_WAIT_SECONDS": "0.2",
    "IMPORTER_LONGEST_ASKED_SECONDS": "1.5",
    "IMPORTER_OUTAGE_SECONDS": "3",
}


class Lab:
    """Both processes, while the context lasts."""

    def __enter__(self) -> Self:
        with ExitStack() as opened:
            self._server = opened.enter_context(_started("tests.exactly_once.server"))
            self._launcher = opened.enter_context(_started("tests.exactly_once.launch"))
            self._opened = opened.pop_all()
        self._loaded = False  # the launcher takes its time, and a schedule's server can be opened meanwhile
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in (self._server, self._launcher):
            _pipe(process.stdin).close()
        self._opened.close()

    def open_server(self, file: Path, faults: tuple[Fault, ...], seed: int) -> tuple[str, str]:
        """Serve this database with these faults; give the address and the password."""
        told = self._ask("open", file=str(file), faults=[asdict(fault) for fault in faults], seed=seed)
        return str(told["url"]), str(told["password"])

    def calm(self) -> dict[str, int]:
        """From now on nothing goes wrong; how often each kind of fault has happened until now."""
        met: dict[str, int] = self._ask("calm")["met"]
        return met

    def quiet(self) -> None:
        """Wait until the server has done all that it was asked."""
        under_way = self._ask("quiet")["under_way"]
        assert not under_way, f"{under_way} requests are still under way"

    def close_server(self) -> None:
        self._ask("close")

    def launch(self, order: Order) -> list[int]:
        """Run a command to its end, as often at once as it says; give the exit statuses, minus a signal's number."""
        if not self._loaded:
            self._loaded = _pipe(self._launcher.stdout).readline() == READY
            assert self._loaded, "the launcher does not start"
        statuses: list[int] = json.loads(_said(self._launcher, order.as_line()))
        return statuses

    def _ask(self, order: str, **words: object) -> Any:
        return json.loads(_said(self._server, json.dumps({order: words}) + "\n"))


def environment(login: tuple[str, str], state: Path, *, hurry: bool = True) -> dict[str, str]:
    """What a command finds in its environment, beside what is there already. Without faults there is no hurry: a target
    that is only slow is none that fails.
    """
    url, password = login
    target = {
        "URL": url,
        "USER": USER,
        "PASSWORD": password,
        "DOMAIN": DOMAIN,
        "STATE": str(state),
        "LAG_SECONDS": str(PATIENCE_SECONDS),
    }
    pace = HURRY if hurry else dict.fromkeys(HURRY, "")
    return {**pace, **{f"IMPORTER_{name}": text for name, text in target.items()}, "TZ": ZONE, "COLUMNS": "200"}


def _started(module: str) -> subprocess.Popen[str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("IMPORTER_")}
    return subprocess.Popen(
        [sys.executable, "-m", module],
        cwd=ROOT,
        env={**kept, "OPENBLAS_NUM_THREADS": "1", "PYTHONFAULTHANDLER": "1"},  # what does not end says where it is
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C is for the checker, which lets them finish
    )


def _said(process: subprocess.Popen[str], line: str) -> str:
    _pipe(process.stdin).write(line)
    _pipe(process.stdin).flush()
    return _pipe(process.stdout).readline()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe
