"""What `importer targets` prints and asks."""

import os
import sys
from pathlib import Path

from rich.markup import escape

from importer.cli.console import Console, write_json
from importer.cli.fitting_table import TableColumn, print_table
from importer.cli.prompts import YesOrNo
from importer.errors import SettingsError
from importer.files import is_folder
from importer.languages import _
from importer.masking import mask_secrets
from importer.problem import NO_TARGET, SETTINGS_MISSING, TRUST_NOT_GIVEN
from importer.settings import PRACTICE, check_address
from importer.targets import (
    PASSWORD_VARIABLE,
    PROJECT_FILE,
    SETTING_TYPES,
    ChosenTarget,
    KnownTargets,
    SettingsFile,
    name_login,
    name_password_source,
    read_password,
    read_settings,
    set_default_target,
    show_setting,
    spell_trust_command,
    trust,
)
from importer.visible import escape_line

NONE = "none"


def show_list(*, as_json: bool) -> None:
    """List all targets, the one that would be taken marked. Raises SettingsError where a settings file is wrong."""
    known = KnownTargets()
    taken = _find_taken(known)
    untrusted = {name: values for name in known.names if (values := known.find_untrusted(name))}
    choices = [known.get(name, "--target") for name in known.names if name not in untrusted]
    if taken and taken.from_environment:
        choices.append(taken)
    name = taken.name if taken else None
    if as_json:
        refused = [{"name": one, **values, "taken": False, "trusted": False} for one, values in untrusted.items()]
        practice = {"name": PRACTICE, "url": "", "production": False, "taken": name == PRACTICE}
        write_json([*(_to_object(choice, name) for choice in choices), *refused, practice])
        return
    rows = []
    for choice in choices:
        login = name_login(choice.read_text("user"), choice.read_text("domain"))
        called = f"{choice.name} [bold red]{_('production')}[/bold red]" if choice.production else choice.name
        rows.append((_mark_taken(choice.name, name), called, escape(choice.read_text("url")), escape(login)))
    for one, values in untrusted.items():
        settings = ", ".join(f"{key} {show_setting(key, value)}" for key, value in values.items())
        rows.append(("", f"{one} [bold red]{_('not trusted')}[/bold red]", escape(escape_line(settings)), ""))
    rows.append((_mark_taken(PRACTICE, name), PRACTICE, _("this computer"), ""))
    console = Console(soft_wrap=True)
    columns = [TableColumn(title) for title in ("", _("Target"), _("Address"))]
    print_table(console, [*columns, TableColumn(_("Login"), needed=False)], rows)
    if untrusted:
        trusts = spell_trust_command(known.project.path)
        console.say(_("To trust these settings: {command}.").format(command=trusts))
    console.say(_sentence_of(taken, has_own=bool(choices)))


def _to_object(choice: ChosenTarget, taken: str | None) -> dict[str, object]:
    texts = {name: choice.read_text(name) for name in ("url", "user", "domain")}
    return {"name": choice.name, **texts, "production": choice.production, "taken": choice.name == taken}


def trust_file(file: Path | None, *, digest: str | None, yes: bool) -> None:
    """Show what a project file says of targets, and trust it where the user says so. Raises SettingsError."""
    path = file or Path(PROJECT_FILE)
    if is_folder(path):
        path /= PROJECT_FILE
    found = read_settings(path, own=False)
    if not found.sha256:
        raise SettingsError(SETTINGS_MISSING, path=path.absolute())
    for name, values in found.targets.items():
        if "url" in values:
            check_address(str(values["url"]), _("url of {name} in {path}").format(name=name, path=path))
    console = Console(soft_wrap=True, highlight=False)
    _show_definitions(console, found)
    _ensure_agreed(found, digest, yes=yes and file is not None)
    trust(found)
    console.say(_("{path} is trusted until it changes.").format(path=path.absolute()))


def _show_definitions(console: Console, settings: SettingsFile) -> None:
    sentence = _("{path} (SHA-256 {digest}) contains:")
    console.say(sentence.format(path=settings.path.absolute(), digest=settings.sha256))
    if settings.chosen:
        console.print(f"  target = {escape(escape_line(settings.chosen))}")
    own = KnownTargets().own.targets
    for name, values in settings.targets.items():
        url = show_setting("url", str(values.get("url", "")))
        ours = show_setting("url", str(own.get(name, {}).get("url", "")))
        own_ones = _("(your own settings say {url})").format(url=escape(ours))
        instead = f" [bold red]{own_ones}[/bold red]" if ours and url not in {"", ours} else ""
        line = _("{name} is at {url}").format(
            name=f"[bold]{escape(name)}[/bold]", url=escape(url or ours or _("no address"))
        )
        console.print(f"  {line}{instead}")
        for key, value in values.items():
            if key != "url":
                console.print(f"    {key} = {escape(escape_line(show_setting(key, value)))}")
    if not settings.targets:
        console.say(f"  {_('no settings for a target')}")


