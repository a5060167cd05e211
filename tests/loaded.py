"""The real command as a process of its own, forked from an interpreter that has everything loaded.

A process is told apart from one that was started afresh only by its start taking no second of CPU: it has its own
memory, files, environment, signals and end. Each order is a line of JSON, the answer is a line: its exit status and
the seconds of the processor that it took. One on a terminal is answered by its number at once, and by the same line
when that number is the order.
"""

import gc
import json
import os
import pkgutil
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

from tests.forked_children import fork_children

READY = "ready\n"
LIMIT_SECONDS = 120


@dataclass(frozen=True)
class Order:
    """A command: its words, its whole environment, where it is typed, the files for what goes in and out, its umask."""

    words: tuple[str, ...]
    environment: dict[str, str]
    folder: str
    typed: str
    out: str
    err: str
    umask: int
    on_terminal: bool = False  # it has `typed` for all three files

    def as_line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def load() -> None:
    """Load every module, and all that a check needs of other packages, by checking a small sheet."""
    import importer  # noqa: PLC0415 - here is where it is loaded
    from importer.cli.app import app  # noqa: PLC0415
    from importer.runs import check_sheet  # noqa: PLC0415

    for module in pkgutil.walk_packages(importer.__path__, "importer."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    assert app.group.commands  # built once for all
    fork_children(now=True)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["IMPORTER_STATE"] = folder
        sheet = Path(folder) / "small.csv"
        sheet.write_text(
            "Project code,Job type code,Status code,Name,Description,Due date\n"
            "P-1001,MAINT,Open,,GrÃ¶ÃŸe: 5 mÂ²,31.12.2026\n",  # garbled: all of ftfy is loaded
            encoding="utf-8",
        )
        check_sheet(sheet, results=Path(folder) / "small.xlsx")
        app.group.commands["check"].make_context("check", [str(sheet)])  # what reads the words of a command
    gc.freeze()  # what is loaded stays out of every process's own collections, the last one at its exit among them


def serve() -> bool:
    """Take orders until there are none. True in a process that has an order to carry out, which is yet to come."""
    load()
    _tell(READY)
    for line in sys.stdin:
        asked = json.loads(line)
        if isinstance(asked, int):
            _tell(f"{_ended(asked)}\n")
            continue
        order = Order(**asked)
        became, becomes = os.pipe()
        process = os.fork()
        if process == 0:
            _become(order)
            os.close(becomes)
            os.close(became)
            return True
        os.close(becomes)
        os.read(became, 1)  # it is at its end once the process has its own files
        os.close(became)
        _tell(f"{process if order.on_terminal else _ended(process)}\n")
    return False


def _tell(line: str) -> None:
    sys.stdout.write(line)
    sys.stdout.flush()


def _become(order: Order) -> None:
    os.setsid()
    signal.alarm(LIMIT_SECONDS)
    os.chdir(order.folder)
    for number, file in enumerate((order.typed, order.out, order.err)):
        os.dup2(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), number)
    if order.on_terminal:  # the first that is opened in a session controls it; Python writes it line by line
        sys.stdin, sys.stdout = open(0, encoding="utf-8"), open(1, "w", encoding="utf-8")  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, errors="backslashreplace")  # noqa: SIM115
    os.umask(order.umask)
    os.environ.clear()
    os.environ.update(order.environment)
    time.tzset()
    sys.argv = ["importer", *order.words]


def _ended(process: int) -> str:
    """The exit status, and the seconds of the processor that it took with all that it started."""
    _, status, used = os.wait4(process, 0)
    return f"{os.waitstatus_to_exitcode(status)} {used.ru_utime + used.ru_stime}"


if __name__ == "__main__" and serve():
    from importer.cli import command

    command()
