"""The real command, with waits as Windows has them in Python 3.11 to 3.13: a signal is heard only when one is over.

python -m tests.other_systems.deaf_waits run jobs.csv
"""

import queue
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

SIGNALS = {signal.SIGINT, signal.SIGTERM}


def make_waits_deaf() -> None:
    """Before anything else is imported: who has the name of a wait has it from then on."""
    threading.Condition.wait = _without_signals(threading.Condition.wait)  # type: ignore[method-assign]
    threading.Thread.join = _without_signals(threading.Thread.join)  # type: ignore[method-assign]

    class DeafQueue(queue.SimpleQueue):  # type: ignore[type-arg]  # of whatever the command puts into it
        get = _without_signals(queue.SimpleQueue.get)

    queue.SimpleQueue = DeafQueue  # type: ignore[misc]  # stands for it


def _without_signals(wait: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(wait)
    def wait_deaf(*words: object, **given: object) -> object:
        if threading.current_thread() is not threading.main_thread():
            return wait(*words, **given)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            return wait(*words, **given)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    return wait_deaf


def break_off_sending(is_time: Path) -> None:
    """Have the run fail once a row is sent, as no run should, while others are still being sent: the file says so."""
    from importer.cli.session import SENDING, Session  # noqa: PLC0415 - after the waits

    shown = Session._show_step

    def show_step(self: Session, step: str, done: int, total: int) -> None:
        shown(self, step, done, total)
        if step == SENDING and done:
            while not is_time.exists():
                time.sleep(0.05)
            raise RuntimeError(step)

    Session._show_step = show_step  # type: ignore[method-assign]  # stands for it


if __name__ == "__main__":
    make_waits_deaf()
    if sys.argv[1] == "--break-off":
        break_off_sending(Path(sys.argv[2]))
        del sys.argv[1:3]
    from importer.cli import command

    sys.argv[0] = "importer"
    command()
