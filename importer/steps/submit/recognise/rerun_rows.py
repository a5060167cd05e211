"""A results workbook is run again: which rows have a job already, or may have one, and which wait for an answer."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from importer.frames import payloads_of
from importer.journal import PreviousRuns
from importer.problem import CHANGED_AFTER_CREATED, COPIED_JOB_ID, HELD_IN_RESULTS, ZONE_NOT_KNOWN, Problem, Range
from importer.records import IN_TARGET, MADE_VERSION, Batch, IdFrom, PlannedJob, RowIdentity, Status, content_hash_of
from importer.steps.submit.recognise.reserved_ids import find_reserved_ids
from importer.steps.submit.recognise.row_identity import JobIds, hash_rows

_KEEPING = IN_TARGET | {Status.UNKNOWN}  # of these the job is there, or may be
_RESERVED = frozenset({Status.INVALID, Status.REJECTED, Status.NOT_SENT, Status.BLOCKED})  # another copy may make it
_CAN_BE_NEW = frozenset({IdFrom.CONTENT, IdFrom.REFERENCE})

# What the rows said that were sent under these job ids, hashed
ContentLookup = Callable[[Iterable[str]], Mapping[str, str]]


@dataclass(frozen=True)
class RerunRows:
    """What rows keep of an earlier run, by row.

    `ids` are the job ids that they were given; the jobs of the rows `there` are in the target, as that run said. A row
    of `problems` is one of these, or one that may be there, and has a problem since: it is looked up and never sent.
    Under an id that is `reserved` this computer has sent nothing: the row may have been sent otherwise since.
    """

    ids: Mapping[int, str] = field(default_factory=dict)
    there: frozenset[int] = frozenset()
    problems: Mapping[int, Problem] = field(default_factory=dict)
    reserved: Mapping[int, str] = field(default_factory=dict)


NO_RERUN = RerunRows()


def keep_job_ids(
    batch: Batch, identity: str, previous_runs: PreviousRuns, *, new_rows: bool = False
) -> tuple[Batch, RerunRows]:
    """Keep the job ids of rows that an earlier run to this target created, found there, or left open.

    Rows that came to nothing have theirs reserved: of two corrected copies of these results, the second finds the job
    of the first.

    A row that was copied in Excel took its job id along: the one that says what was sent keeps it, as far as
    the journal tells; where it does not, each of them gets an error. Errors of rows whose job is there become warnings,
    since nothing of such a row is sent.

    Rows of any other sheet keep the ids that are reserved for them, unless all rows that may be new are `new_rows`.
    """
    previous = batch.sheet.previous_results
    if previous is None and not new_rows:
        return batch, RerunRows(reserved=find_reserved_ids(batch, identity, previous_runs))
    if previous is None or previous.target not in {"", identity}:
        return batch, NO_RERUN
    own = batch.values.get("id")
    jobs = {
        row: job
        for row, job in previous.jobs.items()
        if row not in batch.left_out
        and (job[0] in _KEEPING | _RESERVED or row in previous.retyped)
        and (own is None or own.at[row] in {"", job[1]} or _is_given(*job))
    }
    if not previous.target:  # a format that cannot say of which target it tells
        elsewhere = previous_runs.select_known_elsewhere({job_id for _, job_id in jobs.values()}, identity)
        jobs = {row: job for row, job in jobs.items() if job[1] not in elsewhere}
    open_rows = {row for row, (status, _) in jobs.items() if status in _KEEPING} | previous.copied | previous.retyped
    earlier_ids = {row: job_id for row, (_, job_id) in jobs.items() if row in open_rows}
    batch, ids = _remove_copies(batch, earlier_ids, previous_runs.find_contents)
    others = {job_id: row for row, (_, job_id) in reversed(jobs.items()) if row not in open_rows}
    reserved = {row: job_id for job_id, row in others.items() if job_id not in earlier_ids.values()}
    there = previous_runs.select_ids_there(reserved.values(), identity) if reserved else frozenset()
    ids |= {row: job_id for row, job_id in reserved.items() if job_id in there or row in previous.deleted}
    batch, rerun = _forgive_problems(batch, ids, {row: jobs[row][0] for row in ids if jobs[row][0] in _KEEPING})
    return batch, replace(rerun, reserved={row: job_id for row, job_id in reserved.items() if row not in ids})


def _is_given(status: Status, job_id: str) -> bool:
    """True where the target has made the job under an id of its own, or may have, whatever id the row gives."""
    return status in _KEEPING and UUID(job_id).version != MADE_VERSION


def _remove_copies(batch: Batch, ids: Mapping[int, str], contents: ContentLookup) -> tuple[Batch, dict[int, str]]:
    often = Counter(ids.values())
    twice = {job_id for job_id, count in often.items() if count > 1}
    ids_by_row = {row: job_id for row, job_id in ids.items() if job_id not in twice}
    sent = contents(twice) if twice else {}
    problems: list[Problem] = []
    for job_id in sorted(twice):
        rows = [row for row, theirs in ids.items() if theirs == job_id]
        original = _find_original(batch, rows, sent.get(job_id, ""))
        if original is not None:
            ids_by_row[original] = job_id
            continue
        for row in rows:
            others = ", ".join(str(other) for other in rows if other != row)
            problems.append(batch.make_problem(COPIED_JOB_ID, row, (), job_id=job_id, others=others))
    return batch.add_problems(tuple(problems)) if problems else batch, ids_by_row


def _find_original(batch: Batch, rows: list[int], sent: str) -> int | None:
    """The row that says what was sent; of rows that all say the same, the first."""
    spoiled = {problem.row for problem in batch.problems if problem.is_error and problem.code.range is Range.CELL}
    sound = [row for row in rows if row not in spoiled]
    hashes = {row: content_hash_of(payload) for row, payload in payloads_of(batch.values.loc[sound])}
    as_sent = [row for row in sound if hashes[row] == sent]
    if as_sent:
        return as_sent[0]
    return rows[0] if len(sound) == len(rows) and len(set(hashes.values())) == 1 else None


def _forgive_problems(batch: Batch, ids: Mapping[int, str], statuses: Mapping[int, Status]) -> tuple[Batch, RerunRows]:
    """Let the rows whose job is there, or may be, be sound, without the cells that are not."""
    there = frozenset(row for row, status in statuses.items() if status in IN_TARGET)
    forgiven: dict[int, Problem] = {}
    values = batch.values.copy()
    remaining: list[Problem] = []
    for problem in batch.problems:
        if problem.row is None or problem.row not in statuses or not problem.is_error:
            remaining.append(problem)
            continue
        forgiven.setdefault(problem.row, problem)
        for name in problem.fields:
            if name in values:
                values.loc[problem.row, name] = ""
    warnings = (
        batch.make_problem(CHANGED_AFTER_CREATED, row, p.fields, message=p.message)
        for row, p in forgiven.items()
        if row in there and p.code is not ZONE_NOT_KNOWN
    )
    changed = replace(batch, values=values, problems=tuple(remaining)).add_problems(tuple(warnings))
    return (changed if forgiven else batch), RerunRows(ids, there, forgiven)


def hold_rows_of_results(
    jobs: Sequence[PlannedJob], batch: Batch, previous_runs: PreviousRuns, identity: str
) -> tuple[PlannedJob, ...]:
    """The jobs, with an obstacle that asks where the results hold the row; not where this computer has sent it since,
    or knows more of it.
    """
    previous = batch.sheet.previous_results
    held = previous.held if previous and previous.target in {"", identity} else {}
    waiting = [job for job in jobs if job.row in held and job.id_from in _CAN_BE_NEW and job.obstacle is None]
    if not waiting:
        return tuple(jobs)
    asked = {job.row: _ask_about(job, held[job.row], batch) for job in waiting if job.job_id != held[job.row]}
    there = previous_runs.select_ids_there([job.new_id for job in asked.values()], identity)
    changed = {row: job for row, job in asked.items() if job.new_id not in there}
    same = [job for job in waiting if job.job_id == held[job.row]]
    used = frozenset(job.job_id for job in jobs) | frozenset(held.values())
    changed |= {job.row: job for job in _give_new_ids(same, batch, previous_runs, identity, used)}
    return tuple(changed.get(job.row, job) for job in jobs)


def _give_new_ids(
    jobs: Sequence[PlannedJob], batch: Batch, previous_runs: PreviousRuns, identity: str, used: frozenset[str]
) -> Iterator[PlannedJob]:
    """Of rows that say just what the other job was made of, and would have its id: the next one, asked about; or the
    one under which an earlier run of these results has sent it.
    """
    hashes = hash_rows(batch, [job.row for job in jobs])
    new_ids = JobIds(previous_runs.list_identities(identity), used)
    related = previous_runs.find_related_runs(batch.sheet.path, batch.sheet.name)
    there = previous_runs.find_rows_of_jobs({job.job_id for job in jobs}, identity)
    for job in jobs:
        if any(row.run in related and row.id_from == IdFrom.PREVIOUS for row in there.get(job.job_id, ())):
            yield replace(job, id_from=IdFrom.PREVIOUS)  # somebody has said here that it is that job
            continue
        text = RowIdentity(("", "", ""), (job.content, *hashes[job.row]))
        for new_id, rows in new_ids.list_next_ids(text, previous_runs, identity):
            if any(row.run in related for row in rows):
                yield replace(job, job_id=new_id)
                break
        else:
            yield _ask_about(replace(job, job_id=new_id), job.job_id, batch)


def _ask_about(job: PlannedJob, other_id: str, batch: Batch) -> PlannedJob:
    question = batch.make_problem(HELD_IN_RESULTS, job.row, (), job_id=other_id)
    later = job.id_from is IdFrom.REFERENCE
    like = replace(job, job_id=other_id, id_from=IdFrom.LIKE, reference_is_later=later)
    return replace(like, obstacle=question, new_id=job.job_id)
