"""The commands and their options."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from importer.errors import ExitCode, ImporterError

app = typer.Typer(
    name="importer",
    help="Send the work orders of an Excel or CSV sheet to a field-service system: checked first, exactly once.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="The sheet: an Excel workbook or a CSV file.")]
TargetName = Annotated[
    str | None,
    typer.Option("--target", help="Where the jobs go: 'practice'. Without it, IMPORTER_URL and its companions say."),
]
SheetName = Annotated[str | None, typer.Option("--sheet", help="The worksheet, where the first is not the one.")]
Results = Annotated[Path | None, typer.Option("--results", help="Where to write the results workbook.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


@app.command()
def check(
    file: File,
    target: TargetName = None,
    sheet: SheetName = None,
    results: Results = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Tell everything that is wrong with a sheet. Nothing is sent.

    importer check jobs.xlsx

    importer check jobs.xlsx --target practice --results checked.xlsx
    """
    from importer.cli.session import Session

    session = Session(file, as_json=as_json, quiet=quiet)
    session.finish(session.check(target=target, sheet=sheet, results=results))


@app.command()
def run(
    file: File,
    target: TargetName = None,
    sheet: SheetName = None,
    results: Results = None,
    workers: Annotated[int, typer.Option("--workers", min=1, max=128, help="How many rows to send at once.")] = 8,
    as_json: Json = False,
    quiet: Quiet = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Send without asking first.")] = False,
) -> None:
    """Check a sheet, send its sound rows once each, and write what became of every row.

    importer run jobs.xlsx --target practice

    importer run jobs.xlsx --sheet March --results march.results.xlsx
    """
    from importer.cli.session import Session

    session = Session(file, as_json=as_json, quiet=quiet, yes=yes)
    session.finish(session.run(target=target, sheet=sheet, results=results, workers=workers))


@app.command()
def fields(as_json: Json = False) -> None:
    """Print every field that a sheet can have.

    importer fields

    importer fields --json
    """
    from importer.cli.show import show_fields

    show_fields(as_json=as_json)


@app.command()
def practice(
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes any free one.")] = 8765,
    file: Annotated[Path | None, typer.Option("--file", help="Where it keeps its jobs.")] = None,
) -> None:
    """Run the practice server: the work-order API on this computer, to try things out.

    importer practice

    importer practice --port 9000
    """
    from importer.cli.practice import serve_practice

    serve_practice(port, file)


def main() -> None:
    """Run the command in sys.argv and end with its exit status; no traceback ever reaches the user."""
    try:
        app()
    except ImporterError as error:
        from importer.cli.show import show_error

        show_error(error, as_json="--json" in sys.argv)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted.\n")
        sys.exit(ExitCode.INTERRUPTED)
    except Exception:  # noqa: BLE001 - the one place that must catch everything: the user gets a sentence
        from importer.cli.show import show_internal_error

        show_internal_error()
        sys.exit(ExitCode.INTERNAL)
