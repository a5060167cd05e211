"""`importer login` and `importer logout`: a target is tried before it is kept; its password goes to the key store."""

import getpass
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from rich.markup import escape

from importer.cli.console import Console
from importer.cli.prompts import TypedWord, YesOrNo
from importer.directory import check_login
from importer.errors import ApiError, ApiMisplaced, SettingsError
from importer.languages import N_, _
from importer.masking import keep_secret
from importer.problem import BAD_SETTING, LOGIN_NOT_COMPLETE, UNREACHABLE, spell_command
from importer.settings import PRACTICE, Target, check_address, to_canonical_url
from importer.targets import (
    NAME_RULE,
    OWN_ONLY,
    PASSWORD_VARIABLE,
    ChosenTarget,
    KnownTargets,
    Setting,
    Values,
    delete_password,
    is_name,
    make_no_such_target_error,
    name_key_store,
    name_login,
    remove_target,
    run_password_command,
    save_target,
    show_setting,
    store_password,
    target_of,
)
from importer.visible import escape_line

_REFUSED = N_(
    "Nothing was saved. Check the address (it usually ends in /api), user, domain and password, then type {command}."
)
_LOST = N_(
    "Nothing was saved. Check the address (it usually ends in /api) and your network; if your company uses its "
    "own certificates, add --ca-bundle with their file. Then type {command}."
)


@dataclass(frozen=True)
class TargetArguments:
    """What the command says of a target; None leaves it as it was, or asks."""

    url: str | None = None
    user: str | None = None
    domain: str | None = None
    production: bool | None = None
    ca_bundle: Path | None = None
    password_command: str | None = None

    @property
    def values(self) -> Values:
        """What is given, by the keys of a settings file."""
        bundle = str(self.ca_bundle.absolute()) if self.ca_bundle else None
        found = {
            "url": check_address(self.url, "--url") if self.url else None,
            "user": self.user,
            "domain": self.domain,
            "production": self.production,
            "ca-bundle": bundle,
            "password-command": self.password_command,
        }
        return {key: value for key, value in found.items() if value is not None}


def log_in(name: str, arguments: TargetArguments, *, password_stdin: bool) -> None:
    """Ask for what is missing, try the login on the target, and keep it. Raises SettingsError or ApiError."""
    if not is_name(name):
        reason = _("this name is reserved for the practice server") if name == PRACTICE else _(NAME_RULE)
        raise SettingsError(BAD_SETTING, setting="NAME", value=name, reason=reason, fix=_("Choose a name like acme."))
    console = Console(stderr=True, soft_wrap=True)
    known = KnownTargets()
    own, given = known.own.targets.get(name, {}), arguments.values
    taken = _take_from_project(name, known, given, console)
    if "url" in taken:
        own = {key: value for key, value in own.items() if key not in OWN_ONLY}
    values: dict[str, str | bool] = {**own, **taken, **given}
    if password_stdin or (arguments.password_command is None and sys.stdin.isatty()):
        values.pop("password-command", None)  # the password is given in another way now
    _ask_missing(name, values, console)
    password, keeps = _ask_password(name, values, from_stdin=password_stdin)
    keep_secret(password, login=(str(values["user"]), str(values.get("domain", ""))))
    choice = ChosenTarget(name, "NAME", {key: Setting(value, "the command") for key, value in values.items()})
    target = target_of(choice, password)
    with console.status(_("Connecting to {url} ...").format(url=escape(target.url))):
        _try_login(target)
    login = name_login(target.user, target.domain)
    out = Console(soft_wrap=True)
    mark = f" [bold red]{_('production')}[/bold red]" if target.production else ""
    saved_in = _save_settings(name, values, known, taken)
    if keeps:
        _store_password(target, login, saved_in)
    logged_in = _("Logged in to {name}: {url} as {login}.")
    out.print(f"{logged_in.format(name=f'{name}{mark}', url=escape(target.url), login=escape(login))} {saved_in}")
    if keeps:
        stored = _("The password is stored in the key store of this computer ({name}).")
        out.say(stored.format(name=name_key_store()))
    out.say(_("Next: {command}.").format(command=spell_command("check", "jobs.xlsx", "--target", name)))


def _try_login(target: Target) -> None:
    """Ask the target. Raises ApiError, whose advice is for a target that is not saved."""
    try:
        check_login(target)
    except ApiError as error:
        url = ("--url", error.found or "URL") if isinstance(error, ApiMisplaced) else ()
        again = _LOST if error.code is UNREACHABLE else _REFUSED
        error.advice = _(again).format(command=spell_command("login", target.name, *url))
        raise


def _store_password(target: Target, login: str, saved_in: str) -> None:
    """Store it before anything is said to be well. Raises SettingsError, which tells that the target is saved."""
    try:
        store_password(target.url, login, target.password)
    except SettingsError as error:
        error.advice = " ".join((saved_in, _("Its password is not saved."), error.advice))
        raise


