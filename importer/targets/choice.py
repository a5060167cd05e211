"""Which target is meant, what is set for it, and where each setting comes from.

What is nearer to the command counts more: its words, then the environment, then importer.toml beside the sheet, then
the user's own file. What is nearer is not more trusted: importer.toml may have come with the sheet. It may choose a
target that the user's own file defines, and ask for more caution; anything else in it counts only while the user trusts
the file. A password is therefore only ever for an address that the user gave or has seen and accepted.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from importer.errors import SettingsError
from importer.files import FOLDER_VARIABLES, find_config_file
from importer.languages import _
from importer.problem import BAD_SETTING, NO_TARGET, spell_command, suggest_word
from importer.settings import POLICY_VARIABLES, PRACTICE, check_address, name_of, to_canonical_url
from importer.targets.settings_file import OWN_ONLY, SettingsFile, Values, read_settings
from importer.targets.trusted_files import is_trusted
from importer.targets.why_not_used import make_no_such_target_error, make_untrusted_error, spell_trust_command

PROJECT_FILE = "importer.toml"
VARIABLES: Mapping[str, str] = {
    "url": "IMPORTER_URL",
    "user": "IMPORTER_USER",
    "domain": "IMPORTER_DOMAIN",
    "ca-bundle": "IMPORTER_CA_BUNDLE",
}
TARGET_VARIABLE, PASSWORD_VARIABLE = "IMPORTER_TARGET", "IMPORTER_PASSWORD"
KNOWN_VARIABLES = (
    TARGET_VARIABLE,
    *VARIABLES.values(),
    PASSWORD_VARIABLE,
    *FOLDER_VARIABLES,
    *POLICY_VARIABLES,
)  # all that the program reads


@dataclass(frozen=True)
class Setting:
    """A setting, and where it was found, in the user's words."""

    value: str | bool
    source: str


@dataclass(frozen=True)
class ChosenTarget:
    """The target that is meant: its name, what chose it, and its settings by key (those of a settings file).

    `from_environment` is True where the environment says all of it, so that it has no name of its own. `by_stranger`
    is True where only an importer.toml that the user does not trust chose it.
    """

    name: str
    source: str
    settings: Mapping[str, Setting]
    from_environment: bool = False
    by_stranger: bool = False

    def read_text(self, key: str) -> str:
        """A setting that is text, '' where it is not set."""
        return str(self.settings[key].value) if key in self.settings else ""

    @property
    def identity(self) -> str:
        """The name that a team has given the target, in one spelling; '' where it has its address alone."""
        return self.read_text("identity").casefold()

    @property
    def production(self) -> bool:
        """True where what is sent is real."""
        return bool(self.settings["production"].value) if "production" in self.settings else False


