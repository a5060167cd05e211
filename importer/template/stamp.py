"""The stamp of a template: which version made it, for which target, when, and what the lists were like then; and
whether they are still those of the target.

It is in the document's own properties, which survive saving in Excel and LibreOffice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import get_args

from importer.catalogue import Listing, join_words
from importer.directory import CODE_LOOKUPS, Directory, list_usable_codes
from importer.jobs_api import ListRefused
from importer.languages import _, ngettext
from importer.records import STAMP_PREFIX


@dataclass(frozen=True)
class ListState:
    """What a list was like: how many entries the target had, and a digest of the codes that were offered."""

    total: int
    digest: str


@dataclass(frozen=True)
class Stamp:
    """Version, language, name of the target ('' for none), the moment (UTC), and the state of each list offered."""

    version: str
    language: str
    target: str
    made_at: datetime
    lists: Mapping[Listing, ListState] = field(default_factory=dict)

    @property
    def date(self) -> str:
        """The day on which it was made, where it was made."""
        return self.made_at.astimezone().date().isoformat()

    @property
    def properties(self) -> dict[str, str]:
        """The stamp as properties of a document."""
        lists = " ".join(f"{name}={state.total}:{state.digest}" for name, state in self.lists.items())
        values = {
            "version": self.version,
            "language": self.language,
            "target": self.target,
            "made": self.made_at.isoformat(timespec="seconds"),
            "lists": lists,
        }
        return {STAMP_PREFIX + name: text for name, text in values.items()}


def digest_of(codes: Iterable[str]) -> str:
    """A short digest of a set of codes, whatever their order."""
    return sha256("\n".join(sorted(codes)).encode()).hexdigest()[:12]


def stamp_of(properties: Mapping[str, str]) -> Stamp | None:
    """The stamp among the properties of a workbook; None where there is none, or no sound one."""
    given = {
        name.removeprefix(STAMP_PREFIX): text for name, text in properties.items() if name.startswith(STAMP_PREFIX)
    }
    try:
        lists = dict(map(_read_list_state, given.get("lists", "").split()))
        return Stamp(
            given["version"],
            given["language"],
            given.get("target", ""),
            datetime.fromisoformat(given["made"]).astimezone(UTC),
            {name: lists[name] for name in get_args(Listing) if name in lists},
        )
    except (KeyError, ValueError, OverflowError):
        return None


def _read_list_state(word: str) -> tuple[str, ListState]:
    name, _, state = word.partition("=")
    total, _, digest = state.partition(":")
    return name, ListState(int(total), digest)


_NOUNS = {lookup.listing: lookup.noun for lookup in CODE_LOOKUPS.values()}


def remark_on_age(stamp: Stamp, directory: Directory, target: str) -> tuple[str, ...]:
    """Say where a sheet comes from a template whose lists are not, or no longer, those of the target.

    A list that fits on a page is compared code by code, a longer one by the number of its entries.
    """
    if not stamp.target:
        return ()
    new = _("'importer template NEW.xlsx --target {target}' makes one with the current lists").format(target=target)
    if stamp.target != target:
        return (
            _("The template of this sheet has the lists of {target}, not of {name}: {new}.").format(
                target=stamp.target, name=target, new=new
            ),
        )
    changed = list(_list_changes(stamp, directory))
    if not changed:
        return ()
    form = ngettext(
        "The template of this sheet was made on {date}. The list of {lists} has changed in {target} since then: {new}.",
        "The template of this sheet was made on {date}. The lists of {lists} have changed in {target} since then: "
        "{new}.",
        len(changed),
    )
    return (form.format(date=stamp.date, lists=join_words(changed), target=target, new=new),)


def _list_changes(stamp: Stamp, directory: Directory) -> Iterator[str]:
    for listing, state in stamp.lists.items():
        try:
            change = _describe_change(listing, state, directory)
        except ListRefused:
            continue
        if change is not None:
            yield f"{_NOUNS[listing]}{change}"


def _describe_change(listing: Listing, state: ListState, directory: Directory) -> str | None:
    """What has changed, '' where only that something has; None where nothing has or nothing can be said."""
    total, entries = directory.peek(listing)
    lookup = next(lookup for lookup in CODE_LOOKUPS.values() if lookup.listing == listing)
    same = entries is None or digest_of(list_usable_codes(lookup, entries)) == state.digest
    if total is not None and total != state.total:
        return _(" ({then} then, {now} now)").format(then=state.total, now=total)
    return None if same else ""
