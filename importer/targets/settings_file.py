"""A settings file becomes targets; all its problems are told at once.

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
from importer.files import NotToml, ensure_own_folder, explain_failure, read_file_content, toml_of
from importer.languages import N_, _
from importer.problem import SETTINGS_FILE_WRONG, spell_command, suggest_word_or_all
from importer.settings import PRACTICE

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
NAME_RULE = N_("a name has at most 40 letters, digits, - or _, and is not 'practice'")
_AGE = re.compile(r"\s*([1-9][0-9]{0,4})\s*days?\s*")
_TYPE_NAMES = {str: N_("text in quotes"), bool: N_("true or false")}
_LARGEST = 256 * 1024  # bytes of a file; the parser takes long for large ones
_MOST_SHOWN = 10
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
    The user's own file is not read where others can change it.
    """
    try:
        if own:
            ensure_own_folder(path)
        content = read_file_content(path, largest=_LARGEST, own=own)
        tree = toml_of(content.decode("utf-8-sig"))
    except (FileNotFoundError, NotADirectoryError):
        return SettingsFile(path)
    except OSError as error:
        raise make_settings_error(
            path, _("it cannot be read ({reason})").format(reason=explain_failure(error))
        ) from error
    except UnicodeDecodeError as error:
        raise make_settings_error(path, _("it is not UTF-8 text")) from error
    except NotToml as error:
        raise make_settings_error(path, _("it is not TOML: {error}").format(error=error)) from None
    if problems := [*_find_problems(tree), *([] if own else _find_weakening(tree))]:
        raise make_settings_error(path, *problems)
    targets = {name: dict(values) for name, values in tree.get("targets", {}).items()}
    for values in targets.values():
        if "ca-bundle" in values:
            values["ca-bundle"] = str(path.parent / os.path.expanduser(values["ca-bundle"]))  # noqa: PTH111 - never fails
    digest = sha256(content).hexdigest()
    return SettingsFile(path, tree.get("target", ""), targets, _to_days(tree.get(KEEP_RUNS)), digest)


def make_settings_error(path: Path, *problems: str) -> SettingsError:
    """What is wrong with a settings file."""
    more = len(problems[_MOST_SHOWN:])
    listed = " ".join([*problems[:_MOST_SHOWN], *([_("And {count} more.").format(count=more)] if more else [])])
    return SettingsError(SETTINGS_FILE_WRONG, path=path, problems=listed)


def _find_problems(tree: Mapping[str, object]) -> list[str]:
    unknown = _('"{key}" is not a setting.')
    problems = [unknown.format(key=key) + suggest_word_or_all(key, TOP) for key in tree if key not in TOP]
    if not isinstance(tree.get("target", ""), str):
        problems.append(_("target must be text in quotes."))
    if KEEP_RUNS in tree and _to_days(tree[KEEP_RUNS]) is None:
        problems.append(_('{key} must be a number of days in quotes, such as "90 days".').format(key=KEEP_RUNS))
    targets = tree.get("targets", {})
    if not isinstance(targets, dict):
        return [*problems, _("targets must be tables, headed like [targets.acme].")]
    for name, values in targets.items():
        if not is_name(name):
            sentence = _('"{name}" cannot be the name of a target: {rule}.')
            problems.append(sentence.format(name=name, rule=_(NAME_RULE)))
        if isinstance(values, dict):
            problems += [problem for key, value in values.items() if (problem := _find_problem(name, key, value))]
        else:
            problems.append(_("{name} must be a table, headed [targets.{name}].").format(name=name))
    return problems


def _find_problem(name: str, key: str, value: object) -> str:
    if "password" in key.casefold() and key not in SETTING_TYPES:
        secret = _("[targets.{name}] contains a password: remove it from the file and type {command}.")
        return secret.format(name=name, command=spell_command("login", name))
    if key not in SETTING_TYPES:
        unknown = _('"{key}" in [targets.{name}] is not a setting.').format(key=key, name=name)
        return unknown + suggest_word_or_all(key, SETTING_TYPES)
    if not isinstance(value, SETTING_TYPES[key]):
        kind = _(_TYPE_NAMES[SETTING_TYPES[key]])
        return _("{key} in [targets.{name}] must be {kind}.").format(key=key, name=name, kind=kind)
    if isinstance(value, str) and not value.isprintable():
        control = _("{key} in [targets.{name}] has a control character, such as \\t: write a path in single quotes.")
        return control.format(key=key, name=name)
    if key == "identity" and not is_name(str(value)):
        return _("identity in [targets.{name}] cannot be used: {rule}.").format(name=name, rule=_(NAME_RULE))
    return ""


def _to_days(value: object) -> int | None:
    found = _AGE.fullmatch(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def _find_weakening(tree: Mapping[str, object]) -> Iterator[str]:
    """What a project file must not say, since anybody may have written it."""
    targets = tree.get("targets", {})
    named = targets.items() if isinstance(targets, dict) else ()
    own_only = _("[targets.{name}] has {what}, which is only allowed in your own file.")
    if KEEP_RUNS in tree:
        yield _("{key} is only allowed in your own file.").format(key=KEEP_RUNS)
    for name, values in named:
        given = values if isinstance(values, dict) else {}
        for key in OWN_ONLY:
            if key in given:
                yield own_only.format(name=name, what=key)
        if given.get("production") is False:
            yield own_only.format(name=name, what="production = false")
