"""Where a practice server listens: on this computer only."""

import socket

LOOPBACK = "127.0.0.1"


def listening_socket(port: int) -> socket.socket:
    """A socket that listens on loopback, at a free port for 0. Connections wait in it until a server takes them."""
    return socket.create_server((LOOPBACK, port), backlog=1024)


def address_of(listening: socket.socket) -> str:
    """The address of the API behind the socket."""
    host, port = listening.getsockname()[:2]
    return f"http://{host}:{port}/api"
