"""The options that several commands share."""

import inspect
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from importer.records import Options
    from importer.settings import SendPolicy

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

SheetName = Annotated[
    str | None, typer.Option("--sheet", help="The worksheet, where the first is not the one.", rich_help_panel=READING)
]
HeadingRow = Annotated[
    int | None, typer.Option("--header-row", min=1, help="The row that holds the headings.", rich_help_panel=READING)
]
SkipHidden = Annotated[
    bool, typer.Option("--skip-hidden", help="Leave hidden and filtered rows out.", rich_help_panel=READING)
]
DateOrder = Annotated[
    Literal["dmy", "mdy", "ymd"] | None,
    typer.Option("--date-order", help="How dates in text are written: dmy is 31-12-2026.", rich_help_panel=READING),
]
Zone = Annotated[
    str | None,
    typer.Option("--timezone", help="The zone of times, such as Europe/Brussels.", rich_help_panel=READING),
]
Decimal = Annotated[
    Literal[".", ","] | None,
    typer.Option("--decimal", help="The decimal sign of numbers in text.", rich_help_panel=READING),
]
MappingFile = Annotated[
    Path | None,
    typer.Option("--map", help="A mapping file: what headings and values mean.", rich_help_panel=READING),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", help="The encoding of a CSV, such as windows-1252.", rich_help_panel=READING),
]
Delimiter = Annotated[
    str | None,
    typer.Option("--delimiter", help="What stands between the cells of a CSV: ; or , or tab.", rich_help_panel=READING),
]
MemoryLimit = Annotated[
    int,
    typer.Option(
        "--memory-limit", min=64, help="MB that opening a workbook may take over its size.", rich_help_panel=READING
    ),
]
Deadline = Annotated[
    float,
    typer.Option("--deadline", min=1, help="Seconds that opening a workbook may take.", rich_help_panel=READING),
]
AcceptSuggestions = Annotated[
    bool,
    typer.Option("--accept-suggestions", help="Take headings that only resemble a known one.", rich_help_panel=READING),
]


def _rate(text: str) -> float:
    """'5/s', '300/min' or '5' as a number a second."""
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:/\s*(s|min|h))?\s*", text)
    if found is None or not float(found[1]):
        raise typer.BadParameter(f"{text!r} is no rate: write it like 5/s or 300/min.")
    return float(found[1]) / {"min": 60, "h": 3600}.get(found[2], 1)


Workers = Annotated[
    int | None,
    typer.Option(
        "--workers", min=1, max=128, help="How many rows to send at once; 8 is usual.", rich_help_panel=SENDING
    ),
]
Rate = Annotated[
    float | None,
    typer.Option("--rate", metavar="N/s", parser=_rate, help="The most requests a second.", rich_help_panel=SENDING),
]
NoLook = Annotated[
    bool,
    typer.Option("--no-look", help="Do not ask first which jobs are there already.", rich_help_panel=SENDING),
]
KeepGoing = Annotated[
    bool,
    typer.Option("--keep-going", help="Go on where the first rows are all rejected alike.", rich_help_panel=SENDING),
]
StopAfter = Annotated[
    int | None,
    typer.Option("--stop-after", metavar="N", min=1, help="Stop after N rejected rows.", rich_help_panel=SENDING),
]


def takes_reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of reading; it gets them as one `Options` in its parameter `options`."""
    return _taking(command, "options", _reading, _reading)


def takes_sending_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of sending; it gets them as one `SendPolicy` in its parameter `policy`."""
    return _taking(command, "policy", _sending, _policy)


def takes_other_sending_options(command: Callable[..., None]) -> Callable[..., None]:
    """The same for a run that was begun before: its parameter `sending` gets what is to be otherwise now."""
    return _taking(command, "sending", _sending, _sending)


def _taking(
    command: Callable[..., None], place: str, group: Callable[..., object], make: Callable[..., object]
) -> Callable[..., None]:
    """The command with the parameters of `group` as options; what `make` makes of them is its parameter `place`."""
    options = inspect.signature(group).parameters

    def with_options(**words: Any) -> None:  # noqa: ANN401 - whatever the command takes
        given = {name: words.pop(name) for name in options}
        command(**{place: make(**given)}, **words)

    own = [parameter for name, parameter in inspect.signature(command).parameters.items() if name != place]
    named = [*own, *options.values()]
    with_options.__name__, with_options.__doc__ = command.__name__, command.__doc__
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in named}
    vars(with_options)["__signature__"] = inspect.Signature(named)  # what Typer looks at
    return with_options


def _reading(
    sheet: SheetName = None,
    heading_row: HeadingRow = None,
    skip_hidden: SkipHidden = False,
    encoding: Encoding = None,
    delimiter: Delimiter = None,
    decimal: Decimal = None,
    date_order: DateOrder = None,
    timezone: Zone = None,
    mapping: MappingFile = None,
    accept_suggestions: AcceptSuggestions = False,
    memory_mb: MemoryLimit = 1024,
    deadline_seconds: Deadline = 120.0,
) -> "Options":
    from importer.records.options import Options

    return Options(
        sheet,
        heading_row,
        skip_hidden,
        encoding,
        delimiter,
        decimal,
        date_order,
        timezone,
        mapping,
        accept_suggestions,
        memory_mb,
        deadline_seconds,
    )


def _sending(
    workers: Workers = None,
    rate: Rate = None,
    no_look: NoLook = False,
    keep_going: KeepGoing = False,
    stop_after: StopAfter = None,
) -> dict[str, Any]:
    """The fields of `SendPolicy` that were asked for."""
    words = {
        "workers": workers,
        "rate": rate,
        "look_first": False if no_look else None,
        "keep_going": keep_going or None,
        "stop_after": stop_after,
    }
    return {name: value for name, value in words.items() if value is not None}


def _policy(**words: Any) -> "SendPolicy":  # noqa: ANN401 - the options of _sending
    from dataclasses import replace

    from importer.settings import policy_from_environment

    return replace(policy_from_environment(), **_sending(**words))
