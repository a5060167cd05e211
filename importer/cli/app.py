"""The commands and their options."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from importer.cli import map_sheet, page, runs, targets
from importer.cli.commands import EVERY_DAY, PAST_RUNS, SHEETS, SYSTEMS, TRYING, Commands
from importer.cli.options import (
    AskedTarget,
    AskedTargetIfAny,
    CommonOptions,
    File,
    Force,
    ImportOptions,
    Json,
    LanguageOption,
    LogFile,
    Offline,
    Quiet,
    Results,
    Verbose,
)
from importer.errors import ExitCode
from importer.languages import _, get_chosen_language
from importer.settings import Options

app = Commands(
    name="importer",
    help="Send the work orders of an Excel or CSV sheet to a field-service system: checked first, exactly once.",
    invoke_without_command=True,
)


@app.callback()
def importer(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version; -v adds those of its libraries.")
    ] = False,
    language: LanguageOption = None,
    verbose: Verbose = False,
    log_file: LogFile = None,
) -> None:
    """Send the work orders of an Excel or CSV sheet to a field-service system: checked first, exactly once."""
    if version:
        from importer.cli.show import show_version

        show_version(verbose=verbose)
        raise typer.Exit
    CommonOptions(language, verbose, log_file).begin()
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        typer.echo()
        typer.echo(
            _(
                "To begin: 'importer template jobs.xlsx --target practice' writes a workbook to fill in, and "
                "'importer guide analyst' says what comes next."
            )
        )
        raise typer.Exit(ExitCode.USAGE)


@app.command(rich_help_panel=EVERY_DAY)
def check(
    file: File,
    options: Options,
    target: AskedTargetIfAny = None,
    offline: Offline = False,
    results: Results = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Check a sheet and list everything that is wrong. Nothing is sent.

    importer check jobs.xlsx

    importer check jobs.xlsx --target practice --results checked.xlsx
    """
    from importer.cli.session import Session
    from importer.runs import check_each, ensure_file, make_request

    ensure_file(file)
    if target is not None:  # a wrong one is reported before the sheet is read
        from importer.targets import find_target

        find_target(target, sheet=file)
    session = Session(as_json, quiet)
    with session.watch() as observer:
        session.finish(check_each(make_request(file, target, results, options), observer, offline=offline))


@app.command(rich_help_panel=EVERY_DAY)
def run(file: File, given: ImportOptions) -> None:
    """Check a sheet, send each valid row exactly once, and write the result of every row.

    importer run jobs.xlsx --target practice

    importer run jobs.xlsx --sheet March --results march.results.xlsx
    """
    from importer.cli.session import import_file

    import_file(file, given)


app.command("open", rich_help_panel=EVERY_DAY)(page.open_)
app.command(rich_help_panel=PAST_RUNS)(runs.retry)
app.command(rich_help_panel=PAST_RUNS)(runs.resume)
app.add_typer(runs.app, rich_help_panel=PAST_RUNS)


app.command("map", rich_help_panel=SHEETS)(map_sheet.map_)
app.command(rich_help_panel=SYSTEMS)(targets.login)
app.command(rich_help_panel=SYSTEMS)(targets.logout)
app.add_typer(targets.app, rich_help_panel=SYSTEMS)


@app.command(rich_help_panel=SYSTEMS)
def doctor(target: AskedTarget = None, as_json: Json = False) -> None:
    """Check everything that a run needs, and say how to fix what is wrong. Nothing is created.

    importer doctor

    importer doctor --target acme
    """
    from importer.cli.doctor import show_health

    show_health(target, as_json=as_json)


@app.command(rich_help_panel=EVERY_DAY)
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.")],
    target: Annotated[
        str | None, typer.Option("--target", help="The target whose lists are offered, such as 'practice'.")
    ] = None,
    columns: Annotated[
        str, typer.Option("--columns", help="minimal, usual, all, or fields separated by commas.")
    ] = "usual",
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Write a workbook to fill in: headings with help, lists to choose from, a guide.

    importer template jobs.xlsx --target practice

    importer template opdrachten.xlsx --columns minimal,due_date --language nl
    """
    from importer.cli.template import TemplateRequest, make_template

    make_template(out, TemplateRequest(columns, get_chosen_language(), target), force=force, as_json=as_json)


@app.command(rich_help_panel=SHEETS)
def codes(
    which: Annotated[
        Literal["project", "job_type", "status", "priority", "skill", "user"] | None,
        typer.Argument(metavar="LIST", help="project, job_type, status, priority, skill or user; without it, all."),
    ] = None,
    target: AskedTarget = None,
    search: Annotated[
        str, typer.Option("--search", help="List only codes whose code or name contains these words.")
    ] = "",
    export: Annotated[Path | None, typer.Option("--export", help="Write them to a .csv or .xlsx file.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask the target again, however recent the list.")] = False,
    offline: Offline = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """List, search and export the codes of the target.

    importer codes project --target practice --search bakkerij

    importer codes job_type --target practice --export types.xlsx
    """
    from importer.cli.show_codes import CodesRequest, show_codes
    from importer.directory import FetchOptions

    show_codes(CodesRequest(which, search, export, force), FetchOptions(target, refresh, offline), as_json=as_json)


@app.command(rich_help_panel=SHEETS)
def fields(as_json: Json = False) -> None:
    """Print every field that a sheet can have.

    importer fields

    importer fields --json
    """
    from importer.cli.show import show_fields

    show_fields(as_json=as_json)


@app.command(rich_help_panel=SHEETS)
def explain(
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help="The number, such as 302; without it, all are listed.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Explain the number of a problem, with an example and what to do.

    importer explain 302

    importer explain
    """
    from importer.cli.explain import explain_problem

    explain_problem(number, as_json=as_json)


@app.command(rich_help_panel=TRYING)
def practice(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes any free one.")] = 8765,
    file: Annotated[Path | None, typer.Option("--file", help="The file that stores its jobs.")] = None,
    faults: Annotated[Path | None, typer.Option("--faults", help="A file with the faults to simulate.")] = None,
    lists: Annotated[
        Path | None,
        typer.Option("--lists", help="Practise on the lists in a file that 'importer codes --export' wrote."),
    ] = None,
) -> None:
    """Run the practice server: the work-order API on this computer, to try things out.

    importer practice

    importer practice --port 9000 --faults bad-day.toml

    importer practice --file rehearsal.sqlite --lists lists.xlsx
    """
    from importer.cli.practice import serve_practice

    serve_practice(port, file, faults, lists)


@app.command(rich_help_panel=TRYING)
def guide(
    page: Annotated[
        str | None, typer.Argument(metavar="PAGE", help="A page, such as mapping; without it, all.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the pages of the guide, or show one.

    importer guide

    importer guide mapping
    """
    from importer.cli.guide import show_guide

    show_guide(page, as_json=as_json)
