"""What runs in the process of the practice server: the API, until the end of its input (see process.py)."""

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from importer.loopback import open_socket
from importer.practice.access import address_of
from importer.practice.process import FAILED, READY
from importer.practice.store import Store, StoreUnusable

if TYPE_CHECKING:
    from importer.loopback.quiet_server import QuietServer


def serve(file: Path) -> None:
    """Run in the child: write address and password in one line, then serve until the input ends with the parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        store = Store(file)
    except StoreUnusable as error:
        _write_line(FAILED, str(error))
        return
    with store, open_socket(0) as listening:
        _write_line(READY, f"{address_of(listening)} {store.password}")
        from importer.practice.server import make_server  # noqa: PLC0415 - it loads for half a second

        server = make_server(store)
        threading.Thread(target=_stop_when_orphaned, args=(server,), daemon=True).start()
        server.run([listening])


def _stop_when_orphaned(server: "QuietServer") -> None:
    sys.stdin.buffer.read()
    server.stop()


def _write_line(word: str, rest: str) -> None:
    sys.stdout.write(f"{word} {' '.join(rest.split())}\n")
    sys.stdout.flush()
