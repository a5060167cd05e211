"""P1, P2: on Windows, Python 3.11 to 3.13, Ctrl-C is heard when a wait is over; so none may be long."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer
from tests.builders import GOOD
from tests.command import ROOT, environment

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals are kept from a thread as POSIX has it")
PAUSE = 500  # seconds; what waits for its end has not heard Ctrl-C
AT_ONCE = 60  # seconds, for what takes one or two where nothing else is going on
FINISHING, STOPPED = "Finishing the rows in progress", "Stopped at once."

ASKS_TO_WAIT = Fault(on="POST /Jobs", status=429, retry_after=str(PAUSE))
IS_SILENT = Fault(on="POST /Jobs", at=(2,), carried_out=False, sent="nothing", then="keep")


class Deaf:
    """The command, and what it has said so far."""

    def __init__(self, *words: str | Path, state: Path, **settings: str) -> None:
        self._file = state / "said.txt"
        with self._file.open("wb") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.other_systems.deaf_waits", *map(str, words)],
                cwd=ROOT,
                env=environment(state, **settings),
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    @property
    def said(self) -> str:
        return self._file.read_text(encoding="utf-8")

    def wait_until(self, is_time: Callable[[], object]) -> None:
        begun = time.monotonic()
        while not is_time():
            assert self.process.poll() is None, self.said
            assert time.monotonic() < begun + AT_ONCE, self.said
            time.sleep(0.1)

    def press_ctrl_c_when(self, is_time: Callable[[], object]) -> None:
        self.wait_until(is_time)
        time.sleep(0.5)  # it waits by now
        self.process.send_signal(signal.SIGINT)


def test_the_waits_of_these_tests_hear_nothing_until_they_are_over() -> None:
    script = (
        "from tests.other_systems.deaf_waits import make_waits_deaf; make_waits_deaf()\n"
        "import os, queue, signal, threading, time\n"
        "def interrupt(): time.sleep(0.2); os.kill(os.getpid(), signal.SIGINT)\n"
        "sleeper = threading.Thread(target=time.sleep, args=(600,), daemon=True)\n"
        "sleeper.start()\n"
        "for wait in (threading.Event().wait, queue.SimpleQueue().get, sleeper.join):\n"
        "    heard = []\n"
        "    signal.signal(signal.SIGINT, lambda *_: heard.append(time.monotonic()))\n"
        "    threading.Thread(target=interrupt).start()\n"
        "    begun = time.monotonic()\n"
        "    try: wait(timeout=1)\n"
        "    except queue.Empty: pass\n"
        "    time.sleep(0)\n"
        "    assert heard and heard[0] - begun > 0.9, (wait, heard)\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=AT_ONCE)


def test_p2_ctrl_c_ends_the_practice_server(tmp_path: Path) -> None:
    command = Deaf("practice", "--port", "0", "--file", tmp_path / "jobs.sqlite", state=tmp_path)
    try:
        command.press_ctrl_c_when(lambda: "http://127.0.0.1:" in command.said)
        assert command.process.wait(AT_ONCE) == 0
    finally:
        command.process.kill()


@pytest.mark.parametrize(
    ("fault", "words", "last"),
    [
        pytest.param(ASKS_TO_WAIT, (), "importer resume", id="the target asks for a pause"),
        pytest.param(IS_SILENT, (), STOPPED, id="an answer does not come"),
        pytest.param(IS_SILENT, ("--break-off", "is-time"), STOPPED, id="a run that failed waits for its workers"),
    ],
)
def test_p1_ctrl_c_is_heard_while(tmp_path: Path, fault: Fault, words: tuple[str, ...], last: str) -> None:
    """Once finishes what is in progress; where that takes long, twice stops at once."""
    sheet = tmp_path / "jobs.csv"
    lines = [",".join([*GOOD, "Reference"]), *(",".join([*GOOD.values(), f"R-{number}"]) for number in (1, 2))]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    plan = FaultPlan((fault,))
    with PracticeServer(tmp_path / "practice.sqlite", faults=plan) as server:
        settings = {"url": server.url, "user": server.user, "password": server.password, "domain": server.domain}
        is_time = tmp_path / "is-time"
        command = Deaf(
            *(is_time if word == is_time.name else word for word in words),
            "run",
            sheet,
            "--yes",
            state=tmp_path,
            answer_seconds=str(PAUSE),
            **settings,
        )
        try:
            command.wait_until(lambda: plan.met)
            is_time.touch()
            command.press_ctrl_c_when(lambda: plan.met)
            if last == STOPPED:
                command.press_ctrl_c_when(lambda: FINISHING in command.said)
            assert command.process.wait(AT_ONCE) == 130
        finally:
            command.process.kill()
    assert FINISHING in command.said
    assert last in command.said
