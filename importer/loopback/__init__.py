"""HTTP on this computer only: what the practice server and the page have in common.

listening         a socket on loopback
bounded_protocol  hangs up on a request that has no end
quiet_server      uvicorn, which another thread can stop, and which logs nothing

The face loads no server: every command that uses the practice target comes by here.
"""

from importer.loopback.listening import LOOPBACK, listening_socket
