"""Rows with an unknown outcome that nothing can look up: a person has looked in the target, and says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from pathlib import Path

from importer.catalogue import GUID
from importer.errors import NoSuchRun, RunUnderWay, SettingsError
from importer.jobs_api import NOT_FOUND, JobsApi, NoResponse, Response
from importer.journal import Journal, JournalRow, JournalRun, RunState, read_recorded_result
from importer.languages import _
from importer.problem import NOT_SENT, NOT_SETTLED, OTHER_ID, OTHER_TARGET, Problem
from importer.records import ImportResult, Outcome, Status
from importer.runs.history import CUT_OFF, UNDER_WAY, find_run, summary_of
from importer.runs.recorded_run import open_journal
from importer.runs.request import restore_request
from importer.settings import Target
from importer.steps.report import command_of
from importer.targets import open_target


@dataclass(frozen=True)
class SettledRows:
    """The rows of a run that were settled, what they are now, and the job that is there, as the target names it; or the
    command that sends them, `resumed` where it goes on with their run.
    """

    run: int
    rows: tuple[int, ...]
    status: Status
    job_id: str = ""
    name: str = ""
    command: str = ""
    resumed: bool = True


def settle_as_not_there(run: str, rows: Sequence[range] | None) -> SettledRows:
    """Record that the jobs of these unknown rows are not in the target, None: of all; the rows may be sent then.

    `run` is its number or 'last'. Raises NoSuchRun, RunUnderWay or JournalError; nothing is settled then.
    """
    with open_journal() as journal:
        ended = _find_run(run, journal)
        with journal.lock_run(Path(ended.file), ended.file_hash, ended.identity):
            entries = _find_unknown(ended, rows, journal)
            batch = read_recorded_result(journal.previous_runs, ended.run).batch
            problem = partial(
                batch.make_problem, NOT_SENT, names=(), reason=_("you said that its job is not in the target")
            )
            unsent = partial(Outcome, status=Status.NOT_SENT)
            settled = [(e, unsent(e.row, job_id=e.job_id, problems=(problem(row=e.row),))) for e in entries]
            result = _record(ended, settled, journal)
        resumed, numbers = ended.continued_by is None, tuple(entry.row for entry in entries)
        command = f"'importer resume {ended.run}'" if resumed else command_of(result, "run")
        return SettledRows(ended.run, numbers, Status.NOT_SENT, command=command, resumed=resumed)


def settle_as_there(run: str, row: int, job_id: str, *, target: Target | str | None = None) -> SettledRows:
    """Record that the job of an unknown row is in the target under this id, once the target has shown a job there.

    Raises what `settle_as_not_there` does, and SettingsError or ApiError where the target cannot be asked.
    """
    with open_journal() as journal:
        ended = _find_run(run, journal)
        with journal.lock_run(Path(ended.file), ended.file_hash, ended.identity):
            (entry,) = _find_unknown(ended, [range(row, row + 1)], journal)
            given, name = _find_job(job_id, entry, ended, target, journal)
            problems: tuple[Problem, ...] = ()
            if given != entry.job_id:
                batch = read_recorded_result(journal.previous_runs, ended.run).batch
                problems = (batch.make_problem(OTHER_ID, row, ("id",), sent=entry.job_id, given=given),)
            _record(ended, [(entry, Outcome(row, Status.CREATED, given, problems))], journal)
        return SettledRows(ended.run, (row,), Status.CREATED, given, name)


def _find_run(number: str, journal: Journal) -> JournalRun:
    """A run that has ended."""
    run = find_run(number, journal, by_name=False)
    state = summary_of(run, journal).state
    if state == UNDER_WAY:
        fix = _("Wait until it has ended, then type the same command again.")
        reason = _("a run is in progress in process {pid}").format(pid=run.pid)
        raise RunUnderWay(NOT_SETTLED, run=run.run, reason=reason, fix=fix)
    if state == CUT_OFF:
        fix = _("Type 'importer resume {run}': it looks for the jobs of its rows first.").format(run=run.run)
        raise RunUnderWay(NOT_SETTLED, run=run.run, reason=_("the run was cut off"), fix=fix)
    return run


def _find_unknown(run: JournalRun, rows: Sequence[range] | None, journal: Journal) -> list[JournalRow]:
    """The unknown rows that are meant. Raises NoSuchRun where one of them is none, or was run again since."""
    entries = journal.read_rows(run.run)
    unknown = {entry.row: entry for entry in entries if entry.outcome and entry.outcome.status is Status.UNKNOWN}
    refuse = partial(NoSuchRun, NOT_SETTLED, run=run.run)
    if not unknown:
        fix = _("Type 'importer runs show {run}' to see the outcome of its rows.").format(run=run.run)
        raise refuse(reason=_("none of its rows has an unknown outcome"), fix=fix)
    numbers = ", ".join(map(str, unknown))
    fix = _("Rows with an unknown outcome in run {run}: {rows}.").format(run=run.run, rows=numbers)
    first, last = (entries[0].row, entries[-1].row) if entries else (0, 0)
    if rows and (rows[0].start < first or rows[-1].stop > last + 1):
        raise refuse(reason=_("its rows are {first} to {last}").format(first=first, last=last), fix=fix)
    chosen = list(unknown) if rows is None else list(chain.from_iterable(rows))
    for row in chosen:
        if row not in unknown:
            raise refuse(reason=_("the outcome of row {row} is known").format(row=row), fix=fix)
        later = journal.previous_runs.find_last_run_with(unknown[row].job_id, run.identity)
        if later != run.run:
            reason = _("row {row} was run again in run {later}").format(row=row, later=later)
            again = _("Settle it there: 'importer runs show {later}' shows its state.").format(later=later)
            raise refuse(reason=reason, fix=again)
    return [unknown[row] for row in chosen]


def _find_job(
    job_id: str, entry: JournalRow, run: JournalRun, target: Target | str | None, journal: Journal
) -> tuple[str, str]:
    """The id and name of a job that the target shows and that is not known to be another row's."""
    refuse = partial(NoSuchRun, NOT_SETTLED, run=run.run)
    given = GUID.to_canonical(job_id)
    if given is None:
        fix = _("Copy the id from the field-service system, in the form 95c70f4b-6876-4036-95ba-da05df5f3ec1.")
        raise refuse(reason=_('"{text}" is not the id of a job').format(text=job_id), fix=fix)
    owner = journal.previous_runs.find_row_of_job(given, run.identity, besides=entry.job_id)
    if owner is not None:
        reason = _("the job {id} belongs to row {row} in run {run}")
        reason = reason if owner[1] else _("the job {id} belongs to a row of run {run}, which was erased")
        reason = reason.format(id=given, row=owner[1], run=owner[0])
        raise refuse(reason=reason, fix=_("Look for another job with the values of row {row}.").format(row=entry.row))
    response = _ask_for(given, run, target)
    if not response.fine or response.entity is None or GUID.to_canonical(str(response.entity.get("id", ""))) != given:
        reason = _("the target does not show a job {id} (HTTP {status})").format(id=given, status=response.status)
        fix = _("Check the id. If the job is not in the target, use --not-there.")
        if response.status != NOT_FOUND:
            fix = _("Type the same command again when the target answers.")
        raise refuse(reason=reason, fix=fix)
    return given, str(response.entity.get("name") or "")


