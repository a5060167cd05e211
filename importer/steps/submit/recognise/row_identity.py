"""What a row is: its own id; else its reference; else what it says, and how many rows that say the same came before.

The job id follows from that and from the target, by a scheme with a version.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from importer.catalogue import (
    PARENT_REFERENCE,
    PROJECT_CODE,
    REFERENCE,
    code_field_of,
    drop_offset,
    get_field,
    to_canonical_text,
    to_clock,
    to_instant,
)
from importer.journal import PreviousRow, PreviousRuns
from importer.records import VERSIONS, Batch, IdScheme, RowIdentity

_BEFORE = 2
KEYS = ("id", REFERENCE)
FindKnown = Callable[[Iterable[str]], frozenset[str]]  # which of these ids the journal has for this target
PROJECT = frozenset({"project_id", PROJECT_CODE})  # jobs of a template are made for each project
PARENTS = ("_parent_id", PARENT_REFERENCE)  # whether one has an id depends on which row comes first


class JobIds:
    """Gives ids to the rows of one sheet for one target, whose `identities` are the current one and the earlier ones.

    Ids that other rows have as their own are passed over.
    """

    def __init__(self, identities: Sequence[str], own: frozenset[str]) -> None:
        self._now, *self._before = (IdScheme(identity, v) for v in VERSIONS for identity in identities)
        self._own = own
        self._counts: Counter[str] = Counter()
        self._older: dict[IdScheme, dict[int, str]] = {}

    def of_rows(self, rows: Mapping[int, RowIdentity], known: FindKnown | None = None) -> dict[int, str]:
        """The id of each row: the first, over all schemes, that is `known`, else the current one. Call it once."""
        first = self._of_scheme(self._now, rows, self._counts)
        if known is None:
            return first
        changed = any(text.contents[1] != text.contents[2] for text in rows.values())
        before = [scheme for scheme in self._before if changed or scheme.version != _BEFORE]
        ids = self._find_mixed(rows, known) if changed else {}
        for ids_of_scheme in chain([first], (self._list_older(scheme, rows) for scheme in before)):
            taken = set(ids.values())
            open_rows = [row for row in rows if row not in ids and ids_of_scheme[row] not in taken]
            found = known(ids_of_scheme[row] for row in open_rows)
            ids.update((row, ids_of_scheme[row]) for row in open_rows if ids_of_scheme[row] in found)
            if len(ids) == len(rows):
                break
        return {row: ids.get(row, job_id) for row, job_id in first.items()}

    def _find_mixed(self, rows: Mapping[int, RowIdentity], known: FindKnown) -> dict[int, str]:
        """The ids of rows that version 2 takes for equal and the current one does not, where all of them are known."""
        groups: dict[str, list[int]] = {}
        for row, text in rows.items():
            if not text.references[0]:
                groups.setdefault(text.contents[1], []).append(row)
        mixed = [group for group in groups.values() if len({rows[row].contents[2] for row in group}) > 1]
        ids: dict[int, str] = {}
        for scheme in (scheme for scheme in self._before if mixed and scheme.version == _BEFORE):
            by_version_2 = self._list_older(scheme, rows)
            found = known(by_version_2[row] for row in chain.from_iterable(mixed))
            known_groups = (group for group in mixed if all(by_version_2[row] in found for row in group))
            ids.update((row, by_version_2[row]) for group in known_groups for row in group)
        return ids

    def find_older(self, rows: Mapping[int, RowIdentity], used: frozenset[str]) -> dict[int, str]:
        """The id that version 2 gives each row without a reference that it spells otherwise, unless it is `used`."""
        changed = {row for row, text in rows.items() if text.contents[1] != text.contents[2] and not text.references[0]}
        scheme = IdScheme(self._now.identity, _BEFORE)
        older = self._list_older(scheme, rows) if changed else {}
        return {row: older[row] for row in changed if older[row] not in used}

    def list_next_ids(
        self, row: RowIdentity, previous_runs: PreviousRuns, identity: str
    ) -> Iterator[tuple[str, Sequence[PreviousRow]]]:
        """Further ids for a row that says this, each with the rows of earlier runs that have it; the last is free."""
        while True:
            job_id = self._make_next_content_id(self._now, row, self._counts)
            rows = previous_runs.find_rows_of_jobs([job_id], identity).get(job_id, [])
            yield job_id, rows
            if not rows:
                return

    def _list_older(self, scheme: IdScheme, rows: Mapping[int, RowIdentity]) -> dict[int, str]:
        """The ids of all rows by an earlier scheme, made once."""
        if scheme not in self._older:
            self._older[scheme] = self._of_scheme(scheme, rows, Counter())
        return self._older[scheme]

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


def hash_rows(batch: Batch, rows: Sequence[int]) -> dict[int, tuple[str, str]]:
    """Hashes of what each row says, in canonical text, as versions 2 and 3 of the scheme spell it.

    Fields that the sheet has no column for, such as the constants of a mapping, are not in it, but for the project in
    version 3; nor are the id and the reference.
    """
    of_sheet = _list_names(batch)
    columns = _read_columns(batch, rows, sorted(of_sheet | PROJECT))
    older = [_spell_all(texts, _SPELLINGS[_is_date(name)]) for name, texts in columns.items()]
    newer = [
        _spell_times(texts, batch.list_with_zone(name, rows)) if _is_date(name) else [*spelled]
        for (name, texts), spelled in zip(columns.items(), older, strict=True)
    ]
    names = list(columns)
    _put_codes(dict(zip(names, newer, strict=True)), batch)
    older = [texts if name in of_sheet else [""] * len(rows) for name, texts in zip(names, older, strict=True)]
    hashes: dict[int, tuple[str, str]] = {}
    for row, texts, others in zip(rows, _to_rows(older, len(rows)), _to_rows(newer, len(rows)), strict=True):
        by_version_2 = _hash_cells(names, texts)
        hashes[row] = by_version_2, by_version_2 if others == texts else _hash_cells(names, others)
    return hashes


def _list_names(batch: Batch) -> set[str]:
    """The fields that the sheet has columns for; of a code and its id both, where it has one."""
    names: set[str] = set()
    for column in batch.columns:
        field = get_field(column.field)
        if field.read_only or field.name in KEYS:
            continue
        names.add(field.name)
        if field.lookup and field.name not in PARENTS:
            code = code_field_of(field.lookup)
            names |= {field.lookup.id_field, code.name} if code else {field.lookup.id_field}
    return names


def _read_columns(batch: Batch, rows: Sequence[int], names: Sequence[str]) -> dict[str, list[str]]:
    """What the rows say, by field; of a code and its id one, the id where it is known."""
    values, sent = batch.values.loc[list(rows)], batch.to_send.loc[list(rows)]
    frames = {name: values if name in PARENTS else sent for name in names}
    return {name: frame[name].tolist() if name in frame else [""] * len(rows) for name, frame in frames.items()}


def _put_codes(columns: Mapping[str, list[str]], batch: Batch) -> None:
    """Put the code of each id into the column of codes in its place, where the lists of the target have it."""
    for id_field, codes in batch.codes.items():
        lookup = get_field(id_field).lookup
        code_field = code_field_of(lookup) if lookup else None
        if code_field is None or id_field not in columns:
            continue
        ids, texts = columns[id_field], columns[code_field.name]
        spelled = {one.casefold(): to_canonical_text(code) for one, code in codes.items()}
        for position, one in enumerate(ids):
            if one and (code := spelled.get(one.casefold())):
                ids[position], texts[position] = "", code


def _is_date(name: str) -> bool:
    return get_field(name).kind.is_date


_SPELLINGS = {True: drop_offset, False: to_canonical_text}


def _spell_all(texts: list[str], spell: Callable[[str], str]) -> list[str]:
    known = {text: spell(text) for text in set(texts)}
    return [known[text] for text in texts]


def _spell_times(texts: list[str], with_zone: Sequence[bool]) -> list[str]:
    spellings = {True: to_instant, False: to_clock}
    known = {pair: spellings[pair[1]](pair[0]) for pair in set(zip(texts, with_zone, strict=True))}
    return [known[pair] for pair in zip(texts, with_zone, strict=True)]


def _to_rows(columns: Sequence[list[str]], rows: int) -> Sequence[tuple[str, ...]]:
    return list(zip(*columns, strict=True)) if columns else [()] * rows


def _hash_cells(names: Sequence[str], texts: Sequence[str]) -> str:
    return _hash_texts([f"{name}\x1e{text}" for name, text in zip(names, texts, strict=True) if text])


def _hash_texts(texts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
