"""Our own side: versions, settings, key store, journal, and the folders that are written to."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

from importer.catalogue import counted
from importer.doctor.finding import Finding, fine, unknown, wrong
from importer.errors import ImporterError
from importer.journal import Journal
from importer.languages import _
from importer.problem import did_you_mean_or_all, quoted_word
from importer.settings import VARIABLES, config_file, ensure_writable_folder, is_on_a_share, real_path, state_folder
from importer.targets import KnownTargets, key_store_name
from importer.versions import VERSION, versions

_ROOM = 100 * 1024 * 1024
_SHARED = stat.S_IWGRP | stat.S_IWOTH


def examine_computer(folder: Path) -> Iterator[Finding]:
    """Look at this computer."""
    yield from _versions()
    yield _settings(folder)
    yield _variables()
    yield _key_store()
    yield _writable("state folder", state_folder, _("Make it writable, or name another one in IMPORTER_STATE."))
    yield _journal()
    yield _writable("output folder", lambda: folder, _("Change to a folder of your own, or name one with --results."))


def _versions() -> Iterator[Finding]:
    found = versions()
    yield fine("importer", VERSION)
    yield fine("Python", _("{version} on {system}").format(version=found.pop("Python"), system=found.pop("system")))
    found.pop("importer")
    missing = [name for name, version in found.items() if version == "missing"]
    listed = ", ".join(f"{name} {version}" for name, version in found.items())
    if missing:
        found_missing = _("missing: {names}").format(names=", ".join(missing))
        yield wrong("libraries", found_missing, _("Install importer again: 'pip install importer'."))
    else:
        yield fine("libraries", listed)


def _settings(folder: Path) -> Finding:
    try:
        known = KnownTargets(folder)
    except ImporterError as error:
        return wrong("settings", error.message, error.advice)
    path = config_file()
    if os.name == "posix" and path.exists() and path.stat().st_mode & _SHARED:
        shared = _("others on this computer can change {path}").format(path=path)
        return wrong("settings", shared, _("Type: {command}").format(command=f"chmod 600 {quoted_word(path)}"))
    names = ", ".join(known.names) or _("none yet ('importer login NAME' adds one)")
    file = str(real_path(path)) if path.exists() else _("no file")
    return fine("settings", _("{file}; targets: {names}").format(file=file, names=names))


def _variables() -> Finding:
    set_here = sorted(name for name in os.environ if name.startswith("IMPORTER_"))
    strange = [name for name in set_here if name not in VARIABLES]
    if strange:
        nearest = did_you_mean_or_all(strange[0], VARIABLES)
        found = _("{name} is not a known setting.").format(name=strange[0])
        return wrong("environment", f"{found}{nearest}", _("Correct its name or remove it."))
    return fine("environment", ", ".join(set_here) or _("no IMPORTER_ variable is set"))


def _key_store() -> Finding:
    try:
        name = key_store_name()
    except ImporterError as error:
        return wrong("key store", error.message, error.advice)
    return fine("key store", name or _("none: passwords come from IMPORTER_PASSWORD or a password-command"))


def _journal() -> Finding:
    try:
        path = real_path(state_folder()) / "journal.sqlite"
        if not path.exists():
            return unknown("journal", _("none yet: the first run creates it"))
        with Journal(path) as journal:
            runs = journal.previous_runs.all()
            for run in runs:
                journal.rows(run.run)
    except ImporterError as error:
        return wrong("journal", error.message, error.advice)
    except (OSError, ValueError) as error:
        damaged = _("it is damaged ({reason})").format(reason=error)
        return wrong("journal", damaged, _("Move it away, or name another folder in IMPORTER_STATE."))
    whole = _("{path}: {runs}, every row as it was written")
    if is_on_a_share(path):
        shared = _("{path} is on a network share, which can damage it").format(path=path)
        return wrong("journal", shared, _("Name a folder of this computer in IMPORTER_STATE."))
    return fine("journal", whole.format(path=path, runs=counted(len(runs), "run")))


def _writable(what: str, place: Callable[[], Path], advice: str) -> Finding:
    try:
        folder = real_path(place())  # a Python of the Store shows programs other folders than Explorer does
        ensure_writable_folder(folder)
        left = shutil.disk_usage(folder).free
    except ImporterError as error:
        return wrong(what, error.message, error.advice)
    except OSError as error:
        unwritable = _("nothing can be written there ({reason})")
        return wrong(what, unwritable.format(reason=error.strerror or _("output error")), advice)
    if left < _ROOM:
        little = _("{folder}: only {count} MB are left").format(folder=folder, count=left // 1024**2)
        return wrong(what, little, _("Free up disk space."))
    return fine(what, _("{folder}: writable, {count} GB free").format(folder=folder, count=left // 1024**3))
