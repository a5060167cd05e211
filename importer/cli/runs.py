"""`importer runs`, `resume`, `retry`: what runs there were, going on with one, and with the results of one."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from importer.cli.commands import Commands
from importer.cli.options import (
    AskedTargetOfRun,
    ChangePolicy,
    ConfirmOption,
    FailedOnly,
    ImportOptions,
    Json,
    Quiet,
    Results,
    TargetOfRun,
)
from importer.errors import UsageError
from importer.languages import _
from importer.problem import NOT_UNDERSTOOD
from importer.settings import Options, options_of

RunArgument = Annotated[
    str, typer.Argument(metavar="RUN", help="The number of the run, 'last', or the name of its file.")
]

_PASSWORD_COMMAND = options_of(Options)["workbook_password_command"]
WorkbookPasswordCommand = Annotated[
    str | None,
    typer.Option(_PASSWORD_COMMAND.flag, help=_PASSWORD_COMMAND.help, metavar=_PASSWORD_COMMAND.metavar),
]

app = Commands(name="runs", invoke_without_command=True)


@app.callback()
def list_(context: typer.Context, as_json: Json = False) -> None:
    """List the runs of this computer, show one, or write its results again.

    importer runs

    importer runs show last
    """
    if context.invoked_subcommand is None:
        from importer.cli.show_runs import print_runs
        from importer.runs import list_runs

        print_runs(list_runs(), as_json=as_json)


@app.command()
def show(
    run: RunArgument = "last",
    row: Annotated[
        int | None, typer.Option("--row", min=1, help="Show only this row, by its Excel row number.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show one run: its rows by status, what is wrong, and what to do next; or what became of one row.

    importer runs show last

    importer runs show jobs.xlsx --row 14
    """
    from importer.cli.show_runs import print_row, print_run
    from importer.runs import show_run

    if row is None:
        print_run(*show_run(run), as_json=as_json)
    else:
        print_row(row, *show_run(run), as_json=as_json)


@app.command("results")
def results_(
    run: RunArgument = "last",
    results: Results = None,
    failed_only: FailedOnly = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Write the results workbook of a run again from the journal, even if the sheet is gone.

    importer runs results last

    importer runs results 7 --results again.xlsx --failed-only for-the-customer.xlsx
    """
    from importer.cli.session import Session
    from importer.runs import write_results_again

    session = Session(as_json, quiet, failed_only=failed_only)
    with session.watch() as observer:
        result = write_results_again(run, results, observer=observer)
    session.show(result)


@app.command()
def bundle(
    run: RunArgument,
    out: Annotated[
        Path | None, typer.Option("--out", help="The zip file to write; importer-run-N.zip if not given.")
    ] = None,
) -> None:
    """Write a zip file for the person who helps you: what happened in a run, without names, cells or passwords.

    importer runs bundle last

    importer runs bundle 7 --out for-support.zip
    """
    from importer.bundle import write_bundle
    from importer.cli.console import Console

    path = write_bundle(run, out)
    written = _("Written: {path}. It contains no cell, name or password. Check it, then send it to your support.")
    Console().say(written.format(path=path))


@app.command()
def settle(
    run: RunArgument,
    rows: Annotated[str, typer.Argument(metavar="ROWS", help="Rows with an unknown outcome: 7, or 7,9-12, or 'all'.")],
    there: Annotated[
        str | None, typer.Option("--there", metavar="ID", help="The id of this row's job in the target.")
    ] = None,
    not_there: Annotated[bool, typer.Option("--not-there", help="The target has no job for these rows.")] = False,
    target: AskedTargetOfRun = None,
    as_json: Json = False,
) -> None:
    """Record the outcome of rows that are unknown, after you have looked for their jobs in the field-service system.

    importer runs settle last 7,9-12 --not-there

    importer runs settle last 7 --there 95c70f4b-6876-4036-95ba-da05df5f3ec1
    """
    from importer.cli.show_runs import print_settled, rows_of
    from importer.runs import settle_as_not_there, settle_as_there

    if (there is None) != not_there:
        reason = _("Use either --there ID or --not-there.")
        raise UsageError(NOT_UNDERSTOOD, reason=reason, command="importer runs settle")
    chosen = rows_of(rows)
    if there is None:
        done = settle_as_not_there(run, chosen)
    elif chosen is None or sum(map(len, chosen)) != 1:
        raise UsageError(NOT_UNDERSTOOD, reason=_("--there takes one row."), command="importer runs settle")
    else:
        done = settle_as_there(run, chosen[0].start, there, target=target)
    print_settled(done, as_json=as_json)


@app.command()
def forget(
    run: Annotated[
        str | None, typer.Argument(metavar="RUN", help="The number of the run, or 'last'; or use --before.")
    ] = None,
    before: Annotated[
        datetime | None,
        typer.Option("--before", formats=["%Y-%m-%d"], metavar="DATE", help="Every run that began before this day."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also erase a run with rows without a final outcome.")] = False,
    as_json: Json = False,
) -> None:
    """Erase runs from the journal for good: rows, answers and sheets. That never causes a job to be sent twice.

    importer runs forget 7

    importer runs forget --before 2026-01-01
    """
    from importer.cli.show_runs import print_erased
    from importer.runs import forget_run, forget_runs_before

    if (run is None) == (before is None):
        raise UsageError(
            NOT_UNDERSTOOD, reason=_("Name either a run, or a day with --before."), command="importer runs forget"
        )
    done = forget_runs_before(before.date(), force=force) if before else forget_run(run or "", force=force)
    print_erased(done, as_json=as_json)


def retry(
    file: Annotated[Path, typer.Argument(metavar="RESULTS", help="The results workbook of a run, corrected.")],
    given: ImportOptions,
) -> None:
    """Send the corrected and unsent rows of a results workbook; rows whose jobs exist are not sent again.

    importer retry jobs.results.xlsx --target practice

    importer retry jobs.results.xlsx --results round2.xlsx
    """
    from importer.cli.session import import_file

    import_file(file, given, retry=True)


def resume(
    change_policy: ChangePolicy,
    run: Annotated[
        str | None,
        typer.Argument(metavar="RUN", help="Its number, or 'last'; without it, the run of this folder."),
    ] = None,
    target: TargetOfRun = None,
    results: Results = None,
    confirm: ConfirmOption = None,
    workbook_password_command: WorkbookPasswordCommand = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Continue a run that was stopped, interrupted or cut off, with its own options. Nothing is sent twice.

    importer resume

    importer resume 7 --keep-going
    """
    from importer.cli.session import Session
    from importer.runs import resume_run

    session = Session(as_json, quiet, confirm=confirm)
    with session.watch_sending(may_go_on=False) as observer:
        result = resume_run(
            run,
            target=target,
            results=results,
            change_policy=change_policy,
            workbook_password_command=workbook_password_command,
            observer=observer,
        )
    session.finish([result])
