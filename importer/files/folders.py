"""Where this computer keeps what must last, and the environment variables that say otherwise."""

import errno
import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

from importer.errors import JournalError
from importer.files.failures import explain_failure
from importer.files.untrusted_file import is_there
from importer.languages import _
from importer.problem import JOURNAL_UNUSABLE

FOLDER_VARIABLES = ("IMPORTER_CONFIG", "IMPORTER_STATE")


def make_private_folder(folder: Path) -> None:
    """Make a folder, and each missing one above it, the user's alone whatever the umask. Raises OSError."""
    for each in reversed((folder, *folder.parents)):
        if not each.is_dir():
            each.mkdir(mode=0o700, exist_ok=True)


def find_cache_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for what can be fetched again: below IMPORTER_STATE where that is set. It need not be there yet."""
    chosen = environment.get("IMPORTER_STATE")
    return Path(chosen) / "cache" if chosen else platformdirs.user_cache_path("importer", appauthor=False)


def find_state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder for the journal and the practice server's memory; IMPORTER_STATE names another one.

    It is made if need be, private to the user. Raises JournalError where it cannot be.
    """
    chosen = environment.get("IMPORTER_STATE")
    folder = Path(chosen) if chosen else platformdirs.user_state_path("importer", appauthor=False)
    try:
        make_private_folder(folder)
    except OSError as error:
        fix = _("Set IMPORTER_STATE to a folder in which you may write.")
        no_folder = isinstance(error, FileExistsError) and not is_there(folder)
        found = NotADirectoryError(errno.ENOTDIR, "") if no_folder else error
        reason = _("it is not a folder") if is_there(folder) else explain_failure(found)
        raise JournalError(JOURNAL_UNUSABLE, path=folder, reason=reason, fix=fix) from error
    return folder


def find_config_file(environment: Mapping[str, str] = os.environ) -> Path:
    """The user's own settings file, whether or not it is there; IMPORTER_CONFIG names another one."""
    chosen = environment.get("IMPORTER_CONFIG")
    return Path(chosen) if chosen else platformdirs.user_config_path("importer", appauthor=False) / "config.toml"
