"""What a row is: its own id; else its reference; else what it says, and how many rows that say the same came before.

The job id follows from that and from the target, by a scheme with a version. A scheme is never changed: a new one is
added, and ids of the earlier ones are still found.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from importer.catalogue import drop_offset, get_field, to_canonical_text
from importer.records import Batch

NAMESPACE = UUID("5b2c1f7e-6f0e-5c39-9d53-3f8f1c7a64e1")  # ours; changing it would make every job a new one
VERSION = 2
KEYS = ("id", "reference_back_office")
FindKnown = Callable[[Iterable[str]], frozenset[str]]  # which of these ids the journal has for this target
PARENTS = ("_parent_id", "_parent_jobs_reference_back_office")  # whether one has an id depends on which row comes first


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """What a row says, as each version of the scheme reads it: its reference or '', and a hash of its content."""

    references: tuple[str, str]
    contents: tuple[str, str]


@dataclass(frozen=True, slots=True)
class IdScheme:
    """Makes job ids for one target, as one version of importer does.

    Version 1 takes a row to the letter, as it is sent. Version 2 takes the canonical text of its cells.
    """

    identity: str
    version: int = VERSION

    def make_reference_id(self, row: RowIdentity) -> str:
        """The id of the job with the row's reference."""
        return self._make_id("reference", row.references[self.version - 1])

    def make_content_id(self, row: RowIdentity, ordinal: int) -> str:
        """The id of the job of the row that has so many rows with its content before it."""
        return self._make_id("content", row.contents[self.version - 1], str(ordinal))

    def _make_id(self, *of: str) -> str:
        version = () if self.version == 1 else (f"scheme {self.version}",)
        return _to_uuid5("\n".join((*version, self.identity, *of)))


def _to_uuid5(name: str) -> str:
    """What `str(uuid5(NAMESPACE, name))` is, in a fraction of the time: a sheet has many rows, and a row many ids."""
    made = bytearray(hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).digest()[:16])
    made[6], made[8] = made[6] & 0x0F | 0x50, made[8] & 0x3F | 0x80
    text = made.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


class JobIds:
    """Gives ids to the rows of one sheet for one target, whose `identities` are the current one and the earlier ones.

    Ids that other rows have as their own are passed over.
    """

    def __init__(self, identities: Sequence[str], own: frozenset[str]) -> None:
        self._now, *self._before = (IdScheme(identity, v) for v in (VERSION, 1) for identity in identities)
        self._own = own
        self._counts: Counter[str] = Counter()

    def of_rows(self, rows: Mapping[int, RowIdentity], known: FindKnown | None = None) -> dict[int, str]:
        """The id of each row: the first, over all schemes, that is `known`, else the current one. Call it once."""
        first = self._of_scheme(self._now, rows, self._counts)
        if known is None:
            return first
        ids: dict[int, str] = {}
        for ids_of_scheme in chain([first], (self._of_scheme(scheme, rows, Counter()) for scheme in self._before)):
            open_rows = [row for row in rows if row not in ids]
            found = known(ids_of_scheme[row] for row in open_rows)
            ids.update((row, ids_of_scheme[row]) for row in open_rows if ids_of_scheme[row] in found)
            if len(ids) == len(rows):
                break
        return {row: ids.get(row, job_id) for row, job_id in first.items()}

    def make_next_id(self, row: RowIdentity) -> str:
        """One more id for a row that says this."""
        return self._make_next_content_id(self._now, row, self._counts)

    def _of_scheme(self, scheme: IdScheme, rows: Mapping[int, RowIdentity], counts: Counter[str]) -> dict[int, str]:
        return {
            row: scheme.make_reference_id(text)
            if text.references[0]
            else self._make_next_content_id(scheme, text, counts)
            for row, text in rows.items()
        }

    def _make_next_content_id(self, scheme: IdScheme, row: RowIdentity, counts: Counter[str]) -> str:
        content = row.contents[scheme.version - 1]
        while True:
            job_id = scheme.make_content_id(row, counts[content])
            counts[content] += 1
            if job_id not in self._own:
                return job_id


def is_reference_id(job_id: str, row: RowIdentity, identities: Sequence[str]) -> bool:
    """True where the id is that of the row's reference, by any scheme."""
    schemes = (IdScheme(identity, version) for version in (VERSION, 1) for identity in identities)
    return bool(row.references[0]) and any(scheme.make_reference_id(row) == job_id for scheme in schemes)


def read_canonical_columns(batch: Batch, rows: Sequence[int]) -> Iterator[tuple[str, list[str]]]:
    """What these rows of the sheet say, by field, in the one canonical text of each value.

    The id stands in the place of its code where it is known. A time is as the clock shows it, without a zone. Fields
    that the sheet has no column for, such as the constants of a mapping, are not in it; nor are the id and the
    reference.
    """
    values, sent = batch.values.loc[list(rows)], batch.to_send.loc[list(rows)]
    names: dict[str, None] = {}
    for column in batch.columns:
        field = get_field(column.field)
        if field.read_only or field.name in KEYS:
            continue
        names[field.name] = None
        if field.lookup and field.name not in PARENTS:
            names[field.lookup.id_field] = None
    for name in sorted(names):
        if name in sent:
            yield name, _to_canonical(name, (values if name in PARENTS else sent)[name].tolist())


def _to_canonical(name: str, texts: list[str]) -> list[str]:
    read = drop_offset if get_field(name).kind.is_date else to_canonical_text
    known = {text: read(text) for text in set(texts)}
    return [known[text] for text in texts]


def hash_rows(batch: Batch, rows: Sequence[int]) -> dict[int, str]:
    """A hash of what each row says, in canonical text."""
    columns = list(read_canonical_columns(batch, rows))
    names = [name for name, _ in columns]
    return {
        row: _hash([f"{name}\x1e{text}" for name, text in zip(names, texts, strict=True) if text])
        for row, *texts in zip(rows, *(column for _, column in columns), strict=True)
    }


def _hash(texts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
