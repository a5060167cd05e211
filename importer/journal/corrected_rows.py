"""Rows of which a run created no job, and whose jobs are there: they were corrected in results, or sent in a later
run.
"""

from collections.abc import Iterator

from importer.errors import JournalError, NoSuchRun
from importer.journal.entries import JournalRow, JournalRun
from importer.journal.previous_runs import PreviousRuns
from importer.journal.reused_ids import make_reserved_id
from importer.records import Batch, IdScheme, Outcome, PreviousResults, Sheet, Status, make_reference_identity

_REFUSED = frozenset({Status.REJECTED, Status.BLOCKED})
_MOST_RUNS = 20  # that are looked into


def list_result_ids(row: JournalRow, run: JournalRun) -> frozenset[str]:
    """The ids by which results may name the job of a row: as planned, as the target gave it, or as reserved."""
    if row.outcome is None:
        return frozenset({row.job_id})
    is_reserved = row.outcome.status is Status.INVALID and not row.outcome.job_id
    return frozenset({row.job_id, make_reserved_id(row.row, run) if is_reserved else row.outcome.job_id})


def find_run_of_results(results: PreviousResults, previous_runs: PreviousRuns) -> JournalRun | None:
    """The run that results tell of; None where it is not of this computer, on which another may have its number."""
    if results.run is None:
        return None
    rows = {job_id: row for row, (_, job_id) in results.jobs.items()}
    found = set[bool | None]()
    try:
        run = previous_runs.find_run(results.run)
        for ours in previous_runs.read_rows(run.run):
            found |= {_is_meant(ours, results, rows[id_]) for id_ in list_result_ids(ours, run) & rows.keys()}
            if True in found:
                return run
    except (NoSuchRun, JournalError):
        return None
    return run if found == {None} else None


def _is_meant(ours: JournalRow, results: PreviousResults, row: int) -> bool | None:
    """Whether this row of results tells of that row of our run: every run that results went through has its job id.

    None where that cannot be said: the run was cut off, or the cells that say it are cleared.
    """
    status, sent_at = results.jobs[row][0], results.sent_at.get(row)
    if sent_at and ours.sent_at and ours.sent_at.replace(microsecond=0) == sent_at:
        return True
    if ours.outcome is None or (status is Status.UNKNOWN and sent_at is None):
        return None
    return sent_at is None and status is ours.outcome.status


def find_corrected_rows(
    previous_runs: PreviousRuns, run: JournalRun, batch: Batch, outcomes: tuple[Outcome, ...]
) -> frozenset[int]:
    """The invalid rows of a run whose jobs were created from results of it, or of an earlier run of the same sheet in
    which they said the same, or have the same reference; and its rejected and blocked rows whose jobs a later run
    created or found. `outcomes` have the ids that the results of the run itself give to these rows.
    """
    return _find_invalid(previous_runs, run, batch, outcomes) | _find_refused(previous_runs, run, outcomes)


def _find_refused(previous_runs: PreviousRuns, run: JournalRun, outcomes: tuple[Outcome, ...]) -> frozenset[int]:
    """The rejected and blocked rows whose jobs are in the target, as a later run has it."""
    refused = {one.row: one.job_id for one in outcomes if one.status in _REFUSED and one.job_id}
    known = previous_runs.find_rows_of_jobs(refused.values(), run.identity) if refused else {}
    there = {job_id for job_id, rows in known.items() if any(one.run > run.run and not one.is_open for one in rows)}
    return frozenset(row for row, job_id in refused.items() if job_id in there)


def _find_invalid(
    previous_runs: PreviousRuns, run: JournalRun, batch: Batch, outcomes: tuple[Outcome, ...]
) -> frozenset[int]:
    invalid = {outcome.row: outcome.job_id for outcome in outcomes if outcome.status is Status.INVALID}
    there = previous_runs.select_ids_there(invalid.values(), run.identity) if invalid else frozenset()
    found = {row for row, job_id in invalid.items() if job_id in there}
    others = [row for row in invalid if row not in found]
    for earlier in _list_earlier(previous_runs, run) if others else ():
        found |= {*_find_in(previous_runs, earlier, batch.sheet, others)}
    column = batch.reference_column
    if column and (others := [row for row in others if row not in found]):
        cells = batch.sheet.cells.iloc[:, column.position]
        found |= {*_find_by_reference(previous_runs, run, {row: str(cells[row]) for row in others})}
    return frozenset(found)


def _find_by_reference(previous_runs: PreviousRuns, run: JournalRun, references: dict[int, str]) -> Iterator[int]:
    """These rows whose references have jobs that were sent from other files than that of the run; one for each."""
    scheme, rows = IdScheme(run.identity), dict[str, int]()
    for row, reference in references.items():
        if (identity := make_reference_identity(reference)).references[0]:
            rows.setdefault(scheme.make_reference_id(identity), row)
    there = previous_runs.find_rows_of_jobs(rows, run.identity) if rows else {}
    yield from (rows[job_id] for job_id, known in there.items() if any(one.file != run.file for one in known))


def _list_earlier(previous_runs: PreviousRuns, run: JournalRun) -> list[JournalRun]:
    same = (run.file, run.sheet, run.identity)
    runs = (one for one in previous_runs.list_runs() if (one.file, one.sheet, one.identity) == same)
    return [one for one in runs if one.run < run.run][-_MOST_RUNS:]


def _find_in(previous_runs: PreviousRuns, earlier: JournalRun, sheet: Sheet, rows: list[int]) -> Iterator[int]:
    ids = {
        row.row: row.outcome.job_id or make_reserved_id(row.row, earlier)
        for row in previous_runs.read_rows(earlier.run)
        if row.outcome is not None and row.outcome.status is Status.INVALID
    }
    there = previous_runs.select_ids_there(ids.values(), earlier.identity) if ids else frozenset()
    if not there:
        return
    try:
        before = previous_runs.read_sheet(earlier)
    except NoSuchRun:
        return
    headings = [heading for heading in dict.fromkeys(sheet.headings) if heading in before.headings]
    then, now = before.read_under(headings), sheet.read_under(headings)
    corrected = {then[row] for row, job_id in ids.items() if job_id in there and row in then}
    yield from (row for row in rows if now[row] in corrected)
