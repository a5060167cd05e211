"""Runs of the journal: which there are, how each stands, which one is meant, and writing its results again."""

from dataclasses import dataclass, replace
from pathlib import Path

from importer.errors import ImporterError, NoSuchRun, RunUnderWay
from importer.files import is_there
from importer.journal import Journal, JournalRow, JournalRun, read_recorded_result
from importer.languages import _
from importer.problem import NO_RUNS, NO_SUCH_RUN, RUN_UNDER_WAY
from importer.records import ImportResult, Observer, Status, is_run_number
from importer.runs.check import bounds_of
from importer.runs.checked_sheet import check_rows
from importer.runs.recorded_run import open_journal
from importer.runs.request import restore_request
from importer.settings import Options
from importer.steps.report import ensure_writable, results_path_of, write_results

LAST = "last"
CUT_OFF, UNDER_WAY = "cut off", "under way"


@dataclass(frozen=True)
class RunSummary:
    """A run and how it stands: `state` in a word or two, its settled rows by status."""

    run: JournalRun
    state: str
    counts: dict[Status, int]

    @property
    def can_go_on(self) -> bool:
        """True where there is something left to be sent or settled, and no other run has taken that over."""
        return not self.run.is_complete and self.run.continued_by is None and self.state != UNDER_WAY

    @property
    def state_text(self) -> str:
        """The state, and which run continued this one."""
        if self.run.continued_by is None:
            return self.state
        return _("{state}, continued in run {run}").format(state=self.state, run=self.run.continued_by)

    @property
    def next_step(self) -> str:
        """What to do about a run that has no end of its own; '' for one that has, whose result says it."""
        if self.state == UNDER_WAY:
            return _("It is running in process {pid}.").format(pid=self.run.pid)
        if self.run.continued_by is not None:
            continued = _("Next: 'importer runs show {run}': that run continued this one.")
            return continued.format(run=self.run.continued_by)
        if self.state == CUT_OFF:
            return _("Next: 'importer resume {run}' continues it and sends nothing twice.").format(run=self.run.run)
        return ""


def summaries_of(journal: Journal) -> tuple[RunSummary, ...]:
    """All runs of an open journal, the oldest first. Raises JournalError."""
    return tuple(summary_of(run, journal) for run in journal.previous_runs.list_runs())


def summary_of(run: JournalRun, journal: Journal) -> RunSummary:
    """A run and how it stands."""
    return RunSummary(run, _find_state(run, journal), journal.previous_runs.count_rows(run))


def _find_state(run: JournalRun, journal: Journal) -> str:
    if run.exit_code is None:
        return UNDER_WAY if journal.previous_runs.is_under_way(run) else CUT_OFF
    return "open" if run.state == "finished" and not run.is_complete else run.state


def find_run(run: str, journal: Journal, *, by_name: bool = True) -> JournalRun:
    """A run by its number, the 'last' one, or `by_name` the last of a file. Raises NoSuchRun."""
    if is_run_number(run):
        return journal.previous_runs.find_run(int(run))
    runs = journal.previous_runs.list_runs()
    if not runs:
        raise NoSuchRun(NO_RUNS)
    if run == LAST:
        return runs[-1]
    is_name = by_name and bool(Path(run).suffix)
    name = Path(run).name.casefold()
    for one in reversed(runs if is_name else ()):
        if name in {Path(one.file).name.casefold(), Path(one.results).name.casefold()}:
            return one
    reason = _("write its number, or 'last'")
    if by_name:
        number = _("write its number, 'last', or the name of its file, such as jobs.xlsx")
        reason = _("no run has read a file with that name") if is_name else number
    raise NoSuchRun(NO_SUCH_RUN, run=run, reason=reason)


def list_runs() -> tuple[RunSummary, ...]:
    """All runs of this user on this computer, the oldest first. Raises JournalError."""
    with open_journal() as journal:
        return summaries_of(journal)


def find_run_summary(run: str) -> RunSummary:
    """How a run stands, by its number or 'last'. Raises NoSuchRun, JournalError."""
    with open_journal() as journal:
        return summary_of(find_run(run, journal), journal)


def show_run(run: str) -> tuple[RunSummary, ImportResult, tuple[JournalRow, ...]]:
    """A run by its number, or the 'last' one: how it stands, as a result, and its rows as the journal has them.

    Raises NoSuchRun, JournalError.
    """
    with open_journal() as journal:
        found = find_run(run, journal)
        summary = summary_of(found, journal)
        reason = _("the run is in progress") if summary.state == UNDER_WAY else _("the run was cut off")
        result = read_recorded_result(journal.previous_runs, found.run, reason=reason)
        results = Path(found.results) if found.results and is_there(Path(found.results)) else None
        return summary, replace(result, results=results), journal.read_rows(found.run)


def write_results_again(
    run: str, results: str | Path | None = None, *, observer: Observer | None = None
) -> ImportResult:
    """Write the results workbook of a run again, from the journal alone, to `results` or where it was written before.

    Raises NoSuchRun, RunUnderWay where it has not come to its end, JournalError, and ResultsError where the workbook
    cannot be written.
    """
    summary, result, _ = show_run(run)
    if summary.state == UNDER_WAY:
        raise RunUnderWay(
            RUN_UNDER_WAY, pid=summary.run.pid, since=f"{summary.run.started.astimezone():%Y-%m-%d %H:%M:%S}"
        )
    path = Path(results or summary.run.results or results_path_of(Path(summary.run.file)))
    ensure_writable(path, sheet=result.batch.sheet.path)
    progress = observer.progress if observer else None
    with open_journal() as journal:
        return _read_values(write_results(result, path, journal, bounds=bounds_of(Options()), progress=progress))


def _read_values(result: ImportResult) -> ImportResult:
    """The result with the values of its rows, which the journal does not have: the sheet is read as it was then."""
    sheet = replace(result.batch.sheet, previous_results=None)  # whose file may say something else by now
    request = restore_request(sheet.path, result.asked)
    try:
        batch, _request = check_rows(request, offline=True, observer=Observer(), saved=sheet)
    except ImporterError:  # a version before read it by other rules
        return result
    return replace(result, batch=replace(result.batch, values=batch.values, columns=batch.columns))
