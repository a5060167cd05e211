"""What the process that opens workbooks may use, on systems that can hold it to that."""

import codecs
import sys

import numpy as np
import pyarrow as pa

_FORBIDDEN = (
    "open",
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "ctypes.",
)

if sys.platform == "win32":

    def mapped() -> int:
        """Windows has no bound that a process sets itself."""
        return 0

    def bound_memory(whole: int) -> None:
        """Windows has no bound that a process sets itself."""

    def _bound_handles() -> None:
        """Nor this one."""

else:
    import resource
    from contextlib import suppress

    def mapped() -> int:
        """The bytes of address space in use: all that is loaded."""
        try:
            with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - pathlib would be loaded for this
                return int(file.read().split()[0]) * resource.getpagesize()
        except OSError:
            return 4 << 30  # no such place (macOS): what the libraries map there, generously

    def bound_memory(whole: int) -> None:
        """Allow so many bytes of address space; called anew, it replaces the bound."""
        with suppress(ValueError, OSError):  # macOS has the name, but not always the bound
            resource.setrlimit(resource.RLIMIT_AS, (whole, resource.RLIM_INFINITY))

    def _bound_handles() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_files() -> None:
    """From here on nothing is opened, by whatever way."""
    for encoding in ("cp437", "utf-16", "utf-16-le"):  # else loaded from their files at first use
        codecs.lookup(encoding)
    pa.array(np.zeros(0))  # Arrow looks once whether there is pandas
    _bound_handles()
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
