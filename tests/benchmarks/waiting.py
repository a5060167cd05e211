"""A practice server in a process of its own that waits before each job that it takes."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.practice.process import start_practice
from importer.settings import Target
from importer.targets import make_practice_target


@contextmanager
def waiting_practice(seconds: float) -> Iterator[Target]:
    """A fresh practice server as a target, while the context lasts."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "practice.sqlite"
        if not seconds:
            with start_practice(file) as practice:
                yield make_practice_target(practice.url, practice.password)
            return
        faults = [{"on": "POST /Jobs", "wait_before": seconds, "at": []}]
        order = {"open": {"file": str(file), "faults": faults, "seed": 0}}
        with subprocess.Popen(
            [sys.executable, "-m", "tests.exactly_once.server"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        ) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            server.stdin.write(json.dumps(order) + "\n")
            server.stdin.flush()
            yield make_practice_target(**json.loads(server.stdout.readline()))
            server.stdin.close()
