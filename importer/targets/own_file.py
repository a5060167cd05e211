"""The user's own settings file, written: whole or not at all, readable by the user alone, comments kept."""

import tomllib
from collections.abc import Callable
from pathlib import Path

import tomlkit
from tomlkit import TOMLDocument
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from importer.errors import SettingsError
from importer.files import explain_failure, find_config_file, make_private_folder, resolve_links, write_whole_file
from importer.languages import _
from importer.problem import SETTINGS_UNWRITABLE
from importer.targets.settings_file import Values, make_settings_error, read_settings

_HEAD = "Where importer sends jobs. No password is stored here. See: importer targets show"


def save_target(name: str, values: Values) -> Path:
    """Write a target to the user's file, in place of what stood there for it. Gives the file. Raises SettingsError."""

    def put(document: TOMLDocument) -> None:
        targets = document.setdefault("targets", tomlkit.table(is_super_table=True))
        new = tomlkit.inline_table() if isinstance(targets, InlineTable) else tomlkit.table()
        table = targets.get(name, new)
        assert isinstance(table, dict)  # noqa: S101 - the file has been read without problems
        for key in [key for key in table if key not in values]:
            del table[key]
        table.update(values)
        if name not in targets:
            targets[name] = table

    return _change_file(put)


def remove_target(name: str) -> Path:
    """Take a target out of the user's file, and the choice of it. Raises SettingsError."""

    def drop(document: TOMLDocument) -> None:
        targets = document.get("targets", {})
        if name in targets:
            del targets[name]
        if document.get("target") == name:
            del document["target"]

    return _change_file(drop)


def set_default_target(name: str) -> Path:
    """Have a target taken where none is named; '' has none. Raises SettingsError."""

    def choose(document: TOMLDocument) -> None:
        if not name:
            document.pop("target", None)
        elif "target" in document:
            document["target"] = name
        else:  # a key of the top stands before the first table
            rest = tomlkit.dumps(document)
            document.clear()
            document.update(tomlkit.parse(f"target = {tomlkit.item(name).as_string()}\n\n{rest}"))

    return _change_file(choose)


def read_days_to_keep_runs() -> int | None:
    """After how many days the user has runs erased from the journal; None is never. Raises SettingsError."""
    return read_settings(find_config_file(), own=True).keep_days


def _change_file(change: Callable[[TOMLDocument], None]) -> Path:
    path = find_config_file()
    read_settings(path, own=True)
    real = resolve_links(path)
    try:
        make_private_folder(real.parent)
        text = _change_text(real.read_text(encoding="utf-8-sig") if real.exists() else f"# {_HEAD}\n", change, path)
        write_whole_file(real, lambda file: file.write(text.encode()), replace=True, private=True)
    except OSError as error:
        raise SettingsError(SETTINGS_UNWRITABLE, path=path, reason=explain_failure(error)) from error
    return path


def _change_text(text: str, change: Callable[[TOMLDocument], None], path: Path) -> str:
    """The text of the file after a change. Raises SettingsError for one that tomlkit cannot change, or spoils."""
    try:
        document = tomlkit.parse(text)
        change(document)
        changed = tomlkit.dumps(document)
        tomllib.loads(changed)
    except (TOMLKitError, ValueError, TypeError, KeyError, AttributeError, AssertionError, RecursionError) as error:
        problem = _(
            "it is written in a way that importer cannot change: start each target with a line like [targets.acme]"
        )
        raise make_settings_error(path, problem) from error
    return changed
