"""What a process that opens the files of strangers may use, on systems that can hold it to that."""

import codecs
import heapq  # noqa: F401 - else loaded by Counter.most_common at first use
import signal
import sys

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

    def bound_time(seconds: float) -> None:
        """Nor this one: whoever started it ends it."""

    def _bound_handles(most_written: int) -> None:
        """Nor these."""

else:
    import resource
    from contextlib import suppress
    from math import ceil

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

    def bound_time(seconds: float) -> None:
        """Allow so much of the processor, for the case that whoever started the process cannot end it any more."""
        resource.setrlimit(resource.RLIMIT_CPU, (ceil(seconds) + 1, resource.RLIM_INFINITY))

    def _bound_handles(most_written: int) -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_written, most_written))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def bound_files(most_written: int = 0) -> None:
    """From here on nothing is opened, by whatever way, and no file that is open becomes longer than so many bytes."""
    for encoding in ("cp437", "utf-16", "utf-16-le"):  # else loaded from their files at first use
        codecs.lookup(encoding)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started it, who ends it
    _bound_handles(most_written)
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    if event.startswith(_FORBIDDEN):
        raise PermissionError(event)
