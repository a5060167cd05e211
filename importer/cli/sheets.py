"""`importer map`: what a sheet means, and what is open of it."""

from pathlib import Path
from typing import Annotated

import typer

from importer.cli.options import File, Json, TargetName
from importer.settings import Options


def map_(
    file: File,
    options: Options,
    target: TargetName = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask what is open, one by one, and write the mapping file.")
    ] = False,
    save: Annotated[Path | None, typer.Option("--save", help="Write a mapping file to edit.")] = None,
    as_json: Json = False,
) -> None:
    """Show what each heading means and what is open; --ask asks it, --save writes it to a file to edit.

    importer map legacy.xlsx --ask

    importer map legacy.xlsx --save acme.toml
    """
    from importer.cli.mapping import MapRequest, map_sheet

    map_sheet(MapRequest(file, options, target, save, ask, as_json))
