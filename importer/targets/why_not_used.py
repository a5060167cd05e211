"""Why a target is not used: no settings file names it, or one that does is not trusted."""

from pathlib import Path

from importer.errors import SettingsError
from importer.languages import _
from importer.problem import NO_SUCH_TARGET, UNTRUSTED_SETTINGS, spell_command
from importer.settings import to_canonical_url
from importer.targets.settings_file import SettingsFile, Values, is_name
from importer.targets.trusted_files import was_trusted

_LONGEST_SHOWN = 200


def make_no_such_target_error(name: str, nearest: str, where: str = "") -> SettingsError:
    """No settings file names such a target; `nearest` is what may be meant, `where` it is named."""
    login = spell_command("login", name if is_name(name) else "NAME")
    return SettingsError(NO_SUCH_TARGET, value=name, nearest=nearest, where=where, login=login)


def make_untrusted_error(project: SettingsFile, name: str, changes: Values) -> SettingsError:
    """The project file says something of a target that the user does not trust."""
    settings = ", ".join(f"{key} {show_setting(key, value)}" for key, value in changes.items())
    why = _("it has changed since you trusted it") if was_trusted(project) else _("you have not trusted it")
    return SettingsError(
        UNTRUSTED_SETTINGS,
        path=project.path.absolute(),
        name=name,
        what=settings,
        reason=why,
        command=spell_trust_command(project.path),
    )


def spell_trust_command(path: Path) -> str:
    """What to type to trust a project file."""
    return spell_command("targets", "trust", path.absolute())


def show_setting(key: str, value: str | bool) -> str:
    """A setting of a target as it is shown: an address has no login in it, and nothing is long."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = to_canonical_url(value) if key == "url" else value
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
