"""Which project files the user trusts: each as it was when the user said so, as its digest tells.

A record is a file in the state folder, named after the path of the project file. It holds the digest of that path and
of what the file said, so that a file that has changed, moved or been copied must be trusted anew.
"""

import os
from hashlib import sha256
from pathlib import Path

from importer.errors import SettingsError
from importer.languages import _
from importer.problem import SETTINGS_UNWRITABLE
from importer.settings import make_private_folder, real_path, state_folder, write_whole_file
from importer.targets.settings_file import SettingsFile

_FOLDER = "trusted"


def is_trusted(file: SettingsFile) -> bool:
    """True where the user trusts this file, at this place, with what it says now."""
    return _recorded(file) == _digest(file)


def was_trusted(file: SettingsFile) -> bool:
    """True where the user trusts this file as it is, or did so before it changed."""
    return _recorded(file) != ""


def trust(file: SettingsFile) -> None:
    """Trust a file as it is now. Raises SettingsError where that cannot be recorded."""
    try:
        record = _record(file.path)
        make_private_folder(record.parent)
        content = _digest(file).encode()
        write_whole_file(record, lambda fresh: fresh.write(content), replace=True, private=True)
    except OSError as error:
        raise SettingsError(
            SETTINGS_UNWRITABLE, path=error.filename or _FOLDER, reason=error.strerror or _("output error")
        ) from error


def _recorded(file: SettingsFile) -> str:
    try:
        return _record(file.path).read_text(encoding="utf-8") if file.sha256 else ""
    except (OSError, UnicodeDecodeError):
        return ""


def _digest(file: SettingsFile) -> str:
    return sha256(_place(file.path) + b"\0" + file.sha256.encode()).hexdigest()


def _record(path: Path) -> Path:
    return state_folder() / _FOLDER / sha256(_place(path)).hexdigest()


def _place(path: Path) -> bytes:
    """Where the file is, however that is spelled; a link to a trusted file is a file of its own."""
    return os.fsencode(real_path(path.parent) / path.name)
