"""Whether the lists that a template offers are still those of the target."""

from collections.abc import Iterator

from importer.catalogue import Listing, joined
from importer.directory import CODE_LOOKUPS, Directory, codes_to_use
from importer.jobs_api import ListRefused
from importer.template.stamp import ListState, Stamp, digest_of

_NOUNS = {lookup.listing: lookup.noun for lookup in CODE_LOOKUPS.values()}


def age_remarks(stamp: Stamp, directory: Directory, target: str) -> tuple[str, ...]:
    """Say where a sheet comes from a template whose lists are not, or no longer, those of the target.

    A list that fits on a page is compared code by code, a longer one by the number of its entries.
    """
    if not stamp.target:
        return ()
    new = f"'importer template NEW.xlsx --target {target}' makes one with the present lists"
    if stamp.target != target:
        return (f"The template of this sheet has the lists of {stamp.target}, not of {target}: {new}.",)
    changed = list(_changes(stamp, directory))
    if not changed:
        return ()
    are = "has" if len(changed) == 1 else "have"
    what = f"{'The list' if len(changed) == 1 else 'The lists'} of {joined(changed)} {are} changed"
    return (f"The template of this sheet was made on {stamp.date}. {what} in {target} since then: {new}.",)


def _changes(stamp: Stamp, directory: Directory) -> Iterator[str]:
    for listing, state in stamp.lists.items():
        try:
            change = _change(listing, state, directory)
        except ListRefused:
            continue
        if change is not None:
            yield f"{_NOUNS[listing]}{change}"


def _change(listing: Listing, state: ListState, directory: Directory) -> str | None:
    """What has changed, '' where only that something has; None where nothing has or nothing can be said."""
    total, entries = directory.peek(listing)
    lookup = next(lookup for lookup in CODE_LOOKUPS.values() if lookup.listing == listing)
    same = entries is None or digest_of(codes_to_use(lookup, entries)) == state.digest
    if total is not None and total != state.total:
        return f" ({state.total} then, {total} now)"
    return None if same else ""
