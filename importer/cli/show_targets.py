"""What `importer targets` prints."""

import os

from rich.markup import escape
from rich.table import Table

from importer.cli.console import Console, write_json
from importer.errors import SettingsError
from importer.masking import masked
from importer.settings import PRACTICE
from importer.targets import (
    PASSWORD_VARIABLE,
    SETTING_TYPES,
    Choice,
    KnownTargets,
    login_name,
    password_source,
    read_password,
    set_default_target,
)

NONE = "none"


def show_list(*, as_json: bool) -> None:
    """List all targets, the one that would be taken marked. Raises SettingsError where a settings file is wrong."""
    known = KnownTargets()
    taken = _taken(known)
    choices = [known.get(name, "--target") for name in known.names]
    if taken and taken.from_environment:
        choices.append(taken)
    name = taken.name if taken else None
    if as_json:
        listed = [
            {
                "name": choice.name,
                "url": choice.text("url"),
                "user": choice.text("user"),
                "domain": choice.text("domain"),
                "production": choice.production,
                "taken": choice.name == name,
            }
            for choice in choices
        ]
        listed.append({"name": PRACTICE, "url": "", "production": False, "taken": name == PRACTICE})
        write_json(listed)
        return
    table = Table()
    for title in ("", "Target", "Address", "Login"):
        table.add_column(title, overflow="fold")
    for choice in choices:
        login = login_name(choice.text("user"), choice.text("domain"))
        called = f"{choice.name} [bold red]production[/bold red]" if choice.production else choice.name
        table.add_row(_mark(choice.name, name), called, escape(choice.text("url")), escape(login))
    table.add_row(_mark(PRACTICE, name), PRACTICE, "this computer", "")
    console = Console(soft_wrap=True)
    console.print(table)
    console.print(_sentence_of(taken))


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
