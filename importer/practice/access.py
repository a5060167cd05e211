"""How a practice server is reached: on this computer only, with a password that each data file has of its own.

Every command that uses the practice target imports this module, so it loads nothing of a server.
"""

import os
import socket

LOOPBACK = "127.0.0.1"
USER = "practice"
DOMAIN = "example.com"


def listening_socket(port: int) -> socket.socket:
    """A socket that listens on loopback, at a free port for 0. Connections wait in it until a server takes them."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # said in full: see below
    try:
        if os.name == "posix":  # elsewhere this option would let two servers have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(1024)
    except OSError:
        listening.close()
        raise
    return listening  # asyncio answers without delay (TCP_NODELAY) only where the socket says that it is TCP


def address_of(listening: socket.socket) -> str:
    """The address of the API behind the socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}/api"
