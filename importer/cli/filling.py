"""The commands for whoever fills a sheet: a workbook to begin with, and the codes to put in it."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from importer.cli.options import Json, Offline, TargetName


def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="The workbook to write.")],
    target: Annotated[
        str | None, typer.Option("--target", help="The target whose lists are offered, such as 'practice'.")
    ] = None,
    columns: Annotated[
        str, typer.Option("--columns", help="minimal, usual, all, or fields with commas between them.")
    ] = "usual",
    language: Annotated[
        Literal["en", "nl", "fr", "de"], typer.Option("--language", help="The language of headings and help.")
    ] = "en",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    as_json: Json = False,
) -> None:
    """Write a workbook to fill in: headings with help, lists to choose from, a guide.

    importer template jobs.xlsx --target practice

    importer template opdrachten.xlsx --columns minimal,due_date --language nl
    """
    from importer.cli.template import Wishes, make_template

    make_template(out, Wishes(columns, language, target), force=force, as_json=as_json)


def codes(
    which: Annotated[
        Literal["project", "job_type", "status", "priority", "skill", "user"] | None,
        typer.Argument(metavar="LIST", help="project, job_type, status, priority, skill or user; without it, all."),
    ] = None,
    target: TargetName = None,
    search: Annotated[str, typer.Option("--search", help="Words of the code or of what it stands for.")] = "",
    export: Annotated[Path | None, typer.Option("--export", help="Write them to a .csv or .xlsx file.")] = None,
    refresh: Annotated[bool, typer.Option("--refresh", help="Ask the target anew, however young the list is.")] = False,
    offline: Offline = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there already.")] = False,
    as_json: Json = False,
) -> None:
    """List, search and export the codes that the target knows.

    importer codes project --target practice --search bakkerij

    importer codes job_type --target practice --export types.xlsx
    """
    from importer.cli.codes import Wanted, show_codes
    from importer.directory.code_lists import FetchOptions

    show_codes(Wanted(which, search, export, force), FetchOptions(target, refresh, offline), as_json=as_json)
