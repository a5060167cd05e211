"""A list of codes: from the cache where that is new enough, else from the target."""

from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from importer.directory.cache import ListCache
from importer.directory.code_rows import CodeRow, rows_of
from importer.directory.connect import open_directory
from importer.directory.list_entry import CODE_LOOKUPS
from importer.directory.lists import Directory
from importer.errors import ApiUnreachable, SettingsError
from importer.files import find_cache_folder
from importer.jobs_api import ListRefused
from importer.languages import _
from importer.problem import LIST_NOT_SHOWN, NO_LIST_SAVED
from importer.targets import identify_target

NEW_ENOUGH = timedelta(days=1)


@dataclass(frozen=True)
class ListedCodes:
    """A list by its word ('job_type'), its lines, and when the target was asked for it (UTC)."""

    word: str
    rows: tuple[CodeRow, ...]
    as_of: datetime


@dataclass(frozen=True)
class FetchOptions:
    """Where a list comes from: `refresh` always asks the target, `offline` never."""

    target: str | None
    refresh: bool = False
    offline: bool = False


class CodeLists(AbstractContextManager["CodeLists"]):
    """The lists of one target, while the context lasts; it connects when the first list has to be fetched.

    `warn` is called where the target cannot be reached and an older list is given instead, or shows only a part of it.
    Raises SettingsError where there is no such target.
    """

    def __init__(self, options: FetchOptions, warn: Callable[[str], None]) -> None:
        self.target = identify_target(options.target)
        self._options = options
        self._warn = warn
        self._cache = ListCache(find_cache_folder(), self.target)
        self._open = ExitStack()

    def __exit__(self, *_error: object) -> None:
        self._open.close()

    def get(self, word: str) -> ListedCodes:
        """One list. Raises SettingsError where it is not to be had, ApiError where the target cannot be used."""
        lookup = CODE_LOOKUPS[word]
        cached = self._cache.read(lookup.listing)
        if cached.whole and not self._options.refresh and (self._options.offline or _is_new_enough(cached.whole)):
            return ListedCodes(word, rows_of(lookup, cached.entries.values()), cached.whole)
        if self._options.offline:
            raise SettingsError(NO_LIST_SAVED, listing=lookup.noun, target=self.target.name, word=word)
        try:
            entries = self._directory.fetch_all(lookup.listing)
        except ListRefused as refusal:
            raise SettingsError(
                LIST_NOT_SHOWN, target=self.target.name, listing=lookup.noun, status=refusal.status
            ) from refusal
        except ApiUnreachable as lost:
            if not cached.whole or self._options.refresh:
                raise
            self._warn(_("{message} This is the list stored on this computer.").format(message=lost.message))
            return ListedCodes(word, rows_of(lookup, cached.entries.values()), cached.whole)
        if reason := self._directory.incomplete.get(lookup.listing):
            self._warn(_("The {noun} list is incomplete: {reason}.").format(noun=lookup.noun, reason=reason))
        return ListedCodes(word, rows_of(lookup, entries), datetime.now(UTC))

    @cached_property
    def _directory(self) -> Directory:
        _, directory = self._open.enter_context(open_directory(self._options.target))
        return directory


def _is_new_enough(moment: datetime) -> bool:
    return datetime.now(UTC) - moment < NEW_ENOUGH
