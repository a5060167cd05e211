"""The job id that follows from what a row says and from the target, by a scheme with a version.

A scheme is never changed: a new one is added, and ids of the earlier ones are still found.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from importer.catalogue import is_placeholder, to_canonical_text

NAMESPACE = UUID("5b2c1f7e-6f0e-5c39-9d53-3f8f1c7a64e1")  # ours; changing it would make every job a new one
MADE_VERSION = 5  # of the ids that importer makes: they follow from a name; a server's follow from chance
VERSIONS = (3, 2, 1)
_NAMES = {3: ("scheme 2",), 2: ("scheme 2",), 1: ()}  # 3 makes other ids than 2 only of rows that it spells otherwise


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What a row says, as the versions 1 to 3 of the scheme read it: its reference or '', and a hash of its content."""

    references: tuple[str, str, str]
    contents: tuple[str, str, str]


def make_reference_identity(text: str) -> RowIdentity:
    """What a row with this reference says, as far as that is its reference; none for a placeholder."""
    reference = "" if is_placeholder(text) else text
    canonical = to_canonical_text(reference)
    return RowIdentity((reference, canonical, canonical), ("", "", ""))


@dataclass(frozen=True, slots=True)
class IdScheme:
    """Makes job ids for one target, as one version of importer does.

    Version 1 takes a row to the letter, as it is sent. Version 2 takes the canonical text of its cells, and a time as
    the clock shows it. Version 3 takes one with a zone of its own as the instant, and all in one spelling; and the
    code of a project or the like in the place of its id, since not every target shows its lists at all times.
    """

    identity: str
    version: int = VERSIONS[0]

    def make_reference_id(self, row: RowIdentity) -> str:
        """The id of the job with the row's reference."""
        return self._make_id("reference", row.references[self.version - 1])

    def make_content_id(self, row: RowIdentity, ordinal: int) -> str:
        """The id of the job of the row that has so many rows with its content before it."""
        return self._make_id("content", row.contents[self.version - 1], str(ordinal))

    def _make_id(self, *of: str) -> str:
        return _to_uuid5("\n".join((*_NAMES[self.version], self.identity, *of)))


def _to_uuid5(name: str) -> str:
    """What `str(uuid5(NAMESPACE, name))` is, in a fraction of the time: a sheet has many rows, and a row many ids."""
    made = bytearray(hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    made[6], made[8] = made[6] & 0x0F | 0x50, made[8] & 0x3F | 0x80
    text = made.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_reference_id(job_id: str, row: RowIdentity, identities: Sequence[str]) -> bool:
    """True where the id is that of the row's reference, by any scheme."""
    schemes = (IdScheme(identity, version) for version in VERSIONS for identity in identities)
    return bool(row.references[0]) and any(scheme.make_reference_id(row) == job_id for scheme in schemes)