def _save_settings(name: str, values: Values, targets: KnownTargets, taken: Values) -> str:
    """Save the target in the user's own file, unless its settings stay in the project's; and say where they are."""
    if taken and not sys.stdin.isatty():  # nobody was asked whether to copy them
        return _("Its settings are in {path}.").format(path=escape(str(targets.project.path.absolute())))
    own_file = save_target(name, {key: value for key, value in values.items() if value not in ("", False)})
    return _("Saved in {path}.").format(path=escape(str(own_file)))


def _take_from_project(name: str, targets: KnownTargets, given: Values, console: Console) -> Values:
    """What importer.toml of the current folder says of the target otherwise than the user's own file, if it is wanted.

    A script may have it where the user trusts the file. Raises SettingsError where not.
    """
    settings = {key: value for key, value in targets.find_project_values(name).items() if key not in given}
    if not settings or "url" in given:
        return {}
    if targets.project.targets[name].get("production"):
        settings["production"] = True
    if not sys.stdin.isatty():
        targets.get(name, "NAME")  # refuses a file that is not trusted
        if given:  # it would be saved without the address that it is for
            raise _make_incomplete_error(name, "--url", "url")
        return settings
    console.say(_("Settings for {name} in {path}:").format(path=targets.project.path.absolute(), name=name))
    for key, value in settings.items():
        console.print(f"  {key} = {escape(escape_line(show_setting(key, value)))}", highlight=False)
    question = _("Use this, and save it in {path}?").format(path=escape(str(targets.own.path)))
    return settings if YesOrNo.ask(question, console=console, default=False) else {}


def log_out(name: str) -> None:
    """Take a target out of the settings and its password out of the key store. Raises SettingsError."""
    known = KnownTargets()
    values = known.own.targets.get(name) or known.project.targets.get(name)
    if values is None:
        from importer.problem import suggest_word

        raise make_no_such_target_error(name, suggest_word(name, known.names))
    if name not in known.own.targets:
        known.ensure_trusted(name)
    out = Console(soft_wrap=True)
    if name in known.own.targets:
        remove_target(name)
        out.say(_("{name} is removed from {path}.").format(name=name, path=known.own.path))
    login = name_login(str(values.get("user", "")), str(values.get("domain", "")))
    if name_key_store() and delete_password(str(values.get("url", "")), login):
        out.say(_("Its password is removed from the key store."))


def _ask_missing(name: str, values: dict[str, str | bool], console: Console) -> None:
    """Ask for the settings that are missing, where there is somebody to ask."""
    wanted = {
        "url": _("Address of the API, like https://developers.wello.solutions/api"),
        "user": _("User"),
        "domain": _("Domain"),
    }
    missing = [key for key in wanted if key not in values]
    if set(missing) - {"domain"} and not sys.stdin.isatty():
        raise _make_incomplete_error(name, f"--{missing[0]}", *missing)
    for key in missing:
        if sys.stdin.isatty():
            values[key] = TypedWord.ask(wanted[key], console=console).strip()
    values["url"] = check_address(str(values["url"]), "--url")


def _ask_password(name: str, values: Values, *, from_stdin: bool) -> tuple[str, bool]:
    """The password, and whether the key store is to keep it."""
    if from_stdin:
        return _read_stdin_line(name), True
    if command := values.get("password-command"):
        return run_password_command(str(command)), False
    if sys.stdin.isatty():
        login = name_login(str(values["user"]), str(values.get("domain", "")))
        question = _("Password of {login} for {url} (it is not shown):")
        asked = question.format(login=escape_line(login), url=to_canonical_url(str(values["url"])))
        password = getpass.getpass(f"{asked} ", stream=sys.stderr)
        if password:
            return password, True
    elif password := os.environ.get(PASSWORD_VARIABLE, ""):
        return password, False
    raise _make_incomplete_error(name, _("the password"))


def _make_incomplete_error(name: str, needed: str, *missing: str) -> SettingsError:
    """`needed` is the first that the login lacks, `missing` are all settings that are to be added to the command."""
    more = (word for key in missing for word in (f"--{key}", key.upper()))
    return SettingsError(LOGIN_NOT_COMPLETE, name=name, missing=needed, command=spell_command("login", name, *more))


def _read_stdin_line(name: str) -> str:
    line = sys.stdin.buffer.readline().removesuffix(b"\n").removesuffix(b"\r")
    try:
        password = line.decode()
    except UnicodeDecodeError:
        missing = _("a password in UTF-8 on standard input")
        raise _make_incomplete_error(name, missing) from None
    if not password:
        raise _make_incomplete_error(name, _("the password on standard input"))
    return password
