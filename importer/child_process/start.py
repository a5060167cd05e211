"""Starts Pythons that run code of ours, and nothing that lies in the current folder or stands in PYTHONPATH."""

import os
import site
import sys
from pathlib import Path

from importer.languages import get_current_language
from importer.search_path import keep_absolute_paths

_SOURCE = str(Path(__file__).resolve().parents[2])
# Our own package is the one that starts the process, whatever else is installed; for any other, the place is the last.
# Loading makes nothing that is to be collected, so the collector looks at it late.
_BEGIN = """
import gc, sys
gc.set_threshold(100_000, 20, 100)
source, others = sys.argv.pop(1), sys.argv.pop(1)
sys.path.insert(0, source)
import importer
del sys.path[0]
sys.path.extend(path for path in (source, others) if path not in sys.path)
"""
_VARIABLES = {
    *("HOME", "LANG", "LANGUAGE", "PATH", "TMPDIR", "TZ", "TZDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"),
    *("APPDATA", "COMSPEC", "LOCALAPPDATA", "PATHEXT", "SYSTEMDRIVE", "SYSTEMROOT", "TEMP", "TMP"),
    *("USERPROFILE", "WINDIR"),
}


def make_child_command(code: str, *arguments: str) -> list[str]:
    """The words that start a Python which runs `code`, with the arguments in sys.argv[1:]."""
    user_site = site.getusersitepackages() if site.ENABLE_USER_SITE else _SOURCE
    return [sys.executable, "-I", "-X", "utf8", "-c", _BEGIN + code, _SOURCE, user_site, *arguments]


def make_child_environment(**settings: str) -> dict[str, str]:
    """What the system itself needs of the environment, and `settings`: no password, nothing else of the user's."""
    needed = {name: value for name, value in os.environ.items() if name.upper() in _VARIABLES or name[:3] == "LC_"}
    whole = {name: keep_absolute_paths(name.upper(), text) for name, text in needed.items()}
    needed = {name: text for name, text in whole.items() if text or not needed[name]}
    return needed | {"LANGUAGE": get_current_language()} | settings
