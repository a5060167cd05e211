"""What is known of a target's lists, on this computer and with its age: one file a list, no secret in it.

Of an entry only what a look-up needs is stored: ids, codes, names and whether it is in use.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from importer.catalogue import Listing
from importer.directory.list_entry import Entry, strip_entry
from importer.files import make_private_folder, write_whole_file
from importer.settings import Target

FORMAT = 1


@dataclass(frozen=True)
class CachedList:
    """A list as far as it is known: entries by id, when each was seen, and when the list was last read whole (UTC).

    `whole` is None where only some entries are known, so that nothing can be said of a code that is not among them.
    """

    entries: Mapping[str, Entry] = field(default_factory=dict)
    seen: Mapping[str, datetime] = field(default_factory=dict)
    whole: datetime | None = None

    @property
    def as_of(self) -> datetime | None:
        """How old what is known may be: when the list was read whole, else when its oldest entry was seen."""
        return self.whole or min(self.seen.values(), default=None)

    def add_entries(self, entries: Iterable[Entry], now: datetime) -> "CachedList":
        """The list with entries seen now."""
        new = {str(entry["id"]): strip_entry(entry) for entry in entries if entry.get("id")}
        return replace(self, entries={**self.entries, **new}, seen={**self.seen, **dict.fromkeys(new, now)})

    def drop_entries(self, gone: Callable[[Entry], bool]) -> "CachedList":
        """The list without the entries of which the target no longer knows anything."""
        left = {key: entry for key, entry in self.entries.items() if not gone(entry)}
        return replace(self, entries=left, seen={key: when for key, when in self.seen.items() if key in left})


def make_complete_list(entries: Iterable[Entry], now: datetime) -> CachedList:
    """A list of which every entry has just been seen."""
    return replace(CachedList().add_entries(entries, now), whole=now)


class ListCache:
    """The lists of one target in a folder of this computer. Without the folder, or with a damaged file, it has none.

    A target is stored apart by its address and the domain of its login, of which only a digest is in the folder's name.
    """

    def __init__(self, folder: Path, target: Target) -> None:
        same = f"{target.identity}\n{target.domain.casefold()}"
        self._folder = folder / "lists" / sha256(same.encode()).hexdigest()[:16]
        self._target = target.name

    def read(self, listing: Listing) -> CachedList:
        """What is known of a list; nothing where nothing is."""
        try:
            stored = json.loads(self._path_of(listing).read_text(encoding="utf-8"))
            return _of_object(stored) if stored["format"] == FORMAT else CachedList()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return CachedList()

    def write(self, listing: Listing, known: CachedList) -> bool:
        """Keep a list, whole or not at all; False where that is not possible: a convenience lost, no reason to stop."""
        stored = {"format": FORMAT, "target": self._target, "list": listing, **_to_object(known)}
        try:
            make_private_folder(self._folder)
            content = json.dumps(stored).encode()  # in ASCII: half a character, as a target may send, is no UTF-8
            write_whole_file(self._path_of(listing), lambda file: file.write(content), replace=True, private=True)
        except OSError:
            return False
        return True

    def _path_of(self, listing: Listing) -> Path:
        return self._folder / f"{listing}.json"


def _to_object(known: CachedList) -> dict[str, object]:
    return {
        "whole": known.whole.isoformat() if known.whole else None,
        "entries": [{**entry, "seen": known.seen[key].isoformat()} for key, entry in known.entries.items()],
    }


def _of_object(stored: Mapping[str, list[dict[str, object]]]) -> CachedList:
    seen = {str(entry["id"]): _to_moment(entry.pop("seen")) for entry in stored["entries"]}
    whole = _to_moment(stored["whole"]) if stored["whole"] else None
    return CachedList({str(entry["id"]): entry for entry in stored["entries"]}, seen, whole)


def _to_moment(text: object) -> datetime:
    return datetime.fromisoformat(str(text)).astimezone(UTC)
