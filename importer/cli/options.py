"""The options that several commands share."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

if TYPE_CHECKING:
    from importer.records import Options

READING = "Reading the sheet, where it does not say so itself"

File = Annotated[Path, typer.Argument(metavar="FILE", help="The sheet: an Excel workbook or a CSV file.")]
TargetName = Annotated[
    str | None,
    typer.Option("--target", help="Where the jobs go: 'practice'. Without it, IMPORTER_URL and its companions say."),
]
Results = Annotated[Path | None, typer.Option("--results", help="Where to write the results workbook.")]
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


def takes_reading_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command all options of reading; it gets them as one `Options` in its parameter `options`."""

    def with_options(**words: Any) -> None:  # noqa: ANN401 - whatever the command takes
        reading = {name: words.pop(name) for name in inspect.signature(_reading).parameters}
        command(options=_reading(**reading), **words)

    own = [parameter for name, parameter in inspect.signature(command).parameters.items() if name != "options"]
    named = [*own, *inspect.signature(_reading).parameters.values()]
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
