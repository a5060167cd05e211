"""The password of a target: from the environment, a command of the user's, or the key store."""

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path

from importer.errors import SettingsError
from importer.languages import _
from importer.masking import keep_secret
from importer.problem import NO_PASSWORD, PASSWORD_COMMAND_FAILED, spell_command
from importer.targets.choice import PASSWORD_VARIABLE, ChosenTarget
from importer.targets.key_store import KeyStoreFailed, name_login, read_password

COMMAND_SECONDS = 60.0  # somebody may have to unlock something first


def password_of(choice: ChosenTarget, environment: Mapping[str, str]) -> str:
    """The password of a target; from here on it is masked in every log. Raises SettingsError where there is none."""
    login = name_login(choice.read_text("user"), choice.read_text("domain"))
    if password := _find_environment_password(choice, environment):
        pass
    elif command := choice.read_text("password-command"):
        password = run_password_command(command)
    else:
        password = _find_key_store_password(choice, login, variable_set=bool(environment.get(PASSWORD_VARIABLE)))
    keep_secret(password, login=(choice.read_text("user"), choice.read_text("domain")))
    return password


def name_password_source(choice: ChosenTarget, environment: Mapping[str, str]) -> str:
    """Where password_of looks, in the user's words. Nothing is asked for it."""
    if _find_environment_password(choice, environment):
        return PASSWORD_VARIABLE
    return "password-command" if choice.read_text("password-command") else "key store"


def _find_environment_password(choice: ChosenTarget, environment: Mapping[str, str]) -> str:
    """The password of the environment, unless it is about another target than the one that was chosen.

    It has no address of its own, so a stranger who may choose one of the user's targets does not choose where it goes.
    """
    elsewhere = choice.by_stranger or (choice.source == "--target" and "IMPORTER_URL" in environment)
    return "" if elsewhere else environment.get(PASSWORD_VARIABLE, "")


def _find_key_store_password(choice: ChosenTarget, login: str, *, variable_set: bool) -> str:
    words = ["login", choice.name]
    try:
        if password := read_password(choice.read_text("url"), login):
            return password
        reason = _("the key store has none for {login}").format(login=login)
    except KeyStoreFailed as error:
        reason = _("the key store of this computer cannot be used ({reason})").format(reason=error.reason)
        words += ["--password-command", "COMMAND"]  # a login alone could not keep it
    if choice.by_stranger and variable_set:
        unused = _("{reason}, and {variable} is not used, because only {path} chose this target")
        reason = unused.format(reason=reason, variable=PASSWORD_VARIABLE, path=Path(choice.source).absolute())
        use_it = _("If {variable} is the password of {name}, add '--target {name}' to the command.")
        fix = use_it.format(variable=PASSWORD_VARIABLE, name=choice.name)
        raise SettingsError(NO_PASSWORD, name=choice.name, reason=reason, fix=fix)
    set_it = _("Set {variable} in the environment, then run the same command again.")
    type_it = _("Type {command}, or set {variable} in the environment.")
    fix = (set_it if choice.from_environment else type_it).format(
        command=spell_command(*words), variable=PASSWORD_VARIABLE
    )
    raise SettingsError(NO_PASSWORD, name=choice.name, reason=reason, fix=fix)


def run_password_command(command: str, seconds: float = COMMAND_SECONDS) -> str:
    """The first line that a command prints, shown nowhere. Raises SettingsError.

    No shell reads the command, and it runs in the home folder, where a path that is not whole begins. A name alone is
    looked for on PATH. The current folder may have come with a sheet, so that nothing is taken from it.
    """
    words = _words_of(command)
    environment = _make_environment()
    program = find_program(words[0], environment, windows=os.name == "nt")
    if program is None:
        raise _make_failed_error(_("there is no program {name} on PATH").format(name=words[0]))
    try:
        ended = subprocess.run(  # noqa: S603 - the user's own command, from the user's own file
            [str(program), *words[1:]],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=Path.home(),
            env=environment,
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _make_failed_error(_("it did not end within {seconds} seconds").format(seconds=f"{seconds:g}")) from None
    except (OSError, ValueError) as error:
        raise _make_failed_error(_("{name} cannot be run").format(name=words[0])) from error
    if ended.returncode:
        raise _make_failed_error(_("it ended with status {status}").format(status=ended.returncode))
    try:
        password = ended.stdout.partition(b"\n")[0].removesuffix(b"\r").decode()
    except UnicodeDecodeError:
        raise _make_failed_error(_("its output is not UTF-8 text")) from None
    if not password:
        raise _make_failed_error(_("its first line is empty"))
    return password


def _words_of(command: str) -> list[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
    except ValueError as error:
        raise _make_failed_error(_("a quotation mark in it is not closed")) from error
    if os.name == "nt":
        words = [word.strip('"') for word in words]  # not done for this system, where a backslash is part of a path
    if not words or not words[0]:
        raise _make_failed_error(_("it is empty"))
    return words


def run_workbook_password_command(command: str) -> str:
    """The password of a workbook, by a command of the user's; from here on it is masked. Raises SettingsError."""
    password = run_password_command(command)
    keep_secret(password)
    return password


def find_program(name: str, environment: Mapping[str, str], *, windows: bool) -> Path | None:
    """The program that a command means; None where there is none. Windows itself would look in the current folder."""
    endings = environment.get("PATHEXT", ".COM;.EXE;.BAT;.CMD").lower().split(";") if windows else []
    if not endings or name.lower().endswith(tuple(endings)):
        endings = [""]
    if Path(name).name != name:
        places = [Path.home()]  # what is no whole path starts there, where the command runs
    else:
        places = [Path(folder) for folder in environment.get("PATH", "").split(os.pathsep)]
    found = (folder / f"{name}{ending}" for folder in places if folder.is_absolute() for ending in endings)
    return next((path for path in found if _can_run(path)), None)


def _can_run(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except ValueError:
        return False  # a NUL in its name


def _make_environment() -> dict[str, str]:
    """The user's environment without our settings, those of Python, and places on PATH below the current folder."""
    ours = ("IMPORTER_", "PYTHON")
    given = {name: value for name, value in os.environ.items() if not name.upper().startswith(ours)}
    path = os.pathsep.join(
        folder for folder in os.environ.get("PATH", "").split(os.pathsep) if Path(folder).is_absolute()
    )
    return {**given, "PATH": path, "PYTHONSAFEPATH": "1"}


def _make_failed_error(reason: str) -> SettingsError:
    return SettingsError(PASSWORD_COMMAND_FAILED, reason=reason)
