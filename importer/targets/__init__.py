"""Where jobs can go: the practice server, the targets that the user has logged in to, the one of the environment.

choice.py         which target is meant, and where each of its settings comes from
why_not_used.py   why it is not used
settings_file.py  the user's own settings file, and importer.toml beside a sheet
trusted_files.py  which importer.toml the user trusts
own_file.py       the user's own settings file, written
password.py       the password: from the environment, a command, or the key store
key_store.py      the system's own place for passwords
"""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.errors import SettingsError
from importer.files import find_state_folder
from importer.languages import _
from importer.masking import keep_secret
from importer.practice import DOMAIN, USER, PracticeNotStarted, start_practice
from importer.problem import BAD_SETTING, NO_PRACTICE, spell_command
from importer.settings import PRACTICE, Target
from importer.targets.choice import (
    KNOWN_VARIABLES,
    PASSWORD_VARIABLE,
    PROJECT_FILE,
    ChosenTarget,
    KnownTargets,
    Setting,
)
from importer.targets.key_store import delete_password, name_key_store, name_login, read_password, store_password
from importer.targets.own_file import read_days_to_keep_runs, remove_target, save_target, set_default_target
from importer.targets.password import (
    name_password_source,
    password_of,
    run_password_command,
    run_workbook_password_command,
)
from importer.targets.settings_file import (
    NAME_RULE,
    OWN_ONLY,
    SETTING_TYPES,
    SettingsFile,
    Values,
    is_name,
    make_settings_error,
    read_settings,
)
from importer.targets.trusted_files import is_trusted, trust
from importer.targets.why_not_used import make_no_such_target_error, show_setting, spell_trust_command

_LOG = logging.getLogger(__name__)


@contextmanager
def open_target(target: Target | str | None, *, sheet: Path | None = None) -> Iterator[Target]:
    """Give the target to send to, for as long as the context lasts.

    'practice' runs the practice server of this computer on its usual file, so that the next run finds the jobs of
    this one. None takes the target that the environment or a settings file chooses; `sheet` is the file whose
    folder may have an importer.toml. Raises SettingsError where that is not enough.
    """
    if isinstance(target, Target):
        yield target
        return
    choice = find_target(target, sheet=sheet)
    if choice.name != PRACTICE:
        opened = target_of(choice)
        _LOG.info("Target %s: %s as %s, chosen by %s", opened.name, opened.url, opened.user, choice.source)
        yield opened
        return
    try:
        server = start_practice(find_practice_file())
    except PracticeNotStarted as error:
        raise SettingsError(NO_PRACTICE, reason=error, path=find_practice_file()) from error
    with server:
        yield make_practice_target(server.url, server.password)


def find_target(name: str | None, *, sheet: Path | None = None) -> ChosenTarget:
    """The target that `name`, the environment or a settings file means, with its settings. Raises SettingsError."""
    return KnownTargets(sheet.parent if sheet else None).choose(name)


def identify_target(target: Target | str | None, *, sheet: Path | None = None) -> Target:
    """The target that is meant, without its password: enough to know it by. Raises SettingsError."""
    if isinstance(target, Target):
        return target
    choice = find_target(target, sheet=sheet)
    if choice.name == PRACTICE:
        return Target(PRACTICE, "", USER, "", DOMAIN, identity=PRACTICE)
    return Target(
        *(choice.name, choice.read_text("url"), choice.read_text("user"), "", choice.read_text("domain")),
        identity=choice.identity,
        production=choice.production,
    )


def target_of(choice: ChosenTarget, password: str | None = None) -> Target:
    """The target with its login; its password is looked for unless given. Raises SettingsError where it has none."""
    user, domain = choice.read_text("user"), choice.read_text("domain")
    if not user or ":" in user:
        setting = "IMPORTER_USER" if choice.from_environment else _("user of {name}").format(name=choice.name)
        incomplete = _("the login for {url} is not complete").format(url=choice.read_text("url"))
        set_it = _("Set {place} in the environment.").format(place=setting)
        type_it = _("Type {command}.").format(command=spell_command("login", choice.name, "--user", "USER"))
        raise SettingsError(
            BAD_SETTING,
            setting=setting,
            value=user,
            reason=_("a user name cannot contain a colon") if user else incomplete,
            fix=set_it if choice.from_environment else type_it,
        )
    secret = password_of(choice, os.environ) if password is None else password
    bundle = choice.read_text("ca-bundle")
    return Target(
        name=choice.name,
        url=choice.read_text("url"),
        user=user,
        password=secret,
        domain=domain,
        identity=choice.identity,
        ca_bundle=Path(bundle) if bundle else None,
        production=choice.production,
    )


def make_practice_target(url: str, password: str) -> Target:
    """The practice server at `url`; its identity is its name, since its port changes from run to run."""
    keep_secret(password, login=(USER, DOMAIN))
    return Target(PRACTICE, url, USER, password, DOMAIN, identity=PRACTICE)


def find_practice_file() -> Path:
    """Where the practice server keeps its jobs."""
    return find_state_folder() / "practice.sqlite"
