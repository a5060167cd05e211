"""The real command, in a process of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from tests.forked_children import AFRESH
from tests.loaded import LIMIT_SECONDS, READY, Order

ROOT = Path(__file__).parent.parent
ZONE = "Europe/Brussels"  # of every command in the tests, wherever they run


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended.

    `seconds` of the processor is what it took, and all that it started; 0 where that was not asked for.
    """

    status: int
    out: str
    err: str
    seconds: float = 0.0

    @property
    def object(self) -> Any:
        """What --json printed."""
        return json.loads(self.out)


def environment(state: Path, **settings: str) -> dict[str, str]:
    """The environment of a command that keeps all it has in `state`, its settings and its key store too."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMPORTER_")}
    given = {name if name.isupper() else f"IMPORTER_{name.upper()}": value for name, value in settings.items()}
    ours = {
        "IMPORTER_STATE": str(state),
        "IMPORTER_CONFIG": str(state / "config.toml"),
        "TEST_KEYS": str(state / "keys.json"),
        "PYTHON_KEYRING_BACKEND": "tests.key_store.FileKeyStore",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "200",
        "TZ": ZONE,
        "LANGUAGE": "en",
        "IMPORTER_LAG_SECONDS": "0.3",  # of a practice server that does not lag
    }
    return {**kept, **ours, **given}


def importer(*words: str | Path, state: Path, typed: str = "", cwd: str = "", **settings: str) -> Said:
    """Run `importer` with these words and `typed` on its input; `settings` are variables without their IMPORTER_,
    but for those in capitals.

    It is a process of its own, forked from one that has everything loaded (loaded.py).
    """
    if "PYTHONPATH" in settings or not hasattr(os, "fork"):
        return importer_afresh(*words, state=state, typed=typed, cwd=cwd, **settings)
    said = _forked(tuple(map(str, words)), environment(state, **settings), typed, cwd)
    return _without_traceback(replace(said, seconds=0.0))


def importer_measured(*words: str | Path, state: Path, cwd: str = "", **settings: str) -> Said:
    """The same, and the processes that open files are started afresh, so that all the time they take is seen."""
    given = environment(state, **settings) | {AFRESH: "1"}
    return _without_traceback(_forked(tuple(map(str, words)), given, "", cwd))


def importer_afresh(*words: str | Path, state: Path, typed: str = "", cwd: str = "", **settings: str) -> Said:
    """The same, started as a user starts it, with its words for everybody to see among the processes."""
    ended = subprocess.run(
        [sys.executable, "-m", "importer", *map(str, words)],
        env=environment(state, **settings),
        cwd=cwd or None,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    return _without_traceback(Said(ended.returncode, ended.stdout, ended.stderr))


def _without_traceback(said: Said) -> Said:
    assert "Traceback" not in said.out + said.err
    return said


def _forked(words: tuple[str, ...], given: dict[str, str], typed: str, cwd: str) -> Said:
    with tempfile.TemporaryDirectory() as files:
        went_in, out, err = (Path(files) / name for name in ("typed", "out", "err"))
        went_in.write_text(typed, encoding="utf-8")
        folder = cwd or str(Path.cwd())
        order = Order(words, given, folder, str(went_in), str(out), str(err), _umask())
        status, seconds = _ask_loaded(order.as_line()).split()
        shown, told = (file.read_text(encoding="utf-8") for file in (out, err))
        return Said(int(status), shown, told, float(seconds))


class CommandOnTerminal:
    """A command that is forked as others are, with a pseudo-terminal for its input and output; like a Popen."""

    def __init__(self, words: tuple[str, ...], given: dict[str, str], folder: str, terminal: str) -> None:
        order = Order(words, given, folder, terminal, terminal, terminal, _umask(), on_terminal=True)
        self.pid = int(_ask_loaded(order.as_line()))
        self._status: int | None = None

    def send_signal(self, number: int) -> None:
        if self._status is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def wait(self, _seconds: float = LIMIT_SECONDS) -> int:
        """Its exit status. It ends by itself at its limit."""
        if self._status is None:
            self._status = int(_ask_loaded(f"{self.pid}\n").split()[0])
        return self._status


def _ask_loaded(line: str) -> str:
    loaded = _loaded()
    assert loaded.stdin is not None
    assert loaded.stdout is not None
    loaded.stdin.write(line)
    loaded.stdin.flush()
    return loaded.stdout.readline()


def _umask() -> int:
    """Ours, which a command has from whoever starts it; asking for it sets it."""
    os.umask(mask := os.umask(0))
    return mask


@cache
def _loaded() -> "subprocess.Popen[str]":
    """The one that commands are forked from; it ends with us, as its input does."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IMPORTER_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.loaded"],
        cwd=ROOT,
        env={**kept, "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == READY, "commands cannot be loaded"
    return process
