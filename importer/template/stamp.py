"""The stamp of a template: which version made it, for which target, when, and what the lists were like then.

It is in the document's own properties, which survive saving in Excel and LibreOffice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import get_args

from importer.catalogue import Listing

PREFIX = "importer "


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
    made: datetime
    lists: Mapping[Listing, ListState] = field(default_factory=dict)

    @property
    def date(self) -> str:
        """The day on which it was made, where it was made."""
        return self.made.astimezone().date().isoformat()

    @property
    def properties(self) -> dict[str, str]:
        """The stamp as properties of a document."""
        lists = " ".join(f"{name}={state.total}:{state.digest}" for name, state in self.lists.items())
        values = {
            "version": self.version,
            "language": self.language,
            "target": self.target,
            "made": self.made.isoformat(timespec="seconds"),
            "lists": lists,
        }
        return {PREFIX + name: text for name, text in values.items()}


def digest_of(codes: Iterable[str]) -> str:
    """A short digest of a set of codes, whatever their order."""
    return sha256("\n".join(sorted(codes)).encode()).hexdigest()[:12]


def stamp_of(properties: Mapping[str, str]) -> Stamp | None:
    """The stamp among the properties of a workbook; None where there is none, or no sound one."""
    given = {name.removeprefix(PREFIX): text for name, text in properties.items() if name.startswith(PREFIX)}
    try:
        lists = dict(map(_list_state, given.get("lists", "").split()))
        return Stamp(
            given["version"],
            given["language"],
            given.get("target", ""),
            datetime.fromisoformat(given["made"]).astimezone(UTC),
            {name: lists[name] for name in get_args(Listing) if name in lists},
        )
    except (KeyError, ValueError, OverflowError):
        return None


def _list_state(word: str) -> tuple[str, ListState]:
    name, _, state = word.partition("=")
    total, _, digest = state.partition(":")
    return name, ListState(int(total), digest)
