"""The options that several commands share; those of reading and sending are fields of Options and SendPolicy."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from importer.languages import LanguageCode
from importer.settings import Options, SendPolicy

COMMAND_NAMES: set[str] = set()  # of all commands, as they are declared


def complete_target_names(incomplete: str) -> list[str]:
    """The targets whose names begin so, for the shell to complete."""
    from importer.errors import ImporterError
    from importer.settings import PRACTICE
    from importer.targets import KnownTargets

    try:
        known = (*KnownTargets().names, PRACTICE)
    except ImporterError:
        known = (PRACTICE,)
    return [name for name in known if name.startswith(incomplete)]


File = Annotated[Path, typer.Argument(metavar="FILE", help="The sheet: an Excel workbook or a CSV file.")]


def _declare_target(what: str, otherwise: str) -> Any:  # noqa: ANN401 - what Typer makes of an option
    return typer.Option(
        "--target",
        help=f"{what}: 'practice', or a name from 'importer targets'; without it, {otherwise}.",
        autocompletion=complete_target_names,
    )


TargetName = Annotated[str | None, _declare_target("Where the jobs go", "the default")]
TargetOfRun = Annotated[str | None, _declare_target("Where the jobs go", "the target of the run")]
AskedTarget = Annotated[str | None, _declare_target("The target to ask", "the default")]
AskedTargetOfRun = Annotated[str | None, _declare_target("The target to ask", "the target of the run")]
AskedTargetIfAny = Annotated[str | None, _declare_target("The target to ask", "no target is asked")]
ConfirmOption = Annotated[
    str | None,
    typer.Option(
        "--confirm", metavar="NAME", help="In a script: the name of the production target, to confirm sending."
    ),
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Look codes up in the lists stored on this computer, without a connection.")
]
Results = Annotated[Path | None, typer.Option("--results", help="Where to write the results workbook.")]
FailedOnly = Annotated[
    Path | None,
    typer.Option("--failed-only", help="Also write a workbook of only the rows that need attention, with the reasons."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace an existing file.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Send without asking first.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print what is being done.", rich_help_panel="Logging")]
LogFile = Annotated[
    Path | None,
    typer.Option(
        "--log-file",
        help="Append a log of what is done to this file; it has no passwords.",
        rich_help_panel="Logging",
    ),
]
LanguageOption = Annotated[
    LanguageCode | None,
    typer.Option(
        "--language",
        help="The language of messages, results and templates; without it, the template's or the system's.",
    ),
]
ChangePolicy = Annotated[Callable[[SendPolicy], SendPolicy], SendPolicy]  # it changes the options that are typed


@dataclass(frozen=True)
class ImportOptions:
    """What `run` and `retry` take besides their file."""

    policy: SendPolicy
    options: Options
    target: TargetName = None
    results: Results = None
    failed_only: FailedOnly = None
    as_json: Json = False
    quiet: Quiet = False
    yes: Yes = False
    confirm: ConfirmOption = None


@dataclass(frozen=True)
class CommonOptions:
    """What every command takes: its language, chosen before all else, and where a log of it goes, if anywhere."""

    language: LanguageOption = None
    verbose: Verbose = False
    log_file: LogFile = None

    def begin(self) -> None:
        """Log from now on, where that is asked for. Raises SettingsError where it cannot be."""
        if self.verbose or self.log_file is not None:
            from importer.cli.log import begin_log

            begin_log(screen=self.verbose, file=self.log_file, commands=COMMAND_NAMES)
