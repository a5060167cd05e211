"""Our own side: versions, settings, key store, journal, and the folders that are written to."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from importer.catalogue import spell_count
from importer.doctor.finding import Finding, report_fine, report_unknown, report_wrong
from importer.errors import ImporterError
from importer.files import (
    ensure_writable_folder,
    explain_failure,
    find_config_file,
    find_state_folder,
    is_on_a_share,
    resolve_links,
)
from importer.journal import Journal
from importer.languages import _
from importer.problem import LIBRARY_MISSING, suggest_word_or_all
from importer.search_path import find_relative_parts
from importer.targets import KNOWN_VARIABLES, KnownTargets, name_key_store
from importer.versions import VERSION, find_missing_libraries, read_versions

_ROOM = 100 * 1024 * 1024


def examine_computer(folder: Path) -> Iterator[Finding]:
    """Look at this computer."""
    yield from _check_versions()
    yield _check_settings(folder)
    yield _check_variables()
    yield _check_key_store()
    yield _check_writable(
        "state folder", find_state_folder, _("Make it writable, or name another one in IMPORTER_STATE.")
    )
    yield _check_journal()
    yield _check_writable(
        "output folder", lambda: folder, _("Change to a folder of your own, or name one with --results.")
    )


def _check_versions() -> Iterator[Finding]:
    found = read_versions()
    yield report_fine("importer", VERSION)
    yield report_fine(
        "Python", _("{version} on {system}").format(version=found.pop("Python"), system=found.pop("system"))
    )
    found.pop("importer")
    missing = find_missing_libraries()
    listed = ", ".join(f"{name} {version}" for name, version in found.items())
    if missing:
        cannot = _("cannot be loaded: {names}").format(names=", ".join(missing))
        yield report_wrong("libraries", cannot, LIBRARY_MISSING.fill_advice())
    else:
        yield report_fine("libraries", listed)


def _check_settings(folder: Path) -> Finding:
    try:
        known = KnownTargets(folder)
    except ImporterError as error:
        return report_wrong("settings", error.message, error.advice)
    path = find_config_file()
    names = ", ".join(known.names) or _("none yet ('importer login acme' adds one of that name)")
    file = str(resolve_links(path)) if path.exists() else _("no file")
    return report_fine("settings", _("{file}; targets: {names}").format(file=file, names=names))


def _check_variables() -> Finding:
    for name, part in find_relative_parts():
        relative = _('{name} contains a relative path ("{part}").').format(name=name, part=part)
        fix = _("Use absolute paths in {name}, and leave no part empty.").format(name=name)
        return report_wrong("environment", relative, fix)
    set_here = sorted(name for name in os.environ if name.startswith("IMPORTER_"))
    strange = [name for name in set_here if name not in KNOWN_VARIABLES]
    if strange:
        nearest = suggest_word_or_all(strange[0], KNOWN_VARIABLES)
        found = _("{name} is not a known setting.").format(name=strange[0])
        return report_wrong("environment", f"{found}{nearest}", _("Correct its name or remove it."))
    return report_fine("environment", ", ".join(set_here) or _("no IMPORTER_ variable is set"))


def _check_key_store() -> Finding:
    try:
        name = name_key_store()
    except ImporterError as error:
        return report_wrong("key store", error.message, error.advice)
    return report_fine("key store", name or _("none: passwords come from IMPORTER_PASSWORD or a password-command"))


def _check_journal() -> Finding:
    try:
        path = resolve_links(find_state_folder()) / "journal.sqlite"
        if not path.exists():
            return report_unknown("journal", _("none yet: the first run creates it"))
        with Journal(path) as journal:
            runs = journal.previous_runs.list_runs()
            for run in runs:
                journal.read_rows(run.run)
    except ImporterError as error:
        return report_wrong("journal", error.message, error.advice)
    except (OSError, ValueError) as error:
        damaged = _("it is damaged ({reason})").format(reason=error)
        return report_wrong(
            "journal", damaged, _("Move it to another folder, or name another folder in IMPORTER_STATE.")
        )
    whole = _("{path}: {runs}, undamaged")
    if is_on_a_share(path):
        shared = _("{path} is on a network share, which can damage it").format(path=path)
        return report_wrong("journal", shared, _("Name a folder of this computer in IMPORTER_STATE."))
    return report_fine("journal", whole.format(path=path, runs=spell_count(len(runs), "run")))


def _check_writable(what: str, find_folder: Callable[[], Path], advice: str) -> Finding:
    try:
        folder = resolve_links(find_folder())  # a Python of the Store shows programs other folders than Explorer does
        ensure_writable_folder(folder)
        left = shutil.disk_usage(folder).free
    except ImporterError as error:
        return report_wrong(what, error.message, error.advice)
    except OSError as error:
        unwritable = _("nothing can be written there ({reason})")
        return report_wrong(what, unwritable.format(reason=explain_failure(error)), advice)
    if left < _ROOM:
        little = _("{folder}: only {count} MB are left").format(folder=folder, count=left // 1024**2)
        return report_wrong(what, little, _("Free up disk space."))
    return report_fine(what, _("{folder}: writable, {count} GB free").format(folder=folder, count=left // 1024**3))
