"""`importer map`: what a sheet means, what is open of it, and what was decided for a customer before."""

from pathlib import Path
from typing import Annotated

import typer

from importer.cli.options import AskedTargetIfAny, Json
from importer.errors import UsageError
from importer.languages import _
from importer.problem import NOT_UNDERSTOOD
from importer.settings import Options


def map_(
    options: Options,
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The sheet: an Excel workbook or a CSV file.")
    ] = None,
    target: AskedTargetIfAny = None,
    ask: Annotated[
        bool, typer.Option("--ask", help="Ask about what is undecided, one by one, and write the mapping file.")
    ] = False,
    save: Annotated[Path | None, typer.Option("--save", help="Write a mapping file to edit.")] = None,
    customer: Annotated[
        str | None,
        typer.Option(
            "--customer", metavar="NAME", help="The customer. Earlier decisions for this customer are suggested."
        ),
    ] = None,
    remembered: Annotated[
        bool, typer.Option("--remembered", help="Show what was decided before, by customer, folder and target.")
    ] = False,
    forget: Annotated[
        str | None, typer.Option("--forget", metavar="NAME", help="Forget what was decided for this customer.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show what each heading means and what is still undecided; --ask asks about it, --save writes a file to edit.

    importer map legacy.xlsx --ask

    importer map legacy.xlsx --save acme.toml --customer acme
    """
    if remembered or forget:
        _show_or_forget(customer, forget, as_json=as_json)
        return
    if file is None:
        raise UsageError(NOT_UNDERSTOOD, reason=_("Name the sheet, or add --remembered."), command="importer map FILE")
    from importer.cli.mapping import MapRequest, map_sheet

    map_sheet(MapRequest(file, options, target, save, ask, as_json, customer))


def _show_or_forget(customer: str | None, forget: str | None, *, as_json: bool) -> None:
    from importer.cli.show_remembered import forget_remembered, show_remembered

    if forget:
        forget_remembered(forget, as_json=as_json)
    else:
        show_remembered(customer, as_json=as_json)
