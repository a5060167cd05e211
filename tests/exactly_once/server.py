"""The practice server in a process of its own; for each schedule a fresh database and other faults.

Each order is a line of JSON: `open` a database with its faults, `calm` it (nothing goes wrong any more), or wait
until it is `quiet`, when nothing is in a fault's hands any more. The answer is a line of JSON.
"""

import json
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from importer.practice.faults import Fault, FaultPlan
from importer.practice.server import PracticeServer

QUIET_SECONDS = 10.0


class Serving:
    """One practice server after the other."""

    def __init__(self) -> None:
        self._open = ExitStack()
        self._plan = FaultPlan()

    def open(self, file: str, faults: list[dict[str, Any]], seed: int) -> dict[str, object]:
        self._open.close()
        self._plan = FaultPlan([Fault(**{**fault, "at": tuple(fault["at"])}) for fault in faults], seed=seed)
        server = self._open.enter_context(PracticeServer(Path(file), faults=self._plan))
        return {"url": server.url, "password": server.password}

    def calm(self) -> dict[str, object]:
        self._plan.end()
        return {"met": dict(self._plan.met)}

    def quiet(self) -> dict[str, object]:
        until = time.monotonic() + QUIET_SECONDS
        while self._plan.under_way and time.monotonic() < until:
            time.sleep(0.01)
        return {"under_way": self._plan.under_way}

    def close(self) -> dict[str, object]:
        self._open.close()
        return {}


def serve() -> None:
    serving = Serving()
    for line in sys.stdin:
        [(order, words)] = json.loads(line).items()
        sys.stdout.write(json.dumps(getattr(serving, order)(**words)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    serve()
