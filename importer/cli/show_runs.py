"""What the commands about runs print."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from rich.markup import escape
from rich.table import Table

from importer.cli.console import Console, write_json
from importer.cli.show import show_cause
from importer.journal import JournalRow
from importer.records import ImportResult, Status
from importer.runs import CUT_OFF, UNDER_WAY, ErasedRuns, RunSummary
from importer.settings import is_there
from importer.steps.report import causes_of, next_step, result_object

_OF_RESULT = ("rows", "counts", "remarks", "problems", "jobs", "stopped")  # the rest is told as the run has it


def print_runs(runs: Iterable[RunSummary], *, as_json: bool) -> None:
    """List runs, the latest last."""
    runs = tuple(runs)
    if as_json:
        write_json([_run_object(summary) for summary in runs])
        return
    console = Console()
    if not runs:
        console.print("There are no runs yet. Next: 'importer run jobs.xlsx --target practice'.", soft_wrap=True)
        return
    shown = [(column, words_of) for column, least, words_of in _COLUMNS if console.width >= least]
    table = Table()
    for column, _ in shown:
        table.add_column(column, no_wrap=column in {"Run", "Started"}, overflow="fold")
    for summary in runs:
        table.add_row(*(escape(words_of(summary)) for _, words_of in shown))
    console.print(table)
    unfinished = [summary.run.run for summary in runs if summary.can_go_on]
    more = f"'importer resume {unfinished[-1]}' continues run {unfinished[-1]}." if unfinished else ""
    console.print(f"Next: 'importer runs show {runs[-1].run.run}' shows one. {more}".rstrip(), soft_wrap=True)


def print_run(summary: RunSummary, result: ImportResult, rows: tuple[JournalRow, ...], *, as_json: bool) -> None:
    """Show a run: facts, rows by status, problems by cause, what to do next."""
    if as_json:
        of_result = {name: fact for name, fact in result_object(result).items() if name in _OF_RESULT}
        write_json({**_run_object(summary), **of_result, "each_row": [_row_object(row) for row in rows]})
        return
    console = Console()
    for name, fact in _facts(summary):
        console.print(f"[bold]{name}[/bold]: {escape(fact)}", soft_wrap=True)
    table = Table("Status", "Rows", "Which")
    for status in Status:
        of_status = [outcome.row for outcome in result.outcomes if outcome.status is status]
        if of_status:
            table.add_row(status, str(len(of_status)), _ranges(of_status))
    console.print(table)
    causes = causes_of(result.problems)
    if causes:
        for cause in causes:
            show_cause(console, cause)
    console.say(_next_step(summary, result))


def print_erased(done: ErasedRuns, *, as_json: bool) -> None:
    """Say which runs were erased, what stays of them, and what the journal never had."""
    if as_json:
        write_json({"erased": done.erased, "unsettled": done.unsettled})
        return
    console = Console()
    numbers = ", ".join(map(str, done.erased))
    console.say(f"Erased: {numbers}." if numbers else "Nothing was left to erase.")
    for run in done.unsettled:
        console.say(
            f"Run {run} was not erased, because some of its rows have no final outcome. Next: 'importer resume {run}'."
        )
    if done.erased:
        console.say(
            "Of each job a hash of its id stays in the journal, so that its row is not sent again. Sheets, results "
            "files, logs and the jobs in the target are as they were; a row that is changed now is a new job, "
            "unless it has a reference or an id."
        )


def _next_step(summary: RunSummary, result: ImportResult) -> str:
    if summary.state == UNDER_WAY:
        return f"It is running in process {summary.run.pid}."
    if summary.run.continued_by is not None:
        return f"Next: 'importer runs show {summary.run.continued_by}': that run continued this one."
    if summary.state == CUT_OFF:
        return f"Next: 'importer resume {summary.run.run}' continues it and sends nothing twice."
    return next_step(result)


def _facts(summary: RunSummary) -> Iterator[tuple[str, str]]:
    run = summary.run
    yield "Run", f"{run.run}, {_state(summary)}"
    yield "File", f"{run.file}{f', sheet {run.sheet}' if run.sheet else ''}"
    yield "Target", run.target
    ended = f" to {run.finished.astimezone():%Y-%m-%d %H:%M:%S}" if run.finished else ""
    yield "Time", f"{_local(summary)}{ended}, by {run.user or 'unknown'}, process {run.pid}"
    if run.results:
        gone = "" if is_there(Path(run.results)) else f" (gone: 'importer runs results {run.run}' writes them again)"
        yield "Results", f"{run.results}{gone}"


def _state(summary: RunSummary) -> str:
    return (
        summary.state
        if summary.run.continued_by is None
        else f"{summary.state}, continued in run {summary.run.continued_by}"
    )


def _local(summary: RunSummary) -> str:
    return f"{summary.run.started.astimezone():%Y-%m-%d %H:%M:%S}"


def _short(file: str) -> str:
    path = Path(file)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else file


def _counts(counts: Mapping[Status, int]) -> str:
    return ", ".join(f"{count} {status}" for status, count in counts.items() if count)


def _ranges(rows: list[int]) -> str:
    """Row numbers with the runs of them shortened: 2-20, 25."""
    parts: list[list[int]] = []
    for row in rows:
        if parts and row == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], row]
        else:
            parts.append([row])
    return ", ".join("-".join(map(str, part)) for part in parts)


# The columns of the list: a window that is narrower than so many characters goes without.
_COLUMNS: tuple[tuple[str, int, Callable[[RunSummary], str]], ...] = (
    ("Run", 0, lambda summary: str(summary.run.run)),
    ("Started", 0, _local),
    ("File", 0, lambda summary: _short(summary.run.file)),
    ("Target", 100, lambda summary: summary.run.target),
    ("State", 76, _state),
    ("Rows", 0, lambda summary: _counts(summary.counts)),
)


def _run_object(summary: RunSummary) -> dict[str, object]:
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


def _row_object(row: JournalRow) -> dict[str, object]:
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
