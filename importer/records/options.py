"""How a sheet is to be understood where it does not say so itself."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

DateOrder = Literal["dmy", "mdy", "ymd"]
DecimalSign = Literal[".", ","]


@dataclass(frozen=True)
class Options:
    """What the user has decided; None or False leaves it to be found out, and told.

    `heading_row` is the row number as in Excel. `timezone` is an IANA name for times without a zone; None is the
    system's. `mapping` is a mapping file; `accept_suggestions` takes headings that only resemble a known one.
    `memory_mb` and `deadline_seconds` bound the process that opens a workbook.
    """

    sheet: str | None = None
    heading_row: int | None = None
    skip_hidden: bool = False
    encoding: str | None = None
    delimiter: str | None = None
    decimal: DecimalSign | None = None
    date_order: DateOrder | None = None
    timezone: str | None = None
    mapping: Path | None = None
    accept_suggestions: bool = False
    memory_mb: int = 1024
    deadline_seconds: float = 120.0
