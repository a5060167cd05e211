"""Where Python, the system and OpenSSL look for libraries and certificates: in whole places only, since the current
folder may be a stranger's.
"""

import os
import sys
from collections.abc import Iterator

_OF_PYTHON, _PRELOADED = "PYTHONPATH", ("LD_PRELOAD", "DYLD_INSERT_LIBRARIES")
_OF_SYSTEM = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH")  # an empty part is the current folder, too
_OF_OPENSSL = ("OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES")  # may name a library to load
OF_TRUST = ("SSL_CERT_FILE", "SSL_CERT_DIR")
_BUNDLES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")

_dropped: list[tuple[str, str]] = []


def find_relative_parts() -> Iterator[tuple[str, str]]:
    """The variables of the environment that say where to look, each with a part that begins in the current folder."""
    for name in (_OF_PYTHON, *_OF_SYSTEM, *_PRELOADED, *OF_TRUST, *_BUNDLES):
        yield from ((name, part) for part in find_relative_in(name))
    yield from _dropped


def find_relative_in(name: str) -> list[str]:
    """The parts of this variable that begin in the current folder."""
    return [part for part in split_paths(name, os.environ.get(name, "")) if not os.path.isabs(part)]  # noqa: PTH117


def split_paths(name: str, places: str) -> list[str]:
    """The parts of a variable as those split it who read it; none where it is empty.

    A library that is preloaded is looked for in the folders of the system where its name is no path.
    """
    if not places or name in _BUNDLES or name == "SSL_CERT_FILE":
        return [places] if places else []
    if name in _PRELOADED:
        return [part for part in places.replace(":", " ").split() if "/" in part]
    if name in _OF_SYSTEM:
        return places.replace(";", ":").split(":")
    parts = places.split(os.pathsep)
    return parts if name == _OF_PYTHON else [part for part in parts if part]


def keep_absolute_paths(name: str, places: str) -> str:
    """The variable without parts that begin in the current folder; what is no such variable stays as it is."""
    if name not in _OF_SYSTEM:
        return places
    return ":".join(part for part in split_paths(name, places) if os.path.isabs(part))  # noqa: PTH117


def drop_relative_paths() -> None:
    """Take out of sys.path what relative parts put there, of which Python itself has made whole paths; and have
    OpenSSL, which is not loaded yet, read no settings from there.
    """
    for name in _OF_OPENSSL:
        if parts := find_relative_in(name):
            _dropped.append((name, parts[0]))
            del os.environ[name]
    try:
        dropped = {os.path.abspath(part) for part in find_relative_in(_OF_PYTHON)}  # noqa: PTH100 - pathlib may stand there, too
    except OSError:  # the folder is gone, which the command itself says
        return
    if dropped:
        sys.path[:] = [folder for folder in sys.path if os.path.abspath(folder) not in dropped]  # noqa: PTH100
