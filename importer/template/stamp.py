"""The stamp of a template: which version made it, for which target, when, and what the lists were like then.

It is in the document's own properties, which survive saving in Excel and LibreOffice. A workbook is only looked at
here after the reader of sheets has found it sound.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree as ET
from zipfile import BadZipFile, ZipFile

from importer.catalogue.field import Listing

PREFIX = "importer "
_PART = "docProps/custom.xml"
_MOST = 100_000  # bytes; ours has about two thousand
_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"


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
        told = {
            "version": self.version,
            "language": self.language,
            "target": self.target,
            "made": self.made.isoformat(timespec="seconds"),
            "lists": lists,
        }
        return {PREFIX + name: text for name, text in told.items()}


def digest_of(codes: Iterable[str]) -> str:
    """A short digest of a set of codes, whatever their order."""
    return sha256("\n".join(sorted(codes)).encode()).hexdigest()[:12]


def read_stamp(path: Path) -> Stamp | None:
    """The stamp of a workbook; None where it has none, as any sheet that does not come from a template."""
    try:
        with ZipFile(path) as book:
            told = _properties(book)
        lists = dict(_list_state(word) for word in told.get("lists", "").split())
        return Stamp(
            told["version"],
            told["language"],
            told.get("target", ""),
            datetime.fromisoformat(told["made"]).astimezone(UTC),
            {name: lists[name] for name in get_args(Listing) if name in lists},
        )
    except (BadZipFile, KeyError, ValueError, ET.ParseError, NotImplementedError, OSError, EOFError):
        return None


def _properties(book: ZipFile) -> dict[str, str]:
    with book.open(_PART) as part:
        content = part.read(_MOST)
    if b"<!DOCTYPE" in content:
        return {}
    found = {item.get("name", ""): item.findtext(_VALUE) or "" for item in ET.fromstring(content)}  # noqa: S314 - no DTD
    return {name.removeprefix(PREFIX): text for name, text in found.items() if name.startswith(PREFIX)}


def _list_state(word: str) -> tuple[str, ListState]:
    name, _, state = word.partition("=")
    total, _, digest = state.partition(":")
    return name, ListState(int(total), digest)