def _ask_for(job_id: str, run: JournalRun, target: Target | str | None) -> Response:
    request = restore_request(Path(run.file), run.options)
    with open_target(target or request.target, sheet=Path(run.file)) as opened:
        if not opened.is_known_as(run.identity):
            raise SettingsError(OTHER_TARGET, run=run.run, ours=run.identity, theirs=opened.identity)
        with JobsApi(opened, request.policy) as api:
            api.check_connection()
            try:
                return api.get_job(job_id)
            except NoResponse as lost:
                fix = _("Type the same command again when the target answers.")
                raise NoSuchRun(NOT_SETTLED, run=run.run, reason=lost.reason, fix=fix) from lost


def _record(run: JournalRun, settled: Sequence[tuple[JournalRow, Outcome]], journal: Journal) -> ImportResult:
    """Write the outcomes, with the time of the latest try, and close the run with its new counts; give its result."""
    before = journal.previous_runs.find_sent_before(run.run)
    failed: list[Exception] = []
    for entry, outcome in settled:
        tried = before.get(entry.job_id)
        timed = replace(outcome, sent_at=entry.sent_at or (tried.at if tried else None))
        journal.record_outcome(run.run, timed, entry.last, lambda error: failed.append(error) if error else None)
    journal.finish_outcomes()
    if failed:
        raise failed[0]
    result = read_recorded_result(journal.previous_runs, run.run)
    path = Path(run.results) if run.results else None
    journal.end_run(run.run, _state_of(result), result.exit_code, results=path, counts=result.counts)
    return result


def _state_of(result: ImportResult) -> RunState:
    return RunState.STOPPED if result.stopped else RunState.FINISHED
