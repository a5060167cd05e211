"""What the commands about runs print."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from importer.cli.console import Console, write_json
from importer.cli.fitting_table import TableColumn, print_table
from importer.cli.show import show_causes
from importer.errors import UsageError
from importer.files import is_there
from importer.journal import JournalRow
from importer.languages import N_, _
from importer.problem import NOT_UNDERSTOOD
from importer.records import IN_TARGET, JOB_ID, ImportResult, Status
from importer.runs import ErasedRuns, RunSummary, SettledRows
from importer.steps.report import (
    describe_corrected_rows,
    describe_next_step,
    find_causes,
    to_problem_object,
    to_result_object,
)

_ROWS = re.compile(r"(\d{1,7})(?:-(\d{1,7}))?")  # as many digits as a row of Excel has
_OF_RESULT = ("rows", "counts", "remarks", "problems", "jobs", "stopped")  # the rest is told as the run has it


def print_runs(runs: Iterable[RunSummary], *, as_json: bool) -> None:
    """List runs, the latest last."""
    runs = tuple(runs)
    if as_json:
        write_json([_to_run_object(summary) for summary in runs])
        return
    console = Console()
    if not runs:
        console.say(_("There are no runs yet. Next: 'importer run jobs.xlsx --target practice'."))
        return
    columns = [column for column, _words in _COLUMNS]
    titled = [replace(column, title=_(column.title)) for column in columns]
    rows = [[escape(words_of(summary)) for _column, words_of in _COLUMNS] for summary in runs]
    print_table(console, titled, rows)
    unfinished = [summary.run.run for summary in runs if summary.can_go_on]
    more = _("'importer resume {run}' continues run {run}.").format(run=unfinished[-1]) if unfinished else ""
    shows = _("Next: 'importer runs show {run}' shows one.").format(run=runs[-1].run.run)
    console.say(f"{shows} {more}".rstrip())


def print_run(summary: RunSummary, result: ImportResult, rows: tuple[JournalRow, ...], *, as_json: bool) -> None:
    """Show a run: facts, rows by status, problems by cause, what to do next."""
    if as_json:
        of_result = {name: fact for name, fact in to_result_object(result).items() if name in _OF_RESULT}
        write_json({**_to_run_object(summary), **of_result, "each_row": [_to_row_object(row) for row in rows]})
        return
    console = Console()
    for name, fact in _list_facts(summary):
        console.print(f"[bold]{name}[/bold]: {escape(fact)}", soft_wrap=True)
    table = Table(_("Status"), _("Rows"), _("Which"))
    for status in Status:
        of_status = [outcome.row for outcome in result.outcomes if outcome.status is status]
        if of_status:
            table.add_row(status, str(len(of_status)), _spell_ranges(of_status))
    console.print(table)
    causes = find_causes(result)
    if causes:
        show_causes(console, causes)
    console.say(summary.next_step or describe_next_step(result, causes))


def print_row(
    number: int, summary: RunSummary, result: ImportResult, rows: tuple[JournalRow, ...], *, as_json: bool
) -> None:
    """Show what became of one row of a run: its status, its job, what is wrong with it."""
    found = [row for row in rows if row.row == number]
    if as_json:
        problems = [to_problem_object(result, problem) for problem in result.problems if problem.row == number]
        write_json({"run": summary.run.run, "each_row": [*map(_to_row_object, found)], "problems": problems})
        return
    console, outcome = Console(), next((one for one in result.outcomes if one.row == number), None)
    words = {"file": Path(summary.run.file).name, "row": number, "run": summary.run.run}
    if outcome is None:
        sentence = _("In run {run}, row {row} of {file} was not a job. These rows were: {rows}.")
        console.say(sentence.format(**words, rows=_spell_ranges([one.row for one in result.outcomes])))
        return
    sentence = _("Row {row} of {file}: {status}, in run {run} to {target}.")
    console.say(sentence.format(**words, status=outcome.status, target=summary.run.target))
    if outcome.status in IN_TARGET:
        console.print(f"[bold]{JOB_ID.heading}[/bold]: {outcome.job_id}", soft_wrap=True)
    for one in found:
        if one.sent_at and one.answered_at:
            console.print(f"[bold]{_('Answered by the target')}[/bold]: {_to_local(one.answered_at)}", soft_wrap=True)
    of_sheet = result.batch.problems
    of_row = tuple(one for one in of_sheet if one.row == number or (one.row is None and one.is_error))
    result = replace(result, batch=replace(result.batch, problems=of_row), outcomes=(outcome,))
    causes = find_causes(result)
    if number in result.corrected:
        show_causes(console, [replace(cause, advice="") for cause in causes])
        console.say(describe_corrected_rows(replace(result, corrected=frozenset({number}))))
    else:
        show_causes(console, causes)
    console.say(_("Next: 'importer runs show {run}' shows the whole run.").format(**words))


def print_erased(done: ErasedRuns, *, as_json: bool) -> None:
    """Say which runs were erased, what stays of them, and what the journal never had."""
    if as_json:
        write_json({"erased": done.erased, "unsettled": done.unsettled})
        return
    console = Console()
    numbers = ", ".join(map(str, done.erased))
    console.say(_("Erased: {numbers}.").format(numbers=numbers) if numbers else _("Nothing to erase."))
    unsettled = _(
        "Run {run} was not erased, because some of its rows have no final outcome. Next: 'importer resume {run}'."
    )
    for run in done.unsettled:
        console.say(unsettled.format(run=run))
    if done.erased:
        console.say(
            _(
                "A hash of each job id stays in the journal, so that its row is not sent again. Sheets, results "
                "files, logs and the jobs in the target stay as they are; a row that you change now is a new job, "
                "unless it has a reference or an id."
            )
        )
        console.say(_("Decisions saved for customers and folders stay: 'importer map --remembered' lists them."))


def rows_of(text: str) -> tuple[range, ...] | None:
    """Row numbers as they are typed, such as 7,9-12, in their order; None for 'all'. Raises UsageError."""
    if text == "all":
        return None
    found: list[range] = []
    for part in text.split(","):
        match = _ROWS.fullmatch(part.strip())
        if match is None or int(match[2] or match[1]) < int(match[1]):
            reason = _('"{text}" does not name rows: write 7, or 7,9-12, or all.').format(text=text)
            raise UsageError(NOT_UNDERSTOOD, reason=reason, command="importer runs settle")
        found.append(range(int(match[1]), int(match[2] or match[1]) + 1))
    return tuple(_join_ranges(found))


def _join_ranges(some: Iterable[range]) -> Iterator[range]:
    """The same numbers in their order, each once."""
    first, *others = sorted(some, key=lambda one: one.start)
    for one in others:
        if one.start > first.stop:
            yield first
            first = one
        first = range(first.start, max(first.stop, one.stop))
    yield first


def print_settled(done: SettledRows, *, as_json: bool) -> None:
    """Say what the rows are now, and what to do next."""
    if as_json:
        write_json({"run": done.run, "rows": done.rows, "status": done.status, "job_id": done.job_id})
        return
    console = Console()
    rows = _spell_ranges(list(done.rows))
    if done.job_id:
        there = _('Row {row} of run {run} is the job {id} ("{name}").')
        console.say(there.format(row=rows, run=done.run, id=done.job_id, name=done.name))
        console.say(_("Next: 'importer runs results {run}' writes the results again.").format(run=done.run))
    else:
        console.say(_("These rows of run {run} now count as not sent: {rows}.").format(run=done.run, rows=rows))
        sends = _("Next: {command} sends them.")
        if not done.resumed:
            sends = _("The sheet has been run again without these rows. Next: {command} sends them if they are in it.")
        console.say(sends.format(command=done.command))


def _list_facts(summary: RunSummary) -> Iterator[tuple[str, str]]:
    run = summary.run
    yield _("Run"), f"{run.run}, {summary.state_text}"
    yield _("File"), run.file
    if run.sheet:
        yield _("Sheet"), run.sheet
    yield _("Target"), run.target
    yield _("Started"), _to_local(run.started)
    if run.finished:
        yield _("Finished"), _to_local(run.finished)
    yield _("By"), _("{user}, process {pid}").format(user=run.user or _("unknown"), pid=run.pid)
    if run.results:
        gone = _("(moved or deleted: 'importer runs results {run}' writes them again)").format(run=run.run)
        yield _("Results"), run.results if is_there(Path(run.results)) else f"{run.results} {gone}"


def _to_local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M:%S}"


def _shorten(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def _spell_counts(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count)


def _spell_ranges(rows: list[int]) -> str:
    """Row numbers with the runs of them shortened: 2-20, 25."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], row]
        else:
            parts.append([row])
    return ", ".join("-".join(map(str, part)) for part in parts)


