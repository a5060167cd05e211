"""What is going to be sent: for each sound row its job id, what it says, and which rows must go first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from importer.catalogue import JOBS, REFERENCE, to_canonical_text
from importer.frames import Payload, payloads_of
from importer.journal import PreviousRuns
from importer.problem import DOUBLE_ID, REPEATED_REFERENCE, Problem
from importer.records import Batch, IdFrom, PlannedJob, RowIdentity, SameJob, content_hash_of, is_reference_id
from importer.steps.submit.parents import Parents
from importer.steps.submit.recognise import (
    NO_RERUN,
    FindKnown,
    JobIds,
    RerunRows,
    hash_rows,
)

Decide = Callable[[Sequence[PlannedJob]], Sequence[PlannedJob]]
_MADE = (IdFrom.REFERENCE, IdFrom.CONTENT)
_LOOKED_UP = frozenset(field.name for field in JOBS if field.lookup)


def assign_ids(
    batch: Batch, identities: Sequence[str], rerun: RerunRows = NO_RERUN, known: FindKnown | None = None
) -> Iterator[PlannedJob]:
    """The sound rows in the order of the sheet, each with its id for the target of these identities.

    Rows that were given one by an earlier run keep it, as `rerun` says; so do those with a `known` id, by any scheme.
    One that has only a reserved one gets what follows from what it says now, as in any sheet.
    """
    payloads = list(_make_payloads(batch, batch.sound_rows))
    own = frozenset(str(values["id"]) for _, values, _ in payloads if values.get("id"))
    texts = _read_texts(batch, payloads)
    nameless = {row: texts[row] for row, values, _ in payloads if row not in rerun.ids and not values.get("id")}
    made, older = _make_ids(nameless, identities, own | frozenset(rerun.ids.values()), rerun.reserved, known)
    first: dict[str, int] = {}
    for row, values, payload in payloads:
        id_from = _find_id_from(values, is_rerun=row in rerun.ids)
        job_id = rerun.ids.get(row) or made.get(row) or str(values["id"])
        other = first.setdefault(job_id, row)
        obstacle = rerun.problems.get(row) if other == row else _make_duplicate_problem(batch, row, values, other)
        later = bool(texts[row].references[0]) and (
            id_from is IdFrom.ID or (id_from is IdFrom.PREVIOUS and not is_reference_id(job_id, texts[row], identities))
        )
        content = texts[row].contents[0]
        yield PlannedJob(
            row,
            job_id,
            payload,
            content,
            id_from,
            obstacle=obstacle,
            reference_is_later=later,
            older_id=older.get(row, ""),
            reserved_id=rerun.reserved.get(row, "") if row in made else "",
        )


def _make_ids(
    rows: Mapping[int, RowIdentity],
    identities: Sequence[str],
    used: frozenset[str],
    reserved: Mapping[int, str],
    known: FindKnown | None,
) -> tuple[dict[int, str], dict[int, str]]:
    """The ids of these rows, and their older ones; what is reserved for a row is not for another that says the same."""
    first = {row: text for row, text in rows.items() if row not in reserved}
    ids = JobIds(identities, used | frozenset(reserved.values()))
    made = ids.of_rows(first, known)
    older = ids.find_older(first, frozenset(made.values()))
    rest = {row: text for row, text in rows.items() if row in reserved}
    if not rest:
        return made, older
    ids = JobIds(identities, used | frozenset(made.values()))
    made_of_rest = ids.of_rows(rest, known)
    return made | made_of_rest, older | ids.find_older(rest, frozenset([*made.values(), *made_of_rest.values()]))


def apply_reserved_ids(
    jobs: Sequence[PlannedJob], previous_runs: PreviousRuns | None, identity: str
) -> tuple[PlannedJob, ...]:
    """The jobs, with the ids that results have reserved for them where nothing else is known of their rows.

    One with a reference keeps the id that follows from that, which is the same in all files.
    """
    waiting = [job for job in jobs if job.reserved_id and job.id_from in _MADE and job.obstacle is None]
    ids = [job.job_id for job in waiting]
    there = previous_runs.select_ids_there(ids, identity) if previous_runs and ids else frozenset()
    used, changed = {job.job_id for job in jobs}, dict[int, PlannedJob]()
    for job in waiting:
        is_free = job.job_id not in there or job.id_from is IdFrom.REFERENCE  # the reserved id may have been found so
        if is_free and job.reserved_id not in used:
            used.add(job.reserved_id)
            changed[job.row] = _apply_reserved_id(job)
    return tuple(changed.get(job.row, job) for job in jobs)


def _apply_reserved_id(job: PlannedJob) -> PlannedJob:
    if job.id_from is IdFrom.REFERENCE:
        return replace(job, older_id=job.reserved_id)
    return replace(job, job_id=job.reserved_id, id_from=IdFrom.PREVIOUS, older_id=job.job_id)


def _read_texts(batch: Batch, payloads: Sequence[tuple[int, Payload, Payload]]) -> dict[int, RowIdentity]:
    hashes = hash_rows(batch, [row for row, _, _ in payloads])
    texts = {}
    for row, payload, _ in payloads:
        reference = str(payload.get(REFERENCE, ""))
        canonical = to_canonical_text(reference)
        texts[row] = RowIdentity((reference, canonical, canonical), (content_hash_of(payload), *hashes[row]))
    return texts


def _find_id_from(values: Payload, *, is_rerun: bool) -> IdFrom:
    if is_rerun:
        return IdFrom.PREVIOUS
    if values.get("id"):
        return IdFrom.ID
    return IdFrom.REFERENCE if values.get(REFERENCE) else IdFrom.CONTENT


def _make_payloads(batch: Batch, rows: list[int]) -> Iterator[tuple[int, Payload, Payload]]:
    """What each row says, and what is sent of it: an id in the place of its code where that is known."""
    sent = batch.to_send.loc[rows]
    names = list(dict.fromkeys(str(name).partition(".")[0] for name in sent if name != "id"))
    resolved = payloads_of(sent[[name for name in names if name in _LOOKED_UP]])
    for (row, values), (_, ids) in zip(payloads_of(batch.values.loc[rows]), resolved, strict=True):
        known = {name: value for name, value in values.items() if name not in _LOOKED_UP} | ids
        yield row, values, {name: known[name] for name in names if name in known}


def _make_duplicate_problem(batch: Batch, row: int, content: Payload, other: int) -> Problem:
    """Two rows with one id: the second would only find the first, and be lost."""
    if "id" in content:
        return batch.make_problem(DOUBLE_ID, row, ("id",), this=row, other=other)
    return batch.make_problem(REPEATED_REFERENCE, row, (REFERENCE,), this=row, other=other)


def apply_decision(jobs: Sequence[PlannedJob], same: SameJob) -> Sequence[PlannedJob]:
    """These jobs, which resemble earlier ones, as somebody has said what they are; held where nobody has."""
    if same is SameJob.HELD:
        return jobs
    if same is SameJob.SAME:
        return [replace(job, id_from=IdFrom.PREVIOUS, obstacle=None, new_id="") for job in jobs]
    return [
        replace(
            job,
            job_id=job.new_id,
            id_from=IdFrom.REFERENCE if job.payload.get(REFERENCE) else IdFrom.CONTENT,
            obstacle=None,
            new_id="",
            reference_is_later=False,
        )
        for job in jobs
    ]


def order_jobs(jobs: tuple[PlannedJob, ...], parents: Parents) -> tuple[PlannedJob, ...]:
    """Parents before children; within a level by parent, then by working sequence, then as in the sheet."""
    placed = (_place_job(job, parents) for job in jobs)
    return tuple(sorted(placed, key=lambda job: (job.level, *parents.sort_key_of(job.row))))


def _place_job(job: PlannedJob, parents: Parents) -> PlannedJob:
    obstacle = job.obstacle or parents.find_obstacle(job.row)
    row = job.row
    level, parent, family = parents.level_of(row), parents.row_of(row), parents.family_of(row)
    return replace(job, level=level, parent=parent, family=family, obstacle=obstacle)
