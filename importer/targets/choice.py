"""Which target is meant, what is set for it, and where each setting comes from.

What is nearer to the command counts more: its words, then the environment, then importer.toml beside the sheet, then
the user's own file.
"""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from importer.errors import SettingsError
from importer.problem import BAD_SETTING, NO_SUCH_TARGET, NO_TARGET, did_you_mean
from importer.settings import PRACTICE, checked_address, config_file, name_of
from importer.targets.settings_file import SettingsFile, read_settings

PROJECT_FILE = "importer.toml"
VARIABLES: Mapping[str, str] = {
    "url": "IMPORTER_URL",
    "user": "IMPORTER_USER",
    "domain": "IMPORTER_DOMAIN",
    "ca-bundle": "IMPORTER_CA_BUNDLE",
}
TARGET_VARIABLE, PASSWORD_VARIABLE = "IMPORTER_TARGET", "IMPORTER_PASSWORD"


@dataclass(frozen=True)
class Setting:
    """A setting, and where it was found, in the user's words."""

    value: str | bool
    source: str


@dataclass(frozen=True)
class Choice:
    """The target that is meant: its name, what chose it, and its settings by key (those of a settings file).

    `from_environment` is True where the environment says all of it, so that it has no name of its own.
    """

    name: str
    source: str
    settings: Mapping[str, Setting]
    from_environment: bool = False

    def text(self, key: str) -> str:
        """A setting that is text, '' where it is not set."""
        return str(self.settings[key].value) if key in self.settings else ""

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
        self.project = read_settings((folder or Path()) / PROJECT_FILE, own=False)
        self.own = read_settings(config_file(environment), own=True)

    @property
    def names(self) -> tuple[str, ...]:
        """The targets that settings files name, in the order of the alphabet."""
        return tuple(sorted({*self.project.targets, *self.own.targets}))

    def chosen(self, flag: str | None = None) -> Choice:
        """The target that is meant, `flag` being what --target says. Raises SettingsError where there is none."""
        if flag is not None:
            return self.get(flag, "--target")
        if name := self.environment.get(TARGET_VARIABLE, ""):
            return self.get(name, TARGET_VARIABLE)
        if self.environment.get("IMPORTER_URL", "").strip():
            return self._of_environment()
        for file in (self.project, self.own):
            if file.chosen:
                return self.get(file.chosen, str(file.path))
        raise SettingsError(NO_TARGET)

    def get(self, name: str, source: str) -> Choice:
        """The target called `name`; `source` is who says so. Raises SettingsError where there is none."""
        if name == PRACTICE:
            return Choice(name, source, {})
        if name not in self.names:
            known = (*self.names, PRACTICE)
            raise SettingsError(NO_SUCH_TARGET, value=name, nearest=did_you_mean(name, known), source=source)
        settings: dict[str, Setting] = {}
        for file in (self.own, self.project):
            settings |= {key: Setting(value, str(file.path)) for key, value in file.targets.get(name, {}).items()}
        if source != "--target" or "IMPORTER_URL" not in self.environment:  # else they are about another target
            settings |= self._variables()
        if "url" not in settings:
            raise SettingsError(
                BAD_SETTING,
                setting=f"url of {name}",
                value="",
                reason="its address is missing",
                fix=f"Type 'importer login {name} --url ADDRESS'.",
            )
        return self._check_address(Choice(name, source, settings))

    def _of_environment(self) -> Choice:
        settings = self._variables()
        url = checked_address(str(settings["url"].value), "IMPORTER_URL")
        return self._check_address(Choice(name_of(url), "IMPORTER_URL", settings, from_environment=True))

    def _variables(self) -> dict[str, Setting]:
        return {
            key: Setting(value, variable)
            for key, variable in VARIABLES.items()
            if (value := self.environment.get(variable, "").strip())
        }

    def _check_address(self, choice: Choice) -> Choice:
        """The choice with its address checked. No nearer file takes away what makes a target safe."""
        settings = dict(choice.settings)
        stands = settings["url"]
        url = checked_address(str(stands.value), _place(stands.source, "url", choice.name))
        settings["url"] = Setting(url, stands.source)
        for file, values in self._settings_for(url):
            if values.get("production"):
                settings["production"] = Setting(value=True, source=str(file.path))
        command = settings.get("password-command")
        if command and not self._same_address(self.own.targets[choice.name], url):
            del settings["password-command"]  # its password is for another address
        return Choice(choice.name, choice.source, settings, choice.from_environment)

    def _settings_for(self, url: str) -> Iterator[tuple[SettingsFile, Mapping[str, str | bool]]]:
        for file in (self.project, self.own):
            for values in file.targets.values():
                if self._same_address(values, url):
                    yield file, values

    def _same_address(self, values: Mapping[str, str | bool], url: str) -> bool:
        return str(values.get("url", "")).strip().rstrip("/").casefold() == url.casefold()


def _place(source: str, key: str, name: str) -> str:
    return source if source in VARIABLES.values() else f"{key} of {name} in {source}"
