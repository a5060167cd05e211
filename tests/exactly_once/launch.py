"""The real command as a process of its own, forked from an interpreter that has everything loaded.

Each order is a line of JSON; the answer is how its processes ended. A process is told apart from one that was
started afresh only by its start taking no second of CPU: it has its own memory, files, signals and end.
"""

import gc
import json
import os
import select
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.exactly_once import sabotage
from tests.exactly_once.kill_point import KillPoint

LIMIT_SECONDS = 90.0
READY = "ready\n"
NEVER = 10**9


@dataclass(frozen=True)
class Order:
    """A command: its words and environment, where what it prints goes, how it is ended, and how many run at once.

    `point` is the moment at which it kills itself (0: none), `signals` are sent so many seconds after its start.
    `sabotage` names a fault that is put into it beforehand (sabotage.py).
    """

    words: tuple[str, ...]
    environment: dict[str, str]
    out: str
    point: int = 0
    torn: bool = False
    signals: tuple[tuple[float, int], ...] = ()
    at_once: int = 1
    sabotage: str = ""

    def as_line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def serve() -> bool:
    """Take orders until there are none. True in a process that has an order to carry out, which is yet to come."""
    _load()
    gc.freeze()  # what is loaded stays out of every process's own collections, the last one at its exit among them
    sys.stdout.write(READY)
    sys.stdout.flush()
    for line in sys.stdin:
        order = Order(**json.loads(line))
        started = []
        for number in range(order.at_once):
            process = os.fork()
            if process == 0:
                _become(order, number)
                return True
            started.append(process)
        sys.stdout.write(json.dumps([_ended(process, order.signals) for process in started]) + "\n")
        sys.stdout.flush()
    return False


def _become(order: Order, number: int) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    for place, ending in ((1, "out"), (2, "err")):
        file = os.open(f"{order.out}.{number}.{ending}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(file, place)
    os.environ.update(order.environment)
    time.tzset()
    sys.argv = ["importer", *order.words]
    if order.sabotage:
        getattr(sabotage, order.sabotage)()
    if order.point:
        KillPoint(order.point, torn=order.torn).arm(Path(f"{order.out}.points"))


def _ended(process: int, signals: tuple[tuple[float, int], ...]) -> int:
    begun = time.monotonic()
    watched = os.pidfd_open(process)
    ended = select.poll()
    ended.register(watched, select.POLLIN)
    for after, number in (*signals, (LIMIT_SECONDS, signal.SIGABRT)):
        if ended.poll(max(0.0, begun + after - time.monotonic()) * 1000):
            break
        os.kill(process, number)
    os.close(watched)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def _load() -> None:
    """Load all that a run needs, by checking a small sheet."""
    import importer.as_json  # noqa: PLC0415 - here is where it is loaded
    import importer.causes  # noqa: PLC0415
    import importer.cli.session  # noqa: PLC0415, F401
    from importer.pipeline import check_sheet  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMPORTER_STATE"] = folder
        sheet = Path(folder) / "small.csv"
        sheet.write_text("Project code,Job type code,Status code,Name\nP-1001,MAINT,Open,\n", encoding="utf-8")
        check_sheet(sheet, results=Path(folder) / "small.xlsx")


if __name__ == "__main__" and serve():
    from importer.cli import main

    main()
