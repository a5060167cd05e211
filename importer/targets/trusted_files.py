"""Which project files the user trusts: each as it was when the user said so, as its digest tells.

A record is a file in the state folder, named after the path of the project file. It holds the digest of that path and
of what the file said, so that a file that has changed, moved or been copied must be trusted anew. A record that
others can write, or put in its place, is none.
"""

import os
from hashlib import sha256
from pathlib import Path

from importer.errors import SettingsError
from importer.files import (
    ensure_own,
    explain_failure,
    find_state_folder,
    make_private_folder,
    read_file_content,
    resolve_links,
    write_whole_file,
)
from importer.problem import SETTINGS_UNWRITABLE
from importer.targets.settings_file import SettingsFile

_FOLDER = "trusted"
_LARGEST = 1024  # bytes of a record


def is_trusted(file: SettingsFile) -> bool:
    """True where the user trusts this file, at this place, with what it says now."""
    return _read_recorded(file) == _digest_of(file)


def was_trusted(file: SettingsFile) -> bool:
    """True where the user trusts this file as it is, or did so before it changed."""
    return _read_recorded(file) != ""


def trust(file: SettingsFile) -> None:
    """Trust a file as it is now. Raises SettingsError where that cannot be recorded, or others can write there."""
    try:
        record = _record_path_of(file.path)
        make_private_folder(record.parent)
        ensure_own(record.parent, record.parent.stat())
        content = _digest_of(file).encode()
        write_whole_file(record, lambda fresh: fresh.write(content), replace=True, private=True)
    except OSError as error:
        raise SettingsError(
            SETTINGS_UNWRITABLE, path=error.filename or _FOLDER, reason=explain_failure(error)
        ) from error


def _read_recorded(file: SettingsFile) -> str:
    if not file.sha256:
        return ""
    record = _record_path_of(file.path)
    try:
        ensure_own(record.parent, record.parent.stat())
        return read_file_content(record, largest=_LARGEST, own=True).decode()
    except (OSError, UnicodeDecodeError, SettingsError):
        return ""


def _digest_of(file: SettingsFile) -> str:
    return sha256(_key_of(file.path) + b"\0" + file.sha256.encode()).hexdigest()


def _record_path_of(path: Path) -> Path:
    return find_state_folder() / _FOLDER / sha256(_key_of(path)).hexdigest()


def _key_of(path: Path) -> bytes:
    """Where the file is, however that is spelled; a link to a trusted file is a file of its own."""
    return os.fsencode(resolve_links(path.parent) / path.name)
