"""Results whose columns stand beside other rows than their own: a sort of an Excel table does not move them.

An id that importer made follows from what its row says. Where it stands beside another row, that row and its own are
told apart by what they say; where a row was changed as well, nothing is guessed.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from importer.catalogue import REFERENCE, to_canonical_text
from importer.errors import SheetError
from importer.frames import payloads_of
from importer.languages import group_thousands, ngettext
from importer.problem import DISPLACED_RESULTS, RETYPED_ROW
from importer.records import (
    IN_TARGET,
    VERSIONS,
    Batch,
    IdScheme,
    PreviousResults,
    RowIdentity,
    Status,
    content_hash_of,
)
from importer.steps.submit.recognise.row_identity import hash_rows

_MAY_BE_THERE = IN_TARGET | {Status.UNKNOWN}
_DELETED = 2  # rows that say the same as another one, and are not in the sheet any more
_AS_SENT = 1  # the version that takes a row to the letter
_NAMED = 10  # rows in a sentence

Owners = Mapping[str, Collection[int]]  # by job id: the rows that say what the job was made of


@dataclass(frozen=True)
class _Displaced:
    """`taken` are the rows whose own id stands beside another row, with that id; `left` the other rows whose id is not
    theirs, `ids` the ids that are left, and `places` the row beside which each id stands. Beside `copies` stands an id
    that stands beside its own row as well.
    """

    taken: Mapping[int, str]
    left: Sequence[int]
    ids: frozenset[str]
    places: Mapping[str, int]
    copies: frozenset[int]


def put_results_back(batch: Batch, identities: Sequence[str], find_recorded: Callable[[], Owners]) -> Batch:
    """The batch of a results workbook, with what the results say of each row beside it again.

    The `identities` are the present one of the target and the earlier ones. `find_recorded` looks in the journal for
    the rows that still say what stood there; it is asked only where an id does not follow from its row. Raises
    SheetError where a row cannot be told from others.
    """
    previous = batch.sheet.previous_results
    found = _find_displaced(batch, previous, identities, find_recorded) if previous and previous.jobs else None
    if previous is None or found is None:
        return batch
    if any(row in previous.jobs for row in found.taken):
        left = list(found.left)
        _refuse_unclear(batch, previous, found)
    else:  # these rows are new, and only that beside which the id stands may be another
        beside = {found.places[job_id] for job_id in found.taken.values()}
        left = [row for row in found.left if row in beside or row in found.copies]
        _refuse_retyped(batch, previous, found)
    cells = previous.cells.copy()
    cells.loc[left] = ""
    theirs = previous.cells.loc[[found.places[job_id] for job_id in found.taken.values()]]
    cells.loc[list(found.taken)] = theirs.to_numpy(dtype=object)
    sheet = replace(batch.sheet, previous_results=replace(previous, cells=cells))
    remarks = (_remark_on(len(found.taken)),) if found.taken else ()
    return replace(batch, sheet=sheet, remarks=(*batch.remarks, *remarks))


def find_rows_in_place(batch: Batch, identities: Sequence[str]) -> frozenset[int]:
    """The rows of results beside which an id stands that follows from what they say."""
    previous = batch.sheet.previous_results
    beside = {row: job_id for row, (_, job_id) in previous.jobs.items()} if previous else {}
    texts, found = _read_texts(batch), set[int]()
    for scheme in (IdScheme(identity, version) for version in VERSIONS for identity in identities):
        made = _list_own_ids(scheme, texts, frozenset(beside), _DELETED)
        found.update(row for row, job_id in beside.items() if row in made.get(job_id, ()))
    return frozenset(found)


def _remark_on(taken: int) -> str:
    return ngettext(
        "Status and Job id were beside the wrong rows; importer matched {count} row by its content.",
        "Status and Job id were beside the wrong rows; importer matched {count} rows by their content.",
        taken,
    ).format(count=group_thousands(taken))


def _refuse_unclear(batch: Batch, previous: PreviousResults, found: _Displaced) -> None:
    """Raise SheetError where one of the rows that are left rows has a job, and it cannot be told which."""
    if found.left and any(_is_perhaps_there(previous, found.places[job_id]) for job_id in found.ids):
        row, job_id = min(found.taken.items())
        words = {"row": row, "place": found.places[job_id], "job_id": job_id, "rows": _list_rows(found.left)}
        raise SheetError(DISPLACED_RESULTS, path=batch.sheet.path, **words)


def _refuse_retyped(batch: Batch, previous: PreviousResults, found: _Displaced) -> None:
    """Raise SheetError for a row that says something else than the job that it has, which another row says now."""
    left = frozenset(found.left)
    for row, job_id in found.taken.items():
        position = found.places[job_id]
        if position in left and _is_perhaps_there(previous, position):
            raise SheetError(RETYPED_ROW, path=batch.sheet.path, row=position, other=row, job_id=job_id)


def _is_perhaps_there(previous: PreviousResults, position: int) -> bool:
    return previous.jobs[position][0] in _MAY_BE_THERE or position in previous.copied


def _list_rows(rows: Sequence[int]) -> str:
    return ", ".join(map(str, rows[:_NAMED])) + (", …" if len(rows) > _NAMED else "")


def _find_displaced(
    batch: Batch, previous: PreviousResults, identities: Sequence[str], find_recorded: Callable[[], Owners]
) -> _Displaced | None:
    """None where each id stands beside its own row, or beside a row that was changed since and no other row has it."""
    beside = {row: job_id for row, (_, job_id) in previous.jobs.items()}
    texts = _read_texts(batch)
    schemes = [IdScheme(identity, version) for version in VERSIONS for identity in identities]
    own = {row: job_id for row, job_id in _read_column(batch, "id").items() if job_id}
    own |= _find_by_reference(schemes, {row: text for row, text in texts.items() if row not in own}, {*beside.values()})
    left = [row for row in texts if row not in own or own[row] != beside.get(row)]
    owners: dict[str, Collection[int]] = {}
    for more, scheme in product((0, _DELETED), schemes):
        if scheme.version == _AS_SENT and not more:
            texts = _add_what_was_sent(batch, texts)
        made = _list_own_ids(scheme, texts, frozenset(left) - own.keys(), more)
        left = [row for row in left if row not in made.get(beside.get(row, ""), ())]
        owners.update(made)
        if not any(row in beside for row in left):
            return None
    recorded = find_recorded()
    left = [row for row in left if row not in recorded.get(beside.get(row, ""), ())]
    owners |= {job_id: [row] for row, job_id in own.items()}
    aligned = {beside[row] for row in texts.keys() & beside.keys() - set(left)}
    places = {job_id: row for row, job_id in reversed(list(beside.items())) if job_id not in aligned}
    taken = _take_own(places, {**owners, **recorded}, set(left))
    copies = frozenset(row for row in left if beside.get(row) in aligned and row not in taken)
    if not taken and not copies:
        return None
    ids = places.keys() - set(taken.values())
    return _Displaced(taken, [row for row in left if row not in taken], frozenset(ids), places, copies)


def _take_own(places: Mapping[str, int], owners: Owners, left: set[int]) -> dict[int, str]:
    """These rows that say what one of these jobs was made of, each with its id."""
    taken: dict[int, str] = {}
    for job_id in places:
        row = next((row for row in sorted(owners.get(job_id, ())) if row in left and row not in taken), None)
        if row is not None:
            taken[row] = job_id
    return taken


def _list_own_ids(scheme: IdScheme, texts: Mapping[int, RowIdentity], rows: Collection[int], more: int) -> Owners:
    """The ids that follow from what these rows say without a reference; so many `more`, in case rows that say the same
    were deleted.
    """
    version, owners = scheme.version - 1, dict[str, Collection[int]]()
    alike: dict[str, list[int]] = {}
    for row, text in texts.items():
        alike.setdefault(text.contents[version], []).append(row)
    for content, group in alike.items():
        theirs = frozenset(row for row in group if row in rows) if content else frozenset()
        for ordinal in range(len(group) + more if theirs else 0):
            owners[scheme.make_content_id(texts[group[0]], ordinal)] = theirs
    return owners


def _find_by_reference(
    schemes: Sequence[IdScheme], texts: Mapping[int, RowIdentity], known: Collection[str]
) -> dict[int, str]:
    """The ids of rows that follow from their references, of those that have one that is known."""
    named = {row: text for row, text in texts.items() if text.references[0]}
    found = dict[int, str]()
    for scheme in schemes:
        ids = {row: scheme.make_reference_id(text) for row, text in named.items() if row not in found}
        found |= {row: job_id for row, job_id in ids.items() if job_id in known}
    return found


def _read_texts(batch: Batch) -> dict[int, RowIdentity]:
    """What each row says, also where it has an error."""
    rows = [int(row) for row in batch.values.index]
    hashes, references = hash_rows(batch, rows), _read_column(batch, REFERENCE)
    texts = {}
    for row in rows:
        canonical = to_canonical_text(reference := references.get(row, ""))
        texts[row] = RowIdentity((reference, canonical, canonical), ("", *hashes[row]))
    return texts


def _add_what_was_sent(batch: Batch, texts: Mapping[int, RowIdentity]) -> dict[int, RowIdentity]:
    """The same with what sound rows say to the letter: mostly that is not asked for."""
    sent = {row: content_hash_of(payload) for row, payload in payloads_of(batch.values.loc[batch.sound_rows])}
    return {row: replace(text, contents=(sent.get(row, ""), *text.contents[1:])) for row, text in texts.items()}


def _read_column(batch: Batch, name: str) -> dict[int, str]:
    found = batch.values[name].to_dict() if name in batch.values else {}
    return {int(str(row)): str(text) for row, text in found.items()}
