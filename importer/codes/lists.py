"""A list of codes, from what is kept of it where that is young enough, else from the target, which is then kept."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property

from importer.catalogue.field import Lookup
from importer.codes.rows import CodeRow, rows_of
from importer.directory import CODE_LOOKUPS, Directory, KeptList, KeptLists
from importer.errors import ApiUnreachable, SettingsError
from importer.jobs_api import JobsApi, ListRefused
from importer.problem import LIST_NOT_SHOWN, NO_LIST_KEPT
from importer.settings import SendPolicy, Target, cache_folder
from importer.targets import known_target, opened_target

YOUNG = timedelta(days=1)


@dataclass(frozen=True)
class CodeList:
    """A list by its word ('job_type'), its lines, and when the target was asked for it (UTC)."""

    word: str
    rows: tuple[CodeRow, ...]
    as_of: datetime


@dataclass(frozen=True)
class Asking:
    """How to get at a list: `refresh` asks the target in any case, `offline` in none."""

    target: str | None
    refresh: bool = False
    offline: bool = False


class CodeLists:
    """The lists of one target; it is connected to when the first list has to be asked for.

    `warn` is told where the target cannot be reached and an older list is given instead.
    """

    def __init__(self, asking: Asking, warn: Callable[[str], None]) -> None:
        self.target = known_target(asking.target)
        self._asking = asking
        self._warn = warn
        self._kept = KeptLists(cache_folder(), self.target)
        self._open = ExitStack()

    def close(self) -> None:
        """End the connection."""
        self._open.close()

    def get(self, word: str) -> CodeList:
        """One list. Raises SettingsError where it is not to be had, ApiError where the target cannot be used."""
        lookup = CODE_LOOKUPS[word]
        kept = self._kept.read(lookup.listing)
        if kept.whole and not self._asking.refresh and (self._asking.offline or _is_young(kept.whole)):
            return _list_of(word, lookup, kept)
        if self._asking.offline:
            raise SettingsError(NO_LIST_KEPT, listing=_noun(word), target=self.target.name, word=word)
        try:
            entries = self._directory.whole(lookup.listing)
        except ListRefused as refusal:
            raise SettingsError(LIST_NOT_SHOWN, listing=_noun(word), status=refusal.status) from refusal
        except ApiUnreachable as lost:
            if not kept.whole or self._asking.refresh:
                raise
            self._warn(f"{lost.message} This is the list as it was kept.")
            return _list_of(word, lookup, kept)
        return CodeList(word, rows_of(lookup, entries), datetime.now(UTC))

    @cached_property
    def _directory(self) -> Directory:
        target: Target = self._open.enter_context(opened_target(self._asking.target))
        api = self._open.enter_context(JobsApi(target, SendPolicy()))
        api.check_connection()
        return Directory(api, self._kept)


@contextmanager
def code_lists(asking: Asking, warn: Callable[[str], None]) -> Iterator[CodeLists]:
    """The lists of a target, for as long as the context lasts. Raises SettingsError where there is no such target."""
    lists = CodeLists(asking, warn)
    try:
        yield lists
    finally:
        lists.close()


def words() -> Sequence[str]:
    """The words for the lists."""
    return tuple(CODE_LOOKUPS)


def _list_of(word: str, lookup: Lookup, kept: KeptList) -> CodeList:
    assert kept.whole  # noqa: S101 - looked at by the caller
    return CodeList(word, rows_of(lookup, kept.entries.values()), kept.whole)


def _is_young(moment: datetime) -> bool:
    return datetime.now(UTC) - moment < YOUNG


def _noun(word: str) -> str:
    return CODE_LOOKUPS[word].noun
