"""A target by its name: the practice server is started when asked for, any other is what the environment says."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.errors import SettingsError
from importer.practice.credentials import DOMAIN, PASSWORD, USER
from importer.practice.process import PracticeNotStarted, start_practice
from importer.problem import BAD_SETTING, NO_PRACTICE
from importer.settings import PRACTICE, Target, state_folder, target_from_environment


@contextmanager
def opened_target(target: Target | str | None) -> Iterator[Target]:
    """Give the target to send to, for as long as the context lasts.

    'practice' runs the practice server of this computer on its usual file, so that the next run finds the jobs of
    this one. None takes IMPORTER_URL and its companions. Raises SettingsError where that is not enough.
    """
    if isinstance(target, Target):
        yield target
    elif target is None:
        yield target_from_environment()
    elif target == PRACTICE:
        try:
            server = start_practice(practice_file())
        except PracticeNotStarted as error:
            raise SettingsError(NO_PRACTICE, reason=error, path=practice_file()) from error
        with server:
            yield practice_target(server.url)
    else:
        raise SettingsError(
            BAD_SETTING,
            setting="--target",
            value=target,
            reason="no target has this name",
            fix="Use '--target practice', or leave --target out and set IMPORTER_URL.",
        )


def practice_target(url: str) -> Target:
    """The practice server at `url`; its identity is its name, since its port changes from run to run."""
    return Target(PRACTICE, url, USER, PASSWORD, DOMAIN, identity=PRACTICE)


def practice_file() -> Path:
    """Where the practice server keeps its jobs."""
    return state_folder() / "practice.sqlite"
