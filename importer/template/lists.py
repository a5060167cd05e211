"""The codes that a template offers: of the target's lists as they are now, or the published ones alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from importer.catalogue import JOBS, Field, Listing
from importer.directory import CODE_LOOKUPS, Directory, codes_to_use, name_of
from importer.jobs_api import ListRefused
from importer.template.design import CodeList
from importer.template.stamp import ListState, digest_of


@dataclass(frozen=True)
class OfferedLists:
    """The lists by the target's own name for them, what they were like, and those that the target does not show."""

    lists: dict[Listing, CodeList] = field(default_factory=dict)
    states: dict[Listing, ListState] = field(default_factory=dict)
    refused: tuple[str, ...] = ()


def published_lists() -> OfferedLists:
    """What is known without a target: the statuses that a new job can have."""
    return OfferedLists(dict(_published()))


def _published() -> Iterable[tuple[Listing, CodeList]]:
    for known in JOBS:
        if known.choices and known.lookup:
            yield known.lookup.listing, CodeList(known.lookup.listing, dict.fromkeys(known.choices, ""))


def live_lists(fields: Iterable[Field], directory: Directory) -> OfferedLists:
    """The lists that these fields take codes of, read whole. Raises ApiError where the target cannot be used."""
    wanted = {f.lookup.listing for f in fields if f.lookup and f.lookup.by_code}
    found = OfferedLists()
    refused = []
    for noun, lookup in CODE_LOOKUPS.items():
        if lookup.listing not in wanted:
            continue
        try:
            entries = directory.all_entries(lookup.listing)
        except ListRefused:
            refused.append(noun)
            continue
        codes = {code: name_of(entry) for code, entry in codes_to_use(lookup, entries).items()}
        found.lists[lookup.listing] = CodeList(lookup.listing, codes)
        found.states[lookup.listing] = ListState(len(entries), digest_of(codes))
    return OfferedLists(found.lists, found.states, tuple(refused))
