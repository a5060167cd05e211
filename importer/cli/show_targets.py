"""What `importer targets` prints and asks."""

import os
import sys
from pathlib import Path

from rich.markup import escape
from rich.prompt import Confirm
from rich.table import Table

from importer.cli.console import Console, one_line, write_json
from importer.errors import SettingsError
from importer.masking import masked
from importer.problem import TRUST_NOT_GIVEN
from importer.settings import PRACTICE, checked_address, is_folder
from importer.targets import (
    PASSWORD_VARIABLE,
    PROJECT_FILE,
    SETTING_TYPES,
    Choice,
    KnownTargets,
    SettingsFile,
    login_name,
    password_source,
    read_password,
    read_settings,
    set_default_target,
    settings_error,
    shown_setting,
    trust,
    trust_command,
)

NONE = "none"


def show_list(*, as_json: bool) -> None:
    """List all targets, the one that would be taken marked. Raises SettingsError where a settings file is wrong."""
    known = KnownTargets()
    taken = _taken(known)
    untrusted = {name: values for name in known.names if (values := known.untrusted(name))}
    choices = [known.get(name, "--target") for name in known.names if name not in untrusted]
    if taken and taken.from_environment:
        choices.append(taken)
    name = taken.name if taken else None
    if as_json:
        refused = [{"name": one, **values, "taken": False, "trusted": False} for one, values in untrusted.items()]
        practice = {"name": PRACTICE, "url": "", "production": False, "taken": name == PRACTICE}
        write_json([*(_as_object(choice, name) for choice in choices), *refused, practice])
        return
    table = Table()
    for title in ("", "Target", "Address", "Login"):
        table.add_column(title, overflow="fold")
    for choice in choices:
        login = login_name(choice.text("user"), choice.text("domain"))
        called = f"{choice.name} [bold red]production[/bold red]" if choice.production else choice.name
        table.add_row(_mark(choice.name, name), called, escape(choice.text("url")), escape(login))
    for one, values in untrusted.items():
        said = ", ".join(f"{key} {shown_setting(key, value)}" for key, value in values.items())
        table.add_row("", f"{one} [bold red]not trusted[/bold red]", escape(one_line(said)), "")
    table.add_row(_mark(PRACTICE, name), PRACTICE, "this computer", "")
    console = Console(soft_wrap=True)
    console.print(table)
    if untrusted:
        console.say(f"To use what is not trusted: {trust_command(known.project.path)}.")
    console.print(_sentence_of(taken))


def _as_object(choice: Choice, taken: str | None) -> dict[str, object]:
    texts = {name: choice.text(name) for name in ("url", "user", "domain")}
    return {"name": choice.name, **texts, "production": choice.production, "taken": choice.name == taken}


def trust_file(file: Path | None, *, digest: str | None, yes: bool) -> None:
    """Show what a project file says of targets, and trust it where the user says so. Raises SettingsError."""
    path = file or Path(PROJECT_FILE)
    if is_folder(path):
        path /= PROJECT_FILE
    found = read_settings(path, own=False)
    if not found.sha256:
        raise settings_error(path.absolute(), "it does not exist")
    for name, values in found.targets.items():
        if "url" in values:
            checked_address(str(values["url"]), f"url of {name} in {path}")
    console = Console(soft_wrap=True, highlight=False)
    _show_definitions(console, found)
    _ensure_agreed(found, digest, yes=yes and file is not None)
    trust(found)
    console.say(f"{path.absolute()} is trusted until it changes.")


def _show_definitions(console: Console, found: SettingsFile) -> None:
    console.say(f"{found.path.absolute()} (SHA-256 {found.sha256}) says:")
    own = KnownTargets().own.targets
    for name, values in found.targets.items():
        url = shown_setting("url", str(values.get("url", "")))
        ours = shown_setting("url", str(own.get(name, {}).get("url", "")))
        instead = (
            f" [bold red](your own settings say {escape(ours)})[/bold red]" if ours and url not in {"", ours} else ""
        )
        console.print(f"  [bold]{escape(name)}[/bold] is at {escape(url or ours or 'no address')}{instead}")
        for key, value in values.items():
            if key != "url":
                console.print(f"    {key} = {escape(one_line(shown_setting(key, value)))}")
    if not found.targets:
        console.say("  nothing about a target.")


def _ensure_agreed(found: SettingsFile, digest: str | None, *, yes: bool) -> None:
    """Raise SettingsError unless the user trusts the file, by its digest, with the command or when asked."""
    if digest is not None:
        reason = "" if digest.strip().casefold() == found.sha256 else "its SHA-256 is not the one of --digest"
    elif yes:
        reason = ""
    elif not (sys.stdin.isatty() and sys.stderr.isatty()):
        reason = "there is nobody to ask, and --yes needs the FILE"
    else:
        question = "Do you know these addresses, and may your passwords go there?"
        reason = "" if Confirm.ask(question, console=Console(stderr=True), default=False) else "you did not say yes"
    if reason:
        raise SettingsError(
            TRUST_NOT_GIVEN, path=found.path.absolute(), reason=reason, command=trust_command(found.path)
        )


def show_target(name: str | None, *, as_json: bool) -> None:
    """Show the settings of one target and where each comes from. Raises SettingsError where there is none."""
    choice = KnownTargets().chosen(name)
    rows = _settings(choice)
    if as_json:
        settings = {key: {"value": value, "from": source} for key, value, source in rows}
        report = {"name": choice.name, "chosen_by": choice.source, "settings": settings}
        write_json(report)
        return
    console = Console(soft_wrap=True)
    console.print(f"{escape(choice.name)}, chosen by {escape(choice.source)}")
    table = Table()
    for title in ("Setting", "Value", "From"):
        table.add_column(title, overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    console.print(table)


def set_default(name: str) -> None:
    """Have a target taken where none is named. Raises SettingsError where there is none of that name."""
    console = Console(soft_wrap=True)
    if name == NONE:
        set_default_target("")
        console.print("There is no default target now.")
        return
    place = set_default_target(KnownTargets().get(name, "--target").name)
    console.print(f"{name} is the default target. Saved in {escape(str(place))}.")


def _settings(choice: Choice) -> list[tuple[str, str, str]]:
    if choice.name == PRACTICE:
        return [("url", "this computer, while a command runs", "built in")]
    rows = [
        (key, _shown(key, choice.settings[key].value), choice.settings[key].source)
        for key in SETTING_TYPES
        if key in choice.settings
    ]
    return [*rows, ("password", *_password(choice))]


def _shown(key: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if key == "password-command":  # somebody may have written a password into it
        first, _, rest = value.partition(" ")
        return f"{first} ..." if rest else first
    return masked(value)


def _password(choice: Choice) -> tuple[str, str]:
    source = password_source(choice, os.environ)
    if source == PASSWORD_VARIABLE:
        return "***", PASSWORD_VARIABLE
    if source == "password-command":
        return "***", "what the command prints"
    try:
        there = read_password(choice.text("url"), login_name(choice.text("user"), choice.text("domain")))
    except SettingsError as error:
        return "none", error.message
    return ("***" if there else "none"), "the key store"


def _taken(known: KnownTargets) -> Choice | None:
    try:
        return known.chosen()
    except SettingsError:
        return None


def _mark(name: str, taken: str | None) -> str:
    return "*" if name == taken else ""


def _sentence_of(taken: Choice | None) -> str:
    if taken is None:
        return "There is no default target: name one with --target. Next: 'importer targets default NAME'."
    return f"Without --target, {escape(taken.name)} is used: {escape(taken.source)} says so."
