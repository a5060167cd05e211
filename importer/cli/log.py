"""What --verbose shows and --log-file keeps: what the program did, step by step, with every secret masked."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

LOOKING_CLOSER = "Looking closer"

Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell what is being done.", rich_help_panel=LOOKING_CLOSER)
]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log-file", help="Add all that is done to a file; no password is in it.", rich_help_panel=LOOKING_CLOSER
    ),
]


def takes_log_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command --verbose and --log-file; the log begins before the command does."""

    def with_log(*, verbose: bool, log_file: Path | None, **words: Any) -> None:  # noqa: ANN401 - whatever the command takes
        begin_log(verbose=verbose, file=log_file)
        command(**words)

    own = list(inspect.signature(command, eval_str=False).parameters.values())
    ours = list(inspect.signature(_log).parameters.values())
    with_log.__name__, with_log.__doc__ = command.__name__, command.__doc__
    with_log.__annotations__ = {parameter.name: parameter.annotation for parameter in (*own, *ours)}
    vars(with_log)["__signature__"] = inspect.Signature([*own, *ours])  # what Typer looks at
    return with_log


def begin_log(*, verbose: bool, file: Path | None) -> None:
    """Write to the screen or to a file from now on, where that is asked for. Raises SettingsError."""
    if verbose or file is not None:
        from importer.cli.logging_to import log_to

        log_to(screen=verbose, file=file)


def _log(*, verbose: Verbose = False, log_file: LogFile = None) -> None: ...
