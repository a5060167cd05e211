"""The options that several commands share.

Those of reading and sending are declared once, beside the settings that they change (importer/settings), and become
options of a command here.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import typer

from importer.settings import Option, Options, SendPolicy, options_of, policy_from_environment

READING = "Reading the sheet, where it does not say so itself"
SENDING = "Sending the rows"


def target_names(incomplete: str) -> list[str]:
    """The targets whose names begin so, for the shell to complete."""
    from importer.errors import ImporterError
    from importer.settings import PRACTICE
    from importer.targets.choice import KnownTargets

    try:
        known = (*KnownTargets().names, PRACTICE)
    except ImporterError:
        known = (PRACTICE,)
    return [name for name in known if name.startswith(incomplete)]


File = Annotated[Path, typer.Argument(metavar="FILE", help="The sheet: an Excel workbook or a CSV file.")]
TargetName = Annotated[
    str | None,
    typer.Option(
        "--target",
        help="Where the jobs go: 'practice', or a name of 'importer targets'. Without it, the usual one.",
        autocompletion=target_names,
    ),
]
Confirm = Annotated[
    str | None, typer.Option("--confirm", metavar="NAME", help="The name of a production target, typed for a script.")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Ask nobody: look codes up in what this computer keeps of the target's lists.")
]
Results = Annotated[Path | None, typer.Option("--results", help="Where to write the results workbook.")]
FailedOnly = Annotated[
    Path | None,
    typer.Option("--failed-only", help="Also write a workbook of only the rows that need somebody, with the reasons."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]

Yes = Annotated[bool, typer.Option("--yes", "-y", help="Send without asking first.")]


@dataclass(frozen=True)
class Output:
    """What a command that sends a sheet is asked besides: where to, what to write and print, what is confirmed."""

    target: TargetName = None
    results: Results = None
    failed_only: FailedOnly = None
    as_json: Json = False
    quiet: Quiet = False
    yes: Yes = False
    confirm: Confirm = None


def takes_reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of reading; it gets them as one `Options` in its parameter `options`."""
    return _with_parameters(command, "options", _declared(Options, READING), Options)


def takes_sending_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of sending; it gets them as one `SendPolicy` in its parameter `policy`."""

    def policy(**given: Any) -> SendPolicy:  # noqa: ANN401 - the fields of a policy
        return replace(policy_from_environment(), **_given(given))

    return _with_parameters(command, "policy", _declared(SendPolicy, SENDING), policy)


def takes_other_sending_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a run that was begun before: its parameter `sending` gets what is to be otherwise now."""
    return _with_parameters(command, "sending", _declared(SendPolicy, SENDING), lambda **given: _given(given))


def takes_output_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command that sends a sheet its other options; it gets them as one `Output` in its parameter `output`."""
    hints = get_type_hints(Output, include_extras=True)
    parameters = [_parameter(name, hint, getattr(Output, name)) for name, hint in hints.items()]
    return _with_parameters(command, "output", parameters, Output)


def _declared(settings: type, panel: str) -> list[inspect.Parameter]:
    """A parameter for each option that the fields of `settings` declare; in a policy, None is one that is not typed."""
    hints = get_type_hints(settings)
    parameters = []
    for name, declared in options_of(settings).items():
        hint, default, text = hints[name], getattr(settings, name), declared.help
        if settings is SendPolicy:
            text = text if hint is bool or default is None else f"{text.removesuffix('.')}; {default} is usual."
            hint, default = (bool, False) if hint is bool else (hint | None, None)
        parameters.append(_parameter(name, Annotated[hint, _option(declared, text, panel)], default))
    return parameters


def _option(declared: Option, text: str, panel: str) -> Any:  # noqa: ANN401 - as Typer's own
    return typer.Option(
        declared.flag,
        help=text,
        min=declared.minimum,
        max=declared.maximum,
        metavar=declared.metavar,
        parser=_parser(declared.parse) if declared.parse else None,
        rich_help_panel=panel,
    )


def _parser(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    @wraps(parse)
    def parser(text: str) -> Any:  # noqa: ANN401 - of any setting
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return parser


def _given(words: dict[str, Any]) -> dict[str, Any]:
    """The fields of a policy that were typed; a flag that was typed turns its setting on, or off."""
    declared = options_of(SendPolicy)
    given = {name: value for name, value in words.items() if value is not None and value is not False}
    return {name: not declared[name].off if value is True else value for name, value in given.items()}


def _parameter(name: str, hint: Any, default: Any) -> inspect.Parameter:  # noqa: ANN401 - of any setting
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint)


def _with_parameters(
    command: Callable[..., None], place: str, parameters: list[inspect.Parameter], make: Callable[..., object]
) -> Callable[..., None]:
    """The command with `parameters` as options; what `make` makes of their values is its parameter `place`."""

    def with_options(**words: Any) -> None:  # noqa: ANN401 - whatever the command takes
        given = {parameter.name: words.pop(parameter.name) for parameter in parameters}
        command(**{place: make(**given)}, **words)

    own = [parameter for name, parameter in inspect.signature(command).parameters.items() if name != place]
    named = [*(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own), *parameters]
    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in named}
    vars(with_options)["__signature__"] = inspect.Signature(named)  # what Typer looks at
    return with_options
