"""What the target knows: its lists, fetched as far as a sheet needs them, and what a code stands for in them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import process

from importer.catalogue.field import Listing, Lookup, folded
from importer.catalogue.find import field_named
from importer.catalogue.jobs import NEW_JOB_STATUSES
from importer.jobs_api import JobsApi, ListRefused, either

CODES_A_REQUEST = 20
ENTRIES_A_PAGE = 20
PAGES_FOR_SUGGESTIONS = 25
SUGGESTIONS = 3
LIKE_ENOUGH = 55  # of 100

Entry = Mapping[str, object]


@dataclass(frozen=True)
class Found:
    """What a code or id stands for.

    `entry` where it is one thing, `usable` unless a new job cannot have it; `archived` where only archived entries
    have the code, `candidates` where several have it; `suggestions` are codes to use instead. `open` where the
    target does not show the list, so that nothing can be said.
    """

    entry: Entry | None = None
    usable: bool = True
    archived: bool = False
    candidates: tuple[Entry, ...] = ()
    suggestions: tuple[str, ...] = ()
    open: bool = False


class Directory:
    """The target's lists. Each distinct code is asked for once; what was learnt is kept.

    `refused` has the lists that the target does not show, with the HTTP status it gave.
    """

    def __init__(self, api: JobsApi) -> None:
        self._api = api
        self._entries: dict[Listing, dict[str, Entry]] = {}
        self._whole: set[Listing] = set()
        self._indexes: dict[tuple[Listing, str], dict[str, list[Entry]]] = {}
        self.refused: dict[Listing, int] = {}

    def fetch(self, wanted: Mapping[str, frozenset[str]]) -> None:
        """Fetch what is needed to `find` these texts, by field: the whole list where that is fewer requests."""
        by_listing: dict[Listing, dict[str, set[str]]] = {}
        for name, texts in wanted.items():
            lookup = _lookup(name)
            if texts:
                by_listing.setdefault(lookup.listing, {}).setdefault(lookup.key, set()).update(texts)
        for listing, codes in by_listing.items():
            try:
                self._fetch(listing, codes)
            except ListRefused as refusal:
                self.refused[listing] = refusal.status

    def find(self, name: str, text: str) -> Found:
        """What `text`, in the field `name`, stands for. It must have been fetched."""
        lookup = _lookup(name)
        if lookup.listing in self.refused:
            return Found(open=True)
        hits = self._index(lookup).get(_spelled(lookup, text), [])
        live = [entry for entry in hits if not _archived(entry)]
        if len(live) == 1:
            return self._one(lookup, live[0])
        if live:
            return Found(candidates=tuple(live))
        if lookup.listing == "JobStatus":
            return Found(suggestions=tuple(self._codes(lookup.listing, "code")))
        return Found(archived=bool(hits), suggestions=self._suggestions(lookup, text))

    def _one(self, lookup: Lookup, entry: Entry) -> Found:
        if lookup.listing != "JobStatus" or _usable(entry):
            return Found(entry)
        return Found(entry, usable=False, suggestions=tuple(self._codes(lookup.listing, "code")))

    def _of(self, listing: Listing) -> Iterable[Entry]:
        return self._entries.get(listing, {}).values()

    def _fetch(self, listing: Listing, codes: Mapping[str, set[str]]) -> None:
        filters = [
            either(key, chunk) for key, texts in codes.items() for chunk in _chunks(sorted(texts), CODES_A_REQUEST)
        ]
        if listing != "Jobs" and self._fetch_whole(listing, at_most=len(filters)):
            return
        for where in filters:
            self._keep(listing, self._api.list_entries(listing, where=where).entries)

    def _fetch_whole(self, listing: Listing, *, at_most: int) -> bool:
        """Fetch the whole list if, after its first page, that takes at most so many requests."""
        first = self._api.list_entries(listing, pages=1)
        self._keep(listing, first.entries)
        if not first.complete:
            rest = -(-first.total // ENTRIES_A_PAGE) - 1 if first.total else None
            if listing != "JobStatus" and (rest is None or rest > at_most):
                return False
            self._keep(listing, self._api.list_entries(listing).entries)
        self._whole.add(listing)
        return True

    def _keep(self, listing: Listing, entries: Iterable[Entry]) -> None:
        self._entries.setdefault(listing, {}).update({str(entry["id"]): entry for entry in entries})
        self._indexes.clear()

    def _index(self, lookup: Lookup) -> Mapping[str, list[Entry]]:
        place = lookup.listing, lookup.key
        if place not in self._indexes:
            index = self._indexes[place] = {}
            for entry in self._of(lookup.listing):
                index.setdefault(_spelled(lookup, str(entry.get(lookup.key, ""))), []).append(entry)
        return self._indexes[place]

    def _suggestions(self, lookup: Lookup, text: str) -> tuple[str, ...]:
        if lookup.key == "id" or lookup.listing == "Jobs":
            return ()
        if lookup.listing not in self._whole:
            self._whole.add(lookup.listing)
            self._keep(lookup.listing, self._api.list_entries(lookup.listing, pages=PAGES_FOR_SUGGESTIONS).entries)
        codes = self._codes(lookup.listing, lookup.key)
        near = process.extract(text, codes, processor=folded, limit=SUGGESTIONS, score_cutoff=LIKE_ENOUGH)
        return tuple(code for code, _, _ in near)

    def _codes(self, listing: Listing, key: str) -> list[str]:
        usable = (entry for entry in self._of(listing) if not _archived(entry))
        if listing == "JobStatus":
            usable = (entry for entry in usable if _usable(entry))
        return sorted({str(entry[key]) for entry in usable if entry.get(key)})


def _lookup(name: str) -> Lookup:
    lookup = field_named(name).lookup
    if lookup is None:
        raise KeyError(f"{name} is not looked up")
    return lookup


def _spelled(lookup: Lookup, text: str) -> str:
    """Codes are compared to the letter; only ids and statuses forgive what the catalogue says they do."""
    if lookup.key == "id":
        return text.casefold()
    return folded(text) if lookup.listing == "JobStatus" else text


def _archived(entry: Entry) -> bool:
    return entry.get("archived") is True or entry.get("disabled") is True


def _usable(entry: Entry) -> bool:
    usable = entry.get("usable_on_api")
    return entry.get("code") in NEW_JOB_STATUSES if usable is None else usable is True


def _chunks(texts: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), size):
        yield texts[start : start + size]
