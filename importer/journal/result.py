"""A run as a result, made of what stands in the journal and nothing else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

import pandas as pd

from importer.errors import ExitCode
from importer.journal.entries import JournalRow, JournalRun, RowState
from importer.journal.past import Past
from importer.problem import CUT_OFF, NOT_SENT
from importer.records import Batch, ImportResult, Outcome, Status

CUT = "the run was cut off"


def recorded_result(past: Past, number: int, *, of: Batch | None = None, reason: str = CUT) -> ImportResult:
    """What became of every row of a run, each exactly once.

    A row that was being sent when the run was cut off is `unknown`, one that had not come to that is `not sent`, for
    this `reason`. The texts of the sheet are those of the batch `of` where it is at hand, else those in the journal.
    Raises JournalError where it cannot be read, NoSuchRun where it has no such run.
    """
    run = past.run(number)
    batch = replace(of or _batch(past, run), problems=past.problems(number))
    rows = {row.row: row for row in past.rows(number)}
    outcomes = tuple(_outcome(int(str(row)), rows, batch, reason) for row in batch.sheet.cells.index)
    finished = run.finished or max((_last_moment(row, run.started) for row in rows.values()), default=run.started)
    result = ImportResult(batch, outcomes, run.target, run.started, finished, run=number, said=_said(run))
    return replace(result, stopped=_why_stopped(outcomes), interrupted=run.exit_code is ExitCode.INTERRUPTED)


def _said(run: JournalRun) -> tuple[str, ...]:
    said = run.options.get("said")
    return tuple(map(str, said)) if isinstance(said, list) else ()


def _batch(past: Past, run: JournalRun) -> Batch:
    sheet = past.sheet(run)
    columns, remarks = past.meaning(run.run)
    return Batch(sheet, columns, pd.DataFrame(index=sheet.cells.index), remarks=remarks)


def _outcome(row: int, rows: Mapping[int, JournalRow], batch: Batch, reason: str) -> Outcome:
    known = rows.get(row)
    if known is None:
        return Outcome(row, Status.NOT_SENT, "", (batch.problem(NOT_SENT, row, (), reason=reason),))
    if known.outcome is not None:
        return known.outcome
    if known.state is RowState.SENDING:
        return Outcome(row, Status.UNKNOWN, known.job_id, (batch.problem(CUT_OFF, row, ()),), known.sent_at)
    return Outcome(row, Status.NOT_SENT, known.job_id, (batch.problem(NOT_SENT, row, (), reason=reason),))


def _last_moment(row: JournalRow, started: datetime) -> datetime:
    return row.answered_at or row.sent_at or started


def _why_stopped(outcomes: tuple[Outcome, ...]) -> str:
    held = next((outcome for outcome in outcomes if outcome.status is Status.NOT_SENT), None)
    return held.problems[0].message if held and held.problems else ""
