"""HTTP on this computer only: what the practice server and the page have in common.

bounded_body      stops reading a body that is too long
bounded_protocol  hangs up on a request that has no end
quiet_server      uvicorn, which another thread can stop, and which logs nothing

The face loads no server: every command that uses the practice target comes by here.
"""

import os
import socket

LOOPBACK, LOOPBACK_6 = "127.0.0.1", "::1"
READING = frozenset({"GET", "HEAD"})  # methods that change nothing
OWN_SITES = frozenset({"same-origin", "none"})  # what a browser says of a page of this server, or of no page at all


def open_socket(port: int, address: str = LOOPBACK, *, exclusive: bool = False) -> socket.socket:
    """A socket that listens on loopback, at a free port for 0. Connections wait in it until a server takes them.

    Where the system would let another program listen at the same port, it must not where this is `exclusive`.
    """
    family = socket.AF_INET6 if address == LOOPBACK_6 else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # said in full: see below
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)  # Windows; it counts only before the port is taken
    try:
        if os.name == "posix":  # elsewhere this option would let two servers have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        elif exclusive and option is not None:
            listening.setsockopt(socket.SOL_SOCKET, option, 1)
        listening.bind((address, port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening  # asyncio answers without delay (TCP_NODELAY) only where the socket says that it is TCP
