"""A target by its name: the practice server is started when asked for, any other is what the environment says."""

from collections.abc import Iterator
from contextlib import contextmanager

from importer.errors import SettingsError
from importer.practice.child import running_practice
from importer.practice.login import PRACTICE_DOMAIN, PRACTICE_PASSWORD, PRACTICE_USER
from importer.problem import BAD_SETTING
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
        with running_practice(practice_file()) as url:
            yield practice_target(url)
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
    return Target(PRACTICE, url, PRACTICE_USER, PRACTICE_PASSWORD, PRACTICE_DOMAIN, identity=PRACTICE)


def practice_file() -> str:
    """Where the practice server keeps its jobs."""
    return str(state_folder() / "practice.sqlite")
