"""How a practice server is reached: on this computer only, with a password that each data file has of its own.

Every command that uses the practice target imports this module, so it loads nothing of a server.
"""

import socket

USER = "practice"
DOMAIN = "example.com"


def address_of(listening: socket.socket) -> str:
    """The address of the API behind the socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}/api"
