"""A target whose lists can be asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from importer.directory.cache import ListCache
from importer.directory.lists import Directory
from importer.files import find_cache_folder
from importer.jobs_api import JobsApi
from importer.settings import Target
from importer.targets import open_target


@contextmanager
def open_directory(target: Target | str | None, *, sheet: Path | None = None) -> Iterator[tuple[Target, Directory]]:
    """Open a target as `open_target` does, try the login, and give it with its lists. Raises ApiError besides."""
    with open_target(target, sheet=sheet) as opened, JobsApi(opened) as api:
        api.check_connection()
        yield opened, Directory(api, ListCache(find_cache_folder(), opened))


def check_login(target: Target) -> None:
    """Make sure that a target answers and takes the login. Raises ApiError."""
    with JobsApi(target) as api:
        api.check_connection()
