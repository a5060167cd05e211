"""A settings file becomes targets; all its faults are told at once.

There are two: the user's own, and a project file, importer.toml beside a sheet, which anybody may have written.

target = "acme"                # the target where none is named
keep-runs = "90 days"          # then they are erased from the journal; only in the user's own file

[targets.acme]
url = "https://developers.wello.solutions/api"
user = "import"
domain = "acme.com"
production = true
identity = "acme-planning"     # a name for the target, where it has several addresses
ca-bundle = "company.pem"      # beside this file; in the user's own file only
password-command = "pass show acme"  # in the user's own file only
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from importer.errors import SettingsError
from importer.languages import N_, _
from importer.problem import SETTINGS_FILE_WRONG, did_you_mean_or_all
from importer.settings import PRACTICE, NotToml, content_of_file, toml_of

SETTING_TYPES: Mapping[str, type] = {
    "url": str,
    "user": str,
    "domain": str,
    "production": bool,
    "identity": str,
    "ca-bundle": str,
    "password-command": str,
}
KEEP_RUNS = "keep-runs"
TOP = ("target", "targets", KEEP_RUNS)
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
NAME_RULE = N_("a name has letters, digits, - and _ only, at most 40 of them, and is not 'practice'")
_AGE = re.compile(r"\s*([1-9][0-9]{0,4})\s*days?\s*")
_TYPE_NAMES = {str: "text in quotes", bool: "true or false"}
_LARGEST = 256 * 1024  # bytes of a file; the parser takes long for large ones
_FAULTS_TOLD = 10
OWN_ONLY = ("ca-bundle", "password-command")  # what decides who gets a password, and runs a command for it

Values = Mapping[str, str | bool]


@dataclass(frozen=True)
class SettingsFile:
    """What stands in a settings file: a name or '' for `chosen`, and what is set for each target.

    `keep_days` is after how many days a run is erased from the journal; None is never.
    `sha256` is that of its bytes, '' where there is no file.
    """

    path: Path
    chosen: str = ""
    targets: Mapping[str, Values] = field(default_factory=dict)
    keep_days: int | None = None
    sha256: str = ""


def is_name(text: str) -> bool:
    """True where a target may be called so."""
    return NAME.fullmatch(text) is not None and text != PRACTICE


def read_settings(path: Path, *, own: bool) -> SettingsFile:
    """Read a settings file; one that is not there says nothing.

    `own` is True for the user's own file. Any other is a project file, which may say where a target is, and nothing
    that weakens one. Raises SettingsError with everything that is wrong in it; no value of it is part of the message.
    """
    try:
        content = content_of_file(path, largest=_LARGEST)
        tree = toml_of(content.decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return SettingsFile(path)
    except OSError as error:
        raise settings_error(
            path, _("it cannot be read ({reason})").format(reason=error.strerror or _("input error"))
        ) from error
    except UnicodeDecodeError as error:
        raise settings_error(path, _("it is not UTF-8 text")) from error
    except NotToml as error:
        raise settings_error(path, _("it is not TOML: {error}").format(error=error)) from None
    if faults := [*_faults(tree), *([] if own else _weakening(tree))]:
        raise settings_error(path, *faults)
    targets = {name: dict(values) for name, values in tree.get("targets", {}).items()}
    for values in targets.values():
        if "ca-bundle" in values:
            values["ca-bundle"] = str(path.parent / os.path.expanduser(values["ca-bundle"]))  # noqa: PTH111 - never fails
    digest = sha256(content).hexdigest()
    return SettingsFile(path, tree.get("target", ""), targets, _days(tree.get(KEEP_RUNS)), digest)


def settings_error(path: Path, *faults: str) -> SettingsError:
    """What is wrong with a settings file."""
    more = len(faults[_FAULTS_TOLD:])
    listed = " ".join([*faults[:_FAULTS_TOLD], *([f"And {more} more."] if more else [])])
    return SettingsError(SETTINGS_FILE_WRONG, path=path, faults=listed)


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
    if isinstance(value, str) and not value.isprintable():
        control = _("{key} in [targets.{name}] has a control character, as \\t is: write a path in single quotes.")
        return control.format(key=key, name=name)
    if key == "identity" and not is_name(str(value)):
        return f"identity in [targets.{name}] cannot be used: {NAME_RULE}."
    return ""


def _days(value: object) -> int | None:
    found = _AGE.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def _weakening(tree: Mapping[str, object]) -> Iterator[str]:
    """What a project file must not say, since anybody may have written it."""
    targets = tree.get("targets", {})
    named = targets.items() if isinstance(targets, dict) else ()
    if KEEP_RUNS in tree:
        yield f"{KEEP_RUNS} is only allowed in your own file."
    for name, values in named:
        given = values if isinstance(values, dict) else {}
        for key in OWN_ONLY:
            if key in given:
                yield f"[targets.{name}] has {key}, which is only allowed in your own file."
        if given.get("production") is False:
            yield f"[targets.{name}] has production = false, which is only allowed in your own file."