_COLUMNS: tuple[tuple[TableColumn, Callable[[RunSummary], str]], ...] = (
    (TableColumn(N_("Run")), lambda summary: str(summary.run.run)),
    (TableColumn(N_("Started"), whole=True), lambda summary: _to_local(summary.run.started)),
    (TableColumn(N_("File"), whole=True), lambda summary: _shorten(summary.run.file)),
    (TableColumn(N_("Rows"), needed=False), lambda summary: _spell_counts(summary.counts)),
    (TableColumn(N_("State"), needed=False), lambda summary: summary.state_text),
    (TableColumn(N_("Target"), needed=False, least=100), lambda summary: summary.run.target),
)


def _to_run_object(summary: RunSummary) -> dict[str, object]:
    run = summary.run
    return {
        "run": run.run,
        "state": summary.state,
        "can_go_on": summary.can_go_on,
        "continued_by": run.continued_by,
        "started": run.started.isoformat(),
        "finished": run.finished.isoformat() if run.finished else None,
        "file": run.file,
        "file_sha256": run.file_hash,
        "sheet": run.sheet,
        "target": run.target,
        "identity": run.identity,
        "user": run.user,
        "pid": run.pid,
        "counts": {str(status): count for status, count in summary.counts.items()},
        "results": run.results or None,
        "exit_code": None if run.exit_code is None else int(run.exit_code),
    }


def _to_row_object(row: JournalRow) -> dict[str, object]:
    return {
        "row": row.row,
        "job_id": row.outcome.job_id if row.outcome else row.job_id,
        "state": str(row.state),
        "status": str(row.outcome.status) if row.outcome else None,
        "attempts": row.last.attempts,
        "last_answer": {"status": row.last.status, "text": row.last.text},
        "sent_at": row.sent_at.isoformat() if row.sent_at else None,
        "answered_at": row.answered_at.isoformat() if row.answered_at else None,
    }
