"""A read gets what is left of the time of its request, and where none is left there is no read."""

import socket
from contextlib import closing

import pytest

from importer.jobs_api.transport import _TimedStream, begin


def test_a_request_whose_time_is_used_up_reads_no_more() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, closing(_TimedStream(socket.SocketIO(ours, "r"), ours)) as timed:
        theirs.sendall(b"ab")
        begin(5)
        assert timed.read(1) == b"a"
        begin(-1)
        with pytest.raises(TimeoutError, match="the request timed out"):
            timed.read(1)
