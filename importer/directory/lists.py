"""The target's lists, fetched as far as a sheet needs them, and what a code stands for in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime

from importer.catalogue import Listing, Lookup
from importer.directory.cache import CachedList, ListCache, make_complete_list
from importer.directory.code_match import CodeMatch, CodeSuggestions
from importer.directory.list_entry import (
    Entry,
    is_archived,
    is_usable,
    lookup_of,
    select_asked,
    spell_code,
    strip_entry,
)
from importer.directory.other_spellings import OtherSpellings
from importer.jobs_api import JobsApi, ListedEntries, ListRefused, write_code_filters

ENTRIES_A_PAGE = 20
PAGES_FOR_SUGGESTIONS = 25


class Directory:
    """The target's lists. Each distinct code is asked for once; what the target says goes into `cache`.

    A target that can be asked is always asked: that a code does not exist is never taken from the cache. Without an
    `api` the cache is all there is. `refused` has the lists that the target does not show, with the HTTP status it
    gave; `incomplete` those of which it shows only a part, with the reason; `cached_as_of` the age of the lists that
    came from the cache (None: it has nothing of the list); `unchecked` how many codes of a list could not be checked
    without a connection.
    """

    def __init__(self, api: JobsApi | None, cache: ListCache | None = None) -> None:
        self._api = api
        self._cache = cache
        self._entries: dict[Listing, dict[str, Entry]] = {}
        self._whole: set[Listing] = set()  # nothing more can be learnt of them for suggestions
        self._complete: set[Listing] = set()  # every entry is here
        self._asked: dict[tuple[Listing, str], set[str]] = {}  # texts that need not be asked for again
        self._indexes: dict[tuple[Listing, str], dict[str, list[Entry]]] = {}
        self._suggestions = CodeSuggestions()
        self._spellings: dict[Listing, OtherSpellings] = {}
        self.refused: dict[Listing, int] = {}
        self.incomplete: dict[Listing, str] = {}
        self.cached_as_of: dict[Listing, datetime | None] = {}
        self.unchecked: dict[Listing, int] = {}

    def fetch(self, wanted: Mapping[str, frozenset[str]]) -> None:
        """Fetch what is needed to `find` these texts, by field: the whole list where that is fewer requests."""
        by_listing: dict[Listing, dict[str, set[str]]] = {}
        for name, texts in wanted.items():
            lookup = lookup_of(name)
            if new := texts - self._asked.get((lookup.listing, lookup.key), set()):
                by_listing.setdefault(lookup.listing, {}).setdefault(lookup.key, set()).update(new)
        for listing, codes in by_listing.items():
            if self._api is None:
                self._use_cache(listing)
                continue
            try:
                self._fetch(self._api, listing, codes)
                for key, asked in codes.items():
                    self._asked.setdefault((listing, key), set()).update(asked)
            except ListRefused as refusal:
                self.refused[listing] = refusal.status

    def fetch_all(self, listing: Listing) -> tuple[Entry, ...]:
        """Every entry of a list, asked for now. Raises ListRefused; without an `api`, gives what the cache has."""
        if self._api is None:
            self._use_cache(listing)
        else:
            self._fetch_whole(self._api, listing, at_most=None)
        return tuple(self.list_seen(listing))

    def can_list(self, listing: Listing) -> bool:
        """False where the target cannot be asked and the cache does not have the whole list."""
        return self._api is not None or (self._cache is not None and self._cache.read(listing).whole is not None)

    def peek(self, listing: Listing) -> tuple[int | None, tuple[Entry, ...] | None]:
        """How many entries a list has, by one request at most, and all of them where that shows them.

        None is what is not known. Raises ListRefused.
        """
        if self._api is None and listing not in self.cached_as_of:
            self._use_cache(listing)
        total = None
        if self._api is not None and listing not in self._complete:
            listed = self._api.list_entries(listing, pages=1)
            self._add(listing, listed.entries)
            self._mark_list_read(listing, listed)
            total = listed.total
        if listing not in self._complete:
            return total, None
        entries = tuple(self.list_seen(listing))
        return len(entries), entries

    def fetch_up_to(self, listing: Listing, most: int) -> tuple[Entry, ...]:
        """Every entry of a list that has at most so many; none where it is longer, or the target does not show it."""
        try:
            total, entries = self.peek(listing)
            return entries or (self.fetch_all(listing) if total is not None and total <= most else ())
        except ListRefused:
            return ()

    def find(self, name: str, text: str) -> CodeMatch:
        """What `text`, in the field `name`, stands for. It must have been fetched."""
        lookup = lookup_of(name)
        if lookup.listing in self.refused:
            return CodeMatch(open=True)
        hits = self._index(lookup).get(spell_code(lookup, text), [])
        if not hits and lookup.listing in self.incomplete:
            return CodeMatch(open=True)
        if not hits and self._api is None and lookup.listing not in self._whole:
            self.unchecked[lookup.listing] = self.unchecked.get(lookup.listing, 0) + 1
            return CodeMatch(open=True)
        live = [entry for entry in hits if not is_archived(entry)]
        if len(live) == 1:
            return self._match_entry(lookup, live[0])
        if live:
            return CodeMatch(candidates=tuple(live))
        if lookup.listing == "JobStatus":
            found = CodeMatch(suggestions=self._suggestions.list_statuses(self.list_seen("JobStatus")))
        else:
            found = CodeMatch(archived=bool(hits), suggestions=self._suggest(lookup, text))
        return found if hits or not lookup.has_names else self._find_other_spelling(lookup, text) or found

    def fetch_names(self, fields: Iterable[str]) -> None:
        """Fetch what is needed to `find_by_name` in these fields: the whole of their lists."""
        for listing in {lookup_of(name).listing for name in fields} - self._complete - self.refused.keys():
            with suppress(ListRefused):
                self.fetch_all(listing)

    def find_by_name(self, name: str, text: str) -> CodeMatch:
        """What `text` stands for where it may be a name: first as `find` says, then spelled otherwise, then by name.

        What several entries are called stands for none of them.
        """
        found = self.find(name, text)
        if found.entry or found.candidates:
            return found
        lookup = lookup_of(name)
        if hits := self._spellings_of(lookup).of(text):
            return self._read_as(lookup, hits[0]) if len(hits) == 1 else CodeMatch(candidates=tuple(hits))
        return found

    def _find_other_spelling(self, lookup: Lookup, text: str) -> CodeMatch | None:
        """The one code that the text can only be another spelling of; or what is told of a name, which is not taken."""
        spellings = self._spellings_of(lookup)
        hits = spellings.of_code(text) if lookup.listing in self._complete else []
        if len(hits) == 1 and not is_archived(hits[0]):
            return self._read_as(lookup, hits[0])
        named = spellings.find_named(text)
        code = str(named[0].get(lookup.key) or "") if len(named) == 1 and not hits else ""
        return CodeMatch(named=code, suggestions=(code,)) if code and is_usable(lookup.listing, named[0]) else None

    def _spellings_of(self, lookup: Lookup) -> OtherSpellings:
        if lookup.listing not in self._spellings:
            self._spellings[lookup.listing] = OtherSpellings(lookup, self.list_seen(lookup.listing))
        return self._spellings[lookup.listing]

    def _read_as(self, lookup: Lookup, entry: Entry) -> CodeMatch:
        return replace(self._match_entry(lookup, entry), read_as=str(entry.get(lookup.key) or ""))

    def _match_entry(self, lookup: Lookup, entry: Entry) -> CodeMatch:
        if is_usable(lookup.listing, entry):
            return CodeMatch(entry)
        return CodeMatch(entry, usable=False, suggestions=self._suggestions.list_statuses(self.list_seen("JobStatus")))

    def list_seen(self, listing: Listing) -> Collection[Entry]:
        """The entries of a list that are known by now; nobody is asked."""
        return self._entries.get(listing, {}).values()

    def _use_cache(self, listing: Listing) -> None:
        known = self._cache.read(listing) if self._cache else CachedList()
        self._add(listing, known.entries.values())
        self.cached_as_of[listing] = known.as_of
        if known.whole:
            self._whole.add(listing)
            self._complete.add(listing)

    def _fetch(self, api: JobsApi, listing: Listing, codes: Mapping[str, set[str]]) -> None:
        requests = [(key, *some) for key, texts in codes.items() for some in write_code_filters(key, sorted(texts))]
        if listing != "Jobs" and self._fetch_whole(api, listing, at_most=len(requests)):
            self._ask_again(api, listing, codes)
            return
        self.incomplete.pop(listing, None)  # each code is asked for
        for key, where, some in requests:
            listed = api.list_entries(listing, where=where, codes=len(some))
            entries = select_asked(listed.entries, key, some)
            self._add(listing, entries)
            if listed.problem:
                self.incomplete[listing] = listed.problem
            else:
                self._update_cache(listing, key, some, entries)

    def _ask_again(self, api: JobsApi, listing: Listing, codes: Mapping[str, set[str]]) -> None:
        """Ask for the codes that the pages of the list have not shown: pages may disagree, and leave an entry out."""
        for key, texts in codes.items():
            lookup = Lookup(listing, key, key, "")
            known = self._index(lookup)
            missing = [text for text in sorted(texts) if spell_code(lookup, text) not in known]
            for where, some in write_code_filters(key, missing):
                with suppress(ListRefused):
                    listed = api.list_entries(listing, where=where, codes=len(some))
                    self._add(listing, select_asked(listed.entries, key, some))

    def _fetch_whole(self, api: JobsApi, listing: Listing, *, at_most: int | None) -> bool:
        """Fetch the whole list if, after its first page, that takes at most so many requests (None: any number)."""
        listed = api.list_entries(listing, pages=1)
        self._add(listing, listed.entries)
        if not listed.complete:
            rest = -(-listed.total // ENTRIES_A_PAGE) - 1 if listed.total else None
            if listing != "JobStatus" and at_most is not None and (rest is None or rest > at_most):
                return False
            listed = api.list_entries(listing)
            self._add(listing, listed.entries)
        self._whole.add(listing)
        self._mark_list_read(listing, listed)
        if listed.problem:
            self.incomplete[listing] = listed.problem
        return listed.complete

    def _mark_list_read(self, listing: Listing, listed: ListedEntries) -> None:
        if listed.complete:
            self._complete.add(listing)
            if self._cache:
                self._cache.write(listing, make_complete_list(listed.entries, datetime.now(UTC)))

    def _update_cache(self, listing: Listing, key: str, codes: Sequence[str], entries: Iterable[Entry]) -> None:
        """Put what was found into the cache, and remove the codes that were asked for and not found."""
        if self._cache:
            known = self._cache.read(listing).drop_entries(lambda entry: str(entry.get(key, "")) in codes)
            self._cache.write(listing, known.add_entries(entries, datetime.now(UTC)))

    def _add(self, listing: Listing, entries: Iterable[Entry]) -> None:
        self._entries.setdefault(listing, {}).update({str(e["id"]): strip_entry(e) for e in entries if e.get("id")})
        self._indexes.clear()
        self._suggestions.forget_codes()
        self._spellings.pop(listing, None)

    def _index(self, lookup: Lookup) -> Mapping[str, list[Entry]]:
        key = lookup.listing, lookup.key
        if key not in self._indexes:
            index = self._indexes[key] = {}
            for entry in self.list_seen(lookup.listing):
                index.setdefault(spell_code(lookup, str(entry.get(lookup.key, ""))), []).append(entry)
        return self._indexes[key]

    def _suggest(self, lookup: Lookup, text: str) -> tuple[str, ...]:
        if lookup.key == "id" or lookup.listing == "Jobs":
            return ()
        if lookup.listing not in self._whole and self._api is not None:
            self._whole.add(lookup.listing)
            listed = self._api.list_entries(lookup.listing, pages=PAGES_FOR_SUGGESTIONS)
            self._add(lookup.listing, listed.entries)
            self._mark_list_read(lookup.listing, listed)
        return self._suggestions.find(lookup, text, self.list_seen(lookup.listing))
