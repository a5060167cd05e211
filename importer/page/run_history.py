"""What is said of runs, those of before and those that were made by commands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from importer.catalogue import spell_count
from importer.files import is_there
from importer.languages import _, append_more, group_thousands
from importer.page.pictures import split_bar
from importer.records import IN_TARGET, TO_CORRECT, Status
from importer.runs import UNDER_WAY, RunSummary
from importer.steps.report import Cause
from importer.workbench import HeldCause

MOST_CELLS_SHOWN = 8
BAR = 1000.0  # units of the width of a bar
_CLASSES_AND_SIGNS = dict.fromkeys(IN_TARGET, ("good", "✓")) | dict.fromkeys(TO_CORRECT, ("bad", "✕"))
_OTHERS = ("open", "•")


@dataclass(frozen=True)
class ShownRun:
    """A run as it is listed."""

    number: int
    file: str
    sheet: str
    target: str
    started: str
    state: str
    rows: str
    results: str
    has_results: bool
    can_go_on: bool
    is_under_way: bool
    left: str
    statuses: "tuple[ShownStatus, ...]"


@dataclass(frozen=True)
class ShownStatus:
    """A status and how many rows have it, with its piece of the bar."""

    status: str
    meaning: str
    count: int
    css_class: str
    sign: str
    start: float
    width: float


@dataclass(frozen=True)
class ShownCause:
    """One cause of problems, and where it is."""

    number: int
    is_error: bool
    where: str
    message: str
    advice: str
    count: int


def summarise_run(summary: RunSummary) -> ShownRun:
    """A run as it is listed."""
    run = summary.run
    results = Path(run.results) if run.results else None
    return ShownRun(
        number=run.run,
        file=Path(run.file).name,
        sheet=run.sheet,
        target=run.target,
        started=to_local(run.started),
        state=summary.state_text,
        rows=", ".join(f"{group_thousands(count)} {status}" for status, count in summary.counts.items() if count),
        results=results.name if results else "",
        has_results=results is not None and is_there(results),
        can_go_on=summary.can_go_on,
        is_under_way=summary.state == UNDER_WAY,
        left=_describe_left(summary),
        statuses=show_statuses(summary.counts),
    )


def _describe_left(summary: RunSummary) -> str:
    """What is left to do of a run, in a few words."""
    if summary.state == UNDER_WAY:
        return _("it is running now")
    if summary.run.continued_by is not None:
        return _("continued in run {run}").format(run=summary.run.continued_by)
    wrong = sum(summary.counts[status] for status in TO_CORRECT)
    left = [_("can be continued")] if summary.can_go_on else []
    if wrong:
        left.append(_("{rows} to correct").format(rows=spell_count(wrong, "row")))
    return ", ".join(left) or _("nothing")


def to_local(moment: datetime) -> str:
    """A moment on the clock of this computer."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def show_statuses(counts: Mapping[Status, int]) -> tuple[ShownStatus, ...]:
    """The statuses that rows have, side by side in one bar."""
    there = [(status, count) for status, count in counts.items() if count]
    pieces = split_bar([count for _status, count in there], BAR)
    return tuple(
        ShownStatus(str(status), _(status.meaning), count, *_CLASSES_AND_SIGNS.get(status, _OTHERS), *piece)
        for (status, count), piece in zip(there, pieces, strict=True)
    )


@dataclass(frozen=True)
class ShownHeldCause(ShownCause):
    """A cause that can be chosen, and how many rows it releases."""

    key: str
    releases: int
    has_rows: bool


def show_held_causes(held: Sequence[HeldCause]) -> tuple[ShownHeldCause, ...]:
    """The same of a sheet that somebody works on, the one that releases most rows first."""
    return tuple(
        ShownHeldCause(**vars(shown), key=one.key, releases=one.releases, has_rows=bool(one.rows))
        for one, shown in zip(held, _show_each([one.cause for one in held]), strict=True)
    )


def show_causes(causes: Sequence[Cause]) -> tuple[ShownCause, ...]:
    """Why rows are wrong, the cause of most first."""
    return tuple(_show_each(causes))


def _show_each(causes: Sequence[Cause]) -> Iterator[ShownCause]:
    for cause in causes:
        cells = append_more(", ".join(cause.cells[:MOST_CELLS_SHOWN]), len(cause.cells) - MOST_CELLS_SHOWN)
        places = cells or _("the whole sheet")
        where = f'{places} "{cause.heading}"' if cause.heading else places
        yield ShownCause(cause.number, cause.is_error, where, cause.message, cause.advice, cause.count)
