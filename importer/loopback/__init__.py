"""HTTP on this computer only: what the practice server and the page have in common.

bounded_body      stops reading a body that is too long
bounded_protocol  hangs up on a request that has no end
quiet_server      uvicorn, which another thread can stop, and which logs nothing

The face loads no server: every command that uses the practice target comes by here.
"""

import os
import socket

LOOPBACK = "127.0.0.1"


def open_socket(port: int) -> socket.socket:
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