class KnownTargets:
    """The settings that hold in a folder: those of the environment, of its importer.toml and of the user's own file.

    Raises SettingsError where a file is wrong.
    """

    def __init__(self, folder: Path | None = None, environment: Mapping[str, str] = os.environ) -> None:
        self.environment = environment
        self.own = read_settings(find_config_file(environment), own=True)
        self.project = _read_project_file((folder or Path()) / PROJECT_FILE, self.own.path)

    @property
    def names(self) -> tuple[str, ...]:
        """The targets that settings files name, in the order of the alphabet."""
        return tuple(sorted({*self.project.targets, *self.own.targets}))

    def choose(self, flag: str | None = None) -> ChosenTarget:
        """The target that is meant, `flag` being what --target says. Raises SettingsError where there is none."""
        if flag is not None:
            return self.get(flag, "--target")
        if name := self.environment.get(TARGET_VARIABLE, ""):
            return self.get(name, TARGET_VARIABLE)
        if self.environment.get("IMPORTER_URL", "").strip():
            return self._of_environment()
        if chosen := self.project.chosen:
            by_user = chosen == self.own.chosen or is_trusted(self.project)
            return replace(self.get(chosen, str(self.project.path)), by_stranger=not by_user)
        if chosen := self.own.chosen:
            return self.get(chosen, str(self.own.path))
        raise SettingsError(NO_TARGET)

    def get(self, name: str, source: str) -> ChosenTarget:
        """The target called `name`; `source` is who says so. Raises SettingsError where there is none."""
        if name == PRACTICE:
            return ChosenTarget(name, source, {})
        if name not in self.names:
            raise self._make_unknown_error(name, "" if source == "--target" else source)
        self.ensure_trusted(name)
        own, project = str(self.own.path), str(self.project.path)
        settings = {key: Setting(value, own) for key, value in self.own.targets.get(name, {}).items()}
        settings |= {key: Setting(value, project) for key, value in self.find_project_values(name).items()}
        if self.project.targets.get(name, {}).get("production"):
            settings["production"] = Setting(value=True, source=project)
        if source != "--target" or "IMPORTER_URL" not in self.environment:  # else they are about another target
            settings |= self._read_variables()
        if "url" not in settings:
            raise SettingsError(
                BAD_SETTING,
                setting=_("url of {name}").format(name=name),
                value="",
                reason=_("its address is missing"),
                fix=_("Type {command}.").format(command=spell_command("login", name, "--url", "ADDRESS")),
            )
        return self._check_address(ChosenTarget(name, source, settings))

    def ensure_trusted(self, name: str) -> None:
        """Raise SettingsError where the project file says something of a target that the user does not trust."""
        if changes := self.find_untrusted(name):
            raise make_untrusted_error(self.project, name, changes)

    def find_untrusted(self, name: str) -> Values:
        """What the project file says of a target otherwise than the user's own file, while the user does not trust it.

        Nobody needs trust to ask for more caution, so production = true is none of it.
        """
        settings = self.find_project_values(name)
        return {} if not settings or is_trusted(self.project) else settings

    def find_project_values(self, name: str) -> Values:
        """What the project file says of a target otherwise than the user's own file, but for production = true."""
        own = self.own.targets.get(name, {})
        settings = self.project.targets.get(name, {})
        return {
            key: value
            for key, value in settings.items()
            if key != "production" and not _is_same(key, value, own.get(key))
        }

    def _make_unknown_error(self, name: str, source: str) -> SettingsError:
        where = _(" (named in {place})").format(place=source) if source else ""
        nearest = self._describe_other_folder(name) or suggest_word(name, (*self.names, PRACTICE))
        return make_no_such_target_error(name, nearest, where)

    def _describe_other_folder(self, name: str) -> str:
        """That importer.toml of the current folder has the target, where this is about a sheet in another one."""
        try:
            here = _read_project_file(Path(PROJECT_FILE), self.own.path)
        except SettingsError:
            return ""  # it is not asked for anything else
        if name not in here.targets:
            return ""
        path = here.path.absolute()
        if is_trusted(here):
            sentence = _(" {path} has one, but it applies only to sheets in that folder.")
            return sentence.format(path=path)
        sentence = _(
            " {path} has one, but it applies only to sheets in that folder, and you have not trusted it "
            "({command} does)."
        )
        return sentence.format(path=path, command=spell_trust_command(here.path))

    def _of_environment(self) -> ChosenTarget:
        settings = self._read_variables()
        url = check_address(str(settings["url"].value), "IMPORTER_URL")
        return self._check_address(ChosenTarget(name_of(url), "IMPORTER_URL", settings, from_environment=True))

    def _read_variables(self) -> dict[str, Setting]:
        return {
            key: Setting(value, variable)
            for key, variable in VARIABLES.items()
            if (value := self.environment.get(variable, "").strip())
        }

    def _check_address(self, choice: ChosenTarget) -> ChosenTarget:
        """The choice with its address checked. No nearer file takes away what makes a target safe."""
        settings = dict(choice.settings)
        stands = settings["url"]
        url = check_address(str(stands.value), _name_source(stands.source, "url", choice.name))
        settings["url"] = Setting(url, stands.source)
        for file, values in self._find_settings(url):
            if values.get("production"):
                settings["production"] = Setting(value=True, source=str(file.path))
        own = self.own.targets.get(choice.name, {})
        for key in OWN_ONLY:
            if (
                key in settings
                and settings[key].source == str(self.own.path)
                and not _is_same("url", url, own.get("url"))
            ):
                del settings[key]  # the user gave it for another address
        return replace(choice, settings=settings)

    def _find_settings(self, url: str) -> Iterator[tuple[SettingsFile, Values]]:
        for file in (self.project, self.own):
            for values in file.targets.values():
                if _is_same("url", url, values.get("url")):
                    yield file, values


def _read_project_file(path: Path, own: Path) -> SettingsFile:
    try:
        is_own = path.samefile(own)
    except OSError:
        is_own = False  # one of them is not there
    return SettingsFile(path) if is_own else read_settings(path, own=False)


def _is_same(key: str, value: str | bool, other: str | bool | None) -> bool:
    if key == "url" and other is not None:
        return to_canonical_url(str(value)) == to_canonical_url(str(other))
    return value == other


def _name_source(source: str, key: str, name: str) -> str:
    return source if source in VARIABLES.values() else f"{key} of {name} in {source}"
