"""P1, P2: on Windows, Python 3.11 to 3.13, a wait without a limit does not hear Ctrl-C."""

import ast
from pathlib import Path

import importer
from tests.source import parse_file, walk

ROOT = Path(importer.__file__).parent
WAITS = {"wait", "join", "get", "result", "acquire"}  # of threads, events, queues, futures and locks
NO_LIMIT_NEEDED = {
    ("child_process/bounded.py", "self._process.wait()"): "the child is killed just before",
    ("practice/process.py", "process.wait()"): "the child is killed just before",
    ("loopback/quiet_server.py", "ended.wait()"): "in asyncio.wait_for, which has the limit",
    ("journal/writer.py", "self._waiting.get()"): "the writer's own thread, where no signal arrives",
}


def test_every_wait_has_a_limit() -> None:
    without: set[tuple[str, str]] = set()
    for path in ROOT.rglob("*.py"):
        for node in walk(parse_file(path)):
            if isinstance(node, ast.Call) and _waits_without_limit(node):
                without.add((path.relative_to(ROOT).as_posix(), ast.unparse(node)))
    assert without == set(NO_LIMIT_NEEDED)


def _waits_without_limit(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return (name in WAITS and not call.args and not call.keywords) or name == "as_completed"