def _ensure_agreed(settings: SettingsFile, digest: str | None, *, yes: bool) -> None:
    """Raise SettingsError unless the user trusts the file, by its digest, with the command or when asked."""
    if digest is not None:
        reason = "" if digest.strip().casefold() == settings.sha256 else _("its SHA-256 is not the one in --digest")
    elif yes:
        reason = ""
    elif not (sys.stdin.isatty() and sys.stderr.isatty()):
        reason = _("without a terminal, --yes needs the FILE")
    else:
        question = _("Do you know these addresses, and do you trust them with your passwords?")
        agreed = YesOrNo.ask(question, console=Console(stderr=True), default=False)
        reason = "" if agreed else _("you did not answer yes")
    if reason:
        raise SettingsError(
            TRUST_NOT_GIVEN, path=settings.path.absolute(), reason=reason, command=spell_trust_command(settings.path)
        )


def show_target(name: str | None, *, as_json: bool) -> None:
    """Show the settings of one target and where each comes from. Raises SettingsError where there is none."""
    try:
        choice = KnownTargets().choose(name)
    except SettingsError as error:
        if error.code is NO_TARGET:
            error.advice = _("Name one, such as 'importer targets show practice'; 'importer targets' lists them.")
        raise
    rows = _list_settings(choice)
    if as_json:
        settings = {key: {"value": value, "from": source} for key, value, source in rows}
        report = {"name": choice.name, "chosen_by": choice.source, "settings": settings}
        write_json(report)
        return
    console = Console(soft_wrap=True)
    console.say(_("{name}, chosen by {source}").format(name=choice.name, source=choice.source))
    columns = (TableColumn(_("Setting")), TableColumn(_("Value")), TableColumn(_("From"), needed=False))
    print_table(console, columns, [[*map(escape, row)] for row in rows])


def set_default(name: str) -> None:
    """Have a target taken where none is named. Raises SettingsError where there is none of that name."""
    console = Console(soft_wrap=True)
    if name == NONE:
        set_default_target("")
        console.say(_("There is no default target now."))
        return
    path = set_default_target(KnownTargets().get(name, "--target").name)
    console.say(_("{name} is the default target. Saved in {path}.").format(name=name, path=path))


def _list_settings(choice: ChosenTarget) -> list[tuple[str, str, str]]:
    if choice.name == PRACTICE:
        return [("url", _("this computer, while a command runs"), _("built in"))]
    rows = [
        (key, _show_value(key, choice.settings[key].value), choice.settings[key].source)
        for key in SETTING_TYPES
        if key in choice.settings
    ]
    return [*rows, ("password", *_describe_password(choice))]


def _show_value(key: str, value: str | bool) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == "password-command":  # somebody may have written a password into it
        first, _space, rest = value.partition(" ")
        return f"{first} ..." if rest else first
    return mask_secrets(value)


def _describe_password(choice: ChosenTarget) -> tuple[str, str]:
    source = name_password_source(choice, os.environ)
    if source == PASSWORD_VARIABLE:
        return "***", PASSWORD_VARIABLE
    if source == "password-command":
        return "***", _("what the command prints")
    try:
        there = read_password(choice.read_text("url"), name_login(choice.read_text("user"), choice.read_text("domain")))
    except SettingsError as error:
        return _("none"), error.message
    return ("***" if there else _("none")), _("the key store")


def _find_taken(targets: KnownTargets) -> ChosenTarget | None:
    try:
        return targets.choose()
    except SettingsError:
        return None


def _mark_taken(name: str, taken: str | None) -> str:
    return "*" if name == taken else ""


def _sentence_of(taken: ChosenTarget | None, *, has_own: bool) -> str:
    if taken is not None:
        sentence = _("Without --target, {name} is used, because {source} says so.")
        return sentence.format(name=taken.name, source=taken.source)
    if has_own:
        return _("There is no default target: name one with --target. Next: 'importer targets default NAME'.")
    return _(
        "Name a target with --target practice. Next: 'importer login acme' adds a system of your own under that name."
    )
