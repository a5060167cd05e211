"""The options that several commands share."""

from pathlib import Path
from typing import Annotated, Literal

import typer

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
AcceptSuggestions = Annotated[
    bool,
    typer.Option("--accept-suggestions", help="Take headings that only resemble a known one.", rich_help_panel=READING),
]
