"""Whether a folder lies on another computer, where several programs cannot share a database as they can on a disk."""

import os
import re
import sys
from pathlib import Path

from importer.files.untrusted_file import resolve_links

_MOUNTS = Path("/proc/self/mounts")
_OF_OTHERS = ("nfs", "cifs", "smb", "9p", "afs", "ceph", "glusterfs", "lustre", "davfs", "fuse.sshfs", "fuse.rclone")
_MAY_BE_OF_OTHERS = ("/Volumes/", "/Network/", "/net/")  # of macOS; a disk that is plugged in is among them
_BY_NUMBER = re.compile(r"\\([0-7]{3})")  # a space, a tab, a line break, a backslash, a hash


def is_on_a_share(path: Path, *, system: str = sys.platform) -> bool:
    """Whether the path is, as far as can be seen, on a network share; on macOS also where it could be."""
    real = str(resolve_links(path))
    if system == "win32":
        return real.startswith("\\\\")  # a drive of the network is followed to its own name
    if system == "darwin":
        return real.startswith(_MAY_BE_OF_OTHERS)
    return _find_mount_kind(real).startswith(_OF_OTHERS)


def _find_mount_kind(real: str) -> str:
    """The kind of file system that a path is on, '' where the system does not tell."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    mounts = (line.split() for line in lines)
    found = {_to_plain(mount): kind for _device, mount, kind, *_ in mounts}
    inside = [mount for mount in found if os.path.commonpath([real, mount]) == mount]
    return found[max(inside, key=len)] if inside else ""


def _to_plain(mount: str) -> str:
    """The name of a place, in which the system writes signs such as a space by their numbers."""
    return _BY_NUMBER.sub(lambda number: chr(int(number[1], 8)), mount)
