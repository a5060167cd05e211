"""A run as a result, made of what stands in the journal and nothing else."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial

import pandas as pd

from importer.errors import ExitCode
from importer.journal.corrected_rows import find_corrected_rows
from importer.journal.entries import JournalRow, JournalRun, RowState
from importer.journal.previous_runs import PreviousRuns
from importer.journal.reused_ids import make_reserved_id
from importer.problem import CUT_OFF, NOT_SENT
from importer.records import IN_TARGET, Batch, ImportResult, Outcome, SentBefore, Status

CUT = "the run was cut off"


def read_recorded_result(
    previous_runs: PreviousRuns, number: int, *, of: Batch | None = None, reason: str = CUT
) -> ImportResult:
    """What became of every row of a run, each exactly once.

    A row that was being sent when the run was cut off is `unknown`, one that had not come to that is `not sent`, for
    this `reason`. The texts of the sheet are those of the batch `of` where it is at hand, else those in the journal.
    Raises JournalError where it cannot be read, NoSuchRun where it has no such run.
    """
    run = previous_runs.find_run(number)
    batch = replace(of or _read_batch(previous_runs, run), problems=previous_runs.read_problems(number))
    known: dict[int, Outcome] = {}
    unsettled: dict[int, JournalRow] = {}
    finished = run.started
    for row in previous_runs.read_rows(number):
        if row.outcome is None or _is_unasked(row, run):
            unsettled[row.row] = row
        if row.outcome is not None:
            known[row.row] = row.outcome
        finished = max(finished, row.answered_at or row.sent_at or finished)
    find_sent_before = cache(partial(previous_runs.find_sent_before, number))
    if unsettled:
        known.update(_find_cut_off(find_sent_before(), unsettled, batch))
    nothing = partial(_make_not_sent, batch, reason)
    outcomes = tuple(known.get(row) or nothing(row, unsettled.get(row)) for row in map(int, batch.sheet.cells.index))
    outcomes = tuple(_add_reserved_id(outcome, batch, run) for outcome in outcomes)
    result = ImportResult(
        batch,
        outcomes,
        run.target,
        run.started,
        run.finished or finished,
        run=number,
        arguments=_list_arguments(run),
        asked=run.options,
        identity=run.identity,
        corrected=find_corrected_rows(previous_runs, run, batch, outcomes),
        created_before=_count_created_before(find_sent_before, outcomes),
    )
    return replace(result, stopped=_find_why_stopped(outcomes), interrupted=run.exit_code is ExitCode.INTERRUPTED)


def _count_created_before(
    find_sent_before: Callable[[], Mapping[str, SentBefore]], outcomes: Sequence[Outcome]
) -> dict[int, int]:
    """How many of the jobs that already exist each earlier run created."""
    there = [outcome.job_id for outcome in outcomes if outcome.status is Status.EXISTS]
    tries = find_sent_before().values() if there else ()
    created = {one.job_id: one.run for one in tries if one.status is Status.CREATED}
    return dict(sorted(Counter(created[job_id] for job_id in there if job_id in created).items()))


def _list_arguments(run: JournalRun) -> tuple[str, ...]:
    arguments = run.options.get("said")
    return tuple(map(str, arguments)) if isinstance(arguments, list) else ()


def _read_batch(previous_runs: PreviousRuns, run: JournalRun) -> Batch:
    sheet = previous_runs.read_sheet(run)
    columns, remarks = previous_runs.read_columns_and_remarks(run.run)
    return Batch(sheet, columns, pd.DataFrame(index=sheet.cells.index), remarks=remarks)


def _is_unasked(row: JournalRow, run: JournalRun) -> bool:
    """True of a row that was not sent because the run stopped, perhaps before its job was looked up."""
    sending = run.options.get("sending")
    if row.outcome is None or (isinstance(sending, dict) and sending.get("recreate")):
        return False  # with that option it may be known that the job is not there
    return any(problem.code is NOT_SENT for problem in row.outcome.problems)


def _find_cut_off(
    before: Mapping[str, SentBefore], rows: Mapping[int, JournalRow], batch: Batch
) -> Iterator[tuple[int, Outcome]]:
    """The rows that were being sent, and those that an earlier run has brought there or left open."""
    previous = batch.sheet.previous_results
    reported = {} if previous is None else {row: job for row, job in previous.jobs.items() if job[0] in IN_TARGET}
    for row, entry in rows.items():
        tried = before.get(entry.job_id)
        if tried is None and reported.get(row, (None, ""))[1] == entry.job_id:
            yield row, Outcome(row, Status.EXISTS, entry.job_id)
            continue
        if tried is not None and tried.status in IN_TARGET:
            made = tried.is_made_by_this_import
            status = Status.CREATED if made else Status.EXISTS
            yield row, Outcome(row, status, tried.job_id, sent_at=tried.at if made else None)
        elif entry.outcome is None and (
            entry.state is RowState.SENDING or (tried is not None and tried.status in (None, Status.UNKNOWN))
        ):
            yield (
                row,
                Outcome(row, Status.UNKNOWN, entry.job_id, (batch.make_problem(CUT_OFF, row, ()),), entry.sent_at),
            )


def _make_not_sent(batch: Batch, reason: str, row: int, known: JournalRow | None) -> Outcome:
    problem = batch.make_problem(NOT_SENT, row, (), reason=reason)
    return Outcome(row, Status.NOT_SENT, known.job_id if known else "", (problem,))


def _add_reserved_id(outcome: Outcome, batch: Batch, run: JournalRun) -> Outcome:
    """An invalid row with the id that its job will have, in whatever copy of the results it is corrected."""
    if outcome.status is not Status.INVALID or outcome.job_id:
        return outcome
    previous = batch.sheet.previous_results
    _, reserved = previous.jobs.get(outcome.row, (None, "")) if previous else (None, "")
    return replace(outcome, job_id=reserved or make_reserved_id(outcome.row, run))


def _find_why_stopped(outcomes: tuple[Outcome, ...]) -> str:
    unsent = (outcome for outcome in outcomes if outcome.status is Status.NOT_SENT and not outcome.is_held)
    first = next(unsent, None)
    return first.problems[0].message if first and first.problems else ""
