"""`importer targets`: which there are, what is set for one and where that comes from, and which one is taken."""

from typing import Annotated

import typer

from importer.cli.commands import Commands
from importer.cli.options import Json

app = Commands(name="targets", invoke_without_command=True)
Name = Annotated[str | None, typer.Argument(metavar="NAME", help="A target; without it, the one that would be taken.")]


@app.callback()
def list_targets(context: typer.Context, as_json: Json = False) -> None:
    """List the systems that you can send to; show what is set for one, or choose the usual one.

    importer targets

    importer targets show acme
    """
    if context.invoked_subcommand is not None:
        return
    from importer.cli.show_targets import show_list

    show_list(as_json=as_json)


@app.command()
def show(name: Name = None, as_json: Json = False) -> None:
    """Show every setting of a target and where it comes from; secrets are masked.

    importer targets show

    importer targets show acme --json
    """
    from importer.cli.show_targets import show_target

    show_target(name, as_json=as_json)


@app.command()
def default(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The target to take where none is named; 'none' for none.")
    ],
) -> None:
    """Choose the target that is taken where none is named.

    importer targets default acme

    importer targets default none
    """
    from importer.cli.show_targets import choose

    choose(name)
