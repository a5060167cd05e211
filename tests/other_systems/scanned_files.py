"""The real command while a virus scanner of Windows holds each new file for a moment, and results for so many seconds.

python -m tests.other_systems.scanned_files 0.25 run jobs.csv
"""

import errno
import os
import sys
import time
from pathlib import Path
from typing import Any

A_MOMENT = 0.25  # seconds
REPORT = "TEST_HELD"  # the variable that names the file in which each refusal is a line


class Scanner:
    """Holds a file from when it is first to be moved or removed; Windows refuses both meanwhile."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[str, float] = {}

    def install(self) -> None:
        for name in ("replace", "rename", "link", "unlink"):
            setattr(os, name, self._refusing(getattr(os, name)))

    def _refusing(self, really: Any) -> Any:
        def change(*paths: Any, **given: Any) -> object:
            if held := [path for path in map(str, paths) if self._holds(path)]:
                with Path(os.environ[REPORT]).open("a", encoding="utf-8") as report:
                    report.write("".join(f"{path}\n" for path in held))
                raise PermissionError(errno.EACCES, "The process cannot access the file", held[0])
            return really(*paths, **given)

        return change

    def _holds(self, path: str) -> bool:
        if not path.endswith((".results.xlsx", ".tmp")) or not os.path.lexists(path):
            return False
        now, seconds = time.monotonic(), A_MOMENT if path.endswith(".tmp") else self._seconds
        return now < self._until.setdefault(path, now + seconds)


if __name__ == "__main__":
    Scanner(float(sys.argv.pop(1))).install()
    from importer.cli import command

    sys.argv[0] = "importer"
    command()
