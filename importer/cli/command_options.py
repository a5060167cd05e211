"""How a command is shown to Typer: a parameter that is a record becomes the options that its fields declare."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from functools import wraps
from typing import Annotated, Any

import typer
from typer.models import ParameterInfo

from importer.cli.options import CommonOptions
from importer.settings import Option, Options, SendPolicy, find_fault, options_of, read_policy

_ABSENT: tuple[object, ...] = (None, [])
_WORDS = tuple[str, ...]
_PANELS = {SendPolicy: "Sending the rows", Options: "Reading the sheet"}

Command = Callable[..., None]


def add_options(command: Command) -> Command:
    """The command with its records taken apart; it also takes the common options, and the log begins first."""
    own = inspect.signature(command).parameters.values()
    common = inspect.Parameter("common", inspect.Parameter.KEYWORD_ONLY, annotation=CommonOptions)
    options = [option for one in (*own, common) for option in _options_of(one.name, one.annotation, one.default)]

    def run_command(**given: Any) -> None:  # noqa: ANN401 - whatever the command takes
        _value_of("common", CommonOptions, given).begin()
        command(**{one.name: _value_of(one.name, one.annotation, given) for one in own})

    run_command.__name__, run_command.__doc__ = command.__name__, command.__doc__
    run_command.__annotations__ = {option.name: option.annotation for option in options}
    vars(run_command)["__signature__"] = inspect.Signature(options)  # what Typer looks at
    return run_command


def _options_of(name: str, annotation: Any, default: object) -> Iterator[inspect.Parameter]:  # noqa: ANN401 - any type
    record = _record_of(annotation)
    if record is None:
        for declared in getattr(annotation, "__metadata__", ()):
            if isinstance(declared, ParameterInfo):
                declared.readable = False  # who reads a file says what is wrong with it
        yield inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        return
    declared = options_of(record)
    for one in fields(record):
        if one.name in declared:
            option = _make_typer_option(declared[one.name], one.default, _PANELS[record])
            kind: Any = list[str] if one.type == _WORDS else one.type  # Typer knows a repeated option as a list
            yield from _options_of(one.name, Annotated[kind | None, option], None)
        elif not declared:
            yield from _options_of(one.name, one.type, one.default)


def _make_typer_option(declared: Option, default: object, panel: str) -> object:
    usual = f"; default: {default:g}" if isinstance(default, int | float) and not isinstance(default, bool) else ""
    return typer.Option(
        declared.flag,
        help=f"{declared.help.removesuffix('.')}{usual}.",
        metavar=declared.metavar,
        min=declared.minimum,
        max=declared.maximum,
        parser=_parser_of(declared.parse) if declared.parse else None,
        rich_help_panel=panel,
    )


def _parser_of(parse: Callable[[str], object]) -> Callable[[str], object]:
    @wraps(parse)
    def parser(text: str) -> object:
        try:
            return parse(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return parser


def _value_of(name: str, annotation: Any, given: dict[str, Any]) -> Any:  # noqa: ANN401 - any type
    """What a parameter is to be, made of the options that are given."""
    record = _record_of(annotation)
    if record is None:
        return given[name]
    declared = options_of(record)
    if not declared:
        return record(**{one.name: _value_of(one.name, one.type, given) for one in fields(record)})
    typed = {one.name: (given[one.name], one.default) for one in fields(record) if given.get(one.name) not in _ABSENT}
    changes = {key: not default if value is True else _to_field(value) for key, (value, default) in typed.items()}
    for key, value in changes.items():
        if reason := find_fault(record, key, value):
            raise typer.BadParameter(reason, param_hint=declared[key].flag)
    if annotation is not record:
        return lambda before: replace(before, **changes)
    return replace(read_policy() if record is SendPolicy else record(), **changes)


def _to_field(value: Any) -> Any:  # noqa: ANN401 - any type
    return tuple(value) if isinstance(value, list) else value


def _record_of(annotation: Any) -> Any:  # noqa: ANN401 - any type
    """The record whose fields are the options: the annotation itself, or what a ChangePolicy changes."""
    kinds = (annotation, *getattr(annotation, "__metadata__", ()))
    return next((kind for kind in kinds if isinstance(kind, type) and is_dataclass(kind)), None)
