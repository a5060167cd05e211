"""The columns that results add to a sheet. A new one is one entry here; writing and reading back go by it."""

import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from importer.catalogue import NumberFormat
from importer.languages import _
from importer.problem import Problem
from importer.records.outcome import Outcome

_LOCAL_TIME = re.compile(r"([0-9-]{10} [0-9:]{8}) \(UTC([+-][0-9]{2}:[0-9]{2})?\)")


@dataclass(frozen=True, slots=True)
class RowResult:
    """What the added cells of a row tell of: its outcome, what is wrong with it, and the run."""

    outcome: Outcome
    problems: Sequence[Problem]
    run: str


@dataclass(frozen=True)
class ResultsColumn:
    """A column that results add: its heading, its width in letters, and the text of its cell, '' for none.

    `is_wrapped` text goes over several lines, the cell of an `is_coloured` one has the colour of the row's status. The
    columns that `identify` stand side by side in all results, so that they are known without a hidden name too.
    """

    heading: str
    width: float
    text_of: Callable[[RowResult], str]
    number_format: NumberFormat = NumberFormat.TEXT
    is_wrapped: bool = False
    is_coloured: bool = False
    identifies: bool = False


def _show_status(row: RowResult) -> str:
    return row.outcome.status.value


def _show_job_id(row: RowResult) -> str:
    return row.outcome.job_id


def _list_messages(row: RowResult) -> str:
    return "\n".join(f"{'' if p.is_error else _('Warning: ')}{_location_of(p)}{p.message}" for p in row.problems)


def _location_of(problem: Problem) -> str:
    where = " ".join(part for part in (problem.cell if problem.column else "", problem.heading) if part)
    return f"{where}: " if where else ""


def _list_advice(row: RowResult) -> str:
    by_advice: dict[str, list[str]] = {}
    for problem in row.problems:
        if problem.advice:
            by_advice.setdefault(problem.advice, []).append(problem.cell if problem.column else "")
    if len(by_advice) == 1:
        return next(iter(by_advice))
    return "\n".join(f"{_join_cells(cells)}{advice}" for advice, cells in by_advice.items())


def _join_cells(cells: Iterable[str]) -> str:
    named = ", ".join(cell for cell in cells if cell)
    return f"{named}: " if named else ""


def _show_sent_at(row: RowResult) -> str:
    sent = row.outcome.sent_at
    return "" if sent is None else to_local_time(sent.replace(microsecond=0))


def _show_run(row: RowResult) -> str:
    return row.run


def to_local_time(moment: datetime) -> str:
    """A moment as the clock on the wall shows it, with its distance from UTC."""
    return _show_local_time(moment, time.tzname)


def read_local_time(text: str) -> datetime | None:
    """The moment that `to_local_time` has spelled so, on whatever computer; None where it has not."""
    found = _LOCAL_TIME.fullmatch(text.strip())
    try:
        return datetime.fromisoformat(f"{found[1]}{found[2] or '+00:00'}") if found else None
    except ValueError:
        return None


@lru_cache  # many rows are sent in one second
def _show_local_time(moment: datetime, _zone: tuple[str, str]) -> str:
    local = moment.astimezone()
    offset = local.strftime("%z")
    zone = "UTC" if offset == "+0000" else f"UTC{offset[:3]}:{offset[3:5]}"
    return f"{local:%Y-%m-%d %H:%M:%S} ({zone})"


_GENERAL = NumberFormat.GENERAL  # as text, Excel can show ### for more than 255 letters
STATUS = ResultsColumn("Status", 18, _show_status, is_coloured=True, identifies=True)
JOB_ID = ResultsColumn("Job id", 38, _show_job_id, identifies=True)
RUN = ResultsColumn("Run", 8, _show_run, NumberFormat.WHOLE)
PROBLEM = ResultsColumn("Problem", 70, _list_messages, _GENERAL, is_wrapped=True, identifies=True)
TO_DO = ResultsColumn("What to do", 60, _list_advice, _GENERAL, is_wrapped=True, identifies=True)
SENT_AT = ResultsColumn("Sent at", 31, _show_sent_at, _GENERAL)
RESULTS_COLUMNS = (STATUS, JOB_ID, PROBLEM, TO_DO, SENT_AT, RUN)
RESULTS_HEADINGS = tuple(column.heading for column in RESULTS_COLUMNS)
_OURS = " (importer)"  # behind a heading that the sheet has too


def make_added_headings(theirs: Iterable[str]) -> tuple[str, ...]:
    """The headings of the added columns, told apart from those of the sheet: 'Status (importer)' beside 'Status'."""
    taken = {heading.strip().casefold() for heading in theirs}
    return tuple(f"{ours}{_OURS}" if ours.casefold() in taken else ours for ours in RESULTS_HEADINGS)


def results_heading_of(text: str) -> str:
    """Which of RESULTS_HEADINGS a heading in results stands for, '' for none."""
    name = text.strip().removesuffix(_OURS)
    return name if name in RESULTS_HEADINGS else ""
