"""What forks the processes that open files goes on, whatever becomes of those that order one."""

import socket
import subprocess
import sys

import pytest

from importer.child_process import bounded
from tests import forked_children

_CODE = "import sys\nsys.stdout.write('done')\n"
_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="no other system has such addresses")


@_LINUX
@pytest.mark.parametrize("sent", [b"", b"\0\0\0\x40", b'\0\0\0\x40{"words": ['])
def test_who_is_killed_amid_an_order_spoils_nothing(sent: bytes) -> None:
    address = forked_children._listening(bounded, _CODE, "")
    with socket.socket(socket.AF_UNIX) as killed:
        killed.connect(address.encode("latin-1"))
        killed.sendall(sent)
    command = bounded.make_child_command(_CODE)
    child = forked_children.ForkedChild(address, command, stdin=subprocess.PIPE, env={}, encoding="utf-8")
    assert child.stdin is not None
    with child.stdin, child.stdout:
        assert child.stdout.read() == "done"
    assert child.wait() == 0
