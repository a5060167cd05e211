"""A settings file (the user's own, or importer.toml beside a sheet) becomes targets; all its faults are told at once.

target = "acme"                # the target where none is named
keep-runs = "90 days"          # then they are erased from the journal; only in the user's own file

[targets.acme]
url = "https://developers.wello.solutions/api"
user = "import"
domain = "acme.com"
production = true
ca-bundle = "company.pem"      # beside this file
password-command = "pass show acme"
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from importer.errors import SettingsError
from importer.problem import SETTINGS_FILE_WRONG, did_you_mean_or_all
from importer.settings import PRACTICE

SETTING_TYPES: Mapping[str, type] = {
    "url": str,
    "user": str,
    "domain": str,
    "production": bool,
    "ca-bundle": str,
    "password-command": str,
}
KEEP_RUNS = "keep-runs"
TOP = ("target", "targets", KEEP_RUNS)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
NAME_RULE = "a name has letters, digits, - and _ only, at most 40 of them, and is not 'practice'"
_AGE = re.compile(r"\s*([1-9][0-9]{0,4})\s*days?\s*")
_TYPE_NAMES = {str: "text in quotes", bool: "true or false"}

Values = Mapping[str, str | bool]


@dataclass(frozen=True)
class SettingsFile:
    """What stands in a settings file: a name or '' for `chosen`, and what is set for each target.

    `keep_days` is after how many days a run is erased from the journal; None is never.
    """

    path: Path
    chosen: str = ""
    targets: Mapping[str, Values] = field(default_factory=dict)
    keep_days: int | None = None


def is_name(text: str) -> bool:
    """True where a target may be called so."""
    return NAME.fullmatch(text) is not None and text != PRACTICE


def read_settings(path: Path, *, own: bool) -> SettingsFile:
    """Read a settings file; one that is not there says nothing.

    `own` is True for the user's own file; any other may have been written by anybody, so that it may name no command
    to run. Raises SettingsError with everything that is wrong in it; no value of it is part of the message.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tree = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        return SettingsFile(path)
    except OSError as error:
        raise _wrong(path, [f"it cannot be read ({error.strerror or 'input error'})"]) from error
    except UnicodeDecodeError as error:
        raise _wrong(path, ["it is not UTF-8 text"]) from error
    except tomllib.TOMLDecodeError as error:
        raise _wrong(path, [f"it is not TOML: {error}"]) from None
    faults = [*_faults(tree), *([] if own else _only_in_own_file(tree))]
    if faults:
        raise _wrong(path, faults)
    targets = {name: dict(values) for name, values in tree.get("targets", {}).items()}
    for values in targets.values():
        if "ca-bundle" in values:
            values["ca-bundle"] = str(path.parent / Path(values["ca-bundle"]).expanduser())
    return SettingsFile(path, tree.get("target", ""), targets, _days(tree.get(KEEP_RUNS)))


def _faults(tree: Mapping[str, object]) -> list[str]:
    faults = [f'"{key}" is not a setting.{did_you_mean_or_all(key, TOP)}' for key in tree if key not in TOP]
    if not isinstance(tree.get("target", ""), str):
        faults.append("target must be text in quotes.")
    if KEEP_RUNS in tree and _days(tree[KEEP_RUNS]) is None:
        faults.append(f'{KEEP_RUNS} must be a number of days in quotes, such as "90 days".')
    targets = tree.get("targets", {})
    if not isinstance(targets, dict):
        return [*faults, "targets must be tables, headed like [targets.acme]."]
    for name, values in targets.items():
        if not is_name(name):
            faults.append(f'"{name}" cannot be the name of a target: {NAME_RULE}.')
        if isinstance(values, dict):
            faults += [fault for key, value in values.items() if (fault := _fault(name, key, value))]
        else:
            faults.append(f"{name} must be a table, headed [targets.{name}].")
    return faults


def _fault(name: str, key: str, value: object) -> str:
    if "password" in key.casefold() and key not in SETTING_TYPES:
        return f"[targets.{name}] contains a password: remove it from the file and type 'importer login {name}'."
    if key not in SETTING_TYPES:
        return f'"{key}" in [targets.{name}] is not a setting.{did_you_mean_or_all(key, SETTING_TYPES)}'
    if not isinstance(value, SETTING_TYPES[key]):
        return f"{key} in [targets.{name}] must be {_TYPE_NAMES[SETTING_TYPES[key]]}."
    return ""


def _days(value: object) -> int | None:
    found = _AGE.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def _only_in_own_file(tree: Mapping[str, object]) -> list[str]:
    targets = tree.get("targets", {})
    named = targets.items() if isinstance(targets, dict) else ()
    erasing = [f"{KEEP_RUNS} is only allowed in your own file: see 'importer targets'."] if KEEP_RUNS in tree else []
    return erasing + [
        f"[targets.{name}] names a password-command, which is only allowed in your own file: see 'importer targets'."
        for name, values in named
        if isinstance(values, dict) and "password-command" in values
    ]


def _wrong(path: Path, faults: list[str]) -> SettingsError:
    lines = "\n  ".join(["", *faults]) if len(faults) > 1 else faults[0]
    return SettingsError(SETTINGS_FILE_WRONG, path=path, faults=lines)
