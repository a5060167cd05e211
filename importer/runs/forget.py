"""Earlier runs are erased: by their number, by their age, or because they are older than the user keeps any."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from importer.catalogue import spell_count
from importer.errors import JournalError, RunUnderWay
from importer.journal import Journal, erase_runs
from importer.languages import _, ngettext
from importer.problem import RUN_NOT_ERASED
from importer.records import is_run_number
from importer.runs.history import UNDER_WAY, RunSummary, find_run, summaries_of
from importer.runs.recorded_run import open_journal


@dataclass(frozen=True)
class ErasedRuns:
    """The numbers of the runs that were `erased`, and of those that were not since rows of them are `unsettled`."""

    erased: tuple[int, ...]
    unsettled: tuple[int, ...] = ()


def forget_run(run: str, *, force: bool = False) -> ErasedRuns:
    """Erase a run, by its number or 'last': its rows, answers and sheet. Its job ids stay as hashes.

    A run with rows without a final outcome is erased only by `force`. Raises NoSuchRun, JournalError, and RunUnderWay
    where it cannot be erased now.
    """
    with open_journal() as journal:
        _refuse_while_one_runs(journal)
        if is_run_number(run) and journal.previous_runs.was_erased(int(run)):
            chosen: list[RunSummary] = []  # what a first try may have left in the file is swept out
        else:
            number = find_run(run, journal, by_name=False).run
            chosen = [summary for summary in summaries_of(journal) if summary.run.run == number]
        if not force:
            _refuse_unfinished(chosen)
        path = journal.path
    return _erase(path, chosen)


def forget_runs_before(day: date, *, force: bool = False) -> ErasedRuns:
    """Erase every run that began before this day, here; those with rows without a final outcome only by `force`.

    Raises JournalError, and RunUnderWay while a run is in progress.
    """
    with open_journal() as journal:
        _refuse_while_one_runs(journal)
        old = [summary for summary in summaries_of(journal) if summary.run.started.astimezone().date() < day]
        path = journal.path
    chosen = [summary for summary in old if force or not summary.can_go_on]
    return _erase(path, chosen, [summary for summary in old if summary not in chosen])


def forget_old_runs(journal: Journal, keep_days: int | None) -> tuple[str, ...]:
    """Erase the finished runs that are older than so many days, and say so; none while another is in progress."""
    if keep_days is None:
        return ()
    summaries = summaries_of(journal)
    oldest = datetime.now(UTC) - timedelta(days=keep_days)
    old = [one for one in summaries if one.run.started < oldest and not one.can_go_on]
    if not old or any(summary.state == UNDER_WAY for summary in summaries):
        return ()
    try:
        erase_runs(journal.path, [summary.run.run for summary in old])
    except JournalError as error:
        return (error.message,)
    numbers = ", ".join(str(summary.run.run) for summary in old)
    form = ngettext(
        "Erased from the journal because it is older than {days} (keep-runs): run {numbers}.",
        "Erased from the journal because they are older than {days} (keep-runs): runs {numbers}.",
        len(old),
    )
    return (form.format(days=spell_count(keep_days, "day"), numbers=numbers),)


def _erase(path: Path, chosen: Sequence[RunSummary], unsettled: Sequence[RunSummary] = ()) -> ErasedRuns:
    erase_runs(path, [summary.run.run for summary in chosen])
    return ErasedRuns(*(tuple(summary.run.run for summary in some) for some in (chosen, unsettled)))


def _refuse_while_one_runs(journal: Journal) -> None:
    for summary in summaries_of(journal):
        if summary.state == UNDER_WAY:
            reason = _("a run is in progress in process {pid}").format(pid=summary.run.pid)
            fix = _("Wait until it has ended, then type the same command again.")
            raise RunUnderWay(RUN_NOT_ERASED, run=summary.run.run, reason=reason, fix=fix)


def _refuse_unfinished(chosen: Sequence[RunSummary]) -> None:
    for summary in chosen:
        if summary.can_go_on:
            run = summary.run.run
            fix = _("'importer resume {run}' finishes it; to erase it anyway, add --force.").format(run=run)
            raise RunUnderWay(RUN_NOT_ERASED, run=run, reason=_("some of its rows have no final outcome"), fix=fix)
