"""`importer targets`, `login`, `logout`: which targets there are, what is set for each, and a login to one."""

from pathlib import Path
from typing import Annotated

import typer

from importer.cli.commands import Commands
from importer.cli.options import Json, complete_target_names

app = Commands(name="targets", invoke_without_command=True)
Name = Annotated[str | None, typer.Argument(metavar="NAME", help="A target; without it, the one in use.")]


@app.callback()
def list_targets(context: typer.Context, as_json: Json = False) -> None:
    """List the systems that you can send to, show the settings of one, or choose the default.

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
        str, typer.Argument(metavar="NAME", help="The target to use when a command names none; 'none' clears it.")
    ],
) -> None:
    """Choose the default target.

    importer targets default acme

    importer targets default none
    """
    from importer.cli.show_targets import set_default

    set_default(name)


@app.command()
def trust(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="The settings file; without it, that of the current folder.")
    ] = None,
    digest: Annotated[
        str | None,
        typer.Option("--digest", metavar="SHA256", help="Trust it without asking if it has this digest."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Trust FILE without asking, in a script.")] = False,
) -> None:
    """Show what an importer.toml beside a sheet says, and let it define targets until it changes.

    importer targets trust

    importer targets trust march/importer.toml --yes
    """
    from importer.cli.show_targets import trust_file

    trust_file(file, digest=digest, yes=yes)


def login(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What you call the system, such as acme.")],
    url: Annotated[str | None, typer.Option("--url", help="The address of its API; it usually ends in /api.")] = None,
    user: Annotated[str | None, typer.Option("--user", help="The user to log in as.")] = None,
    domain: Annotated[str | None, typer.Option("--domain", help="The domain that the user belongs to.")] = None,
    production: Annotated[
        bool | None,
        typer.Option("--production/--no-production", help="Jobs sent there are real: 'run' asks for its name."),
    ] = None,
    ca_bundle: Annotated[
        Path | None, typer.Option("--ca-bundle", help="The certificates of your company's network.")
    ] = None,
    password_command: Annotated[
        str | None,
        typer.Option("--password-command", help="A command that prints the password, in place of a key store."),
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input, for scripts.")
    ] = False,
) -> None:
    """Test a login to one of your systems and save it under a name; the password goes to the key store.

    importer login acme --url https://developers.wello.solutions/api --user import --domain acme.com

    importer login acme --production
    """
    from importer.cli.login import TargetArguments, log_in

    arguments = TargetArguments(url, user, domain, production, ca_bundle, password_command)
    log_in(name, arguments, password_stdin=password_stdin)


def logout(
    name: Annotated[
        str,
        typer.Argument(metavar="NAME", help="A name from 'importer targets'.", autocompletion=complete_target_names),
    ],
) -> None:
    """Remove one of your systems and its password.

    importer logout acme

    importer logout acme-test
    """
    from importer.cli.login import log_out

    log_out(name)
