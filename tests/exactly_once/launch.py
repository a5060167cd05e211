"""The real command as a process of its own, forked as in loaded.py, and ended as a schedule says.

Each order is a line of JSON; the answer is how its processes ended.
"""

import json
import os
import select
import signal
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.exactly_once import sabotage
from tests.exactly_once.kill_point import KillPoint
from tests.loaded import READY, load

LIMIT_SECONDS = 90.0
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
    load()
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


if __name__ == "__main__" and serve():
    from importer.cli import main

    main()
