"""Which versions are at work: ours, Python's, the system's, and of every library that we stand on."""

import platform
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

VERSION = "0.2.0"
LIBRARIES = (
    *(
        "charset-normalizer",
        "fastapi",
        "ftfy",
        "httptools",
        "idna",
        "jinja2",
        "keyring",
        "markdown-it-py",
        "msoffcrypto-tool",
        "olefile",
        "openpyxl",
        "pandas",
        "pandera",
        "platformdirs",
        "psutil",
        "pyarrow",
    ),
    *("python-calamine", "rapidfuzz", "requests", "rich", "tomlkit", "typer", "tzlocal", "urllib3", "uvicorn"),
)


_MODULES = {"markdown-it-py": "markdown_it", "msoffcrypto-tool": "msoffcrypto"}  # of another name than the library


def find_missing_libraries() -> tuple[str, ...]:
    """The libraries whose modules are not there; one that is there and cannot be loaded is none of them."""
    return tuple(name for name in LIBRARIES if not _is_there(_MODULES.get(name, name.replace("-", "_"))))


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ImportError:
        return False


def read_versions() -> dict[str, str]:
    """Name to version, ours first; of a library that is missing, 'missing'."""
    here = {"importer": VERSION, "Python": platform.python_version(), "system": _describe_system()}
    return here | {name: _read_version(name) for name in LIBRARIES}


def _describe_system() -> str:
    """As platform.platform() has it, which runs whatever program `uname` PATH leads to."""
    known = (platform.system(), platform.release(), platform.machine(), *platform.libc_ver())
    return "-".join(filter(None, known))


def _read_version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
