"""Pictures where people would rather look than read, as places of an SVG; the numbers behind them stand in a table.

minutes    how many rows were answered in each minute of a run
calendar   on which days the due dates are: a month a line, so that a swapped day and month shows at once
coverage   how many rows each project has for each type of job, by status
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate

from importer.catalogue import PROJECT_CODE
from importer.journal import JournalRow
from importer.languages import _
from importer.records import Batch

MOST_BARS, STEPS = 60, (1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440)  # minutes that a bar may stand for
WIDE, HIGH = 600.0, 80.0  # units of a picture
MOST_MONTHS, MOST_LINES, MOST_COLUMNS, STRENGTHS = 15, 10, 6, 4
PROJECT, JOB_TYPE, STATUS, DUE = PROJECT_CODE, "job_type_code", "job_status_code", "due_date"


@dataclass(frozen=True)
class MinuteBar:
    """A number as a bar; `label` says of what."""

    label: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Minutes:
    """The rows of a run over time, each bar of so many minutes (`step`)."""

    bars: tuple[MinuteBar, ...]
    step: int


def minutes_of(rows: Iterable[JournalRow]) -> Minutes | None:
    """When the rows of a run were answered; None where all were within a minute, which is no picture."""
    times = [row.answered_at.astimezone() for row in rows if row.answered_at is not None]
    if not times or max(times) - min(times) < timedelta(minutes=1):
        return None
    first = min(times).replace(second=0, microsecond=0)
    span = (max(times) - first) / timedelta(minutes=1)
    step = next((step for step in STEPS if span / step < MOST_BARS), STEPS[-1])
    counts = Counter(int((moment - first) / timedelta(minutes=step)) for moment in times)
    places = range(max(counts) + 1)
    width, most = WIDE / len(places), max(counts.values())
    bars = (
        _make_bar(_spell_time(first + timedelta(minutes=step * one)), counts[one], one * width, width, most)
        for one in places
    )
    return Minutes(tuple(bars), step)


def _spell_time(moment: datetime) -> str:
    return f"{moment:%H:%M}"


def _make_bar(label: str, count: int, x: float, width: float, most: int) -> MinuteBar:
    height = HIGH * count / most
    return MinuteBar(
        label, count, round(x + width * 0.1, 2), round(HIGH - height, 2), round(width * 0.8, 2), round(height, 2)
    )


@dataclass(frozen=True)
class MonthOfDays:
    """A month with the days that something is due on: day, rows, and how strong that is, from 1."""

    label: str
    days: tuple[tuple[int, int, int], ...]
    total: int


@dataclass(frozen=True)
class Calendar:
    """The months with most rows, in their order; `others` are rows in other months, `none` those without a date."""

    months: tuple[MonthOfDays, ...]
    others: int
    none: int


def calendar_of(batch: Batch, rows: Sequence[int]) -> Calendar | None:
    """The due dates of these rows; None where there are none."""
    if DUE not in batch.values:
        return None
    counts: Counter[date] = Counter()
    for text in batch.values.loc[list(rows), DUE].tolist():
        try:
            counts[date.fromisoformat(text[:10])] += 1
        except ValueError:
            continue
    by_month: dict[str, dict[int, int]] = defaultdict(dict)
    for day, count in counts.items():
        by_month[f"{day:%Y-%m}"][day.day] = count
    if not by_month:
        return None
    totals = {month: sum(days.values()) for month, days in by_month.items()}
    shown = sorted(sorted(totals, key=lambda month: -totals[month])[:MOST_MONTHS])
    most = max(counts.values())
    months = tuple(_make_month(month, by_month[month], most) for month in shown)
    return Calendar(months, sum(totals.values()) - sum(one.total for one in months), len(rows) - sum(totals.values()))


def _make_month(label: str, days: Mapping[int, int], most: int) -> MonthOfDays:
    strong = tuple((day, count, -(-count * STRENGTHS // most)) for day, count in sorted(days.items()))
    return MonthOfDays(label, strong, sum(days.values()))


@dataclass(frozen=True)
class CoverageCell:
    """The rows of one project and type of job: by status in words, and as pieces of a bar with the status' number."""

    count: int
    words: str
    pieces: tuple[tuple[int, float, float], ...]


@dataclass(frozen=True)
class Coverage:
    """Projects by types of job, those with most rows first; `statuses` explain the pieces; the rest is `others`."""

    job_types: tuple[str, ...]
    lines: tuple[tuple[str, tuple[CoverageCell, ...]], ...]
    statuses: tuple[str, ...]
    others: int


def coverage_of(batch: Batch, rows: Sequence[int]) -> Coverage | None:
    """What these rows cover; None where the sheet does not say both project and type of job."""
    if not {PROJECT, JOB_TYPE} <= set(batch.values):
        return None
    names = [PROJECT, JOB_TYPE, *([STATUS] if STATUS in batch.values else [])]
    counts = Counter(
        (*found, "")[:3] for found in batch.values.loc[list(rows), names].itertuples(index=False, name=None)
    )
    projects, job_types, statuses = (_list_most(counts, position) for position in range(3))
    projects, job_types = projects[:MOST_LINES], job_types[:MOST_COLUMNS]
    lines = tuple(
        (project or _("none"), tuple(_make_cell(counts, project, job_type, statuses) for job_type in job_types))
        for project in projects
    )
    shown = sum(cell.count for _project, cells in lines for cell in cells)
    named = tuple(one or _("none") for one in job_types)
    return (
        Coverage(named, lines, tuple(one or _("none") for one in statuses), counts.total() - shown) if lines else None
    )


def _list_most(counts: Mapping[tuple[str, ...], int], position: int) -> list[str]:
    totals: Counter[str] = Counter()
    for words, count in counts.items():
        totals[words[position]] += count
    return [word for word, _count in sorted(totals.items(), key=lambda item: (-item[1], item[0]))]


def _make_cell(
    counts: Mapping[tuple[str, ...], int], project: str, job_type: str, statuses: Sequence[str]
) -> CoverageCell:
    found = [counts.get((project, job_type, status), 0) for status in statuses]
    words = ", ".join(f"{status or _('none')}: {count}" for status, count in zip(statuses, found, strict=True) if count)
    pieces = enumerate(zip(found, split_bar(found, 100.0), strict=True))
    return CoverageCell(
        sum(found), words, tuple((number % STRENGTHS, *piece) for number, (count, piece) in pieces if count)
    )


def split_bar(counts: Sequence[int], wide: float) -> Iterator[tuple[float, float]]:
    """Each count as a piece of a bar: where it begins, and how wide it is."""
    total = sum(counts) or 1
    for start, count in zip(accumulate(counts, initial=0), counts, strict=False):  # the last start is the end
        yield round(wide * start / total, 2), round(wide * count / total, 2)
