"""The practice server's own process: started by process.py, never by hand.

The address is told as soon as the socket listens, while the rest is still loading: whoever asks that early waits a
moment for the first answer.
"""

import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from importer.practice.loopback import address_of, listening_socket
from importer.practice.process import FAILED, READY
from importer.practice.store import Store, StoreUnusable

if TYPE_CHECKING:
    from importer.practice.server import QuietServer


def serve(file: Path) -> None:
    """Tell the address in one line, then serve until our input ends, as it does when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        store = Store(file)
    except StoreUnusable as error:
        _tell(FAILED, str(error))
        return
    with store, listening_socket(0) as listening:
        _tell(READY, address_of(listening))
        from importer.practice.server import quiet_server  # noqa: PLC0415 - it loads for half a second

        server = quiet_server(store)
        threading.Thread(target=_stop_when_orphaned, args=(server,), daemon=True).start()
        server.run([listening])


def _stop_when_orphaned(server: "QuietServer") -> None:
    sys.stdin.buffer.read()
    server.stop()


def _tell(word: str, rest: str) -> None:
    sys.stdout.write(f"{word} {' '.join(rest.split())}\n")
    sys.stdout.flush()
