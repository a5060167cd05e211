"""How a sheet is to be understood where it does not say so itself."""

from dataclasses import dataclass, fields
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

    @property
    def words(self) -> tuple[str, ...]:
        """What is decided here as it is typed on the command line: ('--header-row', '4')."""
        given = ((OPTION_NAMES[one.name], getattr(self, one.name), one.default) for one in fields(self))
        said = ((name, value) for name, value, default in given if value != default)
        return tuple(word for name, value in said for word in ((name,) if value is True else (name, str(value))))


OPTION_NAMES = {
    "sheet": "--sheet",
    "heading_row": "--header-row",
    "skip_hidden": "--skip-hidden",
    "encoding": "--encoding",
    "delimiter": "--delimiter",
    "decimal": "--decimal",
    "date_order": "--date-order",
    "timezone": "--timezone",
    "mapping": "--map",
    "accept_suggestions": "--accept-suggestions",
    "memory_mb": "--memory-limit",
    "deadline_seconds": "--deadline",
}
