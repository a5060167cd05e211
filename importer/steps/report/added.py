"""What stands beside each row: its status, its job id, what is wrong, what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from importer.problem import Problem
from importer.records import ImportResult, Status

ADDED_WIDTHS = (13, 38, 70, 60, 31, 8)


class Look(Enum):
    """How a cell looks: as Excel's own cell styles of these names, or plain."""

    PLAIN = "plain"
    GOOD = "good"
    NEUTRAL = "neutral"
    BAD = "bad"


LOOK_OF = {
    Status.CREATED: Look.GOOD,
    Status.EXISTS: Look.GOOD,
    Status.INVALID: Look.BAD,
    Status.REJECTED: Look.BAD,
    Status.UNKNOWN: Look.NEUTRAL,
    Status.BLOCKED: Look.BAD,
    Status.NOT_SENT: Look.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class AddedCells:
    """The cells beside a row, as text, in the order of ADDED_HEADINGS; `look` is that of the status."""

    texts: tuple[str, str, str, str, str, str]
    look: Look

    @property
    def problem(self) -> str:
        """What is wrong with the row, '' if nothing is."""
        return self.texts[2]


def added_cells(result: ImportResult) -> Mapping[int, AddedCells]:
    """The cells beside each row, by row number.

    A row that is invalid only because something is wrong with the whole sheet says what that is.
    """
    by_row: dict[int | None, list[Problem]] = {}
    for problem in result.problems:
        by_row.setdefault(problem.row, []).append(problem)
    of_the_sheet = [problem for problem in by_row.get(None, ()) if problem.is_error]
    run, times = "" if result.run is None else str(result.run), _Times()
    cells = {}
    for outcome in result.outcomes:
        told = by_row.get(outcome.row, [])
        if outcome.status is Status.INVALID and not any(problem.is_error for problem in told):
            told = of_the_sheet + told
        look = Look.PLAIN if _only_checked(result, outcome.status) else LOOK_OF[outcome.status]
        texts = (outcome.status.value, outcome.job_id, _said(told), _advice(told), times(outcome.sent_at), run)
        cells[outcome.row] = AddedCells(texts, look)
    return cells


def local_time(moment: datetime) -> str:
    """A moment as the clock on the wall shows it, with its distance from UTC."""
    local = moment.astimezone()
    offset = local.strftime("%z")
    return f"{local:%Y-%m-%d %H:%M:%S} (UTC{offset[:3]}:{offset[3:5]})"


class _Times:
    """Moments as they are shown; many rows are sent in one second."""

    def __init__(self) -> None:
        self._known: dict[datetime, str] = {}

    def __call__(self, moment: datetime | None) -> str:
        if moment is None:
            return ""
        second = moment.replace(microsecond=0)
        if second not in self._known:
            self._known[second] = local_time(second)
        return self._known[second]


def _only_checked(result: ImportResult, status: Status) -> bool:
    return result.checked_only and status is Status.NOT_SENT


def _said(problems: Sequence[Problem]) -> str:
    return "\n".join(f"{'' if p.is_error else 'Warning: '}{_where(p)}{p.message}" for p in problems)


def _where(problem: Problem) -> str:
    place = " ".join(part for part in (problem.cell if problem.column else "", problem.heading) if part)
    return f"{place}: " if place else ""


def _advice(problems: Iterable[Problem]) -> str:
    by_advice: dict[str, list[str]] = {}
    for problem in problems:
        if problem.advice:
            by_advice.setdefault(problem.advice, []).append(problem.cell if problem.column else "")
    if len(by_advice) == 1:
        return next(iter(by_advice))
    return "\n".join(f"{_cells(cells)}{advice}" for advice, cells in by_advice.items())


def _cells(cells: list[str]) -> str:
    named = ", ".join(cell for cell in cells if cell)
    return f"{named}: " if named else ""
